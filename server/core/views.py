"""What one participant may see of an interview: built from nothing, field by field, per role. An allow-list.

A new field of the state is invisible until a function here names it. What one sees of a round follows from the role
one had in that round. Texts that are typed (answers, notes) travel apart; `may_read` decides about them.
"""

from collections.abc import Callable
from typing import Literal

from . import panel
from .content import Content
from .interview import Clock, Interview, Options, Role, Round, Schedule, Seat
from .permissions import has_interviewed
from .refusals import Refused
from .wire import (
    AskedRound,
    CandidateView,
    ClockView,
    FeedbackView,
    InterviewerView,
    ObserverView,
    OptionsView,
    PanelView,
    PlannedQuestion,
    RoundLine,
    ScheduleView,
    SeatView,
    ShownLine,
    ShownRound,
    View,
)


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
        seats=tuple(_seat(one, seat, private=one.role == "candidate" or one is seat) for one in _seated(interview)),
        show_count=interview.options.show_count,
        plan=_own_plan(interview, seat, content),
        rounds=_lines(interview, seat, content),
        round=_open_round(interview, seat, content),
        feedback=_feedback(interview, seat),
        swap_offered_by=interview.swap_offered_by,
        schedule=_schedule(interview.schedule),
        call=interview.call,
        content_rev=interview.content_rev,
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        release_due_ms=interview.release_due_ms,
        released_ms=interview.released_ms,
        show_answers=interview.show_answers,
    )


def _candidate(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    return CandidateView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(one, seat, private=one is seat) for one in _seated(interview)),
        planned=len(interview.plans.get(interview.lead, ())) if interview.options.show_count else None,
        plan=_own_plan(interview, seat, content),
        rounds=_lines(interview, seat, content),
        round=_open_round(interview, seat, content),
        feedback=_feedback(interview, seat),
        interviewed=has_interviewed(interview, seat),
        swap_offered_by=interview.swap_offered_by,
        schedule=_schedule(interview.schedule),
        call=interview.call,
        content_rev=interview.content_rev,
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
        released_before=interview.released_before,
    )


def _observer(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    return ObserverView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(one, seat, private=False) for one in _seated(interview)),
        rounds=_lines(interview, seat, content),
        round=_open_round(interview, seat, content),
        swap_offered_by=interview.swap_offered_by,
        schedule=_schedule(interview.schedule),
        call=interview.call,
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
    )


_FRAMES: dict[Role, Callable[[Interview, int, Seat, Content], View]] = {
    "interviewer": _interviewer,
    "candidate": _candidate,
    "observer": _observer,
}


def _seated(interview: Interview) -> tuple[Seat, ...]:
    return tuple(seat for seat in interview.seats if not seat.removed)


def _seat(one: Seat, reader: Seat, *, private: bool) -> SeatView:
    return SeatView(
        id=one.id,
        role=one.role,
        name=one.name,
        joined=one.joined,
        lost_ms=one.lost_ms,
        left=one.left,
        extra_percent=one.extra_percent if private and one.extra_percent else None,
        side=one.side,
        replay=one.replay if one is reader else True,
    )


def _options(options: Options) -> OptionsView:
    return OptionsView(answering=options.answering, expiry=options.expiry, on_lost=options.on_lost, swap=options.swap)


def _schedule(schedule: Schedule | None) -> ScheduleView | None:
    if schedule is None:
        return None
    return ScheduleView(starts_ms=schedule.starts_ms, zone=schedule.zone, length_min=schedule.length_min)


def _feedback(interview: Interview, seat: Seat) -> FeedbackView | None:
    given = interview.feedback.get(seat.id)
    return FeedbackView(keep=given.keep, stop=given.stop, start=given.start) if given else None


def _own_plan(interview: Interview, seat: Seat, content: Content) -> tuple[PlannedQuestion, ...]:
    return tuple(_planned(id, content) for id in interview.plans.get(seat.id, ()))


def _planned(id: str, content: Content) -> PlannedQuestion:
    question = content.question(id)
    return PlannedQuestion(id=id, title=question.title, seconds=question.seconds)


def _lines(interview: Interview, seat: Seat, content: Content) -> tuple[RoundLine | ShownLine, ...]:
    return tuple(_line(interview, round, seat, content) for round in interview.rounds)


