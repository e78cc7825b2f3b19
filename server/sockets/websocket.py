"""The websocket under Engine.IO: what eventlet's does, at a fifth of its cost, and bounded in both directions.

eventlet's own reads three times for a frame, joins and leaves the event loop with a timer for each read, undoes the
mask byte by byte, lets a message in parts grow without end, and takes the compression that every browser offers
(260 kB for each socket, 0.1 ms for each view). engineio has two more tasks for each socket, of 16 kB at least, to write
and to ping, and a task switch and a system call for each packet. Here the loop hands over what has come, wsproto reads
and makes the frames, and what is sent during one turn of the loop leaves in one write; all packets take this one way,
so none overtakes another.

Bounds. A client that goes on sending while its requests wait, and one that does not read what it is sent, are dropped
at `LONGEST_BACKLOG`; one that is silent for longer than a ping and its answer may take is dropped too.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from time import monotonic, time
from typing import Any

from engineio import Server
from engineio.async_drivers.eventlet import WebSocketWSGI
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import MESSAGE, NOOP, Packet
from engineio.packet import PING as PING_PACKET
from engineio.socket import Socket
from wsproto.frame_protocol import CloseReason, FrameProtocol, Opcode, ParseFailed

from server import runtime
from server.store.duplex import Duplex

LONGEST_BACKLOG = 2_000_000  # bytes, each way; more than the longest message
LONGEST_QUEUE = 500  # packets
PART_BYTES = 64  # what a part of a message counts for beside its length, lest there be endless empty ones
LONGEST_STREAK = 16  # frames of one socket before the others have their turn
Take = Callable[[str, str], bool]
"""Given an Engine.IO session's id and a Socket.IO event, does what it asks for; False when it is not ours."""

log = logging.getLogger(__name__)


def install(eio: Server, take: Take) -> None:
    """Let this Engine.IO server use the websocket below, which gives events to `take` and the rest to engineio."""

    class Upgrade(WebSocketWSGI):  # type: ignore[misc]  # engineio ships no types
        def __init__(self, handler: Any, server: Server) -> None:
            self._engine = handler.__self__
            super().__init__(lambda websocket: converse(self._engine, websocket), server)

        def _handle_hybi_request(self, environ: dict[str, Any]) -> WebSocket:
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            connection = super()._handle_hybi_request(environ).socket
            return WebSocket(connection, self._engine, self.max_frame_length, take)

    def start(target: Any, *args: Any, **named: Any) -> Any:
        if getattr(target, "__func__", None) is Socket._send_ping:
            return runtime.spawn_after(eio.ping_interval, _ping, target.__self__)
        return start_task(target, *args, **named)

    eio._async = {**eio._async, "websocket": Upgrade}
    start_task, eio.start_background_task = eio.start_background_task, start


def send_packet(engine: Any, packet: str) -> None:
    """Send a Socket.IO packet to an Engine.IO session, by whichever transport it has; nothing to one that is closed."""
    if engine.closed or engine.closing:
        return
    if engine.upgraded:
        engine.queue.websocket.send(f"4{packet}")
    elif engine.queue.qsize() > LONGEST_QUEUE:  # it does not poll
        runtime.spawn(engine.close, False, True)
    else:
        engine.send(Packet(MESSAGE, packet))


def converse(engine: Any, websocket: WebSocket) -> None:
    """Serve an Engine.IO session by its websocket, to the end: in the place of engineio's own handler."""
    if engine.connected:  # by polling so far
        engine.upgrading = True
        if websocket.wait() == "2probe":
            websocket.send("3probe")
            engine.queue.put(Packet(NOOP))  # ends the poll under way
            engine.upgraded = websocket.wait() == "5"
        engine.upgrading = False
        if not engine.upgraded:
            return
    engine.connected = engine.upgraded = True
    polled, engine.queue = engine.queue, Outbox(websocket)
    while polled.qsize():
        engine.queue.put(polled.get())
    while (message := websocket.wait()) is not None:
        try:
            engine.receive(Packet(encoded_packet=message))
        except UnknownPacketError:
            continue
        except SocketIsClosedError:
            break
        except (ValueError, RecursionError) as error:
            log.info("a packet made no sense: %s", type(error).__name__)
            break
        except Exception:
            log.exception("a packet could not be taken")
            break
    websocket.close()
    engine.close(abort=True, reason=engine.server.reason.TRANSPORT_CLOSE)


def _ping(engine: Any) -> None:
    if not engine.closing and not engine.closed:
        engine.last_ping = time()
        engine.send(Packet(PING_PACKET))


class Outbox:
    """What stands in the place of a session's queue once it has a websocket: nothing waits in it."""

    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket

    def put(self, packet: Any) -> None:
        """Send a packet, or close after None."""
        if packet is None:
            self.websocket.close()
        else:
            self.websocket.send(packet.encode())

    def qsize(self) -> int:
        """Return how many packets wait: none."""
        return 0

    def join(self) -> None:
        """Wait until all are sent: they are."""


