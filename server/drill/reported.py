"""Reviews that come from a report: its marks, or a soloist's own grades, put into the schedule, and taken back.

A review is named after its round, so that it is there once, however often and on how many devices this is asked for.
A question that no deck of the person has is copied, as the report shows it, into a deck of its own.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server import db
from server.bank import kept, models, shelf
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.indexing import QuestionRecord
from server.bank.models import DeckRecord
from server.core.content import Question
from server.core.report_wire import Report
from server.drill import marks, reviews, schedule
from server.drill import settings as configuration
from server.drill.due import Key
from server.drill.marks import Marked
from server.drill.models import CardRecord, ReviewRecord
from server.drill.settings import Settings

DECK = "From my interviews"
DESCRIPTION = "Questions that I was asked in interviews, as far as my reports show them."


class Row(Struct, frozen=True):
    """A question of the report: how it was marked, its grade, and when it comes back, or would.

    `stands` tells whether it is in the schedule, `gone` whether it is in its deck no more, or the deck is deleted.
    """

    marked: Marked
    grade: int | None
    due_ms: int | None
    stands: bool
    gone: bool = False


class Standing(NamedTuple):
    """The review of a round, as far as it is told."""

    key: Key
    grade: int


def rows(person_id: str | None, report: Report, keys: Mapping[int, Key], now_ms: int) -> list[Row]:
    """Return a row for each question that the reader was asked.

    Args:
        keys: which question of which deck a round asked, where that is known.
    """
    found = marks.marked(report)

    def work(session: Session) -> list[Row]:
        settings = configuration.read(session, person_id)
        if person_id is None:
            return [_fresh(session, "", None, each, settings, now_ms) for each in found]
        standing = _standing(session, person_id, report, found)
        known = _find(session, person_id, found) | dict(keys)
        return [
            _kept(session, person_id, each, standing[each.round])
            if each.round in standing
            else _fresh(session, person_id, known.get(each.round), each, settings, now_ms)
            for each in found
        ]

    return db.transact(work)


def put(
    person_id: str,
    report: Report,
    places: Mapping[int, tuple[int, Key]],
    given: Mapping[int, int],
    zone: str | None = None,
) -> None:
    """Make reviews of the marks; those that are there already stay as they are.

    Args:
        places: of a drill, at which place of it, and so which question, a round asked.
        given: grades by round, of who grades themself.
    """
    now_ms = db.now_ms()
    found = [each for each in marks.marked(report) if each.grade is not None or each.round in given]

    def work(session: Session) -> None:
        settings = configuration.hold(session, person_id, zone)
        undone = ReviewRecord.undone_ms.is_not(None)
        ids = [_id(report, each.round) for each in found]
        session.execute(
            delete(ReviewRecord).where(ReviewRecord.person_id == person_id, ReviewRecord.id.in_(ids), undone)
        )
        standing = _standing(session, person_id, report, found)
        known = _find(session, person_id, found)
        for each in found:
            if each.round in standing:
                continue
            place, key = places.get(each.round) or (each.round, known.get(each.round))
            key = key or _copied(session, person_id, each.question)
            grade = each.grade or given[each.round]
            reviews.keep(session, _values(person_id, report, each, place, key, grade, now_ms), settings)

    db.transact(work)


def undo(person_id: str, report: Report) -> None:
    """Take back what came from the report; copied questions stay in their deck."""
    mine = (ReviewRecord.person_id == person_id, ReviewRecord.undone_ms.is_(None))
    ids = [_id(report, each.round) for each in marks.marked(report)]
    taken_back = update(ReviewRecord).where(*mine, ReviewRecord.id.in_(ids)).values(undone_ms=db.now_ms())
    taken_back = taken_back.returning(ReviewRecord.deck_id, ReviewRecord.question_id)

    def work(session: Session) -> None:
        settings = configuration.hold(session, person_id)
        for deck_id, question_id in session.execute(taken_back).all():
            reviews.reschedule(session, person_id, deck_id, question_id, settings)

    db.transact(work)


def _id(report: Report, round: int) -> str:
    return f"report:{report.interview}:{round}"


def _values(
    person_id: str, report: Report, each: Marked, place: int, key: Key, grade: int, now_ms: int
) -> dict[str, object]:
    return {
        "person_id": person_id,
        "id": _id(report, each.round),
        "deck_id": key[0],
        "question_id": key[1],
        "drill_id": report.interview,
        "place": place,
        "at_ms": min(each.at_ms, now_ms),
        "received_ms": now_ms,
        "undone_ms": None,
        "grade": grade,
        "help": each.help,
        "answering": each.answering,
        "think_ms": each.think_ms,
        "answer_ms": each.answer_ms,
        "suggested_ms": each.suggested_ms,
        "covered": each.covered,
        "points": each.points,
    }


def _standing(session: Session, person_id: str, report: Report, found: list[Marked]) -> dict[int, Standing]:
    """Return the reviews that there are, by round."""
    rounds = {_id(report, each.round): each.round for each in found}
    columns = (ReviewRecord.id, ReviewRecord.deck_id, ReviewRecord.question_id, ReviewRecord.grade)
    mine = (ReviewRecord.person_id == person_id, ReviewRecord.undone_ms.is_(None))
    wanted = select(*columns).where(*mine, ReviewRecord.id.in_(rounds))
    return {rounds[id]: Standing((deck, question), grade) for id, deck, question, grade in session.execute(wanted)}


def _find(session: Session, person_id: str, found: list[Marked]) -> dict[int, Key]:
    """Return the question of each round that a deck of the person has, or the built-in one, with the same prompt."""
    prompts: dict[str, Key] = {each.prompt.strip(): (shelf.BUILTIN, each.id) for each in builtin().questions}
    titles = {each.question.title for each in found}
    alike = select(QuestionRecord.deck_id).where(QuestionRecord.title.in_(titles), QuestionRecord.place.is_not(None))
    wanted = (
        select(DeckRecord.id, DeckRecord.body)
        .where(DeckRecord.person_id == person_id, DeckRecord.deleted_ms.is_(None), DeckRecord.id.in_(alike))
        .order_by(DeckRecord.created_ms.desc())
    )
    for deck_id, body in session.execute(wanted):
        deck = msgspec.json.decode(body, type=Deck)
        prompts |= {each.prompt.strip(): (deck_id, each.id) for each in deck.questions}
    return {
        each.round: prompts[each.question.prompt.strip()] for each in found if each.question.prompt.strip() in prompts
    }


def _copied(session: Session, person_id: str, question: Question) -> Key:
    """Copy a question into the person's deck of such questions, which is made where there is none."""
    wanted = select(DeckRecord.id).where(
        DeckRecord.person_id == person_id, DeckRecord.title == DECK, DeckRecord.deleted_ms.is_(None)
    )
    deck_id = session.scalar(wanted.where(DeckRecord.archived_ms.is_(None)).order_by(DeckRecord.created_ms).limit(1))
    deck_id = deck_id or models.stored(session, person_id, Deck(title=DECK, description=DESCRIPTION))
    after = models.changed(session, person_id, deck_id, lambda before: kept.added(before, question))
    assert after is not None  # noqa: S101 - it was found, or made, in this transaction
    return deck_id, after.deck.questions[-1].id


