"""Fold the events of rounds into the state: see `evolve`."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from . import clock as clocks
from . import round_events as e
from .event import Event
from .interview import ASKED, WARMUP, Interview, Late, Mark, Reveal, Round


def _round(interview: Interview, id: int, **changes: Any) -> Interview:
    if id == 0:
        return replace(interview, warmup=replace(_of(interview, 0), **changes))
    rounds = interview.rounds
    changed = replace(rounds[id - 1], **changes)
    return replace(interview, rounds=(*rounds[: id - 1], changed, *rounds[id:]))


def _of(interview: Interview, id: int) -> Round:
    round = interview.round(id)
    assert round is not None  # noqa: S101 - the log is ours: an event never names a round that is not there
    return round


def hushed(interview: Interview) -> Interview:
    """Return the interview without the signals of a round that has no candidate any more: nobody can lower them."""
    round = interview.open_round
    if round is None or not round.signals:
        return interview
    there = (seat for seat in interview.seats if seat.joined and not seat.removed)
    return interview if any(round.role_of(seat) in ASKED for seat in there) else _round(interview, round.id, signals={})


def _without(plans: dict[str, tuple[str, ...]], question: str) -> dict[str, tuple[str, ...]]:
    return {seat: tuple(id for id in plan if id != question) for seat, plan in plans.items()}


def _asked(interview: Interview, event: e.Asked) -> Interview:
    round = Round(
        id=event.round,
        question=event.question,
        asker=event.asker,
        asked_ms=event.at_ms,
        roles=event.roles,
        clock=clocks.started(event.think_ms, event.answer_ms, event.at_ms),
    )
    return replace(
        interview,
        rounds=(*interview.rounds, round),
        plans=_without(interview.plans, event.question),
        swap_offered_by=None,
    )


def _came_back(interview: Interview, event: e.CameBack) -> Interview:
    round = _of(interview, event.round)
    fresh = clocks.started(event.think_ms, event.answer_ms, event.at_ms)
    clock = replace(fresh, think_used_ms=round.clock.think_used_ms, answer_used_ms=round.clock.answer_used_ms)
    back = _round(
        interview, event.round, state="open", clock=clock, submitted_ms=None, expired_ms=None, closed_ms=None, late=None
    )
    return replace(back, plans=_without(back.plans, round.question), swap_offered_by=None)


def _answering_began(interview: Interview, event: e.AnsweringBegan) -> Interview:
    clock = clocks.answering(_of(interview, event.round).clock, event.at_ms, event.deadline_ms)
    return _round(interview, event.round, clock=clock)


def _round_skipped(interview: Interview, event: e.RoundSkipped) -> Interview:
    round = _of(interview, event.round)
    plan = interview.plans.get(interview.lead, ())
    put_back = replace(interview, plans={**interview.plans, interview.lead: (*plan, round.question)})
    return _ended_round(put_back, round, event.at_ms, "skipped")


def _round_closed(interview: Interview, event: e.RoundClosed) -> Interview:
    if event.round == 0:
        return replace(interview, warmup=None)
    return _ended_round(interview, _of(interview, event.round), event.at_ms, "closed")


def _ended_round(interview: Interview, round: Round, at_ms: int, state: str) -> Interview:
    clock = clocks.stopped(round.clock, at_ms)
    return _round(interview, round.id, state=state, clock=clock, closed_ms=at_ms, signals={})


def _paused(interview: Interview, event: e.Paused) -> Interview:
    clock = clocks.paused(_of(interview, event.round).clock, event.at_ms, event.left_ms, event.seat)
    return _round(interview, event.round, clock=clock, expired_ms=None)


def _resumed(interview: Interview, event: e.Resumed) -> Interview:
    clock = clocks.resumed(_of(interview, event.round).clock, event.at_ms, event.deadline_ms)
    return _round(interview, event.round, clock=clock)


def _extended(interview: Interview, event: e.Extended) -> Interview:
    round = _of(interview, event.round)
    clock = clocks.extended(round.clock, event.at_ms, event.by_ms)
    # What was offered late can be typed again; accepting it later would undo what is typed from now on.
    late = round.late if round.late is not None and round.late.accepted_ms is not None else None
    return _round(interview, event.round, clock=clock, expired_ms=None, late=late)


def _time_expired(interview: Interview, event: e.TimeExpired) -> Interview:
    clock = _of(interview, event.round).clock
    if not event.hard:
        return _round(interview, event.round, clock=replace(clock, over=True))
    # `since_ms` stays: a loss that is noticed only now sets the clock back, at most to where this stretch began.
    stopped = replace(clocks.stopped(clock, event.at_ms), since_ms=clock.since_ms)
    return _round(interview, event.round, clock=stopped, expired_ms=event.at_ms)


def _revealed(interview: Interview, event: e.Revealed) -> Interview:
    shown = (*_of(interview, event.round).revealed, Reveal(stage=event.stage, at_ms=event.at_ms))
    return _round(interview, event.round, revealed=shown)


def _submitted(interview: Interview, event: e.Submitted) -> Interview:
    clock = clocks.stopped(_of(interview, event.round).clock, event.at_ms)
    return _round(interview, event.round, submitted_ms=event.at_ms, clock=clock, signals={})


def _late_offered(interview: Interview, event: e.LateOffered) -> Interview:
    return _round(interview, event.round, late=Late(offered_ms=event.at_ms, chars=event.chars))


def _late_accepted(interview: Interview, event: e.LateAccepted) -> Interview:
    late = _of(interview, event.round).late
    return _round(interview, event.round, late=replace(late, accepted_ms=event.at_ms) if late else None)


def _signalled(interview: Interview, event: e.Signalled) -> Interview:
    signals = {name: at_ms for name, at_ms in _of(interview, event.round).signals.items() if name != event.signal}
    if event.on:
        signals[event.signal] = event.at_ms
    return _round(interview, event.round, signals=signals)


def _ticked(interview: Interview, event: e.Ticked) -> Interview:
    ticks = _of(interview, event.round).ticks
    mine = set(ticks.get(event.seat, ()))
    mine = mine | {event.point} if event.on else mine - {event.point}
    return _round(interview, event.round, ticks={**ticks, event.seat: tuple(sorted(mine))})


def _note_released(interview: Interview, event: e.NoteReleased) -> Interview:
    others = tuple(seat for seat in _of(interview, event.round).released_notes if seat != event.seat)
    return _round(interview, event.round, released_notes=(*others, event.seat) if event.released else others)


def _marked(interview: Interview, event: e.Marked) -> Interview:
    marks = _of(interview, event.round).marks
    mine = {dimension: mark for dimension, mark in marks.get(event.seat, {}).items() if dimension != event.dimension}
    if event.value is not None:
        mine[event.dimension] = Mark(value=event.value, help=event.help, changed=event.changed)
    return _round(interview, event.round, marks={**marks, event.seat: mine})


def _marks_passed(interview: Interview, event: e.MarksPassed) -> Interview:
    return _round(interview, event.round, passed=(*_of(interview, event.round).passed, event.seat))


def _seal_opened(interview: Interview, event: e.SealOpened) -> Interview:
    return _round(interview, event.round, unsealed_ms=event.at_ms, unsealed_by=event.by)


def _warmed_up(interview: Interview, event: e.WarmedUp) -> Interview:
    round = Round(
        id=0,
        question=WARMUP,
        asker=event.asker,
        asked_ms=event.at_ms,
        roles=event.roles,
        clock=clocks.started(event.think_ms, event.answer_ms, event.at_ms),
    )
    return replace(interview, warmup=round)


FOLDS: dict[type[Event], Callable[[Interview, Any], Interview]] = {
    e.Asked: _asked,
    e.CameBack: _came_back,
    e.AnsweringBegan: _answering_began,
    e.RoundSkipped: _round_skipped,
    e.RoundClosed: _round_closed,
    e.Paused: _paused,
    e.Resumed: _resumed,
    e.Extended: _extended,
    e.TimeExpired: _time_expired,
    e.Revealed: _revealed,
    e.Submitted: _submitted,
    e.LateOffered: _late_offered,
    e.LateAccepted: _late_accepted,
    e.Signalled: _signalled,
    e.Ticked: _ticked,
    e.NoteReleased: _note_released,
    e.Marked: _marked,
    e.MarksPassed: _marks_passed,
    e.SealOpened: _seal_opened,
    e.WarmedUp: _warmed_up,
}
