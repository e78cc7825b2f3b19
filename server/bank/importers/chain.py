"""Which of the candidates are the questions: the chain of them that explains the document best.

A chain of candidates adds to their own scores how well each follows the one before (the next number, the same form) and
how well the text between them fills one question (each labelled part at most once). So a numbered list within an answer
loses against the questions around it: it restarts, looks different and has no parts. The weights were set by hand, on
documents made for the purpose in `tests/bank/importers/`.
"""

from collections.abc import Iterable
from itertools import accumulate

from server.bank.importers.company import Candidate
from server.bank.importers.labels import Label
from server.bank.importers.tree import Document

MOST_FOR_A_STEP = 3.0  # the next number, and the usual parts
PARTS = ("guidance", "answer", "example")


def chain(all: list[Candidate], labels: dict[int, Label], document: Document) -> list[Candidate]:
    """Return the candidates that together explain a document best, in order; none if none do."""
    size = len(document.lines)
    starts = {each.line for each in all if each.number is not None}
    headings = [0, *accumulate(place.kind == "heading" and i not in starts for i, place in enumerate(document.places))]
    counts = {field: _running(size, (i for i, label in labels.items() if label.field == field)) for field in PARTS}
    names = {label.name for label in labels.values() if label.field in PARTS}
    named = [_running(size, (i for i, label in labels.items() if label.name == name)) for name in names]
    totals = {field: running[size] for field, running in counts.items()}
    usual = [counts[field] for field in PARTS if totals[field] >= 2 and totals[field] >= 0.6 * max(totals.values())]

    def filled(start: int, end: int) -> float:
        """Score the text between two candidates: are the usual parts there, and none under one name twice?"""
        twice = 0
        for running in named:  # asked so often that the loop is worth spelling out
            if (inside := running[end] - running[start]) > 1:
                twice += inside - 1
        missing = sum(running[end] == running[start] for running in usual)
        return (2 - 2.5 * missing if usual else 0.0) - 3 * min(twice, 4)

    # Far enough to step over a list in an answer; bounded, so that a file of nothing but numbers ends too.
    window = max(20, min(300, 300_000 // max(1, len(all))))
    best: list[tuple[float, int]] = []
    for i, candidate in enumerate(all):
        score, before = (0.0 if candidate.number in (0, 1, None) else -1.0), -1
        for j in range(i - 1, max(-1, i - window - 1), -1):
            if best[j][0] + MOST_FOR_A_STEP <= score:
                continue
            value = best[j][0] + _step(all[j], candidate, headings) + filled(all[j].line, candidate.line)
            if value > score:
                score, before = value, j
        best.append((score + candidate.score, before))
    ends = [(best[i][0] + filled(all[i].line, size), i) for i in range(len(all))]
    score, at = max(ends, default=(0.0, -1))
    found: list[Candidate] = []
    while score > 0 and at >= 0:
        found.append(all[at])
        at = best[at][1]
    return found[::-1]


def _running(size: int, lines: Iterable[int]) -> list[int]:
    """Return how many of the lines stand before each."""
    known = set(lines)
    return [0, *accumulate(i in known for i in range(size))]


def _step(one: Candidate, next: Candidate, headings: list[int]) -> float:
    score = 0.0 if one.style == next.style else -2.0
    if one.number is None or next.number is None:
        return score + (0.3 if one.number is next.number else -0.5)
    gap = next.number - one.number
    if gap == 1:
        return score + 1
    if gap > 1:
        return score - (1 if gap <= 5 else 2)
    if next.number == 1 and headings[next.line] > headings[one.line]:
        return score  # each section counts anew
    return score - (2.5 if gap == 0 else 3 if next.number == 1 else 4)
