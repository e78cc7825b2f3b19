"""Calls between two participants: what their browsers must tell each other before voice and video flow between them.

It is passed on to the devices of one seat of the same interview, and kept nowhere.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from server.core.commands import SeatId
from server.core.refusals import Refused
from server.live import fanout
from server.live.drafts import Id
from server.live.held import Socket
from server.live.rooms import Rooms
from server.store.interviews import Interviews
from server.store.presence import Presence

DATA_MAX_CHARS = 64_000

Kind = Literal["offer", "accept", "decline", "description", "candidate", "hangup"]
Data = Annotated[str, Meta(extra_json_schema={"maxLength": DATA_MAX_CHARS})]  # longer: refused by name, below

encode = msgspec.json.Encoder().encode


class Call(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`call`, sent: something of the call with this id for the seat `to`. `data` is the browsers' own business."""

    to: SeatId
    call: Id
    kind: Kind
    data: Data = ""


class Called(Struct, frozen=True, kw_only=True):
    """`call`, received: something of a call from the seat `from`, on every connected device of the seat called."""

    caller: str = field(name="from")
    call: str
    kind: Kind
    data: str


class Relay:
    """Passes on what belongs to calls."""

    def __init__(self, interviews: Interviews, rooms: Rooms, presence: Presence) -> None:
        self._interviews = interviews
        self._rooms = rooms
        self._presence = presence

    def call(self, socket: Socket, call: Call) -> None:
        """Pass on what `socket` has for another seat of its interview.

        Raises:
            Refused: `gone`, `unknown_seat`, `nobody_there` or `too_big`.
            NotSaved, Unconfirmed: As for commands.
        """
        held = self._rooms.find(socket.interview)
        if held is None or not fanout.welcome(held.interview.seat(socket.seat), socket):
            raise Refused("gone")
        to = held.interview.seat(call.to)
        if to is None or not to.joined or to.removed or to.id == socket.seat:
            raise Refused("unknown_seat")
        if len(call.data) > DATA_MAX_CHARS:
            raise Refused("too_big")
        if to.id not in held.sockets and to.id not in self._presence.present(held.id).connected:
            raise Refused("nobody_there")
        payload = encode(Called(caller=socket.seat, call=call.call, kind=call.kind, data=call.data))
        self._interviews.relay(held.id, to.id, payload)
        fanout.tell_call(held, to.id, payload)
