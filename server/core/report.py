"""What remains of an ended interview for one participant: built from nothing, field by field. An allow-list.

1. Nothing before the end; before the release, interviewers only.
2. What one sees of a round follows from the role one had in it. What one wrote oneself is always there.
3. What others said (marks, ticks, notes, feedback) opens when the lead releases, and never for an observer. A release
   that was merely due opens nothing of it.
4. Only rounds have questions here: what was planned and not asked is not looked at.
"""

from typing import Literal, NamedTuple

from .content import Content, Dimension
from .interview import STAGES, Interview, Mark, Role, Round, Seat
from .report_wire import (
    AnswerReport,
    Body,
    FeedbackReport,
    LateReport,
    Marks,
    NoteReport,
    Participant,
    PointReport,
    Rating,
    Report,
    RoundReport,
    StageReport,
    Time,
)
from .round_rules import THINK_DEFAULT_S


class _Sight(NamedTuple):
    """Who reads a round, in which role, and what is open to them."""

    seat: Seat
    role: Role
    answers: bool
    judgement: bool

    def of(self, author: str) -> bool:
        """Tell whether what `author` said of the round is open to the reader."""
        return self.judgement or author == self.seat.id


def report(interview: Interview, content: Content, texts: dict[str, str], seat: Seat) -> Report | None:
    """Build what `seat` may read of the interview; None where that is nothing.

    Args:
        texts: The typed texts by name: `answer:<round>`, `late:<round>`, `note:<round>:<seat>`.
    """
    if seat.removed or interview.status not in ("wrapup", "released"):
        return None
    if seat.role != "interviewer" and interview.status != "released":
        return None
    return Report(
        interview=interview.id,
        title=interview.title,
        reader=seat.id,
        role=seat.role,
        answering=interview.options.answering,
        expiry=interview.options.expiry,
        answers_included=seat.role == "interviewer" or interview.show_answers,
        started_ms=interview.started_ms,
        ended_ms=interview.ended_ms,
        released_ms=interview.released_ms,
        released_by=interview.released_by,
        participants=tuple(_participant(one, seat) for one in interview.seats if one.joined and not one.removed),
        rounds=tuple(
            _round(interview, content, texts, round, _sight(interview, round, seat)) for round in interview.rounds
        ),
        feedback=_feedback(interview, seat),
    )


def _sight(interview: Interview, round: Round, seat: Seat) -> _Sight:
    role = round.role_of(seat)
    released = interview.status == "released"
    return _Sight(
        seat=seat,
        role=role,
        answers=role == "interviewer" or (released and interview.show_answers),
        judgement=_opened(interview) and role != "observer",
    )


def _opened(interview: Interview) -> bool:
    return interview.status == "released" and interview.released_by == "lead"


def _participant(one: Seat, reader: Seat) -> Participant:
    private = one.id == reader.id or (reader.role == "interviewer" and one.role == "candidate")
    return Participant(
        seat=one.id,
        role=one.role,
        name=_name(one),
        extra_percent=one.extra_percent if private and one.extra_percent else None,
    )


def _name(seat: Seat | None) -> str:
    return "" if seat is None else seat.name or seat.role.capitalize()


def _round(interview: Interview, content: Content, texts: dict[str, str], round: Round, sight: _Sight) -> RoundReport:
    question = content.question(round.question)
    return RoundReport(
        id=round.id,
        title=question.title,
        prompt=Body(markdown=question.prompt, html=content.html(round.question).prompt),
        state=round.state,
        role=sight.role,
        asker=_name(interview.seat(round.asker)),
        asked_ms=round.asked_ms,
        time=_time(interview, content, round),
        help=round.help,
        answer=_answer(interview, texts, round, sight),
        stages=_stages(content, round, sight),
        points=_points(content, round, sight),
        marks=_marks(interview, content, round, sight),
        notes=_notes(interview, texts, round, sight),
    )


def _after(round: Round, at_ms: int | None) -> int | None:
    return None if at_ms is None else at_ms - round.asked_ms


