"""eventlet's websocket, with what it lacks: bounds, and less work for each frame.

It reads three times for a frame, undoes the mask byte by byte in Python (1 MB would stop the loop for 0.2 s), lets a
message in parts grow without end, and takes the compression that every browser offers (260 kB for each socket).
"""

from __future__ import annotations

from typing import Any

from engineio import Server
from engineio.async_drivers.eventlet import WebSocketWSGI

from server import runtime

READ_BYTES = 16_384
TOO_BIG = 1009  # RFC 6455, section 7.4.1


def install(eio: Server) -> None:
    """Let this Engine.IO server use the websocket below."""
    eio._async = {**eio._async, "websocket": Upgrade}


class Upgrade(WebSocketWSGI):  # type: ignore[misc]  # engineio ships no types
    """Turns a request into a websocket."""

    def _handle_hybi_request(self, environ: dict[str, Any]) -> WebSocket:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        plain = super()._handle_hybi_request(environ)
        return WebSocket(ReadAhead(plain.socket), environ, plain.version, max_frame_length=self.max_frame_length)


class WebSocket(runtime.WebSocket):  # type: ignore[misc]  # eventlet ships no types
    """One websocket."""

    def _recv_frame(self, message: Any = None) -> Any:
        message = super()._recv_frame(message)
        if sum(map(len, message.data)) > self.max_frame_length:
            raise runtime.WebSocketFailed(TOO_BIG, "The message is too big.")
        return message

    @staticmethod
    def _apply_mask(data: bytes, mask: tuple[int, int, int, int], length: int | None = None, offset: int = 0) -> bytes:
        length = len(data)
        key = bytes(mask[(offset + index) % 4] for index in range(4))
        stream = (key * (length // 4 + 1))[:length]
        return (int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")).to_bytes(length, "little")


class ReadAhead:
    """A connection from which as much is read as there is, and given out in the pieces asked for."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._ahead = b""

    def recv(self, most: int) -> bytes:
        """Return up to `most` bytes; none: the other side has closed."""
        data = self._ahead or self._connection.recv(max(READ_BYTES, most))
        self._ahead = data[most:]
        return bytes(data[:most])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
