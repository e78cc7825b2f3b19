"""Rooms that were made and never used: after a while they are deleted."""

from collections.abc import Iterator
from typing import Protocol

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server import db, policy
from server.core.interview import Interview
from server.rooms import planning
from server.rooms.models import InterviewRecord
from server.rooms.seats import Held


class Rooms(Protocol):
    """What is needed of `live`."""

    def hold(self, interview_id: str) -> Held | None:
        """Return the interview as it is now, or None if there is none."""

    def drop(self, interview_id: str, rev: int) -> bool:
        """Take an interview that nobody is in out of Redis, if it is still at `rev`; tell whether it is gone."""


def expire(live: Rooms, now_ms: int) -> int:
    """Delete the interviews that never started: planned ones 7 days after their start, others as old reports are.

    SQL does not know what has started since it was made, so the live one decides. Needs an application context.

    Args:
        now_ms: the time, in ms since 1970.

    Returns: how many were deleted.
    """
    gone = []
    for id in db.transact(lambda session: list(_due(session, now_ms))):
        held = live.hold(id)
        if held is None or (_is_due(held.interview, now_ms) and live.drop(id, held.rev)):
            gone.append(id)
    if gone:
        db.transact(
            lambda session: session.execute(delete(InterviewRecord).where(InterviewRecord.id.in_(gone))) and None
        )
    return len(gone)


def _due(session: Session, now_ms: int) -> Iterator[str]:
    waiting = select(InterviewRecord.id, InterviewRecord.state).where(InterviewRecord.status == "lobby")
    for id, state in session.execute(waiting):
        if _is_due(msgspec.json.decode(state, type=Interview), now_ms):
            yield id


def _is_due(interview: Interview, now_ms: int) -> bool:
    if interview.status != "lobby":
        return False
    if interview.schedule is not None:
        return now_ms > planning.stays_until_ms(interview.schedule)
    days = policy.settings().retention_days
    return days > 0 and now_ms > interview.created_ms + days * planning.DAY_MS
