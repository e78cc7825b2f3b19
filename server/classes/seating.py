"""Who sits where in a class: taking a seat by one's name, freeing it, moving, being absent, coming late.

SQL decides who gets a name; the room follows by commands of the coach. A seat that is freed or left gets a new link, so
that whoever sat there is out.
"""

import secrets

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from server import db
from server.classes import classes
from server.classes.classes import SEATS, Class, Place
from server.classes.models import ClassRecord, Student
from server.classes.roster import MOST_STUDENTS, distinct
from server.core import commands as c
from server.core import names
from server.core.commands import Command
from server.core.interview import Interview, Seat
from server.core.refusals import Refused
from server.people.invitations import SeatKey
from server.rooms import lobby, parking, seats
from server.rooms.models import Participation

TAKEN = "Somebody has just come in under that name. If that is you, ask your coach to free it."
ABSENT = "Your coach has you down as absent. Tell them that you are here."
NO_ROOM = "You have no room yet. Your coach will give you one; load this page again in a moment."
LOCKED = "Your coach has closed the entry. Tell them that you are here."
FULL = f"A class can have {MOST_STUDENTS} students."


class NotSeated(Exception):  # noqa: N818 - an answer to who wants to come in
    """The seat can't be had. Its text is one sentence that says what to do."""


def take(klass: Class, number: int, person_id: str) -> SeatKey:
    """Take the seat of a name on the roster, as this person; who has it already gets it again.

    Raises:
        NotSeated: with a sentence.
    """
    place = klass.place(number)
    if place is None:
        raise NotSeated("That name is not in this class any more. Choose yours in the list.")
    mine = place.seat_id is not None and place.taken_ms is not None and sits(person_id, place)
    if not mine:
        if klass.locked:
            raise NotSeated(LOCKED)
        if place.absent:
            raise NotSeated(ABSENT)
        if place.interview_id is None or place.seat_id is None:
            raise NotSeated(NO_ROOM)
        if not db.transact(lambda session: _taken(session, klass.id, place)):
            raise NotSeated(TAKEN)
    return _sit(place, person_id)


def free(klass: Class, number: int) -> None:
    """Free a name: whoever came in by it is out, and somebody may come in by it again.

    Raises:
        Stale: the class has changed since it was read.
    """
    place = klass.place(number)
    if place is not None:
        classes.change(klass, lambda session: _free(session, klass.id, place))
        _lock_out(place)


def mark_absent(klass: Class, number: int, *, absent: bool) -> None:
    """Note that somebody is absent, or is there after all; an absent one loses their seat.

    Raises:
        Stale: the class has changed since it was read.
    """
    place = klass.place(number)
    if place is None:
        return
    one = _one(klass.id, number)

    def work(session: Session) -> None:
        if absent:
            _free(session, klass.id, place)
        session.execute(one.values(absent=absent, **({"interview_id": None, "seat_id": None} if absent else {})))

    classes.change(klass, work)
    if absent:
        _lock_out(place)


def add(klass: Class, name: str) -> None:
    """Add somebody who comes late; they have no room yet.

    Raises:
        NotSeated: with a sentence, where the name can't be one.
        Stale: the class has changed since it was read.
    """
    cleaned = names.clean(name)
    if cleaned is None:
        raise NotSeated(names.WANTED)
    if len(klass.students) >= MOST_STUDENTS:
        raise NotSeated(FULL)
    taken = {each.name.casefold() for each in klass.students}
    own = cleaned if cleaned.casefold() not in taken else _numbered(klass, cleaned)

    def work(session: Session) -> None:
        last = session.scalar(select(func.max(Student.place)).where(Student.class_id == klass.id))
        values = {"class_id": klass.id, "place": (last or 0) + 1, "name": own, "absent": False}
        session.execute(insert(Student).values(**values, interview_id=None, seat_id=None, taken_ms=None))

    classes.change(klass, work)


def move(klass: Class, number: int, interview_id: str) -> None:
    """Give somebody a seat in another room: one that is free there, else one to watch from.

    Raises:
        NotSeated: the room takes nobody any more.
        Stale: the class has changed since it was read.
    """
    place = klass.place(number)
    if place is None or place.interview_id == interview_id:
        return
    if all(room.interview_id != interview_id for room in klass.rooms):
        raise NotSeated("That room is not in this class. Choose one of the list.")
    seat_id = _free_seat(klass, interview_id)
    one = _one(klass.id, number)

    def work(session: Session) -> None:
        _free(session, klass.id, place)
        session.execute(one.values(interview_id=interview_id, seat_id=seat_id, absent=False))

    classes.change(klass, work)
    _lock_out(place)


