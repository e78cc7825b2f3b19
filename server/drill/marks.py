"""What a report says of the questions that its reader was asked, as the drill takes it. Pure.

All of it comes from the report, which has nothing that its reader may not see: what was neither shown nor released is
in no question here.
"""

from msgspec import Struct

from server.core.content import Question
from server.core.interview import ASKED, Help
from server.core.report_wire import Rating, Report, RoundReport
from server.drill.grades import graded, of_marks
from server.drill.reviews import Answering

ANSWERING: dict[str, Answering] = {"typed": "typed", "aloud": "spoken", "none": "head"}
LEAST_S, MOST_S, USUAL_S = 10, 3600, 120


class Marked(Struct, frozen=True):
    """A question that the reader was asked, and how it went; `grade` is None where nobody marked it.

    `marks` says the marks in words, `own` whether they are the reader's. Instants are ms since 1970.
    """

    round: int
    question: Question
    marks: str
    own: bool
    grade: int | None
    help: Help
    at_ms: int
    think_ms: int
    answer_ms: int
    suggested_ms: int
    answering: Answering
    covered: int | None
    points: int | None


def marked(report: Report) -> list[Marked]:
    """Return the questions that the reader was asked, in their order; without those put aside and never marked."""
    found = [_marked(report, round) for round in report.rounds if round.role in ASKED]
    skipped = {round.id for round in report.rounds if round.state == "skipped"}
    return [each for each in found if each.grade is not None or each.round not in skipped]


def _marked(report: Report, round: RoundReport) -> Marked:
    time = round.time
    told = [point for point in round.points if point.ticked is not None]
    ratings, own = _ratings(report, round)
    return Marked(
        round=round.id,
        question=_question(round),
        marks=_said(ratings),
        own=own,
        grade=of_marks([graded(value, help) for value, help in ratings], "unaided"),
        help=round.help,
        at_ms=round.asked_ms + time.think_used_ms + time.answer_used_ms,
        think_ms=time.think_used_ms,
        answer_ms=time.answer_used_ms,
        suggested_ms=time.answer_suggested_ms or 0,
        answering=ANSWERING[round.answer.how],
        covered=sum(point.ticked is True for point in told) if told else None,
        points=len(told) if told else None,
    )


def _ratings(report: Report, round: RoundReport) -> tuple[list[tuple[int, Help]], bool]:
    """Return the marks of who interviewed, else the reader's own, each with the help until then; and whose they are."""
    judged = [_given(rating) for by in round.marks if by.role == "interviewer" for rating in by.ratings]
    mine = [_given(rating) for by in round.marks if by.seat == report.reader for rating in by.ratings]
    found = [each for each in judged if each]
    return (found, False) if found else ([each for each in mine if each], True)


def _given(rating: Rating) -> tuple[int, Help] | None:
    return None if rating.value is None else (rating.value, rating.help or "unaided")


def _said(ratings: list[tuple[int, Help]]) -> str:
    """Return the marks with the help until then, named once where it is the same for those in a row."""
    said = []
    for place, (value, help) in enumerate(ratings):
        last = place + 1 == len(ratings) or ratings[place + 1][1] != help
        said.append(f"{value} {help}" if last else str(value))
    return ", ".join(said)


def _question(round: RoundReport) -> Question:
    bodies = {stage.stage: stage.body.markdown for stage in round.stages}
    seconds = (round.time.answer_suggested_ms or USUAL_S * 1000) // 1000
    return Question(
        id="",
        prompt=round.prompt.markdown,
        guidance=bodies.get("guidance", ""),
        answer=bodies.get("answer", ""),
        example=bodies.get("example", ""),
        points=tuple(point.text for point in round.points),
        seconds=min(max(seconds, LEAST_S), MOST_S),
    )
