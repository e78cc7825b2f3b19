"""THE RULES: `decide` says what happens when somebody asks for something.

1. Pure: no I/O, no clock, no randomness. `now_ms` is given, on Redis's clock.
2. A rule returns events, or raises `Refused`, which changes nothing. No events: what was asked for is so already.
3. Who may is asked first, of `permissions`; what one sees is never decided here.
4. What time has brought comes first: a command after a deadline finds it passed, however late the timers' poller is.
5. Rules of a round stand in `round_rules`, of the swap in `swap_rules`, those that time gives in `time_rules`.
"""

from collections.abc import Callable
from typing import Any

from . import call, class_rules, names, panel, round_rules, swap_rules, time_rules
from . import commands as c
from . import events as e
from .case import Case, Events
from .content import WARMUP_QUESTION, Content
from .evolve import evolve
from .halves import OTHER, choosable, free_side, has_asked
from .interview import ASKED, Feedback, Interview, Schedule, Seat
from .permissions import authorise
from .refusals import Refused

SEATS_MAX = 40
LEAD_LOST_MS = 30_000
START_GRACE_MS = 60_000
WARMUP_THINK_MS = 10_000


def decide(interview: Interview, command: c.Command, seat_id: str, now_ms: int, content: Content) -> Events:
    """Return what happens when the seat asks for `command` at `now_ms`.

    Raises:
        Refused: With the code that says why not.
    """
    brought = time_rules.overdue(interview, now_ms)
    interview = evolve(interview, brought)
    seat = interview.seat(seat_id)
    if seat is None:
        raise Refused("gone")
    authorise(interview, seat, command)
    events = _RULES[type(command)](Case(interview, seat, content, now_ms), command)
    return (*brought, *events) if events else ()


def decide_system(interview: Interview, command: c.System, now_ms: int) -> Events:
    """Return what happens when the server itself asks for `command`; never refuses."""
    match command:
        case c.TimersDue():
            return time_rules.due(interview, command.at_ms, now_ms)
        case c.Lost():
            brought = time_rules.overdue(interview, command.at_ms)
            return (*brought, *time_rules.lost(evolve(interview, brought), command.seat, command.at_ms))
        case c.Back():
            return time_rules.back(interview, command.seat, now_ms)
        case c.Archived():
            return time_rules.archived(interview)
        case _:
            raise TypeError(type(command).__name__)


def _join(case: Case, command: c.Join) -> Events:
    if case.seat.joined:
        return _rename(case, c.Rename(name=command.name))
    extra_percent = command.extra_percent if _is_asked(case.seat) else 0
    name = _name(command.name)
    return (
        e.Joined(seat=case.seat.id, name=name, extra_percent=extra_percent, replay=command.replay, at_ms=case.now_ms),
    )


def _is_asked(seat: Seat) -> bool:
    """Tell whether the seat answers questions, now or after a swap."""
    return seat.role == "candidate" or seat.side is not None


def _prefer(case: Case, command: c.Prefer) -> Events:
    if not _is_asked(case.seat):
        raise Refused("not_allowed")
    extra_percent = case.seat.extra_percent if command.extra_percent is None else command.extra_percent
    replay = case.seat.replay if command.replay is None else command.replay
    if (extra_percent, replay) == (case.seat.extra_percent, case.seat.replay):
        return ()
    return (e.Preferred(seat=case.seat.id, extra_percent=extra_percent, replay=replay),)


def _rename(case: Case, command: c.Rename) -> Events:
    name = _name(command.name)
    return () if name == case.seat.name else (e.Renamed(seat=case.seat.id, name=name),)


def _name(wanted: str) -> str:
    name = names.clean(wanted)
    if name is None:
        raise Refused("bad_name")
    return name


def _invite(case: Case, command: c.Invite) -> Events:
    if len(case.interview.seats) >= SEATS_MAX:
        raise Refused("seats_full")
    side = None
    if case.interview.options.swap and command.role == "candidate":
        side = free_side(case.interview)
        if side is None:
            raise Refused("one_candidate")
    return (e.SeatInvited(seat=f"s{len(case.interview.seats) + 1}", role=command.role, side=side),)


def _replace_link(case: Case, command: c.ReplaceLink) -> Events:
    return (e.LinkReplaced(seat=_target(case, command.seat).id),)


def _remove(case: Case, command: c.Remove) -> Events:
    if command.seat == case.interview.lead:
        raise Refused("own_seat")
    return round_rules.unsealed(case, e.SeatRemoved(seat=_target(case, command.seat).id))


def _target(case: Case, id: str) -> Seat:
    seat = case.interview.seat(id)
    if seat is None or seat.removed or (seat.id == case.interview.coach and not case.coaching):
        raise Refused("unknown_seat")  # who leads a room of a class has no say over its coach
    return seat


def _plan(case: Case, command: c.Plan) -> Events:
    known = {question.id for question in choosable(case.interview, case.seat, case.content)}
    if not known.issuperset(command.questions):
        raise Refused("unknown_question")
    if len(set(command.questions)) != len(command.questions):
        raise Refused("planned_twice")
    asked = {round.question for round in case.interview.rounds if round.state != "skipped"}
    if asked.intersection(command.questions):
        raise Refused("already_asked")
    if command.questions == case.interview.plans.get(case.seat.id, ()):
        return ()
    return (e.Planned(seat=case.seat.id, questions=command.questions),)


def _start(case: Case, _command: c.Start) -> Events:
    if not any(seat.role in ASKED and seat.joined and not seat.removed for seat in case.interview.seats):
        raise Refused("nobody_to_ask")
    return (e.Started(at_ms=case.now_ms),)