def _time(interview: Interview, content: Content, round: Round) -> Time:
    options = interview.options
    think_s = THINK_DEFAULT_S if options.think_s is None else options.think_s
    answer_s = options.answer_s or content.question(round.question).seconds
    # The clock's own total would tell everybody about a candidate's extra time.
    return Time(
        think_used_ms=round.clock.think_used_ms,
        think_suggested_ms=think_s * 1000,
        answer_used_ms=round.clock.answer_used_ms,
        answer_suggested_ms=answer_s * 1000,
        extended_ms=round.clock.extended_ms,
    )


def _answer(interview: Interview, texts: dict[str, str], round: Round, sight: _Sight) -> AnswerReport:
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
        submitted_after_ms=_after(round, round.submitted_ms),
        expired_after_ms=_after(round, round.expired_ms),
        late=late,
    )


def _late(texts: dict[str, str], round: Round, sight: _Sight) -> LateReport | None:
    late, text = round.late, texts.get(f"late:{round.id}")
    if late is None or text is None or (late.accepted_ms is None and sight.role == "observer"):
        return None
    return LateReport(
        text=text if late.accepted_ms is None else None,
        offered_after_ms=late.offered_ms - round.asked_ms,
        accepted_after_ms=_after(round, late.accepted_ms),
    )


def _stages(content: Content, round: Round, sight: _Sight) -> tuple[StageReport, ...]:
    question, rendered = content.question(round.question), content.html(round.question)
    bodies = {
        "guidance": Body(markdown=question.guidance, html=rendered.guidance),
        "answer": Body(markdown=question.answer, html=rendered.answer),
        "example": Body(markdown=question.example, html=rendered.example),
    }
    revealed = {reveal.stage: reveal.at_ms for reveal in round.revealed}
    return tuple(
        StageReport(stage=stage, body=bodies[stage], revealed_after_ms=_after(round, revealed.get(stage)))
        for stage in STAGES
        if bodies[stage].html and (sight.answers or stage in revealed)
    )


def _points(content: Content, round: Round, sight: _Sight) -> tuple[PointReport, ...]:
    if not sight.answers:
        return ()
    told = sight.judgement or sight.role == "interviewer"
    ticked = {point for author, points in round.ticks.items() if sight.of(author) for point in points}
    return tuple(
        PointReport(text=text, ticked=number in ticked if told else None)
        for number, text in enumerate(content.question(round.question).points)
    )


def _marks(interview: Interview, content: Content, round: Round, sight: _Sight) -> tuple[Marks, ...]:
    found = []
    for author in interview.seats:
        role, given = round.role_of(author), round.marks.get(author.id, {})
        if role == "observer" or not sight.of(author.id):
            continue
        if role == "candidate" and (not given or (sight.role == "candidate" and author.id != sight.seat.id)):
            continue
        if not given and (author.removed or author.id not in round.roles):
            continue
        ratings = tuple(_rating(dimension, given.get(dimension.id)) for dimension in content.dimensions)
        found.append(Marks(seat=author.id, name=_name(author), role=role, ratings=ratings))
    return tuple(sorted(found, key=lambda marks: marks.role == "candidate"))


def _rating(dimension: Dimension, mark: Mark | None) -> Rating:
    if mark is None:
        return Rating(dimension=dimension.name)
    return Rating(dimension=dimension.name, value=mark.value, says=dimension.steps[mark.value - 1], help=mark.help)


def _notes(interview: Interview, texts: dict[str, str], round: Round, sight: _Sight) -> tuple[NoteReport, ...]:
    found = []
    for author in interview.seats:
        released, text = author.id in round.released_notes, texts.get(f"note:{round.id}:{author.id}", "")
        if text.strip() and (author.id == sight.seat.id or (released and sight.judgement)):
            found.append(NoteReport(seat=author.id, name=_name(author), text=text, released=released))
    return tuple(found)


def _feedback(interview: Interview, seat: Seat) -> tuple[FeedbackReport, ...]:
    opened = _opened(interview) and seat.role != "observer"
    return tuple(
        FeedbackReport(seat=id, name=_name(interview.seat(id)), keep=given.keep, stop=given.stop, start=given.start)
        for id, given in interview.feedback.items()
        if (opened or id == seat.id) and (given.keep or given.stop or given.start)
    )
