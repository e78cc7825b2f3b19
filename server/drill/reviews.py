"""Reviews that come in: each is stored once, however often it is sent, and the schedule is made anew from all of them.

What a device sends is a queue of acts in the order in which they were done. A review has an id that the device made, so
that a queue that comes twice changes nothing; and a place in its drill, of which the first grade stands, so that two
tabs or devices that grade the same question count once. Undoing comes as an act of its own.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from server import db
from server.core.interview import Help
from server.drill import schedule
from server.drill import settings as configuration
from server.drill.grades import graded
from server.drill.models import CardRecord, DrillRecord, ReviewRecord
from server.drill.schedule import Known
from server.drill.settings import Settings

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9:-]+$")]
Length = Annotated[int, Meta(ge=0, le=7 * 24 * 3600 * 1000)]
Instant = Annotated[int, Meta(ge=0, le=253_402_300_799_000)]
Answering = Literal["head", "typed", "spoken"]


class Grading(Struct, frozen=True, tag="grade", tag_field="act", forbid_unknown_fields=True):
    """A question of a drill was graded; instants are the device's own."""

    id: Id
    place: Annotated[int, Meta(ge=0, le=999)]
    at_ms: Instant
    grade: Annotated[int, Meta(ge=1, le=4)]
    help: Help = "unaided"
    answering: Answering = "head"
    think_ms: Length = 0
    answer_ms: Length = 0
    covered: Annotated[int, Meta(ge=0, le=12)] | None = None
    points: Annotated[int, Meta(ge=0, le=12)] | None = None


class Undoing(Struct, frozen=True, tag="undo", tag_field="act", forbid_unknown_fields=True):
    """A grade was taken back."""

    id: Id
    at_ms: Instant


class Asked(Struct, frozen=True):
    """What stands at a place of a drill: the question, and how long it is suggested to take."""

    deck_id: str
    question_id: str
    seconds: int


class Outcome(Struct, frozen=True):
    """What became of an act: for the review `id`.

    `stands` is the id of the review that counts at its place, with its grade; None where none does. `due_ms` is when
    the question comes back.
    """

    id: str
    stands: str | None = None
    grade: int | None = None
    due_ms: int | None = None


def record(
    person_id: str,
    drill_id: str,
    asked: dict[int, Asked],
    acts: tuple[Grading | Undoing, ...],
    *,
    sent_ms: int,
    zone: str | None = None,
) -> tuple[Outcome, ...]:
    """Do what a device has queued, in one transaction; return the outcome of each act.

    Args:
        asked: what stands at the drill's places.
        sent_ms: the device's clock at sending: how far it is off from ours is taken off its instants. An instant is
            then never after now, and never before the drill began or the act before it.
    """
    received_ms = db.now_ms()

    def work(session: Session) -> tuple[Outcome, ...]:
        settings = configuration.hold(session, person_id, zone)
        mine = (DrillRecord.person_id == person_id, DrillRecord.id == drill_id)
        session.execute(update(DrillRecord).where(*mine, DrillRecord.spare).values(spare=False))
        least_ms = session.scalar(select(DrillRecord.created_ms).where(*mine)) or 0
        outcomes = []
        for act in acts:
            at_ms = max(least_ms, min(act.at_ms + received_ms - sent_ms, received_ms))
            least_ms = min(at_ms + 1, received_ms)
            if isinstance(act, Undoing):
                outcomes.append(_undo(session, person_id, drill_id, act, at_ms, settings))
            elif act.place in asked:
                where = asked[act.place]
                values = _values(person_id, drill_id, act, where, at_ms, received_ms)
                outcomes.append(keep(session, values, settings))
            else:
                outcomes.append(Outcome(act.id))
        return tuple(outcomes)

    return db.transact(work)


