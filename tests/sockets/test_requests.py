"""Every request is answered, in the order sent, whatever it says; and what makes no sense harms nobody."""

from __future__ import annotations

import json

import pytest
import websockets

from server.store.keys import keys_of
from tests.client import Client
from tests.sockets.conftest import MakeRoom, ask_first
from tests.sockets.raw import CLOSED, SignedIn
from tests.system.server_process import ServerProcess

DEEP = '{"a":' * 5_000
START = '{"id":"a","command":{"type":"start"%s}}'


async def test_one_clients_commands_in_order(typed: MakeRoom, server: ServerProcess) -> None:
    """300 commands sent without waiting are acknowledged, and done, in the order sent."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, SignedIn(seats["interviewer"]) as socket:
        await ask_first(host)
        for number in range(300):
            command = {"type": "extend", "seconds": 5 + number}
            await socket.send(f"42{number}" + json.dumps(["command", {"id": f"n{number}", "command": command}]))
        answers = []
        while len(answers) < 300:
            frame = await socket.until("43")
            at = frame.index("[")
            answers.append((int(frame[2:at]), json.loads(frame[at:])[0]))
        assert [number for number, _ in answers] == list(range(300))
        assert all(answer["ok"] for _, answer in answers)
        revs = [answer["rev"] for _, answer in answers]
        assert revs == list(range(revs[0], revs[0] + 300))
    log = [json.loads(fields["e"]) for _, fields in server.redis().xrange(keys_of(host.seat.interview).log.decode())]
    extended = [event["by_ms"] for entry in log for event in entry.get("events", ()) if event["type"] == "extended"]
    assert extended == [1000 * (5 + number) for number in range(300)]


MALFORMED = [
    "[]", "[1]", '["command"]', '["command",{}]', '["command",{},{}]', '["command",null]', '["command","start"]',
    '["shout",{}]', '["connect",{}]', '["disconnect",{}]', '["__class__",{}]', '[null,{}]', '[{},{}]',
    '["command",' + START % ',"role":"interviewer"' + "]",
    '["command",' + START % "" + ",1]",
    '["command",{"id":"a","command":{"type":"timers_due","at_ms":1}}]',
    '["command",{"id":"a","command":{"type":"TimersDue","at_ms":1}}]',
    '["command",{"id":"a","command":{"type":["start"]}}]',
    '["command",{"id":"a","command":{}}]',
    '["command",{"id":"","command":{"type":"start"}}]',
    '["command",{"id":"a b","command":{"type":"start"}}]',
    '["command",{"id":"a=1","command":{"type":"start"}}]',
    f'["command",{{"id":"{"a" * 41}","command":{{"type":"start"}}}}]',
    '["command",{"id":7,"command":{"type":"start"}}]',
    '["command",{"id":"a","seat":"s1","command":{"type":"start"}}]',
    '["command",{"id":"a","command":{"type":"extend","seconds":1e400}}]',
    f'["command",{{"id":"a","command":{{"type":"extend","seconds":{10**400}}}}}]',
    '["command",{"id":"a","command":{"type":"extend","seconds":NaN}}]',
    '["command",{"id":"a","command":{"type":"extend","seconds":"60"}}]',
    '["command",{"id":"a","command":{"type":"extend","seconds":60.5}}]',
    '["command",{"id":"a","command":{"type":"extend","seconds":true}}]',
    '["command",{"id":"a","command":{"type":"rename","name":"\\ud800"}}]',
    '["command",{"id":"a","command":{"type":"mark","round":0,"dimension":"depth","value":3}}]',
    '["command",{"id":"a","command":{"type":"start"}',
    '["command",' + DEEP + "]", "[" * 20_000, '["command",' + "[" * 20_000 + "]" * 20_000 + "]",
    '["draft",{"id":"a","text":"answer","round":1,"base":0,"at":-1,"remove":0,"insert":"x"}]',
    '["draft",{"id":"a","text":"answer","round":1,"base":0,"at":99999999999,"remove":0,"insert":"x"}]',
    '["draft",{"id":"a","text":"late","round":1,"base":0,"at":0,"remove":0,"insert":"x"}]',
    '["draft",{"id":"a","text":"answer","round":1,"base":0,"at":0,"remove":0,"insert":"\\ud83d"}]',
    '["sync",{"rev":"1"}]', '["sync",{"rev":1,"texts":{"answer:1":-1}}]', '["sync",{"texts":{"%s":1}}]' % ("a" * 21),
    '["sync",{"rev":-2}]', '["sync",[]]',
    '["call",{}]', '["call",{"to":"s1","call":"","kind":"offer"}]', '["call",{"to":"s1","call":"a b","kind":"offer"}]',
    '["call",{"to":"s1","call":"a","kind":"shout"}]', '["call",{"to":"s1","call":"a","kind":"offer","data":{}}]',
    '["call",{"to":"s1","from":"s3","call":"a","kind":"offer"}]', '["call",{"to":["s1"],"call":"a","kind":"offer"}]',
    '["call",{"to":"s1","call":"%s","kind":"offer"}]' % ("a" * 41),
]  # fmt: skip


async def test_malformed(room: MakeRoom) -> None:
    """Unknown events, types and fields, wrong types, numbers and lengths out of bounds, JSON that is none or is deep:
    each is refused as malformed, on a socket that goes on.
    """
    seats = room()
    async with SignedIn(seats["interviewer"]) as socket:
        for number, event in enumerate(MALFORMED):
            await socket.send(f"42{number}{event}")
            assert (await socket.answer(number))["code"] == "malformed", event[:200]
        assert (await socket.ask(900, "sync", {}))["ok"]


@pytest.mark.parametrize(
    "frame",
    ["42", "421", "42x[", "4", "", "9", "6", "2probe", "5", "42-1[]", "42/admin,1[\"command\",{}]", "40/admin,",
     "41/admin,", "431[]",
     "44", "4" + DEEP, "42" + "1" * 100_000 + "[]", "451-[\"command\",{\"_placeholder\":true,\"num\":0}]",
     "459999999-[]",
     "45", "461-[]", b"\x00\xff" * 100, "b" + "AAAA", "4é", "40" + "[" * 20_000, "1"],
)  # fmt: skip
async def test_odd_frames(room: MakeRoom, frame: str | bytes) -> None:
    """Packets without an acknowledgement number, of other namespaces, binary ones, and nonsense: they are passed
    over, or the socket is closed; nobody else notices, and nothing is done.
    """
    seats = room()
    async with SignedIn(seats["interviewer"]) as socket, SignedIn(seats["candidate"]) as other:
        try:
            await socket.send(frame)
            await socket.send('427["sync",{}]')
            while (answer := await socket.receive()) != CLOSED and not answer.startswith("437"):
                pass
        except websockets.ConnectionClosed:
            pass
        assert (await other.ask(1, "sync", {}))["ok"]


@pytest.mark.parametrize("frame", ['451-["command",{"_placeholder":true,"num":0}]', "431[]", "4", b"x"])
async def test_neither_a_request_nor_a_handshake(room: MakeRoom, frame: str | bytes) -> None:
    """What is never answered closes its socket, so that nobody waits for an answer."""
    async with SignedIn(room()["interviewer"]) as socket:
        await socket.send(frame)
        await socket.until_closed(5)


async def test_an_answer_full_of_brackets(typed: MakeRoom) -> None:
    """Brackets in what people type, escaped quotes between them, nest nothing."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        await ask_first(host)
        text = '[{"\\' * 3000
        await guest.until(lambda one: one.view.get("round"))
        assert (await guest.type(1, text))["ok"]
        await host.until(lambda one: one.texts.get("answer:1") == (1, text))


async def test_broken_text(room: MakeRoom) -> None:
    """A text frame that is no UTF-8 closes its socket, and no other."""
    seats = room()
    async with SignedIn(seats["interviewer"]) as socket, SignedIn(seats["candidate"]) as other:
        await socket.socket.send(b"42\xff\xfe", text=True)
        await socket.until_closed()
        assert (await other.ask(1, "sync", {}))["ok"]


async def test_without_a_number(typed: MakeRoom) -> None:
    """A command without an acknowledgement number is done, and not answered."""
    seats = typed()
    async with SignedIn(seats["interviewer"]) as socket:
        await socket.send('42["command",{"id":"a","command":{"type":"start"}}]')
        while json.loads((await socket.until('42["view"'))[2:])[1]["status"] != "live":
            pass
        assert (await socket.ask(1, "command", {"id": "a", "command": {"type": "start"}}))["ok"]
