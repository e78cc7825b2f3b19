"""A client of Greenroom's protocol, as `docs/protocol.md` has it: it resends until answered, and keeps all it got.

Raw Engine.IO and Socket.IO frames over a websocket, so that nothing between the wire and the record can hide or mend.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import json
from pathlib import Path
from typing import Any, Self

import requests
import websockets
from flask import Flask

from server import create_app, settings
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.drill import strict
from server.drill.reviews import Answering
from server.people import persons
from server.rooms.room import join_url

AGAIN_S = 0.05
ANSWER_S = 3.0


class Closed(Exception):  # noqa: N818 - an end, not an error
    """The server has closed this seat's socket for good."""


def make_interview(var_dir: Path, port: int, *options: str) -> dict[str, str]:
    """Make an interview on the built-in deck as the command line does; return the links by role."""
    app = _app(var_dir, port)
    command = ["interviews", "create", "--deck", "flask", "--json", *options]
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    made: dict[str, Any] = json.loads(done.stdout)
    return {role: link.replace("localhost", "127.0.0.1") for role, link in made["links"].items()}


def make_drill(
    var_dir: Path,
    port: int,
    *,
    deck: Deck | None = None,
    count: int = 3,
    think_s: int = 0,
    answer_s: int = 600,
    answering: Answering = "typed",
) -> str:
    """Make a strict drill of the first questions of a deck, the built-in one by default; return its soloist's link."""
    deck = deck or builtin()
    plan = tuple(question.id for question in deck.questions[:count])
    with _app(var_dir, port).app_context():
        seat = strict.create(persons.operator(), deck, plan, think_s=think_s, answer_s=answer_s, answering=answering)
        return join_url(f"http://127.0.0.1:{port}", seat)


@functools.cache
def _app(var_dir: Path, port: int) -> Flask:
    return create_app(settings.read({"VAR_DIR": str(var_dir), "PORT": str(port)}))


class Seat:
    """A seat taken by its link: its cookie, and the sockets opened with it."""

    def __init__(self, link: str, name: str, **extra: Any) -> None:
        self.http = requests.Session()
        self.link = link
        self.base = "/".join(link.split("/")[:3])
        answer = self.http.post(link, json={"name": name, **extra}, timeout=10)
        assert answer.status_code == 200, answer.text
        self.interview, self.id, self.room = (answer.json()[part] for part in ("interview", "seat", "room"))

    def token(self) -> str:
        """Ask for a token for one handshake."""
        answer = self.http.post(f"{self.base}{self.room}/token", json={}, timeout=5)
        answer.raise_for_status()
        return str(answer.json()["token"])

    def get(self, page: str) -> requests.Response:
        """Fetch a page of the room."""
        return self.http.get(f"{self.base}{self.room}/{page}", timeout=10)


