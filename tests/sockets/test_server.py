"""What the server does beside the requests: says nothing secret, waits for its store, keeps what has ended; polling."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import sqlite3
from pathlib import Path
from typing import Any

import requests
import websockets

from server.store.keys import keys_of
from tests.client import Client, Seat, make_interview
from tests.sockets.conftest import MakeRoom, ask_first
from tests.sockets.raw import Raw, SignedIn
from tests.system.server_process import ServerProcess


async def test_the_store_is_away(tmp_path: Path) -> None:
    """While Redis hangs, what is asked gets `unconfirmed` or `not_saved` and nothing is acknowledged; when it is back
    all goes on by itself, and the same id is done once.
    """
    with ServerProcess(tmp_path / "var") as server:
        links = make_interview(server.var_dir, server.port, "--answering", "typed")
        seats = [Seat(link, "Ada or Bo") for link in links.values()]
        async with Client(seats[0]) as host, Client(seats[1]) as guest:
            await ask_first(host)
            await guest.until(lambda one: one.view.get("round"))
            os.kill(server.valkey_pid(), signal.SIGSTOP)
            try:
                payload = {"id": "once", "command": {"type": "extend", "seconds": 60}}
                splice = {"id": "s", "text": "answer", "round": 1, "base": 0, "at": 0, "remove": 0, "insert": "x"}
                asked = (
                    host.ask("command", payload, 6),
                    host.ask("command", payload, 6),
                    guest.ask("draft", splice, 6),
                )
                answers = await asyncio.gather(*asked)
                assert {answer["code"] for answer in answers} <= {"unconfirmed", "not_saved"}
                assert requests.get(f"{server.url}/healthz", timeout=5).ok
            finally:
                os.kill(server.valkey_pid(), signal.SIGCONT)
            while not (answer := await host.ask("command", payload))["ok"]:
                await asyncio.sleep(0.05)
            while not (await guest.ask("draft", splice))["ok"]:
                await asyncio.sleep(0.05)
            await guest.until(lambda one: one.view["rev"] >= answer["rev"])
        log = server.redis().xrange(keys_of(seats[0].interview).log.decode())
        entries = [json.loads(fields["e"]) for _, fields in log]
        assert sum(event["type"] == "extended" for entry in entries for event in entry.get("events", ())) == 1
        assert sum(entry.get("insert") == "x" for entry in entries) == 1
        assert "Traceback" not in server.errors


async def test_nothing_secret_is_logged(typed: MakeRoom, server: ServerProcess) -> None:
    """No name, text, link, token or cookie is in what the server writes, also when requests fail."""
    seats = typed()
    word = secrets.token_hex(8)
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        await ask_first(host)
        await guest.until(lambda one: one.view.get("round"))
        await guest.command("rename", name=f"n{word}")
        await guest.type(1, f"t{word}")
        await host.type(1, f"o{word}", text="note")
        await guest.ask("command", {"id": word, "command": {"type": word}})
        async with Raw(seats["candidate"].base, word) as socket:
            await socket.sign_in({"token": f"{word}.{word}"})
            await socket.send(f"4{word}")
        token = seats["candidate"].token()
    said = server.errors + server.output
    assert word not in said
    assert token not in said
    assert not any(cookie in said for seat in seats.values() for cookie in seat.http.cookies.values())


async def test_what_has_ended_is_kept(typed: MakeRoom, server: ServerProcess) -> None:
    """Ending an interview puts its record into SQL within seconds, with the answers; releasing it lets Redis forget."""
    seats = typed()
    async with Client(seats["interviewer"]) as host, Client(seats["candidate"]) as guest:
        await ask_first(host)
        await guest.until(lambda one: one.view.get("round"))
        await guest.type(1, "an answer to keep")
        assert (await host.command("end"))["ok"]
        id = host.seat.interview
        record = await _record(server, id, "wrapup")
        assert b"an answer to keep" in record
        assert (await host.command("release"))["ok"]
        await _record(server, id, "released")
        async with asyncio.timeout(5):
            while server.redis().ttl(keys_of(id).hash.decode()) < 0:
                await asyncio.sleep(0.05)
        assert seats["candidate"].get("report").status_code == 200


async def _record(server: ServerProcess, id: str, status: str) -> bytes:
    async with asyncio.timeout(10):
        while True:
            with contextlib.closing(sqlite3.connect(server.var_dir / "greenroom.sqlite")) as records:
                row = records.execute(
                    "SELECT status, archived_ms, texts FROM interviews WHERE id = ?", (id,)
                ).fetchone()
            if row[0] == status and row[1] is not None:
                return bytes(row[2])
            await asyncio.sleep(0.05)


class Polling:
    """A seat's session by long polling, as a network without websockets leaves it."""

    def __init__(self, seat: Seat) -> None:
        self.address = f"{seat.base}/socket.io/?EIO=4&transport=polling&interview={seat.interview}"
        self.http = requests.Session()
        opened = self.http.get(self.address, timeout=5)
        self.sid = json.loads(opened.text[1:])["sid"]
        self.address += f"&sid={self.sid}"
        self.packets: list[str] = []
        self.post("40" + json.dumps({"token": seat.token()}))

    def post(self, *packets: str) -> requests.Response:
        return self.http.post(self.address, data="\x1e".join(packets).encode(), timeout=5)

    def until(self, beginning: str) -> str:
        while True:
            for packet in self.packets:
                if packet.startswith(beginning):
                    self.packets.remove(packet)
                    return packet
            answer = self.http.get(self.address, timeout=15)
            assert answer.ok, answer.text
            packets = answer.text.split("\x1e")
            assert len(packets) <= 16, "clients of engineio refuse more"
            for packet in packets:
                if packet == "2":
                    self.post("3")
                self.packets.append(packet)


