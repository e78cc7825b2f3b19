"""What has ended of the interviews that somebody sat in, and whose answers those were. Needs an application context.

What a seat may know is kept in a sheet beside the record, made when it is first looked at and anew when the record has
changed. That is done in the thread that waits for the disk: no clock of a live interview stands still meanwhile.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import and_, delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.candidates import facts
from server.candidates.facts import Fact, Sheet
from server.candidates.models import FactSheet
from server.core.content import Content
from server.core.interview import Interview
from server.core.report import report
from server.core.report_wire import Report
from server.rooms.models import InterviewRecord, Participation

MOST = 2000
"""The newest interviews of a person that are looked at."""
FORM = 1
"""Counted up when facts are made otherwise than before: sheets of another form are made anew."""
AT_ONCE = 50

decode_interview = msgspec.json.Decoder(Interview).decode
decode_content = msgspec.json.Decoder(Content).decode
encode_sheet = msgspec.msgpack.Encoder().encode
decode_sheet = msgspec.msgpack.Decoder(Sheet).decode

Place = tuple[str, str]
"""An interview, and a seat in it."""


class Met(NamedTuple):
    """What is known of an answer, and of who gave it: the person of their browser, if it has one."""

    person_id: str | None
    fact: Fact


def given(person_id: str) -> list[Met]:
    """Return what somebody may know of all answers in the interviews that they gave, the newest first."""
    known: dict[tuple[str, int, str], Fact] = {}  # once, for who has two seats that heard an answer
    for sheet in _sheets(person_id):
        known |= {(fact.interview_id, fact.round, fact.candidate): fact for fact in sheet.asked}
    others = _others(person_id, {id for id, _, _ in known})
    # On one seat there may be two browsers, of a phone and a computer: the one that is met more often counts.
    often = Counter(person for persons in others.values() for person in persons)

    def who(fact: Fact) -> str | None:
        persons = others.get((fact.interview_id, fact.candidate), [])
        return max(persons, key=lambda one: (often[one], one), default=None)

    return [Met(who(fact), fact) for fact in known.values()]


def of_oneself(person_id: str) -> list[Fact]:
    """Return what somebody may know of their own answers, in reports that were released to them."""
    return [fact for sheet in _sheets(person_id) for fact in sheet.answered]


def reports(person_id: str, known: Iterable[Fact]) -> list[Report]:
    """Return the person's reports of the interviews that these facts are of, with the rounds that they are of alone,
    the oldest first.
    """
    rounds: dict[Place, set[int]] = defaultdict(set)
    for fact in known:
        rounds[fact.interview_id, fact.reader].add(fact.round)

    def work(session: Session) -> list[Report]:
        own = _kept(session, person_id).keys() & rounds.keys()
        found = [
            (report(interview, content, {}, seat), rounds[interview.id, seat.id])
            for interview, content, _ in _records(session, {id for id, _ in own})
            for seat in interview.seats
            if (interview.id, seat.id) in own
        ]
        told = [
            msgspec.structs.replace(whole, rounds=tuple(each for each in whole.rounds if each.id in ids))
            for whole, ids in found
            if whole is not None
        ]
        return sorted(told, key=lambda whole: whole.started_ms or 0)

    return db.transact(work)


def _sheets(person_id: str) -> list[Sheet]:
    """Return the sheets of the person's seats, the newest interview first; make and keep those that are not there."""

    def work(session: Session) -> tuple[list[Sheet], list[dict[str, Any]]]:
        kept = _kept(session, person_id)
        missing: dict[str, list[str]] = defaultdict(list)
        for (interview_id, seat_id), body in kept.items():
            if body is None:
                missing[interview_id].append(seat_id)
        made: list[dict[str, Any]] = []
        for interview, content, rev in _records(session, missing):
            for seat_id in missing[interview.id]:
                seat = interview.seat(seat_id)
                body = encode_sheet(facts.sheet(interview, content, seat) if seat else Sheet([], []))
                kept[interview.id, seat_id] = body
                made.append({"interview_id": interview.id, "seat_id": seat_id, "rev": rev, "form": FORM, "body": body})
        return [decode_sheet(body) for body in kept.values() if body is not None], made

    found, made = db.transact(work)
    if made:
        _keep(made)
    return found


def _keep(made: list[dict[str, Any]]) -> None:
    def work(session: Session) -> None:
        places = [(row["interview_id"], row["seat_id"]) for row in made]
        session.execute(delete(FactSheet).where(tuple_(FactSheet.interview_id, FactSheet.seat_id).in_(places)))
        session.execute(insert(FactSheet), made)

    with suppress(IntegrityError):  # another request has kept one just now, or an interview is deleted
        db.transact(work)


def _kept(session: Session, person_id: str) -> dict[Place, bytes | None]:
    """Return the person's seats in what has ended, the newest first, with the sheet of each, if it is of its record."""
    current = and_(
        FactSheet.interview_id == Participation.interview_id,
        FactSheet.seat_id == Participation.seat_id,
        FactSheet.rev == InterviewRecord.rev,
        FactSheet.form == FORM,
    )
    mine = (
        select(Participation.interview_id, Participation.seat_id, FactSheet.body)
        .join(InterviewRecord, InterviewRecord.id == Participation.interview_id)
        .outerjoin(FactSheet, current)
        .where(Participation.person_id == person_id)
        .where(InterviewRecord.archived_ms.is_not(None), InterviewRecord.deleted_ms.is_(None))
        .order_by(Participation.at_ms.desc(), Participation.interview_id)
        .limit(MOST)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(mine)}


def _records(session: Session, ids: Collection[str]) -> Iterator[tuple[Interview, Content, int]]:
    """Give the interviews, each with its revision."""
    wanted = select(InterviewRecord.state, InterviewRecord.content, InterviewRecord.rev)
    wanted = wanted.where(InterviewRecord.id.in_(ids)).execution_options(yield_per=AT_ONCE)
    for state, content, rev in session.execute(wanted) if ids else ():
        yield decode_interview(state), decode_content(content), rev


def _others(person_id: str, ids: Collection[str]) -> dict[Place, list[str]]:
    """Return which other persons are known to sit where."""
    seated = select(Participation.interview_id, Participation.seat_id, Participation.person_id).where(
        Participation.interview_id.in_(ids), Participation.person_id != person_id
    )

    def work(session: Session) -> dict[Place, list[str]]:
        found: dict[Place, list[str]] = defaultdict(list)
        for interview_id, seat_id, sitting in session.execute(seated):
            found[interview_id, seat_id].append(sitting)
        return found

    return db.transact(work)
