"""How this process waits: the only file that names eventlet.

`patch()` comes first in `python -m server`. The command line (`flask --app server`) and the tests of pure parts never
call it; there `offload` calls the function where it stands.

Theory of operation. Patched locks belong to the event loop of one system thread: if a second thread waits for such a
lock, it is never woken (eventlet's `tpool` documents the caveat). So blocking work has exactly one thread of its own.
What only that thread uses is never contended, SQLite has one writer anyway, and the only locks that both threads do
take, those of `logging`, stay real ones.
"""

from __future__ import annotations

import contextvars
import logging
import os
import signal
import socket
import warnings
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # eventlet announces its retirement at every import: why one file names it
    import eventlet
    import eventlet.green.socket as green_socket
    import eventlet.hubs
    import eventlet.patcher
    import eventlet.semaphore
    import eventlet.tpool
    import eventlet.wsgi

Semaphore = eventlet.semaphore.Semaphore
Timeout = eventlet.Timeout
"""`with Timeout(seconds): ...` raises itself inside the block when the time is over. It is a BaseException."""
sleep: Callable[[float], None] = eventlet.sleep

SOCKET_MODE = "eventlet"
"""What Socket.IO calls this way of waiting."""

log = logging.getLogger(__name__)
_patched = False
_NOTHING = object()

T = TypeVar("T")
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Task(Protocol):
    """Something that runs beside its starter. Compare it with None: one that has not begun, or has ended, is false."""

    def wait(self) -> Any:
        """Wait for the end; return what the function returned, raise what it raised."""

    def kill(self) -> None:
        """End it where it waits."""

    def cancel(self) -> None:
        """End it if it has not begun."""


def patch() -> None:
    """Make the standard library's waiting cooperative in this process; call it before any other import."""
    global _patched
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"  # read when psycopg is imported; its wait in C stops the loop
    eventlet.monkey_patch()
    eventlet.tpool.set_num_threads(1)
    real_rlock = eventlet.patcher.original("threading").RLock
    logging._lock = real_rlock()  # type: ignore[attr-defined]  # the one lock that both threads share, see above

    def create_lock(self: logging.Handler) -> None:
        self.lock = real_rlock()

    logging.Handler.createLock = create_lock  # type: ignore[method-assign]  # as above, one for each handler
    _patched = True


def spawn(function: Callable[..., Any], *args: Any) -> Task:
    """Run `function(*args)` beside the caller; what it raises is logged."""
    task: Task = eventlet.spawn(_logged, function, *args)
    return task


def spawn_after(delay_s: float, function: Callable[..., Any], *args: Any) -> Task:
    """Run `function(*args)` in `delay_s` seconds, unless cancelled; what it raises is logged."""
    task: Task = eventlet.spawn_after(delay_s, _logged, function, *args)
    return task


def _logged(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    except Exception:
        log.exception("a background task failed")
        raise


def offload(function: Callable[..., T], *args: Any) -> T:
    """Run blocking work, such as SQL, without stopping the event loop, and return its result.

    One call is one transaction: there is a single thread for all of them, so a transaction left open between two calls
    would make every other writer wait for it in vain. The context variables (Flask's application context, and with it
    `db.session`) go along. Inside, use no primitive of this module but `offload`.

    Raises: whatever `function` raises.
    """
    if not _patched:
        return function(*args)
    result: T = eventlet.tpool.execute(contextvars.copy_context().run, function, *args)
    return result


def listen(host: str, port: int) -> socket.socket:
    """Bind and listen; with port 0 the system chooses one.

    Raises: OSError when the address is taken, not ours, or not allowed.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = green_socket.socket(family, kind, protocol)
    try:
        # Not eventlet.listen: that sets SO_REUSEPORT, and two servers would share one port in silence.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit it; otherwise the second of two small writes waits 40 ms for an acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    result: socket.socket = listener
    return result


def connect(address: str | tuple[str, int], timeout_s: float) -> socket.socket:
    """Open a cooperative socket to a unix socket's path or a (host, port), also where nothing is patched.

    The timeout stays set for what is read and written afterwards; `settimeout(None)` lifts it.

    Raises: OSError, TimeoutError among them.
    """
    if isinstance(address, str):
        link: socket.socket = green_socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout_s)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    link = green_socket.create_connection(address, timeout_s)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return link


class _Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet ships no types
    """A connection with small buffers: a websocket, which is what stays open, uses neither after its handshake."""

    rbufsize = wbufsize = 2048


def serve(app: WSGI, listener: socket.socket, max_size: int = 10_000) -> None:
    """Answer requests from `listener` until its task is killed.

    Args:
        max_size: connections held at once. Above it new ones wait unanswered, so it is far above what a worker carries.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        except OSError:  # the other side has gone
            raise
        except Exception:
            log.exception("a request failed")  # eventlet says it at level INFO, among its gossip
            raise

    eventlet.wsgi.server(
        listener, application, log=logging.getLogger("server.web"), log_output=False, max_size=max_size, debug=False,
        protocol=_Protocol,
        keepalive=60, socket_timeout=60,  # seconds of silence; a live socket is pinged every 5 s
    )  # fmt: skip


class Signals:
    """From its making on, the process notes `numbers` instead of being interrupted by them, wherever it is.

    A handler alone would not wake the loop: its poll is resumed after the handler has run.
    """

    def __init__(self, *numbers: signal.Signals) -> None:
        self._reader, self._writer = green_socket.socketpair()
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, lambda *_: None)

    def wait(self) -> signal.Signals:
        """Wait for a signal, one that has come already included, and return which it was."""
        return signal.Signals(self._reader.recv(1)[0])


class Waiter:
    """One value, handed once to the one task that waits for it; less than half the cost of eventlet's `Event`."""

    __slots__ = ("_task", "_value")

    def __init__(self) -> None:
        self._task: Any = None
        self._value: Any = _NOTHING

    def wait(self) -> Any:
        """Wait for the value and return it."""
        if self._value is not _NOTHING:
            return self._value
        self._task = eventlet.getcurrent()
        try:
            return eventlet.hubs.get_hub().switch()
        finally:
            self._task = None  # a task that was killed here must not be woken where it waits next

    def done(self, value: Any) -> None:
        """Hand over the value; called by the event loop itself, the task runs on at once, until it waits again."""
        self._value = value
        if self._task is None:
            return
        hub = eventlet.hubs.get_hub()
        if eventlet.getcurrent() is hub.greenlet:
            self._wake()
        else:
            hub.schedule_call_global(0, self._wake)

    def _wake(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        try:
            task.switch(self._value)
        except Exception:  # of a task that nobody waits for; the loop must live
            log.exception("a background task failed")


def soon(function: Callable[[], None]) -> None:
    """Call `function`, which must not wait, in the event loop, once whoever is ready now has run."""
    eventlet.hubs.get_hub().schedule_call_global(0, function)


def when_readable(fileno: int, function: Callable[[], None]) -> Callable[[], None]:
    """Call `function`, which must not wait, in the event loop, whenever there is something to read.

    Returns: what ends this; to be called before the descriptor is closed.
    """
    return _when(eventlet.hubs.get_hub().READ, fileno, function)


def when_writable(fileno: int, function: Callable[[], None]) -> Callable[[], None]:
    """As `when_readable`, whenever there is room to write."""
    return _when(eventlet.hubs.get_hub().WRITE, fileno, function)


def _when(kind: str, fileno: int, function: Callable[[], None]) -> Callable[[], None]:
    hub = eventlet.hubs.get_hub()
    listener = hub.add(kind, fileno, lambda _: function(), None, None)
    return lambda: hub.remove(listener)
