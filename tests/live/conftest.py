"""Workers as they are, several in one process, on one Valkey; sockets that only remember what they were sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
import redis

from server import runtime
from server.core import commands as c
from server.core.interview import Interview, Options, Seat
from server.live.held import Held, Socket
from server.live.live import Live
from server.rooms.parking import Parked
from tests.core.canaries import deck

Until = Callable[[Callable[[], object]], None]


class Browser:
    """A socket that remembers what it was sent."""

    def __init__(self, interview: str, seat: str, link: int = 1) -> None:
        self.got: list[tuple[str, Any]] = []
        self.closed = False
        self.socket = Socket(interview, seat, link, self._push, self._close, lambda: 0)

    def _push(self, event: str, payload: bytes) -> None:
        self.got.append((event, json.loads(payload)))

    def _close(self) -> None:
        self.closed = True

    def last(self, event: str) -> Any:
        """What was sent last of this kind."""
        return next((payload for name, payload in reversed(self.got) if name == event), None)

    @property
    def rev(self) -> int:
        return self.last("view")["rev"] if self.last("view") else -1


class Sql:
    """What the workers find in SQL and put there."""

    def __init__(self) -> None:
        self.parked: dict[str, Parked] = {}
        self.archived: list[tuple[str, str, int]] = []
        self.broken = 0

    def archive(self, held: Held, log: list[bytes]) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        self.archived.append((held.id, held.interview.status, len(log)))


@pytest.fixture
def until() -> Until:
    """Wait until a condition holds; fail after 10 s."""

    def wait(condition: Callable[[], object]) -> None:
        with runtime.Timeout(10):
            while not condition():
                runtime.sleep(0.005)

    return wait


@pytest.fixture
def sql() -> Sql:
    return Sql()


@pytest.fixture
def store(redis_url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(redis_url, decode_responses=True)
    yield client
    client.close()


@pytest.fixture
def new_worker(redis_url: str, sql: Sql) -> Iterator[Callable[[], Live]]:
    """Start a worker; all share the Valkey and the SQL."""
    workers: list[Live] = []

    def start() -> Live:
        worker = Live(redis_url, sql.parked.get, sql.archive)
        worker.start()
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.stop()


@pytest.fixture
def worker(new_worker: Callable[[], Live]) -> Live:
    return new_worker()


@pytest.fixture
def id(sql: Sql) -> str:
    """An interview that has not started, parked in SQL: s1 interviews s2, s3 looks on."""
    id = secrets.token_hex(8)
    seats = tuple(
        Seat(id=f"s{number}", role=role, name=role, joined=True)  # type: ignore[arg-type]  # roles, as literals
        for number, role in enumerate(("interviewer", "candidate", "observer"), 1)
    )
    content = deck()
    interview = Interview(
        id=id, title="A deck", created_ms=0, seats=seats, options=Options(answering="typed", think_s=0, answer_s=600),
        plans={"s1": tuple(question.id for question in content.questions)},
    )  # fmt: skip
    sql.parked[id] = Parked(0, msgspec.json.encode(interview), msgspec.json.encode(content))
    return id


def enter(worker: Live, id: str, seat: str) -> Browser:
    """Let a browser in."""
    browser = Browser(id, seat)
    assert worker.enter(browser.socket)
    worker.greet(browser.socket)
    return browser


def begin(worker: Live, id: str) -> int:
    """Start the interview and ask the first question; return the revision."""
    worker.handle(id, "s1", c.Start(), secrets.token_hex(4))
    return worker.handle(id, "s1", c.Ask(), secrets.token_hex(4))
