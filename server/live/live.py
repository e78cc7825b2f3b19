"""Everything live of this worker, put together: what the sockets and the pages talk to."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from server import metrics, runtime
from server.live import fanout
from server.live.attendance import Attendance
from server.live.clock import Clock
from server.live.drafts import Drafts
from server.live.held import Held, Socket
from server.live.relay import Relay
from server.live.rooms import Parked, Rooms
from server.live.service import Service
from server.live.timers import Poller
from server.live.walls import Walls
from server.store.connection import Commands
from server.store.interviews import Interviews
from server.store.presence import Presence
from server.store.timers import Timers


class Live:
    """The live interviews, as one worker serves them.

    Args:
        url: Redis's address.
        parked: Looks an interview up in SQL.
        archive: Puts an interview that has ended into SQL, with its log; idempotent.
    """

    def __init__(
        self, url: str, parked: Callable[[str], Parked | None], archive: Callable[[Held, list[bytes]], None]
    ) -> None:
        worker = secrets.token_hex(6)
        self._commands = Commands(url)
        self._interviews = Interviews(self._commands, worker)
        self._archive = archive
        self._clock = Clock()
        timers = Timers(self._commands)
        self._rooms = Rooms(url, self._interviews, parked, lambda held: self._attendance.tell(held))
        self._service = Service(self._interviews, self._rooms, self._clock)
        self._drafts = Drafts(self._interviews, self._rooms, self._clock)
        self._presence = presence = Presence(self._commands, worker)
        self._attendance = Attendance(presence, timers, self._rooms, self._service, self._clock)
        self.walls = Walls(url, self._interviews)
        self._relay = Relay(self._interviews, self._rooms, presence)
        self._poller = Poller(timers, self._service, self._clock, self._put_away)
        self._tasks: list[runtime.Task] = []
        self.handle = self._service.handle
        self.splice = self._drafts.splice
        self.call = self._relay.call
        self.hold = self._rooms.find
        self.changed = self.walls.changed
        self.tiles = self._interviews.tiles
        self.now_ms = self._clock.now_ms

    def start(self) -> None:
        """Learn the time, and begin what runs beside the requests."""
        asked_ms = self._clock.own_ms()
        seconds, micros = self._commands.call("TIME")
        self._clock.learn(int(seconds) * 1000 + int(micros) // 1000, asked_ms)
        jobs = (self._attendance.run, self._attendance.sweep, self._poller.run, metrics.watch_loop)
        self._tasks = [runtime.spawn(job) for job in jobs]
        metrics.rooms.set_function(lambda: len(self._rooms.all()))
        metrics.sockets.set_function(lambda: sum(len(held.sockets) for held in self._rooms.all()))

    def ping(self) -> bool:
        """Tell whether Redis answers.

        Raises: NotSaved or Unconfirmed, when it does not.
        """
        return bool(self._commands.call("PING"))

    def stop(self) -> None:
        """End what `start` began."""
        for task in self._tasks:
            task.kill()
        self._rooms.close()
        self.walls.close()
        self._commands.close()

    def log(self, id: str) -> list[bytes]:
        """Return the log of an interview in Redis, oldest entry first."""
        return self._interviews.log(id)

    def drop(self, id: str, rev: int) -> bool:
        """Take an interview that nobody is in out of Redis, if it is still at `rev`; tell whether it is gone."""
        return self._rooms.held(id) is None and self._interviews.delete(id, rev)

    def forget(self, id: str, seat: str) -> None:
        """Close the sockets of a seat that a browser forgot, at all workers; its other devices come back by themselves.

        Sockets do not tell which browser's they are: all who keep a seat do so by the same cookie.
        """
        self._interviews.leave(id, seat)
        if (held := self._rooms.held(id)) is not None:
            fanout.hang_up(held, seat)

    def remove(self, id: str) -> None:
        """Close all sockets of an interview, at all workers, and take it out of Redis."""
        held = self._rooms.find(id)
        if held is None:
            return
        self._interviews.delete(id)
        for seat in held.interview.seats:
            self.forget(id, seat.id)

    def devices(self, id: str, seat: str) -> int:
        """Return how many sockets of the seat this worker serves."""
        held = self._rooms.held(id)
        return len(held.sockets.get(seat, ())) if held is not None else 0

    def connected(self, id: str) -> frozenset[str]:
        """Return the seats of which a device is connected, to any worker.

        Raises: NotSaved, Unconfirmed.
        """
        return frozenset(self._presence.present(id).connected)

    def enter(self, socket: Socket) -> bool:
        """Serve a socket from now on; tell whether its seat is there for it."""
        held = self._rooms.enter(socket)
        if held is None:
            return False
        if not fanout.welcome(held.interview.seat(socket.seat), socket):
            self._rooms.leave(socket)
            return False
        try:
            self._attendance.arrive(socket.interview, socket.seat)
        except BaseException:
            self._rooms.leave(socket)
            raise
        return True

    def greet(self, socket: Socket) -> None:
        """Send a socket that has just come all that it may see, and let the others know of it."""
        held = self._rooms.held(socket.interview)
        if held is not None:
            socket.rev = -1  # what was shown before its handshake was answered did not reach it
            fanout.show(held)
            fanout.tell_texts(held, socket, {})
        self._attendance.changed(socket.interview, socket.seat)

    def leave(self, socket: Socket, silent_ms: int) -> None:
        """Serve a socket no more, which was last heard `silent_ms` ago."""
        if self._rooms.leave(socket):
            heard_ms = self._clock.now_ms() - silent_ms
            runtime.spawn(self._attendance.changed, socket.interview, socket.seat, heard_ms)

    def sync(self, socket: Socket, rev: int, texts: dict[str, int]) -> int:
        """Send a socket what it has not; return the revision that it has then."""
        held = self._rooms.find(socket.interview)
        if held is None:
            return rev
        socket.rev = min(socket.rev, rev)
        fanout.show(held)
        fanout.tell_texts(held, socket, texts)
        fanout.tell_presence_to(held, socket)
        return held.rev

    def _put_away(self, held: Held) -> None:
        self._archive(held, self._interviews.log(held.id))
