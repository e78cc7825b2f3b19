"""Who is there: what this worker's sockets say, told to Redis, and what Redis says, told to them and to the rules.

A closed tab counts as gone at once and as lost after a moment, so that a refresh stops no clock. A worker that dies is
noticed by the lapse of its lease; one whose rooms nobody else holds, by the sweep at the next start.
"""

from __future__ import annotations

import logging

from server import runtime
from server.core import commands as c
from server.core.refusals import Refused
from server.live import fanout
from server.live.clock import Clock
from server.live.held import Held
from server.live.rooms import Rooms
from server.live.service import Service
from server.store.connection import NotSaved, Unconfirmed
from server.store.presence import RENEW_EVERY_S, Presence
from server.store.timers import Timers

REFRESH_S = 3.0
SWEEP_S = 6.0
AGAIN_S = 0.2

log = logging.getLogger(__name__)


class Attendance:
    """Keeps presence true in both directions."""

    def __init__(self, presence: Presence, timers: Timers, rooms: Rooms, service: Service, clock: Clock) -> None:
        self._presence = presence
        self._timers = timers
        self._rooms = rooms
        self._service = service
        self._clock = clock

    def arrive(self, id: str, seat: str) -> None:
        """Tell Redis and the rules that a device of the seat is connected here, before it hears that it is.

        Otherwise who asks at once would find somebody lost who is there.

        Raises: NotSaved, Unconfirmed.
        """
        self._presence.connect(id, seat)
        held = self._rooms.find(id)
        there = held.interview.seat(seat) if held else None
        if there is not None and there.lost_ms is not None:
            self._service.system(id, c.Back(seat=seat))

    def changed(self, id: str, seat: str, heard_ms: int | None = None) -> None:
        """Tell Redis whether a device of the seat is connected here, until it knows; then everybody, and the rules.

        The rules hear of it after a moment: who reloads, or comes back after a restart like this one, is not lost.

        Args:
            heard_ms: When the seat was last heard, where it has gone.
        """
        while not self._try_register(id, seat, heard_ms):
            runtime.sleep(AGAIN_S)
        held = self._rooms.held(id)
        if held is not None:
            self.tell(held)
        runtime.spawn_after(REFRESH_S, self.settle, id)

    def _try_register(self, id: str, seat: str, heard_ms: int | None) -> bool:
        held = self._rooms.held(id)
        try:
            if held is not None and held.sockets.get(seat):
                self._presence.connect(id, seat)
            else:
                self._presence.disconnect(id, seat, heard_ms)
        except (NotSaved, Unconfirmed):
            return False
        return True

    def tell(self, held: Held) -> None:
        """Tell this worker's sockets who is connected anywhere."""
        try:
            connected = self._presence.present(held.id).connected
        except (NotSaved, Unconfirmed):
            return  # when the line is back, everything held is told anew
        held.connected = tuple(sorted(connected))
        fanout.tell_presence(held)

    def settle(self, id: str) -> None:
        """Tell the rules who was lost and who is back, until they know and nothing more has changed."""
        while True:
            try:
                if not self._settle(id):
                    return
            except (NotSaved, Unconfirmed):
                runtime.sleep(AGAIN_S)
            except Refused:
                return  # there is no such interview any more

    def _settle(self, id: str) -> bool:
        """Tell the rules what they do not know; return whether there was anything."""
        present = self._presence.present(id)
        held = self._rooms.find(id)
        if held is None:
            return False
        told = False
        for seat in held.interview.seats:
            if not seat.joined or seat.removed:
                continue
            here = seat.id in present.connected or seat.id in held.sockets
            if here and seat.lost_ms is not None:
                self._service.system(id, c.Back(seat=seat.id))
                told = True
            elif not here and seat.lost_ms is None:
                gone = present.gone.get(seat.id)
                wait_s = REFRESH_S - (present.now_ms - gone.noticed_ms) / 1000 if gone else 0.0
                if wait_s > 0:  # what was to be settled now is somebody else's coming or going
                    runtime.spawn_after(wait_s, self.settle, id)
                    continue
                self._service.system(id, c.Lost(seat=seat.id, at_ms=gone.heard_ms if gone else present.now_ms))
                told = True
        return told

    def run(self) -> None:
        """Renew the lease for ever, and look after the rooms of workers that have died."""
        live: frozenset[str] = frozenset()
        while True:
            try:
                asked_ms = self._clock.own_ms()
                lease = self._presence.renew()
            except (NotSaved, Unconfirmed):
                runtime.sleep(RENEW_EVERY_S)
                continue
            self._clock.learn(lease.now_ms, asked_ms)
            if lease.lapsed:
                for held in self._rooms.all():
                    for seat in list(held.sockets):
                        runtime.spawn(self.changed, held.id, seat)
            if live - lease.live:
                for held in self._rooms.all():
                    runtime.spawn(self._after_a_death, held)
            live = lease.live
            runtime.sleep(RENEW_EVERY_S)

    def _after_a_death(self, held: Held) -> None:
        self.tell(held)
        runtime.sleep(REFRESH_S)
        self.settle(held.id)

    def sweep(self) -> None:
        """Once after a start: see to the started interviews of whoever ran before and left nobody in charge."""
        runtime.sleep(SWEEP_S)
        while True:
            try:
                rows = self._timers.all()
                break
            except (NotSaved, Unconfirmed):
                runtime.sleep(1.0)
        for row in rows:
            self.settle(row.id)
