"""Typed texts: who may write and read which, and until when."""

import pytest

from server.core.events import AnyEvent
from server.core.interview import Seat
from server.core.texts import Open, may_write, open_texts
from server.core.views import may_read
from tests.core.conftest import MakeRoom
from tests.core.room import BEGIN_MS, Room, refused


@pytest.fixture
def typed(make_room: MakeRoom) -> Room:
    """A typed room with hard expiry, in which q1 has just been asked."""
    return make_room(answering="typed", expiry="hard")


def test_the_answer_is_the_candidates(typed: Room) -> None:
    """The candidate of the round writes its answer, and nobody else."""
    assert may_write(typed.interview, typed.candidate.seat, "answer", 1) == "answer:1"
    for other in (typed.lead, typed.enter("observer", "Oz")):
        with refused("not_allowed"):
            may_write(typed.interview, other.seat, "answer", 1)
    with refused("unknown_round"):
        may_write(typed.interview, typed.candidate.seat, "answer", 2)


def test_notes_are_the_interviewers(typed: Room) -> None:
    """An interviewer of the round writes their own note on it, from then until the report is released."""
    assert may_write(typed.interview, typed.lead.seat, "note", 1) == "note:1:s1"
    with refused("not_allowed"):
        may_write(typed.interview, typed.candidate.seat, "note", 1)
    typed.lead.end()
    assert may_write(typed.interview, typed.lead.seat, "note", 1) == "note:1:s1"
    assert open_texts(typed.interview) == Open(None, None, notes_open=True)
    typed.lead.release()
    with refused("notes_closed"):
        may_write(typed.interview, typed.lead.seat, "note", 1)
    assert open_texts(typed.interview) == Open(None, None, notes_open=False)


def test_an_answer_closes(typed: Room, make_room: MakeRoom) -> None:
    """An answer is written while its round is open: not once handed in, cut off, or closed."""
    typed.candidate.submit()
    with refused("handed_in"):
        may_write(typed.interview, typed.candidate.seat, "answer", 1)
    typed.lead.close()
    with refused("round_closed"):
        may_write(typed.interview, typed.candidate.seat, "answer", 1)
    expired = make_room(answering="typed", expiry="hard")
    expired.wait(110)
    with refused("too_late"):
        may_write(expired.interview, expired.candidate.seat, "answer", 1)
    assert open_texts(expired.interview).open_round is None


def test_a_spoken_interview_has_no_answers(room: Room) -> None:
    """Where one answers aloud there is nothing to type, and nothing to read."""
    with refused("not_typed"):
        may_write(room.interview, room.candidate.seat, "answer", 1)
    assert open_texts(room.interview) == Open(None, None, notes_open=True)
    assert not may_read(room.interview, room.candidate.seat, "answer:1")


def test_until_when_an_answer_is_taken(typed: Room, make_room: MakeRoom) -> None:
    """Redis refuses an answer from the hard deadline on, think time included; while the clock stands there is none."""
    assert open_texts(typed.interview) == Open(1, BEGIN_MS + 110_000, notes_open=True)
    typed.wait(10)
    assert open_texts(typed.interview) == Open(1, BEGIN_MS + 110_000, notes_open=True)
    typed.lead.pause()
    assert open_texts(typed.interview) == Open(1, None, notes_open=True)
    assert open_texts(make_room(answering="both").interview) == Open(1, None, notes_open=True)


def test_who_reads_what(make_room: MakeRoom) -> None:
    """Everybody reads the answer; interviewers of the round read late text; a note is read by its author only."""
    room = make_room("lobby", answering="typed", expiry="hard")
    seats = {
        "lead": room.lead,
        "second": room.enter("interviewer", "Linus"),
        "candidate": room.candidate,
        "other": room.enter("candidate", "Cy"),
        "observer": room.enter("observer", "Oz"),
        "removed": room.enter("interviewer", "Gone"),
    }
    room.lead.remove(seats["removed"].id)
    room.to("live")
    room.wait(110)
    room.candidate.offer_late("late")
    readers = {
        "answer:1": {"lead", "second", "candidate", "other", "observer"},
        "late:1": {"lead", "second"},
        "note:1:s1": {"lead"},
        "note:1:s3": {"second"},
        "note:1:s6": set(),
        "answer:2": set(),
        "late:2": set(),
        "note:2:s1": set(),
        "answer:0": set(),
        "feedback:1": set(),
        "answer": set(),
        "answer:": set(),
        "answer:x": set(),
        "answer:-1": set(),
        "note:1": set(),
        "note:1:": set(),
        "": set(),
    }
    for text, expected in readers.items():
        assert {name for name, who in seats.items() if may_read(room.interview, who.seat, text)} == expected, text


def test_nothing_typed_is_in_the_log(room: Room) -> None:
    """No event has a field for an answer or a note."""
    fields = {field for event in AnyEvent.__args__ for field in event.__struct_fields__}
    assert not fields & {"text", "answer", "note", "draft"}
    assert "text" not in Seat.__struct_fields__