class Client:
    """A device on a seat. It connects again by itself, and sends what was not answered again, with the same id.

    Args:
        resends: whether what was not answered is sent again with the same id (else with a new one: a negative control).
        syncs: whether it asks for what it has not (else it lives on pushes alone: a negative control).
    """

    def __init__(self, seat: Seat, *, resends: bool = True, syncs: bool = True) -> None:
        self.seat = seat
        self.view: dict[str, Any] = {"rev": -1}
        self.texts: dict[str, tuple[int, str]] = {}
        self.connected: list[str] = []
        self.frames: list[str] = []
        self.calls: list[dict[str, Any]] = []
        self.acknowledged: list[tuple[str, int]] = []
        self.refusals: list[str] = []
        self.closed: dict[str, Any] | None = None
        self._resends = resends
        self._syncs = syncs
        self._socket: Any = None
        self._numbers = itertools.count(1)
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._up = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep())
        await asyncio.wait_for(self._up.wait(), 30)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _keep(self) -> None:
        while self.closed is None:
            with contextlib.suppress(OSError, websockets.WebSocketException, requests.RequestException, TimeoutError):
                await self._run()
            self._up.clear()
            self._socket = None
            for future in self._waiting.values():
                if not future.done():
                    future.set_result(None)
            self._waiting.clear()
            await asyncio.sleep(AGAIN_S)
        self._up.set()  # nobody waits for a line that will not come

    async def _run(self) -> None:
        token = await asyncio.to_thread(self.seat.token)
        address = self.seat.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        async with websockets.connect(
            f"{address}&interview={self.seat.interview}",
            compression=None,
            max_size=None,
            ping_interval=None,
            close_timeout=1,
        ) as socket:
            await socket.recv()
            await socket.send("40" + json.dumps({"token": token}))
            async with asyncio.timeout(20) as silence:
                async for frame in socket:
                    silence.reschedule(asyncio.get_running_loop().time() + 20)
                    assert isinstance(frame, str)
                    await self._take(socket, frame)

    async def _take(self, socket: Any, frame: str) -> None:
        if frame == "2":
            await socket.send("3")
        elif frame.startswith("40"):
            self._socket = socket
            self._up.set()
            if self._syncs:
                asyncio.get_running_loop().create_task(self.sync())
        elif frame.startswith("44"):
            refusal = json.loads(frame[2:])
            if refusal.get("data", {}).get("code") == "gone":
                self.closed = refusal["data"]
            await socket.close()
        elif frame.startswith("41"):
            await socket.close()
        elif frame.startswith("43"):
            self.frames.append(frame)
            at = frame.index("[")
            future = self._waiting.pop(int(frame[2:at]), None)
            if future is not None and not future.done():
                future.set_result(json.loads(frame[at:])[0])
        elif frame.startswith("42"):
            self.frames.append(frame)
            self._event(*json.loads(frame[2:]))
        async with self._changed:
            self._changed.notify_all()

    def _event(self, name: str, payload: dict[str, Any]) -> None:
        if name == "view" and payload["rev"] > self.view["rev"]:
            self.view = payload
        elif name == "presence":
            self.connected = payload["connected"]
        elif name == "closed":
            self.closed = payload
        elif name == "call":
            self.calls.append(payload)
        elif name == "draft":
            self._text(f"{payload['text']}:{payload['round']}", payload)

    def _text(self, key: str, change: dict[str, Any]) -> None:
        seq, text = self.texts.get(key, (0, ""))
        if change["seq"] <= seq:
            return
        if "full" in change:
            self.texts[key] = change["seq"], change["full"]
        elif change["seq"] == seq + 1:
            at, stop = change["at"], change["at"] + change["remove"]
            self.texts[key] = change["seq"], text[:at] + change["insert"] + text[stop:]

    async def ask(self, event: str, payload: Any, timeout_s: float = ANSWER_S) -> Any:
        """Send an event once; return its acknowledgement, or None when the line broke or no answer came."""
        await self._up.wait()
        number = next(self._numbers)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        with contextlib.suppress(websockets.WebSocketException, TimeoutError, AttributeError):
            await self._socket.send(f"42{number}" + json.dumps([event, payload]))
            return await asyncio.wait_for(future, timeout_s)
        self._waiting.pop(number, None)
        return None

    async def command(self, type: str, **fields: Any) -> Any:
        """Give a command until it is done or refused; return the acknowledgement."""
        id = self.new_id()
        while self.closed is None:
            answer = await self.ask("command", {"id": id, "command": {"type": type, **fields}})
            if answer and answer["ok"]:
                self.acknowledged.append((id, answer["rev"]))
                return answer
            if answer and answer["code"] not in ("unconfirmed", "not_saved", "too_fast"):
                self.refusals.append(answer["code"])
                return answer
            if not self._resends:
                id = self.new_id()
            await asyncio.sleep(AGAIN_S)
        raise Closed

    async def type(self, round: int, insert: str, text: str = "answer") -> Any:
        """Append to a typed text until it is kept or refused; return the acknowledgement."""
        key = f"{text}:{round}"
        id = self.new_id()
        seq, whole = self.texts.get(key, (0, ""))
        while self.closed is None:
            splice = {
                "id": id,
                "text": text,
                "round": round,
                "base": seq,
                "at": len(whole),
                "remove": 0,
                "insert": insert,
            }
            answer = await self.ask("draft", splice)
            if answer and answer["ok"]:
                self._text(key, {"seq": answer["seq"], "full": whole + insert})
                return answer
            if answer and answer["code"] == "behind":
                seq, whole = answer["seq"], answer["full"]
                self._text(key, {"seq": seq, "full": whole})
                id = self.new_id()
                continue
            if answer and answer["code"] not in ("unconfirmed", "not_saved", "too_fast"):
                return answer
            if not self._resends:
                id = self.new_id()
                await self.sync()
                seq, whole = self.texts.get(key, (0, ""))
            await asyncio.sleep(AGAIN_S)
        raise Closed

    def new_id(self) -> str:
        """Return an id that no other device of the seat uses."""
        return f"{id(self):x}-{next(self._ids)}"

    async def sync(self) -> Any:
        """Say what we have; what we have not is sent."""
        known = {key: seq for key, (seq, _) in self.texts.items()}
        return await self.ask("sync", {"rev": self.view["rev"], "texts": known})

    async def until(self, condition: Any, timeout_s: float = 10.0) -> None:
        """Wait until `condition(self)` holds; it is looked at after every frame."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(lambda: condition(self))

    async def drop(self) -> None:
        """Break the line without a word; it is made again."""
        if self._socket is not None:
            self._socket.transport.abort()