def _values(person_id: str, drill_id: str, act: Grading, where: Asked, at_ms: int, received_ms: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "id": act.id,
        "deck_id": where.deck_id,
        "question_id": where.question_id,
        "drill_id": drill_id,
        "place": act.place,
        "at_ms": at_ms,
        "received_ms": received_ms,
        "undone_ms": None,
        "grade": graded(act.grade, act.help),
        "help": act.help,
        "answering": act.answering,
        "think_ms": act.think_ms,
        "answer_ms": act.answer_ms,
        "suggested_ms": where.seconds * 1000,
        "covered": act.covered,
        "points": act.points,
    }


def keep(session: Session, values: dict[str, Any], settings: Settings) -> Outcome:
    """Store a review unless it is there or its place is graded; `settings.hold` comes before."""
    person_id, id = values["person_id"], values["id"]
    where = (ReviewRecord.person_id == person_id, ReviewRecord.drill_id == values["drill_id"])
    known = session.scalar(select(ReviewRecord.id).where(ReviewRecord.person_id == person_id, ReviewRecord.id == id))
    at_place = select(ReviewRecord.id).where(*where, ReviewRecord.place == values["place"])
    if known is None and session.scalar(at_place.where(ReviewRecord.undone_ms.is_(None))) is None:
        session.execute(insert(ReviewRecord).values(**values))
        reschedule(session, person_id, values["deck_id"], values["question_id"], settings)
    return _stands(session, person_id, values["drill_id"], values["place"], id)


def _undo(session: Session, person_id: str, drill_id: str, act: Undoing, at_ms: int, settings: Settings) -> Outcome:
    mine = (ReviewRecord.person_id == person_id, ReviewRecord.id == act.id, ReviewRecord.drill_id == drill_id)
    undone = session.execute(
        update(ReviewRecord)
        .where(*mine, ReviewRecord.undone_ms.is_(None))
        .values(undone_ms=at_ms)
        .returning(ReviewRecord.deck_id, ReviewRecord.question_id)
    ).one_or_none()
    if undone is not None:
        reschedule(session, person_id, undone.deck_id, undone.question_id, settings)
    place = session.scalar(select(ReviewRecord.place).where(*mine))
    return Outcome(act.id) if place is None else _stands(session, person_id, drill_id, place, act.id)


def _stands(session: Session, person_id: str, drill_id: str, place: int, id: str) -> Outcome:
    """Return which review counts at a place."""
    found = session.execute(
        select(ReviewRecord.id, ReviewRecord.grade, CardRecord.due_ms)
        .join(
            CardRecord,
            (CardRecord.person_id == ReviewRecord.person_id)
            & (CardRecord.deck_id == ReviewRecord.deck_id)
            & (CardRecord.question_id == ReviewRecord.question_id),
        )
        .where(ReviewRecord.person_id == person_id, ReviewRecord.drill_id == drill_id)
        .where(ReviewRecord.place == place, ReviewRecord.undone_ms.is_(None))
    ).one_or_none()
    return Outcome(id) if found is None else Outcome(id, found.id, found.grade, found.due_ms)


def reschedule(session: Session, person_id: str, deck_id: str, question_id: str, settings: Settings) -> None:
    """Make the card of a question from its reviews, those that were undone left out."""
    one = {"person_id": person_id, "deck_id": deck_id, "question_id": question_id}
    history = session.execute(
        select(ReviewRecord.at_ms, ReviewRecord.grade)
        .filter_by(**one)
        .where(ReviewRecord.undone_ms.is_(None))
        .order_by(ReviewRecord.at_ms, ReviewRecord.id)
    ).all()
    session.execute(delete(CardRecord).filter_by(**one))
    known: Known | None = None
    lapses = 0
    for at_ms, grade in history:
        lapses += known is not None and known.state == schedule.REVIEW and grade == 1
        known = schedule.after(known, at_ms, grade, settings.scheduler)
    if known is not None:
        fields = {field: getattr(known, field) for field in Known.__struct_fields__}
        session.execute(insert(CardRecord).values(**one, **fields, reviews=len(history), lapses=lapses))
