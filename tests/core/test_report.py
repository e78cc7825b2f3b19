"""What a report says, and to whom."""

from __future__ import annotations

import pytest

from server.core.interview import GUESTS
from tests.core.canaries import canary
from tests.core.conftest import MakeRoom
from tests.core.reading import canaries, first, read
from tests.core.room import Room


def released_room(make_room: MakeRoom, **options: object) -> Room:
    """A released interview: everything said that can be said of q1; q2 is planned, and was not asked."""
    room = make_room("live", **{"answering": "typed", **options})
    room.lead.plan("q2")
    room.wait(4)
    room.lead.reveal("guidance")
    room.lead.begin()
    room.wait(60)
    room.lead.tick(1)
    room.lead.mark("depth", 3)
    room.lead.note(released=True)
    room.candidate.submit()
    room.lead.end()
    room.lead.feedback(keep=("Calm",), start=("Ask back",))
    room.candidate.mark("depth", 2)
    room.lead.release()
    return room


@pytest.mark.parametrize("status", ["lobby", "live"])
def test_nobody_reads_a_report_before_the_end(make_room: MakeRoom, status: str) -> None:
    """Before the end there is no report, for no role."""
    room = make_room(status)
    watcher = room.enter("observer", "Hedy")
    assert [read(room, one) for one in (room.lead, room.candidate, watcher)] == [None, None, None]


def test_before_the_release_only_interviewers_read(make_room: MakeRoom) -> None:
    """In the wrap-up the report is the interviewers' alone."""
    room = make_room()
    watcher = room.enter("observer", "Hedy")
    room.lead.end()
    assert read(room, room.lead) is not None
    assert read(room, room.candidate) is None
    assert read(room, watcher) is None


def test_the_removed_read_nothing(make_room: MakeRoom) -> None:
    """Who was removed has no report, released or not, whatever their role was."""
    room = make_room()
    gone = [room.enter(role, f"Gone {role}") for role in GUESTS]
    for one in gone:
        room.lead.remove(one.id)
    room.lead.end()
    room.lead.release()
    assert [read(room, one) for one in gone] == [None, None, None]
    found = read(room, room.lead)
    assert found is not None
    assert [one.seat for one in found.participants] == ["s1", "s2"]


def test_the_candidate_reads_all_of_what_was_asked_once_it_is_released(make_room: MakeRoom) -> None:
    """Prompt, model answers, points, answer, time, marks, self-marks, note, help: nothing is missing."""
    room = released_room(make_room)
    found = read(room, room.candidate)
    assert found is not None
    round = found.rounds[0]
    assert round.prompt.markdown == room.content.question("q1").prompt
    assert [(stage.stage, stage.revealed_after_ms) for stage in round.stages] == [
        ("guidance", 4_000), ("answer", None), ("example", None),
    ]  # fmt: skip
    assert [(point.text, point.ticked) for point in round.points] == [
        (canary(f"point{number}", "q1"), number == 1) for number in range(3)
    ]
    assert (round.answer.how, round.answer.text) == ("typed", canary("answer", "r1"))
    assert round.answer.submitted_after_ms == 64_000
    assert (round.time.think_used_ms, round.time.think_suggested_ms) == (4_000, 10_000)
    assert (round.time.answer_used_ms, round.time.answer_suggested_ms) == (60_000, 100_000)
    assert [(marks.name, [rating.value for rating in marks.ratings]) for marks in round.marks] == [
        ("Grace", [None, None, 3]), ("Ada", [None, None, 2]),
    ]  # fmt: skip
    assert round.marks[0].ratings[2].says == room.content.dimensions[2].steps[2]
    assert round.marks[0].ratings[2].help == round.help == "after guidance"
    assert [note.text for note in round.notes] == [canary("note", "r1-s1")]
    assert [(given.name, given.keep, given.start) for given in found.feedback] == [("Grace", ("Calm",), ("Ask back",))]


def test_what_was_not_asked_is_in_nobodys_report(make_room: MakeRoom) -> None:
    """A planned question that was not asked leaves no trace, not even for who planned it."""
    room = released_room(make_room)
    for reader in (room.lead, room.candidate):
        assert not {found for found in canaries(read(room, reader)) if found.endswith(("q2", "q3"))}


def test_not_marked_is_never_zero(make_room: MakeRoom) -> None:
    """A dimension without a mark is None in value, sentence and help."""
    room = released_room(make_room)
    rating = first(room, room.candidate).marks[0].ratings[0]
    assert (rating.value, rating.says, rating.help) == (None, None, None)


def test_an_interviewer_who_marked_nothing_is_said_to_have_not_marked(make_room: MakeRoom) -> None:
    """An interviewer of the round without marks is there, unmarked; a candidate without self-marks is not."""
    room = make_room("released")
    assert [
        (marks.seat, {rating.value for rating in marks.ratings}) for marks in first(room, room.candidate).marks
    ] == [("s1", {None})]


def test_kept_back_answers_leave_what_was_shown(make_room: MakeRoom) -> None:
    """Released without model answers, candidate and observer keep only the stages shown, and lose the points."""
    room = make_room()
    watcher = room.enter("observer", "Hedy")
    room.lead.reveal("guidance")
    room.lead.end()
    room.lead.release(show_answers=False)
    for reader in (room.candidate, watcher):
        found = read(room, reader)
        assert found is not None
        assert not found.answers_included
        assert [stage.stage for stage in found.rounds[0].stages] == ["guidance"]
        assert found.rounds[0].points == ()
        assert not canaries(found) & {canary(body, "q1") for body in ("answer", "example", "point0")}
    assert len(first(room, room.lead).stages) == 3


