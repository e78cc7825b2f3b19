"""What an interview that has ended says of who answered in it. Pure.

Read off the report that its reader would get, so that it says nothing that the report does not.
"""

from typing import Literal

from msgspec import Struct

from server.core.content import Content
from server.core.interview import Help, Interview, Round, Seat
from server.core.report import report
from server.core.report_wire import RoundReport

Part = Literal["interviewer", "candidate"]
NAMELESS = "Candidate"


class Fact(Struct, frozen=True):
    """A question that somebody was asked: `candidate` is their seat, `name` what they called themself.

    `marks` are the means of what interviewers gave, 1 to 4, by the name of the dimension. `missed` are the talking
    points that nobody ticked; None where the reader is not told, or nothing was ticked at all. `suggested_ms` is 0
    where the reader may not know it.
    """

    interview_id: str
    reader: str
    candidate: str
    name: str
    round: int
    released: bool
    skipped: bool
    at_ms: int
    deck: str
    question: str
    title: str
    topics: tuple[str, ...]
    marks: dict[str, float]
    help: Help
    answer_ms: int
    suggested_ms: int
    missed: tuple[str, ...] | None

    @property
    def mark(self) -> float | None:
        """Return the mean over the dimensions; None where nothing was marked."""
        return sum(self.marks.values()) / len(self.marks) if self.marks else None


class Sheet(Struct, frozen=True):
    """What a seat may know of an interview's answers: of others' whom it asked, and of its own."""

    asked: list[Fact]
    answered: list[Fact]


def sheet(interview: Interview, content: Content, reader: Seat) -> Sheet:
    """Return what a seat may know."""
    return Sheet(asked_by(interview, content, reader), answered_by(interview, content, reader))


def asked_by(interview: Interview, content: Content, reader: Seat) -> list[Fact]:
    """Return what somebody may know who interviewed: a fact for each candidate of each round in which they did."""
    return [
        _fact(interview, content, reader, candidate, round, told)
        for round, told in _rounds(interview, content, reader, "interviewer")
        for candidate, role in round.roles.items()
        if role == "candidate"
    ]


def answered_by(interview: Interview, content: Content, reader: Seat) -> list[Fact]:
    """Return what somebody may know of their own answers: nothing before the report is released."""
    if interview.status != "released":
        return []
    return [
        _fact(interview, content, reader, reader.id, round, told)
        for round, told in _rounds(interview, content, reader, "candidate")
    ]


def _rounds(interview: Interview, content: Content, reader: Seat, part: Part) -> list[tuple[Round, RoundReport]]:
    """Return the rounds in which the reader had this part, each with what their report says of it."""
    whole = report(interview, content, {}, reader)  # nothing that was typed is a figure
    told = {each.id: each for each in whole.rounds} if whole else {}
    return [
        (round, told[round.id]) for round in interview.rounds if round.id in told and round.roles.get(reader.id) == part
    ]


def _fact(
    interview: Interview, content: Content, reader: Seat, candidate: str, round: Round, told: RoundReport
) -> Fact:
    seat = interview.seat(candidate)
    given: dict[str, list[int]] = {}
    for marks in told.marks:
        for rating in marks.ratings if marks.role == "interviewer" else ():
            if rating.value is not None:
                given.setdefault(rating.dimension, []).append(rating.value)
    return Fact(
        interview_id=interview.id,
        reader=reader.id,
        candidate=candidate,
        name=(seat and seat.name) or NAMELESS,
        round=round.id,
        released=interview.status == "released",
        skipped=told.state == "skipped",
        at_ms=told.asked_ms,
        deck=content.title,
        question=round.question,
        title=told.title,
        topics=content.question(round.question).topics,
        marks={name: sum(values) / len(values) for name, values in given.items()},
        help=told.help,
        answer_ms=told.time.answer_used_ms,
        suggested_ms=told.time.answer_suggested_ms or 0,
        missed=_missed(told),
    )


def _missed(told: RoundReport) -> tuple[str, ...] | None:
    if not any(point.ticked for point in told.points):
        return None
    return tuple(point.text for point in told.points if not point.ticked)