def alone(klass: Class) -> list[Place]:
    """Return who has nobody to interview: alone in their room, or without one."""
    by_room: dict[str, list[Place]] = {}
    without = []
    for each in klass.students:
        if each.absent:
            continue
        if each.interview_id is None:
            without.append(each)
        else:
            by_room.setdefault(each.interview_id, []).append(each)
    return [each for those in by_room.values() if len(those) == 1 for each in those] + without


def command(interview_id: str, wanted: Command) -> None:
    """Do something in a room, as the coach.

    Raises:
        Refused: it changed nothing.
    """
    held = seats.live().hold(interview_id)
    if held is None or held.interview.coach is None:
        raise Refused("gone")
    seats.live().handle(interview_id, held.interview.coach, wanted, secrets.token_hex(16))


def _sit(place: Place, person_id: str) -> SeatKey:
    interview_id, seat_id = place.interview_id or "", place.seat_id or ""
    seat = _seat(interview_id, seat_id)
    wanted: Command = c.Rename(name=place.name) if seat.joined else c.Join(name=place.name)
    if seat.name != place.name or not seat.joined:
        try:
            seats.live().handle(interview_id, seat_id, wanted, secrets.token_hex(16))
        except Refused as refused:
            raise NotSeated(refused.message) from None
        lobby.put_aside(interview_id)
    parking.take_part(person_id, interview_id, seat_id)
    return SeatKey(interview_id, seat_id, seat.link)


def _seat(interview_id: str, seat_id: str) -> Seat:
    held = seats.live().hold(interview_id)
    seat = held.interview.seat(seat_id) if held else None
    if seat is None or seat.removed:
        raise NotSeated(NO_ROOM)
    return seat


def sits(person_id: str | None, place: Place) -> bool:
    """Tell whether this person has come in under that name."""
    key = (person_id, place.interview_id, place.seat_id)
    return db.transact(lambda session: session.get(Participation, key) is not None)


def _taken(session: Session, class_id: str, place: Place) -> bool:
    wanted = _one(class_id, place.place).where(
        Student.taken_ms.is_(None), Student.absent.is_(False), Student.seat_id == place.seat_id
    )
    wanted = wanted.where(Student.interview_id == place.interview_id)
    got = session.scalar(wanted.values(taken_ms=db.now_ms()).returning(Student.place))
    session.execute(update(ClassRecord).where(ClassRecord.id == class_id).values(rev=ClassRecord.rev + 1))
    return got is not None


def _free(session: Session, class_id: str, place: Place) -> None:
    session.execute(_one(class_id, place.place).values(taken_ms=None))
    gone = delete(Participation).where(Participation.interview_id == place.interview_id)
    session.execute(gone.where(Participation.seat_id == place.seat_id))


def _one(class_id: str, number: int):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type for it is long
    return update(Student).where(Student.class_id == class_id, Student.place == number)


def _lock_out(place: Place) -> None:
    if place.interview_id is not None and place.seat_id is not None and place.taken_ms is not None:
        command(place.interview_id, c.ReplaceLink(seat=place.seat_id))


def _free_seat(klass: Class, interview_id: str) -> str:
    """Return a seat that nobody of the class has, or make one."""
    used = {each.seat_id for each in klass.students if each.interview_id == interview_id}
    interview = _interview(interview_id)
    for id in SEATS:
        seat = interview.seat(id)
        if id not in used and seat is not None and not seat.removed and id != interview.coach:
            return id
    spare = [seat.id for seat in interview.seats if seat.id not in used | {interview.coach} and not seat.removed]
    if spare:
        return spare[0]
    try:
        command(interview_id, c.Invite(role="observer"))
    except Refused as refused:
        raise NotSeated(refused.message) from None
    lobby.put_aside(interview_id)
    return _interview(interview_id).seats[-1].id


def _interview(interview_id: str) -> Interview:
    held = seats.live().hold(interview_id)
    if held is None:
        raise NotSeated(NO_ROOM)
    return held.interview


def _numbered(klass: Class, name: str) -> str:
    return distinct([*(each.name for each in klass.students if each.name != name), name, name])[-1]
