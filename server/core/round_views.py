"""What one participant may see of the rounds: see `views` for the rules."""

from typing import Literal

from . import panel
from .content import Content
from .interview import Clock, Interview, Round, Seat
from .permissions import knows_total
from .solo_wire import SoloLine, SoloRound
from .wire import AskedRound, ClockView, PanelView, RoundLine, ShownLine, ShownRound


def lines(interview: Interview, seat: Seat, content: Content) -> tuple[RoundLine | ShownLine, ...]:
    """Return the list of rounds, each as its role in it lets `seat` see it."""
    if not panel.alone(interview):
        return tuple(_line(interview, round, seat, content) for round in interview.rounds)
    # One command changes one round; where nobody else judges, a line depends on its round and its reader alone.
    found = []
    for round in interview.rounds:
        line = round.kept.get((seat.id, seat.role))
        if line is None:
            line = round.kept[seat.id, seat.role] = _line(interview, round, seat, content)
        found.append(line)
    return tuple(found)


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


def open_round(interview: Interview, seat: Seat, content: Content) -> AskedRound | ShownRound | None:
    """Return the open round, as `seat` may see it; None where none is."""
    round = interview.open_round
    if round is None:
        return None
    if round.role_of(seat) == "interviewer":
        return _asked(interview, round, seat, content)
    return _shown(interview, round, seat, content)


def _asked(interview: Interview, round: Round, seat: Seat, content: Content) -> AskedRound:
    question = content.question(round.question)
    rendered = content.html(round.question)
    return AskedRound(
        id=round.id,
        question=round.question,
        asker=round.asker,
        title=question.title,
        prompt=rendered.prompt,
        clock=_clock(round.clock, total=True),
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
    if panel.alone(interview):
        return None
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


def _shown(interview: Interview, round: Round, seat: Seat, content: Content) -> ShownRound:
    rendered = content.html(round.question)
    stages = tuple(reveal.stage for reveal in round.revealed)
    return ShownRound(
        id=round.id,
        prompt=rendered.prompt,
        clock=_clock(round.clock, total=knows_total(round, seat)),
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


def solo_lines(interview: Interview, content: Content) -> tuple[SoloLine, ...]:
    """Return the list of rounds for who drills."""
    return tuple(
        SoloLine(
            id=round.id,
            title=content.question(round.question).title,
            state=round.state,
            expired=round.expired_ms is not None,
        )
        for round in interview.rounds
    )


def solo_round(interview: Interview, content: Content) -> SoloRound | None:
    """Return the open round for who drills; None where none is."""
    round = interview.open_round
    if round is None:
        return None
    return SoloRound(
        id=round.id,
        prompt=content.html(round.question).prompt,
        clock=_clock(round.clock, total=True),
        typing_open=interview.options.answering != "spoken" and round.typing_open,
        submitted_ms=round.submitted_ms,
        expired_ms=round.expired_ms,
    )


def _late(round: Round) -> Literal["offered", "accepted"] | None:
    if round.late is None:
        return None
    return "offered" if round.late.accepted_ms is None else "accepted"


def _clock(clock: Clock, *, total: bool) -> ClockView:
    return ClockView(
        phase=clock.phase,
        total_ms=clock.total_ms if total else None,
        deadline_ms=clock.deadline_ms,
        left_ms=clock.left_ms,
        paused=clock.paused,
        paused_for=clock.paused_for,
        over=clock.over,
    )
