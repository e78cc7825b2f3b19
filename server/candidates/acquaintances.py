"""Whom somebody has interviewed, by what they may know of each: read from the interviews that they gave.

A candidate is known by the browser they answered from, else by their name; what is one person and what is two is the
interviewer's to say, and to take back. Needs an application context.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import msgspec
from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from server import db
from server.bank.indexing import fold
from server.candidates import facts
from server.candidates.facts import Fact
from server.candidates.models import Acquaintance
from server.core.content import Content
from server.core.interview import Interview, Seat
from server.rooms.models import InterviewRecord, Participation

MOST = 2000
NAMELESS = "Candidate"

decode_interview = msgspec.json.Decoder(Interview).decode
decode_content = lru_cache(64)(msgspec.json.Decoder(Content).decode)


class Candidate(Struct, frozen=True):
    """A person, by the interviewer's own account: how they are met, and what is known of them."""

    id: str
    name: str
    keys: tuple[str, ...]
    facts: tuple[Fact, ...]

    @property
    def interviews(self) -> int:
        """Return in how many interviews they answered."""
        return len({fact.interview_id for fact in self.facts})

    @property
    def last_ms(self) -> int:
        """Return when they were asked last."""
        return max(fact.at_ms for fact in self.facts)


def candidates(person_id: str) -> list[Candidate]:
    """Return whom this person has interviewed, who was met last first."""
    by_key: dict[str, list[Fact]] = defaultdict(list)
    names: dict[str, str] = {}
    for key, name, fact in _given(person_id):
        by_key[key].append(fact)
        names.setdefault(key, name)
    rows = _rows(person_id, names)
    known: dict[str, list[str]] = defaultdict(list)
    for key in by_key:
        known[rows[key][0]].append(key)
    found = [
        Candidate(id, rows[keys[0]][1], tuple(keys), tuple(fact for key in keys for fact in by_key[key]))
        for id, keys in known.items()
    ]
    return sorted(found, key=lambda one: one.last_ms, reverse=True)


def candidate(person_id: str | None, id: str) -> Candidate | None:
    """Return one of them, or None."""
    if person_id is None:
        return None
    return next((each for each in candidates(person_id) if each.id == id), None)


def given(person_id: str) -> list[Fact]:
    """Return what somebody may know of all answers in the interviews that they gave."""
    return [fact for _, _, fact in _given(person_id)]


def of_oneself(person_id: str) -> list[Fact]:
    """Return what somebody may know of their own answers, in reports that were released to them."""
    return [
        fact
        for interview, content, seats, _ in _interviews(person_id)
        for seat in seats
        for fact in facts.answered_by(interview, content, seat)
    ]


def rename(person_id: str, id: str, name: str) -> None:
    """Call a candidate something else."""
    mine = update(Acquaintance).where(Acquaintance.person_id == person_id, Acquaintance.id == id)
    db.transact(lambda session: session.execute(mine.values(name=name)) and None)


def join(person_id: str, id: str, other_id: str) -> None:
    """Take two for one person, by the name of the first."""

    def work(session: Session) -> None:
        mine = (Acquaintance.person_id == person_id,)
        name = session.scalar(select(Acquaintance.name).where(*mine, Acquaintance.id == id))
        session.execute(update(Acquaintance).where(*mine, Acquaintance.id == other_id).values(id=id, name=name))

    db.transact(work)


def part(person_id: str, id: str) -> None:
    """Take what was taken for one person for as many as there are ways in which they were met."""

    def work(session: Session) -> None:
        mine = delete(Acquaintance).where(Acquaintance.person_id == person_id, Acquaintance.id == id)
        session.execute(mine)  # each gets a row, and a name, of its own when it is next looked at

    db.transact(work)


def _given(person_id: str) -> Iterable[tuple[str, str, Fact]]:
    """Give, newest interview first, how a candidate is known, their name, and what is known of an answer of theirs."""
    for interview, content, seats, persons in _interviews(person_id):
        for reader in seats:
            for fact in facts.asked_by(interview, content, reader):
                seat = interview.seat(fact.candidate)
                name = seat.name if seat and seat.name else NAMELESS
                met = persons.get(fact.candidate)
                if met == person_id:  # one who tries both sides in one browser
                    continue
                yield f"person:{met}" if met else f"name:{fold(name)}", name, fact


def _interviews(person_id: str) -> Iterable[tuple[Interview, Content, list[Seat], dict[str, str]]]:
    """Give what has ended of the interviews in which the person sits, newest first, with who is known to sit where."""
    mine = (
        select(Participation.interview_id)
        .join(InterviewRecord, InterviewRecord.id == Participation.interview_id)
        .where(Participation.person_id == person_id)
        .where(InterviewRecord.archived_ms.is_not(None), InterviewRecord.deleted_ms.is_(None))
        .order_by(Participation.at_ms.desc())
        .limit(MOST)
    )

    def work(session: Session) -> tuple[list[tuple[bytes, bytes]], list[tuple[str, str, str]]]:
        ids = list(dict.fromkeys(session.scalars(mine)))
        records = select(InterviewRecord.state, InterviewRecord.content).where(InterviewRecord.id.in_(ids))
        seated = select(Participation.interview_id, Participation.seat_id, Participation.person_id)
        return (
            [(row.state, row.content) for row in session.execute(records.order_by(InterviewRecord.at_ms.desc()))],
            [(row[0], row[1], row[2]) for row in session.execute(seated.where(Participation.interview_id.in_(ids)))],
        )

    records, seated = db.transact(work)
    persons: dict[str, dict[str, str]] = defaultdict(dict)
    own: dict[str, list[str]] = defaultdict(list)
    for interview_id, seat_id, sitting in seated:
        if sitting == person_id:
            own[interview_id].append(seat_id)
        else:
            persons[interview_id][seat_id] = sitting
    for state, content in records:
        interview = decode_interview(state)
        seats = [seat for seat in interview.seats if seat.id in own[interview.id] and not seat.removed]
        others = persons[interview.id] | dict.fromkeys(own[interview.id], person_id)
        yield interview, decode_content(content), seats, others


def _rows(person_id: str, names: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return the id and the name of each key; who is met for the first time gets one of their own."""

    def work(session: Session) -> dict[str, tuple[str, str]]:
        mine = select(Acquaintance.key, Acquaintance.id, Acquaintance.name).where(Acquaintance.person_id == person_id)
        known = {row.key: (row.id, row.name) for row in session.execute(mine)}
        fresh = {key: (db.new_id(), name[:60]) for key, name in names.items() if key not in known}
        if fresh:
            rows = [{"person_id": person_id, "key": key, "id": id, "name": name} for key, (id, name) in fresh.items()]
            session.execute(insert(Acquaintance), rows)
        return known | fresh

    return db.transact(work)
