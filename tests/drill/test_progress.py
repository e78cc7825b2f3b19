"""What the page of progress counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from server import db
from server.drill import progress, reviews, schedule
from server.drill import settings as configuration
from server.drill.progress import DAY_MS, Progress, Share
from server.drill.settings import Settings
from server.people.models import Person
from tests.website import Browser

NOON_MS = 1_780_000_000_000 // DAY_MS * DAY_MS + DAY_MS // 2
PERSON = "practises"


@pytest.fixture
def person(app: Flask) -> str:
    with app.app_context():
        db.transact(lambda session: session.add(Person(id=PERSON, created_ms=1)))
    return PERSON


def practised(question_id: str, *days_ago: tuple[float, int], **more: object) -> None:
    """Keep reviews of a question of the built-in deck: so many days before noon, with a grade."""

    def work(session: object) -> None:
        settings = configuration.hold(session, PERSON)  # type: ignore[arg-type]  # a session
        for ago, grade in days_ago:
            at_ms = NOON_MS - round(ago * DAY_MS)
            values = {
                "person_id": PERSON, "id": f"{question_id}-{ago}", "deck_id": "flask", "question_id": question_id,
                "drill_id": f"d{ago}", "place": hash(question_id) % 1000, "at_ms": at_ms, "received_ms": at_ms,
                "undone_ms": None, "grade": grade, "help": "unaided", "answering": "typed", "think_ms": 0,
                "answer_ms": 60_000, "suggested_ms": 90_000, "covered": None, "points": None,
            }  # fmt: skip
            reviews.keep(session, values | more, settings)  # type: ignore[arg-type]

    db.transact(work)


def found() -> Progress:
    return progress.of(PERSON, NOON_MS, Settings())


@pytest.mark.both_databases
def test_remembered_is_what_came_back_after_a_day_and_was_known(app: Flask, person: str) -> None:
    """The first review of a question and those of the same day test no memory; "again" is what was forgotten."""
    with app.app_context():
        practised("wsgi", (10, 3), (9.9, 3), (5, 1), (1, 3))
        practised("caching", (3, 3), (0, 4))
        assert found().remembered == Share("all", 2, 3)


def test_retention_is_by_topic_the_worst_first(app: Flask, person: str) -> None:
    """Each topic of a question counts it; topics that were never tested are not listed."""
    with app.app_context():
        practised("wsgi", (10, 3), (5, 1))
        practised("caching", (10, 3), (5, 3))
        listed = found().retention
    assert listed[0].count == 0
    assert listed[-1].count == listed[-1].of == 1
    assert [each.count / each.of for each in listed] == sorted(each.count / each.of for each in listed)


def test_days_in_a_row_end_today_or_yesterday(app: Flask, person: str) -> None:
    """A day without practice ends the row, but today is not over yet; a review at 03:00 belongs to the day before."""
    with app.app_context():
        practised("wsgi", (1, 3), (2, 3), (3, 3), (5, 3))
        assert (found().streak, found().days_practised) == (3, 4)
        practised("caching", (0.4, 3))  # 02:24 of today
        assert (found().streak, found().days_practised) == (3, 4)
        practised("signals", (0, 3))
        assert (found().streak, found().days_practised) == (4, 5)
        assert [count for _, count in found().days][-2:] == [2, 1]


def test_time_help_and_points_are_counted(app: Flask, person: str) -> None:
    """Answers within the time suggested, help by kind, and points covered by week."""
    with app.app_context():
        practised("wsgi", (1, 3), covered=2, points=4)
        practised("caching", (1, 2), help="after answer", answer_ms=100_000, covered=1, points=5)
        practised("signals", (40, 3), covered=1, points=1, answer_ms=0)
        progressed = found()
    assert progressed.in_time == Share("in time", 1, 2)
    assert [(each.name, each.count) for each in progressed.help] == [
        ("unaided", 2),
        ("after guidance", 0),
        ("after answer", 1),
    ]
    assert [(each.count, each.of) for each in progressed.coverage if each.of] == [(1, 1), (3, 9)]
    today = schedule.day(NOON_MS, "UTC")
    assert progressed.coverage[-1].name == (today - timedelta(days=6)).isoformat()


def test_what_was_undone_counts_nowhere(app: Flask, person: str) -> None:
    """An undone review is no practice, and the forecast knows what falls due of the rest."""
    with app.app_context():
        practised("wsgi", (1, 3), undone_ms=5)
        assert found().reviews == 0
        assert sum(count for _, count in found().forecast) == 0


def test_who_has_not_practised_is_told_what_will_be_there(host: Browser) -> None:
    """Every list has an empty state."""
    assert "Nothing was graded yet" in host.get("/drill/progress").get_data(as_text=True)
