"""What one participant may see of an interview: built from nothing, field by field, per role. An allow-list.

A new field of the state is invisible until a function here names it. What one sees of a round follows from the role
one had in that round. Texts that are typed (answers, notes) travel apart; `may_read` decides about them.
"""

from collections.abc import Callable

from . import round_views
from .content import Content
from .halves import coming, deckless
from .interview import Interview, Options, Role, Schedule, Seat
from .permissions import has_interviewed
from .refusals import Refused
from .solo_wire import SoloistView
from .wire import (
    AnnouncementView,
    CandidateView,
    ClassView,
    FeedbackView,
    InterviewerView,
    ObserverView,
    OptionsView,
    PhaseView,
    PlannedQuestion,
    ScheduleView,
    SeatView,
)

View = InterviewerView | CandidateView | ObserverView | SoloistView


def view(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    """Build what `seat` may see of `interview` at revision `rev`.

    Raises:
        Refused: `gone`, for a seat that was removed.
    """
    if seat.removed:
        raise Refused("gone")
    return _FRAMES[seat.role](interview, rev, seat, content)


def may_read(interview: Interview, seat: Seat, text: str) -> bool:
    """Tell whether `seat` may read a typed text: `answer:<round>`, `late:<round>` or `note:<round>:<seat>`."""
    kind, _, rest = text.partition(":")
    number, _, author = rest.partition(":")
    round = interview.round(int(number)) if number.isdecimal() else None
    if round is None or seat.removed:
        return False
    if kind == "note":
        return author == seat.id
    if kind == "late":
        return round.role_of(seat) == "interviewer"
    return kind == "answer" and interview.options.answering != "spoken"


def _interviewer(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    return InterviewerView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(
            _seat(interview, one, seat, private=one.role == "candidate" or one is seat) for one in _seated(interview)
        ),
        show_count=interview.options.show_count,
        plan=_own_plan(interview, seat, content),
        rounds=round_views.lines(interview, seat, content),
        round=round_views.open_round(interview, seat, content),
        feedback=_feedback(interview, seat),
        swap_offered_by=interview.swap_offered_by,
        schedule=_schedule(interview.schedule),
        call=interview.call,
        content_rev=interview.content_rev,
        in_class=_class(interview),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        release_due_ms=interview.release_due_ms,
        released_ms=interview.released_ms,
        show_answers=interview.show_answers,
    )


def _candidate(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    releases = has_interviewed(interview, seat)
    return CandidateView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(interview, one, seat, private=one is seat) for one in _seated(interview)),
        planned=_count(interview) if interview.options.show_count else None,
        plan=_own_plan(interview, seat, content),
        rounds=round_views.lines(interview, seat, content),
        round=round_views.open_round(interview, seat, content),
        feedback=_feedback(interview, seat),
        interviewed=releases,
        swap_offered_by=interview.swap_offered_by,
        schedule=_schedule(interview.schedule),
        call=interview.call,
        content_rev=interview.content_rev,
        in_class=_class(interview),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        release_due_ms=interview.release_due_ms if releases else None,
        released_ms=interview.released_ms,
        released_before=interview.released_before,
        show_answers=interview.show_answers or not releases,
    )


def _observer(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    return ObserverView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(interview, one, seat, private=False) for one in _seated(interview)),
        rounds=round_views.lines(interview, seat, content),
        round=round_views.open_round(interview, seat, content),
        swap_offered_by=interview.swap_offered_by,
        schedule=_schedule(interview.schedule),
        call=interview.call,
        in_class=_class(interview),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
    )


def _soloist(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    planned = _count(interview)
    return SoloistView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(interview, one, seat, private=one is seat) for one in _seated(interview)),
        planned=planned,
        total=planned + sum(round.state != "skipped" for round in interview.rounds),
        rounds=round_views.solo_lines(interview, content),
        round=round_views.solo_round(interview, content),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
    )


_FRAMES: dict[Role, Callable[[Interview, int, Seat, Content], View]] = {
    "interviewer": _interviewer,
    "candidate": _candidate,
    "observer": _observer,
    "soloist": _soloist,
}


def _seated(interview: Interview) -> tuple[Seat, ...]:
    """Return the seats that are listed; the coach's once they have come in."""
    return tuple(seat for seat in interview.seats if not seat.removed and (seat.joined or seat.id != interview.coach))


def _seat(interview: Interview, one: Seat, reader: Seat, *, private: bool) -> SeatView:
    return SeatView(
        id=one.id,
        role=one.role,
        name=one.name,
        joined=one.joined,
        lost_ms=one.lost_ms,
        left=one.left,
        extra_percent=one.extra_percent if private and one.extra_percent else None,
        side=one.side,
        deckless=deckless(interview, one),
        replay=one.replay if one is reader else True,
    )


def _options(options: Options) -> OptionsView:
    return OptionsView(answering=options.answering, expiry=options.expiry, on_lost=options.on_lost, swap=options.swap)


def _schedule(schedule: Schedule | None) -> ScheduleView | None:
    if schedule is None:
        return None
    return ScheduleView(starts_ms=schedule.starts_ms, zone=schedule.zone, length_min=schedule.length_min)


def _class(interview: Interview) -> ClassView | None:
    if interview.coach is None:
        return None
    phase, said = interview.phase, interview.announcement
    return ClassView(
        coach=interview.coach,
        phase=PhaseView(name=phase.name, ends_ms=phase.ends_ms) if phase else None,
        announcement=AnnouncementView(text=said.text, at_ms=said.at_ms) if said else None,
        wrap_up_due_ms=interview.wrap_up_due_ms,
    )


def _feedback(interview: Interview, seat: Seat) -> FeedbackView | None:
    given = interview.feedback.get(seat.id)
    return FeedbackView(keep=given.keep, stop=given.stop, start=given.start) if given else None


def _own_plan(interview: Interview, seat: Seat, content: Content) -> tuple[PlannedQuestion, ...]:
    return tuple(_planned(id, content) for id in coming(interview, seat))


def _count(interview: Interview) -> int:
    lead = interview.seat(interview.lead)
    return len(coming(interview, lead)) if lead is not None else 0


def _planned(id: str, content: Content) -> PlannedQuestion:
    question = content.question(id)
    return PlannedQuestion(id=id, title=question.title, seconds=question.seconds)
