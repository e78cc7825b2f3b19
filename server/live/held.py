"""An interview as this worker holds it, and the sockets that it serves there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from server.core.content import Content
from server.core.interview import Interview

decode_interview = msgspec.json.Decoder(Interview).decode
decode_content = lru_cache(64)(msgspec.json.Decoder(Content).decode)  # most interviews are on the same few decks


class Text(NamedTuple):
    """A typed text with the number of changes made to it."""

    seq: int
    text: str


EMPTY = Text(0, "")


class Socket:
    """One connected browser: which seat it is on, and how to reach it.

    Args:
        link: The generation of the seat's link by which it came.
        push: Takes an event and its JSON; a socket that is gone already swallows it.
        close: Closes it for good.
        silent_ms: Tells for how long it has not answered.
    """

    __slots__ = ("close", "interview", "link", "push", "rev", "seat", "silent_ms")

    def __init__(
        self,
        interview: str,
        seat: str,
        link: int,
        push: Callable[[str, bytes], None],
        close: Callable[[], None],
        silent_ms: Callable[[], int],
    ) -> None:
        self.interview = interview
        self.seat = seat
        self.link = link
        self.push = push
        self.close = close
        self.silent_ms = silent_ms
        self.rev = -1


class Held:
    """All that a worker knows of one interview. `known` is False while it may be behind Redis."""

    __slots__ = ("connected", "content", "id", "interview", "known", "rev", "sockets", "texts")

    def __init__(self, id: str, rev: int, interview: Interview, content: Content, texts: dict[str, Text]) -> None:
        self.id = id
        self.rev = rev
        self.interview = interview
        self.content = content
        self.texts = texts
        self.known = True
        self.connected: tuple[str, ...] = ()
        self.sockets: dict[str, set[Socket]] = {}

    def advance(self, rev: int, interview: Interview, content: Content | None = None) -> None:
        """Take a newer revision; an older one changes nothing.

        Args:
            content: The questions that it is about. They may be left out where `content_rev` is as before.
        """
        if rev > self.rev:
            self.rev = rev
            self.interview = interview
            self.content = content or self.content

    def asks_the_same(self, interview: Interview) -> bool:
        """Tell whether the questions held are those of this state too."""
        return interview.content_rev == self.interview.content_rev

    def encoded_state(self) -> bytes:
        """Return the state as Redis and SQL keep it."""
        return msgspec.json.encode(self.interview)

    def encoded_content(self) -> bytes:
        """Return the questions as Redis and SQL keep them."""
        return msgspec.json.encode(self.content)

    def all_sockets(self) -> Iterator[Socket]:
        """Go through the sockets as they are now."""
        for sockets in list(self.sockets.values()):
            yield from list(sockets)
