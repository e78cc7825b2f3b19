"""Who gets in: whoever has a fresh token for a seat of the interview in the address, and nobody else."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any
from unittest import mock

import pytest
import requests
import websockets
from itsdangerous import TimestampSigner

from server.people.invitations import SeatKey, socket_token
from tests.client import Client, make_interview
from tests.sockets.conftest import MakeRoom
from tests.sockets.raw import Raw, SignedIn, raw
from tests.system.server_process import ServerProcess


def secret(server: ServerProcess) -> str:
    return (server.var_dir / "secret").read_text().strip()


async def test_a_fresh_token_gets_in(server: ServerProcess, room: MakeRoom) -> None:
    """Also without an Origin header, which only browsers send."""
    seat = room()["candidate"]
    async with raw(seat) as socket:
        assert await socket.sign_in({"token": seat.token()}) == "connected"
    async with raw(seat, origin=server.url) as socket:
        assert await socket.sign_in({"token": seat.token()}) == "connected"


@pytest.mark.parametrize(
    "auth",
    [None, {}, {"token": None}, {"token": 1}, {"token": ""}, {"token": "x" * 5000}, {"token": ["a"]}, {"token": "é\0"},
     [], ["token"], "token", 0, True, {"token": {"token": "x"}}],
)  # fmt: skip
async def test_no_token(room: MakeRoom, auth: Any) -> None:
    """No token, or something that is none, of whatever type, is answered like any bad link, and never let in."""
    async with raw(room()["candidate"]) as socket:
        assert await socket.sign_in(auth) == "gone"
        await socket.send('421["sync",{}]')
        with pytest.raises(TimeoutError):
            await socket.receive(0.3)


async def test_foreign_tokens(server: ServerProcess, room: MakeRoom) -> None:
    """A token signed by another secret, for another interview than the address names, for a seat that is not there, of
    another generation, or older than five minutes is refused, each in the same words.
    """
    mine, other = room()["candidate"], room()["candidate"]
    right = SeatKey(mine.interview, mine.id, 1)
    with mock.patch.object(TimestampSigner, "get_timestamp", return_value=int(time.time()) - 302):
        expired = socket_token(secret(server), right)
    tokens = [
        socket_token("another secret", right),
        other.token(),
        socket_token(secret(server), right._replace(seat="s9")),
        socket_token(secret(server), right._replace(generation=7)),
        socket_token(secret(server), SeatKey("0" * 16, "s1", 1)),
        expired,
        mine.http.cookies.values()[0],
    ]
    for token in tokens:
        async with raw(mine) as socket:
            assert await socket.sign_in({"token": token}) == "gone", token
    async with Raw(mine.base, "0" * 16) as socket:
        assert await socket.sign_in({"token": socket_token(secret(server), SeatKey("0" * 16, "s1", 1))}) == "gone"


async def test_a_seat_that_nobody_took(server: ServerProcess) -> None:
    """A token for a seat that has not been taken by its link opens nothing."""
    interview = make_interview(server.var_dir, server.port)["candidate"].split("/join/")[1].split(".")[0]
    for generation in (0, 1):
        async with Raw(server.url, interview) as socket:
            token = socket_token(secret(server), SeatKey(interview, "s2", generation))
            assert await socket.sign_in({"token": token}) == "gone"


async def test_a_token_is_not_the_payloads(room: MakeRoom) -> None:
    """Connecting a second time on one socket, as somebody else, is refused."""
    seats = room()
    async with SignedIn(seats["candidate"]) as socket:
        await socket.send("40" + json.dumps({"token": seats["interviewer"].token()}))
        assert "Unable to connect" in await socket.until("44")
        assert (await socket.ask(1, "command", {"id": "a", "command": {"type": "start"}}))["code"] == "not_allowed"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_foreign_origins(server: ServerProcess, room: MakeRoom, origin: str) -> None:
    """A page of another origin is refused on both transports, before it could show a token."""
    seat = room()["candidate"]
    with pytest.raises(websockets.InvalidStatus):
        async with raw(seat, origin=origin):
            pass
    address = f"{server.url}/socket.io/?EIO=4&transport=polling&interview={seat.interview}"
    answer = requests.get(address, headers={"Origin": origin}, timeout=5)
    assert answer.status_code == 400
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_strangers_are_closed(room: MakeRoom) -> None:
    """What has not signed in after 10 s is closed: never tried, refused, or signed out again; others stay."""
    seat = room()["candidate"]
    loop = asyncio.get_running_loop()
    async with raw(seat) as silent, raw(seat) as refused, SignedIn(seat) as left, SignedIn(seat) as good:
        since_s = loop.time()
        assert await refused.sign_in({"token": "x"}) == "gone"
        await left.send("41")
        answers_pings = asyncio.create_task(good.until_closed(30))
        await asyncio.gather(*(socket.until_closed(14) for socket in (silent, refused, left)))
        assert loop.time() - since_s > 8
        assert not answers_pings.done()
        answers_pings.cancel()
        await asyncio.wait([answers_pings])
        assert (await good.ask(1, "sync", {}))["ok"]


async def test_removed_and_replaced(room: MakeRoom) -> None:
    """Replacing a link, or removing its participant, closes all sockets that came by it at once, and says so."""
    seats = room("--observer")
    old = {role: seat.token() for role, seat in seats.items()}
    async with (
        Client(seats["interviewer"]) as host,
        Client(seats["candidate"]) as tab,
        Client(seats["candidate"]) as phone,
        Client(seats["observer"]) as observer,
    ):
        await host.command("replace_link", seat=seats["candidate"].id)
        await host.command("remove", seat=seats["observer"].id)
        for client in (tab, phone, observer):
            await client.until(lambda one: one.closed, 3)
            assert client.closed
            assert client.closed["code"] == "gone"
        for role in ("candidate", "observer"):
            with pytest.raises(requests.HTTPError, match="404"):
                seats[role].token()
            async with raw(seats[role]) as socket:
                assert await socket.sign_in({"token": old[role]}) == "gone"
        assert (await host.sync())["ok"]


async def test_too_many_devices(room: MakeRoom) -> None:
    """One link does not fill the server: a seat has so many devices at once, and the next is turned away."""
    seat = room()["candidate"]
    token = seat.token()
    sockets = [raw(seat) for _ in range(24)]
    try:
        answers = []
        for socket in sockets:
            await socket.__aenter__()
            answers.append(await socket.sign_in({"token": token}))
        assert answers == ["connected"] * 20 + ["too_fast"] * 4
        sockets[0].socket.transport.abort()
        async with raw(seat) as socket:
            while await socket.sign_in({"token": token}) != "connected":
                await asyncio.sleep(0.05)
    finally:
        for socket in sockets:
            socket.socket.transport.abort()


async def test_compression_is_refused(room: MakeRoom) -> None:
    """A browser's offer to compress frames is not taken: it would cost each socket 260 kB."""
    seat = room()["candidate"]
    async with websockets.connect(raw(seat)._address, compression="deflate") as socket:
        assert socket.protocol.extensions == []
