"""Which rooms a page may watch, told to it as they change: asked at its handshake, and when they may have changed."""

from sqlalchemy import select

from server import db
from server.classes import classes
from server.live.walls import Watched
from server.people import persons
from server.people.invitations import WallKey
from server.rooms.models import InterviewRecord, Participation

MINE = "mine"
ROOMS_MAX = 100


def watched(key: WallKey) -> Watched | None:
    """Return what this session may watch; None: nothing. Needs an application context."""
    person_id = persons.of_session(key.session)
    if person_id is None:
        return None
    if key.scope == MINE:
        return Watched(person_id, _unarchived(person_id), coaches=False)
    taught = classes.of(person_id, key.scope)
    return Watched(person_id, tuple(room.interview_id for room in taught.rooms), coaches=True) if taught else None


def _unarchived(person_id: str) -> tuple[str, ...]:
    """Return the person's newest interviews that may be live."""
    wanted = (
        select(InterviewRecord.id)
        .join(Participation, Participation.interview_id == InterviewRecord.id)
        .where(Participation.person_id == person_id, InterviewRecord.archived_ms.is_(None))
        .order_by(InterviewRecord.created_ms.desc())
        .distinct()
        .limit(ROOMS_MAX)
    )
    return db.transact(lambda session: tuple(session.scalars(wanted)))
