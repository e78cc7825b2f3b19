"""A person who practises, below the pages: a deck, a drill, and acts of a device whose clock the test sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from server import db
from server.bank import models
from server.bank.deck import Deck
from server.core.content import Question
from server.drill import drills, due, reviews
from server.drill.drills import Body
from server.drill.due import Key
from server.drill.models import ReviewRecord
from server.drill.reviews import Grading, Outcome, Undoing
from server.drill.schedule import Known
from server.people.models import Person

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


def at(text: str, zone: str = "UTC", fold: int = 0) -> int:
    """An instant, given as the clock on the wall shows it."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)


def moment(at_ms: int) -> datetime:
    """The same for `fsrs`, which calculates in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


NOW_MS = at("2026-11-27 12:00")


class Clock:
    """The server's clock, as a test sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_ms = NOW_MS
        monkeypatch.setattr(db, "now_ms", lambda: self.now_ms)

    def __call__(self, later_ms: int = 0) -> int:
        """Go on, and tell the time."""
        self.now_ms += later_ms
        return self.now_ms


def person(id: str = "p") -> str:
    """Somebody new."""
    db.transact(lambda session: session.add(Person(id=id, created_ms=1)))
    return id


def questions(count: int, *topics: str) -> tuple[Question, ...]:
    return tuple(Question(id=f"q{n}", prompt=f"Question {n}?", topics=topics, seconds=60) for n in range(count))


def deck(person_id: str, count: int = 3) -> list[Key]:
    """A new deck of the person's; its questions."""
    id = models.store(person_id, Deck(title="Mine", questions=questions(count)))
    return [(id, f"q{n}") for n in range(count)]


def started(person_id: str, keys: Sequence[Key]) -> str:
    """A new drill of these questions; its id."""
    return drills.start(person_id, Body("Mine", tuple(keys)))


def grade(place: int, value: int = 3, *, at_ms: int, id: str = "", **more: Any) -> Grading:
    return Grading(id=id or f"{place}-{at_ms}-{value}", place=place, at_ms=at_ms, grade=value, **more)


def undo(act: Grading, at_ms: int) -> Undoing:
    return Undoing(id=act.id, at_ms=at_ms)


def sent(person_id: str, drill_id: str, *acts: Grading | Undoing, off_ms: int = 0, zone: str = "") -> list[Outcome]:
    """Send a queue by a clock that is `off_ms` before the server's."""
    drill = drills.drill(person_id, drill_id)
    assert drill
    places = drills.places(person_id, drill.body.order)
    sent_ms = db.now_ms() + off_ms
    return list(reviews.record(person_id, drill_id, places, acts, sent_ms=sent_ms, zone=zone or None))


def card(person_id: str, key: Key) -> Known | None:
    """What the schedule knows of a question."""
    return due.cards(person_id, [key]).get(key)


def kept(person_id: str) -> int:
    """How many reviews are stored that stand."""
    mine = (ReviewRecord.person_id == person_id, ReviewRecord.undone_ms.is_(None))
    wanted = select(func.count()).select_from(ReviewRecord).where(*mine)
    return db.transact(lambda session: session.scalar(wanted)) or 0
