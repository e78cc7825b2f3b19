"""The report as Markdown. What somebody typed can't leave its place: texts stand in fences that they can't close, the
deck's Markdown in quotations, and a line of text is escaped.
"""

import re
from collections.abc import Iterator

from server.core.report_wire import Body, Marks, Report, RoundReport
from server.reports import words

SPECIAL = re.compile(r"[\\`*_\[\]<>&|~]|(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)
BLOCK = re.compile(r"^(\d*)([#+\-=.)])")
FENCE = re.compile(r"`+")


def export(report: Report) -> str:
    """Return the whole report as Markdown."""
    return "\n".join(_report(report)) + "\n"


def line(text: str) -> str:
    """Return plain text as one line of Markdown that shows just that."""
    return BLOCK.sub(r"\1\\\2", SPECIAL.sub(lambda found: "\\" + found[0], " ".join(text.split())))


def fenced(text: str) -> str:
    """Return text as a code block that it can't leave."""
    fence = "`" * max(3, *(len(run) + 1 for run in ["", *FENCE.findall(text)]))
    return f"{fence}text\n{text}\n{fence}"


def quoted(body: Body) -> str:
    """Return Markdown as a quotation, in which its headings stay."""
    return "\n".join(f"> {each}".rstrip() for each in body.markdown.strip().splitlines())


def _report(report: Report) -> Iterator[str]:
    yield f"# {line(report.title)}: report\n"
    solo = words.drilled(report)
    yield f"- **{'Drill' if solo else 'Interview'}:** {words.date(report.started_ms)} to {words.date(report.ended_ms)}"
    if not solo:
        yield f"- **Report:** {_released(report)}"
    if report.changed_ms is not None:
        yield f"- **Changed on:** {words.date(report.changed_ms)}"
    for one in () if solo else report.participants:
        extra = f", {one.extra_percent} % extra time" if one.extra_percent else ""
        yield f"- **{words.part_taken(one)}:** {line(one.name)}{extra}"
    yield from _feedback(report)
    for part in words.parts(report):
        if part.title:
            yield f"\n## {line(part.title)}"
        for round, _ in part.lines:
            yield from _round(round)


def _released(report: Report) -> str:
    if report.released_by is None:
        return "not released yet"
    by = "by itself after 24 hours, without marks, notes and feedback" if report.released_by == "due" else ""
    return f"released {words.date(report.released_ms)} {by}".rstrip()


def _feedback(report: Report) -> Iterator[str]:
    for given in report.feedback:
        yield f"\n## Feedback by {line(given.name)}\n"
        for label, points in (("Keep", given.keep), ("Stop", given.stop), ("Start", given.start)):
            for point in points:
                yield f"- **{label}:** {line(point)}"


def _round(round: RoundReport) -> Iterator[str]:
    skipped = " (skipped)" if round.state == "skipped" else ""
    yield f"\n## Question {round.id}{skipped}\n"
    yield quoted(round.prompt)
    asked = "" if round.role == "soloist" else f" Help: {round.help}. Asked by {line(round.asker)}."
    yield f"\n{words.used(round)}.{asked}"
    yield "\n### Answer\n"
    yield from _answer(round)
    yield from _judgement(round)
    if round.points:
        yield "\n### Talking points\n"
    for point in round.points:
        box = {True: "[x] ", False: "[ ] ", None: ""}[point.ticked]
        yield f"- {box}{line(point.text)}"
    for note in round.notes:
        yield f"\n### Note by {line(note.name)}{'' if note.released else ' (not released)'}\n"
        yield fenced(note.text)
    for stage in round.stages:
        shown = words.shown(stage, round)
        yield f"\n### {words.STAGES[stage.stage]}{f' ({shown})' if shown else ''}\n"
        yield quoted(stage.body)


def _answer(round: RoundReport) -> Iterator[str]:
    answer = round.answer
    yield words.how_answered(round) if answer.text is None else fenced(answer.text)
    if said := words.handed_in(answer):
        yield f"\n{said}"
    if answer.late is not None and answer.late.text is not None:
        yield f"\nOffered late, after {words.minutes(answer.late.offered_after_ms)}, and not accepted:\n"
        yield fenced(answer.late.text)


def _judgement(round: RoundReport) -> Iterator[str]:
    if not round.marks and round.panel is None:
        return
    yield "\n### Marks\n"
    if said := words.seal(round):
        yield f"{line(said)}\n"
    for spread in round.panel.spreads if round.panel else ():
        yield f"- **{line(spread.dimension)}** (spread): {words.spread(spread)}"
    for marks in round.marks:
        yield from _marks(marks)


def _marks(marks: Marks) -> Iterator[str]:
    by = f"{line(marks.name)}, of themself" if marks.role == "candidate" else line(marks.name)
    for rating in marks.ratings:
        if rating.value is None:
            yield f"- **{line(rating.dimension)}** ({by}): {words.PASSED if marks.passed else words.NOT_MARKED}"
        else:
            changed = f", {words.CHANGED}" if rating.changed else ""
            yield (
                f"- **{line(rating.dimension)}** ({by}): "
                f"{rating.value} of 4, {rating.help}{changed}. {line(rating.says or '')}"
            )
