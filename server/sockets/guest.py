"""Who is let in at the handshake: what they may ask for, and how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

import msgspec

Events = Mapping[str, Callable[[msgspec.Raw], object]]
"""What a client may ask for: takes the payload and returns the acknowledgement."""


class Line(NamedTuple):
    """How to reach a client: `push` takes an event and its JSON, `silent_ms` tells for how long it has not answered."""

    push: Callable[[str, bytes], None]
    close: Callable[[], None]
    silent_ms: Callable[[], int]


class Guest(NamedTuple):
    """A client that was let in: its events, what it is told first, and what follows when it has gone.

    `leave` takes for how long (ms) it had been silent.
    """

    events: Events
    greet: Callable[[], None]
    leave: Callable[[int], None]


class Door(Protocol):
    """Lets clients of one kind in."""

    def let_in(self, token: object, asked: dict[str, list[str]], line: Line) -> Guest:
        """Return who comes with this token and these parameters of the address.

        Raises: Refused; NotSaved or Unconfirmed when it can't be told now.
        """
