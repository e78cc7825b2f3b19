"""A guest becomes part of a person: all that they own moves, in the transaction of who calls, and the guest is gone.

Nothing is lost and nothing is there twice. What both have (a seat, a review) is kept once; templates of one name get
another; settings are the person's own, the guest's only where the person has none.
"""

import itertools
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from server.bank.models import DeckRecord
from server.candidates.models import Acquaintance
from server.classes.models import ClassRecord
from server.db import Base
from server.drill import settings as configuration
from server.drill.due import Key
from server.drill.models import CardRecord, DrillRecord, ReviewRecord, ScheduleRecord
from server.drill.reviews import reschedule
from server.drill.settings import Settings
from server.people.models import Person, PersonSession
from server.rooms.models import InterviewRecord, Participation
from server.saved.models import TemplateRecord

MOVED: dict[type[Base], tuple[str, ...]] = {
    DeckRecord: (),
    InterviewRecord: (),
    DrillRecord: (),
    PersonSession: (),
    Participation: ("interview_id", "seat_id"),
    ClassRecord: (),
    Acquaintance: ("key",),
}
"""What moves row by row, with what a person has once only."""


def merge(session: Session, guest_id: str, person_id: str) -> None:
    """Move all that the guest owns to the person, and delete the guest.

    Raises:
        IntegrityError: one of the two is not there any more.
    """
    settings = _hold(session, guest_id, person_id)
    for table, once in MOVED.items():
        _move(session, table, guest_id, person_id, *once)
    _known_to_others(session, guest_id, person_id)
    _templates(session, guest_id, person_id)
    _schedule(session, guest_id, person_id, settings)
    session.execute(delete(Person).where(Person.id == guest_id))


def _hold(session: Session, guest_id: str, person_id: str) -> Settings:
    """Begin a change of both schedules, in one order whoever is merged into whom; return the settings that count."""
    pair = ScheduleRecord.person_id.in_((guest_id, person_id))
    had = set(session.scalars(select(ScheduleRecord.person_id).where(pair)))
    held = {each: configuration.hold(session, each) for each in sorted((guest_id, person_id))}
    # Nobody can store anything of the guest's now, which would go with them.
    session.execute(select(Person.id).where(Person.id == guest_id).with_for_update())
    if person_id in had:
        return held[person_id]
    session.execute(delete(ScheduleRecord).where(ScheduleRecord.person_id == person_id))
    theirs = update(ScheduleRecord).where(ScheduleRecord.person_id == guest_id)
    session.execute(theirs.values(person_id=person_id))
    return held[guest_id]


def _move(session: Session, table: Any, guest_id: str, person_id: str, *once: str) -> None:
    """Move the guest's rows; of those that the person has too, by the columns `once`, theirs stays."""
    if once:
        theirs = aliased(table)
        same = [getattr(theirs, column) == getattr(table, column) for column in once]
        double = exists().where(theirs.person_id == person_id, *same)
        session.execute(_quietly(delete(table).where(table.person_id == guest_id, double)))
    session.execute(_quietly(update(table).where(table.person_id == guest_id).values(person_id=person_id)))


def _known_to_others(session: Session, guest_id: str, person_id: str) -> None:
    """Let whoever has interviewed the guest find the person in their place."""
    guest, person = f"person:{guest_id}", f"person:{person_id}"
    both = aliased(Acquaintance)
    double = exists().where(both.person_id == Acquaintance.person_id, both.key == person)
    session.execute(_quietly(delete(Acquaintance).where(Acquaintance.key == guest, double)))
    session.execute(_quietly(update(Acquaintance).where(Acquaintance.key == guest).values(key=person)))


def _templates(session: Session, guest_id: str, person_id: str) -> None:
    named = select(TemplateRecord.id, TemplateRecord.name)
    taken = {name for _, name in session.execute(named.where(TemplateRecord.person_id == person_id))}
    for id, name in session.execute(named.where(TemplateRecord.person_id == guest_id)).all():
        names = itertools.chain([name], (f"{name[:70]} ({number})" for number in itertools.count(2)))
        free = next(each for each in names if each not in taken)
        taken.add(free)
        moved = update(TemplateRecord).where(TemplateRecord.id == id)
        session.execute(moved.values(person_id=person_id, name=free))


def _schedule(session: Session, guest_id: str, person_id: str, settings: Settings) -> None:
    """Move reviews and cards; a card that both have, or of which a review was double, is made anew from the reviews."""
    again = _doubles(session, guest_id, person_id) | (_cards(session, guest_id) & _cards(session, person_id))
    _move(session, ReviewRecord, guest_id, person_id, "id")
    _move(session, CardRecord, guest_id, person_id, "deck_id", "question_id")
    for deck_id, question_id in sorted(again):
        reschedule(session, person_id, deck_id, question_id, settings)


def _doubles(session: Session, guest_id: str, person_id: str) -> set[Key]:
    """Let a review that both have stand where it stands for one of them; return the questions of such reviews."""
    other = aliased(ReviewRecord)
    both = (
        select(ReviewRecord.id, other.deck_id, other.question_id, other.undone_ms)
        .add_columns(ReviewRecord.deck_id, ReviewRecord.question_id)
        .join(other, other.id == ReviewRecord.id)
        .where(ReviewRecord.person_id == person_id, other.person_id == guest_id)
    )
    found: set[Key] = set()
    for id, their_deck, their_question, undone_ms, deck_id, question_id in session.execute(both).all():
        found |= {(their_deck, their_question), (deck_id, question_id)}
        if undone_ms is None:
            mine = update(ReviewRecord).where(ReviewRecord.person_id == person_id, ReviewRecord.id == id)
            session.execute(mine.values(undone_ms=None))
    return found


def _cards(session: Session, person_id: str) -> set[Key]:
    wanted = select(CardRecord.deck_id, CardRecord.question_id).where(CardRecord.person_id == person_id)
    return {(deck_id, question_id) for deck_id, question_id in session.execute(wanted)}


def _quietly(statement: Any) -> Any:
    """Spare the session looking for rows that it holds: it holds none of these."""
    return statement.execution_options(synchronize_session=False)
