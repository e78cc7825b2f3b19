"""The interviews that this worker holds: those with a socket here. One subscription for each.

1. Subscribe, wait for the confirmation, then load: nothing can be missed in between.
2. Whatever is taken in, from a commit of one's own, a message or a load, only ever moves a revision or a text forward.
3. When the subscription breaks, or the outcome of a commit is unknown, what is held is in doubt until loaded anew.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from server import runtime
from server.core import timers
from server.core.texts import open_texts
from server.core.tile import tile
from server.live import fanout
from server.live.held import EMPTY, Held, Socket, Text, decode_content, decode_interview
from server.store import messages
from server.store.connection import NotSaved, Subscriptions, Unconfirmed
from server.store.interviews import Interviews, Loaded
from server.store.keys import keys_of

AGAIN_S = 0.2

log = logging.getLogger(__name__)


class Parked(Protocol):
    """An interview as SQL keeps it."""

    @property
    def rev(self) -> int: ...
    @property
    def state(self) -> bytes: ...
    @property
    def content(self) -> bytes: ...
    @property
    def texts(self) -> dict[str, bytes]: ...
    @property
    def log(self) -> list[bytes]: ...


class Rooms:
    """Holds interviews, and keeps what it holds true.

    Args:
        url: Redis's address.
        parked: Looks an interview up in SQL.
        presence_changed: Called, by a task of its own, with an interview held in which somebody came or went.
    """

    def __init__(
        self,
        url: str,
        interviews: Interviews,
        parked: Callable[[str], Parked | None],
        presence_changed: Callable[[Held], None],
    ) -> None:
        self._interviews = interviews
        self._parked = parked
        self._presence_changed = presence_changed
        self._held: dict[str, Held] = {}
        self._users: Counter[str] = Counter()
        self._missed: set[str] = set()
        self._hearing = True
        self._subscriptions = Subscriptions(
            url, self._deliver, own=interviews.own, on_break=self._broke, on_restore=self._restored
        )

    def close(self) -> None:
        """Close the subscriptions."""
        self._subscriptions.close()

    def all(self) -> list[Held]:
        """Return the interviews held."""
        return list(self._held.values())

    def held(self, id: str) -> Held | None:
        """Return the interview if this worker holds it, as it holds it."""
        return self._held.get(id)

    def find(self, id: str) -> Held | None:
        """Return the interview as it is now: the one held, or one read for this once. None: there is none."""
        held = self._held.get(id)
        if held is None:
            return self._load(id)
        if not held.known:
            self.reload(held)
        return held

    def enter(self, socket: Socket) -> Held | None:
        """Hold the socket's interview, if there is one, and serve the socket from now on."""
        id = socket.interview
        self._users[id] += 1
        held = self._held.get(id)
        try:
            while held is None:
                self._subscriptions.subscribe(keys_of(id).hash)
                self._missed.discard(id)
                loaded = self._load(id)
                if loaded is None:
                    self._let_go(id)
                    return None
                if id not in self._missed:
                    held = self._held.setdefault(id, loaded)
            if not held.known:
                self.reload(held)
        except BaseException:
            self._let_go(id)
            raise
        held.sockets.setdefault(socket.seat, set()).add(socket)
        return held

    def leave(self, socket: Socket) -> bool:
        """Serve the socket no more; tell whether it was the last of its seat here."""
        held = self._held.get(socket.interview)
        if held is None or socket not in held.sockets.get(socket.seat, ()):
            return False
        others = held.sockets[socket.seat]
        others.discard(socket)
        if not others:
            del held.sockets[socket.seat]
        self._let_go(socket.interview)
        return not others

    def doubt(self, held: Held) -> None:
        """Note that a commit of ours may have been done, or not; find out, and show it."""
        held.known = False
        if self._held.get(held.id) is held:
            runtime.spawn(self._settle, held)

    def reload(self, held: Held) -> None:
        """Bring what is held up to Redis, and show what is new."""
        held.known = self._hearing
        try:
            loaded = self._interviews.load(held.id, content=False)
            if loaded is not None and not held.asks_the_same(decode_interview(loaded.state)):
                loaded = self._interviews.load(held.id)
        except BaseException:
            held.known = False
            raise
        if loaded is None:
            self.revive(held)
            return
        content = decode_content(loaded.content) if loaded.content else None
        held.advance(loaded.rev, decode_interview(loaded.state), content)
        for name, (seq, text) in loaded.texts.items():
            self._take_text(held, name, seq, text)
        fanout.show(held)

    def revive(self, held: Held) -> None:
        """Put an interview that Redis has let go of there again: as SQL has it, or as held where that is newer.

        It is newer as a rule: the commit that notes an archive comes after the archive.
        """
        parked = self._parked(held.id)
        if parked is None:
            return
        if parked.rev >= held.rev:
            self._unpark(held.id, parked)
        else:
            texts = {name: (text.seq, text.text.encode()) for name, text in held.texts.items()}
            self._create(held.id, held.rev, held.encoded_state(), held.encoded_content(), texts, parked.log)

    def _load(self, id: str) -> Held | None:
        loaded = self._interviews.load(id)
        if loaded is None:
            parked = self._parked(id)
            if parked is None:
                return None
            self._unpark(id, parked)
            loaded = self._interviews.load(id)
        return _held(id, loaded) if loaded is not None else None

    def _unpark(self, id: str, parked: Parked) -> None:
        texts = {name: (1, text) for name, text in parked.texts.items()}
        self._create(id, parked.rev, parked.state, parked.content, texts, parked.log)

    def _create(
        self, id: str, rev: int, state: bytes, content: bytes, texts: dict[str, tuple[int, bytes]], log: list[bytes]
    ) -> None:
        interview = decode_interview(state)
        open = open_texts(interview)
        self._interviews.create(
            id,
            state,
            content,
            due_ms=timers.next_due_ms(interview),
            rev=rev,
            open_round=open.open_round,
            not_after_ms=open.not_after_ms,
            notes_open=open.notes_open,
            texts=texts,
            log=log,
            tile=tile(interview, rev, decode_content(content)),
        )
        if interview.status == "released":
            self._interviews.archived(id)

    def _let_go(self, id: str) -> None:
        self._users[id] -= 1
        if self._users[id] > 0:
            return
        del self._users[id]
        self._held.pop(id, None)
        self._missed.discard(id)
        self._subscriptions.unsubscribe(keys_of(id).hash)

    def _deliver(self, channel: bytes, message: bytes) -> None:
        """Take in what another worker published."""
        id = channel.rpartition(b":")[2].decode()
        held = self._held.get(id)
        if held is None:
            if id in self._users:
                self._missed.add(id)
            return
        match messages.decode(message):
            case messages.Commit() as commit:
                self._committed(held, commit)
            case messages.Splice() as splice:
                self._spliced(held, splice)
            case messages.PresenceChanged():
                runtime.spawn(self._presence_changed, held)
            case messages.Call() as call:
                fanout.tell_call(held, call.seat, call.payload)
            case messages.Leave() as leave:
                fanout.hang_up(held, leave.seat)

    def _committed(self, held: Held, commit: messages.Commit) -> None:
        if commit.state is None:
            if commit.rev > held.rev:
                self.doubt(held)
            return
        interview = decode_interview(commit.state)
        if not held.asks_the_same(interview):
            self.doubt(held)
            return
        held.advance(commit.rev, interview)
        for name, (seq, text) in commit.texts.items():
            self._take_text(held, name, seq, text)
        fanout.show(held)

    def _take_text(self, held: Held, name: str, seq: int, text: bytes) -> None:
        if seq > held.texts.get(name, EMPTY).seq:
            held.texts[name] = Text(seq, text.decode())
            fanout.tell_text(held, name, fanout.whole(name, held.texts[name]))

    def _spliced(self, held: Held, splice: messages.Splice) -> None:
        text = held.texts.get(splice.name, EMPTY)
        if splice.seq <= text.seq:
            return
        if splice.seq > text.seq + 1:
            self.doubt(held)
            return
        before = text.text.encode()
        stop = splice.at_bytes + splice.remove_bytes
        at, remove = len(before[: splice.at_bytes].decode()), len(before[splice.at_bytes : stop].decode())
        insert = splice.insert.decode()
        held.texts[splice.name] = Text(splice.seq, text.text[:at] + insert + text.text[at + remove :])
        fanout.tell_text(held, splice.name, fanout.changed(splice.name, splice.seq, at, remove, insert))

    def _broke(self) -> None:
        self._hearing = False
        for held in self.all():
            held.known = False

    def _restored(self) -> None:
        self._hearing = True
        for held in self.all():
            self._settle(held)

    def _settle(self, held: Held) -> None:
        while not held.known and self._held.get(held.id) is held and self._hearing:
            try:
                self.reload(held)
            except (NotSaved, Unconfirmed):
                runtime.sleep(AGAIN_S)
            else:
                self._presence_changed(held)


def _held(id: str, loaded: Loaded) -> Held:
    if loaded.content is None:
        raise LookupError(f"the questions of interview {id} are not in Redis")
    texts = {name: Text(seq, text.decode()) for name, (seq, text) in loaded.texts.items()}
    return Held(id, loaded.rev, decode_interview(loaded.state), decode_content(loaded.content), texts)
