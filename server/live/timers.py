"""Due timers, turned into commands. Any worker may: the rule ignores what the state does not have at that instant."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from server import metrics, runtime
from server.core import commands as c
from server.core import timers as core_timers
from server.core.refusals import Refused
from server.live.clock import Clock
from server.live.held import Held
from server.live.service import Service
from server.store.connection import NotSaved, Unconfirmed
from server.store.timers import Row, Timers

POLL_S = 0.05
RETRY_S = 5.0

log = logging.getLogger(__name__)


class Poller:
    """Asks Redis what is due, 20 times a second.

    Args:
        archive: Puts what has ended into SQL; may raise, and is asked again after `RETRY_S`.
    """

    def __init__(self, timers: Timers, service: Service, clock: Clock, archive: Callable[[Held], None]) -> None:
        self._timers = timers
        self._service = service
        self._clock = clock
        self._archive = archive
        self._busy: set[str] = set()
        self._not_before_s: dict[str, float] = {}

    def run(self) -> None:
        """Poll for ever."""
        while True:
            try:
                self.poll()
            except (NotSaved, Unconfirmed):
                runtime.sleep(10 * POLL_S)
            except Exception:
                log.exception("timers could not be polled; trying again")
                runtime.sleep(RETRY_S)
            runtime.sleep(POLL_S)

    def poll(self) -> None:
        """Look once, and start on each row that is due."""
        asked_ms = self._clock.own_ms()
        now_ms, rows = self._timers.due()
        self._clock.learn(now_ms, asked_ms)
        for row in rows:
            if row.id not in self._busy and self._not_before_s.get(row.id, 0) <= monotonic():
                self._busy.add(row.id)
                metrics.timer_late_s.observe(max(0.0, now_ms - row.due_ms) / 1000)
                runtime.spawn(self._fire, row)

    def _fire(self, row: Row) -> None:
        try:
            self._not_before_s.pop(row.id, None)
            held = self._service.system(row.id, c.TimersDue(at_ms=int(row.due_ms)))
            while core_timers.archive_due(held.interview):
                rev = held.rev
                self._archive(held)
                held = self._service.system(row.id, c.Archived(), at_rev=rev)
            due_ms = core_timers.next_due_ms(held.interview)
            if due_ms != row.due_ms:
                self._timers.correct(row.id, held.rev, due_ms)
        except (NotSaved, Unconfirmed, Refused):
            self._not_before_s[row.id] = monotonic() + 10 * POLL_S
        except Exception:
            self._not_before_s[row.id] = monotonic() + RETRY_S
            log.exception("a timer of interview %s could not be handled; trying again", row.id)
        finally:
            self._busy.discard(row.id)
