"""Interviews that are deleted: gone from every list and closed at once; for good after seven days, before with undo.

What a participant was given of a report stays theirs (`reports/models.py`): it is their copy.
"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server import db
from server.rooms import lobby, seats
from server.rooms.models import InterviewRecord, Participation

UNDO_DAYS = 7
DAY_MS = 24 * 3600 * 1000

LIVE = "This interview is going on. End it first, then delete it."
SAVING = "This interview has just ended and is being kept. Try again in a moment."


class NotDeleted(Exception):  # noqa: N818 - an answer to who asked for it
    """It was not deleted. Its text is one sentence that says what to do."""


def delete_one(person_id: str, interview_id: str) -> bool:
    """Delete an interview of this person's own; tell whether there is one.

    Raises:
        NotDeleted: with a sentence.
    """
    if not _owns(person_id, interview_id):
        return False
    held = seats.live().hold(interview_id)
    if held is not None:
        if held.interview.status == "live":
            raise NotDeleted(LIVE)
        if held.interview.status == "lobby":
            lobby.put_aside(interview_id)
        elif not held.interview.archived:
            raise NotDeleted(SAVING)
    _mark(person_id, interview_id, db.now_ms())
    seats.live().remove(interview_id)
    return True


def undo_one(person_id: str, interview_id: str) -> bool:
    """Take a deletion back; tell whether there was one to take back."""
    mine = (InterviewRecord.id == interview_id, InterviewRecord.person_id == person_id)
    wanted = select(InterviewRecord.deleted_ms).where(*mine)
    deleted_ms = db.transact(lambda session: session.scalar(wanted))
    if deleted_ms is None or db.now_ms() - deleted_ms > UNDO_DAYS * DAY_MS:
        return False
    _mark(person_id, interview_id, None)
    return True


def hide(person_id: str, interview_id: str, *, hidden: bool) -> bool:
    """Take an interview that one took part in off one's list, or put it back; tell whether it is, or was, there."""
    mine = (Participation.person_id == person_id, Participation.interview_id == interview_id)
    values = {"hidden_ms": db.now_ms() if hidden else None}
    changed = update(Participation).where(*mine).values(**values).returning(Participation.seat_id)
    return db.transact(lambda session: session.scalar(changed) is not None)


def purge(now_ms: int) -> int:
    """Delete for good what was deleted so long ago that there is no undo; return how many interviews."""
    before_ms = now_ms - UNDO_DAYS * DAY_MS

    def work(session: Session) -> list[str]:
        session.execute(delete(Participation).where(Participation.hidden_ms < before_ms))
        gone = delete(InterviewRecord).where(InterviewRecord.deleted_ms < before_ms)
        return list(session.scalars(gone.returning(InterviewRecord.id)))

    return len(db.transact(work))


def owns(person_id: str, ids: tuple[str, ...]) -> frozenset[str]:
    """Return which of these interviews are the person's own to delete."""
    mine = select(InterviewRecord.id).where(InterviewRecord.person_id == person_id, InterviewRecord.id.in_(ids))
    return db.transact(lambda session: frozenset(session.scalars(mine)))


def title(interview_id: str) -> str:
    """Return what an interview is called, a deleted one too."""
    wanted = select(InterviewRecord.title).where(InterviewRecord.id == interview_id)
    return db.transact(lambda session: session.scalar(wanted)) or ""


def _owns(person_id: str, interview_id: str) -> bool:
    return interview_id in owns(person_id, (interview_id,))


def _mark(person_id: str, interview_id: str, deleted_ms: int | None) -> None:
    mine = (InterviewRecord.id == interview_id, InterviewRecord.person_id == person_id)
    marked = update(InterviewRecord).where(*mine).values(deleted_ms=deleted_ms)
    db.transact(lambda session: session.execute(marked) and None)
