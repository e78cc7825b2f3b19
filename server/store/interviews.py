"""The live interviews in Redis: one method for each job, each one script or one command, one round trip.

Every method may raise what `Commands` raises: `Unconfirmed`, `NotSaved`. Ids of commands, splices, seats and texts
contain no space and no `=`: the wire's types see to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from .connection import Argument, Commands, Script
from .keys import keys_of, person_channel

Text = tuple[int, bytes]
"""A typed text: how often it has changed, and its UTF-8 bytes."""

KEEP_ARCHIVED_MS = 3_600_000

_COMMIT, _CHECK, _SPLICE, _CREATE, _DELETE, _LOAD = (
    Script(name) for name in ("commit", "check", "splice", "create", "delete", "load")
)


class Loaded(Struct, frozen=True):
    """An interview as it was at one moment."""

    rev: int
    state: bytes
    content: bytes | None
    open_round: int | None
    not_after_ms: int | None
    notes_open: bool
    texts: dict[str, Text]


class Committed(Struct, frozen=True, gc=False):
    """Written, as this revision, at this instant of Redis's clock."""

    rev: int
    now_ms: int


class Repeat(Struct, frozen=True, gc=False):
    """This id has been done before; `number` is the revision, or for a splice the sequence number, that it made."""

    number: int


class Newer(Struct, frozen=True, gc=False):
    """Nothing was written: Redis has this revision by now."""

    rev: int
    state: bytes


class Current(Struct, frozen=True, gc=False):
    """The revision asked about is the current one, and the command is new."""


class Gone(Struct, frozen=True, gc=False):
    """There is no such interview in Redis; SQL may have it."""


class Spliced(Struct, frozen=True, gc=False):
    """Written, as this sequence number of the text, at this instant of Redis's clock."""

    seq: int
    now_ms: int


class Behind(Struct, frozen=True, gc=False):
    """Not written: it does not fit the text, which is now this one."""

    seq: int
    text: bytes


class Closed(Struct, frozen=True, gc=False):
    """Not written: the round is not open for typing, or notes are closed."""


class TooLate(Struct, frozen=True, gc=False):
    """Not written: the time is over by Redis's clock."""


_CURRENT, _GONE, _CLOSED, _TOO_LATE = Current(), Gone(), Closed(), TooLate()


