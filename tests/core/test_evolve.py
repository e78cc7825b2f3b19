"""State and events as JSON, and the replay. Every test of this folder checks both at each step: see `Room._fold`."""

from typing import get_args

import msgspec
import pytest

from server.core import events as e
from server.core.evolve import _FOLDS, evolve
from server.core.interview import SCHEMA, Interview
from tests.core.conftest import MakeRoom
from tests.core.room import Room

EVENTS: tuple[type[e.Event], ...] = get_args(e.AnyEvent)


@pytest.fixture
def full(make_room: MakeRoom) -> Room:
    """An interview from the invitation to the released report, with something of everything in it."""
    lobby = make_room("lobby", swap=True)
    second = lobby.enter("interviewer", "Linus")
    observer = lobby.enter("observer", "Oz")
    lead, candidate = lobby.lead, lobby.candidate
    lobby.enter("observer", "Gone")
    lead.remove("s5")
    lead.replace_link(observer.id)
    candidate.rename("Ada L.")
    candidate.bring("q4", "q5")
    candidate.prefer(extra_percent=10)
    lead.plan("q1", "q2", "q3")
    lead.schedule(lobby.now_ms + 3_600_000, "Europe/Berlin")
    lead.set_call("https://meet.example.org/abc")
    lead.warm_up()
    lead.start()
    lead.ask()
    lobby.wait(10)
    lead.pause()
    lead.resume()
    lead.extend(30)
    candidate.signal("hint")
    lead.reveal("guidance")
    lead.tick(1)
    second.mark("depth", 2)
    second.pass_marks()
    lead.open_seal()
    lead.note(released=True)
    lobby.lose(candidate, 3)
    lobby.wait(180)
    lobby.back(candidate)
    lead.skip()
    lead.ask()
    candidate.begin()
    candidate.submit()
    lead.close()
    lead.ask("q1")
    lobby.wait(200)
    lead.close()
    candidate.offer_swap()
    lead.accept_swap()
    candidate.ask("q5")
    candidate.pass_lead(second.id)
    second.end()
    second.feedback(keep=("calm",))
    candidate.mark("depth", 3, round=2)
    second.release()
    second.reopen()
    second.release()
    lobby.wait(0)
    return lobby


def test_every_event_has_a_fold() -> None:
    """Every event of the log has its place in the state, and nothing else has."""
    assert set(EVENTS) == set(_FOLDS) == set(e.Event.__subclasses__())


def test_replay(full: Room) -> None:
    """The log, folded from the beginning, gives the same state, at once or event by event."""
    assert evolve(full.first, full.log) == full.interview
    state = full.first
    for event in full.log:
        written = msgspec.json.encode(evolve(state, (event,)))
        state = msgspec.json.decode(written, type=Interview)
    assert state == full.interview


def test_events_are_read_back(full: Room) -> None:
    """Each event comes back from its JSON as what it was, and says what it is and nothing that it does not need."""
    for event in full.log:
        written = msgspec.json.encode(event)
        assert msgspec.json.decode(written, type=e.AnyEvent) == event
        assert msgspec.json.decode(written)["type"] == event.__struct_config__.tag


def test_everything_happened(full: Room) -> None:
    """The full interview has nearly every event; those of text that came late stand in `test_marks`, the
    coach's in `test_class`.
    """
    missing = set(EVENTS) - {type(event) for event in full.log}
    assert missing == {e.LateOffered, e.LateAccepted, e.Announced, e.WrapUpSet, e.PhaseSet}


def test_schema_versions(full: Room) -> None:
    """The state and every event carry the version of their schema; an event from elsewhere keeps its own."""
    assert full.interview.schema == SCHEMA
    assert all(event.v == 1 for event in full.log)
    assert msgspec.json.decode(b'{"type": "started", "v": 2, "at_ms": 1}', type=e.AnyEvent).v == 2


def test_the_state_refuses_what_it_does_not_know() -> None:
    """A state with a field of another version is not read as if it were ours."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"id": "abc", "title": "", "created_ms": 1, "colour": "red"}', type=Interview)


def test_folding_changes_no_earlier_state(full: Room) -> None:
    """A state once given stays as it was: folding makes a new one."""
    state = full.first
    for event in full.log:
        before = msgspec.json.encode(state)
        after = evolve(state, (event,))
        assert msgspec.json.encode(state) == before
        state = after
