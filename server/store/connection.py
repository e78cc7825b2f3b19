"""One pipelined connection for all commands of a worker, and one for its subscriptions.

Whoever calls waits for their own reply only: what is pending goes out in one write, and replies come back in the order
of the calls. A pool would need a connection per waiting task, and redis-py's retries may run a command twice: only its
connection (addresses, TLS, sign-in) is used, and nothing is sent a second time unless it surely was not executed.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha1
from pathlib import Path
from time import monotonic
from typing import Any

import hiredis
from redis.exceptions import RedisError

from server import metrics, runtime

from .link import Link, NoScript, NotSaved, Unconfirmed

__all__ = ["Argument", "Commands", "NotSaved", "Script", "Subscriptions", "Unconfirmed"]

log = logging.getLogger(__name__)

SCRIPTS = Path(__file__).parent / "scripts"
Argument = str | bytes | int | float


class Script:
    """A Lua script in `scripts/`, known to Redis by its digest.

    `-- with NAME` as its first line puts that one before it.
    """

    def __init__(self, name: str) -> None:
        text = (SCRIPTS / f"{name}.lua").read_text()
        first = text.partition("\n")[0]
        if first.startswith("-- with "):
            text = (SCRIPTS / f"{first.removeprefix('-- with ')}.lua").read_text() + text
        self.text = text.encode()
        self.sha = sha1(self.text).hexdigest().encode()  # noqa: S324  Redis names scripts by their SHA-1


class _Line:
    """A connection that is made at the first call, and anew, for ever, whenever it breaks.

    Args:
        timeout_s: silence while a reply is awaited, after which the link is given up as hung.
        patience_s: how long a call waits for a link before it is turned away.
    """

    _pushed: Callable[[Any], bool] | None = None

    def __init__(self, url: str, *, timeout_s: float = 2.0, patience_s: float = 1.0) -> None:
        self._url = url
        self._timeout_s = timeout_s
        self._patience_s = patience_s
        self._link: Link | None = None
        self._pending: deque[tuple[bytes, runtime.Waiter, float]] = deque()
        self._flushing = False
        self._tasks: list[runtime.Task] = []

    @property
    def up(self) -> bool:
        """Whether there is a link now."""
        return self._link is not None

    @property
    def in_flight(self) -> int:
        """How many calls were sent and have no reply yet."""
        return len(self._link.sent) if self._link is not None else 0

    def close(self) -> None:
        """Drop the link and make no other until the next call."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.kill()
        if self._link is not None:
            self._link.drop()
        self._turn_away(0)

    def _post(self, packed: bytes) -> runtime.Waiter:
        waiter = runtime.Waiter()
        self._pending.append((packed, waiter, monotonic()))
        if not self._flushing:
            self._flushing = True
            runtime.soon(self._flush)
        return waiter

    def _flush(self) -> None:
        self._flushing = False
        link = self._link
        if link is None:
            if not self._tasks:
                self._tasks = [runtime.spawn(job) for job in self._jobs()]
            return
        if not self._pending:
            return
        if not link.sent:
            link.heard_s = monotonic()  # the wait begins now
        data = []
        for packed, waiter, _ in self._pending:
            data.append(packed)
            link.sent.append(waiter)
        self._pending.clear()
        link.send(b"".join(data))

    def _jobs(self) -> tuple[Callable[[], None], ...]:
        return self._keep, self._watch

    def _keep(self) -> None:
        pause_s = 0.05
        while True:
            try:
                self._link = link = Link(self._url, min(1.0, self._timeout_s), self._dropped, self._pushed)
            except (RedisError, OSError) as error:
                log.warning("Redis can't be reached: %s", error)
                runtime.sleep(pause_s)
                pause_s = min(2 * pause_s, 1.0)
                continue
            pause_s = 0.05
            self._flush()
            self._restored()
            link.lost.wait()
            runtime.sleep(pause_s)

    def _watch(self) -> None:
        while True:
            runtime.sleep(0.1)
            link = self._link
            if link is None:
                self._turn_away(self._patience_s)
            elif link.sent and monotonic() - link.heard_s > self._timeout_s:
                link.poll()  # it may be this process that was busy
                if link.sent and monotonic() - link.heard_s > self._timeout_s:
                    log.warning("Redis did not answer for %s s; connecting anew", self._timeout_s)
                    link.drop()

    def _turn_away(self, older_s: float) -> None:
        before_s = monotonic() - older_s
        while self._pending and self._pending[0][2] <= before_s:
            self._pending.popleft()[1].done(NotSaved("Redis can't be reached"))

    def _dropped(self) -> None:
        self._link = None
        metrics.redis_lost.inc()

    def _restored(self) -> None:
        """Do what a new link needs first."""


