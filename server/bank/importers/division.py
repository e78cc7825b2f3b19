"""A question's lines, divided among its prompt and its parts."""

from server.bank.importers.company import Candidate
from server.bank.importers.inline import LONGEST_LINE
from server.bank.importers.labels import Label, is_between
from server.bank.importers.parts import BULLET, ONE_LINE_FIELDS, Line, Parts
from server.bank.importers.tree import Document
from server.bank.importers.words import asking, begins_asking


def parts_of(candidate: Candidate, document: Document, end: int, labels: dict[int, Label]) -> Parts:
    """Sort the lines of one question, which is all from the candidate's line up to `end`."""
    start = candidate.line
    lines = document.lines[start:end]
    head, at = [(start, candidate.text)], 1
    between: list[Line] = []
    if candidate.text not in document.lines[start]:
        below = next((i for i in range(1, len(lines)) if not is_between(lines[i], labels.get(start + i))), 0)
        if below and candidate.text in lines[below]:
            head.append((start + below, ""))
            between = [(start + i, lines[i]) for i in range(1, below) if lines[i].strip()]
            at = below + 1
    run = at
    while (
        run < len(lines)
        and lines[run].strip()
        and start + run not in labels
        and document.places[start + run].kind == "text"
    ):
        run += 1
    more = _more_of_prompt(candidate, lines[at:run]) if document.places[start].kind == "text" else 0
    head += [(start + at + i, lines[at + i].strip().strip("*_")) for i in range(more)]
    parts = Parts(document, head)
    for i, _ in between:
        parts.label(i, labels.get(i, Label("void", "")))
    parts.sections.append(("", [(start, candidate.rest)] if candidate.rest else []))
    level = 0
    folded = document.places[start].folded if document.places[start].kind == "summary" else 0
    opened = 0
    for i in range(start + at + more, end):
        place, line = document.places[i], document.lines[i]
        if place.folded < folded:
            parts.left_out |= {k for k in range(i, end) if document.lines[k].strip()}
            break
        found = labels.get(i)
        if found and found.field == "links" and level and place.level > level and _is_blank(parts.sections[-1][1]):
            parts.sections[-1][1].append((i, line))  # a heading below an empty one is all that there is in it
        elif found and (found.field != "difficulty" or all(field != "difficulty" for field, _ in parts.sections)):
            parts.label(i, found)
            level = place.level
            opened = place.folded if place.kind == "summary" else min(opened, place.folded)
        elif (
            parts.sections[-1][0] in ONE_LINE_FIELDS
            or place.folded < opened
            or (
                # A heading of its own ends the part that a heading began.
                level and place.kind == "heading" and place.level <= level and parts.sections[-1][0] != "answer"
            )
        ):
            parts.sections.append(
                (
                    "more" if len(parts.sections) > 1 and parts.sections[-1][0] not in ONE_LINE_FIELDS else "",
                    [(i, line)],
                )
            )
            level = opened = 0
        else:
            parts.sections[-1][1].append((i, line))
    for i in range(start, end + 1):
        parts.comments += document.comments.get(i, ()) if i > start else ()
    parts.settle()
    parts.limit()
    return parts


def _is_blank(lines: list[Line]) -> bool:
    return not any(text.strip() for _, text in lines)


def _more_of_prompt(candidate: Candidate, run: list[str]) -> int:
    """Return how many of the lines right below belong to the prompt; `run` is the rest of its paragraph."""
    run = run[:5] if all(len(line) <= LONGEST_LINE for line in run[:5]) else []
    text = candidate.text.rstrip()
    asked = [i for i, line in enumerate(run) if asking(line) and not BULLET.match(line)]
    if asking(text):
        every = len(asked) == len(run) and all(begins_asking(line.strip()) for line in run)  # items begin with a mark
        return len(run) if every else 0
    if candidate.style[1] or candidate.style[2]:
        return 0
    ended = text.endswith((".", "!", ":"))
    if asked and (not ended or asked[0] == len(run) - 1):
        return asked[0] + 1
    count = 0
    while count < len(run) and not text.endswith((".", "!", ":", "?")):
        line = run[count].strip()
        if len(text) < 60 and not (line[0].islower() or line[0] in "(`'\"" or line[0].isdigit()):
            break
        if BULLET.match(run[count]):
            break
        text = line
        count += 1
    return count
