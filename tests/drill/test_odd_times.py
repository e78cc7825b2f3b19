"""Clocks that are off, days of 23 and 25 hours, and weeks without a line: each ends in a schedule that makes sense."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from server.drill import drills, due, schedule
from server.drill import settings as configuration
from server.drill.settings import Settings
from tests.drill.practice import DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS, Clock, at, card, deck, grade, person, sent, started

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]


@pytest.mark.parametrize("off_ms", [-26 * HOUR_MS, -HOUR_MS, 0, 5 * HOUR_MS, 400 * DAY_MS])
def test_a_clock_that_is_hours_off_is_corrected(context: Flask, clock: Clock, off_ms: int) -> None:
    """A review counts when it was made by the server's clock, whatever the device's says."""
    p = person()
    keys = deck(p)
    drill = started(p, keys)
    made_ms = clock(HOUR_MS)
    act = grade(0, at_ms=made_ms + off_ms)
    clock(2 * HOUR_MS)
    sent(p, drill, act, off_ms=off_ms)
    known = card(p, keys[0])
    assert known
    assert known.last_ms == made_ms
    assert known.due_ms == schedule.after(None, made_ms, 3, Settings().scheduler).due_ms


def test_a_clock_that_is_put_right_between_grades_keeps_their_order(context: Flask, clock: Clock) -> None:
    """Instants before the drill, after now, or running backwards: the queue's order is the order of the reviews."""
    p = person()
    [key] = deck(p, 1)
    drill = started(p, [key] * 3)
    began_ms, now_ms = clock(), clock(HOUR_MS)
    sent(
        p,
        drill,
        grade(0, at_ms=now_ms + 5 * HOUR_MS, id="ahead"),
        grade(1, at_ms=now_ms - 5 * HOUR_MS, id="behind"),
        grade(2, at_ms=0, id="never"),
    )
    made_ms = [each.at_ms for each in drills.graded(p, drill)]
    assert made_ms == sorted(made_ms)
    assert all(began_ms <= each <= now_ms for each in made_ms)


def test_a_week_without_a_line(context: Flask, clock: Clock) -> None:
    """What was graded on each of seven days counts on its day, though it all arrives on the last."""
    p = person()
    keys = deck(p, 7)
    drill = started(p, keys)
    acts = [grade(place, at_ms=clock(DAY_MS)) for place in range(7)]
    clock(HOUR_MS)
    sent(p, drill, *acts)
    for place, key in enumerate(keys):
        known = card(p, key)
        assert known
        assert known.last_ms == NOW_MS + (place + 1) * DAY_MS
    days = [schedule.day(each.at_ms, "UTC") for each in drills.graded(p, drill)]
    assert days == [date(2026, 11, 28 + n) if n < 3 else date(2026, 12, n - 2) for n in range(7)]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2027, 3, 27), 23), (date(2027, 3, 28), 24), (date(2027, 10, 30), 25), (date(2027, 7, 1), 24)],
)
def test_a_day_turns_at_four_also_when_the_clocks_change(day: date, hours: int) -> None:
    """The night of daylight saving belongs to the day before, which is an hour shorter or longer."""
    zone = "Europe/Berlin"
    begins_ms, ends_ms = (
        schedule.day_ends_ms(date.fromordinal(day.toordinal() - 1), zone),
        schedule.day_ends_ms(day, zone),
    )
    assert ends_ms - begins_ms == hours * HOUR_MS
    assert schedule.day(begins_ms, zone) == schedule.day(ends_ms - 1, zone) == day
    assert schedule.day(begins_ms - 1, zone) == date.fromordinal(day.toordinal() - 1)


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(ZONES))
def test_every_instant_is_within_its_day(at_ms: int, zone: str) -> None:
    """The day of an instant begins before it and ends after it, in every zone and every year."""
    day = schedule.day(at_ms, zone)
    before = date.fromordinal(day.toordinal() - 1)
    if zone != "Pacific/Apia":  # which had no 30 December 2011
        assert schedule.day_ends_ms(before, zone) <= at_ms
    assert at_ms < schedule.day_ends_ms(day, zone)


def test_what_falls_due_in_the_night_is_due_today(context: Flask, clock: Clock) -> None:
    """Due at 03:59 of tomorrow, by the browser's zone, is due now; who travels takes their day along."""
    p = person()
    keys = deck(p, 1)
    drill = started(p, keys)
    act = grade(0, 4, at_ms=clock(HOUR_MS))
    sent(p, drill, act, zone="Europe/Berlin")
    using = configuration.of(p)
    assert using.zone == "Europe/Berlin"
    known = card(p, keys[0])
    assert known
    assert known.state == schedule.REVIEW
    day = schedule.day(known.due_ms, using.zone)
    begins_ms = at(f"{day} 04:00", using.zone)
    assert due.count(p, begins_ms - MINUTE_MS, using).count == 0
    assert due.count(p, begins_ms, using).count == 1
    configuration.move(p, "Pacific/Auckland")
    assert due.count(p, begins_ms - MINUTE_MS, configuration.of(p)).count == 1


def test_the_hour_that_comes_twice_is_two_hours(context: Flask, clock: Clock) -> None:
    """At the end of daylight saving 02:30 comes twice; reviews of both keep their order and their distance."""
    p = person()
    [key] = deck(p, 1)
    clock.now_ms = at("2027-10-30 20:00", "Europe/Berlin")
    drill = started(p, [key] * 2)
    first_ms, second_ms = (at("2027-10-31 02:30", "Europe/Berlin", fold) for fold in (0, 1))
    assert second_ms - first_ms == HOUR_MS
    clock.now_ms = second_ms + HOUR_MS
    sent(p, drill, grade(0, at_ms=first_ms), grade(1, at_ms=second_ms), zone="Europe/Berlin")
    assert [each.at_ms for each in drills.graded(p, drill)] == [first_ms, second_ms]
    assert {schedule.day(each, "Europe/Berlin") for each in (first_ms, second_ms)} == {date(2027, 10, 30)}
