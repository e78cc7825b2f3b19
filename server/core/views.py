"""What one participant may see of an interview: built from nothing, field by field, per role. An allow-list.

A new field of the state is invisible until a function here names it. What one sees of a round follows from the role
one had in that round. Texts that are typed (answers, notes) travel apart; `may_read` decides about them.
"""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from .content import Content
from .interview import Clock, Feedback, Help, Interview, Options, Role, Round, Seat, Stage, Status


class _Shown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of all that goes to a browser; fields at their default are left out of the JSON."""


class SeatView(_Shown):
    """A participant as others see them. `extra_percent` is there for oneself and for interviewers only."""

    id: str
    role: Role
    name: str = ""
    joined: bool = False
    lost_ms: int | None = None
    left: bool = False
    extra_percent: int | None = None


class OptionsView(_Shown):
    """How this interview is answered and timed."""

    answering: Literal["spoken", "typed", "both"]
    expiry: Literal["soft", "hard"]
    on_lost: Literal["freeze", "run"]


class ClockView(_Shown):
    """The clock. Running: `deadline_ms`, an instant of the server's clock; else `left_ms`, below 0 when over."""

    phase: Literal["think", "answer", "stopped"]
    total_ms: int
    deadline_ms: int | None = None
    left_ms: int | None = None
    paused: Literal["lead", "lost"] | None = None
    paused_for: str | None = None
    over: bool = False


class PlannedQuestion(_Shown, array_like=True):
    """A line of one's plan, as [id, title, seconds]."""

    id: str
    title: str
    seconds: int


class RoundLine(_Shown):
    """A round in the list, for an interviewer of it. `marks` are the reader's own, value by dimension."""

    id: int
    question: str
    title: str
    state: Literal["open", "closed", "skipped"]
    help: Help
    marks: dict[str, int] = {}
    note_released: bool = False
    late: Literal["offered", "accepted"] | None = None


class ShownLine(_Shown):
    """A round in the list, for a candidate or an observer of it. `marks` are a candidate's self-marks."""

    id: int
    title: str
    state: Literal["open", "closed", "skipped"]
    marks: dict[str, int] = {}
    expired: bool = False
    late: Literal["offered", "accepted"] | None = None


class AskedRound(_Shown):
    """The open round for an interviewer of it: all of the question, as HTML where it is a body."""

    id: int
    question: str
    asker: str
    title: str
    prompt: str
    clock: ClockView
    topics: tuple[str, ...] = ()
    difficulty: int = 2
    seconds: int = 120
    guidance: str = ""
    answer: str = ""
    example: str = ""
    points: tuple[str, ...] = ()
    ticks: tuple[int, ...] = ()
    revealed: tuple[Stage, ...] = ()
    signals: dict[str, int] = {}
    marks: dict[str, int] = {}
    help: Help = "unaided"
    note_released: bool = False
    submitted_ms: int | None = None
    expired_ms: int | None = None
    late: Literal["offered", "accepted"] | None = None


class ShownRound(_Shown):
    """The open round for a candidate or an observer of it: the prompt, and of the stages what was revealed."""

    id: int
    prompt: str
    clock: ClockView
    guidance: str | None = None
    answer: str | None = None
    example: str | None = None
    revealed: tuple[Stage, ...] = ()
    signals: dict[str, int] = {}
    typing_open: bool = False
    submitted_ms: int | None = None
    expired_ms: int | None = None
    late: Literal["offered", "accepted"] | None = None


class FeedbackView(_Shown):
    """Keep / stop / start as their author sees them."""

    keep: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    start: tuple[str, ...] = ()


class InterviewerView(_Shown, tag_field="role", tag="interviewer"):
    """What an interviewer sees."""

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    show_count: bool = True
    plan: tuple[PlannedQuestion, ...] = ()
    rounds: tuple[RoundLine | ShownLine, ...] = ()
    round: AskedRound | ShownRound | None = None
    feedback: FeedbackView | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    release_due_ms: int | None = None
    released_ms: int | None = None
    show_answers: bool = True


class CandidateView(_Shown, tag_field="role", tag="candidate"):
    """What a candidate sees. `planned` is how many questions are still to come, where the interviewer shows it."""

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    planned: int | None = None
    rounds: tuple[RoundLine | ShownLine, ...] = ()
    round: AskedRound | ShownRound | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    released_ms: int | None = None


