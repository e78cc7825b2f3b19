"""The stored log of an interview rebuilds every state that it had: swapped, before a panel, with whatever happened."""

from functools import cache
from typing import Annotated

import msgspec
import pytest

from server.core import events as e
from server.core.evolve import evolve
from server.core.interview import Interview
from tests.core.walk import Walk

WALKS = 200
LENGTH = 30


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A commit as it stands in the log."""

    rev: int
    at_ms: int
    by: Annotated[str, msgspec.Meta(min_length=1)]
    events: tuple[e.AnyEvent, ...]


@cache
def walks() -> list[Walk]:
    """Random interviews of two who swap before a panel, with everything tried in them."""
    return [Walk(seed, LENGTH, swap=True).run() for seed in range(WALKS)]


@pytest.mark.no_cover  # measured, it is four times as slow
def test_the_log_rebuilds_every_state() -> None:
    """Folding what is stored, commit by commit, from the interview as it was made gives each state it had."""
    rebuilt = 0
    for walk in walks():
        state = msgspec.json.decode(msgspec.json.encode(walk.made), type=Interview)
        for number, (entry, kept) in enumerate(walk.commits, 1):
            stored = msgspec.json.decode(entry, type=Entry)
            assert stored.rev == number
            state = evolve(state, stored.events)
            assert state == kept
            rebuilt += 1
    assert rebuilt >= WALKS * LENGTH


@pytest.mark.no_cover  # measured, it is four times as slow
def test_they_were_swapped_panel_interviews() -> None:
    """The walks have what they are for: swaps, seals opened by all and by the lead, marks changed after, warm-ups."""
    events = [event for walk in walks() for event in walk.room.log]
    assert sum(isinstance(event, e.Swapped) for event in events) >= WALKS / 4
    assert sum(isinstance(event, e.WarmedUp) for event in events) >= WALKS / 4
    seals = [event for event in events if isinstance(event, e.SealOpened)]
    assert {event.by is None for event in seals} == {True, False}
    assert any(isinstance(event, e.Marked) and event.changed for event in events)
