"""Grades: how well a question went, as the schedule takes it, and what a mark given in an interview is as a grade."""

from collections.abc import Collection, Mapping
from typing import Literal

from server.core.interview import Help

Grade = Literal[1, 2, 3, 4]
GRADES: Mapping[int, str] = {1: "Again", 2: "Hard", 3: "Good", 4: "Easy"}
BEST: Mapping[Help, int] = {"unaided": 4, "after guidance": 3, "after answer": 2}
"""The best grade that is left after help: what one was told is not what one knew."""


def graded(mark: int, help: Help) -> int:
    """Return the grade of a mark of 1-4, given after this help."""
    return min(mark, BEST[help])


def of_marks(marks: Collection[int], help: Help) -> int | None:
    """Return the grade of all marks that a question was given: their mean, a half rounded down; None without marks."""
    if not marks:
        return None
    return graded(-(-(2 * sum(marks) - len(marks)) // (2 * len(marks))), help)


def table() -> list[tuple[int, tuple[str, ...]]]:
    """Return mark x help -> grade as words, a row for each mark: what the report shows."""
    return [(mark, tuple(GRADES[graded(mark, help)] for help in BEST)) for mark in (1, 2, 3, 4)]
