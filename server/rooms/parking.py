"""Interviews that wait in SQL: not started yet, or archived. Redis forgets only what is here."""

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server import db
from server.core import replay
from server.core.content import Content
from server.core.interview import ROLES, Interview, Role, Schedule
from server.rooms import finding
from server.rooms.models import InterviewRecord, Participation

NAMES_LOOKED_AT = 10


class Parked(Struct, frozen=True):
    """All of an interview at revision `rev`: what Redis needs to go on with it.

    `state` and `content` are JSON, `texts` the typed texts by name, `log` its entries in order, as `store` has them.
    """

    rev: int
    state: bytes
    content: bytes
    texts: dict[str, bytes] = {}
    log: list[bytes] = []


class InterviewLine(Struct, frozen=True):
    """An interview in the list of a person who owns it or takes part in it.

    `roles` are those that they had in its rounds, else the one they sit in; `others` the names of who asks and answers.
    """

    id: str
    seat: str
    title: str
    at_ms: int
    status: str
    roles: tuple[Role, ...] = ()
    others: tuple[str, ...] = ()
    schedule: Schedule | None = None


class _Seat(Struct):
    """What a seat says of its person."""

    id: str
    role: Role
    name: str = ""
    joined: bool = False
    removed: bool = False


class _Asked(Struct):
    roles: dict[str, Role]


class _Listed(Struct):
    """What a list needs of a state."""

    seats: tuple[_Seat, ...] = ()
    rounds: tuple[_Asked, ...] = ()
    schedule: Schedule | None = None
    started_ms: int | None = None


def parked(id: str) -> Parked | None:
    """Return the interview as it was last parked, or None. Needs an application context."""

    def work(session: Session) -> Parked | None:
        row = session.get(InterviewRecord, id)
        if row is None or row.deleted_ms is not None:
            return None
        return Parked(
            rev=row.rev,
            state=row.state,
            content=row.content,
            texts=msgspec.msgpack.decode(row.texts, type=dict[str, bytes]),
            log=msgspec.msgpack.decode(row.log, type=list[bytes]),
        )

    return db.transact(work)


def keep(person_id: str, interview: Interview, parked: Parked, own_seat: str | None) -> None:
    """Make the record of a new interview.

    Args:
        person_id: whose interview it is.
        own_seat: the seat that the owner takes, if they take one.
    """

    def work(session: Session) -> None:
        session.add(
            InterviewRecord(
                id=interview.id,
                person_id=person_id,
                title=interview.title,
                created_ms=interview.created_ms,
                status=interview.status,
                rev=parked.rev,
                state=parked.state,
                content=parked.content,
                texts=msgspec.msgpack.encode(parked.texts),
                log=msgspec.msgpack.encode([replay.first(interview), *parked.log]),
                **finding.columns(interview, msgspec.json.decode(parked.content, type=Content)),
            )
        )
        session.flush()
        if own_seat is not None:
            session.add(_participation(session, person_id, interview.id, own_seat))

    db.transact(work)


def put_aside(id: str, parked: Parked) -> None:
    """Keep an interview that has not started as it is now; an older revision changes nothing."""

    def work(session: Session) -> None:
        row = session.get(InterviewRecord, id, with_for_update=True)
        if row is not None and row.status == "lobby" and row.rev < parked.rev:
            row.rev, row.state, row.content = parked.rev, parked.state, parked.content
            row.texts = msgspec.msgpack.encode(parked.texts)
            row.log = msgspec.msgpack.encode(parked.log)
            finding.keep(session, msgspec.json.decode(parked.state, type=Interview), parked.content)

    db.transact(work)


def take_part(person_id: str, interview_id: str, seat_id: str) -> None:
    """Remember that the person sits on this seat; a second time changes nothing."""

    def work(session: Session) -> None:
        session.merge(_participation(session, person_id, interview_id, seat_id))

    db.transact(work)


def _participation(session: Session, person_id: str, interview_id: str, seat_id: str) -> Participation:
    at_ms = session.scalar(select(InterviewRecord.at_ms).where(InterviewRecord.id == interview_id))
    return Participation(
        person_id=person_id, interview_id=interview_id, seat_id=seat_id, at_ms=at_ms or db.now_ms(), hidden_ms=None
    )


def takes_part(person_id: str, interview_id: str, seat_id: str) -> bool:
    """Tell whether a person sits on a seat."""
    return db.transact(lambda session: session.get(Participation, (person_id, interview_id, seat_id)) is not None)


def leave(person_id: str, interview_id: str, seat_id: str) -> None:
    """Forget that the person sits on this seat."""
    left = delete(Participation).where(
        Participation.person_id == person_id,
        Participation.interview_id == interview_id,
        Participation.seat_id == seat_id,
    )
    db.transact(lambda session: session.execute(left) and None)


def interviews_of(person_id: str) -> list[InterviewLine]:
    """Return the interviews in which the person has a seat, newest first."""

    def work(session: Session) -> list[InterviewLine]:
        rows = session.execute(
            select(
                InterviewRecord.id,
                Participation.seat_id,
                InterviewRecord.title,
                InterviewRecord.created_ms,
                InterviewRecord.status,
                InterviewRecord.state,
            )
            .join(Participation, Participation.interview_id == InterviewRecord.id)
            .where(Participation.person_id == person_id, InterviewRecord.deleted_ms.is_(None))
            .order_by(InterviewRecord.created_ms.desc())
        )
        return [line(*row) for row in rows]

    return db.transact(work)


def last_name(person_id: str, *, besides: str) -> str:
    """Return the name under which the person took part last, as far as SQL knows; "" if it knows of none.

    Args:
        besides: what is no name of anybody's: whoever gives none gets it.
    """

    def work(session: Session) -> str:
        rows = session.execute(
            select(Participation.seat_id, InterviewRecord.state)
            .join(InterviewRecord, Participation.interview_id == InterviewRecord.id)
            .where(Participation.person_id == person_id)
            .order_by(InterviewRecord.created_ms.desc())
            .limit(NAMES_LOOKED_AT)
        )
        names = (
            seat.name
            for seat_id, state in rows
            for seat in msgspec.json.decode(state, type=_Listed).seats
            if seat.id == seat_id and seat.name not in ("", besides)
        )
        return next(names, "")

    return db.transact(work)


def line(id: str, seat_id: str, title: str, created_ms: int, status: str, state: bytes) -> InterviewLine:
    """Return what a list says of an interview, by what its record has."""
    listed = msgspec.json.decode(state, type=_Listed)
    sat = tuple(seat.role for seat in listed.seats if seat.id == seat_id)
    had = {round.roles[seat_id] for round in listed.rounds if seat_id in round.roles}
    return InterviewLine(
        id=id,
        seat=seat_id,
        title=title,
        at_ms=listed.started_ms or created_ms,
        status=status,
        roles=tuple(role for role in ROLES if role in had) or sat,
        others=tuple(
            seat.name
            for seat in listed.seats
            if seat.joined and not seat.removed and seat.id != seat_id and seat.role != "observer"
        ),
        schedule=listed.schedule if status == "lobby" else None,
    )
