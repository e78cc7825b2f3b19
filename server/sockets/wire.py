"""The sockets: parse, identify, handle, acknowledge. No rule stands here.

Events are taken from Engine.IO as they come: Flask-SocketIO would push a request context and open the Flask session for
each, and python-socketio would make Python objects of the JSON first. What is not an event of ours goes on to
python-socketio. Who asks is the `Guest` made at the handshake (`seats`, `watchers`), never the payload.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import parse_qs

import msgspec
from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError as Refusal

from server import metrics, runtime
from server.core.refusals import SENTENCES, Refused
from server.live.live import Live
from server.sockets import websocket
from server.sockets.guest import Door, Guest, Line
from server.sockets.requests import Json, refused, tangled
from server.sockets.seats import Seats
from server.sockets.session import Session
from server.sockets.watchers import Ask, Watchers
from server.store.connection import NotSaved, Unconfirmed

SIGN_IN_S = 10.0
FRAME_MAX_BYTES = 1_500_000
ANSWER_S = 2.0

log = logging.getLogger(__name__)
encode = msgspec.json.Encoder().encode
decode_event = msgspec.json.Decoder(tuple[str, msgspec.Raw]).decode

# A polling request of more packets is answered 200 and dropped (engineio #142); a burst of typing has more than 16.
Payload.max_decode_packets = 500


class Wire:
    """All sockets of this worker.

    Args:
        secret: What signs the handshake's tokens.
        origin: The one foreign origin that may connect, where `PUBLIC_URL` names it.
        is_signed_in: Tells of a device whether it still is.
        watched: Tells what a session may watch, and where it is a coach; None: nothing.
    """

    def __init__(
        self, app: Flask, live: Live, secret: str, origin: str | None, is_signed_in: Callable[[str], bool], watched: Ask
    ) -> None:
        self._clients: dict[str, Client] = {}
        self._doors: dict[str, Door] = {
            "interview": Seats(live, secret, is_signed_in),
            "wall": Watchers(live, secret, watched),
        }
        self.io = SocketIO(
            app,
            async_mode=runtime.SOCKET_MODE,
            async_handlers=False,  # one client's commands in the order sent; True lets them overtake each other
            ping_interval=5,
            ping_timeout=4,  # a network that dies silently is noticed within 10 s
            max_http_buffer_size=FRAME_MAX_BYTES,
            cors_allowed_origins=lambda theirs, environ: theirs in (origin, own_origin(environ)),
            manage_session=False,
            cookie=None,
            json=Json,
            serve_client=False,
            logger=logging.getLogger("server.sockets.socketio"),
            engineio_logger=logging.getLogger("server.sockets.engineio"),
        )
        server = self.io.server
        server.on("connect", self._connect)
        server.on("disconnect", self._disconnect)
        self._otherwise = server.eio.handlers["message"]
        server.eio.on("message", self._message)
        self._accept = server.eio.handlers["connect"]
        server.eio.on("connect", self._engine_connect)
        self._forget = server.eio.handlers["disconnect"]
        server.eio.on("disconnect", self._engine_disconnect)
        websocket.install(server.eio, self._event)

    def close(self) -> None:
        """Tell every client that the server goes; they come back by themselves."""
        for client in list(self._clients.values()):
            client.line.close()

    # -- the handshake ------------------------------------------------------------------------------------------------

    def _engine_connect(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        """Close what does not sign in in time; neither Socket.IO nor Engine.IO for Python does so."""
        runtime.spawn_after(SIGN_IN_S, self._close_stranger, eio_sid)
        return self._accept(eio_sid, environ)

    def _engine_disconnect(self, eio_sid: str, reason: str) -> None:
        """Forget the session at once: engineio keeps it until it is asked for again, and then fails."""
        self._forget(eio_sid, reason)
        self.io.server.eio.sockets.pop(eio_sid, None)

    def _close_stranger(self, eio_sid: str) -> None:
        if eio_sid not in self._clients:
            self._end(eio_sid)

    def _end(self, eio_sid: str) -> None:
        engine = self.io.server.eio.sockets.get(eio_sid)
        if engine is not None:
            engine.close()

    def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let a browser in that has a fresh token for what its address names: a seat of an interview, or a wall.

        Any error but `Refusal` could leave the client connected, and a TypeError would have this called again without
        `auth`: so all of them end here.
        """
        try:
            code = self._enter(sid, environ, auth)
        except Exception:
            log.exception("a handshake failed")
            code = "error"
        if code is not None:
            raise Refusal(SENTENCES[code], {"code": code})

    def _enter(self, sid: str, environ: dict[str, Any], auth: Any) -> str | None:
        eio_sid = self.io.server.manager.eio_sid_from_sid(sid, "/")
        engine = self.io.server.eio.sockets[eio_sid]
        line = Line(self._pusher(engine), lambda: self._hang_up(sid), _listener(engine))
        token = auth.get("token") if isinstance(auth, dict) else None
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        door = "wall" if "wall" in asked else "interview"
        try:
            guest = self._doors[door].let_in(token, asked, line)
        except Refused as refusal:
            metrics.handshakes.labels(door, "refused").inc()
            return refusal.code
        except (NotSaved, Unconfirmed):
            metrics.handshakes.labels(door, "not_saved").inc()
            return "not_saved"
        metrics.handshakes.labels(door, "in").inc()
        if engine.closed:  # it went away while the store was asked
            guest.leave(0)
            return "gone"
        self._clients[eio_sid] = Client(guest, line, engine)
        runtime.spawn(guest.greet)
        return None

    def _pusher(self, engine: Session) -> Callable[[str, bytes], None]:
        """Return what sends an event whose JSON is made already; nothing goes out before the handshake is answered."""

        def push(event: str, payload: bytes) -> None:
            if engine.sid in self._clients:
                websocket.send_packet(engine, f'2["{event}",{payload.decode()}]')

        return push

    def _hang_up(self, sid: str) -> None:
        runtime.spawn(self._disconnect_client, sid)

    def _disconnect_client(self, sid: str) -> None:
        eio_sid = self.io.server.manager.eio_sid_from_sid(sid, "/")
        self.io.server.disconnect(sid)
        if eio_sid is not None:
            runtime.sleep(1.0)  # what was pushed before goes out first
            self._end(eio_sid)

    def _disconnect(self, sid: str, _reason: str = "") -> None:
        eio_sid = self.io.server.manager.eio_sid_from_sid(sid, "/")
        client = self._clients.pop(eio_sid, None)
        if client is not None:
            client.guest.leave(client.line.silent_ms())
            runtime.spawn_after(SIGN_IN_S, self._close_stranger, eio_sid)  # one that signed out, and stays

    # -- the events ---------------------------------------------------------------------------------------------------

    def _event(self, eio_sid: str, packet: str | bytes) -> bool:
        """Take a Socket.IO event: `2`, a number where an acknowledgement is wanted, and `["event", payload]`.

        Returns: whether it was ours to take; if not, it is python-socketio's.
        """
        client = self._clients.get(eio_sid)
        if client is None or not isinstance(packet, str) or not packet.startswith("2"):
            return False
        at = packet.find("[")
        answer = self._answer(client, packet[at:])
        number = packet[1:at]
        if number.isdecimal():
            websocket.send_packet(client.engine, f"3{number}[{encode(answer).decode()}]")
        return True

    def _message(self, eio_sid: str, packet: str | bytes) -> None:
        """Take any packet: events are ours, the handshake and its end python-socketio's; whoever sends another goes.

        Events of who is not signed in are passed over: whoever was just sent away, for too many of them perhaps, has a
        second to read what they were told.
        """
        if self._event(eio_sid, packet) or packet[:1] == "2":
            return
        try:
            if packet[:1] in ("0", "1"):
                self._otherwise(eio_sid, packet)
                return
            log.info("a packet is neither a request nor a handshake")
        except Exception as error:  # it does not expect nonsense, and would log each with a traceback
            log.info("a packet made no sense: %s", type(error).__name__)
        runtime.spawn(self._end, eio_sid)

    def _answer(self, client: Client, event: str) -> object:
        """Handle a request; whatever becomes of it, it is answered."""
        engine = client.engine
        hurry = engine.pace.refusal(engine.came_s, len(event))
        if hurry is not None:
            if engine.pace.abusive:
                client.line.close()
            return refused(hurry)
        if tangled(event):
            return refused("malformed")
        try:
            name, payload = decode_event(event)
            return client.guest.events[name](payload)
        except Refused as refusal:
            return refused(refusal.code)
        except (msgspec.MsgspecError, KeyError, UnicodeError):
            return refused("malformed")
        except NotSaved:
            return refused("not_saved")
        except Unconfirmed:
            return refused("unconfirmed")
        except Exception:
            log.exception("a request failed")
            return refused("error")


class Client:
    """A connected browser, as this file needs it."""

    __slots__ = ("engine", "guest", "line")

    def __init__(self, guest: Guest, line: Line, engine: Session) -> None:
        self.guest = guest
        self.line = line
        self.engine = engine


def own_origin(environ: dict[str, Any]) -> str:
    """Return the origin that a page of ours has, as the browser addressed us."""
    return f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"


def _listener(engine: Session) -> Callable[[], int]:
    """Return what tells for how long, in ms, a client has been silent when that is why it is gone."""

    def silent_ms() -> int:
        if engine.upgraded:
            return int(engine.queue.websocket.silent_s * 1000)
        asked_s = engine.last_ping
        if asked_s is None or time() - asked_s < ANSWER_S:
            return 0
        return int((time() - asked_s + engine.server.ping_interval) * 1000)

    return silent_ms
