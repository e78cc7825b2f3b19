"""A class in SQL: made with a room for each pair, read whole, and changed by one who has seen what they change.

Every change begins with the class's row (`changing`), so that two coaches, or two tabs of one, wait for each other; who
decided on an older `rev` is told, and changes nothing.
"""

import secrets
from collections.abc import Callable

import msgspec
from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import db
from server.bank.deck import Deck
from server.classes.models import ClassRecord, ClassRoom, Student
from server.classes.roster import Group
from server.classes.timeline import Timeline
from server.core.interview import Options
from server.rooms import creation
from server.rooms.choices import Choices
from server.rooms.models import InterviewRecord

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
CODE_LASTS_MS = 12 * 3600 * 1000
SEATS = ("s1", "s2", "s3")
"""Who asks first, who answers first, and who watches; the coach's seat comes after them."""

SEEN_OLDER = "The class has changed meanwhile, in another tab or by another coach. This is how it is now; try again."


class Stale(Exception):  # noqa: N818 - an answer to who was behind
    """The class has changed since it was read."""


class Body(Struct, frozen=True):
    """What else there is to say of a class; `trouble` is what did not work when its part began, and where."""

    deck_title: str
    swap: bool
    timeline: Timeline = Timeline()
    trouble: str = ""


class Place(Struct, frozen=True):
    """Somebody on the roster, and where they sit."""

    place: int
    name: str
    interview_id: str | None
    seat_id: str | None
    absent: bool
    taken_ms: int | None


class Room(Struct, frozen=True):
    """A room of a class; who sits in it is told by the places."""

    interview_id: str
    title: str


class Class(Struct, frozen=True):
    """A class as its coach sees it."""

    id: str
    person_id: str
    title: str
    code: str | None
    code_until_ms: int
    locked: bool
    rev: int
    created_ms: int
    ended_ms: int | None
    body: Body
    rooms: tuple[Room, ...] = ()
    students: tuple[Place, ...] = ()

    def place(self, number: int) -> Place | None:
        """Return the one with this number on the roster."""
        return next((each for each in self.students if each.place == number), None)


def create(person_id: str, title: str, deck: Deck, groups: tuple[Group, ...], *, swap: bool, timeline: Timeline) -> str:
    """Make a class with a room for each group; return its id."""
    now_ms = db.now_ms()
    made = [(room(person_id, title, deck, group, swap=swap), group) for group in groups]
    body = Body(deck.title, swap, timeline)
    id = db.new_id()

    def work(session: Session) -> None:
        session.add(
            ClassRecord(
                id=id,
                person_id=person_id,
                title=title,
                code=_free_code(session),
                code_until_ms=now_ms + CODE_LASTS_MS,
                locked=False,
                rev=1,
                created_ms=now_ms,
                ended_ms=None,
                body=msgspec.json.encode(body),
            )
        )
        session.flush()
        number = 0
        for place, (interview_id, group) in enumerate(made):
            session.add(ClassRoom(interview_id=interview_id, class_id=id, place=place))
            session.flush()
            for seat_id, name in zip(SEATS, group.names, strict=False):
                session.add(
                    Student(
                        class_id=id, place=number, name=name, interview_id=interview_id, seat_id=seat_id,
                        absent=False, taken_ms=None,
                    )
                )  # fmt: skip
                number += 1

    db.transact(work)
    return id


def room(person_id: str, title: str, deck: Deck, group: Group, *, swap: bool) -> str:
    """Make the room of a group, in which nobody has a seat yet but the coach; return the interview's id."""
    plan = tuple(question.id for question in deck.questions[: creation_count(deck)])
    chosen = Choices(name="", plan=plan, options=Options(answering="both", swap=swap), swap="dealt" if swap else "no")
    named = f"{title}: {', '.join(group.names)}"[:200]
    interview = creation.create(
        person_id, deck, chosen, seated=False, more=("observer",) if group.watches else (), title=named, coached=True
    )
    return interview.id


def creation_count(deck: Deck) -> int:
    """Return how many questions each side plans."""
    return min(5, max(1, len(deck.questions) // 2))


def of(person_id: str | None, id: str) -> Class | None:
    """Return a class whole, if it is the person's."""
    if person_id is None:
        return None
    mine = select(ClassRecord).where(ClassRecord.id == id, ClassRecord.person_id == person_id)
    return db.transact(lambda session: _whole(session, session.scalar(mine)))


def by_code(code: str, now_ms: int) -> Class | None:
    """Return the class that students come into by this code; a code lives for its class only."""
    wanted = select(ClassRecord).where(ClassRecord.code == code, ClassRecord.code_until_ms > now_ms)
    return db.transact(lambda session: _whole(session, session.scalar(wanted)))


def of_person(person_id: str) -> list[Class]:
    """Return the classes of a person, newest first, without rooms and students."""
    wanted = select(ClassRecord).where(ClassRecord.person_id == person_id).order_by(ClassRecord.created_ms.desc())
    return db.transact(lambda session: [_class(row) for row in session.scalars(wanted.limit(100))])


def change(known: Class, work: Callable[[Session], object] = lambda session: None, **values: object) -> None:
    """Change a class that has been read.

    Args:
        work: what else is done in the same transaction.
        values: columns of the class.

    Raises:
        Stale: it has changed since.
    """
    mine = update(ClassRecord).where(ClassRecord.id == known.id, ClassRecord.rev == known.rev)
    now = {name: msgspec.json.encode(value) if name == "body" else value for name, value in values.items()}

    def changing(session: Session) -> bool:
        if session.scalar(mine.values(rev=known.rev + 1, **now).returning(ClassRecord.id)) is None:
            return False
        work(session)
        return True

    if not db.transact(changing):
        raise Stale(SEEN_OLDER)


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(ClassRecord.id).where(ClassRecord.code == code)) is None:
            return code


def _whole(session: Session, row: ClassRecord | None) -> Class | None:
    if row is None:
        return None
    rooms = session.execute(
        select(ClassRoom.interview_id, InterviewRecord.title)
        .join(InterviewRecord, InterviewRecord.id == ClassRoom.interview_id)
        .where(ClassRoom.class_id == row.id)
        .order_by(ClassRoom.place)
    )
    students = session.scalars(select(Student).where(Student.class_id == row.id).order_by(Student.place))
    return msgspec.structs.replace(
        _class(row),
        rooms=tuple(Room(*each) for each in rooms),
        students=tuple(
            Place(each.place, each.name, each.interview_id, each.seat_id, each.absent, each.taken_ms)
            for each in students
        ),
    )


def _class(row: ClassRecord) -> Class:
    return Class(
        id=row.id,
        person_id=row.person_id,
        title=row.title,
        code=row.code,
        code_until_ms=row.code_until_ms,
        locked=row.locked,
        rev=row.rev,
        created_ms=row.created_ms,
        ended_ms=row.ended_ms,
        body=msgspec.json.decode(row.body, type=Body),
    )
