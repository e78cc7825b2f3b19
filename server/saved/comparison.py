"""Interviews side by side, of one template or one candidate: what their marks come to, and each question's beneath.

It shows no more than the reports do, and only of rounds in which the reader interviewed, or of those in which they
answered. A mark that was not given is counted as such and is never a number.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import db, runtime
from server.core.content import Content
from server.core.interview import Interview, Role
from server.core.report import report
from server.core.report_wire import Report, RoundReport
from server.rooms import seats
from server.rooms.models import InterviewRecord, Participation
from server.saved.models import OriginRecord

HELP = ("unaided", "after guidance", "after answer")


class Cell(Struct, frozen=True):
    """The marks of one dimension, or of all: those given, of so many that could be."""

    values: tuple[int, ...]
    possible: int

    @property
    def mean(self) -> str | None:
        """Return the mean with one decimal; None where nothing is marked."""
        return f"{sum(self.values) / len(self.values):.1f}" if self.values else None

    @property
    def spread(self) -> str:
        """Return the lowest and the highest mark where they differ, else nothing."""
        low, high = min(self.values, default=0), max(self.values, default=0)
        return f"{low} to {high}" if low != high else ""


class Line(Struct, frozen=True):
    """What some rounds of an interview come to: a cell for each dimension, all in one, and the help that was given."""

    report: Report
    cells: tuple[Cell, ...]
    overall: Cell
    help: str

    @property
    def who(self) -> str:
        """Return the names of who was interviewed."""
        others = [one for one in self.report.participants if one.seat != self.report.reader]
        asked = [one.name for one in others if one.role == "candidate"]
        return ", ".join(asked or [one.name for one in others if one.role != "observer"])


class Comparison(Struct, frozen=True):
    """Interviews line by line, and for each question, by its title, the interviews in which it was asked."""

    dimensions: tuple[str, ...]
    lines: tuple[Line, ...]
    questions: tuple[tuple[str, tuple[Line, ...]], ...]


def compare(reports: Iterable[Report], part: Role = "interviewer") -> Comparison:
    """Put reports side by side, in the order given: their rounds in which the reader had this part."""
    asked = [(each, tuple(round for round in each.rounds if round.role == part)) for each in reports]
    dimensions = tuple(
        dict.fromkeys(
            rating.dimension
            for _, rounds in asked
            for round in rounds
            for marks in round.marks
            if marks.role == "interviewer"
            for rating in marks.ratings
        )
    )
    questions: dict[str, list[Line]] = {}
    titles: dict[str, str] = {}
    for each, rounds in asked:
        for round in rounds:
            # A deck may have been changed in between: it is the same question where it reads the same.
            text = round.prompt.markdown
            titles[text] = round.title
            questions.setdefault(text, []).append(_line(each, (round,), dimensions))
    return Comparison(
        dimensions,
        tuple(_line(each, rounds, dimensions) for each, rounds in asked),
        tuple((titles[text], tuple(lines)) for text, lines in questions.items()),
    )


def reports(person_id: str, template_id: str) -> list[Report]:
    """Return the reports of the interviews from a template that ended and that the person interviewed in, newest first.

    Needs an application context.
    """

    def work(session: Session) -> list[tuple[str, str, str, bytes, bytes]]:
        rows = session.execute(
            select(
                InterviewRecord.id,
                InterviewRecord.status,
                Participation.seat_id,
                InterviewRecord.state,
                InterviewRecord.content,
            )
            .join(OriginRecord, OriginRecord.interview_id == InterviewRecord.id)
            .join(Participation, Participation.interview_id == InterviewRecord.id)
            .where(
                OriginRecord.template_id == template_id,
                Participation.person_id == person_id,
                InterviewRecord.archived_ms.is_not(None),
            )
            .order_by(InterviewRecord.created_ms.desc(), InterviewRecord.id, Participation.seat_id)
        )
        return [(id, status, seat_id, state, content) for id, status, seat_id, state, content in rows]

    found: dict[str, Report] = {}
    for id, status, seat_id, state, content in db.transact(work):
        if id in found:
            continue
        given = _kept(state, content, seat_id) if status == "released" else _current(id, seat_id)
        if given is not None and any(round.role == "interviewer" for round in given.rounds):
            found[id] = given
    return list(found.values())


def _kept(state: bytes, content: bytes, seat_id: str) -> Report | None:
    def work() -> Report | None:
        interview = msgspec.json.decode(state, type=Interview)
        return _report(interview, msgspec.json.decode(content, type=Content), seat_id)

    given: Report | None = runtime.offload(work)
    return given


def _current(id: str, seat_id: str) -> Report | None:
    held = seats.live().hold(id)  # marks of the wrap-up are in the record only once it is released
    return _report(held.interview, held.content, seat_id) if held else None


def _report(interview: Interview, content: Content, seat_id: str) -> Report | None:
    seat = interview.seat(seat_id)
    return report(interview, content, {}, seat) if seat else None  # nothing that was typed is compared


def _line(whole: Report, rounds: tuple[RoundReport, ...], dimensions: tuple[str, ...]) -> Line:
    cells = tuple(_cell(rounds, dimension) for dimension in dimensions)
    overall = Cell(tuple(value for cell in cells for value in cell.values), sum(cell.possible for cell in cells))
    helps = [round.help for round in rounds]
    told = [f"{helps.count(help)} {help}" if len(rounds) > 1 else help for help in HELP if help in helps]
    return Line(whole, cells, overall, ", ".join(told))


def _cell(rounds: tuple[RoundReport, ...], dimension: str) -> Cell:
    ratings = [
        rating.value
        for round in rounds
        for marks in round.marks
        if marks.role == "interviewer"
        for rating in marks.ratings
        if rating.dimension == dimension and (rating.value is not None or round.state != "skipped")
    ]
    return Cell(tuple(value for value in ratings if value is not None), len(ratings))
