"""What remains of an ended interview for one participant: built from nothing, field by field. An allow-list.

1. Nothing before the end; before the release, only for who has interviewed.
2. What one sees of a round follows from the role one had in it. What one wrote oneself is always there.
3. What others said (marks, ticks, notes, feedback) opens when the lead releases, and never for an observer. A release
   that was merely due opens nothing of it. Those who judge one round see each other's marks once its seal is open.
4. Only rounds have questions here: what was planned and not asked is not looked at, nor is the warm-up.
"""

from typing import Literal

from . import report_judgement as judgement
from .content import Content
from .interview import ASKED, STAGES, Interview, Round, Seat, Side
from .permissions import has_interviewed, knows_total
from .report_judgement import Sight, after, name
from .report_wire import (
    AnswerReport,
    Body,
    FeedbackReport,
    HalfReport,
    LateReport,
    Participant,
    Report,
    RoundReport,
    StageReport,
    Time,
)
from .round_rules import THINK_DEFAULT_S


def report(interview: Interview, content: Content, texts: dict[str, str], seat: Seat) -> Report | None:
    """Build what `seat` may read of the interview; None where that is nothing.

    Args:
        texts: The typed texts by name: `answer:<round>`, `late:<round>`, `note:<round>:<seat>`.
    """
    if seat.removed or interview.status not in ("wrapup", "released"):
        return None
    if interview.status != "released" and not has_interviewed(interview, seat):
        return None
    sights = [_sight(interview, round, seat) for round in interview.rounds]
    return Report(
        interview=interview.id,
        title=interview.title,
        reader=seat.id,
        role=seat.role,
        answering=interview.options.answering,
        expiry=interview.options.expiry,
        answers_included=all(sight.answers for sight in sights),
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
        released_by=interview.released_by,
        changed_ms=_changed_ms(interview, seat),
        participants=tuple(
            _participant(interview, one, seat) for one in interview.seats if one.joined and not one.removed
        ),
        halves=_halves(interview),
        rounds=tuple(
            _round(interview, content, texts, round, sight)
            for round, sight in zip(interview.rounds, sights, strict=True)
        ),
        feedback=_feedback(interview, seat),
    )


def _sight(interview: Interview, round: Round, seat: Seat) -> Sight:
    role = round.role_of(seat)
    released = interview.status == "released"
    return Sight(
        seat=seat,
        role=role,
        answers=role == "interviewer" or (released and interview.show_answers),
        judgement=_opened(interview) and role not in ("observer", "soloist"),
        unsealed=role == "interviewer" and round.unsealed_ms is not None,
    )


def _opened(interview: Interview) -> bool:
    return interview.status == "released" and interview.released_by == "lead"


def _changed_ms(interview: Interview, seat: Seat) -> int | None:
    """Return when the report was released anew, to who was there for what had been released before."""
    first_ms, released_ms = interview.first_released_ms, interview.released_ms
    if first_ms is None or released_ms is None or released_ms <= first_ms:
        return None
    had = any(round.asked_ms <= first_ms and seat.id in round.roles for round in interview.rounds)
    return released_ms if had else None


def _participant(interview: Interview, one: Seat, reader: Seat) -> Participant:
    private = one.id == reader.id or any(
        round.role_of(reader) == "interviewer" and round.role_of(one) == "candidate" for round in interview.rounds
    )
    return Participant(
        seat=one.id,
        role=one.role,
        name=name(one),
        both_roles={"interviewer", "candidate"} <= {round.roles.get(one.id) for round in interview.rounds},
        extra_percent=one.extra_percent if private and one.extra_percent else None,
    )


def _halves(interview: Interview) -> tuple[HalfReport, ...]:
    """Return the rounds by who was asked; nothing where roles were not swapped."""
    halves: dict[Side | None, list[Round]] = {}
    for round in interview.rounds:
        asked = (seat.side for seat in interview.seats if seat.side and round.roles.get(seat.id) == "candidate")
        halves.setdefault(next(asked, None), []).append(round)
    if len(halves) < 2:
        return ()
    return tuple(
        HalfReport(
            askers=_names(interview, [round.asker for round in rounds]),
            asked=_names(interview, [seat for round in rounds for seat in _candidates(round)]),
            rounds=tuple(round.id for round in rounds),
        )
        for rounds in halves.values()
    )


