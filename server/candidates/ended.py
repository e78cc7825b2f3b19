"""What has ended of the interviews that somebody sat in, and whose answers those were. Needs an application context.

All of it is read and decoded in the thread that waits for the disk: with hundreds of interviews that takes a while, in
which no clock of a live one may stand still.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import db
from server.candidates import facts
from server.candidates.facts import Fact
from server.core.content import Content
from server.core.interview import Interview, Seat
from server.core.report import report
from server.core.report_wire import Report
from server.rooms.models import InterviewRecord, Participation

MOST = 2000
"""The newest interviews of a person that are looked at."""
AT_ONCE = 50
NAMELESS = "Candidate"

decode_interview = msgspec.json.Decoder(Interview).decode
decode_content = msgspec.json.Decoder(Content).decode


class Met(NamedTuple):
    """What is known of an answer, and of who gave it: the person of their browser, if it has one, and their name."""

    person_id: str | None
    name: str
    fact: Fact


class Sat(NamedTuple):
    """An interview, the seats in it that the person has, and which others are known to sit where."""

    interview: Interview
    content: Content
    own: list[Seat]
    others: dict[str, list[str]]


def given(person_id: str) -> list[Met]:
    """Return what somebody may know of all answers in the interviews that they gave, the newest first."""

    def work(session: Session) -> list[Met]:
        met = [
            (sat.others.get(fact.candidate, []), _name(sat.interview, fact.candidate), fact)
            for sat in _sat(session, person_id)
            for fact in _once(fact for seat in sat.own for fact in facts.asked_by(sat.interview, sat.content, seat))
        ]
        # On one seat there may be two browsers, of a phone and a computer: the one that is met more often counts.
        often = Counter(person for persons, _, _ in met for person in persons)
        return [
            Met(max(persons, key=lambda one: (often[one], one), default=None), name, fact)
            for persons, name, fact in met
        ]

    return db.transact(work)


def of_oneself(person_id: str) -> list[Fact]:
    """Return what somebody may know of their own answers, in reports that were released to them."""

    def work(session: Session) -> list[Fact]:
        return [
            fact
            for sat in _sat(session, person_id)
            for seat in sat.own
            for fact in facts.answered_by(sat.interview, sat.content, seat)
        ]

    return db.transact(work)


def reports(person_id: str, known: Iterable[Fact]) -> list[Report]:
    """Return the person's reports of the interviews that these facts are of, with the rounds that they are of alone."""
    rounds: dict[tuple[str, str], set[int]] = defaultdict(set)
    for fact in known:
        rounds[fact.interview_id, fact.reader].add(fact.round)

    def work(session: Session) -> list[Report]:
        found = [
            (report(sat.interview, sat.content, {}, seat), rounds[sat.interview.id, seat.id])
            for sat in _sat(session, person_id, {id for id, _ in rounds})
            for seat in sat.own
            if (sat.interview.id, seat.id) in rounds
        ]
        return [
            msgspec.structs.replace(whole, rounds=tuple(each for each in whole.rounds if each.id in ids))
            for whole, ids in found
            if whole is not None
        ]

    return db.transact(work)


def _sat(session: Session, person_id: str, among: Collection[str] | None = None) -> Iterator[Sat]:
    """Give what has ended of the interviews in which the person sits, the newest first."""
    mine = (
        select(Participation.interview_id)
        .join(InterviewRecord, InterviewRecord.id == Participation.interview_id)
        .where(Participation.person_id == person_id)
        .where(InterviewRecord.archived_ms.is_not(None), InterviewRecord.deleted_ms.is_(None))
        .order_by(Participation.at_ms.desc())
        .limit(MOST)
    )
    if among is not None:
        mine = mine.where(Participation.interview_id.in_(among))
    ids = list(dict.fromkeys(session.scalars(mine)))
    own: dict[str, set[str]] = defaultdict(set)
    others: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    seated = select(Participation.interview_id, Participation.seat_id, Participation.person_id)
    for interview_id, seat_id, sitting in session.execute(seated.where(Participation.interview_id.in_(ids))):
        if sitting == person_id:
            own[interview_id].add(seat_id)
        else:
            others[interview_id][seat_id].append(sitting)
    records = select(InterviewRecord.state, InterviewRecord.content).where(InterviewRecord.id.in_(ids))
    for state, content in session.execute(
        records.order_by(InterviewRecord.at_ms.desc()).execution_options(yield_per=AT_ONCE)
    ):
        interview = decode_interview(state)
        seats = [seat for seat in interview.seats if seat.id in own[interview.id] and not seat.removed]
        yield Sat(interview, decode_content(content), seats, others[interview.id])


def _once(known: Iterable[Fact]) -> list[Fact]:
    """Return each answer once, for who has two seats that heard it."""
    return list({(fact.round, fact.candidate): fact for fact in known}.values())


def _name(interview: Interview, seat_id: str) -> str:
    seat = interview.seat(seat_id)
    return (seat and seat.name) or NAMELESS
