"""Starting and stopping, as whoever types `make run` meets it."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import redis
import requests
from sqlalchemy import create_engine, text

from tests.postgresql import Cluster
from tests.system.server_process import ServerProcess, is_alive


@pytest.fixture
def server(var_dir: Path) -> Iterator[ServerProcess]:
    with ServerProcess(var_dir) as started:
        yield started


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """One server for the tests that do it no harm."""
    with ServerProcess(tmp_path_factory.mktemp("running") / "var") as started:
        yield started


def refusal(server: ServerProcess) -> str:
    """Start what can't start; return the one sentence it says."""
    try:
        assert server.launch().wait_exit() == 2
    finally:
        server.stop()
    assert server.output == ""
    assert server.errors.count("\n") == 1, server.errors
    return server.errors


def alive(server: ServerProcess) -> bool:
    return requests.get(f"{server.url}/healthz", timeout=5).ok and bool(server.redis().ping())


def test_says_where_it_is(running: ServerProcess) -> None:
    """The server names an address at which it answers, and no network address when it listens on this computer only."""
    assert running.output == f"Greenroom is ready: http://localhost:{running.port}\n"
    assert alive(running)


def test_records_in_postgresql(var_dir: Path, postgresql: Cluster) -> None:
    """With DATABASE_URL a server keeps its records there, and none in VAR_DIR."""
    with postgresql.database(template="template1") as url, ServerProcess(var_dir, DATABASE_URL=url) as server:
        assert requests.get(f"{server.url}/decks", timeout=5).ok
        with create_engine(url).connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM decks")).scalar() == 0
        assert not (var_dir / "greenroom.sqlite").exists()
        assert server.errors == ""


def test_a_database_that_is_away(var_dir: Path, tmp_path: Path) -> None:
    """A server whose database does not answer says so in one sentence, without its password."""
    away = ServerProcess(var_dir, DATABASE_URL=f"postgresql://kim:hush@/greenroom?host={tmp_path}")
    said = refusal(away)
    assert said.startswith("The database of DATABASE_URL can't be used (")
    assert "hush" not in said


def test_port_taken(running: ServerProcess, tmp_path: Path) -> None:
    """A port in use gives one sentence that names another, and whoever has it is unharmed."""
    second = ServerProcess(tmp_path / "second", PORT=str(running.port))
    assert refusal(second) == (
        f"Port {running.port} is taken; stop what uses it, or start with another: PORT={running.port + 1} make run.\n"
    )
    assert alive(running)


def test_second_start(running: ServerProcess) -> None:
    """A second server on the same folder gives one sentence, and the running one is unharmed."""
    valkey_pid = running.valkey_pid()
    second = ServerProcess(running.var_dir)
    assert "already runs with" in refusal(second)
    assert running.valkey_pid() == valkey_pid
    assert alive(running)


def test_two_starts_at_once(tmp_path: Path) -> None:
    """Of two starts at the same moment one serves and one gives up."""
    pair = [ServerProcess(tmp_path / "var"), ServerProcess(tmp_path / "var")]
    for server in pair:
        server.launch()
    try:
        loser, winner = sorted(pair, key=lambda server: _first_line(server) != "")
        assert loser.wait_exit() == 2
        assert alive(winner)
    finally:
        codes = sorted(server.stop() for server in pair)
    assert codes == [0, 2]


def _first_line(server: ServerProcess) -> str:
    try:
        return server.wait_ready().output
    except AssertionError:
        return ""


def test_more_than_a_thousand_sockets(running: ServerProcess) -> None:
    """1,200 open connections leave the next one served (eventlet's own limit is 1,024, above it nothing answers)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    try:
        with ExitStack() as stack:
            for _ in range(1200):
                stack.enter_context(socket.create_connection(("127.0.0.1", running.port), timeout=5))
            assert alive(running)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_folder_not_writable(tmp_path: Path) -> None:
    """A VAR_DIR that can't be written to gives one sentence."""
    (tmp_path / "file").write_text("not a folder")
    assert "can't write to" in refusal(ServerProcess(tmp_path / "file"))


def test_redis_does_not_answer(var_dir: Path) -> None:
    """A REDIS_URL behind which nobody answers gives one sentence, without the password in it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and says nothing
        port = silent.getsockname()[1]
        said = refusal(ServerProcess(var_dir, REDIS_URL=f"redis://:hunter2@127.0.0.1:{port}/0"))
    assert said.startswith(f"The Redis at redis://127.0.0.1:{port}/0 does not answer")
    assert "hunter2" not in said


def test_redis_is_not_there(var_dir: Path) -> None:
    """A REDIS_URL at which nothing listens gives one sentence."""
    assert "does not answer" in refusal(ServerProcess(var_dir, REDIS_URL="unix:///nowhere/at/all"))


def test_redis_of_ones_own(redis_url: str, var_dir: Path) -> None:
    """With REDIS_URL no Valkey is started, and two servers may share the folder."""
    with ServerProcess(var_dir, REDIS_URL=redis_url) as first, ServerProcess(var_dir, REDIS_URL=redis_url) as second:
        assert requests.get(f"{first.url}/healthz", timeout=5).ok
        assert requests.get(f"{second.url}/healthz", timeout=5).ok
    assert not (var_dir / "valkey").exists()


def test_long_path(tmp_path: Path) -> None:
    """A folder deeper than a unix socket's address can be long is as good as any."""
    with ServerProcess(tmp_path / ("deep" * 30) / ("deeper" * 20)) as server:
        assert requests.get(f"{server.url}/healthz", timeout=5).ok
        valkey_pid = server.valkey_pid()
        assert server.stop() == 0
    assert not is_alive(valkey_pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_with_its_valkey(server: ServerProcess, number: signal.Signals) -> None:
    """Ctrl-C and SIGTERM stop the server and its Valkey, quietly, with exit code 0."""
    valkey_pid = server.valkey_pid()
    assert server.stop(number) == 0
    assert not is_alive(valkey_pid)
    assert server.errors == ""


def test_stopped_while_starting(var_dir: Path) -> None:
    """A Ctrl-C before the server is ready leaves no Valkey behind either."""
    server = ServerProcess(var_dir).launch()
    while not (var_dir / "valkey" / "pid").exists():
        assert is_alive(server.pid), server.errors
        os.sched_yield()
    assert server.stop(signal.SIGINT) == 0
    assert not is_alive(server.valkey_pid())


def test_goes_on_after_kill(server: ServerProcess) -> None:
    """After kill -9 the next start ends the Valkey left over and goes on with the same data, at the same port."""
    port, valkey_pid = server.port, server.valkey_pid()
    server.redis().set("kept", "yes")
    server.kill9()
    assert is_alive(valkey_pid)
    server.start()
    assert not is_alive(valkey_pid)
    assert server.port == port
    assert server.redis().get("kept") == "yes"


def test_frozen_valkey_left_over(server: ServerProcess) -> None:
    """A Valkey left over that does not even listen to SIGTERM is ended all the same."""
    server.redis().set("kept", "yes")
    os.kill(server.valkey_pid(), signal.SIGSTOP)
    server.kill9()
    server.start()
    assert server.redis().get("kept") == "yes"


def test_valkey_killed(server: ServerProcess) -> None:
    """A Valkey that dies is started again by the running server, with the same data."""
    client = server.redis()
    client.set("kept", "yes")
    valkey_pid = server.valkey_pid()
    server.kill9_valkey()
    client.get_connection_kwargs()["retry"].update_supported_errors([redis.ConnectionError, FileNotFoundError])
    assert client.get("kept") == "yes"
    assert server.valkey_pid() != valkey_pid
    assert alive(server)
