"""The report as CSV: a line for each question, as spreadsheets read it. No cell is taken for a formula."""

import csv
import io

from server.core.report_wire import Report, RoundReport

FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    "question", "title", "state", "asker", "asked", "help", "thought_s", "answered_s", "suggested_s", "answer",
    "points_ticked", "points",
)  # fmt: skip


def export(report: Report) -> str:
    """Return the report as CSV, with a column for the marks of each interviewer on each dimension."""
    given_marks = [marks for round in report.rounds for marks in round.marks]
    marked = list(dict.fromkeys((marks.name, each.dimension) for marks in given_marks for each in marks.ratings))
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([_safe(cell) for cell in (*HEAD, *(f"{name}: {dimension}" for name, dimension in marked))])
    for round in report.rounds:
        given = {(marks.name, each.dimension): each.value for marks in round.marks for each in marks.ratings}
        writer.writerow([_safe(cell) for cell in (*_cells(round), *(given.get(each) for each in marked))])
    return "\ufeff" + written.getvalue()  # without the mark Excel takes it for another encoding


def _cells(round: RoundReport) -> tuple[object, ...]:
    time = round.time
    ticked = [point.ticked for point in round.points if point.ticked is not None]
    return (
        round.id,
        round.title,
        round.state,
        round.asker,
        ", ".join(round.asked),
        round.help,
        time.think_used_ms // 1000,
        time.answer_used_ms // 1000,
        None if time.answer_suggested_ms is None else time.answer_suggested_ms // 1000,
        round.answer.text,
        sum(ticked) if ticked else None,
        len(round.points) or None,
    )


def _safe(cell: object) -> str:
    """Return a cell as text; what a spreadsheet would calculate begins with an apostrophe (OWASP, CSV injection)."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