def test_an_observer_reads_no_judgement(make_room: MakeRoom) -> None:
    """An observer gets no marks, ticks, notes or feedback, and reads the answer."""
    room = make_room("live", answering="typed")
    watcher = room.enter("observer", "Hedy")
    room.lead.mark("depth", 1)
    room.lead.tick(0)
    room.lead.note(released=True)
    room.lead.end()
    room.lead.feedback(stop=("Rushing",))
    room.candidate.mark("depth", 4)
    room.lead.release()
    found = read(room, watcher)
    assert found is not None
    assert (found.feedback, found.rounds[0].marks, found.rounds[0].notes) == ((), (), ())
    assert [point.ticked for point in found.rounds[0].points] == [None, None, None]
    assert found.rounds[0].answer.text == canary("answer", "r1")


def test_released_by_itself_it_says_what_happened_and_nothing_else(make_room: MakeRoom) -> None:
    """After 24 hours: model answers yes; marks, ticks, feedback and released notes of others no, one's own yes."""
    room = make_room()
    room.lead.mark("depth", 1)
    room.lead.tick(0)
    room.lead.note(released=True)
    room.lead.end()
    room.lead.feedback(stop=("Rushing",))
    room.candidate.mark("depth", 4)
    room.wait(24 * 3600)
    found = read(room, room.candidate)
    assert found is not None
    assert found.released_by == "due"
    assert len(found.rounds[0].stages) == 3
    assert [point.ticked for point in found.rounds[0].points] == [None, None, None]
    assert ([marks.seat for marks in found.rounds[0].marks], found.rounds[0].notes, found.feedback) == (["s2"], (), ())
    own = first(room, room.lead)
    assert ([marks.seat for marks in own.marks], len(own.notes)) == (["s1"], 1)


def test_a_note_is_its_authors_until_released(make_room: MakeRoom) -> None:
    """An unreleased note is in its author's report only, and marked as such."""
    room = make_room()
    second = room.enter("interviewer", "Barbara")
    room.lead.end()
    room.lead.release()
    assert [(note.seat, note.released) for note in first(room, room.lead).notes] == [("s1", False)]
    assert [(note.seat, note.released) for note in first(room, second).notes] == [(second.id, False)]
    assert first(room, room.candidate).notes == ()


def test_interviewers_see_each_others_judgement_once_the_lead_releases(make_room: MakeRoom) -> None:
    """Until then each sees their own marks, ticks and feedback alone."""
    room = make_room("lobby")
    second = room.enter("interviewer", "Barbara")
    room.lead.start()
    room.lead.ask("q1")
    room.lead.mark("depth", 1)
    room.lead.tick(0)
    second.mark("depth", 4)
    second.tick(1)
    room.lead.end()
    second.feedback(keep=("Examples",))
    sealed = read(room, room.lead)
    assert sealed is not None
    assert [marks.seat for marks in sealed.rounds[0].marks] == ["s1"]
    assert [point.ticked for point in sealed.rounds[0].points] == [True, False, False]
    assert sealed.feedback == ()
    room.lead.release()
    opened = read(room, room.lead)
    assert opened is not None
    assert [marks.seat for marks in opened.rounds[0].marks] == ["s1", second.id]
    assert [point.ticked for point in opened.rounds[0].points] == [True, True, False]
    assert [given.seat for given in opened.feedback] == [second.id]


def test_a_candidates_self_marks_are_not_another_candidates(make_room: MakeRoom) -> None:
    """Of two candidates each reads their own self-marks; the interviewer reads both."""
    room = make_room("lobby")
    other = room.enter("candidate", "Lin")
    room.lead.start()
    room.lead.ask("q1")
    room.lead.end()
    room.candidate.mark("depth", 1)
    other.mark("depth", 4)
    room.lead.release()
    assert [marks.seat for marks in first(room, room.candidate).marks] == ["s1", "s2"]
    assert [marks.seat for marks in first(room, other).marks] == ["s1", other.id]
    assert [marks.seat for marks in first(room, room.lead).marks] == ["s1", "s2", other.id]


def test_extra_time_is_known_to_its_candidate_and_to_interviewers(make_room: MakeRoom) -> None:
    """Nobody else's report says it, nor the time suggested, from which it could be read off; that is without it."""
    room = make_room("lobby")
    slow = room.enter("candidate", "Lin", extra_percent=50)
    watcher = room.enter("observer", "Hedy")
    room.lead.start()
    room.lead.ask("q1")
    room.lead.end()
    room.lead.release()
    told, suggested = {}, {}
    for reader in (room.lead, room.candidate, slow, watcher):
        found = read(room, reader)
        assert found is not None
        told[reader.id] = [one.extra_percent for one in found.participants if one.extra_percent]
        time = found.rounds[0].time
        suggested[reader.id] = (time.think_suggested_ms, time.answer_suggested_ms)
    assert told == {room.lead.id: [50], room.candidate.id: [], slow.id: [50], watcher.id: []}
    assert suggested.pop(room.lead.id) == (10_000, 100_000)
    assert set(suggested.values()) == {(None, None)}


def test_reopening_takes_the_candidates_report_away(make_room: MakeRoom) -> None:
    """What the state says counts: reopened, it is not released, and only a kept copy remains."""
    room = released_room(make_room)
    room.lead.reopen()
    assert read(room, room.candidate) is None
    assert read(room, room.lead) is not None