def _candidates(round: Round) -> list[str]:
    return [seat for seat, role in round.roles.items() if role in ASKED]


def _names(interview: Interview, seats: list[str]) -> tuple[str, ...]:
    return tuple(name(interview.seat(seat)) for seat in dict.fromkeys(seats))


def _round(interview: Interview, content: Content, texts: dict[str, str], round: Round, sight: Sight) -> RoundReport:
    question = content.question(round.question)
    marks = judgement.marks(interview, content, round, sight)
    return RoundReport(
        id=round.id,
        title=question.title,
        prompt=Body(markdown=question.prompt, html=content.html(round.question).prompt),
        state=round.state,
        role=sight.role,
        asker=name(interview.seat(round.asker)),
        asked=_names(interview, _candidates(round)),
        asked_ms=round.asked_ms,
        time=_time(interview, content, round, told=knows_total(round, sight.seat)),
        help=round.help,
        answer=_answer(interview, texts, round, sight),
        stages=_stages(content, round, sight),
        points=judgement.points(content, round, sight),
        marks=marks,
        panel=judgement.together(interview, round, sight, marks),
        notes=judgement.notes(interview, texts, round, sight),
    )


def _time(interview: Interview, content: Content, round: Round, *, told: bool) -> Time:
    options = interview.options
    think_s = THINK_DEFAULT_S if options.think_s is None else options.think_s
    answer_s = options.answer_s or content.question(round.question).seconds
    # The clock's own total would tell everybody about a candidate's extra time.
    return Time(
        think_used_ms=round.clock.think_used_ms,
        think_suggested_ms=think_s * 1000 if told else None,
        answer_used_ms=round.clock.answer_used_ms,
        answer_suggested_ms=answer_s * 1000 if told else None,
        extended_ms=round.clock.extended_ms,
    )


def _answer(interview: Interview, texts: dict[str, str], round: Round, sight: Sight) -> AnswerReport:
    answering = interview.options.answering
    if answering == "spoken":
        return AnswerReport(how="none" if round.state == "skipped" else "aloud")
    late = _late(texts, round, sight)
    text = texts.get(f"answer:{round.id}", "")  # accepting late text has made it this
    how: Literal["typed", "aloud", "none"] = "typed"
    if not (text.strip() or late):
        how = "aloud" if answering == "both" and round.state != "skipped" else "none"
    return AnswerReport(
        how=how,
        text=text if text.strip() else None,
        submitted_after_ms=after(round, round.submitted_ms),
        expired_after_ms=after(round, round.expired_ms),
        late=late,
    )


def _late(texts: dict[str, str], round: Round, sight: Sight) -> LateReport | None:
    late, text = round.late, texts.get(f"late:{round.id}")
    if late is None or text is None or (late.accepted_ms is None and sight.role == "observer"):
        return None
    return LateReport(
        text=text if late.accepted_ms is None else None,
        offered_after_ms=late.offered_ms - round.asked_ms,
        accepted_after_ms=after(round, late.accepted_ms),
    )


def _stages(content: Content, round: Round, sight: Sight) -> tuple[StageReport, ...]:
    question, rendered = content.question(round.question), content.html(round.question)
    bodies = {
        "guidance": Body(markdown=question.guidance, html=rendered.guidance),
        "answer": Body(markdown=question.answer, html=rendered.answer),
        "example": Body(markdown=question.example, html=rendered.example),
    }
    revealed = {reveal.stage: reveal.at_ms for reveal in round.revealed}
    return tuple(
        StageReport(stage=stage, body=bodies[stage], revealed_after_ms=after(round, revealed.get(stage)))
        for stage in STAGES
        if bodies[stage].html and (sight.answers or stage in revealed)
    )


def _feedback(interview: Interview, seat: Seat) -> tuple[FeedbackReport, ...]:
    opened = _opened(interview) and seat.role != "observer"
    return tuple(
        FeedbackReport(seat=id, name=name(interview.seat(id)), keep=given.keep, stop=given.stop, start=given.start)
        for id, given in interview.feedback.items()
        if (opened or id == seat.id) and (given.keep or given.stop or given.start)
    )
