"""Keep what has ended: the interview's record, and each participant's own copy of what was released.

`archive` is one transaction and may be run again at any time, with the same revision or an older one: it changes
nothing then. What is not to be recorded is left out. Functions with SQL need an application context and wait off the
event loop.
"""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import CursorResult, Delete, delete, select
from sqlalchemy.orm import Session

from server import db, policy
from server.core.content import Content
from server.core.interview import Interview
from server.core.report import report
from server.core.report_wire import Report
from server.reports.models import ReplyRecord, ReportRecord, ShareRecord
from server.rooms import finding
from server.rooms.models import InterviewRecord, Participation
from server.rooms.parking import Parked

DAY_MS = 24 * 3600 * 1000


class Copies(Struct, frozen=True):
    """The copies that a seat was given, by when they were released, newest first; `link` as `ReportRecord` has it."""

    released_ms: tuple[int, ...]
    link: int


def archive(interview_id: str, ended: Parked) -> bool:
    """Store the record of an ended interview, and once it is released everybody's own copy of the report.

    Returns: whether there is a record, now at `ended.rev` or later. There is none for who has deleted it.
    """
    interview = msgspec.json.decode(ended.state, type=Interview)
    content = msgspec.json.decode(ended.content, type=Content)
    kept = {name: text for name, text in ended.texts.items() if not _of_warmup(name)}
    texts = {name: text.decode() for name, text in kept.items()}

    def work(session: Session) -> bool:
        row = session.get(InterviewRecord, interview_id, with_for_update=True)
        if row is None:
            return False
        if row.rev > ended.rev:
            return True
        if row.rev < ended.rev or row.archived_ms is None:
            row.rev = ended.rev
            row.status = interview.status
            row.state = ended.state
            row.content = ended.content
            row.texts = msgspec.msgpack.encode(kept)
            row.log = msgspec.msgpack.encode(recorded(ended.log, interview))
            row.archived_ms = db.now_ms()
            finding.keep(session, interview, ended.content)
        _give_copies(session, interview, content, texts)
        return True

    return db.transact(work)


def recorded(log: list[bytes], interview: Interview) -> list[bytes]:
    """Return what of the log may be kept: nothing of the warm-up, and no typing of answers by who keeps no replay."""
    silent = frozenset(seat.id for seat in interview.seats if not seat.replay)
    lines = [(entry, msgspec.json.decode(entry)) for entry in log]
    return [kept for entry, line in lines if (kept := _recorded(entry, line, silent)) is not None]


def _recorded(entry: bytes, line: dict[str, Any], silent: frozenset[str]) -> bytes | None:
    """Return the entry of the log as it may be recorded; None where nothing of it may."""
    if "first" in line:
        return entry
    if "text" in line:
        typed: str = line["text"]
        return None if _of_warmup(typed) or (line["by"] in silent and typed.startswith("answer:")) else entry
    events = [event for event in line["events"] if event["type"] != "warmed_up" and event.get("round") != 0]
    if len(events) == len(line["events"]):
        return entry
    return msgspec.json.encode({**line, "events": events}) if events else None


def _of_warmup(text: str) -> bool:
    return text.split(":")[1] == "0"


def _give_copies(session: Session, interview: Interview, content: Content, texts: dict[str, str]) -> None:
    kept = {
        (row.seat_id, row.released_ms): row
        for row in session.scalars(select(ReportRecord).where(ReportRecord.interview_id == interview.id))
    }
    for row in kept.values():
        seat = interview.seat(row.seat_id)
        if seat is not None and not seat.removed:
            row.link = seat.link
    if interview.released_ms is None:
        return
    for seat in interview.seats:
        if not seat.joined or (seat.id, interview.released_ms) in kept:
            continue
        given = report(interview, content, texts, seat)
        if given is not None:
            session.add(
                ReportRecord(
                    interview_id=interview.id,
                    seat_id=seat.id,
                    released_ms=interview.released_ms,
                    link=seat.link,
                    body=msgspec.json.encode(given),
                )
            )


def copies(interview_id: str, seat_id: str) -> Copies:
    """Return which copies the seat was given."""

    def work(session: Session) -> Copies:
        found = session.execute(
            select(ReportRecord.released_ms, ReportRecord.link)
            .where(ReportRecord.interview_id == interview_id, ReportRecord.seat_id == seat_id)
            .order_by(ReportRecord.released_ms.desc())
        ).all()
        return Copies(tuple(row.released_ms for row in found), found[0].link if found else 0)

    return db.transact(work)


def copy(interview_id: str, seat_id: str, released_ms: int) -> Report | None:
    """Return the seat's copy of this release, or None."""

    def work(session: Session) -> bytes | None:
        row = session.get(ReportRecord, (interview_id, seat_id, released_ms))
        return row.body if row else None

    body = db.transact(work)
    return msgspec.json.decode(body, type=Report) if body is not None else None


def owns(person_id: str, interview_id: str, seat_id: str) -> bool:
    """Tell whether the interview is the person's, and this the seat that they took in it."""

    def work(session: Session) -> bool:
        row = session.get(InterviewRecord, interview_id)
        seated = session.get(Participation, (person_id, interview_id, seat_id))
        return row is not None and row.person_id == person_id and seated is not None

    return db.transact(work)


def expire(now_ms: int) -> int:
    """Delete what is older than the retention allows, and return how much; interviews that have not ended wait on.

    Args:
        now_ms: the time, in ms since 1970.
    """
    days = policy.settings().retention_days
    if not days:
        return 0
    before_ms = now_ms - days * DAY_MS

    def work(session: Session) -> int:
        session.execute(delete(ShareRecord).where(ShareRecord.until_ms < now_ms))
        session.execute(delete(ReplyRecord).where(ReplyRecord.interview_id.not_in(select(ReportRecord.interview_id))))
        return _count(session, delete(ReportRecord).where(ReportRecord.released_ms < before_ms)) + _count(
            session, delete(InterviewRecord).where(InterviewRecord.archived_ms < before_ms)
        )

    return db.transact(work)


def _count(session: Session, statement: Delete) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - what a DELETE gives; says so to mypy
    return result.rowcount
