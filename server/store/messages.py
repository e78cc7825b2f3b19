"""What workers tell each other on an interview's channel.

The first line is `<worker> <kind> <numbers and names>`, the rest is bytes:

| kind | first line goes on with | the rest |
|---|---|---|
| `commit` | rev, then name, seq and length of each text that was set | those texts, then the state; see `Commit` |
| `splice` | name, seq, at, remove | the bytes that were inserted |
| `presence` | seat | nothing: ask `Presence.present` |
| `call` | seat | what every device of the seat is told, as it is |
| `leave` | seat | nothing: close its sockets, and let in again who still keeps it |
"""

from __future__ import annotations

from msgspec import Struct


class Commit(Struct, frozen=True, gc=False):
    """A revision was written; `texts` are those that were set whole with it: name -> (seq, bytes).

    `state` is None when Redis saw one subscriber only, which is as a rule the writer: whoever else gets this loads.
    """

    rev: int
    state: bytes | None
    texts: dict[str, tuple[int, bytes]]


class Splice(Struct, frozen=True, gc=False):
    """A typed text changed; apply it to the text whose `seq` is one less, otherwise load. Positions count bytes."""

    name: str
    seq: int
    at_bytes: int
    remove_bytes: int
    insert: bytes


class PresenceChanged(Struct, frozen=True, gc=False):
    """A seat came or went on the worker that sent this."""

    seat: str


class Call(Struct, frozen=True, gc=False):
    """Somebody's call is for this seat: its devices are told `payload`. It is kept nowhere."""

    seat: str
    payload: bytes


class Leave(Struct, frozen=True, gc=False):
    """A browser forgot this seat: its sockets are closed, and whoever still keeps it comes back."""

    seat: str


def decode(message: bytes) -> Commit | Splice | PresenceChanged | Call | Leave:
    """Read a publication.

    Raises: ValueError when it is none of ours, from a newer version perhaps.
    """
    head, whole, body = message.partition(b"\n")
    _, kind, *words = head.split(b" ")
    if kind == b"commit":
        texts: dict[str, tuple[int, bytes]] = {}
        if not whole:
            return Commit(int(words[0]), None, texts)
        for index in range(1, len(words), 3):
            length = int(words[index + 2])
            texts[words[index].decode()] = int(words[index + 1]), body[:length]
            body = body[length:]
        return Commit(int(words[0]), body, texts)
    if kind == b"splice":
        name, seq, at, remove = words
        return Splice(name.decode(), int(seq), int(at), int(remove), body)
    if kind == b"presence":
        return PresenceChanged(words[0].decode())
    if kind == b"call":
        return Call(words[0].decode(), body)
    if kind == b"leave":
        return Leave(words[0].decode())
    raise ValueError(f"no such message: {kind!r}")