def _kept(session: Session, person_id: str, each: Marked, standing: Standing) -> Row:
    deck_id, question_id = standing.key
    card = select(CardRecord.due_ms).where(CardRecord.person_id == person_id)
    due_ms = session.scalar(card.where(CardRecord.deck_id == deck_id, CardRecord.question_id == question_id))
    there = (
        select(QuestionRecord.place)
        .join(DeckRecord, DeckRecord.id == QuestionRecord.deck_id)
        .where(DeckRecord.person_id == person_id, DeckRecord.deleted_ms.is_(None))
        .where(DeckRecord.id == deck_id, QuestionRecord.question_id == question_id)
    )
    return Row(each, standing.grade, due_ms, True, deck_id != shelf.BUILTIN and session.scalar(there) is None)


def _fresh(session: Session, person_id: str, key: Key | None, each: Marked, settings: Settings, now_ms: int) -> Row:
    """Return a row with when the question would come back: after all its reviews, this one among them."""
    if each.grade is None:
        return Row(each, None, None, False)
    history = [(min(each.at_ms, now_ms), each.grade)]
    if key is not None:
        wanted = select(ReviewRecord.at_ms, ReviewRecord.grade).filter_by(
            person_id=person_id, deck_id=key[0], question_id=key[1], undone_ms=None
        )
        history = sorted([*history, *((at_ms, grade) for at_ms, grade in session.execute(wanted))])
    known = schedule.fold(history, settings.scheduler)
    return Row(each, each.grade, known.due_ms if known else None, False)
