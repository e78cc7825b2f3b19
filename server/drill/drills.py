"""A drill: questions in an order settled at its start, practised one by one; what is left is what has no review.

A practice drill is run by the device, which has its questions whole and reports afterwards; a strict one is a live
interview (`strict`) of the same id, and its order says which question of which deck each round asked.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from server import db
from server.bank import shelf
from server.bank.deck import Deck
from server.core.content import Question
from server.drill.due import Key
from server.drill.models import DrillRecord, ReviewRecord
from server.drill.reviews import Answering, Asked

MOST_QUESTIONS = 200


class Way(Struct, frozen=True):
    """How a drill is practised; None for a time means: as the question suggests."""

    answering: Answering = "head"
    think_s: int | None = None
    answer_s: int | None = None


class Body(Struct, frozen=True):
    """What a drill was started as: its title, its questions in their order, and how."""

    title: str
    order: tuple[Key, ...]
    way: Way = Way()


class Drill(Struct, frozen=True):
    """A drill of a person."""

    id: str
    created_ms: int
    strict: bool
    ended_ms: int | None
    body: Body


class Graded(Struct, frozen=True):
    """The grade that stands at a place of a drill, and how it came about."""

    id: str
    place: int
    grade: int
    at_ms: int
    help: str
    answering: str
    think_ms: int
    answer_ms: int
    suggested_ms: int
    covered: int | None
    points: int | None


class Line(Struct, frozen=True):
    """A drill in a list."""

    id: str
    title: str
    created_ms: int
    strict: bool
    done: int
    total: int


def start(person_id: str, body: Body, *, id: str = "", spare: bool = False) -> str:
    """Keep a new drill and return its id; with `id`, that of its interview, it is a strict one."""
    values = {
        "id": id or db.new_id(),
        "person_id": person_id,
        "created_ms": db.now_ms(),
        "strict": bool(id),
        "spare": spare,
        "ended_ms": None,
        "body": msgspec.json.encode(body),
    }
    db.transact(lambda session: session.execute(insert(DrillRecord).values(**values)) and None)
    return str(values["id"])


def drill(person_id: str | None, id: str) -> Drill | None:
    """Return the drill with this id if it is the person's."""

    def work(session: Session) -> Drill | None:
        row = session.scalar(select(DrillRecord).where(DrillRecord.id == id, DrillRecord.person_id == person_id))
        return _drill(row) if row else None

    return db.transact(work) if person_id else None


def spare(person_id: str) -> Drill | None:
    """Return the drill that lies ready for a device without a line, or None."""
    wanted = select(DrillRecord).where(DrillRecord.person_id == person_id, DrillRecord.spare)

    def work(session: Session) -> Drill | None:
        row = session.scalar(wanted.order_by(DrillRecord.created_ms.desc()).limit(1))
        return _drill(row) if row else None

    return db.transact(work)


def graded(person_id: str, id: str) -> list[Graded]:
    """Return the grades of a drill that stand, in the order of its places."""
    columns = [getattr(ReviewRecord, field) for field in Graded.__struct_fields__]
    wanted = select(*columns).where(ReviewRecord.person_id == person_id, ReviewRecord.drill_id == id)
    wanted = wanted.where(ReviewRecord.undone_ms.is_(None)).order_by(ReviewRecord.place)
    return db.transact(lambda session: [Graded(*row) for row in session.execute(wanted)])


def tries(person_id: str, id: str) -> dict[int, int]:
    """Return how often each place of a drill was graded, the grades that were undone included."""
    wanted = (
        select(ReviewRecord.place, func.count())
        .where(ReviewRecord.person_id == person_id, ReviewRecord.drill_id == id)
        .group_by(ReviewRecord.place)
    )
    return db.transact(lambda session: {row[0]: row[1] for row in session.execute(wanted)})


def unfinished(person_id: str, most: int = 10) -> list[Line]:
    """Return the practice drills that can be carried on, newest first."""
    done = func.count(ReviewRecord.id)
    of_drill = (
        (ReviewRecord.person_id == DrillRecord.person_id)
        & (ReviewRecord.drill_id == DrillRecord.id)
        & ReviewRecord.undone_ms.is_(None)
    )
    wanted = (
        select(DrillRecord, done)
        .outerjoin(ReviewRecord, of_drill)
        .where(DrillRecord.person_id == person_id, DrillRecord.ended_ms.is_(None))
        .where(DrillRecord.spare.is_(False), DrillRecord.strict.is_(False))
        .group_by(DrillRecord.id)
        .order_by(DrillRecord.created_ms.desc())
        .limit(most * 3)
    )

    def work(session: Session) -> list[Line]:
        found = []
        for row, count in session.execute(wanted):
            body = _drill(row).body
            if count < len(body.order):
                found.append(Line(row.id, body.title, row.created_ms, row.strict, count, len(body.order)))
        return found[:most]

    return db.transact(work)


def end(person_id: str, id: str, ended: bool = True) -> None:
    """End a drill before its last question, or take that back; its reviews stay as they are."""
    change = update(DrillRecord).where(DrillRecord.person_id == person_id, DrillRecord.id == id)
    ended_ms = db.now_ms() if ended else None
    db.transact(lambda session: session.execute(change.values(ended_ms=ended_ms)) and None)


def asked(person_id: str, order: Iterable[Key]) -> dict[int, tuple[Question, Deck]]:
    """Return the questions of an order by their place, as their decks have them now; what is gone is left out."""
    decks: dict[str, tuple[Deck, dict[str, Question]] | None] = {}
    found = {}
    for place, (deck_id, question_id) in enumerate(order):
        if deck_id not in decks:
            deck = shelf.deck(person_id, deck_id)
            decks[deck_id] = (deck, {each.id: each for each in deck.questions}) if deck else None
        kept = decks[deck_id]
        if kept is not None and question_id in kept[1]:
            found[place] = (kept[1][question_id], kept[0])
    return found


def places(person_id: str, order: tuple[Key, ...]) -> dict[int, Asked]:
    """Return what a review of each place is about; a question that is gone can still be graded, as it was practised."""
    present = asked(person_id, order)
    return {
        place: Asked(deck_id, question_id, present[place][0].seconds if place in present else 0)
        for place, (deck_id, question_id) in enumerate(order)
    }


def _drill(row: DrillRecord) -> Drill:
    body = msgspec.json.decode(row.body, type=Body)
    return Drill(row.id, row.created_ms, row.strict, row.ended_ms, body)
