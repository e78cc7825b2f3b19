"""One connection to Redis while it lasts, and the three ways in which a call fails."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

import hiredis
from redis.backoff import NoBackoff
from redis.connection import Connection, parse_url
from redis.exceptions import ResponseError
from redis.retry import Retry

from server import runtime

from .duplex import Duplex

log = logging.getLogger(__name__)

# Redis answers with one of these before it does anything: what was asked has not been executed.
_NOT_EXECUTED = frozenset({
    "ASK", "BUSY", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "MISCONF", "MOVED", "NOREPLICAS", "OOM", "READONLY",
    "TRYAGAIN",
})  # fmt: skip


class Unconfirmed(Exception):  # noqa: N818  reads as what became of the call
    """The link broke before the reply: whether it was done is not known. The same id may be sent again."""


class NotSaved(Exception):  # noqa: N818  as above
    """Certainly not done: it was never sent, or Redis turned it away."""


class NoScript(ResponseError):  # noqa: N818  as above
    """Redis does not know the script (any more), so it did not run it."""


def _error(message: str) -> Exception:
    code = message.partition(" ")[0]
    if code == "NOSCRIPT":
        return NoScript(message)
    return NotSaved(message) if code in _NOT_EXECUTED else ResponseError(message)


class Link:
    """One connection while it lasts: what was sent on it and has no reply yet.

    Args:
        dropped: called once when it is gone.
        pushed: offered everything that arrives; True when it was no reply.
    """

    def __init__(
        self, url: str, timeout_s: float, dropped: Callable[[], None], pushed: Callable[[Any], bool] | None
    ) -> None:
        options: dict[str, Any] = parse_url(url)  # type: ignore[no-untyped-call]  # redis-py's own
        make = options.pop("connection_class", Connection)
        options |= {"protocol": 2, "driver_info": None, "retry": Retry(NoBackoff(), 0)}
        self._connection = make(**{**options, "socket_timeout": timeout_s, "socket_connect_timeout": timeout_s})
        try:
            self._connection.connect()
            self._connection.send_command("PING", check_health=False)  # one that hangs or loads is not there yet
            self._connection.read_response()
        except BaseException:
            self._connection.disconnect()
            raise
        self._dropped = dropped
        self._pushed = pushed
        self._reader = hiredis.Reader(replyError=_error)
        self.sent: deque[runtime.Waiter] = deque()
        self.heard_s = monotonic()
        self.open = True
        self.lost = runtime.Waiter()
        self._duplex = Duplex(self._connection._get_socket(), self._received, self.drop)
        self.send, self.poll = self._duplex.send, self._duplex.poll

    def _received(self, data: bytes) -> None:
        self.heard_s = monotonic()
        pushed, sent = self._pushed, self.sent
        try:
            self._reader.feed(data)
            while (reply := self._reader.gets()) is not False:
                if pushed is None or not pushed(reply):
                    sent.popleft().done(reply)
        except (hiredis.ProtocolError, IndexError):
            if self.open:
                log.exception("what came from Redis makes no sense; connecting anew")
                self.drop()

    def drop(self) -> None:
        """Close; nobody knows what became of the calls without a reply."""
        if not self.open:
            return
        self.open = False
        self._duplex.close()
        self._connection.disconnect()
        self._dropped()
        while self.sent:
            self.sent.popleft().done(Unconfirmed("the link to Redis broke before the reply"))
        self.lost.done(None)
