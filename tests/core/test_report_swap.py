"""The report of an interview in which roles were swapped has both halves, and each is read by the role in it."""

from __future__ import annotations

import pytest

from server.core.report_wire import Report
from tests.core.canaries import canary
from tests.core.participant import Participant
from tests.core.played import swapped, swapping
from tests.core.reading import canaries, read
from tests.core.room import Room

SECRETS = ("answer", "example", "point0")


def found(room: Room, reader: Participant) -> Report:
    """The report that somebody has."""
    report = read(room, reader)
    assert report is not None
    return report


def test_before_the_release_both_read_and_of_their_own_half_only_what_they_were_shown() -> None:
    """Either has interviewed. Where they were asked they read the prompt and what was shown, and no judgement."""
    room = swapped()
    for reader, asked, asker in ((room.lead, 2, 1), (room.candidate, 1, 2)):
        report = found(room, reader)
        mine, theirs = report.rounds[asked - 1], report.rounds[asker - 1]
        assert (mine.role, theirs.role) == ("candidate", "interviewer")
        assert (mine.points, mine.marks, mine.notes, mine.panel) == ((), (), (), None)
        assert not {canary(what, "q1" if asked == 1 else "q4") for what in SECRETS} & canaries(report)
        assert (len(theirs.stages), len(theirs.points), len(theirs.marks), len(theirs.notes)) == (3, 3, 1, 1)
        assert [given.seat for given in report.feedback] == [reader.id]
        assert not report.answers_included
    assert [stage.stage for stage in found(room, room.candidate).rounds[0].stages] == ["guidance"]


def test_released_both_read_both_halves_whole() -> None:
    """Marks, notes and model answers of both halves, and the feedback of both, for both."""
    room = swapped()
    room.candidate.release()
    for reader in (room.lead, room.candidate):
        report = found(room, reader)
        assert [[marks.seat for marks in round.marks] for round in report.rounds] == [["s1"], ["s2"]]
        assert [len(round.stages) for round in report.rounds] == [3, 3]
        assert [[note.seat for note in round.notes] for round in report.rounds] == [["s1"], ["s2"]]
        assert {given.seat for given in report.feedback} == {"s1", "s2"}
        assert report.answers_included


def test_kept_back_answers_are_kept_from_who_was_asked() -> None:
    """Released without model answers, each keeps those of the half they asked themself."""
    room = swapped()
    room.candidate.release(show_answers=False)
    for reader, lengths in ((room.lead, [3, 0]), (room.candidate, [1, 3])):
        report = found(room, reader)
        assert [len(round.stages) for round in report.rounds] == lengths
        assert not report.answers_included


def test_an_observer_of_a_swap_waits_for_the_release_and_reads_no_judgement() -> None:
    """Who only watched has nothing before the release, and no marks after it."""
    room = swapping()
    watcher = room.enter("observer", "Hedy")
    room.lead.start()
    room.lead.ask("q1")
    room.lead.mark("depth", 2)
    room.lead.end()
    assert read(room, watcher) is None
    room.lead.release()
    assert [round.marks for round in found(room, watcher).rounds] == [()]


def test_who_is_yet_to_interview_waits_for_the_release() -> None:
    """The swap was offered and never came: then the other side was a candidate, like any."""
    room = swapping()
    room.lead.start()
    room.lead.ask("q1")
    room.lead.end()
    assert read(room, room.candidate) is None
    room.lead.release()
    assert found(room, room.candidate).halves == ()


def test_the_halves_say_who_asked_whom() -> None:
    """By name and round, in the order in which they were asked; and who took part did so in both roles."""
    room = swapped()
    report = found(room, room.lead)
    assert [(half.askers, half.asked, half.rounds) for half in report.halves] == [
        (("Grace",), ("Ada",), (1,)), (("Ada",), ("Grace",), (2,)),
    ]  # fmt: skip
    assert [one.both_roles for one in report.participants] == [True, True]
    assert [round.asked for round in report.rounds] == [("Ada",), ("Grace",)]


def test_swapped_back_there_are_still_two_halves() -> None:
    """Who asks again goes on with their half."""
    room = swapping()
    room.lead.start()
    for asks, question in ((room.lead, "q1"), (room.candidate, "q4"), (room.lead, "q2")):
        asks.ask(question)
        asks.close()
        room.lead.offer_swap()
        room.candidate.accept_swap()
    room.candidate.end()
    assert [half.rounds for half in found(room, room.lead).halves] == [(1, 3), (2,)]


@pytest.mark.parametrize("swap", [False, True])
def test_extra_time_is_known_to_oneself_and_to_who_has_interviewed_one(swap: bool) -> None:
    """The interviewer's own is nobody else's, until they are asked by the other side; an observer never learns it."""
    room = swapping()
    watcher = room.enter("observer", "Hedy")
    room.lead.start()
    room.lead.ask("q1")
    room.lead.close()
    if swap:
        room.lead.offer_swap()
        room.candidate.accept_swap()
        room.candidate.ask("q4")
    room.participant(room.interview.lead).end()
    room.participant(room.interview.lead).release()
    told = {
        reader.id: [one.extra_percent for one in found(room, reader).participants]
        for reader in (room.lead, room.candidate, watcher)
    }
    assert told == {"s1": [25, 50, None], "s2": [25 if swap else None, 50, None], watcher.id: [None] * 3}


def test_the_warm_up_is_in_no_report() -> None:
    """What was tried in the lobby is not there, nor a text typed in it."""
    room = Room(answering="typed")
    room.lead.warm_up()
    room.lead.reveal("guidance")
    room.to("released")
    for reader in (room.lead, room.candidate):
        report = found(room, reader)
        assert [round.id for round in report.rounds] == [1]
        assert "breakfast" not in str(report)
