"""Fold events into the state. Decides nothing and can't fail: the same code rebuilds any moment for the replay."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from . import clock as clocks
from . import events as e
from .interview import WARMUP, Feedback, Interview, Late, Mark, Reveal, Role, Round, Seat

RELEASE_AFTER_MS = 24 * 3600 * 1000


def evolve(interview: Interview, events: Iterable[e.Event]) -> Interview:
    """Return the interview after `events`."""
    for event in events:
        interview = _FOLDS[type(event)](interview, event)
    return interview


def _seat(interview: Interview, id: str, **changes: Any) -> Interview:
    seats = tuple(replace(seat, **changes) if seat.id == id else seat for seat in interview.seats)
    return replace(interview, seats=seats)


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


def _joined(interview: Interview, event: e.Joined) -> Interview:
    return _seat(
        interview,
        event.seat,
        name=event.name,
        joined=True,
        extra_percent=event.extra_percent,
        replay=event.replay,
        lost_ms=event.at_ms,
    )


def _renamed(interview: Interview, event: e.Renamed) -> Interview:
    return _seat(interview, event.seat, name=event.name)


def _seat_invited(interview: Interview, event: e.SeatInvited) -> Interview:
    return replace(interview, seats=(*interview.seats, Seat(id=event.seat, role=event.role, side=event.side)))


def _link_replaced(interview: Interview, event: e.LinkReplaced) -> Interview:
    return replace(
        interview,
        seats=tuple(replace(seat, link=seat.link + 1) if seat.id == event.seat else seat for seat in interview.seats),
        archived=False,  # a record with the old generation would bring the old link back to life
    )


def _seat_removed(interview: Interview, event: e.SeatRemoved) -> Interview:
    return replace(
        interview,
        seats=tuple(
            replace(seat, removed=True, link=seat.link + 1) if seat.id == event.seat else seat
            for seat in interview.seats
        ),
        swap_offered_by=None,
    )


def _planned(interview: Interview, event: e.Planned) -> Interview:
    return replace(interview, plans={**interview.plans, event.seat: event.questions})


def _started(interview: Interview, event: e.Started) -> Interview:
    return replace(interview, status="live", started_ms=event.at_ms, warmup=None)


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


def _swap_offered(interview: Interview, event: e.SwapOffered) -> Interview:
    return replace(interview, swap_offered_by=event.seat)


def _swapped(interview: Interview, event: e.Swapped) -> Interview:
    roles: dict[str, Role] = {event.interviewer: "interviewer", event.candidate: "candidate"}
    seats = tuple(replace(seat, role=roles.get(seat.id, seat.role)) for seat in interview.seats)
    asking = next((seat.side for seat in seats if seat.id == event.interviewer and seat.side), interview.asking)
    return replace(interview, seats=seats, lead=event.interviewer, asking=asking, swap_offered_by=None)


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


def _call_set(interview: Interview, event: e.CallSet) -> Interview:
    return replace(interview, call=event.url)


def _preferred(interview: Interview, event: e.Preferred) -> Interview:
    return _seat(interview, event.seat, extra_percent=event.extra_percent, replay=event.replay)


def _scheduled(interview: Interview, event: e.Scheduled) -> Interview:
    return replace(interview, schedule=event.schedule)


def _brought(interview: Interview, event: e.Brought) -> Interview:
    return replace(
        interview,
        halves={**interview.halves, event.side: event.questions},
        plans={**interview.plans, event.seat: event.questions},
        content_rev=interview.content_rev + 1,
    )


def _feedback_given(interview: Interview, event: e.FeedbackGiven) -> Interview:
    feedback = Feedback(keep=event.keep, stop=event.stop, start=event.start)
    return replace(interview, feedback={**interview.feedback, event.seat: feedback})


def _lead_passed(interview: Interview, event: e.LeadPassed) -> Interview:
    return replace(interview, lead=event.seat, archived=False)


def _ended(interview: Interview, event: e.Ended) -> Interview:
    return replace(
        interview,
        status="wrapup",
        ended_ms=event.at_ms,
        ended_by="empty" if event.empty else "lead",
        release_due_ms=event.at_ms + RELEASE_AFTER_MS,
        swap_offered_by=None,
        archived=False,
    )


def _released(interview: Interview, event: e.Released) -> Interview:
    return replace(
        interview,
        status="released",
        released_ms=event.at_ms,
        released_by="due" if event.due else "lead",
        first_released_ms=interview.first_released_ms or event.at_ms,
        release_due_ms=None,
        show_answers=event.show_answers,
        archived=False,
    )


def _reopened(interview: Interview, event: e.Reopened) -> Interview:
    if event.status == "wrapup":
        return replace(
            interview,
            status="wrapup",
            released_ms=None,
            released_by=None,
            released_before=True,
            release_due_ms=event.at_ms + RELEASE_AFTER_MS,
            archived=False,
        )
    return replace(interview, status="live", ended_ms=None, ended_by=None, release_due_ms=None, archived=False)


def _participant_lost(interview: Interview, event: e.ParticipantLost) -> Interview:
    return _seat(interview, event.seat, lost_ms=event.at_ms)


def _participant_back(interview: Interview, event: e.ParticipantBack) -> Interview:
    return _seat(interview, event.seat, lost_ms=None, left=False)


def _participant_left(interview: Interview, event: e.ParticipantLeft) -> Interview:
    return _seat(interview, event.seat, left=True)


def _was_archived(interview: Interview, _event: e.WasArchived) -> Interview:
    return replace(interview, archived=True)


_FOLDS: dict[type[e.Event], Callable[[Interview, Any], Interview]] = {
    e.Joined: _joined,
    e.Renamed: _renamed,
    e.SeatInvited: _seat_invited,
    e.LinkReplaced: _link_replaced,
    e.SeatRemoved: _seat_removed,
    e.Planned: _planned,
    e.Started: _started,
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
    e.FeedbackGiven: _feedback_given,
    e.SwapOffered: _swap_offered,
    e.Swapped: _swapped,
    e.MarksPassed: _marks_passed,
    e.SealOpened: _seal_opened,
    e.WarmedUp: _warmed_up,
    e.CallSet: _call_set,
    e.Preferred: _preferred,
    e.Scheduled: _scheduled,
    e.Brought: _brought,
    e.LeadPassed: _lead_passed,
    e.Ended: _ended,
    e.Released: _released,
    e.Reopened: _reopened,
    e.ParticipantLost: _participant_lost,
    e.ParticipantBack: _participant_back,
    e.ParticipantLeft: _participant_left,
    e.WasArchived: _was_archived,
}
