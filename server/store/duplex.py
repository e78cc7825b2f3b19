"""A connected socket that nobody waits at: the event loop hands over what comes, and sends on what did not fit."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable

from server import runtime

_NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Duplex:
    """A plain or TLS socket that stays registered with the event loop: each read is one system call instead of three.

    Args:
        received: called with what has come.
        broken: called once when the other side is gone, not after `close`. The loop calls both: they must not wait.
    """

    def __init__(self, link: socket.socket, received: Callable[[bytes], None], broken: Callable[[], None]) -> None:
        self._fileno = link.fileno()
        self._received = received
        self._broken = broken
        self._unsent = b""
        self._open = True
        link.setblocking(False)  # not os.set_blocking: a timeout of the Python object would go on
        tls = getattr(link, "_sslobj", None)
        plain = getattr(link, "fd", link)  # a cooperative socket keeps the real one there
        self._read: Callable[[int], bytes] = tls.read if tls else plain.recv
        self._write: Callable[[bytes], int] = tls.write if tls else plain.send
        self._decrypted: Callable[[], int] = tls.pending if tls else int
        self._stop_reading = runtime.when_readable(self._fileno, self.poll)
        self._stop_writing: Callable[[], None] | None = None

    @property
    def open(self) -> bool:
        """Whether the loop still looks after it."""
        return self._open

    @property
    def unsent_bytes(self) -> int:
        """How much waits until there is room."""
        return len(self._unsent)

    def send(self, data: bytes) -> None:
        """Send `data`, or as much as fits, and the rest when there is room."""
        if self._stop_writing is not None:
            self._unsent += data
            return
        try:
            count = self._write(data)
        except _NOT_NOW:
            count = 0
        except OSError:
            self._fail()
            return
        if count < len(data):
            self._unsent = data[count:]
            self._stop_writing = runtime.when_writable(self._fileno, self._send_on)

    def poll(self) -> None:
        """Hand over what has come."""
        more = True
        while more and self._open:
            try:
                data = self._read(65536)
            except _NOT_NOW:
                return
            except OSError:
                data = b""
            if not data:
                self._fail()
                return
            more = self._decrypted() > 0
            self._received(data)

    def close(self) -> None:
        """Leave the loop; the socket itself is the caller's to close."""
        if self._open:
            self._open = False
            self._stop_reading()
            if self._stop_writing is not None:
                self._stop_writing()

    def _send_on(self) -> None:
        if self._open and self._stop_writing is not None:
            self._stop_writing()
            self._stop_writing = None
            data, self._unsent = self._unsent, b""
            self.send(data)

    def _fail(self) -> None:
        if self._open:
            self.close()
            self._broken()
