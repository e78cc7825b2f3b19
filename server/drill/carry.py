"""The link by which a person carries on on another device: good once, for ten minutes, one at a time.

The link is made with the secret and an id that is new each time; the record has the id alone, so that who reads the
records can't make the link. It is used up by the transaction in which the other browser becomes the person.
"""

import base64
import contextlib
import hmac
import re
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.bank.models import DeckRecord
from server.drill import merge
from server.drill.models import CarryRecord, ReviewRecord
from server.people import persons
from server.people.models import PersonSession
from server.rooms.models import Participation

LIFE_MIN = 10
LIFE_MS = LIFE_MIN * 60 * 1000
LINK = re.compile(r"([0-9A-Za-z]{16})\.[0-9a-z]{26}")

State = Literal["open", "used", "over"]


class Link(Struct, frozen=True):
    """A link as its record has it; who opens it becomes `person_id`."""

    person_id: str
    token: str
    until_ms: int
    used_ms: int | None
    state: State


class Owned(Struct, frozen=True):
    """What a person has, as it is told before it moves; `browsers` are those that they use."""

    grades: int
    decks: int
    seats: int
    browsers: int


def make(person_id: str) -> None:
    """Let the person have a new link; one that they had before opens nothing any more."""
    values = {"id": db.new_id(), "until_ms": db.now_ms() + LIFE_MS, "used_ms": None}
    replaced = update(CarryRecord).where(CarryRecord.person_id == person_id).values(**values)

    def work(session: Session) -> None:
        if session.scalar(replaced.returning(CarryRecord.person_id)) is None:
            session.execute(insert(CarryRecord).values(person_id=person_id, **values))

    with contextlib.suppress(IntegrityError):  # pressed twice at once: the other press has made one
        db.transact(work)


def link_of(secret: str, person_id: str) -> Link | None:
    """Return the link that the person made last, or None."""
    return _link(secret, CarryRecord.person_id == person_id)


def opened(secret: str, token: str) -> Link | None:
    """Return the link with this token; None for one that never was, or was replaced."""
    match = LINK.fullmatch(token)
    found = _link(secret, CarryRecord.id == match[1]) if match else None
    return found if found and hmac.compare_digest(token, found.token) else None


def take(link: Link, guest_id: str | None) -> bool:
    """Use the link up: this browser is its person from now on, who has all that the browser's guest had.

    Returns: False where somebody was faster, or its time is over: nothing is changed then.
    """
    now_ms = db.now_ms()
    of_link = (CarryRecord.person_id == link.person_id, CarryRecord.id == link.token.partition(".")[0])
    use_up = update(CarryRecord).where(*of_link, CarryRecord.used_ms.is_(None), CarryRecord.until_ms > now_ms)

    def work(session: Session) -> bool:
        if session.scalar(use_up.values(used_ms=now_ms).returning(CarryRecord.id)) is None:
            return False
        if guest_id is not None:
            merge.merge(session, guest_id, link.person_id)
        return True

    try:
        return persons.become(link.person_id, work)
    except IntegrityError:
        return False  # one of the two is being merged into somebody else at this very moment


def owned(person_id: str) -> Owned:
    """Count what the person has."""

    def work(session: Session) -> Owned:
        def count(table: Any, *where: ColumnElement[bool]) -> int:
            return (
                session.scalar(select(func.count()).select_from(table).where(table.person_id == person_id, *where)) or 0
            )

        return Owned(
            grades=count(ReviewRecord, ReviewRecord.undone_ms.is_(None)),
            decks=count(DeckRecord, DeckRecord.deleted_ms.is_(None)),
            seats=count(Participation),
            browsers=count(PersonSession),
        )

    return db.transact(work)


def _link(secret: str, where: ColumnElement[bool]) -> Link | None:
    columns = (CarryRecord.person_id, CarryRecord.id, CarryRecord.until_ms, CarryRecord.used_ms)
    wanted = select(*columns).where(where)
    row = db.transact(lambda session: session.execute(wanted).one_or_none())
    if row is None:
        return None
    state: State = "used" if row.used_ms else "over" if row.until_ms <= db.now_ms() else "open"
    return Link(row.person_id, _token(secret, row.id, row.person_id), row.until_ms, row.used_ms, state)


def _token(secret: str, id: str, person_id: str) -> str:
    tag = hmac.digest(secret.encode(), f"carry\n{id}\n{person_id}".encode(), "sha256")[:16]
    return f"{id}.{base64.b32encode(tag).decode().rstrip('=').lower()}"
