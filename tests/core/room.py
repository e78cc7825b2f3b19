"""A room to play an interview in, over the pure core, with the time in one's hands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from server.core import commands as c
from server.core import timers
from server.core.case import Events
from server.core.content import Content
from server.core.events import AnyEvent
from server.core.evolve import evolve
from server.core.interview import Guest, Interview, Options, Round, Seat, Status
from server.core.refusals import SENTENCES, Refused
from server.core.rules import decide, decide_system
from server.core.views import View, view
from tests.core import sound
from tests.core.canaries import deck
from tests.core.participant import Participant

BEGIN_MS = 1_800_000_000_000


class Room:
    """An interview with a lead (s1) and a candidate (s2), both seated and connected; the clock starts at `BEGIN_MS`.

    Every step goes through JSON, as it does in Redis. With `swap` the first half of the questions is the lead's, the
    second the candidate's.

    Args:
        content: what it is about; six questions of canaries by default.
        options: fields of `Options`; think time is 10 s here and answer time as the question says, 100 s.
    """

    def __init__(self, content: Content | None = None, **options: Any) -> None:
        self.content = content or deck()
        self.now_ms = BEGIN_MS
        self.log: list[AnyEvent] = []
        chosen = Options(**{"think_s": 10, **options})
        ids = tuple(question.id for question in self.content.questions)
        self.first = self.interview = Interview(
            id="abc",
            title="Practice",
            created_ms=BEGIN_MS,
            options=chosen,
            seats=(
                Seat(id="s1", role="interviewer", name="Grace", joined=True, side="a" if chosen.swap else None),
                Seat(id="s2", role="candidate", side="b" if chosen.swap else None),
            ),
            halves={"a": ids[: len(ids) // 2], "b": ids[len(ids) // 2 :]} if chosen.swap else {},
        )
        self.lead = self.participant("s1")
        self.candidate = self.participant("s2")
        self.candidate.join("Ada")
        self.back(self.candidate)

    def participant(self, seat: str) -> Participant:
        """Return the one who sits on `seat`."""
        return Participant(seat, self._decide, self.seat)

    def seat(self, id: str) -> Seat:
        """Return a seat as it is now."""
        seat = self.interview.seat(id)
        assert seat is not None
        return seat

    def enter(self, role: Guest, name: str, extra_percent: int = 0) -> Participant:
        """Let somebody take a further seat, and be connected."""
        self.participant(self.interview.lead).invite(role)
        guest = self.participant(self.interview.seats[-1].id)
        guest.join(name, extra_percent)
        self.back(guest)
        return guest

    def to(self, status: Status) -> Room:
        """Bring the interview to a status, by the lead; live and later, q1 was asked."""
        if status != "lobby":
            self.lead.start()
            self.lead.ask("q1")
        if status in ("wrapup", "released"):
            self.lead.end()
        if status == "released":
            self.lead.release()
        return self

    @property
    def round(self) -> Round:
        """Return the round asked last."""
        return self.interview.rounds[-1]

    @property
    def left_ms(self) -> int | None:
        """Return what is left on the clock of the round asked last."""
        clock = self.round.clock
        return clock.left_ms if clock.deadline_ms is None else clock.deadline_ms - self.now_ms

    def plan(self, of: Participant) -> tuple[str, ...]:
        """Return what somebody has planned."""
        return self.interview.plans.get(of.id, ())

    def view(self, of: Participant) -> View:
        """Return what somebody sees now."""
        return view(self.interview, len(self.log), of.seat, self.content)

    def wait(self, seconds: float) -> Events:
        """Let time pass, with every timer delivered when it is due and every record archived."""
        until_ms = self.now_ms + int(seconds * 1000)
        brought: Events = ()
        while True:
            if timers.archive_due(self.interview):
                brought += self.archive()
            due_ms = timers.next_due_ms(self.interview)
            if due_ms is None or due_ms > until_ms:
                break
            self.now_ms = max(self.now_ms, int(due_ms))
            brought += self.system(c.TimersDue(at_ms=int(due_ms)))
        self.now_ms = until_ms
        return brought

    def archive(self) -> Events:
        """Notice that the record of what has ended is safe."""
        return self.system(c.Archived())

    def lose(self, who: Participant, heard_s_ago: float = 0) -> Events:
        """Notice that somebody was last heard so long ago."""
        return self.system(c.Lost(seat=who.id, at_ms=self.now_ms - int(heard_s_ago * 1000)))

    def back(self, who: Participant) -> Events:
        """Notice that somebody is connected again."""
        return self.system(c.Back(seat=who.id))

    def system(self, command: c.System) -> Events:
        """Give a command of the server's own."""
        return self._fold(decide_system(self.interview, command, self.now_ms))

    def _decide(self, seat: str, command: c.Command) -> Events:
        return self._fold(decide(self.interview, command, seat, self.now_ms, self.content))

    def _fold(self, events: Events) -> Events:
        written = msgspec.json.encode(events)
        self.log.extend(msgspec.json.decode(written, type=tuple[AnyEvent, ...]))
        after = evolve(self.interview, events)
        self.interview = msgspec.json.decode(msgspec.json.encode(after), type=Interview)
        assert self.interview == after
        sound.check(after, self.content)
        return events


def named(events: Events) -> list[str]:
    """Return the events by name."""
    return [type(event).__name__ for event in events]


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal with this code, and its sentence."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.message == SENTENCES[code]
