"""A queue of grades and a server that is killed in the middle of it: nothing is lost, nothing counts twice."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.system.server_process import ServerProcess

QUESTIONS = 24
KILLS = 8


class Device:
    """A browser with a drill of 24 questions, whose grades it sends until it was told what became of them."""

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.cookies: dict[str, str] = {}
        page, _ = self.ask("GET", "/drill")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        self.path = self.ask("POST", "/drill", f"csrf_token={token[1]}&from=deck&deck=flask&count={QUESTIONS}")[1]
        self.told: dict[str, Any] = {}

    def ask(
        self, method: str, path: str, body: str = "", kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[str, str]:
        """Return what a request was answered with, and where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body, headers | ({"Content-Type": kind} if body else {}))
            answer = connection.getresponse()
            text = answer.read().decode()
            assert answer.status < 400, (answer.status, text)
            for name, value in re.findall(
                r"^([\w-]+)=([^;]*)", "\n".join(answer.headers.get_all("Set-Cookie") or ()), re.M
            ):
                self.cookies[name] = value
            return text, answer.headers.get("Location", "")
        finally:
            connection.close()

    def sends(self, acts: list[dict[str, Any]]) -> None:
        """Send a queue; note what the server says of it.

        Raises:
            OSError, http.client.HTTPException: no answer came, so that it must be sent again.
        """
        queue = json.dumps({"sent_ms": time.time_ns() // 1_000_000, "acts": acts})
        text, _ = self.ask("POST", f"{self.path}/reviews", queue, "application/json")
        for outcome in json.loads(text)["outcomes"]:
            self.told[outcome["id"]] = outcome


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path / "var") as process:
        yield process


def test_a_killed_server_keeps_each_grade_once(server: ServerProcess) -> None:
    """Killed eight times while it stores; a device that sends again until it is told ends with one review per grade."""
    chance = random.Random(7)
    device = Device(server)
    acts = [
        {
            "act": "grade",
            "id": f"d-{place}",
            "place": place,
            "at_ms": time.time_ns() // 1_000_000,
            "grade": place % 4 + 1,
        }
        for place in range(QUESTIONS)
    ]
    killed_in_flight = 0
    for first in range(0, QUESTIONS, QUESTIONS // KILLS):
        queue = acts[first : first + QUESTIONS // KILLS]
        unsure: list[BaseException] = []

        def send(queue: list[dict[str, Any]] = queue, unsure: list[BaseException] = unsure) -> None:
            try:
                for act in queue:
                    device.sends([act])
            except (OSError, http.client.HTTPException) as gone:
                unsure.append(gone)

        sending = threading.Thread(target=send)
        sending.start()
        sending.join(chance.uniform(0.001, 0.03))
        killed_in_flight += sending.is_alive()
        server.kill9()
        sending.join()
        server.start()
        assert not set(device.told) - stored(server), "told, and not kept"
        device.sends(queue)  # whole again, whatever of it was stored
        device.sends(queue)
    assert killed_in_flight > KILLS // 2
    assert [device.told[act["id"]]["stands"] for act in acts] == [act["id"] for act in acts]
    assert stored(server) == {act["id"] for act in acts}
    assert records(server, "SELECT count(*) FROM cards") == [(QUESTIONS,)]


def stored(server: ServerProcess) -> set[str]:
    """The ids of the reviews in its database."""
    return {id for (id,) in records(server, "SELECT id FROM reviews")}


def records(server: ServerProcess, query: str) -> list[tuple[Any, ...]]:
    """Read its database past it."""
    with contextlib.closing(sqlite3.connect(server.var_dir / "greenroom.sqlite")) as database:
        return database.execute(query).fetchall()
