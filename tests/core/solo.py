"""A strict drill over the pure core."""

from __future__ import annotations

from typing import Any

from server.core.interview import Interview, Options, Seat, Status
from tests.core.canaries import deck
from tests.core.room import BEGIN_MS, Room


class Solo(Room):
    """A drill of four questions of a deck of six, whose soloist (s1) is connected; the clock starts at `BEGIN_MS`.

    Args:
        options: fields of `Options`; typed, with 10 s to think and 100 s to answer.
    """

    def __init__(self, **options: Any) -> None:
        self.content = deck()
        self.now_ms = BEGIN_MS
        self.log = []
        self.first = self.interview = Interview(
            id="abc",
            title="Practice",
            created_ms=BEGIN_MS,
            options=Options(**{"answering": "typed", "think_s": 10, "expiry": "hard", **options}),
            seats=(Seat(id="s1", role="soloist", joined=True, replay=False),),
            plans={"s1": ("q1", "q2", "q3", "q4")},
        )
        self.soloist = self.participant("s1")

    def to(self, status: Status) -> Solo:
        """Bring the drill to a status; live and later, q1 was asked."""
        assert status != "wrapup", "a drill has none"
        if status != "lobby":
            self.soloist.start()
            self.soloist.ask()
        if status == "released":
            self.soloist.end()
        return self
