"""A room at a glance, for who watches many: at most 300 bytes of JSON, made at each commit, published beside the state.

What is in it the coach of its class may see: names, who is there, question and stage, clock, signals, points ticked.
Nothing of an answer, a mark or a plan is. In one's own list it is without the question. Nothing is inferred from
silence.
"""

from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from .content import Content
from .interview import Interview, Round, Seat, Stage, Status

MOST_BYTES = 300
SHOWN_SEATS = 4
BUDGETS_BYTES = (40, 30, 22, 16, 12, 8, 4, 0)
"""How long each name, and twice as long the title, may be: the first that fits."""


class SeatTile(Struct, frozen=True, array_like=True):
    """Who sits where: the first letter of their role, and 0 for who has not come yet, 1 for lost, 2 for here."""

    role: str
    name: str
    presence: int


class RoundTile(Struct, frozen=True, array_like=True):
    """The open question: which one in the order asked, how it begins, what was shown of it, points still open of all.

    The clock is as in `ClockView`, of its two numbers the one that counts: an instant while it runs, else what was
    left. A signal is when it was raised, 0 for none.
    """

    number: int
    title: str
    stage: Stage | None
    handed_in: bool
    points_open: int
    points: int
    phase: str
    runs: bool
    clock_ms: int
    moment_ms: int
    hint_ms: int


class Tile(Struct, frozen=True, array_like=True):
    """A room; `more` counts the seats that are not listed."""

    rev: int
    status: Status
    seats: tuple[SeatTile, ...]
    more: int
    round: RoundTile | None
    asked: int
    wrap_up_due_ms: int | None


decode = msgspec.json.Decoder(Tile).decode


def tile(interview: Interview, rev: int, content: Content) -> bytes:
    """Return the tile of an interview at revision `rev` as JSON; names are cut where it would be too long."""
    encoded = b""
    for budget in BUDGETS_BYTES:
        encoded = msgspec.json.encode(_tile(interview, rev, content, budget))
        if len(encoded) <= MOST_BYTES:
            break
    return encoded


def for_participants(tile: bytes) -> bytes:
    """Return a tile as the list of one's interviews has it, whoever one still is in them: no question, no points."""
    known = decode(tile)
    if known.round is None:
        return tile
    return msgspec.json.encode(
        replace(known, round=replace(known.round, title="", stage=None, points_open=0, points=0))
    )


def _tile(interview: Interview, rev: int, content: Content, budget: int) -> Tile:
    listed = [seat for seat in interview.seats if not seat.removed and (seat.id != interview.coach or seat.joined)]
    round = interview.open_round
    return Tile(
        rev=rev,
        status=interview.status,
        seats=tuple(_seat(seat, budget) for seat in listed[:SHOWN_SEATS]),
        more=max(0, len(listed) - SHOWN_SEATS),
        round=None if round is None else _round(round, content, 2 * budget),
        asked=sum(each.state != "skipped" for each in interview.rounds),
        wrap_up_due_ms=interview.wrap_up_due_ms,
    )


def _seat(seat: Seat, budget: int) -> SeatTile:
    presence = 0 if not seat.joined else 1 if seat.lost_ms is not None else 2
    return SeatTile(seat.role[0], _cut(seat.name, budget), presence)


def _round(round: Round, content: Content, budget: int) -> RoundTile:
    clock, question = round.clock, content.question(round.question)
    ticked = {point for points in round.ticks.values() for point in points}
    return RoundTile(
        number=round.id,
        title=_cut(question.title, budget),
        stage=round.revealed[-1].stage if round.revealed else None,
        handed_in=round.submitted_ms is not None,
        points_open=len(question.points) - len(ticked),
        points=len(question.points),
        phase=clock.phase,
        runs=clock.deadline_ms is not None,
        clock_ms=(clock.left_ms or 0) if clock.deadline_ms is None else clock.deadline_ms,
        moment_ms=round.signals.get("moment", 0),
        hint_ms=round.signals.get("hint", 0),
    )


def _cut(text: str, most_bytes: int) -> str:
    """Return as much of a text as fits into so many bytes of JSON, with a sign where it was cut."""
    if _length(text) <= most_bytes:
        return text
    left = most_bytes - len("…".encode())
    kept = "".join(_fitting(text, left))
    return f"{kept.rstrip()}…" if kept else ""


def _fitting(text: str, most_bytes: int) -> Iterator[str]:
    for each in text:
        most_bytes -= _length(each)
        if most_bytes < 0:
            return
        yield each


def _length(text: str) -> int:
    return len(msgspec.json.encode(text)) - 2
