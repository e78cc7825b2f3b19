"""A client that says what it likes, frame by frame, and keeps no promise of the protocol."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

import websockets

from tests.client import Seat

CLOSED = "closed"


class Raw:
    """One websocket. It answers pings, and nothing else by itself.

    Args:
        base: the server's address, `http://...`.
        interview: what stands in the query.
        watches: "interview", or "wall" for who watches many rooms.
        origin: the header, None for none.
    """

    def __init__(self, base: str, interview: str, origin: str | None = None, watches: str = "interview") -> None:
        self._address = f"{base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&{watches}={interview}"
        self._origin = origin
        self.socket: Any = None

    async def __aenter__(self) -> Self:
        headers = {"Origin": self._origin} if self._origin else None
        self.socket = await websockets.connect(
            self._address, compression=None, max_size=None, ping_interval=None, additional_headers=headers
        )
        assert (await self.receive()).startswith("0")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.socket.transport.abort()  # `close` would wait for frames that nobody reads

    async def send(self, frame: str | bytes) -> None:
        await self.socket.send(frame)

    async def receive(self, timeout_s: float = 15.0) -> str:
        """Return the next frame that is not a ping, or `CLOSED`."""
        try:
            while True:
                async with asyncio.timeout(timeout_s):  # wait_for loses a cancellation now and then (cpython #86296)
                    frame = await self.socket.recv()
                if frame != "2":
                    break
                await self.send("3")
        except websockets.ConnectionClosed:
            return CLOSED
        return str(frame)

    async def until(self, beginning: str, timeout_s: float = 15.0) -> str:
        """Return the next frame that begins so."""
        async with asyncio.timeout(timeout_s):
            while not (frame := await self.receive()).startswith(beginning):
                assert frame != CLOSED, f"closed before {beginning!r} came"
        return frame

    async def until_closed(self, timeout_s: float = 15.0) -> None:
        """Wait until the server closes it."""
        async with asyncio.timeout(timeout_s):
            while await self.receive() != CLOSED:
                pass

    async def sign_in(self, auth: Any) -> str:
        """Send the handshake's CONNECT; return `connected`, the code of the refusal, or `CLOSED`."""
        await self.send("40" + json.dumps(auth) if auth is not None else "40")
        while (frame := await self.receive()).startswith("42"):
            pass
        if frame.startswith("44"):
            return str(json.loads(frame[2:])["data"]["code"])
        return "connected" if frame.startswith("40") else frame

    async def ask(self, number: int, event: str, payload: Any) -> Any:
        """Send an event and return its acknowledgement."""
        await self.send(f"42{number}" + json.dumps([event, payload]))
        return await self.answer(number)

    async def answer(self, number: int) -> Any:
        """Return the acknowledgement with this number."""
        return json.loads((await self.until(f"43{number}["))[len(f"43{number}") :])[0]


def raw(seat: Seat, **how: Any) -> Raw:
    """A socket to the seat's interview, not signed in."""
    return Raw(seat.base, seat.interview, **how)


class SignedIn(Raw):
    """A socket signed in on a seat."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.base, seat.interview)
        self._seat = seat

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        assert await self.sign_in({"token": self._seat.token()}) == "connected"
        return self