class Interviews:
    """All live interviews, through one worker's connection.

    Args:
        worker: who publishes, so that the worker can tell its own messages: they begin with `own`.
    """

    def __init__(self, commands: Commands, worker: str = "-") -> None:
        self._commands = commands
        self.own = f"{worker} ".encode()
        self._commit_head = self.own + b"commit"
        self._splice_head = self.own + b"splice"
        self._call_head = self.own + b"call "
        self._leave_head = self.own + b"leave "

    def create(
        self,
        id: str,
        state: bytes,
        content: bytes,
        *,
        due_ms: float | None = None,
        rev: int = 1,
        open_round: int | None = None,
        not_after_ms: int | None = None,
        notes_open: bool = False,
        texts: Mapping[str, Text] | None = None,
        log: Iterable[bytes] = (),
        tile: bytes = b"",
    ) -> bool:
        """Put an interview there, a new one or one that was parked; tell whether it was not there already.

        Args:
            due_ms: as for `commit`.
        """
        keys = keys_of(id)
        entries = list(log)
        fields: list[Argument] = [
            b"rev", rev, b"state", state, b"open_round", _blank(open_round), b"not_after_ms", _blank(not_after_ms),
            b"notes_open", b"1" if notes_open else b"", b"tile", tile,
        ]  # fmt: skip
        for name, (seq, text) in (texts or {}).items():
            fields += f"text:{name}", text, f"seq:{name}", seq
        args = (id, content, _blank(due_ms), len(entries), *entries, *fields)
        return bool(self._commands.script(_CREATE, (keys.hash, keys.content, keys.log, keys.timers), args))

    def load(self, id: str, *, content: bool = True) -> Loaded | None:
        """Return the interview, or None when Redis does not have it.

        Args:
            content: whether its questions are wanted too.
        """
        keys = keys_of(id)
        if content:
            flat, found = self._commands.script(_LOAD, (keys.hash, keys.content), ())
        else:
            flat, found = self._commands.call(b"HGETALL", keys.hash), None
        if not flat:
            return None
        fields: dict[bytes, bytes] = dict(zip(flat[::2], flat[1::2], strict=True))
        return Loaded(
            rev=int(fields[b"rev"]),
            state=fields[b"state"],
            content=found,
            open_round=_number(fields[b"open_round"]),
            not_after_ms=_number(fields[b"not_after_ms"]),
            notes_open=fields[b"notes_open"] == b"1",
            texts={
                name[5:].decode(): (int(fields[b"seq:" + name[5:]]), text)
                for name, text in fields.items()
                if name.startswith(b"text:")
            },
        )

    def commit(
        self,
        id: str,
        rev: int,
        state: bytes,
        log_entry: bytes,
        *,
        seat: str = "",
        command_id: str = "",
        due_ms: float | None = None,
        open_round: int | None = None,
        not_after_ms: int | None = None,
        notes_open: bool = False,
        texts: Mapping[str, bytes] | None = None,
        expire_ms: int | None = None,
        content: bytes | None = None,
        tile: bytes = b"",
    ) -> Committed | Repeat | Newer | Gone:
        """Write the revision after `rev`, publish it, and remember the command, all or nothing.

        Args:
            rev: the revision that was decided on.
            log_entry: a JSON object for the log; empty for none.
            seat, command_id: who asked; empty when the server itself did.
            due_ms: the next instant something is due, `inf` for nothing yet, None to have no timer row (any more).
            open_round: the only round whose answer may be typed from now on.
            not_after_ms: when that ends, by Redis's clock.
            texts: typed texts to set whole.
            expire_ms: forget the interview after so long; 0 to keep it for ever after all; None leaves it.
            content: what its questions are from now on; None leaves them.
            tile: the room at a glance, kept and published as it is.
        """
        keys = keys_of(id)
        args: tuple[Argument, ...] = (
            id, rev, state, log_entry, _blank(due_ms), _blank(open_round), _blank(not_after_ms),
            b"1" if notes_open else b"", seat, command_id, _blank(expire_ms), content or b"", self._commit_head,
            tile,
        )  # fmt: skip
        if texts:
            args += tuple(part for text in texts.items() for part in text)
        reply = self._commands.script(_COMMIT, keys, args)
        if reply[0] == 0:
            return Committed(reply[1], reply[2])
        return _GONE if reply[0] == 3 else Repeat(reply[1]) if reply[0] == 1 else Newer(reply[1], reply[2])

    def check(self, id: str, rev: int, seat: str = "", command_id: str = "") -> Current | Repeat | Newer | Gone:
        """Tell whether a refusal decided on `rev` stands: it is current, and the command has not been done."""
        reply = self._commands.script(_CHECK, (keys_of(id).hash,), (rev, seat, command_id))
        if reply[0] == 0:
            return _CURRENT
        return _GONE if reply[0] == 3 else Repeat(reply[1]) if reply[0] == 1 else Newer(reply[1], reply[2])

    def splice(
        self,
        id: str,
        name: str,
        splice_id: str,
        base_seq: int,
        at_bytes: int,
        remove_bytes: int,
        insert: bytes,
        *,
        kind: Literal["answer", "note"],
        round: int,
        log_entry: bytes = b"",
    ) -> Spliced | Repeat | Behind | Closed | TooLate | Gone:
        """Replace `remove_bytes` of a typed text at `at_bytes` by `insert`, if the text is still at `base_seq`.

        Args:
            kind: which door has to be open: the answer's for this round, or the one for notes.
            log_entry: a JSON object for the log; empty for none.
        """
        keys = keys_of(id)
        args = (
            name, splice_id, base_seq, at_bytes, remove_bytes, insert, kind, round, log_entry, self._splice_head,
        )  # fmt: skip
        reply = self._commands.script(_SPLICE, (keys.hash, keys.log), args)
        match reply[0]:
            case 0:
                return Spliced(reply[1], reply[2])
            case 1:
                return Repeat(reply[1])
            case 2:
                return Behind(reply[1], reply[2])
            case 3:
                return _GONE
            case 4:
                return _CLOSED
            case _:
                return _TOO_LATE

    def relay(self, id: str, seat: str, payload: bytes) -> None:
        """Tell the other workers what a seat is to be told; it is kept nowhere."""
        channel = keys_of(id).hash
        self._commands.call(b"SPUBLISH", channel, self._call_head + seat.encode() + b"\n" + payload)

    def leave(self, id: str, seat: str) -> None:
        """Tell the other workers that a browser forgot a seat."""
        self._commands.call(b"SPUBLISH", keys_of(id).hash, self._leave_head + seat.encode() + b"\n")

    def tell_person(self, person: str) -> None:
        """Tell all workers that the rooms of a person, or their sessions, have changed."""
        self._commands.call(b"SPUBLISH", person_channel(person), b"changed")

    def log(self, id: str) -> list[bytes]:
        """Return the log's entries, oldest first."""
        return [fields[1] for _, fields in self._commands.call(b"XRANGE", keys_of(id).log, b"-", b"+")]

    def exists(self, id: str) -> bool:
        """Tell whether Redis has the interview."""
        return bool(self._commands.call(b"EXISTS", keys_of(id).hash))

    def tiles(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return the rooms at a glance, of those that Redis has; one round trip for all."""
        found = self._commands.call_all((b"HGET", keys_of(id).hash, b"tile") for id in ids)
        return {id: tile for id, tile in zip(ids, found, strict=True) if tile}

    def archived(self, id: str, keep_ms: int = KEEP_ARCHIVED_MS) -> None:
        """Let go of an interview that SQL has for good: no timer any more, and all of it expires in `keep_ms`."""
        hash, content, log, presence, timers = keys_of(id)
        calls = [(b"PEXPIRE", key, keep_ms) for key in (hash, content, log, presence)]
        self._commands.call_all([*calls, (b"ZREM", timers, id)])

    def delete(self, id: str, rev: int | None = None) -> bool:
        """Take the interview away at once; given a `rev`, only if it is still at that one. Tell whether it is gone."""
        return bool(self._commands.script(_DELETE, keys_of(id), (id, _blank(rev))))


def _blank(value: float | None) -> Argument:
    return b"" if value is None else value


def _number(field: bytes) -> int | None:
    return int(field) if field else None
