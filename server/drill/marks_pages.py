"""Into your schedule: the section of a report in which its marks become reviews, by one press."""

import re
from collections.abc import Iterable

from flask import Blueprint, abort, redirect, request
from msgspec import Struct
from werkzeug.wrappers import Response

from server import db
from server.core.report_wire import Report
from server.drill import drills, grades, marks, reported, schedule, settings
from server.drill.due import Key
from server.drill.reported import Row
from server.people import persons
from server.reports import pages
from server.rooms import seats

blueprint = Blueprint("marks", __name__, url_prefix="/room/<interview_id>/<seat_id>/report")

QUESTION = re.compile(r"q([0-9]{1,3})")
"""The question of a strict drill: its place in the order, counted from 1."""
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


class Section(Struct, frozen=True):
    """What the section says.

    `ready` rows can be put into the schedule, `kept` ones are in it, `open` ones have no grade; `says` when the ready
    ones would come back, else the kept ones do.
    """

    rows: list[Row]
    solo: bool
    ready: int
    kept: int
    open: int
    says: str
    now_ms: int

    def name(self, grade: int) -> str:
        """Return what a grade is called."""
        return grades.GRADES[grade]

    def table(self) -> list[tuple[int, tuple[str, ...]]]:
        """Return mark x help -> grade, in words."""
        return grades.table()


@blueprint.app_template_global()
def into_schedule(report: Report) -> Section | None:
    """Return the section of a report; None where there is nothing to put into a schedule."""
    person_id, now_ms = persons.current(), db.now_ms()
    rows = reported.rows(person_id, report, {round: key for round, (_, key) in _places(report).items()}, now_ms)
    solo = report.role == "soloist"
    if not (rows if solo else [row for row in rows if row.grade]):
        return None
    kept = [row for row in rows if row.stands]
    ready = [row for row in rows if row.grade and not row.stands]
    zone = settings.of(person_id).zone
    says = _says((row.due_ms for row in ready or kept if row.due_ms and not row.gone), now_ms, zone)
    return Section(rows, solo, len(ready), len(kept), len(rows) - len(kept) - len(ready), says, now_ms)


@blueprint.post("/marks")
def put(interview_id: str, seat_id: str) -> Response:
    """Put the marks into the schedule of who reads the report, or take them out of it again."""
    report = pages.read(interview_id, seat_id).report
    if report is None or not marks.marked(report):
        abort(404)
    person_id = persons.present()
    if request.form.get("do") == "undo":
        reported.undo(person_id, report)
    else:
        reported.put(person_id, report, _places(report), _given(report), request.form.get("zone"))
    copy = f"?released={request.args['released']}" if "released" in request.args else ""
    return redirect(f"{seats.address(interview_id, seat_id)}/report{copy}#into-schedule", 303)


def _given(report: Report) -> dict[int, int]:
    """Return the grades that a soloist gave, by round."""
    if report.role != "soloist":
        return {}
    said = {round.id: request.form.get(f"grade-{round.id}", "") for round in report.rounds}
    return {round: int(grade) for round, grade in said.items() if grade in ("1", "2", "3", "4")}


def _places(report: Report) -> dict[int, tuple[int, Key]]:
    """Return at which place of a drill of the reader's a round asked, and which question that was."""
    drill = drills.drill(persons.current(), report.interview) if report.role == "soloist" else None
    held = seats.live().hold(report.interview) if drill else None
    if drill is None or held is None:
        return {}
    order = drill.body.order
    numbers = {round.id: QUESTION.fullmatch(round.question) for round in held.interview.rounds}
    places = {round: int(number[1]) - 1 for round, number in numbers.items() if number}
    return {round: (place, order[place]) for round, place in places.items() if 0 <= place < len(order)}


def _says(due_ms: Iterable[int], now_ms: int, zone: str) -> str:
    """Return when so many questions come back, such as "Two come back tomorrow, one in 5 days."."""
    today = schedule.day(now_ms, zone)
    days = sorted(-1 if each <= now_ms else (schedule.day(each, zone) - today).days for each in due_ms)
    if not days:
        return ""
    said = [f"{_number(days.count(day))} {_when(day)}" for day in dict.fromkeys(days)]
    first = days.count(days[0])
    said[0] = f"{_number(first)} {'is' if first == 1 else 'are'} due {_when(days[0])}"
    text = ", ".join(said).lower()
    return f"{text[0].upper()}{text[1:]}."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _when(day: int) -> str:
    return "now" if day < 0 else "today" if day == 0 else "tomorrow" if day == 1 else f"in {day} days"
