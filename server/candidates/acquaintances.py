"""Whom somebody has interviewed: who is one person and who is two is theirs to say, and to take back.

A candidate is known by the browser from which they answered, else by their name. Only what an interviewer said is
kept; whom nothing was said about has an id that is made, not stored. Needs an application context.
"""

import base64
import hashlib
import hmac
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from server import db, policy
from server.bank.indexing import fold
from server.candidates import ended
from server.candidates.ended import Met
from server.candidates.facts import Fact
from server.candidates.models import Acquaintance
from server.people.models import Person
from server.rooms.models import InterviewRecord, Participation

PERSON, SEAT, NAME = "person:", "seat:", "name:"


class Way(Struct, frozen=True):
    """A way in which a candidate is met: under which name, in how many interviews, last when."""

    id: str
    key: str
    name: str
    interviews: int
    last_ms: int


class Candidate(Struct, frozen=True):
    """A person, by the interviewer's own account: how they are met, and what is known of them, the newest first.

    `called` is the name that the interviewer gave them; else they have the one under which they came last.
    """

    id: str
    called: str
    ways: tuple[Way, ...]
    facts: tuple[Fact, ...]

    @property
    def name(self) -> str:
        """Return what they are called."""
        return self.called or max(self.ways, key=lambda way: way.last_ms).name

    @property
    def interviews(self) -> int:
        """Return in how many interviews they answered."""
        return len({fact.interview_id for fact in self.facts})

    @property
    def last_ms(self) -> int:
        """Return when they were asked last."""
        return max(fact.at_ms for fact in self.facts)


class Said(NamedTuple):
    """For whom the interviewer takes one who is met in some way, and what they call them; "" if nothing."""

    id: str
    called: str


def candidates(person_id: str) -> list[Candidate]:
    """Return whom this person has interviewed, who was met last first."""
    said = _said(person_id)
    met = _by_key(ended.given(person_id), said)
    keys_of: dict[str, list[str]] = defaultdict(list)
    for key in met:
        keys_of[said[key].id if key in said else _id(person_id, key)].append(key)
    found = [
        Candidate(
            id,
            called=next((said[key].called for key in keys if key in said and said[key].called), ""),
            ways=tuple(_way(person_id, key, met[key]) for key in keys),
            facts=tuple(sorted((each.fact for key in keys for each in met[key]), key=lambda one: -one.at_ms)),
        )
        for id, keys in keys_of.items()
    ]
    return sorted(found, key=lambda one: -one.last_ms)


def rename(person_id: str, candidate: Candidate, called: str) -> None:
    """Call a candidate something else; with "" what they call themself."""
    _say(person_id, candidate.id, called, [way.key for way in candidate.ways], [candidate.id])


def join(person_id: str, candidate: Candidate, other: Candidate) -> None:
    """Take two for one person, by the name of the first."""
    keys = [way.key for each in (candidate, other) for way in each.ways]
    _say(person_id, candidate.id, candidate.name, keys, [candidate.id, other.id])


def part(person_id: str, candidate: Candidate, way: Way) -> str:
    """Take who is met in this way for somebody else; return the id of whom. A name that was theirs goes with them."""
    id = db.new_id()
    _say(person_id, id, "", [way.key], [])
    if candidate.called == way.name:
        rest = [each.key for each in candidate.ways if each is not way]
        _say(person_id, candidate.id, "", rest, [candidate.id])
    return id


def part_in(person_id: str, candidate: Candidate, interview_id: str) -> str:
    """Take who answered in one interview for somebody else; return the id of whom."""
    id = db.new_id()
    seats = {fact.candidate for fact in candidate.facts if fact.interview_id == interview_id}
    _say(person_id, id, "", [f"{SEAT}{interview_id}:{seat}" for seat in seats], [])
    return id


def expire() -> None:
    """Forget what was said of those whose interviews are gone."""
    mine, theirs = aliased(Participation), aliased(Participation)
    with_them = exists().where(
        mine.person_id == Acquaintance.person_id,
        theirs.interview_id == mine.interview_id,
        theirs.person_id == func.substr(Acquaintance.key, len(PERSON) + 1),
    )
    that_one = exists().where(InterviewRecord.id == func.substr(Acquaintance.key, len(SEAT) + 1, 16))
    any_left = exists().where(mine.person_id == Acquaintance.person_id)
    gone = or_(
        and_(Acquaintance.key.startswith(PERSON), ~with_them),
        and_(Acquaintance.key.startswith(SEAT), ~that_one),
        ~any_left,
    )
    expired = delete(Acquaintance).where(gone).execution_options(synchronize_session=False)
    db.transact(lambda session: session.execute(expired) and None)


def _by_key(met: Sequence[Met], said: dict[str, Said]) -> dict[str, list[Met]]:
    """Return what is known by how each is met. Two seats of one interview are two people, whoever sits there."""
    seats: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in met:
        seats[each.fact.interview_id, _usual_key(each)].add(each.fact.candidate)
    found: dict[str, list[Met]] = defaultdict(list)
    for each in met:
        usual, own = _usual_key(each), f"{SEAT}{each.fact.interview_id}:{each.fact.candidate}"
        alone = own in said or len(seats[each.fact.interview_id, usual]) > 1
        found[own if alone else usual].append(each)
    return found


def _usual_key(met: Met) -> str:
    if met.person_id is not None:
        return PERSON + met.person_id
    return NAME + hashlib.sha256(fold(met.fact.name).encode()).hexdigest()[:32]  # folded, a name may be any length


def _way(person_id: str, key: str, met: Sequence[Met]) -> Way:
    last = max(met, key=lambda each: each.fact.at_ms)
    interviews = len({each.fact.interview_id for each in met})
    return Way(_id(person_id, key), key, last.fact.name, interviews, last.fact.at_ms)


def _id(person_id: str, key: str) -> str:
    """Return the id of who is met in this way, where nothing else was said: the key itself names another's browser."""
    tag = hmac.digest(policy.settings().secret.encode(), f"candidate\n{person_id}\n{key}".encode(), "sha256")
    return base64.b32encode(tag[:10]).decode().lower()


def _said(person_id: str) -> dict[str, Said]:
    mine = select(Acquaintance.key, Acquaintance.id, Acquaintance.name).where(Acquaintance.person_id == person_id)
    return db.transact(lambda session: {row.key: Said(row.id, row.name) for row in session.execute(mine)})


def _say(person_id: str, id: str, called: str, keys: Sequence[str], ids: Sequence[str]) -> None:
    """Keep that who is met in these ways is one person; so is who was taken for one of these `ids` before."""

    def work(session: Session) -> None:
        # A change first: of two devices that say something at once, one waits.
        session.execute(update(Person).where(Person.id == person_id).values(created_ms=Person.created_ms))
        mine = Acquaintance.person_id == person_id
        session.execute(delete(Acquaintance).where(mine, Acquaintance.key.in_(keys)))
        session.execute(update(Acquaintance).where(mine, Acquaintance.id.in_(ids)).values(id=id, name=called))
        rows = [{"person_id": person_id, "key": key, "id": id, "name": called} for key in keys]
        session.execute(insert(Acquaintance), rows)

    db.transact(work)
