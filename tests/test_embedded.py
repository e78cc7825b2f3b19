"""The embedded Valkey on its own; tests/system/test_start.py has it with its server."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from server import runtime
from server.embedded import Valkey, ValkeyFailed
from tests.system.server_process import is_alive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "valkey"


@contextlib.contextmanager
def running(valkey: Valkey) -> Iterator[redis.Redis]:
    valkey.start()
    try:
        yield redis.Redis.from_url(valkey.url, decode_responses=True)
    finally:
        valkey.stop()


def test_keeps_what_it_acknowledged(folder: Path) -> None:
    """A killed Valkey comes back with every acknowledged write, by itself, under the same address."""
    valkey = Valkey(folder)
    with running(valkey) as client:
        client.set("kept", "yes")
        assert valkey.pid
        pid = valkey.pid
        os.kill(pid, signal.SIGKILL)
        with runtime.Timeout(10):
            while valkey.pid in (None, pid) or not (folder / "pid").exists() or not valkey._answers():
                runtime.sleep(0.01)
        assert client.get("kept") == "yes"


def test_is_set_to_keep(folder: Path) -> None:
    """Every write is synced before its reply, nothing is evicted, and no port is open."""
    with running(Valkey(folder)) as client:
        said = client.config_get("appendonly", "appendfsync", "maxmemory-policy", "port")
    assert said == {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction", "port": "0"}


def test_half_a_write_at_the_end(folder: Path) -> None:
    """A power cut in the middle of a write costs that write only."""
    with running(Valkey(folder)) as client:
        client.set("kept", "yes")
    (newest,) = (folder / "appendonlydir").glob("*.incr.aof")
    with newest.open("ab") as file:
        file.write(b"*3\r\n$3\r\nSET\r\n$4\r\nha")
    with running(Valkey(folder)) as client:
        assert client.get("kept") == "yes"


def test_only_its_owner(folder: Path) -> None:
    """Nobody else on the computer can open the socket or the folder."""
    with running(Valkey(folder)):
        assert (folder / "socket").stat().st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0


def test_deep_folder_with_odd_name(tmp_path: Path) -> None:
    """A folder too deep for a socket's address, with characters that an address escapes, works and leaves nothing."""
    valkey = Valkey(tmp_path / ("deep" * 20) / "50% off? #1")
    with running(valkey) as client:
        assert client.ping()
        alias = Path(valkey.socket_path).parents[1]
    assert not alias.exists()
    with running(Valkey(tmp_path / "50% off? #1")) as client:
        assert client.ping()


def test_stops_one_that_hangs(folder: Path) -> None:
    """One that does not listen any more is ended by force."""
    valkey = Valkey(folder)
    valkey.start()
    pid = valkey.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    valkey.stop(timeout_s=0.2)
    assert not is_alive(pid)


def test_can_not_start(folder: Path) -> None:
    """One that ends at once is reported in one sentence that says where to look."""

    class Broken(Valkey):
        config = (*Valkey.config, "no-such-option yes")

    with pytest.raises(ValkeyFailed, match="says why"):
        Broken(folder).start()


def test_never_kills_a_stranger(folder: Path) -> None:
    """A folder held by something that is not known to be a Valkey is left alone, and the sentence says so."""

    class Impatient(Valkey):
        patience_s = 0.2

    folder.mkdir()
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ValkeyFailed, match="does not stop"):
            Impatient(folder).start()


def test_stays_stopped(folder: Path) -> None:
    """One stopped at once after its start, before anything else ran, is not started again."""
    valkey = Valkey(folder)
    valkey.start()
    valkey.stop()
    runtime.sleep(0.2)  # the watcher looks every 50 ms
    assert not valkey._answers()
