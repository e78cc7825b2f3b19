"""The arithmetic of a round's clock. Pure functions from one `Clock` to the next; instants are given, never taken."""

from msgspec.structs import replace

from .interview import Clock


def started(think_ms: int, answer_ms: int, at_ms: int) -> Clock:
    """Return a clock that runs from `at_ms`: think time first where there is any."""
    if think_ms:
        return Clock(
            phase="think", total_ms=think_ms, answer_ms=answer_ms, deadline_ms=at_ms + think_ms, since_ms=at_ms
        )
    return Clock(phase="answer", total_ms=answer_ms, answer_ms=answer_ms, deadline_ms=at_ms + answer_ms, since_ms=at_ms)


def answering(clock: Clock, at_ms: int, deadline_ms: int) -> Clock:
    """Return the clock as it runs on in answer time from `at_ms`."""
    return replace(
        _settled(clock, at_ms),
        phase="answer",
        total_ms=clock.answer_ms,
        deadline_ms=deadline_ms,
        since_ms=at_ms,
        left_ms=None,
        paused=None,
        paused_for=None,
    )


def paused(clock: Clock, at_ms: int, left_ms: int, seat: str | None) -> Clock:
    """Return the clock as it stands still with `left_ms` left; for `seat` where its loss was the cause."""
    settled = _settled(clock, at_ms)
    if clock.phase == "stopped":  # a loss noticed after a hard expiry: what ran from `at_ms` on was not used
        settled = replace(settled, phase="answer", answer_used_ms=settled.answer_used_ms - left_ms)
    return replace(
        settled,
        left_ms=left_ms,
        paused="lost" if seat else "lead",
        paused_for=seat,
        over=clock.over and left_ms <= 0,
    )


def resumed(clock: Clock, at_ms: int, deadline_ms: int) -> Clock:
    """Return the clock as it runs again towards `deadline_ms`."""
    return replace(clock, deadline_ms=deadline_ms, since_ms=at_ms, left_ms=None, paused=None, paused_for=None)


def extended(clock: Clock, at_ms: int, by_ms: int) -> Clock:
    """Return the clock with `by_ms` more; one that had run out runs again from `at_ms`."""
    grown = replace(clock, total_ms=clock.total_ms + by_ms, extended_ms=clock.extended_ms + by_ms)
    if grown.deadline_ms is not None:
        deadline_ms = grown.deadline_ms + by_ms
        return replace(grown, deadline_ms=deadline_ms, over=grown.over and deadline_ms <= at_ms)
    left_ms = (grown.left_ms or 0) + by_ms
    if grown.phase != "stopped":
        return replace(grown, left_ms=left_ms, over=grown.over and left_ms <= 0)
    return replace(grown, phase="answer", deadline_ms=at_ms + by_ms, since_ms=at_ms, left_ms=None, over=False)


def stopped(clock: Clock, at_ms: int) -> Clock:
    """Return the clock as it stopped for good at `at_ms`, with what was left."""
    if clock.phase == "stopped":
        return clock
    left_ms = clock.left_ms if clock.deadline_ms is None else clock.deadline_ms - at_ms
    return replace(_settled(clock, at_ms), phase="stopped", left_ms=left_ms, paused=None, paused_for=None)


def _settled(clock: Clock, at_ms: int) -> Clock:
    """Return the clock with its running stretch, if any, added to the time used."""
    if clock.deadline_ms is None or clock.since_ms is None:
        return replace(clock, since_ms=None)
    used_ms = max(0, at_ms - clock.since_ms)
    if clock.phase == "think":
        return replace(clock, think_used_ms=clock.think_used_ms + used_ms, deadline_ms=None, since_ms=None)
    return replace(clock, answer_used_ms=clock.answer_used_ms + used_ms, deadline_ms=None, since_ms=None)
