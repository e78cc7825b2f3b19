"""Who watches many rooms: lets a page in by its person's session, and acts in rooms as the coach of their class."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from server.core.commands import Wire as WireCommand
from server.core.refusals import SENTENCES, Refused
from server.live.drafts import Id
from server.live.live import Live
from server.live.walls import Wall, Watched
from server.people.invitations import WallKey, read_wall_token
from server.sockets.guest import Events, Guest, Line
from server.store.connection import NotSaved, Unconfirmed

ROOMS_MAX = 200

Ask = Callable[[WallKey], Watched | None]
RoomId = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{16}$")]


class Act(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`act`: what is asked for in some rooms, with an id that is the same when it is sent again."""

    id: Id
    rooms: Annotated[tuple[RoomId, ...], Meta(min_length=1, max_length=ROOMS_MAX)]
    command: WireCommand


class Became(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of an `act` in a room: it is so at revision `rev`, committed; or why not."""

    ok: bool
    rev: int | None = None
    code: str = ""
    message: str = ""


class Acted(Struct, frozen=True, kw_only=True):
    """The acknowledgement of an `act`: what became of it in each room."""

    ok: Literal[True]
    rooms: dict[str, Became]


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A `sync` of a wall says nothing."""


class Told(Struct, frozen=True, kw_only=True):
    """The acknowledgement of a `sync`: all tiles have been sent before it. `now_ms` is the server's clock."""

    ok: Literal[True]
    now_ms: int


decode_act = msgspec.json.Decoder(Act).decode
decode_nothing = msgspec.json.Decoder(Nothing).decode


class Watchers:
    """The door to the walls.

    Args:
        secret: What signs the handshake's tokens.
        ask: Tells what a session may watch.
    """

    def __init__(self, live: Live, secret: str, ask: Ask) -> None:
        self._live = live
        self._secret = secret
        self._ask = ask

    def let_in(self, token: object, asked: dict[str, list[str]], line: Line) -> Guest:
        """Let a page in that has a fresh token for the wall in its address."""
        key = read_wall_token(self._secret, token)
        if key is None or asked.get("wall") != [key.scope]:
            raise Refused("gone")
        wall = Wall(partial(self._ask, key), *line)
        if not self._live.walls.enter(wall):
            raise Refused("gone")
        events: Events = {"act": partial(self._act, wall), "sync": partial(self._sync, wall)}
        return Guest(events, partial(self._live.walls.greet, wall), lambda _silent_ms: self._live.walls.leave(wall))

    def _act(self, wall: Wall, payload: msgspec.Raw) -> Acted:
        act, watched = decode_act(payload), wall.watched
        if watched is None or not watched.coaches or not set(act.rooms) <= set(watched.rooms):
            raise Refused("not_allowed")
        return Acted(ok=True, rooms={room: self._done(room, act) for room in act.rooms})

    def _done(self, room: str, act: Act) -> Became:
        try:
            held = self._live.hold(room)
            if held is None or held.interview.coach is None:
                raise Refused("gone")
            return Became(ok=True, rev=self._live.handle(room, held.interview.coach, act.command, act.id))
        except Refused as refusal:
            code = refusal.code
        except NotSaved:
            code = "not_saved"
        except Unconfirmed:
            code = "unconfirmed"
        return Became(ok=False, code=code, message=SENTENCES[code])

    def _sync(self, wall: Wall, payload: msgspec.Raw) -> Told:
        decode_nothing(payload)
        self._live.walls.greet(wall)
        return Told(ok=True, now_ms=self._live.now_ms())
