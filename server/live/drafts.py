"""Typed texts on their way: a splice from a socket to Redis and to everybody who may read it.

A splice carries the sequence number it is based on. One that was applied already is acknowledged again, one that does
not fit is answered with the whole text; the door (open round, deadline, notes) is watched by the script itself. How a
text came about is logged, but not in the warm-up (round 0), nor for who has switched off the replay.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from server.core.interview import ROUNDS_MAX, Seat
from server.core.refusals import Refused
from server.core.texts import ANSWER_MAX_CHARS, NOTE_MAX_CHARS, Kind, may_write
from server.live import fanout
from server.live.clock import Clock
from server.live.held import EMPTY, Held, Socket, Text
from server.live.rooms import Rooms
from server.store.connection import Unconfirmed
from server.store.interviews import Behind, Closed, Gone, Interviews, Repeat, Spliced, TooLate

Id = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
Place = Annotated[int, Meta(ge=0, le=ANSWER_MAX_CHARS)]

encode = msgspec.json.Encoder().encode


class Splice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of a typed text: at code point `at`, replace `remove` code points by `insert`. `base` is the sequence
    number of the text that it was made on.
    """

    id: Id
    text: Kind
    round: Annotated[int, Meta(ge=0, le=ROUNDS_MAX)]
    base: Annotated[int, Meta(ge=0, le=2**31)]
    at: Place
    remove: Place
    insert: Annotated[str, Meta(extra_json_schema={"maxLength": ANSWER_MAX_CHARS})]  # longer: refused by name, below


class FellBehind(Exception):  # noqa: N818 - an answer, not an error of ours
    """The splice does not fit the text, which is now this one."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


class Drafts:
    """Takes splices."""

    def __init__(self, interviews: Interviews, rooms: Rooms, clock: Clock) -> None:
        self._interviews = interviews
        self._rooms = rooms
        self._clock = clock

    def splice(self, socket: Socket, splice: Splice) -> int:
        """Apply a splice; return the text's sequence number after it.

        Raises:
            FellBehind: It was made on an older text.
            Refused: `may_write` says no, the round or the time is over, or the text would become too long.
            NotSaved, Unconfirmed: As for commands.
        """
        held = self._rooms.find(socket.interview)
        seat = held.interview.seat(socket.seat) if held else None
        if held is None or seat is None:
            raise Refused("gone")
        refusal: Refused | None = None
        try:
            name = may_write(held.interview, seat, splice.text, splice.round)
        except Refused as refused:
            refusal, name = (
                refused,
                f"answer:{splice.round}" if splice.text == "answer" else f"note:{splice.round}:{seat.id}",
            )
        longest = ANSWER_MAX_CHARS if splice.text == "answer" else NOTE_MAX_CHARS
        if len(splice.insert) > longest:
            raise refusal or Refused("too_long")
        before = held.texts.get(name, EMPTY)
        after = before.text[: splice.at] + splice.insert + before.text[splice.at + splice.remove :]
        fits = refusal is None and splice.base == before.seq and splice.at + splice.remove <= len(before.text)
        if fits and len(after) > longest:
            raise Refused("too_long")
        result = self._write(held, name, splice, before, seat, fits=fits)
        if isinstance(result, Repeat):
            return result.number
        if isinstance(result, Spliced):
            if held.texts.get(name, EMPTY).seq < result.seq:
                held.texts[name] = Text(result.seq, after)
            change = fanout.changed(name, result.seq, splice.at, splice.remove, splice.insert)
            fanout.tell_text(held, name, change, but=socket)
            return result.seq
        if refusal is not None:
            raise refusal
        if isinstance(result, Behind):
            text = Text(result.seq, result.text.decode())
            if held.texts.get(name, EMPTY).seq < text.seq:
                held.texts[name] = text
            raise FellBehind(text)
        if isinstance(result, TooLate):
            raise Refused("too_late")
        self._rooms.reload(held)  # the door was shut since: say by whom
        may_write(held.interview, seat, splice.text, splice.round)
        raise Refused("round_closed")

    def _write(
        self, held: Held, name: str, splice: Splice, before: Text, seat: Seat, *, fits: bool
    ) -> Spliced | Repeat | Behind | Closed | TooLate | Gone:
        """Give the splice to Redis. One that does not fit goes too, on a base that never was: it may be a repeat."""
        recorded = seat.replay and splice.round > 0
        entry = {
            "at_ms": self._clock.now_ms(),
            "by": seat.id,
            "text": name,
            "at": splice.at,
            "remove": splice.remove,
            "insert": splice.insert,
        }
        try:
            return self._interviews.splice(
                held.id,
                name,
                splice.id,
                splice.base if fits else -1,
                len(before.text[: splice.at].encode()),
                len(before.text[splice.at : splice.at + splice.remove].encode()),
                splice.insert.encode(),
                kind=splice.text,
                round=splice.round,
                log_entry=encode(entry) if recorded else b"",
            )
        except Unconfirmed:
            self._rooms.doubt(held)
            raise
