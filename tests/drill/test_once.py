"""Exactly one review per grade: whatever is pressed twice, sent again, or sent from two devices."""

from __future__ import annotations

import random

import pytest
from flask import Flask

from server.drill import drills, reviews
from server.drill.due import Key
from server.drill.reviews import Grading, Outcome, Undoing
from tests.drill.practice import HOUR_MS, Clock, card, deck, grade, kept, person, sent, started, undo

pytestmark = pytest.mark.both_databases


class Practice:
    """A person with a drill of three questions."""

    def __init__(self, clock: Clock, person_id: str = "p") -> None:
        self.clock = clock
        self.person = person(person_id)
        self.keys: list[Key] = deck(self.person)
        self.drill = started(self.person, self.keys)
        self.clock(HOUR_MS)

    def grade(self, place: int, value: int = 3, device: str = "a") -> Grading:
        at_ms = self.clock(1000)
        return grade(place, value, at_ms=at_ms, id=f"{device}-{place}-{at_ms}")

    def undo(self, act: Grading) -> Undoing:
        return undo(act, self.clock(1000))

    def send(self, *acts: Grading | Undoing) -> list[Outcome]:
        return sent(self.person, self.drill, *acts)

    def stored(self) -> object:
        """All that can be seen of it."""
        return drills.graded(self.person, self.drill), [card(self.person, key) for key in self.keys]


@pytest.fixture
def practice(context: Flask, clock: Clock) -> Practice:
    return Practice(clock)


def test_an_act_that_comes_twice_counts_once(practice: Practice) -> None:
    """A double click, or a request whose answer was lost: the second is told the same, and nothing changes."""
    act = practice.grade(0)
    first, stored = practice.send(act), practice.stored()
    practice.clock(HOUR_MS)
    assert practice.send(act) == first
    assert practice.send(act, act) == first * 2
    assert practice.stored() == stored
    assert kept(practice.person) == 1


def test_of_two_devices_the_first_grade_stands(practice: Practice) -> None:
    """The second is told which review counts at the place, with its grade and due date; its own is not stored."""
    mine, theirs = practice.grade(0, 4, "a"), practice.grade(0, 1, "b")
    [first] = practice.send(theirs)
    stored = practice.stored()
    [second] = practice.send(mine)
    assert (second.id, second.stands, second.grade, second.due_ms) == (mine.id, theirs.id, 1, first.due_ms)
    assert practice.stored() == stored
    assert kept(practice.person) == 1


def test_another_drill_of_the_same_question_is_another_review(practice: Practice) -> None:
    """What counts once is a place of a drill; practising a question again is a review of its own."""
    practice.send(practice.grade(0))
    again = started(practice.person, practice.keys[:1])
    [outcome] = sent(practice.person, again, practice.grade(0, 4))
    assert outcome.grade == 4
    assert kept(practice.person) == 2


def test_a_queue_that_is_sent_again_whole_or_in_part_changes_nothing(practice: Practice) -> None:
    """Whatever of it arrived, in whatever pieces it comes again: it ends as if it had come once."""
    undone = practice.grade(1, 1)
    queue = [practice.grade(0), undone, practice.undo(undone), practice.grade(1, 4), practice.grade(2, 2)]
    outcomes, stored = practice.send(*queue), practice.stored()
    assert [outcome.grade for outcome in outcomes] == [3, 1, None, 4, 2]
    for seed in range(20):
        chance = random.Random(seed)
        first, last = sorted(chance.sample(range(len(queue) + 1), 2))
        practice.clock(HOUR_MS)
        practice.send(*queue[first:last])
        assert practice.stored() == stored
    assert practice.send(*queue)[-2:] == outcomes[-2:]
    assert kept(practice.person) == 3


def test_pieces_of_a_queue_end_as_the_whole(practice: Practice) -> None:
    """Sent act by act, with every act twice, it is the same schedule as sent at once."""
    other = Practice(practice.clock, "other")
    undone = practice.grade(1, 1)
    queue = [practice.grade(0), undone, practice.undo(undone), practice.grade(1, 4), practice.grade(2, 2)]
    for act in queue:
        practice.send(act)
        practice.send(act)
    other.send(*queue)
    assert practice.stored() == other.stored()
    assert all(card(practice.person, key) for key in practice.keys)


