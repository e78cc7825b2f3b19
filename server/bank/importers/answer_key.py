"""Answers that stand together behind the last question, by number: "Answer key: 1. B 2. A"."""

import re

from server.bank.importers.company import Candidate
from server.bank.importers.parts import Line, Parts

NUMBERED = re.compile(
    r"\s*(?:[-*]\s+)?\**(?:q\s?)?(?P<number>\d{1,4})\s?[.):：\-–]\**\s*(?P<text>\S.*)$", re.IGNORECASE
)
FEWEST = 3


def hand_out(questions: list[tuple[Candidate, Parts]]) -> None:
    """Give each question its answer, if those of the last are a list with the numbers of most, which have none."""
    if len(questions) < FEWEST or any(parts.has("answer") for _, parts in questions[:-1]):
        return
    last = questions[-1][1]
    at, lines = next(((k, lines) for k, (field, lines) in enumerate(last.sections) if field == "answer"), (-1, []))
    found = _by_number(lines)
    numbered = {candidate.number: parts for candidate, parts in questions if candidate.number is not None}
    if (
        len(found) < FEWEST
        or len(numbered) < len(questions)
        or len(found.keys() & numbered.keys()) * 3 < len(numbered) * 2
    ):
        return
    last.sections[at] = ("void", lines[:1])
    for number, answer in found.items():
        if number in numbered:
            numbered[number].sections.append(("answer", answer))
        else:
            last.left_out |= {i for i, _ in answer}


def _by_number(lines: list[Line]) -> dict[int, list[Line]]:
    """Return the numbered answers among lines, with the lines that continue each; none unless they begin with one."""
    found: dict[int, list[Line]] = {}
    for i, text in lines:
        match = NUMBERED.match(text)
        if match and int(match["number"]) not in found:
            current = found.setdefault(int(match["number"]), [])
            current.append((i, match["text"]))
        elif found:
            current.append((i, text))
        elif text.strip():
            return {}
    return found
