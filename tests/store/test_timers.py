"""Timer rows: read by Redis's clock, never lost, and cleaned when their interview is gone."""

from __future__ import annotations

import math

import pytest

from server.store.connection import Commands
from server.store.interviews import Interviews
from server.store.keys import keys_of
from server.store.timers import Row, Timers


@pytest.fixture
def timers(commands: Commands) -> Timers:
    return Timers(commands)


def mine(rows: list[Row], id: str) -> list[Row]:
    return [row for row in rows if row.id == id]


def test_due_rows_are_read_and_stay(timers: Timers, interviews: Interviews, id: str) -> None:
    """Every worker sees a due row until a commit has moved it: a worker that dies while at it costs nothing."""
    now_ms, _ = timers.due()
    interviews.commit(id, 1, b"two", b"", due_ms=now_ms - 1)
    for _ in range(2):
        assert mine(timers.due()[1], id) == [Row(id, now_ms - 1)]
    interviews.commit(id, 2, b"three", b"", due_ms=now_ms + 60_000)
    assert mine(timers.due()[1], id) == []
    assert mine(timers.all(), id) == [Row(id, now_ms + 60_000)]
    interviews.commit(id, 3, b"four", b"", due_ms=math.inf)
    assert mine(timers.due()[1], id) == []
    assert mine(timers.all(), id) == [Row(id, math.inf)]


def test_the_row_of_an_interview_that_is_gone_is_dropped(timers: Timers, commands: Commands, id: str) -> None:
    """It would be due for ever."""
    commands.call("ZADD", keys_of(id).timers, 1, id)
    commands.call("ZADD", keys_of("nobody").timers, 1, "nobody")
    assert mine(timers.due()[1], id) == [Row(id, 1)]
    assert mine(timers.due()[1], "nobody") == []
    assert mine(timers.all(), "nobody") == []
    assert not timers.forget(id)
    assert mine(timers.all(), id) == [Row(id, 1)]


def test_a_row_that_disagrees_is_corrected(timers: Timers, commands: Commands, id: str) -> None:
    """Only for the revision that was looked at; otherwise the next commit has set it already."""
    commands.call("ZADD", keys_of(id).timers, 1, id)
    assert not timers.correct(id, 2, 7)
    assert mine(timers.all(), id) == [Row(id, 1)]
    assert timers.correct(id, 1, 7)
    assert mine(timers.all(), id) == [Row(id, 7)]
    assert timers.correct(id, 1, None)
    assert mine(timers.all(), id) == []
