"""Links to reports: made by who has a copy, opened by who has the link, until they expire or are taken back."""

import hashlib
import secrets

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server import db
from server.core.report_wire import Marks, NoteReport, Participant, Report, RoundReport
from server.reports.models import ReportRecord, ShareRecord

DAY_MS = 24 * 3600 * 1000
DAYS = (1, 7, 30)
MOST = 20


class Link(Struct, frozen=True):
    """A link in the list of who made it."""

    id: str
    created_ms: int
    until_ms: int
    answers: bool
    names: bool
    opened: int
    opened_ms: int | None


class Shared(Struct, frozen=True):
    """What a link opens: the report as it is shared, and whose copy it is."""

    report: Report
    interview_id: str
    seat_id: str
    until_ms: int


class TooMany(Exception):  # noqa: N818 - an answer to who asked for one more
    """There are as many links to this copy as there can be. Its text is one sentence that says what to do."""


def make(interview_id: str, seat_id: str, released_ms: int, *, days: int, answers: bool, names: bool) -> str:
    """Make a link to a copy; return its token, which is kept nowhere.

    Raises:
        TooMany: with a sentence.
    """
    if len(links(interview_id, seat_id)) >= MOST:
        raise TooMany(f"There can be {MOST} links to a report. Take one back first.")
    token, now_ms = secrets.token_urlsafe(24), db.now_ms()
    record = ShareRecord(
        id=db.new_id(), token_hash=_hash(token), interview_id=interview_id, seat_id=seat_id, released_ms=released_ms,
        created_ms=now_ms, until_ms=now_ms + days * DAY_MS, answers=answers, names=names, opened=0, opened_ms=None,
    )  # fmt: skip
    db.transact(lambda session: session.add(record))
    return token


def links(interview_id: str, seat_id: str) -> list[Link]:
    """Return the links of a seat that are good, newest first."""
    mine = select(ShareRecord).where(ShareRecord.interview_id == interview_id, ShareRecord.seat_id == seat_id)
    mine = mine.where(ShareRecord.until_ms > db.now_ms()).order_by(ShareRecord.created_ms.desc())

    def work(session: Session) -> list[Link]:
        fields = Link.__struct_fields__
        return [Link(**{field: getattr(row, field) for field in fields}) for row in session.scalars(mine)]

    return db.transact(work)


def revoke(interview_id: str, seat_id: str, id: str) -> bool:
    """Take a link back; tell whether there was one."""
    mine = delete(ShareRecord).where(ShareRecord.interview_id == interview_id, ShareRecord.seat_id == seat_id)
    gone = mine.where(ShareRecord.id == id).returning(ShareRecord.id)
    return db.transact(lambda session: session.scalar(gone) is not None)


def opened(token: str, *, count: bool = True) -> Shared | None:
    """Return what a link opens; None where it is unknown, has expired, or was taken back, or its report is gone."""
    good = (ShareRecord.token_hash == _hash(token), ShareRecord.until_ms > db.now_ms())

    def work(session: Session) -> tuple[ShareRecord, bytes] | None:
        row = session.scalar(select(ShareRecord).where(*good))
        if row is None:
            return None
        copy = session.get(ReportRecord, (row.interview_id, row.seat_id, row.released_ms))
        if copy is None:
            return None
        if count:
            session.execute(
                update(ShareRecord).where(*good).values(opened=ShareRecord.opened + 1, opened_ms=db.now_ms())
            )
        session.expunge(row)
        return row, copy.body

    found = db.transact(work)
    if found is None:
        return None
    row, body = found
    report = for_sharing(msgspec.json.decode(body, type=Report), answers=row.answers, names=row.names)
    return Shared(report, row.interview_id, row.seat_id, row.until_ms)


def is_good(token: str) -> bool:
    """Tell whether a link still opens something."""
    good = (ShareRecord.token_hash == _hash(token), ShareRecord.until_ms > db.now_ms())
    return db.transact(lambda session: session.scalar(select(ShareRecord.id).where(*good)) is not None)


def for_sharing(report: Report, *, answers: bool, names: bool) -> Report:
    """Return a report as a link shows it: never more than the copy has, and without what is one's own alone.

    Args:
        answers: whether model answers and talking points are in it.
        names: whether those who took part are called by their names; else by their roles.
    """
    called = {each.seat: each.name if names else _role(report, each) for each in report.participants}
    by_name = {each.name: called[each.seat] for each in report.participants}
    return replace(
        report,
        interview="",
        participants=tuple(replace(each, name=called[each.seat], extra_percent=None) for each in report.participants),
        halves=tuple(
            replace(
                half,
                askers=tuple(by_name.get(name, name) for name in half.askers),
                asked=tuple(by_name.get(name, name) for name in half.asked),
            )
            for half in report.halves
        ),
        rounds=tuple(_round(round, called, by_name, answers) for round in report.rounds),
        feedback=tuple(replace(each, name=called.get(each.seat, each.name)) for each in report.feedback),
    )


def _round(round: RoundReport, called: dict[str, str], by_name: dict[str, str], answers: bool) -> RoundReport:
    return replace(
        round,
        asker=by_name.get(round.asker, round.asker),
        asked=tuple(by_name.get(name, name) for name in round.asked),
        stages=round.stages if answers else (),
        points=round.points if answers else (),
        marks=tuple(_marks(each, called) for each in round.marks),
        notes=tuple(_note(each, called) for each in round.notes if each.released),
        panel=None if round.panel is None else replace(round.panel, unsealed_by=None),
    )


def _marks(given: Marks, called: dict[str, str]) -> Marks:
    return replace(given, name=called.get(given.seat, given.role.capitalize()))


def _note(note: NoteReport, called: dict[str, str]) -> NoteReport:
    return replace(note, name=called.get(note.seat, "Interviewer"))


def _role(report: Report, participant: Participant) -> str:
    """Return what somebody without a name is called: their role, numbered where several have it."""
    same = [each.seat for each in report.participants if each.role == participant.role]
    role = participant.role.capitalize()
    return role if len(same) == 1 else f"{role} {same.index(participant.seat) + 1}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
