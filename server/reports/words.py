"""How a report says its numbers, on the page and in Markdown alike."""

from datetime import UTC, datetime

from msgspec import Struct

from server.core.report_wire import AnswerReport, Marks, Report, RoundReport

STAGES = {"guidance": "How to answer", "answer": "Model answer", "example": "Example answer"}
NOT_MARKED = "not marked"


class OverviewLine(Struct, frozen=True):
    """A round in the overview; `values` are its interviewers' marks, by dimension."""

    round: RoundReport
    values: tuple[str, ...]


def minutes(ms: int | None) -> str:
    """Return a duration as minutes and seconds, such as 2:05."""
    seconds = round(max(0, ms or 0) / 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


def date(ms: int | None) -> str:
    """Return an instant as a person reads it, in UTC."""
    if ms is None:
        return ""
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def instant(ms: int) -> str:
    """Return an instant as ISO 8601."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="seconds")


def dimensions(report: Report) -> tuple[str, ...]:
    """Return the names of the scales on which somebody's marks are in this report, in order."""
    for round in report.rounds:
        for marks in round.marks:
            return tuple(rating.dimension for rating in marks.ratings)
    return ()


def overview(report: Report) -> tuple[tuple[str, ...], tuple[OverviewLine, ...]]:
    """Return the scales, and the rounds with their interviewers' marks on each, beside each other."""
    names = dimensions(report)
    return names, tuple(
        OverviewLine(each, tuple(_values(each.marks, number) for number in range(len(names)))) for each in report.rounds
    )


def _values(marks: tuple[Marks, ...], dimension: int) -> str:
    values = [one.ratings[dimension].value for one in marks if one.role == "interviewer"]
    return " · ".join("–" if value is None else str(value) for value in values) or "–"


def how_answered(answer: AnswerReport) -> str:
    """Return, where there is no text, how the question was answered."""
    return "Answered aloud." if answer.how == "aloud" else "Not answered."


def used(round: RoundReport) -> str:
    """Return the time used for thinking and answering against what was suggested."""
    time = round.time
    said = (
        f"Thinking {minutes(time.think_used_ms)} of {minutes(time.think_suggested_ms)}, "
        f"answering {minutes(time.answer_used_ms)} of {minutes(time.answer_suggested_ms)} suggested"
    )
    return f"{said}, {minutes(time.extended_ms)} added during the question" if time.extended_ms else said


def handed_in(answer: AnswerReport) -> str:
    """Return when the answer was handed in, or cut off, and whether late text was taken; "" for neither."""
    said = []
    if answer.submitted_after_ms is not None:
        said.append(f"Handed in after {minutes(answer.submitted_after_ms)}.")
    if answer.expired_after_ms is not None:
        said.append(f"The time was over after {minutes(answer.expired_after_ms)}.")
    late = answer.late
    if late is not None and late.accepted_after_ms is not None:
        said.append(f"The text came late, after {minutes(late.offered_after_ms)}, and was accepted on record.")
    return " ".join(said)
