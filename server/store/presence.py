"""Who is connected: an entry per worker and seat, beside a lease that each worker renews every second.

The entries of a worker whose lease lapsed count as gone since it was last renewed. They are read by all other workers,
so they stay for a minute before they are dropped.
"""

from __future__ import annotations

from typing import NamedTuple

from .connection import Argument, Commands, Script
from .keys import WORKERS, keys_of

LEASE_MS = 3_000
RENEW_EVERY_S = 1.0
_PRUNE_AFTER_MS = 60_000
_FORGET_AFTER_MS = 86_400_000
_GONE = "-"  # in the place of a worker: when a seat was last seen to go

_CONNECT, _DISCONNECT, _RENEW, _PRUNE = (Script(name) for name in ("connect", "disconnect", "renew", "prune"))


class Lease(NamedTuple):
    """What a renewal tells: Redis's clock, whether the lease had `lapsed` meanwhile, and the workers that are live.

    After a lapse others may have counted this worker's seats as gone: connect them again.
    """

    now_ms: int
    lapsed: bool
    live: frozenset[str]


class Gone(NamedTuple):
    """A seat that was connected: when it was last heard, and when it was found to be gone."""

    heard_ms: int
    noticed_ms: int


_NEVER = Gone(0, 0)


class Present(NamedTuple):
    """The seats connected anywhere, with since when; those that are gone; and Redis's clock as this was read."""

    connected: dict[str, int]
    gone: dict[str, Gone]
    now_ms: int


class Presence:
    """Who is connected where, told by one worker.

    Args:
        worker: this worker's name: unique to the process, no colon and no space in it.
    """

    def __init__(self, commands: Commands, worker: str) -> None:
        self._commands = commands
        self._worker = worker
        self._had_lease = False
        self._judge_from_ms = 0

    def renew(self) -> Lease:
        """Renew this worker's lease, and see who else is live; to be called every second."""
        now_ms, anew, *live = self._commands.script(_RENEW, (WORKERS,), (self._worker, LEASE_MS, _FORGET_AFTER_MS))
        lapsed, self._had_lease = self._had_lease and bool(anew), True
        if lapsed:
            # Redis was away: the others need a moment, as this one did, before their silence means anything.
            self._judge_from_ms = now_ms + LEASE_MS
        return Lease(now_ms, lapsed, frozenset(worker.decode() for worker in live))

    def connect(self, id: str, seat: str) -> int | None:
        """Note, and tell the other workers, that a device of this seat is connected here.

        Returns: the instant by Redis's clock, or None when there is no such interview.
        """
        return self._tell(_CONNECT, id, seat) or None

    def disconnect(self, id: str, seat: str, heard_ms: int | None = None) -> int:
        """Note, and tell the other workers, that no device of this seat is connected here any more.

        Args:
            heard_ms: when it was last heard; now, if None.

        Returns: the instant by Redis's clock.
        """
        return self._tell(_DISCONNECT, id, seat, f"{_GONE}:{seat}", "" if heard_ms is None else heard_ms)

    def _tell(self, script: Script, id: str, seat: str, *more: Argument) -> int:
        keys = keys_of(id)
        args = f"{self._worker}:{seat}", f"{self._worker} presence {seat}", *more
        now_ms: int = self._commands.script(script, (keys.hash, keys.presence), args)
        return now_ms

    def present(self, id: str) -> Present:
        """Return who is connected to the interview, on all workers together."""
        key = keys_of(id).presence
        flat, workers, time = self._commands.call_all(
            [(b"HGETALL", key), (b"ZRANGE", WORKERS, 0, -1, b"WITHSCORES"), (b"TIME",)]
        )
        now_ms = int(time[0]) * 1000 + int(time[1]) // 1000
        renewed_ms = {
            worker.decode(): int(float(score)) for worker, score in zip(workers[::2], workers[1::2], strict=True)
        }
        judging = now_ms >= self._judge_from_ms and now_ms - renewed_ms.get(self._worker, 0) <= LEASE_MS
        connected: dict[str, int] = {}
        gone: dict[str, Gone] = {}
        stale: list[Argument] = []
        for entry, since in zip(flat[::2], flat[1::2], strict=True):
            worker, seat = entry.decode().split(":")
            if worker == _GONE:
                heard, noticed = since.split()
                gone[seat] = max(Gone(int(heard), int(noticed)), gone.get(seat, _NEVER))
                continue
            heard_ms = renewed_ms.get(worker, int(since))
            if worker == self._worker or not judging or now_ms - heard_ms <= LEASE_MS:
                connected[seat] = min(int(since), connected.get(seat, int(since)))
                continue
            gone[seat] = max(Gone(heard_ms, heard_ms + LEASE_MS), gone.get(seat, _NEVER))
            if now_ms - heard_ms > _PRUNE_AFTER_MS:
                stale += entry, since
        if stale:
            self._commands.script(_PRUNE, (key,), stale)
        return Present(connected, {seat: each for seat, each in gone.items() if seat not in connected}, now_ms)
