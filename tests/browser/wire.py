"""The wire of one participant: a proxy between their browser and the server that keeps every byte they were sent."""

from __future__ import annotations

import bisect
import contextlib
import random
import re
import socket
import threading
import time

HEARD = re.compile(rb"\r\n(Accept-Encoding|Sec-WebSocket-Extensions):", re.IGNORECASE)
UPGRADE = b"\r\nupgrade: websocket"
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CHUNK = 64 * 1024


class Wire:
    """A port of its own that leads to the server; what comes back is plain, because compression is not asked for.

    Args:
        server_port: where the server listens.
        polling: whether it refuses websockets, as some networks do.
    """

    def __init__(self, server_port: int, *, polling: bool = False) -> None:
        self._server_port = server_port
        self._polling = polling
        self._received: list[tuple[list[int], list[float], bytearray]] = []
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._open = threading.Event()
        self._open.set()
        self._ended = False
        self._delay_s = 0.0
        self._loss = 0.0
        self._chance = random.Random(5)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._spawn(self._accept)

    def received_at(self, words: str, after_s: float = 0.0) -> float | None:
        """Return when these words were first in what the server sent after `after_s` (monotonic), or None."""
        found = []
        for starts, times, data in self._received:
            first = bisect.bisect_left(times, after_s)
            at = data.find(words.encode(), starts[first]) if first < len(starts) else -1
            if at >= 0:
                found.append(times[bisect.bisect_right(starts, at) - 1])
        return min(found, default=None)

    def received(self) -> bytes:
        """Return every byte that the server sent, connection after connection."""
        return b"".join(bytes(data) for _, _, data in self._received)

    def fall_silent(self) -> None:
        """Carry nothing any more, and close nothing: a network that dies without a word."""
        self._open.clear()

    def speak_again(self) -> None:
        """Carry on, with what was held back first."""
        self._open.set()

    def worsen(self, delay_s: float, loss: float) -> None:
        """Bring what the server sends later, and lose a share of it together with its connection."""
        self._delay_s, self._loss = delay_s, loss

    def cut(self) -> None:
        """Close every connection that is open now."""
        for each in list(self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close everything, and wait until nothing runs."""
        self._ended = True
        self._open.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    def _spawn(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]  # bound methods below
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                browser.close()
                continue
            self._sockets |= {browser, server}
            self._spawn(self._carry_up, browser, server)
            self._spawn(self._carry_down, server, browser)

    def _carry_up(self, browser: socket.socket, server: socket.socket) -> None:
        for chunk in self._chunks(browser):
            if self._polling and UPGRADE in chunk.lower():
                browser.sendall(REFUSAL)
                self._close(browser)
                break
            with contextlib.suppress(OSError):
                server.sendall(HEARD.sub(rb"\r\nX-Not-\1:", chunk))
        self._close(server)

    def _carry_down(self, server: socket.socket, browser: socket.socket) -> None:
        starts: list[int] = []
        times: list[float] = []
        data = bytearray()
        self._received.append((starts, times, data))
        for chunk in self._chunks(server):
            starts.append(len(data))
            times.append(time.monotonic())
            data.extend(chunk)
            if self._delay_s:
                time.sleep(self._delay_s)
            if self._chance.random() < self._loss:
                break
            with contextlib.suppress(OSError):
                browser.sendall(chunk)
        self._close(browser)
        self._close(server)

    def _chunks(self, source: socket.socket):  # type: ignore[no-untyped-def]  # a generator of bytes
        while True:
            try:
                chunk = source.recv(CHUNK)
            except OSError:
                chunk = b""
            self._open.wait()
            if not chunk:
                self._close(source)
                return
            yield chunk

    def _close(self, one: socket.socket) -> None:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
