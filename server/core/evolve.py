"""Fold events into the state. Decides nothing and can't fail: the same code rebuilds any moment for the replay."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from . import events as e
from . import evolve_class, evolve_rounds
from .interview import Feedback, Interview, Role, Seat

RELEASE_AFTER_MS = 24 * 3600 * 1000


def evolve(interview: Interview, events: Iterable[e.Event]) -> Interview:
    """Return the interview after `events`."""
    for event in events:
        interview = _FOLDS[type(event)](interview, event)
    return interview


def _seat(interview: Interview, id: str, **changes: Any) -> Interview:
    seats = tuple(replace(seat, **changes) if seat.id == id else seat for seat in interview.seats)
    return replace(interview, seats=seats)


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
    swaps = any(seat.id == event.seat and seat.side for seat in interview.seats)
    after = replace(
        interview,
        seats=tuple(
            replace(seat, removed=True, link=seat.link + 1) if seat.id == event.seat else seat
            for seat in interview.seats
        ),
        swap_offered_by=None if swaps else interview.swap_offered_by,
    )
    return evolve_rounds.hushed(after)


def _planned(interview: Interview, event: e.Planned) -> Interview:
    return replace(interview, plans={**interview.plans, event.seat: event.questions})


def _started(interview: Interview, event: e.Started) -> Interview:
    return replace(interview, status="live", started_ms=event.at_ms, warmup=None)


def _swap_offered(interview: Interview, event: e.SwapOffered) -> Interview:
    return replace(interview, swap_offered_by=event.seat)


def _swapped(interview: Interview, event: e.Swapped) -> Interview:
    roles: dict[str, Role] = {event.interviewer: "interviewer", event.candidate: "candidate"}
    # Who came after a round keeps for it the role in which they came: what they may see of it does not change now.
    came: dict[str, Role] = {seat.id: seat.role for seat in interview.seats if seat.id in roles}
    rounds = tuple(replace(round, roles={**came, **round.roles}) for round in interview.rounds)
    seats = tuple(replace(seat, role=roles.get(seat.id, seat.role)) for seat in interview.seats)
    asking = next((seat.side for seat in seats if seat.id == event.interviewer and seat.side), interview.asking)
    return replace(interview, seats=seats, rounds=rounds, lead=event.interviewer, asking=asking, swap_offered_by=None)


def _call_set(interview: Interview, event: e.CallSet) -> Interview:
    return replace(interview, call=event.url)


def _preferred(interview: Interview, event: e.Preferred) -> Interview:
    return _seat(interview, event.seat, extra_percent=event.extra_percent, replay=event.replay)


def _scheduled(interview: Interview, event: e.Scheduled) -> Interview:
    return replace(interview, schedule=event.schedule)


def _brought(interview: Interview, event: e.Brought) -> Interview:
    gone = frozenset(interview.halves.get(event.side, ()))
    others = {seat: tuple(id for id in plan if id not in gone) for seat, plan in interview.plans.items()}
    return replace(
        interview,
        halves={**interview.halves, event.side: event.questions},
        plans={**others, event.seat: event.questions},
        content_rev=interview.content_rev + 1,
    )


def _feedback_given(interview: Interview, event: e.FeedbackGiven) -> Interview:
    feedback = Feedback(keep=event.keep, stop=event.stop, start=event.start)
    return replace(interview, feedback={**interview.feedback, event.seat: feedback})


def _lead_passed(interview: Interview, event: e.LeadPassed) -> Interview:
    return replace(interview, lead=event.seat, plans=_handed_on(interview, event.seat), archived=False)


def _handed_on(interview: Interview, to: str) -> dict[str, tuple[str, ...]]:
    """Return the plans when the lead goes to a seat: with it goes the plan, unless that seat has one of its own.

    Who swaps keeps theirs, which is of their own half, and gets none.
    """
    ends = {interview.lead, to}
    if interview.plans.get(to) or any(seat.side for seat in interview.seats if seat.id in ends):
        return interview.plans
    return {**interview.plans, interview.lead: (), to: interview.plans.get(interview.lead, ())}


def _ended(interview: Interview, event: e.Ended) -> Interview:
    return replace(
        interview,
        status="wrapup",
        ended_ms=event.at_ms,
        ended_by="empty" if event.empty else "lead",
        release_due_ms=event.at_ms + RELEASE_AFTER_MS,
        swap_offered_by=None,
        wrap_up_due_ms=None,
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
    **evolve_rounds.FOLDS,
    **evolve_class.FOLDS,
    e.Joined: _joined,
    e.Renamed: _renamed,
    e.SeatInvited: _seat_invited,
    e.LinkReplaced: _link_replaced,
    e.SeatRemoved: _seat_removed,
    e.Planned: _planned,
    e.Started: _started,
    e.FeedbackGiven: _feedback_given,
    e.SwapOffered: _swap_offered,
    e.Swapped: _swapped,
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
