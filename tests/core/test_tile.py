"""A room at a glance: small, whatever is in it, and without a secret."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from server.core import commands as c
from server.core.interview import Seat
from server.core.tile import MOST_BYTES, Tile, decode, for_participants, tile
from tests.core.canaries import canary
from tests.core.conftest import MakeRoom
from tests.core.reading import canaries
from tests.core.room import Room
from tests.core.walk import Walk


def of(room: Room, rev: int = 7) -> Tile:
    return decode(tile(room.interview, rev, room.content))


def test_what_a_tile_says(make_room: MakeRoom) -> None:
    """Names, who is there, question, stage, clock, points still open, signals."""
    room = make_room()
    room.lead.reveal("guidance")
    room.lead.tick(0)
    room.candidate.signal("hint")
    found = of(room)
    assert (found.rev, found.status, found.asked) == (7, "live", 1)
    assert [(seat.role, seat.name, seat.presence) for seat in found.seats] == [("i", "Grace", 2), ("c", "Ada", 2)]
    round = found.round
    assert round is not None
    assert (round.number, round.stage, round.points_open, round.points) == (1, "guidance", 2, 3)
    assert (round.phase, round.runs, round.clock_ms) == ("think", True, room.now_ms + 10_000)
    assert (round.hint_ms, round.moment_ms) == (room.now_ms, 0)
    assert canary("title", "q1").startswith(round.title.rstrip("…"))
    room.lose(room.candidate)
    found = of(room)
    assert found.seats[1].presence == 1
    assert found.round is not None
    assert not found.round.runs
    assert found.round.clock_ms == 10_000


def test_ones_own_list_has_no_question(make_room: MakeRoom) -> None:
    """Who was removed from a room has it in their list still: what is asked there now is not theirs to know."""
    room = make_room()
    room.lead.tick(0)
    whole = tile(room.interview, 7, room.content)
    plain = decode(for_participants(whole))
    assert plain.round is not None
    assert (plain.round.title, plain.round.stage) == ("", None)
    assert (plain.round.points_open, plain.round.points) == (0, 0)
    assert plain.seats == decode(whole).seats
    room.lead.close()
    assert for_participants(tile(room.interview, 8, room.content)) == tile(room.interview, 8, room.content)


@given(st.lists(st.text(max_size=60), max_size=40), st.text(min_size=1, max_size=80))
def test_a_tile_is_small_whatever_the_names(names: list[str], title: str) -> None:
    """At most 300 bytes, with 40 seats, in any script, with everything raised and running."""
    room = Room().to("live")
    room.candidate.signal("hint")
    room.candidate.signal("moment")
    room.lead.reveal("guidance")
    seats = tuple(Seat(id=f"s{n}", role="interviewer", name=name, joined=True) for n, name in enumerate(names, 3))
    crowded = replace(
        room.interview,
        seats=(*room.interview.seats, *seats),
        wrap_up_due_ms=room.now_ms,
        title=title,
        status="released",
    )
    question = replace(room.content.questions[0], prompt=title)
    content = replace(room.content, questions=(question, *room.content.questions[1:]))
    encoded = tile(crowded, 2**31, content)
    assert len(encoded) <= MOST_BYTES
    found = decode(encoded)
    assert len(found.seats) + found.more == 2 + len(names)
    assert msgspec.json.encode(found) == encoded


class Glances(Walk):
    """A walk that keeps what was in its tiles."""

    seen: frozenset[str] = frozenset()

    def give(self, seat: str, command: c.Command) -> None:
        """Give a command, and look at the tile after it."""
        super().give(seat, command)
        self.seen |= set(canaries(tile(self.room.interview, 1, self.room.content).decode()))


@pytest.mark.parametrize("seed", range(5))
def test_a_tile_gives_nothing_away(seed: int) -> None:
    """Over a random walk: of the texts only the title of the open question, which its candidate has on the screen."""
    seen = Glances(seed, 150).run().seen
    assert seen
    assert all(each.startswith("CANARY.title.") for each in seen), seen
