"""What a report's marks are as grades: the table of mark and help, and the mean of several."""

from __future__ import annotations

import pytest

from server.core.interview import Help
from server.core.report import report
from server.drill.marks import marked
from tests.core.room import Room

U, G, A = "unaided", "after guidance", "after answer"


def played(*steps: tuple[str, int | str]) -> Room:
    """Ask q1; reveal the stages and set the lead's marks named, in this order; then end."""
    room = Room().to("live")
    for what, value in steps:
        room.lead.reveal(value) if what == "reveal" else room.lead.mark(what, value)
    room.lead.end()
    return room


def grade_of(room: Room) -> tuple[int | None, str, bool]:
    found = report(room.interview, room.content, {}, room.seat("s2"))
    assert found is not None
    (one,) = marked(found)
    return one.grade, one.marks, one.own


@pytest.mark.parametrize(("stages", "help"), [((), U), (("guidance",), G), (("guidance", "answer"), A)])
@pytest.mark.parametrize("mark", [1, 2, 3, 4])
def test_a_mark_counts_as_far_as_one_came_without_help(stages: tuple[str, ...], help: Help, mark: int) -> None:
    """Every cell of the table: at most 4 unaided, 3 after guidance, 2 after the answer."""
    room = played(*(("reveal", stage) for stage in stages), ("depth", mark))
    room.lead.release()
    assert grade_of(room) == (min(mark, {U: 4, G: 3, A: 2}[help]), f"{mark} {help}", False)


def test_help_that_came_after_a_mark_does_not_lower_it() -> None:
    """The answer was shown to teach, when it had been marked: what was marked then stays unaided."""
    room = played(("depth", 4), ("reveal", "guidance"), ("reveal", "answer"), ("correctness", 4))
    room.lead.release()
    grade, said, _ = grade_of(room)
    assert grade == 3, "the mean of an Easy and a Hard"
    assert set(said.split(", ")) == {"4 unaided", "4 after answer"}


def test_a_half_is_rounded_down() -> None:
    """3 and 2 are a Hard."""
    room = played(("depth", 3), ("correctness", 2))
    room.lead.release()
    assert grade_of(room)[0] == 2


def test_ones_own_marks_count_where_nobody_elses_are_there() -> None:
    """Released by time it has no marks of others; with theirs one's own do not count."""
    for released, expected in ((False, (4, "4 unaided", True)), (True, (1, "1 unaided", False))):
        room = played(("depth", 1))
        room.candidate.mark("depth", 4)
        if released:
            room.lead.release()
        room.wait(25 * 3600)
        assert grade_of(room) == expected


def test_without_a_mark_there_is_no_grade() -> None:
    """It is listed, and nothing is made up."""
    room = played()
    room.lead.release()
    assert grade_of(room)[0] is None