def _schedule(case: Case, command: c.Schedule) -> Events:
    if command.starts_ms is None:
        return (e.Scheduled(schedule=None),) if case.interview.schedule else ()
    if command.starts_ms < case.now_ms - START_GRACE_MS:
        raise Refused("start_past")
    schedule = Schedule(starts_ms=command.starts_ms, zone=command.zone, length_min=command.length_min)
    return () if schedule == case.interview.schedule else (e.Scheduled(schedule=schedule),)


def _bring(case: Case, command: c.Bring) -> Events:
    side = case.seat.side
    if not case.interview.options.swap or side is None:
        raise Refused("no_swap")
    if case.interview.status == "live":
        if case.interview.open_round is not None:
            raise Refused("round_open")
        if has_asked(case.interview, side):
            raise Refused("deck_in_use")
    if set(command.questions).intersection(case.interview.halves.get(OTHER[side], ())):
        raise Refused("unknown_question")
    if len(set(command.questions)) != len(command.questions):
        raise Refused("planned_twice")
    if case.interview.halves.get(side) == command.questions:
        return ()
    return (e.Brought(side=side, seat=case.seat.id, questions=command.questions),)


def _set_call(case: Case, command: c.SetCall) -> Events:
    url = command.url.strip() and call.address(command.url.strip())
    if url is None:
        raise Refused("bad_call")
    return () if url == case.interview.call else (e.CallSet(url=url),)


def _warm_up(case: Case, _command: c.WarmUp) -> Events:
    roles = {seat.id: seat.role for seat in case.interview.seats if seat.joined and not seat.removed}
    return (
        e.WarmedUp(
            asker=case.seat.id,
            at_ms=case.now_ms,
            think_ms=WARMUP_THINK_MS,
            answer_ms=WARMUP_QUESTION.seconds * 1000,
            roles=roles,
        ),
    )


def _feedback(case: Case, command: c.GiveFeedback) -> Events:
    if len(command.keep) + len(command.stop) + len(command.start) > c.POINTS_MAX:
        raise Refused("too_many_points")
    if any(len(point) > c.POINT_MAX_CHARS for point in (*command.keep, *command.stop, *command.start)):
        raise Refused("too_long")
    if case.interview.feedback.get(case.seat.id) == Feedback(keep=command.keep, stop=command.stop, start=command.start):
        return ()
    return (e.FeedbackGiven(seat=case.seat.id, keep=command.keep, stop=command.stop, start=command.start),)


def _pass_lead(case: Case, command: c.PassLead) -> Events:
    seat = _target(case, command.seat)
    if seat.id == case.interview.lead:
        raise Refused("has_lead")
    if seat.role != "interviewer" or not seat.joined:
        raise Refused("not_interviewer")
    return (e.LeadPassed(seat=seat.id),)


def _take_lead(case: Case, _command: c.TakeLead) -> Events:
    if case.interview.lead == case.seat.id:
        raise Refused("has_lead")
    lead = case.interview.seat(case.interview.lead)
    if lead is not None and not lead.left and (lead.lost_ms is None or case.now_ms - lead.lost_ms < LEAD_LOST_MS):
        raise Refused("lead_present")
    return (e.LeadPassed(seat=case.seat.id, taken=True),)


def _end(case: Case, _command: c.End) -> Events:
    return time_rules.ending(case.interview, case.now_ms)


def _release(case: Case, command: c.Release) -> Events:
    """Release the report. It shows every mark, so the seals that are left open with it, and say who did so."""
    opened = (
        e.SealOpened(round=round.id, at_ms=case.now_ms, by=case.seat.id)
        for round in case.interview.rounds
        if panel.sealed(case.interview, round)
    )
    return (*opened, e.Released(at_ms=case.now_ms, show_answers=command.show_answers))


def _reopen(case: Case, _command: c.Reopen) -> Events:
    return (e.Reopened(at_ms=case.now_ms, status="live" if case.interview.status == "wrapup" else "wrapup"),)


_RULES: dict[type[c.Command], Callable[[Case, Any], Events]] = {
    c.Join: _join,
    c.Rename: _rename,
    c.Invite: _invite,
    c.ReplaceLink: _replace_link,
    c.Remove: _remove,
    c.Plan: _plan,
    c.Start: _start,
    c.Ask: round_rules.ask,
    c.Begin: round_rules.begin,
    c.Skip: round_rules.skip,
    c.Close: round_rules.close,
    c.Pause: round_rules.pause,
    c.Resume: round_rules.resume,
    c.Extend: round_rules.extend,
    c.RevealStage: round_rules.reveal,
    c.Submit: round_rules.submit,
    c.OfferLate: round_rules.offer_late,
    c.AcceptLate: round_rules.accept_late,
    c.SendSignal: round_rules.signal,
    c.Tick: round_rules.tick,
    c.Note: round_rules.note,
    c.SetMark: round_rules.mark,
    c.GiveFeedback: _feedback,
    c.Schedule: _schedule,
    c.Bring: _bring,
    c.SetCall: _set_call,
    c.Prefer: _prefer,
    c.WarmUp: _warm_up,
    c.PassMarks: round_rules.pass_marks,
    c.OpenSeal: round_rules.open_seal,
    c.OfferSwap: swap_rules.offer,
    c.AcceptSwap: swap_rules.accept,
    c.PassLead: _pass_lead,
    c.TakeLead: _take_lead,
    c.End: _end,
    c.Release: _release,
    c.Reopen: _reopen,
    c.Announce: class_rules.announce,
    c.WrapUp: class_rules.wrap_up,
    c.SetPhase: class_rules.set_phase,
}