def _line(interview: Interview, round: Round, seat: Seat, content: Content) -> RoundLine | ShownLine:
    title = content.question(round.question).title
    marks = {dimension: mark.value for dimension, mark in round.marks.get(seat.id, {}).items()}
    if round.role_of(seat) == "interviewer":
        return RoundLine(
            id=round.id,
            question=round.question,
            title=title,
            state=round.state,
            help=round.help,
            marks=marks,
            note_released=seat.id in round.released_notes,
            late=_late(round),
            panel=_panel(interview, round, seat, content),
        )
    return ShownLine(
        id=round.id,
        title=title,
        state=round.state,
        marks=marks,
        expired=round.expired_ms is not None,
        late=_late(round),
    )


def _open_round(interview: Interview, seat: Seat, content: Content) -> AskedRound | ShownRound | None:
    round = interview.open_round
    if round is None:
        return None
    if round.role_of(seat) == "interviewer":
        return _asked(interview, round, seat, content)
    return _shown(interview, round, content)


def _asked(interview: Interview, round: Round, seat: Seat, content: Content) -> AskedRound:
    question = content.question(round.question)
    rendered = content.html(round.question)
    return AskedRound(
        id=round.id,
        question=round.question,
        asker=round.asker,
        title=question.title,
        prompt=rendered.prompt,
        clock=_clock(round.clock),
        topics=question.topics,
        difficulty=question.difficulty,
        seconds=question.seconds,
        guidance=rendered.guidance,
        answer=rendered.answer,
        example=rendered.example,
        points=question.points,
        ticks=round.ticks.get(seat.id, ()),
        revealed=tuple(reveal.stage for reveal in round.revealed),
        signals=round.signals,
        marks={dimension: mark.value for dimension, mark in round.marks.get(seat.id, {}).items()},
        help=round.help,
        note_released=seat.id in round.released_notes,
        submitted_ms=round.submitted_ms,
        expired_ms=round.expired_ms,
        late=_late(round),
        panel=_panel(interview, round, seat, content),
    )


def _panel(interview: Interview, round: Round, seat: Seat, content: Content) -> PanelView | None:
    """Return how several judge the round, to one of them; their marks only where the seal is open."""
    judges = panel.judges(interview, round)
    if len(judges) < 2:
        return None
    done = panel.done(interview, round, content)
    passed = seat.id in round.passed
    if panel.sealed(interview, round):
        return PanelView(judges=judges, sealed=True, done=done, passed=passed)
    marks = {judge: round.marks.get(judge, {}) for judge in judges}
    return PanelView(
        judges=judges,
        done=done,
        passed=passed,
        marks={judge: {id: mark.value for id, mark in given.items()} for judge, given in marks.items() if given},
        changed={
            judge: changed
            for judge, given in marks.items()
            if (changed := tuple(id for id, mark in given.items() if mark.changed))
        },
        unsealed_by=round.unsealed_by,
    )


def _shown(interview: Interview, round: Round, content: Content) -> ShownRound:
    rendered = content.html(round.question)
    stages = tuple(reveal.stage for reveal in round.revealed)
    return ShownRound(
        id=round.id,
        prompt=rendered.prompt,
        clock=_clock(round.clock),
        guidance=rendered.guidance if "guidance" in stages else None,
        answer=rendered.answer if "answer" in stages else None,
        example=rendered.example if "example" in stages else None,
        revealed=stages,
        signals=round.signals,
        typing_open=interview.options.answering != "spoken" and round.typing_open,
        submitted_ms=round.submitted_ms,
        expired_ms=round.expired_ms,
        late=_late(round),
    )


def _late(round: Round) -> Literal["offered", "accepted"] | None:
    if round.late is None:
        return None
    return "offered" if round.late.accepted_ms is None else "accepted"


def _clock(clock: Clock) -> ClockView:
    return ClockView(
        phase=clock.phase,
        total_ms=clock.total_ms,
        deadline_ms=clock.deadline_ms,
        left_ms=clock.left_ms,
        paused=clock.paused,
        paused_for=clock.paused_for,
        over=clock.over,
    )
