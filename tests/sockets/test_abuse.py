"""Whoever floods, hoards or stalls is cut off, and nobody else notices."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket as sockets
import struct
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import websockets

from server.sockets.pace import BURST, PER_SECOND
from tests.client import Client, Seat
from tests.sockets.conftest import MakeRoom, ask_first
from tests.sockets.raw import Raw, SignedIn, raw
from tests.system.server_process import ServerProcess

GAP_S = 0.35
"""Longest answer that somebody else may get meanwhile; on an idle machine it is under 0.05 s."""
MB = 1_000_000


@contextlib.asynccontextmanager
async def unharmed(seat: Seat) -> AsyncIterator[None]:
    """While the block runs, this seat is answered within `GAP_S` more than it takes on this machine as busy as it is,
    nine times out of ten at least.
    """
    waits: list[float] = []

    async def ask_on() -> None:
        async with SignedIn(seat) as socket:
            for number in range(100_000):
                since_s = time.perf_counter()
                assert (await socket.ask(number, "sync", {"rev": 10**6}))["ok"]
                waits.append(time.perf_counter() - since_s)
                await asyncio.sleep(0.03)

    task = asyncio.create_task(ask_on())
    while len(waits) < 20:
        await asyncio.sleep(0.01)
    quiet_s = max(waits)
    waits.clear()
    try:
        yield
        while len(waits) < 5 and not task.done():
            await asyncio.sleep(0.01)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    assert sorted(waits)[int(0.9 * len(waits))] < quiet_s + GAP_S, sorted(waits)[-5:]
    assert max(waits) < 3 * (quiet_s + GAP_S), sorted(waits)[-5:]


def memory_mb(server: ServerProcess) -> float:
    return int(Path(f"/proc/{server.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MB


async def test_ten_thousand_commands(room: MakeRoom) -> None:
    """10,000 commands in a second: those that a burst may have are done, the rest is refused as too fast however long
    it all takes to be worked off, and their sender is cut off; another room is unharmed.
    """
    seat, other = room()["candidate"], room()["candidate"]
    async with unharmed(other), SignedIn(seat) as flood:
        since_s = time.perf_counter()
        for start in range(0, 10_000, 1000):
            flood.socket.transport.write(
                b"".join(
                    masked(
                        0x81, b'42%d["command",{"id":"n%d","command":{"type":"rename","name":"%d"}}]' % (3 * (number,))
                    )
                    for number in range(start, start + 1000)
                )
            )
            await asyncio.sleep(0.05)
        sent_s = time.perf_counter() - since_s
        codes: Counter[str] = Counter()
        while (frame := await flood.receive()) != "closed":
            if frame.startswith("43"):
                codes[json.loads(frame[frame.index("[") :])[0].get("code", "done")] += 1
        assert set(codes) == {"done", "too_fast"}
        assert codes["done"] < BURST + PER_SECOND * (sent_s + 2)  # the last may have come a little later


@pytest.mark.parametrize(
    ("head", "frame"),
    [(0x81, b"2"), (0x81, b"3"), (0x81, b"40"), (0x81, b"45%d-"), (0x89, b""), (0x8A, b""), (0x82, b"x")],
)  # fmt: skip
async def test_frames_that_are_no_requests(room: MakeRoom, head: int, frame: bytes) -> None:
    """Whoever sends them on and on is cut off like others who flood."""
    async with SignedIn(room()["candidate"]) as flood:
        flood.socket.transport.write(
            b"".join(masked(head, frame % number if b"%" in frame else frame) for number in range(10_000))
        )
        await flood.until_closed()


async def test_frames_without_end(room: MakeRoom) -> None:
    """Frames that are no requests at all, as many as the line takes, from strangers too, do not stop the loop."""
    other = room()["candidate"]
    pongs = masked(0x81, b"3") * 10_000
    async with unharmed(other):
        for _ in range(30):
            async with raw(other) as flood:
                flood.socket.transport.write(pongs)
                await flood.until_closed()


@pytest.mark.parametrize("event", ["command", "draft", "sync", "call", "shout"])
async def test_a_megabyte(room: MakeRoom, event: str) -> None:
    """1 MB of text is refused as too big, not as too fast, which would be tried again for ever; the socket goes on."""
    seats = room()
    async with unharmed(seats["candidate"]), SignedIn(seats["interviewer"]) as socket:
        await socket.send(f'421["{event}",{{"id":"a","command":{{"type":"rename","name":"{"x" * MB}"}}}}]')
        assert (await socket.answer(1))["code"] == "too_big"
        assert (await socket.ask(2, "sync", {}))["ok"]


async def test_too_large_a_frame(room: MakeRoom) -> None:
    """A frame of more than 1.5 MB closes its socket."""
    seats = room()
    async with unharmed(seats["candidate"]), SignedIn(seats["interviewer"]) as socket:
        with contextlib.suppress(websockets.ConnectionClosed):
            await socket.send("4" + "x" * 2 * MB)
        await socket.until_closed(5)


@pytest.mark.parametrize("part", [b"x" * 10_000, b"x", b""], ids=["large", "one byte", "empty"])
async def test_a_message_without_end(room: MakeRoom, server: ServerProcess, part: bytes) -> None:
    """A message that goes on and on in parts, empty ones too, is bounded: its socket is closed, memory stays."""
    seats = room()
    before_mb = memory_mb(server)
    async with unharmed(seats["candidate"]), SignedIn(seats["interviewer"]) as socket:
        transport = socket.socket.transport
        transport.write(masked(0x01, b"4"))
        frames = masked(0x00, part) * (100_000 // (len(part) + 6) + 1)
        async with asyncio.timeout(20):
            while not transport.is_closing():
                if transport.get_write_buffer_size() < 200_000:
                    transport.write(frames)
                await asyncio.sleep(0.005)
    assert memory_mb(server) < before_mb + 30


def masked(head: int, payload: bytes) -> bytes:
    """A frame as a client sends it, with a mask of zeros."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size)
    return bytes([head]) + length + b"\0\0\0\0" + payload


