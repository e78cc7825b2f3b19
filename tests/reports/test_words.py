"""Numbers as a report says them."""

from __future__ import annotations

import pytest

from server.core.report import report
from server.core.report_wire import Spread
from server.reports import words
from tests.core.played import before_a_panel, swapped
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
    assert [words.length(ms) for ms in (11_000, 120_000, 191_000)] == ["11 s", "2 min", "3 min 11 s"]
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
    (overview,) = words.parts(found)
    assert overview.title == ""
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
    (overview,) = words.parts(found)
    assert overview.dimensions == ()
    assert [values for _, values in overview.lines] == [()]


def test_each_half_has_its_own_interviewers() -> None:
    """Where roles were swapped, marks are compared among those who asked in that half."""
    room = swapped()
    room.candidate.release()
    found = report(room.interview, room.content, {}, room.candidate.seat)
    assert found is not None
    assert [(part.title, part.interviewers) for part in words.parts(found)] == [
        ("Grace asked Ada", ("Grace",)), ("Ada asked Grace", ("Ada",)),
    ]  # fmt: skip
    assert {words.part_taken(one) for one in found.participants} == {"Interviewer and candidate"}


@pytest.mark.parametrize(
    ("values", "said"),
    [((None, None, 0), "not marked"), ((3, 3, 1), "3, 1 of 2 marked"), ((1, 4, 2), "1–4, 2 of 2 marked")],
)
def test_a_spread_is_lowest_to_highest_and_how_many(values: tuple[int | None, int | None, int], said: str) -> None:
    """One number where they agree; a dimension that nobody marked is never 0."""
    lowest, highest, marked = values
    assert words.spread(Spread(dimension="Depth", lowest=lowest, highest=highest, marked=marked, judges=2)) == said


def test_the_seal_says_who_opened_it_or_that_it_is_closed() -> None:
    """Nothing where all had marked or passed."""
    room, second, _ = before_a_panel()
    room.lead.end()

    def said() -> str:
        found = report(room.interview, room.content, {}, second.seat)
        assert found is not None
        return words.seal(found.rounds[0])

    assert "sealed until all have marked" in said()
    room.wait(5)
    room.lead.open_seal()
    assert said() == "Grace opened the marks after 0:05, before all had marked or passed."