def test_undoing_leaves_the_schedule_as_before(practice: Practice) -> None:
    """The last grade taken back: its card is what the reviews before made of it, or new again."""
    before = practice.stored()
    act = practice.grade(0, 1)
    practice.send(act)
    assert practice.stored() != before
    assert practice.send(practice.undo(act)) == [Outcome(act.id)]
    assert practice.stored() == before
    first = practice.grade(0, 3)
    practice.send(first)
    known = card(practice.person, practice.keys[0])
    again = started(practice.person, practice.keys[:1])
    act = practice.grade(0, 1)
    sent(practice.person, again, act)
    assert card(practice.person, practice.keys[0]) != known
    sent(practice.person, again, practice.undo(act))
    assert card(practice.person, practice.keys[0]) == known


def test_an_undone_place_can_be_graded_again(practice: Practice) -> None:
    """Once; and undoing the first again, as a queue that is resent does, takes nothing from the second."""
    first = practice.grade(0, 1)
    practice.send(first, practice.undo(first))
    second = practice.grade(0, 4)
    practice.send(second)
    [outcome] = practice.send(practice.undo(first))
    assert (outcome.stands, outcome.grade) == (second.id, 4)
    assert practice.send(first)[0].stands == second.id
    assert kept(practice.person) == 1


def test_undoing_what_was_never_kept_does_nothing(practice: Practice) -> None:
    """Nor what is of another drill, or of another person."""
    act = practice.grade(0)
    practice.send(act)
    stored = practice.stored()
    assert practice.send(Undoing(id="never", at_ms=practice.clock())) == [Outcome("never")]
    assert sent(practice.person, started(practice.person, practice.keys), practice.undo(act)) == [Outcome(act.id)]
    stranger = person("stranger")
    assert sent(stranger, started(stranger, practice.keys), practice.undo(act)) == [Outcome(act.id)]
    assert practice.stored() == stored


def test_the_same_id_of_two_people_is_two_reviews(practice: Practice) -> None:
    """Ids are made by devices: a foreign one takes nobody's place."""
    other = person("other")
    act = practice.grade(0)
    practice.send(act)
    assert sent(other, started(other, practice.keys), act)[0].stands == act.id
    assert kept(practice.person) == kept(other) == 1


def test_a_place_that_the_drill_has_not_is_not_kept(practice: Practice) -> None:
    """The rest of its queue is."""
    outcomes = practice.send(practice.grade(7), practice.grade(1))
    assert [outcome.grade for outcome in outcomes] == [None, 3]
    assert kept(practice.person) == 1


def test_a_queue_is_kept_whole_or_not_at_all(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails in the middle leaves nothing behind, so that sending it again starts from what was."""
    before = practice.stored()
    queue = [practice.grade(0), practice.grade(1)]
    real, calls = reviews.reschedule, []

    def fails(*what: object) -> None:
        calls.append(what)
        if len(calls) == 2:
            raise OSError("the disk is full")
        real(*what)  # type: ignore[arg-type]  # as they came

    with monkeypatch.context() as patch:
        patch.setattr(reviews, "reschedule", fails)
        with pytest.raises(OSError, match="full"):
            practice.send(*queue)
    assert practice.stored() == before
    assert [outcome.grade for outcome in practice.send(*queue)] == [3, 3]
    assert kept(practice.person) == 2


def test_help_limits_the_grade(practice: Practice) -> None:
    """Easy after guidance is stored as good: the device that says otherwise is told what stands."""
    [outcome] = practice.send(grade(0, 4, at_ms=practice.clock(), help="after guidance"))
    assert outcome.grade == 3
    [outcome] = practice.send(grade(1, 4, at_ms=practice.clock(), help="after answer"))
    assert outcome.grade == 2
