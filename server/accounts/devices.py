"""The devices of a person: what they are, and how one of them is signed out, its open pages included."""

import re

from msgspec import Struct
from sqlalchemy import delete, select

from server import db
from server.people.models import PersonSession
from server.rooms import seats
from server.rooms.models import InterviewRecord, Participation

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    (r"iPhone", "iPhone"), (r"iPad", "iPad"), (r"Android", "Android"), (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "a Mac"), (r"Linux|X11", "Linux"),
)  # fmt: skip


class Device(Struct, frozen=True):
    """A browser that is signed in."""

    id: str
    name: str
    since_ms: int
    seen_ms: int


def of(person_id: str) -> list[Device]:
    """Return the devices of a person, the one seen last first."""
    wanted = select(PersonSession.device, PersonSession.agent, PersonSession.created_ms, PersonSession.seen_ms)
    ordered = wanted.where(PersonSession.person_id == person_id).order_by(PersonSession.seen_ms.desc())
    rows = db.transact(lambda session: [(a, b, c, d) for a, b, c, d in session.execute(ordered)])
    return [Device(device, described(agent), since_ms, seen_ms) for device, agent, since_ms, seen_ms in rows]


def described(agent: str) -> str:
    """Return what a browser says it is, in three words."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if re.search(mark, agent)), "")
    return f"{browser} on {system}" if system else browser


def end(person_id: str, *, only: str | None = None, but: str | None = None) -> int:
    """Sign devices of a person out, and close what they have open; return how many.

    Args:
        only: this device alone.
        but: all but this device.
    """
    gone = delete(PersonSession).where(PersonSession.person_id == person_id)
    if only is not None:
        gone = gone.where(PersonSession.device == only)
    if but is not None:
        gone = gone.where(PersonSession.device != but)
    ended = db.transact(lambda session: len(session.scalars(gone.returning(PersonSession.device)).all()))
    if ended:
        close(person_id)
    return ended


def close(person_id: str) -> None:
    """Close the sockets of a person's seats; those that are still signed in are back in a second."""
    wanted = (
        select(Participation.interview_id, Participation.seat_id)
        .join(InterviewRecord, InterviewRecord.id == Participation.interview_id)
        .where(Participation.person_id == person_id, InterviewRecord.archived_ms.is_(None))
    )
    rows = db.transact(lambda session: [(id, seat) for id, seat in session.execute(wanted)])
    for interview_id, seat_id in rows:
        seats.live().forget(interview_id, seat_id)
    tell(person_id)


def tell(person_id: str) -> None:
    """Have pages that watch many rooms ask anew whether they may."""
    seats.live().changed(person_id)
