"""What may be known of an answer: by who asked, and by who gave it."""

from __future__ import annotations

import pytest

from server.candidates.facts import answered_by, asked_by, sheet
from server.core.report import report
from server.core.report_wire import Report
from tests.core.room import Room
from tests.core.walk import Walk

WALKS, LENGTH = 60, 40


@pytest.fixture
def room() -> Room:
    """Grace has asked Ada q1, shown her the guidance, ticked a point, and marked it."""
    room = Room().to("live")
    room.lead.reveal("guidance")
    room.lead.tick(1)
    room.lead.mark("communication", 3)
    room.lead.mark("correctness", 2)
    return room


def test_who_asked_knows_it_at_once(room: Room) -> None:
    """Marks by their name, help, and the points that were missed."""
    room.lead.end()
    [fact] = asked_by(room.interview, room.content, room.seat("s1"))
    assert (fact.candidate, fact.question, fact.help) == ("s2", "q1", "after guidance")
    assert fact.marks == {"Communication": 3.0, "Correctness": 2.0}
    assert fact.mark == 2.5
    assert fact.missed is not None
    assert len(fact.missed) == 2


def test_who_answered_knows_nothing_before_the_release(room: Room) -> None:
    """And afterwards what their report says."""
    room.lead.end()
    assert answered_by(room.interview, room.content, room.seat("s2")) == []
    room.lead.release()
    [fact] = answered_by(room.interview, room.content, room.seat("s2"))
    assert fact.mark == 2.5
    assert fact.missed is not None
    room.lead.reopen()
    assert answered_by(room.interview, room.content, room.seat("s2")) == []


def test_a_release_by_time_tells_no_marks(room: Room) -> None:
    """Nor what was ticked: nobody has looked it over."""
    room.lead.end()
    room.archive()
    room.wait(25 * 3600)
    assert room.interview.released_by == "due"
    [fact] = answered_by(room.interview, room.content, room.seat("s2"))
    assert (fact.mark, fact.missed) == (None, None)


def test_a_release_without_answers_tells_no_points(room: Room) -> None:
    """The talking points belong to the model answer."""
    room.lead.end()
    room.lead.release(show_answers=False)
    [fact] = answered_by(room.interview, room.content, room.seat("s2"))
    assert fact.missed is None
    assert fact.mark == 2.5


def test_one_of_several_judges_knows_their_own_marks_while_sealed(room: Room) -> None:
    """What the others marked is not in the figures before the seal is open."""
    other = room.enter("interviewer", "Barbara")
    room.lead.close()
    room.lead.ask("q2")
    other.mark("communication", 1, 2)
    room.lead.mark("communication", 4, 2)
    room.lead.end()
    of_lead = [fact.mark for fact in asked_by(room.interview, room.content, room.seat("s1")) if fact.question == "q2"]
    of_other = [
        fact.mark for fact in asked_by(room.interview, room.content, room.seat(other.id)) if fact.question == "q2"
    ]
    assert (of_lead, of_other) == ([4.0], [1.0])
    room.lead.release()
    [fact] = [fact for fact in asked_by(room.interview, room.content, room.seat("s1")) if fact.question == "q2"]
    assert fact.mark == 2.5


def test_what_another_judge_ticked_waits_for_the_release(room: Room) -> None:
    """An open seal shows their marks; their ticks, as in the report, come with the release."""
    other = room.enter("interviewer", "Barbara")
    room.lead.close()
    room.lead.ask("q2")
    other.tick(0, round=2)
    room.lead.tick(1, round=2)
    other.mark("communication", 1, 2)
    room.lead.mark("communication", 4, 2)
    room.lead.open_seal(2)
    room.lead.end()
    [fact] = [fact for fact in asked_by(room.interview, room.content, room.seat("s1")) if fact.question == "q2"]
    assert fact.mark == 2.5
    assert fact.missed is not None
    before = len(fact.missed)
    room.lead.release()
    [fact] = [fact for fact in asked_by(room.interview, room.content, room.seat("s1")) if fact.question == "q2"]
    assert fact.missed is not None
    assert len(fact.missed) == before - 1


def test_the_time_suggested_is_the_interviews(room: Room) -> None:
    """What its options say, not the question; and not known where it would tell the extra time of another candidate."""
    short = Room(answer_s=30).to("released")
    [fact] = answered_by(short.interview, short.content, short.seat("s2"))
    assert fact.suggested_ms == 30_000
    room.enter("candidate", "Bo", extra_percent=50)
    room.lead.close()
    room.lead.ask("q2")
    room.lead.end()
    room.lead.release()
    asked = {fact.question: fact.suggested_ms for fact in answered_by(room.interview, room.content, room.seat("s2"))}
    assert asked == {"q1": 100_000, "q2": 0}
    assert {fact.candidate for fact in asked_by(room.interview, room.content, room.seat("s1"))} == {"s2", "s3"}


def test_points_are_missed_only_where_points_were_ticked() -> None:
    """Who ticks nothing says nothing of points."""
    silent = Room().to("released")
    [fact] = asked_by(silent.interview, silent.content, silent.seat("s1"))
    assert fact.missed is None


def test_a_question_that_was_skipped_was_seen(room: Room) -> None:
    """It counts as asked, and is no answer."""
    room.lead.close()
    room.lead.ask("q2")
    room.lead.skip()
    room.lead.end()
    assert [fact.skipped for fact in asked_by(room.interview, room.content, room.seat("s1"))] == [False, True]


def told(whole: Report, round: int, dimension: str) -> list[int | None]:
    """The marks that interviewers gave on a dimension, in somebody's report."""
    [found] = [each for each in whole.rounds if each.id == round]
    given = [marks for marks in found.marks if marks.role == "interviewer"]
    return [rating.value for marks in given for rating in marks.ratings if rating.dimension == dimension]


@pytest.mark.no_cover  # measured, it is four times as slow
def test_no_fact_says_more_than_the_readers_report() -> None:
    """In random interviews before a panel, with swaps and late seats: everybody, at every commit."""
    looked = 0
    for seed in range(WALKS):
        walk = Walk(seed, LENGTH).run()
        content = walk.room.content
        for _, interview in walk.commits:
            for seat in interview.seats:
                whole = report(interview, content, {}, seat)
                known = sheet(interview, content, seat)
                if whole is None or interview.status != "released":
                    assert known.answered == []
                for fact in (*known.asked, *known.answered):
                    assert whole is not None
                    [round] = [each for each in whole.rounds if each.id == fact.round]
                    assert (fact.title, fact.help) == (round.title, round.help)
                    assert round.role == ("interviewer" if fact in known.asked else "candidate")
                    assert fact.missed is None or all(
                        point.ticked is False for point in round.points if point.text in fact.missed
                    )
                    assert fact.suggested_ms in (0, round.time.answer_suggested_ms)
                    for dimension, mark in fact.marks.items():
                        values = [value for value in told(whole, fact.round, dimension) if value is not None]
                        assert min(values) <= mark <= max(values)
                    looked += 1
    assert looked > WALKS
