"""The schedule of the app is that of the package `fsrs`: the same grades give the same due dates."""

from __future__ import annotations

import random

import fsrs
import pytest
from flask import Flask
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from server.drill import schedule, settings
from tests.drill.practice import DAY_MS, HOUR_MS, MINUTE_MS, Clock, card, deck, grade, moment, person, sent, started

pytestmark = pytest.mark.both_databases

GAPS_MS = (1000, 10 * MINUTE_MS, 10 * HOUR_MS, DAY_MS, 10 * DAY_MS, 400 * DAY_MS)


class History:
    """Grades at times, with the settings of who gave them; all of chance, but the same for a seed."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.retention_percent = chance.randint(schedule.LEAST_PERCENT, schedule.MOST_PERCENT)
        self.parameters: tuple[float, ...] = ()
        if chance.random() < 0.6:
            bounds = zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
            self.parameters = tuple(chance.uniform(*each) for each in bounds)
        self.gaps_ms = [round(chance.choice(GAPS_MS) * chance.uniform(0.5, 5)) for _ in range(chance.randint(1, 15))]
        self.grades = [chance.randint(1, 4) for _ in self.gaps_ms]
        self.together = chance.random() < 0.5


def by_the_app(history: History, clock: Clock, person_id: str) -> list[int]:
    """When the question came back after each grade, by what was answered and stored."""
    settings.change(person_id, history.retention_percent, schedule.parameters(str(history.parameters)))
    [key] = deck(person_id, 1)
    drill = started(person_id, [key] * len(history.grades))
    acts = [
        grade(place, value, at_ms=clock(gap_ms))
        for place, (gap_ms, value) in enumerate(zip(history.gaps_ms, history.grades, strict=True))
    ]
    if history.together:
        sent(person_id, drill, *acts)
        known = card(person_id, key)
        assert known
        return [known.due_ms]
    found = []
    for act in acts:
        clock.now_ms = act.at_ms
        [outcome] = sent(person_id, drill, act)
        assert outcome.stands == act.id
        assert outcome.due_ms is not None
        found.append(outcome.due_ms)
    return found


def by_the_package(history: History, now_ms: int) -> list[int]:
    """The same, by the package alone."""
    parameters = history.parameters or fsrs.scheduler.DEFAULT_PARAMETERS
    scheduler = fsrs.Scheduler(parameters, desired_retention=history.retention_percent / 100, enable_fuzzing=False)
    card = fsrs.Card()
    found = []
    for gap_ms, value in zip(history.gaps_ms, history.grades, strict=True):
        now_ms += gap_ms
        card, _ = scheduler.review_card(card, fsrs.Rating(value), moment(now_ms))
        found.append(round(card.due.timestamp() * 1000))
    return found[-1:] if history.together else found


def compare(clock: Clock, seeds: range) -> None:
    for seed in seeds:
        history = History(seed)
        began_ms = clock()
        found = by_the_app(history, clock, person(f"p{seed}"))
        assert found == by_the_package(history, began_ms), f"history {seed}"


def test_the_app_schedules_as_the_package_does(context: Flask, clock: Clock) -> None:
    """100 histories of chance: any retention, pasted parameters, gaps of seconds to years, one by one or at once."""
    compare(clock, range(100))


@pytest.mark.long
def test_a_thousand_histories(context: Flask, clock: Clock) -> None:
    """The same, with 1,000 others."""
    compare(clock, range(1000, 2000))


def test_a_history_of_all_settings_is_compared() -> None:
    """Those histories are of all kinds, and their due dates differ with what is set."""
    histories = [History(seed) for seed in range(100)]
    assert {history.together for history in histories} == {True, False}
    assert {bool(history.parameters) for history in histories} == {True, False}
    assert {grade for history in histories for grade in history.grades} == {1, 2, 3, 4}
    plain = [schedule.after(None, 0, 4, schedule.scheduler(percent)).due_ms for percent in (70, 90, 97)]
    assert plain == sorted(plain, reverse=True)
    assert len(set(plain)) == 3


def test_a_due_date_does_not_depend_on_the_order_of_arrival(context: Flask, clock: Clock) -> None:
    """Reviews of two devices that arrive in any order end as the package has them in the order of their time."""
    for seed in range(2000, 2020):
        history = History(seed)
        began_ms, person_id = clock(), person(f"p{seed}")
        settings.change(person_id, history.retention_percent, history.parameters)
        [key] = deck(person_id, 1)
        drill = started(person_id, [key] * len(history.grades))
        acts = [
            grade(place, value, at_ms=clock(gap_ms))
            for place, (gap_ms, value) in enumerate(zip(history.gaps_ms, history.grades, strict=True))
        ]
        random.Random(seed).shuffle(acts)
        for act in acts:
            sent(person_id, drill, act)
        known = card(person_id, key)
        assert known
        assert known.due_ms == by_the_package(history, began_ms)[-1]