class ObserverView(_Shown, tag_field="role", tag="observer"):
    """What an observer sees: as the candidate, without anything of the candidate's own."""

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    rounds: tuple[RoundLine | ShownLine, ...] = ()
    round: AskedRound | ShownRound | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    released_ms: int | None = None


View = InterviewerView | CandidateView | ObserverView


def view(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    """Build what `seat` may see of `interview` at revision `rev`."""
    return _FRAMES[seat.role](interview, rev, seat, content)


def may_read(interview: Interview, seat: Seat, text: str) -> bool:
    """Tell whether `seat` may read the typed text named `text` (`answer:<round>`, `late:<round>`, `note:<round>:<seat>`)."""
    kind, _, rest = text.partition(":")
    number, _, author = rest.partition(":")
    round = interview.round(int(number))
    if round is None:
        return False
    if kind == "note":
        return author == seat.id
    if kind == "late":
        return _role_in(round, seat) == "interviewer"
    return kind == "answer" and interview.options.answering != "spoken"


def _interviewer(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    feedback = interview.feedback.get(seat.id)
    return InterviewerView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(one, private=one.role == "candidate" or one is seat) for one in _seated(interview)),
        show_count=interview.options.show_count,
        plan=tuple(_planned(id, content) for id in interview.plans.get(seat.id, ())),
        rounds=_lines(interview, seat, content),
        round=_open_round(interview, seat, content),
        feedback=_feedback(feedback) if feedback else None,
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
        seats=tuple(_seat(one, private=one is seat) for one in _seated(interview)),
        planned=len(interview.plans.get(interview.lead, ())) if interview.options.show_count else None,
        rounds=_lines(interview, seat, content),
        round=_open_round(interview, seat, content),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
    )


def _observer(interview: Interview, rev: int, seat: Seat, content: Content) -> View:
    return ObserverView(
        rev=rev,
        status=interview.status,
        title=interview.title,
        me=seat.id,
        lead=interview.lead,
        options=_options(interview.options),
        seats=tuple(_seat(one, private=False) for one in _seated(interview)),
        rounds=_lines(interview, seat, content),
        round=_open_round(interview, seat, content),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
    )


_FRAMES: dict[Role, Callable[[Interview, int, Seat, Content], View]] = {
    "interviewer": _interviewer,
    "candidate": _candidate,
    "observer": _observer,
}


def _role_in(round: Round, seat: Seat) -> Role:
    return round.roles.get(seat.id, seat.role)


def _seated(interview: Interview) -> tuple[Seat, ...]:
    return tuple(seat for seat in interview.seats if not seat.removed)


def _seat(seat: Seat, *, private: bool) -> SeatView:
    return SeatView(
        id=seat.id,
        role=seat.role,
        name=seat.name,
        joined=seat.joined,
        lost_ms=seat.lost_ms,
        left=seat.left,
        extra_percent=seat.extra_percent if private and seat.extra_percent else None,
    )


def _options(options: Options) -> OptionsView:
    return OptionsView(answering=options.answering, expiry=options.expiry, on_lost=options.on_lost)


def _feedback(feedback: Feedback) -> FeedbackView:
    return FeedbackView(keep=feedback.keep, stop=feedback.stop, start=feedback.start)


def _planned(id: str, content: Content) -> PlannedQuestion:
    question = content.question(id)
    return PlannedQuestion(id=id, title=question.title, seconds=question.seconds)


def _lines(interview: Interview, seat: Seat, content: Content) -> tuple[RoundLine | ShownLine, ...]:
    return tuple(_line(round, seat, content) for round in interview.rounds)


def _line(round: Round, seat: Seat, content: Content) -> RoundLine | ShownLine:
    title = content.question(round.question).title
    marks = {dimension: mark.value for dimension, mark in round.marks.get(seat.id, {}).items()}
    if _role_in(round, seat) == "interviewer":
        return RoundLine(
            id=round.id,
            question=round.question,
            title=title,
            state=round.state,
            help=round.help,
            marks=marks,
            note_released=seat.id in round.released_notes,
            late=_late(round),
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
    if _role_in(round, seat) == "interviewer":
        return _asked(round, seat, content)
    return _shown(interview, round, content)


def _asked(round: Round, seat: Seat, content: Content) -> AskedRound:
    question = content.question(round.question)
    rendered = content.rendered[round.question]
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
    )


def _shown(interview: Interview, round: Round, content: Content) -> ShownRound:
    rendered = content.rendered[round.question]
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