def _pack(*args: Argument) -> bytes:
    packed: bytes = hiredis.pack_command(args)  # type: ignore[arg-type]  # declared as a tuple of one
    return packed


def _result(waiter: runtime.Waiter) -> Any:
    reply = waiter.wait()
    if isinstance(reply, Exception):
        raise reply
    return reply


def _guarded(function: Callable[..., None], *args: Any) -> None:
    """Call what the link must outlive."""
    try:
        function(*args)
    except Exception:
        log.exception("what a subscription told could not be taken in")


class Commands(_Line):
    """The connection for commands, shared by all tasks of the worker.

    Every call may raise `Unconfirmed`, `NotSaved`, or `redis.ResponseError` for what Redis refuses. Offloaded work must
    not call: it has a thread of its own.
    """

    def call(self, *args: Argument) -> Any:
        """Send one command and return its reply: bytes, int, None or a list of those."""
        return _result(self._post(_pack(*args)))

    def call_all(self, calls: Iterable[tuple[Argument, ...]]) -> list[Any]:
        """Send several commands at once, not atomically, and return their replies in order."""
        waiters = [self._post(_pack(*args)) for args in calls]
        return [_result(waiter) for waiter in waiters]

    def script(self, script: Script, keys: Sequence[Argument], args: Sequence[Argument]) -> Any:
        """Run a script and return its reply. One that Redis has forgotten did not run: it is loaded, and run then."""
        packed = _pack(b"EVALSHA", script.sha, len(keys), *keys, *args)
        try:
            return _result(self._post(packed))
        except NoScript:
            self.call(b"SCRIPT", b"LOAD", script.text)
        try:
            return _result(self._post(packed))
        except NoScript as error:  # flushed twice in a row
            raise NotSaved(str(error)) from None


class Subscriptions(_Line):
    """The connection for subscriptions; it is checked every second, so that one that died silently is noticed.

    Args:
        deliver: called with (channel, message) in the order of arrival, by a task of its own. Waiting in it holds up
            the messages behind.
        own: messages that begin with this are the worker's own and are dropped.
        on_break: called at once when the link is lost; from then on messages are missed. Must not wait.
        on_restore: called when all that was subscribed is so again; whoever loads now misses nothing from now on.
    """

    def __init__(
        self,
        url: str,
        deliver: Callable[[bytes, bytes], None],
        *,
        own: bytes = b"\0",
        on_break: Callable[[], None] = lambda: None,
        on_restore: Callable[[], None] = lambda: None,
        timeout_s: float = 1.0,
    ) -> None:
        super().__init__(url, timeout_s=timeout_s)
        self._deliver = deliver
        self._own = own
        self._on_break = on_break
        self._on_restore = on_restore
        self._channels: set[bytes] = set()
        self._inbox: deque[tuple[bytes, bytes]] = deque()
        self._idle: runtime.Waiter | None = None
        self._missing = False

    def subscribe(self, channel: bytes) -> None:
        """Return once messages to this channel arrive.

        Raises: NotSaved or Unconfirmed when it can't be had now.
        """
        _result(self._post(_pack(b"SSUBSCRIBE", channel)))
        self._channels.add(channel)

    def unsubscribe(self, channel: bytes) -> None:
        """Stop the messages to this channel; some may still arrive."""
        self._channels.discard(channel)
        if self.up:
            self._post(_pack(b"SUNSUBSCRIBE", channel))

    def _jobs(self) -> tuple[Callable[[], None], ...]:
        return *super()._jobs(), self._ping, self._hand_over

    def _ping(self) -> None:
        while True:
            runtime.sleep(1.0)
            if self.up:
                self._post(_pack(b"PING"))  # `_watch` sees to it that it is answered

    def _hand_over(self) -> None:
        while True:
            if not self._inbox:
                self._idle = runtime.Waiter()
                self._idle.wait()
            _guarded(self._deliver, *self._inbox.popleft())

    def _pushed(self, reply: Any) -> bool:
        if not isinstance(reply, list) or reply[0] != b"smessage":
            return False
        _, channel, message = reply
        if not message.startswith(self._own):
            self._inbox.append((channel, message))
            if self._idle is not None:
                idle, self._idle = self._idle, None
                idle.done(None)
        return True

    def _dropped(self) -> None:
        super()._dropped()
        self._missing = True
        _guarded(self._on_break)

    def _restored(self) -> None:
        waiters = [self._post(_pack(b"SSUBSCRIBE", channel)) for channel in self._channels]
        try:
            for waiter in waiters:
                _result(waiter)
        except (Unconfirmed, NotSaved):
            return  # broken again
        if self._missing:
            self._missing = False
            _guarded(self._on_restore)
