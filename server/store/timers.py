"""The timer rows: which interview has something due, and when.

One script asks all 64 shards in one call, which costs a worker that polls every 50 ms about 0.2 % of a core. In a
cluster it would be one call for each node.
"""

from __future__ import annotations

from typing import NamedTuple

from .connection import Commands, Script
from .keys import TIMERS, keys_of

_DUE, _FORGET, _CORRECT = Script("due"), Script("forget"), Script("correct")


class Row(NamedTuple):
    """A timer row: something is due in this interview at this instant, or one day (`inf`)."""

    id: str
    due_ms: float


class Timers:
    """The timer rows of all interviews."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def due(self, limit: int = 100) -> tuple[int, list[Row]]:
        """Return Redis's clock in ms, and the rows that are due by it, which stay until a commit moves them.

        The row of an interview that is gone is dropped.

        Args:
            limit: how many of each shard at most.
        """
        now_ms, *flat = self._commands.script(_DUE, TIMERS, (limit,))
        if not flat:
            return now_ms, []
        rows = [Row(id.decode(), int(float(score))) for id, score in zip(flat[::2], flat[1::2], strict=True)]
        there = self._commands.call_all([(b"EXISTS", keys_of(row.id).hash) for row in rows])
        for row, is_there in zip(rows, there, strict=True):
            if not is_there:
                self.forget(row.id)
        return now_ms, [row for row, is_there in zip(rows, there, strict=True) if is_there]

    def all(self) -> list[Row]:
        """Return every row, due or not: all started interviews that are not archived, and warm-ups."""
        shards = self._commands.call_all([(b"ZRANGE", key, 0, -1, b"WITHSCORES") for key in TIMERS])
        return [
            Row(id.decode(), float(score)) for flat in shards for id, score in zip(flat[::2], flat[1::2], strict=True)
        ]

    def forget(self, id: str) -> bool:
        """Drop the row if its interview is gone; tell whether it was."""
        keys = keys_of(id)
        return bool(self._commands.script(_FORGET, (keys.hash, keys.timers), (id,)))

    def correct(self, id: str, rev: int, due_ms: float | None) -> bool:
        """Set the row to what the state of revision `rev` says; tell whether that is still the current one."""
        keys = keys_of(id)
        args = (id, rev, b"" if due_ms is None else due_ms)
        return bool(self._commands.script(_CORRECT, (keys.hash, keys.timers), args))
