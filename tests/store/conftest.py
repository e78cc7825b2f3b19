"""A link to the shared Valkey, an interview of one's own, and a Valkey of one's own to be hurt."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server import runtime
from server.embedded import Valkey
from server.store.connection import Commands
from server.store.interviews import Interviews

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def until() -> Until:
    """Wait until a condition holds; fail after 20 s."""

    def wait(condition: Callable[[], object]) -> None:
        with runtime.Timeout(20):
            while not condition():
                runtime.sleep(0.005)

    return wait


@pytest.fixture
def commands(redis_url: str) -> Iterator[Commands]:
    link = Commands(redis_url)
    yield link
    link.close()


@pytest.fixture
def interviews(commands: Commands) -> Interviews:
    return Interviews(commands, "w1")


@pytest.fixture
def new_id() -> Callable[[], str]:
    return lambda: secrets.token_hex(8)


@pytest.fixture
def id(new_id: Callable[[], str], interviews: Interviews) -> Iterator[str]:
    """An interview at revision 1, with round 1 open for typing, and notes open."""
    id = new_id()
    assert interviews.create(id, b"first", b"content", open_round=1, notes_open=True)
    yield id
    interviews.delete(id)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of the test's own, which is started again when it dies."""
    own = Valkey(tmp_path / "valkey")
    own.start()
    yield own
    own.stop()
