"""One real server, rooms in it, and people in them. Tests here may be coroutines."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator

import pytest

from tests.client import Client, Seat, make_interview
from tests.system.server_process import ServerProcess

TEST_S = 60.0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    given = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}
    asyncio.run(asyncio.wait_for(pyfuncitem.obj(**given), TEST_S))
    return True


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The server that all tests share which do it no harm; it must not have failed in any of them."""
    with ServerProcess(tmp_path_factory.mktemp("server") / "var") as server:
        yield server
        assert "Traceback" not in server.errors, server.errors


Room = dict[str, Seat]
MakeRoom = Callable[..., Room]


@pytest.fixture
def room(server: ServerProcess) -> MakeRoom:
    """Make an interview and take its seats; return them by role. Arguments are those of `interviews create`."""

    def make(*options: str) -> Room:
        links = make_interview(server.var_dir, server.port, *options)
        return {role: Seat(link, role.title()) for role, link in links.items()}

    return make


@pytest.fixture
def typed(room: MakeRoom) -> MakeRoom:
    """Make an interview that is answered by typing, with an observer, without think time."""

    def make(*options: str) -> Room:
        return room("--answering", "typed", "--observer", "--think-s", "0", "--answer-s", "600", *options)

    return make


async def ask_first(interviewer: Client) -> None:
    """Start the interview, and ask its first question."""
    assert (await interviewer.command("start"))["ok"]
    assert (await interviewer.command("ask"))["ok"]
