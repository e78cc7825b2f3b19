"""Who may: every command by every role over the wire, and one thing done once however many ask for it at once."""

from __future__ import annotations

import asyncio
import json
import typing
from typing import Any

import pytest

from server.core.commands import Wire
from server.core.permissions import TABLE, May, allowed
from tests.client import Client, Seat
from tests.sockets.conftest import MakeRoom, ask_first
from tests.sockets.raw import SignedIn
from tests.system.server_process import ServerProcess

COMMANDS: dict[str, dict[str, Any]] = {
    "join": {"name": "Ada"}, "rename": {"name": "Bo"}, "invite": {"role": "observer"}, "replace_link": {"seat": "s9"},
    "remove": {"seat": "s9"}, "plan": {"questions": ["no-such"]}, "start": {}, "ask": {"question": "no-such"},
    "begin": {},
    "skip": {}, "close": {}, "pause": {}, "resume": {}, "extend": {"seconds": 5}, "reveal": {"stage": "example"},
    "submit": {}, "offer_late": {"round": 9, "text": "x"}, "accept_late": {"round": 9},
    "signal": {"signal": "hint", "on": True}, "tick": {"round": 9, "point": 0, "on": True},
    "note": {"round": 9, "released": True}, "mark": {"round": 9, "dimension": "depth", "value": 1}, "feedback": {},
    "offer_swap": {"on": True}, "accept_swap": {}, "pass_marks": {"round": 9}, "open_seal": {"round": 9}, "warm_up": {},
    "set_call": {"url": "x"}, "prefer": {}, "pass_lead": {"seat": "s9"}, "take_lead": {}, "end": {}, "release": {},
    "reopen": {}, "announce": {"text": "x"}, "wrap_up": {"seconds": 60},
}  # fmt: skip


async def test_every_role_and_every_command(typed: MakeRoom) -> None:
    """Over the wire, a role is refused as `not_allowed` exactly what the table says; what only the lead may do is
    refused to another interviewer as `not_lead`.
    """
    assert {command.__struct_config__.tag for command in typing.get_args(Wire)} == COMMANDS.keys()
    for role in ("candidate", "observer", "interviewer"):
        seats = typed()
        async with Client(seats["interviewer"]) as host, Client(seats["candidate"]), SignedIn(seats[role]) as socket:
            await ask_first(host)
            for number, command in enumerate(typing.get_args(Wire)):
                type = str(command.__struct_config__.tag)
                if role == "interviewer" and type in ("end", "start"):
                    continue
                payload = {"id": f"n{number}", "command": {"type": type, **COMMANDS[type]}}
                code = (await socket.ask(number, "command", payload)).get("code")
                may = allowed(TABLE[command], role)
                if (role, type) == ("interviewer", "prefer"):  # for those only who swap
                    may = May.NO
                assert (code == "not_allowed") == (may is May.NO), (role, type, code)
                assert code != "not_lead"


async def test_a_browser_that_left_its_seat(room: MakeRoom) -> None:
    """Its open sockets are closed, and it gets no other; another device of the seat comes back by itself."""
    seat = room()["interviewer"]
    phone = Seat(seat.link, "Ada")
    async with SignedIn(seat) as laptop, Client(phone) as device:
        page = seat.get("leave").text
        form = {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
        left = await asyncio.to_thread(seat.http.post, f"{seat.base}{seat.room}/leave", form, allow_redirects=False)
        assert left.status_code == 303
        await laptop.until_closed(5)
        assert seat.get("leave").status_code == 404
        assert (await device.command("rename", name="Eve"))["ok"]
        assert device.closed is None


async def test_another_rooms_seat(typed: MakeRoom) -> None:
    """What a payload names is looked up in the socket's own interview; another's rounds and seats are unknown."""
    mine, other = typed(), typed()
    async with (
        Client(mine["interviewer"]) as host,
        Client(mine["candidate"]) as guest,
        Client(other["interviewer"]) as stranger,
    ):
        await ask_first(host)
        for _ in range(2):
            await host.command("ask")
        await host.command("invite", role="observer")
        await guest.until(lambda one: (one.view.get("round") or {}).get("id") == 3)
        await guest.type(3, "secret")
        for type, fields in (("tick", {"round": 3, "point": 0, "on": True}), ("accept_late", {"round": 3})):
            assert (await stranger.command(type, **fields))["code"] in ("not_now", "unknown_round")
        assert (await stranger.command("replace_link", seat="s4"))["code"] == "unknown_seat"
        assert (await stranger.command("remove", seat="s4"))["code"] == "unknown_seat"
        assert (await stranger.type(3, "x", text="note"))["code"] == "unknown_round"
        await stranger.ask("sync", {"rev": -1, "texts": {}})
        assert not any("secret" in frame for frame in stranger.frames)
        payload = {"id": "a", "interview": host.seat.interview, "command": {"type": "start"}}
        assert (await stranger.ask("command", payload))["code"] == "malformed"


async def test_one_id_from_two_sockets(typed: MakeRoom, server: ServerProcess) -> None:
    """The same command, sent by two devices of a seat at once, is done once, and acknowledged to both alike."""
    seats = typed()
    async with (
        Client(seats["interviewer"]) as host,
        SignedIn(seats["interviewer"]) as one,
        SignedIn(seats["interviewer"]) as two,
    ):
        await ask_first(host)
        for number in range(20):
            payload = {"id": f"twice{number}", "command": {"type": "extend", "seconds": 60}}
            first, second = await asyncio.gather(
                one.ask(number, "command", payload), two.ask(number, "command", payload)
            )
            assert first == second
            assert first["ok"]
        await host.until(lambda one: one.view["rev"] >= first["rev"])
        assert host.view["round"]["clock"]["total_ms"] == (600 + 20 * 60) * 1000


@pytest.mark.parametrize(("role", "type"), [("candidate", "submit"), ("interviewer", "ask"), ("interviewer", "end")])
async def test_fifty_at_once(typed: MakeRoom, role: str, type: str) -> None:
    """Fifty devices' worth of one command at once, each under an id of its own: "I'm done" and the end count once; each
    "ask" asks another question, and none is asked twice.
    """
    seats = typed("--questions", "24")
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        await ask_first(host)
        sockets = [SignedIn(seats[role]) for _ in range(10)]
        try:
            for socket in sockets:
                await socket.__aenter__()
            for number in range(50):
                command = {"id": f"n{number}", "command": {"type": type}}
                await sockets[number % 10].send(f"42{number}" + json.dumps(["command", command]))
            answers = await asyncio.gather(
                *(_in_turn(socket, range(index, 50, 10)) for index, socket in enumerate(sockets))
            )
        finally:
            for socket in sockets:
                await socket.__aexit__()
        done = [answer for some in answers for answer in some if answer["ok"]]
        refused = {answer["code"] for some in answers for answer in some if not answer["ok"]}
        await guest.sync()
        if type == "ask":
            assert len({answer["rev"] for answer in done}) == len(done)
            titles = [line["title"] for line in guest.view["rounds"]]
            assert len(titles) == len(set(titles)) == len(done) + 1
            assert refused <= {"plan_empty", "not_saved"}
        else:
            assert len({answer["rev"] for answer in done}) == 1
            assert refused <= {"handed_in", "not_now"}


async def _in_turn(socket: SignedIn, numbers: range) -> list[Any]:
    return [await socket.answer(number) for number in numbers]
