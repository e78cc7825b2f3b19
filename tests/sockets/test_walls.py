"""Who watches many rooms: told the tile of each of their rooms that changes, and nothing of anybody else's."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from server.people.invitations import WallKey, wall_token
from tests.client import Client, Seat
from tests.sockets.conftest import MakeRoom
from tests.sockets.raw import CLOSED, Raw
from tests.sockets.test_handshake import secret
from tests.system.server_process import ServerProcess


def session(seat: Seat) -> str:
    """What names the session of the browser that took a seat."""
    [cookie] = [cookie.value for cookie in seat.http.cookies if "person" in cookie.name]
    return hashlib.sha256(str(cookie).encode()).hexdigest()


def wall(server: ServerProcess, scope: str = "mine") -> Raw:
    return Raw(server.url, scope, watches="wall")


def token(server: ServerProcess, seat: Seat, scope: str = "mine") -> dict[str, str]:
    return {"token": wall_token(secret(server), WallKey(session(seat), scope))}


async def tiles(socket: Raw) -> Any:
    return json.loads((await socket.until('42["tiles"'))[2:])[1]


async def tile(socket: Raw) -> Any:
    return json.loads((await socket.until('42["tile"'))[2:])[1]


async def test_a_page_is_told_its_rooms_and_every_change(server: ServerProcess, room: MakeRoom) -> None:
    """First all tiles as they are, then each as it changes; without what only who asks may know."""
    seats = room("--think-s", "0")
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]), wall(server) as socket:
        assert await socket.sign_in(token(server, seats["candidate"])) == "connected"
        first = await tiles(socket)
        assert list(first) == [host.seat.interview]
        assert first[host.seat.interview][1] == "lobby"
        await host.command("start")
        id, started = await tile(socket)
        assert (id, started[1]) == (host.seat.interview, "live")
        await host.command("ask")
        _, asked = await tile(socket)
        assert asked[4][1] == "", "the question is for who sits there now"
        assert asked[4][4:6] == [0, 0], "points are for who asks"
        answer = await socket.ask(1, "sync", {})
        assert answer["ok"]
        assert answer["now_ms"] > 0


async def test_nobody_watches_rooms_of_others(server: ServerProcess, room: MakeRoom) -> None:
    """A browser that has taken no seat there is told nothing of it; and what is no token gets nobody in."""
    theirs, mine = room(), room()
    async with Client(theirs["interviewer"]) as host, wall(server) as socket:
        assert await socket.sign_in(token(server, mine["candidate"])) == "connected"
        assert list(await tiles(socket)) == [mine["candidate"].interview]
        await host.command("rename", name="Somebody")
        await socket.send('421["sync",{}]')
        assert list(await tiles(socket)) == [mine["candidate"].interview]
        assert (await socket.answer(1))["ok"]
    for bad in ({"token": wall_token("another", WallKey(session(mine["candidate"]), "mine"))},
                {"token": wall_token(secret(server), WallKey("0" * 64, "mine"))},
                token(server, mine["candidate"], "other"), {"token": mine["candidate"].token()}, None):  # fmt: skip
        async with wall(server) as socket:
            assert await socket.sign_in(bad) == "gone"


async def test_who_is_no_coach_acts_nowhere(server: ServerProcess, room: MakeRoom) -> None:
    """In rooms that one merely takes part in, and in unknown ones; and a seat's events are none of a wall's."""
    seats = room()
    async with wall(server) as socket:
        assert await socket.sign_in(token(server, seats["candidate"])) == "connected"
        for rooms in ([seats["candidate"].interview], ["0" * 16]):
            act = {"id": "a1", "rooms": rooms, "command": {"type": "announce", "text": "Hello"}}
            assert (await socket.ask(1, "act", act))["code"] == "not_allowed"
        command = {"id": "a2", "command": {"type": "end"}}
        assert (await socket.ask(2, "command", command))["code"] == "malformed"


async def test_who_is_forgotten_watches_no_more(server: ServerProcess, room: MakeRoom) -> None:
    """Signing out closes the pages of the person that are open."""
    seats = room()
    seat = seats["candidate"]
    async with wall(server) as socket:
        assert await socket.sign_in(token(server, seat)) == "connected"
        await tiles(socket)
        page = seat.http.get(f"{seat.base}/forget", timeout=10).text
        csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
        seat.http.post(f"{seat.base}/forget", data={"csrf_token": csrf}, timeout=10)
        while (frame := await socket.receive(5)) != CLOSED:
            assert not frame.startswith('42["tile"')
