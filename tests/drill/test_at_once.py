"""Exactly one review per grade when devices send at the same time."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from server.drill import drills, settings
from server.drill.reviews import Grading, Outcome, Undoing
from tests.drill.practice import HOUR_MS, Clock, card, deck, grade, kept, person, sent, started, undo

pytestmark = pytest.mark.both_databases

TIMES = 10


def together(app: Flask, *works: Callable[[], list[Outcome]]) -> list[list[Outcome]]:
    """Do all of these in threads of their own that begin at one moment."""
    barrier = Barrier(len(works))

    def one(work: Callable[[], list[Outcome]]) -> list[Outcome]:
        with app.app_context():
            barrier.wait(10)
            return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_one_act_sent_twice_at_once_counts_once(context: Flask, clock: Clock) -> None:
    """A double click: both requests are told the same; also where it is the very first act of a person."""
    for number in range(TIMES):
        p = person(f"p{number}")
        keys = deck(p)
        drill = started(p, keys)
        act = grade(0, at_ms=clock(HOUR_MS))
        first, second = together(context, *[lambda: sent(p, drill, act)] * 2)  # noqa: B023 - done before the next turn
        assert first == second
        assert kept(p) == 1
        assert card(p, keys[0])


def test_two_tabs_that_grade_one_question_at_once_count_once(context: Flask, clock: Clock) -> None:
    """One of the two grades stands, and both tabs are told which."""
    p = person()
    keys = deck(p, 1)
    for number in range(TIMES):
        drill = started(p, keys)
        now_ms = clock(HOUR_MS)
        acts = [grade(0, value, at_ms=now_ms, id=f"{number}-{value}") for value in (1, 3, 4)]
        told = together(context, *[lambda act=act: sent(p, drill, act) for act in acts])  # type: ignore[misc]  # noqa: B023
        assert len({(outcome.stands, outcome.grade, outcome.due_ms) for [outcome] in told}) == 1
        assert kept(p) == number + 1


def test_queues_of_two_devices_at_once_leave_one_review_at_a_place(context: Flask, clock: Clock) -> None:
    """Grades and undone grades in pieces, each sent twice, all at once: at most one per place, with its card."""
    chance = random.Random(5)
    for number in range(TIMES):
        p = person(f"q{number}")
        keys = deck(p, 6)
        drill = started(p, keys)
        queues: list[list[Grading | Undoing]] = []
        for device in "ab":
            queue: list[Grading | Undoing] = []
            for place in range(6):
                act = grade(place, chance.randint(1, 4), at_ms=clock(1000), id=f"{device}-{place}")
                queue += [act, undo(act, clock(1000))] if chance.random() < 0.3 else [act]
            queues.append(queue)
        pieces = [queue[first : first + 4] for queue in queues for first in range(0, len(queue), 4)] * 2
        together(context, *[lambda acts=acts: sent(p, drill, *acts) for acts in pieces])  # type: ignore[misc]  # noqa: B023
        undone = {act.id for queue in queues for act in queue if isinstance(act, Undoing)}
        standing = {each.place for each in drills.graded(p, drill)}
        assert kept(p) == len(standing)
        for place, key in enumerate(keys):
            assert (card(p, key) is not None) == (place in standing)
            if not undone & {f"a-{place}", f"b-{place}"}:
                assert place in standing


def test_a_setting_changed_while_a_queue_comes_in_spoils_neither(context: Flask, clock: Clock) -> None:
    """The very first change of a person's schedule may come from two sides at once."""
    for number in range(TIMES):
        p = person(f"s{number}")
        keys = deck(p, 1)
        drill = started(p, keys)
        act = grade(0, at_ms=clock(HOUR_MS))

        def change(p: str = p) -> list[Outcome]:
            settings.change(p, 80, ())
            return []

        together(context, change, lambda: sent(p, drill, act))  # noqa: B023 - done before the next turn
        assert settings.of(p).retention_percent == 80
        assert kept(p) == 1
