"""Numbers as a report says them."""

from __future__ import annotations

import pytest

from server.core.report import report
from server.reports import words
from tests.core.room import Room


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0, "0:00"), (None, "0:00"), (-5, "0:00"), (59_600, "1:00"), (65_000, "1:05"), (3_600_000, "60:00")],
)
def test_a_duration_is_minutes_and_seconds(ms: int | None, said: str) -> None:
    """Rounded to the second, never below nothing."""
    assert words.minutes(ms) == said


def test_an_instant_is_said_in_utc() -> None:
    """For people and for programs; nothing for what never was."""
    assert words.date(1_800_000_000_000) == "15 January 2027, 08:00 UTC"
    assert words.instant(1_800_000_000_000) == "2027-01-15T08:00:00+00:00"
    assert words.date(None) == ""


def test_marks_stand_below_their_interviewer_in_every_round() -> None:
    """Somebody who came later has no mark in the first round, and it does not slip to another's place."""
    room = Room().to("live")
    room.lead.mark("depth", 1)
    second = room.enter("interviewer", "Barbara")
    room.lead.ask("q2")
    second.mark("depth", 4, 2)
    room.lead.end()
    room.lead.release()
    found = report(room.interview, room.content, {}, room.candidate.seat)
    assert found is not None
    overview = words.overview(found)
    assert overview.dimensions == ("Communication", "Correctness", "Depth")
    assert overview.interviewers == ("Grace", "Barbara")
    assert [values for _, values in overview.lines] == [("– · –", "– · –", "1 · –"), ("– · –", "– · –", "– · 4")]


def test_without_marks_there_is_nothing_to_compare() -> None:
    """Nobody's marks, no columns: for an observer, and after a release by itself."""
    room = Room()
    watcher = room.enter("observer", "Hedy")
    room.to("released")
    found = report(room.interview, room.content, {}, watcher.seat)
    assert found is not None
    assert words.overview(found).dimensions == ()
    assert [values for _, values in words.overview(found).lines] == [()]
