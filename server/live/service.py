"""Handle a command: decide, evolve, commit, show; try again on a lost race.

1. What was acknowledged is committed in Redis; nothing is acknowledged before.
2. A worker's memory may be stale, its commit can't be: the script compares revisions. A refusal is given only against
   the revision that Redis has now.
3. When the outcome is unknown the asker is told so and sends the same id again; nothing is replayed from here.
"""

from __future__ import annotations

import logging
from time import monotonic

import msgspec

from server import metrics
from server.core import commands as c
from server.core import timers
from server.core.content import Content
from server.core.events import Event
from server.core.evolve import evolve
from server.core.halves import OTHER
from server.core.interview import Interview
from server.core.refusals import Refused
from server.core.rules import decide, decide_system
from server.core.texts import open_texts
from server.core.tile import tile
from server.live import fanout
from server.live.clock import Clock
from server.live.held import EMPTY, Held, Text, decode_content, decode_interview
from server.live.rooms import Rooms
from server.store.connection import NotSaved, Unconfirmed
from server.store.interviews import KEEP_ARCHIVED_MS, Committed, Current, Gone, Interviews, Newer, Repeat

ATTEMPTS = 5

log = logging.getLogger(__name__)
encode = msgspec.json.Encoder().encode


class Service:
    """Handles what is asked of interviews, by participants and by the server itself."""

    def __init__(self, interviews: Interviews, rooms: Rooms, clock: Clock) -> None:
        self._interviews = interviews
        self._rooms = rooms
        self._clock = clock

    def handle(self, id: str, seat: str, command: c.Command, command_id: str, content: bytes | None = None) -> int:
        """Carry out what a participant asks for; return the revision at which it is so.

        Args:
            content: With `Bring` all questions as they are from then on, both halves of them, as Redis keeps them.
        Raises:
            Refused: It changed nothing.
            NotSaved: Redis is away, or the other half has changed since `content` was made; it changed nothing.
            Unconfirmed: It may have been committed. The same command id may be sent again.
        """
        kind = type(command).__name__
        try:
            rev = self._handled(id, seat, command, command_id, content)
        except (Refused, NotSaved, Unconfirmed) as trouble:
            metrics.commands.labels(kind, type(trouble).__name__.lower()).inc()
            raise
        metrics.commands.labels(kind, "done").inc()
        return rev

    def _handled(self, id: str, seat: str, command: c.Command, command_id: str, content: bytes | None) -> int:
        for _ in range(ATTEMPTS):
            held = self._find(id)
            refusal: Refused | None = None
            events: tuple[Event, ...] = ()
            try:
                events = decide(held.interview, command, seat, self._clock.now_ms(), held.content)
            except Refused as refused:
                refusal = refused
            if events:
                brought = _brought(held, seat, content)
                done = self._commit(held, events, seat, command_id, _texts(held, command), brought)
            else:
                done = self._check(held, seat, command_id, refusal)
            if done is not None:
                return done
        raise NotSaved("others were faster, five times")

    def system(self, id: str, command: c.System, at_rev: int | None = None) -> Held:
        """Carry out what the server itself asks for, if there is anything to do; return the interview after it.

        Args:
            at_rev: The only revision at which it makes sense, if it does at one only.
        Raises: as `handle`; `Refused` where there is no such interview.
        """
        for _ in range(ATTEMPTS):
            held = self._find(id)
            if at_rev not in (None, held.rev):
                return held
            events = decide_system(held.interview, command, self._clock.now_ms())
            if not events or self._commit(held, events, "", "", {}) is not None:
                return held
        raise NotSaved("others were faster, five times")

    def _find(self, id: str) -> Held:
        held = self._rooms.find(id)
        if held is None:
            raise Refused("gone")
        return held

    def _check(self, held: Held, seat: str, command_id: str, refusal: Refused | None) -> int | None:
        """Return the revision at which what was asked for is so already, or None when we were behind.

        Raises:
            Refused: `refusal`, when it stands.
        """
        rev = held.rev
        result = self._interviews.check(held.id, rev, seat, command_id)
        if isinstance(result, Current):
            if refusal is not None:
                raise refusal
            return rev
        return self._otherwise(held, result)

    def _commit(
        self,
        held: Held,
        events: tuple[Event, ...],
        seat: str,
        command_id: str,
        texts: dict[str, str],
        content: Content | None = None,
    ) -> int | None:
        """Commit `events` on top of what is held; return the revision, or None when somebody else was first."""
        rev = held.rev
        after = evolve(held.interview, events)
        open = open_texts(after)
        asked_ms = self._clock.own_ms()
        entry = {"rev": rev + 1, "at_ms": self._clock.now_ms(), "by": seat or "system", "events": events}
        began_s = monotonic()
        try:
            result = self._interviews.commit(
                held.id,
                rev,
                encode(after),
                encode(entry),
                seat=seat,
                command_id=command_id,
                due_ms=timers.next_due_ms(after),
                open_round=open.open_round,
                not_after_ms=open.not_after_ms,
                notes_open=open.notes_open,
                texts={name: text.encode() for name, text in texts.items()},
                expire_ms=_expire_ms(held.interview, after),
                content=encode(content) if content is not None else None,
                tile=tile(after, rev + 1, content or held.content),
            )
        except Unconfirmed:
            self._rooms.doubt(held)
            raise
        metrics.commit_s.observe(monotonic() - began_s)
        if not isinstance(result, Committed):
            metrics.conflicts.inc()
            return self._otherwise(held, result)
        self._clock.learn(result.now_ms, asked_ms)
        held.advance(result.rev, after, content)
        for name, text in texts.items():
            held.texts[name] = Text(held.texts.get(name, EMPTY).seq + 1, text)
            fanout.tell_text(held, name, fanout.whole(name, held.texts[name]))
        fanout.show(held)
        return result.rev

    def _otherwise(self, held: Held, result: Repeat | Newer | Gone) -> int | None:
        if isinstance(result, Repeat):
            return result.number
        if isinstance(result, Gone):
            held.known = False
            self._rooms.revive(held)
            return None
        if result.rev < held.rev:
            log.error("Redis has lost revisions %d to %d of interview %s", result.rev + 1, held.rev, held.id)
            held.rev = result.rev - 1  # it is the truth all the same; deciding on what it has not would never end
        interview = decode_interview(result.state)
        if held.asks_the_same(interview):
            held.advance(result.rev, interview)
            fanout.show(held)
        else:
            self._rooms.reload(held)
        return None