async def test_who_never_reads(typed: MakeRoom, server: ServerProcess) -> None:
    """Whoever asks on and on and reads nothing is dropped, and does not fill the memory."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as candidate:
        await ask_first(host)
        await candidate.until(lambda one: one.view.get("round"))
        await candidate.type(1, "é" * 19_000)
        deaf = await deaf_socket(seats["candidate"])
        before_mb = memory_mb(server)
        try:
            async with unharmed(seats["observer"]):
                async with asyncio.timeout(30):
                    while True:
                        request = b'421["sync",{"rev":-1,"texts":{}}]'
                        deaf.setblocking(False)
                        try:
                            deaf.send(masked(0x81, request) * 20)
                        except BlockingIOError:
                            pass
                        except OSError:
                            break
                        await asyncio.sleep(0.05)
        finally:
            deaf.close()
        assert memory_mb(server) < before_mb + 30
        assert (await candidate.sync())["ok"]


async def deaf_socket(seat: Seat) -> sockets.socket:
    """A socket signed in on the seat, from which nothing is read from now on, with next to no room for what comes."""
    loop = asyncio.get_running_loop()
    host, port = seat.base.removeprefix("http://").split(":")
    link = sockets.socket()
    link.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    link.setblocking(False)
    await loop.sock_connect(link, (host, int(port)))
    request = (
        f"GET /socket.io/?EIO=4&transport=websocket&interview={seat.interview} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    await loop.sock_sendall(link, request.encode())
    assert b"101" in await loop.sock_recv(link, 1000)
    await loop.sock_sendall(link, masked(0x81, b"40" + json.dumps({"token": seat.token()}).encode()))
    return link


async def test_a_seat_writes_so_much_and_no_more(typed: MakeRoom) -> None:
    """Long texts, each a legal one, are too fast long before they fill Redis; a single one of full length is not."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, SignedIn(seats["candidate"]) as socket:
        await ask_first(host)
        codes = []
        for number in range(40):
            whole, removed = ("😀" * 20_000, 0) if number == 0 else ("x" * 20_000, 20_000)
            splice = {"text": "answer", "round": 1, "base": number, "at": 0, "remove": removed, "insert": whole}
            codes.append((await socket.ask(number, "draft", {"id": f"n{number}", **splice})).get("code"))
        assert codes[0] is None
        assert "too_fast" in codes


async def test_signing_in_again_and_again(room: MakeRoom) -> None:
    """A stranger who tries tokens without end on one socket stalls nobody, and is closed like any stranger."""
    other = room()["candidate"]
    async with unharmed(other), Raw(other.base, other.interview) as flood:
        with contextlib.suppress(websockets.ConnectionClosed):
            for _ in range(3000):
                await flood.send("40" + json.dumps({"token": "x" * 300}))
        await flood.until_closed(15)