def test_polling(typed: MakeRoom) -> None:
    """All works by long polling too: the view comes, a command is acknowledged, and 200 packets in one POST are
    handled, in their order, and answered in portions that a client takes.
    """
    seats = typed()
    line = Polling(seats["interviewer"])
    assert line.until("40")
    assert json.loads(line.until('42["view"')[2:])[1]["status"] == "lobby"
    assert line.until('42["presence"')
    candidate = Polling(seats["candidate"])
    candidate.until("40")
    line.post(
        '421["command",{"id":"a","command":{"type":"start"}}]', '422["command",{"id":"b","command":{"type":"ask"}}]'
    )
    assert '"ok":true' in line.until("431[")
    assert '"ok":true' in line.until("432[")
    extend = '42%d["command",{"id":"n%d","command":{"type":"extend","seconds":5}}]'
    assert line.post(*(extend % (number, number) for number in range(100, 300))).ok
    revs = [json.loads(line.until(f"43{number}[")[5:])[0]["rev"] for number in range(100, 300)]
    assert revs == list(range(revs[0], revs[0] + 200))
    while json.loads(candidate.until('42["view"')[2:])[1]["rev"] < revs[-1]:
        pass


async def test_from_polling_to_a_websocket(typed: MakeRoom) -> None:
    """A session that begins by polling goes on by websocket: nothing is lost or sent twice on the way."""
    seats = typed()
    line = await asyncio.to_thread(Polling, seats["interviewer"])
    await asyncio.to_thread(line.until, "40")
    await asyncio.to_thread(line.post, '421["command",{"id":"a","command":{"type":"rename","name":"Eve"}}]')
    address = line.address.replace("http", "ws").replace("polling", "websocket")
    async with websockets.connect(address, compression=None, ping_interval=None, close_timeout=1) as socket:
        await socket.send("2probe")
        assert await socket.recv() == "3probe"
        await socket.send("5")
        await socket.send('422["command",{"id":"b","command":{"type":"rename","name":"Ada"}}]')
        frames = list(line.packets)
        while not any(frame.startswith("432[") for frame in frames):
            frames.append(str(await asyncio.wait_for(socket.recv(), 5)))
    numbers = [frame[2:4] for frame in frames if frame.startswith("43")]
    assert numbers == ["1[", "2["]


async def test_a_poller_who_never_polls(typed: MakeRoom) -> None:
    """Whoever asks by polling and never fetches the answers is dropped when too many wait."""
    seats = typed()
    async with SignedIn(seats["candidate"]) as other:
        line = await asyncio.to_thread(Polling, seats["interviewer"])
        status: Any = 200
        for _ in range(40):  # the one during which it is dropped may still be answered as if nothing were
            request = '421["sync",{"rev":-1,"texts":{}}]'
            status = (await asyncio.to_thread(line.post, *[request] * 300)).status_code
            if status == 400:
                break
        assert status == 400
        assert (await other.ask(1, "sync", {}))["ok"]
