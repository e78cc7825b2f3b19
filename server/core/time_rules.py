"""What time and broken lines do: due timers, the lost and the returned. They never refuse; no events: nothing to do."""

from . import events as e
from . import timers
from .case import Events
from .evolve import evolve
from .interview import Interview, Round


def overdue(interview: Interview, now_ms: int) -> Events:
    """Return what the timers up to `now_ms` bring and have not brought yet: their poller may be late."""
    events: Events = ()
    while (at_ms := timers.next_due_ms(interview)) is not None and at_ms <= now_ms:
        brought = due(interview, int(at_ms), now_ms)
        if not brought:
            break
        events += brought
        interview = evolve(interview, brought)
    return events


def due(interview: Interview, at_ms: int, now_ms: int) -> Events:
    """Return what the timer at `at_ms` brings, if the state has one at that very instant and it has come.

    The identity of the instant is what makes a timer fire once: a row read before a commit moved it finds no partner.
    """
    if now_ms < at_ms or timers.next_due_ms(interview) != at_ms:
        return ()
    if interview.status == "wrapup":
        if timers.archive_due(interview):
            return ()
        return (e.Released(at_ms=at_ms, show_answers=interview.show_answers, due=True),)
    if interview.status == "lobby":
        warmup = interview.warmup
        return () if warmup is None else (_clock_ran_out(interview, warmup, at_ms),)
    if interview.status != "live":
        return ()
    events: list[e.Event] = []
    round = interview.open_round
    if round is not None and timers.clock_due_ms(round) == at_ms:
        events.append(_clock_ran_out(interview, round, at_ms))
    events += [
        e.ParticipantLeft(seat=seat) for seat, left_ms in timers.left_due_ms(interview).items() if left_ms == at_ms
    ]
    if timers.empty_due_ms(interview) == at_ms:
        events += ending(interview, at_ms, empty=True)
    elif interview.wrap_up_due_ms == at_ms:
        events += ending(interview, at_ms)
    return tuple(events)


def ending(interview: Interview, at_ms: int, *, empty: bool = False) -> Events:
    """Return what ends the interview; of a drill nobody has anything to say, so its report is there at once."""
    round = interview.open_round
    closed = (e.RoundClosed(round=round.id, at_ms=at_ms),) if round else ()
    released = (e.Released(at_ms=at_ms, show_answers=True),) if interview.solo else ()
    return (*closed, e.Ended(at_ms=at_ms, empty=empty), *released)


def _clock_ran_out(interview: Interview, round: Round, at_ms: int) -> e.Event:
    if round.clock.phase == "think":
        return e.AnsweringBegan(round=round.id, at_ms=at_ms, deadline_ms=at_ms + round.clock.answer_ms)
    return e.TimeExpired(round=round.id, at_ms=at_ms, hard=interview.options.expiry == "hard")


def lost(interview: Interview, seat_id: str, at_ms: int) -> Events:
    """Note that a seat was last heard at `at_ms`; where so chosen, set the clock back to then and stop it."""
    seat = interview.seat(seat_id)
    if seat is None or seat.removed or seat.lost_ms is not None or not seat.joined:
        return ()
    gone = e.ParticipantLost(seat=seat.id, at_ms=at_ms)
    round = interview.open_round
    if round is None or interview.status != "live" or interview.options.on_lost == "run":
        return (gone,)
    if seat.id != interview.lead and round.roles.get(seat.id, seat.role) != "candidate":
        return (gone,)
    left_ms = _left_at_ms(round, at_ms)
    if left_ms is None:
        return (gone,)
    return (gone, e.Paused(round=round.id, at_ms=at_ms, left_ms=left_ms, seat=seat.id))


def _left_at_ms(round: Round, at_ms: int) -> int | None:
    """Return what was left at `at_ms`, also where the deadline passed before the loss was noticed; None if it stood."""
    if round.submitted_ms is not None:
        return None
    clock = round.clock
    if clock.deadline_ms is not None:
        return clock.deadline_ms - max(at_ms, clock.since_ms or 0)
    if round.expired_ms is not None and at_ms < round.expired_ms and round.late is None:
        return round.expired_ms - max(at_ms, clock.since_ms or 0)
    return None


def back(interview: Interview, seat_id: str, now_ms: int) -> Events:
    """Note that a seat is connected again. The clock stays as it is: resuming is on purpose, but where one is alone."""
    seat = interview.seat(seat_id)
    if seat is None or seat.removed or seat.lost_ms is None:
        return ()
    here = e.ParticipantBack(seat=seat.id)
    round = interview.open_round
    left_ms = round.clock.left_ms if round is not None and round.clock.paused else None
    if round is None or left_ms is None or not interview.solo:
        return (here,)
    return (here, e.Resumed(round=round.id, at_ms=now_ms, deadline_ms=now_ms + left_ms))


def archived(interview: Interview) -> Events:
    """Note that the record is safe."""
    return (e.WasArchived(),) if timers.archive_due(interview) else ()
