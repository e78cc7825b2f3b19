"""What there is to practise: questions that are due, that are new, that go worst, and what falls due when.

A question whose deck was deleted, or that was dropped from it, is in none of these; its reviews wait until it is back.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from server import db
from server.bank import shelf
from server.bank.builtin import builtin
from server.bank.indexing import QuestionRecord
from server.bank.models import DeckRecord
from server.drill import schedule
from server.drill.models import CardRecord
from server.drill.settings import Settings

Key = tuple[str, str]
"""A question: the id of its deck, and its own."""

FORECAST_DAYS = 14


class Due(Struct, frozen=True):
    """How many questions are due until the day is over, and how many more were practised before."""

    count: int
    known: int


class Weak(Struct, frozen=True):
    """A question in the list of those that go worst; `recalled` is how likely it is known now, 0 to 1."""

    deck_id: str
    question_id: str
    difficulty: float
    lapses: int
    reviews: int
    recalled: float


def count(person_id: str, now_ms: int, settings: Settings) -> Due:
    """Count what is due."""

    def work(session: Session) -> Due:
        due = session.scalar(_present(select(func.count()), person_id).where(_is_due(now_ms, settings)))
        known = session.scalar(_present(select(func.count()), person_id))
        return Due(due or 0, known or 0)

    return db.transact(work)


def due(person_id: str, now_ms: int, settings: Settings, most: int) -> list[Key]:
    """Return what is due, at most `most` questions, longest overdue first."""
    wanted = _present(select(CardRecord.deck_id, CardRecord.question_id), person_id)
    wanted = wanted.where(_is_due(now_ms, settings)).order_by(CardRecord.due_ms, CardRecord.question_id).limit(most)
    return _keys(wanted)


def known(person_id: str, decks: Iterable[str] = ()) -> set[Key]:
    """Return which questions were practised, in some decks or in all."""
    wanted: Any = select(CardRecord.deck_id, CardRecord.question_id).where(CardRecord.person_id == person_id)
    if chosen := tuple(decks):
        wanted = wanted.where(CardRecord.deck_id.in_(chosen))
    return set(_keys(wanted))


def weakest(person_id: str, now_ms: int, settings: Settings, most: int) -> list[Weak]:
    """Return what goes worst: the most difficult by the reviews so far, then what is kept shortest."""
    wanted = _present(select(CardRecord), person_id)
    wanted = wanted.order_by(CardRecord.difficulty.desc(), CardRecord.stability, CardRecord.question_id).limit(most)

    def work(session: Session) -> list[Weak]:
        return [
            Weak(
                row.deck_id,
                row.question_id,
                row.difficulty,
                row.lapses,
                row.reviews,
                schedule.recalled(known_of(row), now_ms, settings.scheduler),
            )
            for row in session.scalars(wanted)
        ]

    return db.transact(work)


def forecast(person_id: str, now_ms: int, settings: Settings, days: int = FORECAST_DAYS) -> list[tuple[date, int]]:
    """Return how many questions fall due on each day from today on; what is overdue counts today."""
    today = schedule.day(now_ms, settings.zone)
    ends_ms = schedule.day_ends_ms(today + timedelta(days=days - 1), settings.zone)
    wanted = _present(select(CardRecord.due_ms), person_id).where(CardRecord.due_ms < ends_ms)
    found = db.transact(lambda session: list(session.scalars(wanted)))
    per_day = Counter(max(today, schedule.day(due_ms, settings.zone)) for due_ms in found)
    return [(day, per_day[day]) for day in (today + timedelta(days=n) for n in range(days))]


def cards(person_id: str, keys: Iterable[Key]) -> dict[Key, schedule.Known]:
    """Return what the schedule knows of these questions; new ones are left out."""
    by_deck: dict[str, list[str]] = {}
    for deck_id, question_id in keys:
        by_deck.setdefault(deck_id, []).append(question_id)
    if not by_deck:
        return {}
    which = or_(*(and_(CardRecord.deck_id == id, CardRecord.question_id.in_(ids)) for id, ids in by_deck.items()))
    wanted = select(CardRecord).where(CardRecord.person_id == person_id, which)
    return db.transact(
        lambda session: {(row.deck_id, row.question_id): known_of(row) for row in session.scalars(wanted)}
    )


def known_of(row: CardRecord) -> schedule.Known:
    """Return what a row says."""
    return schedule.Known(row.state, row.step, row.stability, row.difficulty, row.due_ms, row.last_ms)


def _is_due(now_ms: int, settings: Settings) -> ColumnElement[bool]:
    """Return the condition that a card is due: today, or now for one that is still being learnt."""
    ends_ms = schedule.day_ends_ms(schedule.day(now_ms, settings.zone), settings.zone)
    learnt = CardRecord.state == schedule.REVIEW
    return and_(CardRecord.due_ms < ends_ms, or_(learnt, CardRecord.due_ms <= now_ms))


def _present(wanted: Any, person_id: str) -> Select[Any]:
    """Narrow to the person's cards whose question is in a deck that they have."""
    of_deck = and_(QuestionRecord.deck_id == CardRecord.deck_id, QuestionRecord.question_id == CardRecord.question_id)
    own = and_(DeckRecord.id == CardRecord.deck_id, DeckRecord.person_id == person_id, DeckRecord.deleted_ms.is_(None))
    everybodys = and_(
        CardRecord.deck_id == shelf.BUILTIN, CardRecord.question_id.in_([each.id for each in builtin().questions])
    )
    present: Select[Any] = (
        wanted.select_from(CardRecord)
        .outerjoin(QuestionRecord, of_deck)
        .outerjoin(DeckRecord, own)
        .where(CardRecord.person_id == person_id)
        .where(or_(and_(DeckRecord.id.is_not(None), QuestionRecord.place.is_not(None)), everybodys))
    )
    return present


def _keys(wanted: Select[Any]) -> list[Key]:
    return db.transact(lambda session: [(row[0], row[1]) for row in session.execute(wanted)])
