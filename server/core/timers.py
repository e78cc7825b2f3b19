"""The named timers of an interview, derived from its state: no timer is stored beside what it is about.

The earliest is the interview's row in Redis. A started interview that is not archived always has a row, `NEVER` if
nothing is due: the rows are also how a new worker finds what was running. In the lobby only a warm-up has one.
"""

from math import inf

from .interview import Interview, Round

LEFT_AFTER_MS = 3 * 60 * 1000
EMPTY_AFTER_MS = 60 * 60 * 1000
NEVER = inf


def next_due_ms(interview: Interview) -> float | None:
    """Return the instant of the earliest timer, `NEVER` when none runs, None when there is to be no row."""
    if interview.status == "lobby":
        return clock_due_ms(interview.warmup)
    if archive_due(interview):
        return interview.released_ms or interview.ended_ms
    if interview.status == "released":
        return None
    if interview.status == "wrapup":
        return interview.release_due_ms
    running = (
        clock_due_ms(interview.open_round),
        *left_due_ms(interview).values(),
        empty_due_ms(interview),
        interview.wrap_up_due_ms,
    )
    return min((at_ms for at_ms in running if at_ms is not None), default=NEVER)


def archive_due(interview: Interview) -> bool:
    """Tell whether the record in SQL is behind what has ended."""
    return interview.status in ("wrapup", "released") and not interview.archived


def clock_due_ms(round: Round | None) -> int | None:
    """Return when think or answer time runs out; None while it stands still or is over already."""
    return None if round is None or round.clock.over else round.clock.deadline_ms


def left_due_ms(interview: Interview) -> dict[str, int]:
    """Return, by seat, when a lost participant counts as having left."""
    started_ms = interview.started_ms or 0
    return {
        seat.id: max(seat.lost_ms, started_ms) + LEFT_AFTER_MS
        for seat in interview.seats
        if seat.joined and not seat.removed and seat.lost_ms is not None and not seat.left
    }


def empty_due_ms(interview: Interview) -> int | None:
    """Return when a room that nobody is in ends by itself; None while somebody is."""
    lost = [seat.lost_ms for seat in interview.seats if seat.joined and not seat.removed]
    if any(lost_ms is None for lost_ms in lost):
        return None
    return (
        max((lost_ms for lost_ms in (*lost, interview.started_ms) if lost_ms is not None), default=0) + EMPTY_AFTER_MS
    )
