"""What an interview that has ended says of who answered in it, as far as its reader may know. Pure.

The same holds as for the report (`core/report.py`): what others said of a round is open once the lead has released it.
"""

from msgspec import Struct

from server.core.content import Content
from server.core.interview import Help, Interview, Round, Seat


class Fact(Struct, frozen=True):
    """A question that somebody was asked.

    `marks` are means of 1 to 4, by the name of the dimension; `missed` the talking points that nobody ticked, None
    where the reader is not told.
    """

    interview_id: str
    reader: str
    candidate: str
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
    points: int

    @property
    def mark(self) -> float | None:
        """Return the mean over the dimensions; None where nothing was marked."""
        return sum(self.marks.values()) / len(self.marks) if self.marks else None


def asked_by(interview: Interview, content: Content, reader: Seat) -> list[Fact]:
    """Return what somebody may know who interviewed: a fact for each candidate of each round in which they did."""
    return [
        _fact(interview, content, round, reader, candidate, _authors(interview, round, reader))
        for round in interview.rounds
        if round.state != "skipped" and round.roles.get(reader.id) == "interviewer"
        for candidate, role in round.roles.items()
        if role == "candidate"
    ]


def answered_by(interview: Interview, content: Content, reader: Seat) -> list[Fact]:
    """Return what somebody may know of their own answers: nothing before the report is released."""
    if interview.status != "released":
        return []
    return [
        _fact(interview, content, round, reader, reader.id, _authors(interview, round, reader))
        for round in interview.rounds
        if round.state != "skipped" and round.roles.get(reader.id) == "candidate"
    ]


def _authors(interview: Interview, round: Round, reader: Seat) -> frozenset[str]:
    """Return the interviewers of a round whose judgement is open to the reader."""
    interviewers = {id for id in (*round.roles, *round.marks) if _role(interview, round, id) == "interviewer"}
    if interview.status == "released" and interview.released_by == "lead":
        return frozenset(interviewers)
    if round.unsealed_ms is not None and round.roles.get(reader.id) == "interviewer":
        return frozenset(interviewers)
    return frozenset(interviewers & {reader.id})


def _role(interview: Interview, round: Round, id: str) -> str:
    seat = interview.seat(id)
    return round.role_of(seat) if seat else ""


def _fact(
    interview: Interview, content: Content, round: Round, reader: Seat, candidate: str, authors: frozenset[str]
) -> Fact:
    question = content.question(round.question)
    given: dict[str, list[int]] = {}
    for author in sorted(authors):
        for dimension, mark in round.marks.get(author, {}).items():
            given.setdefault(dimension, []).append(mark.value)
    names = {dimension.id: dimension.name for dimension in content.dimensions}
    ticked = {point for author in authors for point in round.ticks.get(author, ())}
    told = bool(authors) and (round.roles.get(reader.id) == "interviewer" or interview.show_answers)
    return Fact(
        interview_id=interview.id,
        reader=reader.id,
        candidate=candidate,
        at_ms=round.asked_ms,
        deck=content.title,
        question=round.question,
        title=question.title,
        topics=question.topics,
        marks={names.get(id, id): sum(values) / len(values) for id, values in given.items()},
        help=round.help,
        answer_ms=round.clock.answer_used_ms,
        suggested_ms=question.seconds * 1000,
        missed=tuple(text for number, text in enumerate(question.points) if number not in ticked) if told else None,
        points=len(question.points),
    )
