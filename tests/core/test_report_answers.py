"""What a report says of an answer, and of the time it took."""

from __future__ import annotations

import pytest

from server.core.report import report
from tests.core.canaries import canary
from tests.core.conftest import MakeRoom
from tests.core.reading import first


def test_times_chosen_for_the_interview_are_the_suggestion(make_room: MakeRoom) -> None:
    """Options override what the question suggests; without any, thinking has 30 s."""
    room = make_room("released", think_s=None, answer_s=45)
    time = first(room, room.lead).time
    assert (time.think_suggested_ms, time.answer_suggested_ms) == (30_000, 45_000)


@pytest.mark.parametrize(
    ("answering", "typed", "how"),
    [("spoken", True, "aloud"), ("both", False, "aloud"), ("both", True, "typed"), ("typed", False, "none")],
)
def test_how_it_was_answered(make_room: MakeRoom, answering: str, typed: bool, how: str) -> None:
    """Aloud is said where nothing was typed, unless the interview is a typed one; a blank text is no text."""
    room = make_room("released", answering=answering)
    texts = {"answer:1": "so" if typed else " \n"}
    found = report(room.interview, room.content, texts, room.candidate.seat)
    assert found is not None
    assert found.rounds[0].answer.how == how
    assert found.rounds[0].answer.text == ("so" if how == "typed" else None)


def test_a_question_put_aside_is_not_said_to_be_answered(make_room: MakeRoom) -> None:
    """A skipped round says so."""
    room = make_room()
    room.lead.skip()
    room.lead.end()
    assert (first(room, room.lead).state, first(room, room.lead).answer.how) == ("skipped", "none")


def test_late_text_is_the_answer_only_when_accepted(make_room: MakeRoom) -> None:
    """Offered: interviewer and candidate read it apart from the answer. Accepted: it is the answer, on record."""
    room = make_room("live", answering="typed", expiry="hard")
    watcher = room.enter("observer", "Hedy")
    room.wait(120)
    room.candidate.offer_late(canary("late", "r1"))
    room.lead.end()
    room.lead.release()
    for reader in (room.lead, room.candidate):
        answer = first(room, reader).answer
        assert answer.late is not None
        assert (answer.text, answer.late.text) == (canary("answer", "r1"), canary("late", "r1"))
        assert (answer.expired_after_ms, answer.late.accepted_after_ms) == (110_000, None)
    assert first(room, watcher).answer.late is None
    room.lead.reopen()
    room.lead.accept_late()
    room.lead.release()
    for reader in (room.lead, room.candidate, watcher):
        answer = first(room, reader).answer
        assert answer.late is not None
        assert (answer.text, answer.late.text) == (canary("late", "r1"), None)
        assert answer.late.accepted_after_ms == 120_000
