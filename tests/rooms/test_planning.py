"""A planned start: read from a form, and said in a zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.core.interview import Schedule
from server.rooms import planning

NOW_MS = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()) * 1000
GOOD = {"date": "2026-03-10", "time": "18:00", "zone": "Europe/Berlin", "length_min": "45"}


def read(**form: str) -> tuple[Schedule | None, dict[str, str]]:
    wrong: dict[str, str] = {}
    return planning.read(form, NOW_MS, wrong), wrong


def ms(*at: int) -> int:
    return int(datetime(*at, tzinfo=UTC).timestamp()) * 1000  # type: ignore[misc, arg-type]


def test_a_start_is_an_instant_and_its_zone() -> None:
    """What clocks show in the zone becomes an instant; the zone and the length are kept."""
    assert read(**GOOD) == (Schedule(starts_ms=ms(2026, 3, 10, 17), zone="Europe/Berlin", length_min=45), {})
    assert read(**{**GOOD, "length_min": ""})[0] == Schedule(
        starts_ms=ms(2026, 3, 10, 17), zone="Europe/Berlin", length_min=60
    )


def test_nothing_given_plans_nothing() -> None:
    """The zone is filled in by the page, and plans nothing by itself."""
    assert read(date="", time=" ", zone="Europe/Berlin") == (None, {})


@pytest.mark.parametrize(
    ("form", "told", "sentence"),
    [
        ({"date": "2026-02-27"}, "date", "in the past"),
        ({"date": "2026-03-01", "time": "12:58"}, "date", "in the past"),  # 11:58 UTC
        ({"date": "0001-01-01"}, "date", "in the past"),
        ({"date": "9999-12-31", "zone": "Pacific/Kiritimati"}, "date", "two years"),
        ({"date": "2028-04-01"}, "date", "two years"),
        ({"date": ""}, "date", "both"),
        ({"time": ""}, "date", "both"),
        ({"time": "25:00"}, "date", "both"),
        ({"date": "2026-02-30"}, "date", "both"),
        ({"date": "10.3.2026"}, "date", "both"),
        ({"zone": ""}, "zone", "no such time zone"),
        ({"zone": "Europe/Atlantis"}, "zone", "no such time zone"),
        ({"zone": "../../etc/passwd"}, "zone", "no such time zone"),
        ({"zone": "x" * 5000}, "zone", "no such time zone"),
        ({"length_min": "4"}, "length_min", "from 5 to 600"),
        ({"length_min": "1e3"}, "length_min", "from 5 to 600"),
        ({"date": "2026-03-29", "time": "02:30"}, "time", "does not exist"),
        ({"date": "2026-10-25", "time": "02:30"}, "which", "comes twice"),
        ({"date": "2026-10-25", "time": "02:30", "which": "third"}, "which", "comes twice"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_field(form: dict[str, str], told: str, sentence: str) -> None:
    """Past, no such zone, an hour that does not exist or comes twice: a sentence beside the field."""
    found, wrong = read(**{**GOOD, **form})
    assert found is None
    assert list(wrong) == [told]
    assert sentence in wrong[told]


def test_an_hour_that_comes_twice_is_the_one_that_was_meant() -> None:
    """The first is before the clocks go back, the second an hour later."""
    twice = {**GOOD, "date": "2026-10-25", "time": "02:30"}
    first, second = read(**twice, which="first")[0], read(**twice, which="second")[0]
    assert first is not None
    assert second is not None
    assert (first.starts_ms, second.starts_ms) == (ms(2026, 10, 25, 0, 30), ms(2026, 10, 25, 1, 30))
    for schedule in (first, second):
        assert read(**planning.form_of(schedule)) == (schedule, {})
    once = read(**GOOD)[0]
    assert "which" not in planning.form_of(once)
    assert read(**planning.form_of(once)) == (once, {})


def test_a_minute_ago_is_now() -> None:
    """Whoever plans for the current minute is not refused for the seconds it took."""
    assert read(**{**GOOD, "date": "2026-03-01", "time": "13:00"})[1] == {}


def test_it_is_said_in_a_zone() -> None:
    """The planner's zone by default; the line for a chat has UTC beside it where that differs."""
    schedule = Schedule(starts_ms=ms(2026, 3, 10, 23, 30), zone="Europe/Berlin", length_min=45)
    assert planning.said(schedule) == "Wednesday 11 March 2026, 00:30 (Europe/Berlin)"
    assert planning.said(schedule, "America/New_York") == "Tuesday 10 March 2026, 19:30 (America/New_York)"
    assert planning.line(schedule, "Flask", "https://x.example/join/1") == (
        "Practice interview “Flask”: Wednesday 11 March 2026, 00:30 (Europe/Berlin) = 10 Mar 23:30 UTC, 45 minutes. "
        "https://x.example/join/1"
    )


def test_a_room_waits_for_seven_days() -> None:
    """Counted from the start that was planned."""
    schedule = Schedule(starts_ms=1000, zone="UTC", length_min=45)
    assert planning.stays_until_ms(schedule) == 1000 + 7 * 24 * 3600 * 1000
