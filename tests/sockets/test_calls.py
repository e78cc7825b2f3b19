"""Calls: what is for one seat reaches its devices and nobody else, bounded, and is kept nowhere."""

from __future__ import annotations

import asyncio
import json

import pytest

from server.live.relay import DATA_MAX_CHARS
from tests.client import Client
from tests.sockets.conftest import MakeRoom, ask_first
from tests.sockets.raw import SignedIn, raw
from tests.system.server_process import ServerProcess

SDP = json.dumps({"type": "offer", "sdp": "v=0\r\ns=kanari-call\r\n"})


async def test_only_the_seat_called_hears_it(typed: MakeRoom, server: ServerProcess) -> None:
    """Each device of the seat gets what was sent, as it is, with the caller's seat; nobody else does, nor any key."""
    seats = typed()
    async with (
        Client(seats["interviewer"]) as host,
        Client(seats["candidate"]) as phone,
        Client(seats["candidate"]) as laptop,
        Client(seats["observer"]) as observer,
    ):
        for kind in ("offer", "description", "candidate", "hangup"):
            call = {"to": seats["candidate"].id, "call": "c-1", "kind": kind, "data": SDP}
            assert await host.ask("call", call) == {"ok": True}
        for device in (phone, laptop):
            await device.until(lambda one: len(one.calls) == 4)
            assert [call["kind"] for call in device.calls] == ["offer", "description", "candidate", "hangup"]
            assert device.calls[0] == {"from": seats["interviewer"].id, "call": "c-1", "kind": "offer", "data": SDP}
        answer = {"to": seats["interviewer"].id, "call": "c-1", "kind": "accept"}
        assert await phone.ask("call", answer) == {"ok": True}
        await host.until(lambda one: one.calls)
        assert host.calls == [{"from": seats["candidate"].id, "call": "c-1", "kind": "accept", "data": ""}]
        await asyncio.gather(observer.sync(), laptop.sync())
        assert observer.calls == []
        assert len(laptop.calls) == 4
        redis = server.redis()
        for key in redis.scan_iter(match=f"*{host.seat.interview}*"):
            assert b"kanari-call" not in (redis.dump(key) or b"")


async def test_who_can_be_called(room: MakeRoom) -> None:
    """A seat that is not there, is one's own, was not taken or was removed is unknown; who is away is not there."""
    seats = room("--observer")
    async with Client(seats["interviewer"]) as host:

        async def code(to: str) -> str:
            return str((await host.ask("call", {"to": to, "call": "c", "kind": "offer"}))["code"])

        assert await code("s9") == "unknown_seat"
        assert await code(seats["interviewer"].id) == "unknown_seat"
        assert (await host.command("invite", role="observer"))["ok"]
        assert await code("s4") == "unknown_seat"
        assert await code(seats["candidate"].id) == "nobody_there"
        async with Client(seats["candidate"]) as guest:
            assert await host.ask("call", {"to": seats["candidate"].id, "call": "c", "kind": "offer"}) == {"ok": True}
            await guest.until(lambda one: one.calls)
        await host.until(lambda one: seats["candidate"].id not in one.connected)
        assert await code(seats["candidate"].id) == "nobody_there"
        await host.command("remove", seat=seats["candidate"].id)
        assert await code(seats["candidate"].id) == "unknown_seat"


async def test_strangers(room: MakeRoom) -> None:
    """A socket that has not signed in can't call, nor one of another interview: its seats are its own."""
    mine, other = room(), room()
    call = {"to": mine["candidate"].id, "call": "c", "kind": "offer", "data": SDP}
    async with (
        Client(mine["candidate"]) as guest,
        raw(mine["interviewer"]) as silent,
        Client(other["interviewer"]) as far,
    ):
        await silent.send("421" + json.dumps(["call", call]))
        assert (await far.ask("call", call))["code"] == "nobody_there"
        assert (await guest.sync())["ok"]
        assert guest.calls == []


@pytest.mark.parametrize(
    ("chars", "code"), [(DATA_MAX_CHARS, None), (DATA_MAX_CHARS + 1, "too_big"), (1_000_000, "too_big")]
)
async def test_how_long(room: MakeRoom, chars: int, code: str | None) -> None:
    """64,000 characters are passed on, more are refused as too long; the socket goes on."""
    seats = room()
    async with SignedIn(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        call = {"to": seats["candidate"].id, "call": "c", "kind": "description", "data": "x" * chars}
        assert (await host.ask(1, "call", call)).get("code") == code
        assert (await host.ask(2, "call", {**call, "kind": "hangup", "data": ""}))["ok"]
        await guest.until(lambda one: one.calls and one.calls[-1]["kind"] == "hangup")
        assert [len(call["data"]) for call in guest.calls] == ([0] if code else [chars, 0])


async def test_how_fast(typed: MakeRoom) -> None:
    """Long ones, each a legal one, are soon too fast; nobody is flooded through the server."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, SignedIn(seats["candidate"]) as socket:
        await ask_first(host)
        call = {"to": seats["interviewer"].id, "call": "c", "kind": "description", "data": "x" * DATA_MAX_CHARS}
        codes = [(await socket.ask(number, "call", call)).get("code") for number in range(30)]
        assert codes[:3] == [None] * 3
        assert "too_fast" in codes
