"""Who sits in an interview: lets them in to their seat, and handles what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from server.core.refusals import Refused
from server.live.drafts import FellBehind, Splice
from server.live.held import Socket
from server.live.live import Live
from server.live.relay import Call
from server.people.invitations import read_socket_token
from server.sockets.guest import Events, Guest, Line
from server.sockets.requests import Done, NotDone, Passed, Request, Sync, Synced, Typed, refused

DEVICES_MAX = 20  # of one seat, on one worker: a link must not fill the server

decode_request = msgspec.json.Decoder(Request).decode
decode_splice = msgspec.json.Decoder(Splice).decode
decode_sync = msgspec.json.Decoder(Sync).decode
decode_call = msgspec.json.Decoder(Call).decode


class Seats:
    """The door to the interviews.

    Args:
        secret: What signs the handshake's tokens.
        is_signed_in: Tells of a device whether it still is.
    """

    def __init__(self, live: Live, secret: str, is_signed_in: Callable[[str], bool]) -> None:
        self._live = live
        self._is_signed_in = is_signed_in
        self._secret = secret

    def let_in(self, token: object, asked: dict[str, list[str]], line: Line) -> Guest:
        """Let a browser in that has a fresh token for a seat of the interview in its address."""
        key = read_socket_token(self._secret, token)
        if key is None or asked.get("interview") != [key.interview] or not self._is_signed_in(key.device):
            raise Refused("gone")
        if self._live.devices(key.interview, key.seat) >= DEVICES_MAX:
            raise Refused("too_fast")
        socket = Socket(key.interview, key.seat, key.generation, *line)
        if not self._live.enter(socket):
            raise Refused("gone")
        events: Events = {
            "command": partial(self._command, socket),
            "draft": partial(self._draft, socket),
            "sync": partial(self._sync, socket),
            "call": partial(self._call, socket),
        }
        return Guest(events, partial(self._live.greet, socket), partial(self._live.leave, socket))

    def _command(self, socket: Socket, payload: msgspec.Raw) -> Done:
        request = decode_request(payload)
        return Done(ok=True, rev=self._live.handle(socket.interview, socket.seat, request.command, request.id))

    def _draft(self, socket: Socket, payload: msgspec.Raw) -> Typed | NotDone:
        splice = decode_splice(payload)
        try:
            return Typed(ok=True, seq=self._live.splice(socket, splice))
        except FellBehind as behind:
            return refused("behind", seq=behind.text.seq, full=behind.text.text)

    def _sync(self, socket: Socket, payload: msgspec.Raw) -> Synced:
        sync = decode_sync(payload)
        return Synced(ok=True, rev=self._live.sync(socket, sync.rev, sync.texts), now_ms=self._live.now_ms())

    def _call(self, socket: Socket, payload: msgspec.Raw) -> Passed:
        self._live.call(socket, decode_call(payload))
        return Passed(ok=True)
