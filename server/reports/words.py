"""How a report says its numbers, on the page and in Markdown alike."""

from datetime import UTC, datetime

from msgspec import Struct

from server.core.report_wire import (
    AnswerReport,
    HalfReport,
    Marks,
    Participant,
    Report,
    RoundReport,
    Spread,
    StageReport,
)

STAGES = {"guidance": "How to answer", "answer": "Model answer", "example": "Example answer"}
WAYS = {"spoken": "aloud", "typed": "in writing", "both": "aloud and in writing"}
NOT_MARKED = "not marked"
PASSED = "passed"
CHANGED = "changed after the marks were opened"


class Part(Struct, frozen=True):
    """Rounds that belong together, at a glance. `title` says who asked whom where roles were swapped, else nothing.

    `values` are the marks of a round by dimension, one for each of `interviewers`.
    """

    title: str
    dimensions: tuple[str, ...]
    interviewers: tuple[str, ...]
    lines: tuple[tuple[RoundReport, tuple[str, ...]], ...]


def minutes(ms: int | None) -> str:
    """Return a duration as minutes and seconds, such as 2:05."""
    seconds = round(max(0, ms or 0) / 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


def length(ms: int) -> str:
    """Return how long the whole took, such as 3 min 11 s."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{seconds} s" if not minutes else f"{minutes} min {seconds} s" if seconds else f"{minutes} min"


def date(ms: int | None) -> str:
    """Return an instant as a person reads it, in UTC."""
    if ms is None:
        return ""
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def parts(report: Report) -> tuple[Part, ...]:
    """Return the rounds with their interviewers' marks, by half where roles were swapped."""
    if not report.halves:
        return (_part("", report.rounds),)
    rounds = {round.id: round for round in report.rounds}
    return tuple(_part(asked(half), tuple(rounds[id] for id in half.rounds)) for half in report.halves)


def asked(half: HalfReport) -> str:
    """Return who asked whom."""
    return f"{' and '.join(half.askers)} asked {' and '.join(half.asked)}"


def _part(title: str, rounds: tuple[RoundReport, ...]) -> Part:
    given = [marks for round in rounds for marks in judges(round)]
    names = {marks.seat: marks.name for marks in given}
    dimensions = tuple(rating.dimension for rating in given[0].ratings) if given else ()
    return Part(
        title,
        dimensions,
        tuple(names.values()),
        tuple(
            (round, tuple(_values(round, tuple(names), number) for number in range(len(dimensions))))
            for round in rounds
        ),
    )


def _values(round: RoundReport, seats: tuple[str, ...], dimension: int) -> str:
    values = {marks.seat: marks.ratings[dimension].value for marks in round.marks}
    return " · ".join(str(values.get(seat) or "–") for seat in seats)


def way(report: Report) -> str:
    """Return how questions were answered; in a drill nobody hears whether it was aloud."""
    return "in the head, or aloud" if drilled(report) and report.answering == "spoken" else WAYS[report.answering]


def how_answered(round: RoundReport) -> str:
    """Return, where there is no text, how the question was answered."""
    if round.answer.how != "aloud":
        return "Not answered."
    return "Answered in the head, or aloud." if round.role == "soloist" else "Answered aloud."


def shown(stage: StageReport, round: RoundReport) -> str:
    """Return when a part of the model answer was shown; nothing in a drill, which shows none before its end."""
    if round.role == "soloist":
        return ""
    if stage.revealed_after_ms is None:
        return "not shown in the interview"
    return f"shown after {minutes(stage.revealed_after_ms)}"


def used(round: RoundReport) -> str:
    """Return the time used for thinking and answering, against what was suggested where the reader is told."""
    time = round.time
    if time.answer_suggested_ms is None:
        said = f"Thinking {minutes(time.think_used_ms)}, answering {minutes(time.answer_used_ms)}"
    else:
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


def part_taken(one: Participant) -> str:
    """Return in which role somebody took part, or that they had both."""
    return "Interviewer and candidate" if one.both_roles else one.role.capitalize()


def interviewed(report: Report) -> bool:
    """Tell whether the reader interviews or has done so."""
    return report.role == "interviewer" or any(round.role == "interviewer" for round in report.rounds)


def drilled(report: Report) -> bool:
    """Tell whether it is the report of a drill, in which the reader was alone."""
    return report.role == "soloist"


def judges(round: RoundReport) -> tuple[Marks, ...]:
    """Return the marks of interviewers, without self-marks."""
    return tuple(marks for marks in round.marks if marks.role == "interviewer")


def spread(given: Spread) -> str:
    """Return the lowest and the highest mark, and how many have marked."""
    if given.lowest is None:
        return NOT_MARKED
    span = f"{given.lowest}" if given.lowest == given.highest else f"{given.lowest}–{given.highest}"
    return f"{span}, {given.marked} of {given.judges} marked"


def seal(round: RoundReport) -> str:
    """Return what to know of the seal on a panel's marks; "" where that is nothing."""
    panel = round.panel
    if panel is None:
        return ""
    if panel.sealed:
        return "The marks of the others are sealed until all have marked or passed, or the lead opens or releases them."
    if panel.unsealed_by is None:
        return ""
    after = minutes(panel.unsealed_after_ms)
    return f"{panel.unsealed_by} opened the marks after {after}, before all had marked or passed."