class WebSocket:
    """One websocket, as engineio uses it: `wait`, `send`, `close`. `silent_s` is set when it was given up as silent."""

    __slots__ = (
        "_duplex", "_engine", "_frames", "_input", "_length", "_longest", "_out", "_over", "_parts", "_streak", "_take",
        "_timer", "_waiter", "heard_s", "silent_s", "socket",
    )  # fmt: skip

    def __init__(self, connection: Any, engine: Any, longest: int, take: Take) -> None:
        self.socket, self._engine, self._longest, self._take = connection, engine, longest, take
        self._frames = FrameProtocol(client=False, extensions=[])
        self._input, self._length, self._streak = b"", 0, 0
        self._parts: list[Any] = []
        self._out: list[bytes | bytearray] = []
        self._over = False
        self._waiter: runtime.Waiter | None = None
        self.heard_s, self.silent_s = monotonic(), 0.0
        self._duplex = Duplex(connection, self._received, self._gone)
        self._timer = runtime.spawn_after(self._silence_s, self._check_silence)

    # -- what comes ---------------------------------------------------------------------------------------------------

    def wait(self) -> str | bytes | None:
        """Return the next message that is engineio's business, or None when there will be none."""
        try:
            while (message := self._next()) is not None:
                opcode, payload = message
                if opcode is Opcode.TEXT:
                    if not (payload.startswith("42") and self._take(self._engine.sid, payload[1:])):
                        return str(payload)
                elif opcode is Opcode.BINARY:
                    return bytes(payload)
                elif opcode is Opcode.CLOSE or not self._engine.bears_more():
                    break
                elif opcode is Opcode.PING:
                    self.write(self._frames.pong(payload))
        except ParseFailed as failure:
            self.write(self._frames.close(failure.code))
        self._over = True
        return None

    def _next(self) -> tuple[Opcode, Any] | None:
        """Return the next whole message, waiting for it.

        Raises: ParseFailed.
        """
        while True:
            for frame in self._frames.received_frames():
                self._streak += 1
                if self._streak > LONGEST_STREAK:
                    self._streak = 0
                    runtime.sleep(0)
                if frame.opcode.iscontrol():
                    return frame.opcode, frame.payload
                self._parts.append(frame.payload)
                self._length += len(frame.payload) + PART_BYTES
                if self._length > self._longest:
                    raise ParseFailed("a message is too long", CloseReason.MESSAGE_TOO_BIG)
                if frame.message_finished:
                    whole = "".join(self._parts) if frame.opcode is Opcode.TEXT else b"".join(self._parts)
                    self._parts, self._length = [], 0
                    return frame.opcode, whole
            if self._over:
                return None
            if not self._input:
                self._waiter = runtime.Waiter()
                self._waiter.wait()
                self._streak = 0
            data, self._input = self._input, b""
            self._engine.came_s = self.heard_s
            self._frames.receive_bytes(data)

    def _received(self, data: bytes) -> None:
        self.heard_s = monotonic()
        self._input = self._input + data if self._input else data
        if len(self._input) > LONGEST_BACKLOG:
            self.drop("sends more than it waits for")
        elif self._waiter is not None:
            self._wake()

    def _wake(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None:
            waiter.done(None)

    def _gone(self) -> None:
        self._over = True
        self._wake()

    @property
    def _silence_s(self) -> float:
        return float(self._engine.server.ping_interval + self._engine.server.ping_timeout)

    def _check_silence(self) -> None:
        left_s = self.heard_s + self._silence_s - monotonic()
        if left_s > 0:
            self._timer = runtime.spawn_after(left_s, self._check_silence)
        else:
            self.silent_s = monotonic() - self.heard_s
            self.drop("is silent")

    # -- what goes ----------------------------------------------------------------------------------------------------

    def send(self, message: str | bytes) -> None:
        """Send a message of engineio's."""
        self.write(self._frames.send_data(message))

    def write(self, data: bytes | bytearray) -> None:
        """Send a frame, together with all else that is sent in this turn of the loop."""
        if not self._out:
            runtime.soon(self._flush)
        self._out.append(data)

    def _flush(self) -> None:
        data = b"".join(self._out)
        self._out.clear()
        if data and self._duplex.open:
            self._duplex.send(data)
            if self._duplex.unsent_bytes > LONGEST_BACKLOG:
                self.drop("does not read what it is sent")

    def drop(self, reason: str) -> None:
        """End it without a word; engineio hears of it by `wait`."""
        log.info("a client %s, and is dropped", reason)
        self._duplex.close()
        self._gone()

    def close(self) -> None:
        """Close for good. What the network has not taken by now is lost."""
        if self.socket.fileno() < 0:
            return
        self._send_closing_frame(True)
        with contextlib.suppress(OSError):
            self.socket.shutdown(2)
        self.socket.close()

    def _send_closing_frame(self, _ignore_errors: bool) -> None:  # eventlet calls it, too, when all is over
        if self._duplex.open:
            self.write(self._frames.close(CloseReason.NORMAL_CLOSURE))
            self._flush()
        self._duplex.close()
        self._timer.cancel()
        self._gone()
