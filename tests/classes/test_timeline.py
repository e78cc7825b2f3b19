"""The parts of a class: one after the other, longer when told, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.classes.timeline import PARTS, Timeline, extend, go_back, go_on

steps = st.lists(
    st.tuples(st.sampled_from([go_on, go_back, lambda line, now: extend(line, 1, now)]), st.integers(0, 9))
)


def test_a_class_from_beginning_to_end() -> None:
    """Each part is on for its minutes, from when it began; after the last nothing is."""
    line, now_ms = Timeline(), 1000
    assert line.now is None
    assert line.next == PARTS[0]
    for place, part in enumerate(PARTS):
        now_ms += 7
        line = go_on(line, now_ms)
        assert line.now == part
        assert line.ends_ms == now_ms + part.minutes * 60_000
        assert line.before == (PARTS[place - 1] if place else None)
    line = go_on(line, now_ms)
    assert (line.now, line.next, line.ends_ms) == (None, None, None)
    assert go_on(line, now_ms) == line


def test_a_part_that_is_over_is_extended_from_now() -> None:
    """A minute more is a minute from now on, not from an end that has passed."""
    line = go_on(Timeline(), 0)
    assert line.ends_ms == 300_000
    assert extend(line, 1, 10_000).ends_ms == 360_000
    assert extend(line, 1, 900_000).ends_ms == 960_000
    assert extend(Timeline(), 1, 5) == Timeline()


@given(steps)
def test_whatever_is_pressed_the_class_is_somewhere(pressed: list[object]) -> None:
    """At a part with an end, or before the first or after the last without one."""
    line, now_ms = Timeline(), 0
    for step, later in pressed:  # type: ignore[misc]  # a pair
        now_ms += later
        line = step(line, now_ms)
        assert (line.now is None) == (line.ends_ms is None)
        assert -1 <= line.at <= len(PARTS)
