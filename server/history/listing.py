"""The list of somebody's interviews: a page of it, newest first, by what is looked for. Needs an application context.

What has ended is told by SQL. The few that have not are told by what Redis has of them now: a tile each.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct
from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from server import db
from server.bank.indexing import fold
from server.core.tile import Tile
from server.rooms import parking
from server.rooms.models import InterviewRecord, Participation
from server.rooms.parking import InterviewLine

PAGE = 50
MOST_UNENDED = 500
LONGEST_WORDS = 100

State = Literal["planned", "live", "ended"]
Part = Literal["gave", "took"]

BAD_DAY = "Give a day as 2026-11-27, or leave it empty."
DAYS_CROSSED = "The first day is after the last. Swap them."


class Search(Struct, frozen=True, kw_only=True):
    """What is looked for; an empty field filters nothing. Days are in UTC, both of them included."""

    name: str = ""
    deck: str = ""
    topic: str = ""
    first_ms: int | None = None
    past_ms: int | None = None
    state: State | None = None
    part: Part | None = None
    before: tuple[int, str, str] | None = None


class Found(Struct, frozen=True):
    """A page of the list; `more` is where the next one begins."""

    lines: tuple[InterviewLine, ...]
    more: str | None


def read(query: MultiDict[str, str], wrong: dict[str, str]) -> Search:
    """Return what a query looks for; `wrong` takes a sentence for each field that makes no sense."""
    first, last = _day(query, "first", wrong), _day(query, "last", wrong)
    if first is not None and last is not None and first > last:
        wrong["first"] = DAYS_CROSSED
    state, part = query.get("state", ""), query.get("part", "")
    return Search(
        name=fold(query.get("name", "")[:LONGEST_WORDS]),
        deck=fold(query.get("deck", "")[:LONGEST_WORDS]),
        topic=fold(query.get("topic", "")[:LONGEST_WORDS]),
        first_ms=_ms(first),
        past_ms=None if last is None else _ms(last + timedelta(days=1)),
        state=state if state in get_args(State) else None,  # type: ignore[arg-type]  # one of them
        part=part if part in get_args(Part) else None,  # type: ignore[arg-type]  # one of them
        before=_cursor(query.get("before", "")),
    )


def page(person_id: str, search: Search, tiles: dict[str, bytes], count: int = PAGE) -> Found:
    """Return a page of the list.

    Args:
        tiles: what Redis has of the interviews that have not ended: see `unended`.
    """
    wanted: Any = _wanted(person_id, search)
    ended = InterviewRecord.archived_ms.is_not(None)
    if search.state == "ended":
        wanted = wanted.where(ended)
    elif search.state is not None:
        wanted = wanted.where(~ended).limit(MOST_UNENDED)
    if search.state in (None, "ended") and search.part is None:
        wanted = wanted.limit(count + 1)

    def work(session: Session) -> list[tuple[InterviewLine, int]]:
        found = []
        for row in session.execute(wanted):
            line = parking.line(*row[:6])
            line = now(line, tiles[line.id]) if line.id in tiles else line
            if _is_wanted(line, search):
                found.append((line, row.at_ms))
            if len(found) > count:
                break
        return found

    rows = db.transact(work)
    lines = tuple(line for line, _ in rows[:count])
    last = rows[count - 1] if len(rows) > count else None
    return Found(lines, f"{last[1]}.{last[0].id}.{last[0].seat}" if last else None)


def plan(person_id: str, search: Search) -> list[str]:
    """Return how the database would find the first page, line by line: what a test and `make bench` look at."""
    dialect = db.database.engine.dialect
    options = {"literal_binds": True}
    wanted = str(_wanted(person_id, search).limit(PAGE + 1).compile(dialect=dialect, compile_kwargs=options))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    with_colons = text(f"{explain} {wanted}".replace(":", r"\:"))
    return db.transact(lambda session: [str(row[-1]) for row in session.execute(with_colons)])


def unended(person_id: str) -> list[str]:
    """Return the interviews of a person that may be live, newest first."""
    wanted = (
        select(InterviewRecord.id)
        .join(Participation, Participation.interview_id == InterviewRecord.id)
        .where(Participation.person_id == person_id, Participation.hidden_ms.is_(None))
        .where(InterviewRecord.archived_ms.is_(None), InterviewRecord.deleted_ms.is_(None))
        .order_by(Participation.at_ms.desc())
        .limit(MOST_UNENDED)
    )
    return db.transact(lambda session: list(dict.fromkeys(session.scalars(wanted))))


def now(line: InterviewLine, tile: bytes) -> InterviewLine:
    """Return a line as the interview is now: who is in it, and how far it is."""
    known = msgspec.json.decode(tile, type=Tile)
    schedule = line.schedule if known.status == "lobby" else None
    return msgspec.structs.replace(line, status=known.status, schedule=schedule)


def state_of(line: InterviewLine) -> State:
    """Return under which state a line is found."""
    if line.status in ("wrapup", "released"):
        return "ended"
    return "planned" if line.status == "lobby" and line.schedule else "live"


def gave(line: InterviewLine) -> bool:
    """Tell whether they interviewed in it, or alone had both sides."""
    return "interviewer" in line.roles or "soloist" in line.roles


def _wanted(person_id: str, search: Search) -> Any:  # a Select; each column has a type of its own
    """Return the query that goes along the index `ix_participations_person_at`, newest first."""
    mine = Participation
    wanted: Any = (
        select(
            InterviewRecord.id, mine.seat_id, InterviewRecord.title, InterviewRecord.created_ms,
            InterviewRecord.status, InterviewRecord.state, mine.at_ms,
        )
        .join(InterviewRecord, InterviewRecord.id == mine.interview_id)
        .where(mine.person_id == person_id, mine.hidden_ms.is_(None), InterviewRecord.deleted_ms.is_(None))
        .order_by(mine.at_ms.desc(), mine.interview_id.desc(), mine.seat_id.desc())
    )  # fmt: skip
    for words, column in (
        (search.name, InterviewRecord.name_words),
        (search.deck, InterviewRecord.deck_words),
        (search.topic, InterviewRecord.topic_words),
    ):
        if words:
            wanted = wanted.where(db.holds(column, words))
    if search.first_ms is not None:
        wanted = wanted.where(mine.at_ms >= search.first_ms)
    if search.past_ms is not None:
        wanted = wanted.where(mine.at_ms < search.past_ms)
    if search.before is not None:
        at_ms, id, seat = search.before
        same = and_(
            mine.at_ms == at_ms, or_(mine.interview_id < id, and_(mine.interview_id == id, mine.seat_id < seat))
        )
        wanted = wanted.where(mine.at_ms <= at_ms, or_(mine.at_ms < at_ms, same))
    return wanted


def _is_wanted(line: InterviewLine, search: Search) -> bool:
    if search.state is not None and state_of(line) != search.state:
        return False
    return search.part is None or gave(line) == (search.part == "gave")


def _day(query: MultiDict[str, str], name: str, wrong: dict[str, str]) -> datetime | None:
    given = query.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        wrong[name] = BAD_DAY
        return None


def _ms(day: datetime | None) -> int | None:
    return None if day is None else round(day.timestamp() * 1000)


def _cursor(text: str) -> tuple[int, str, str] | None:
    """Read where a page begins; what is none begins at the beginning."""
    at_ms, _, rest = text.partition(".")
    id, _, seat = rest.partition(".")
    if not (at_ms.isascii() and at_ms.isdecimal() and len(at_ms) < 16 and id.isalnum() and seat.isalnum()):
        return None
    return int(at_ms), id, seat