def _texts(held: Held, command: c.Command) -> dict[str, str]:
    """Return the typed texts that this command sets: long ones, which the state does not hold."""
    if isinstance(command, c.OfferLate):
        return {f"late:{command.round}": command.text}
    if isinstance(command, c.AcceptLate):
        return {f"answer:{command.round}": held.texts[f"late:{command.round}"].text}
    if held.interview.status == "lobby" and isinstance(command, (c.WarmUp, c.Close, c.Start)):
        # While it is open, a text that another worker has just stored may be on its way here.
        tried = held.interview.warmup is not None or "answer:0" in held.texts
        return {"answer:0": ""} if tried else {}
    return {}


def _brought(held: Held, seat_id: str, content: bytes | None) -> Content | None:
    """Return the questions that come with a command.

    Raises: NotSaved, when the other half in them is not the one that is held: it was brought meanwhile.
    """
    if content is None:
        return None
    brought = decode_content(content)
    seat = held.interview.seat(seat_id)
    if seat is not None and seat.side is not None:
        for id in held.interview.halves.get(OTHER[seat.side], ()):
            if held.content.question(id) not in brought.questions:
                raise NotSaved("the other half was brought meanwhile")
    return brought


def _expire_ms(before: Interview, after: Interview) -> int | None:
    """Return how Redis's keys live on: an archived report for an hour, one reopened for ever."""
    over = after.status == "released" and after.archived
    if over == (before.status == "released" and before.archived):
        return None
    return KEEP_ARCHIVED_MS if over else 0
