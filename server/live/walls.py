"""Who watches many rooms at once: each page is told the tile of every room of its own that changes.

A tile is published by the commit that makes it, so nothing is polled and no state is decoded. What a page may watch is
asked anew whenever the rooms of its person have changed, or its session may be over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from server import runtime
from server.core.tile import for_participants
from server.store.connection import NotSaved, Subscriptions, Unconfirmed
from server.store.interviews import Interviews
from server.store.keys import keys_of, person_channel

AGAIN_S = 0.2

log = logging.getLogger(__name__)
encode = msgspec.json.Encoder().encode


class Watched(NamedTuple):
    """What a page may watch: whose it is, which rooms, and whether it may act in them as the coach of their class."""

    person: str
    rooms: tuple[str, ...]
    coaches: bool


class Wall:
    """One connected page that watches many rooms.

    Args:
        ask: Tells what it may watch now; None: nothing any more.
        push: Takes an event and its JSON.
        close: Closes it for good.
        silent_ms: Tells for how long it has not answered.
    """

    __slots__ = ("ask", "close", "push", "silent_ms", "watched")

    def __init__(
        self,
        ask: Callable[[], Watched | None],
        push: Callable[[str, bytes], None],
        close: Callable[[], None],
        silent_ms: Callable[[], int],
    ) -> None:
        self.ask = ask
        self.push = push
        self.close = close
        self.silent_ms = silent_ms
        self.watched: Watched | None = None


class Walls:
    """All pages of this worker that watch many rooms.

    Args:
        url: Redis's address.
    """

    def __init__(self, url: str, interviews: Interviews) -> None:
        self._interviews = interviews
        self._watching: dict[bytes, set[Wall]] = {}
        self._walls: set[Wall] = set()
        self._subscriptions = Subscriptions(url, self._deliver, on_restore=self._restored)

    def close(self) -> None:
        """Close the subscriptions."""
        self._subscriptions.close()

    def enter(self, wall: Wall) -> bool:
        """Serve a page from now on; tell whether there is anything that it may watch."""
        self._walls.add(wall)
        try:
            if self._watch(wall):
                return True
        except BaseException:
            self.leave(wall)
            raise
        self.leave(wall)
        return False

    def leave(self, wall: Wall) -> None:
        """Serve a page no more."""
        self._walls.discard(wall)
        self._unwatch(wall, frozenset(_channels(wall.watched)))
        wall.watched = None

    def greet(self, wall: Wall) -> None:
        """Send a page the tiles of all its rooms, as they are now; without one, a room is not live."""
        if wall.watched is not None:
            tiles = self._interviews.tiles(wall.watched.rooms)
            rooms = {id: msgspec.Raw(_shown(wall, tiles[id])) if id in tiles else None for id in wall.watched.rooms}
            wall.push("tiles", encode(rooms))

    def changed(self, person: str) -> None:
        """Have every page of a person, at all workers, ask anew what it may watch."""
        self._interviews.tell_person(person)

    def _watch(self, wall: Wall) -> bool:
        before, watched = frozenset(_channels(wall.watched)), wall.ask()
        now = frozenset(_channels(watched))
        self._unwatch(wall, before - now)
        wall.watched = watched
        for channel in now - before:
            others = self._watching.setdefault(channel, set())
            others.add(wall)
            if len(others) == 1:
                self._subscriptions.subscribe(channel)
        return watched is not None

    def _unwatch(self, wall: Wall, channels: frozenset[bytes]) -> None:
        for channel in channels:
            others = self._watching.get(channel, set())
            others.discard(wall)
            if not others:
                self._watching.pop(channel, None)
                self._subscriptions.unsubscribe(channel)

    def _deliver(self, channel: bytes, message: bytes) -> None:
        if channel.endswith(b":tile"):
            id = channel.split(b":")[-2]
            for wall in list(self._watching.get(channel, ())):
                wall.push("tile", b'["%s",%s]' % (id, _shown(wall, message)))
        else:
            for wall in list(self._watching.get(channel, ())):
                runtime.spawn(self._renew, wall)

    def _restored(self) -> None:
        for wall in list(self._walls):
            runtime.spawn(self._renew, wall)

    def _renew(self, wall: Wall) -> None:
        while wall in self._walls:
            try:
                if self._watch(wall):
                    self.greet(wall)
                else:
                    wall.close()
            except (NotSaved, Unconfirmed):
                runtime.sleep(AGAIN_S)
            else:
                return


def _shown(wall: Wall, tile: bytes) -> bytes:
    return tile if wall.watched is not None and wall.watched.coaches else for_participants(tile)


def _channels(watched: Watched | None) -> list[bytes]:
    if watched is None:
        return []
    return [person_channel(watched.person), *(keys_of(id).hash + b":tile" for id in watched.rooms)]
