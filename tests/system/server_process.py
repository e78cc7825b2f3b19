"""A real server in a process of its own, to be started, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import redis

ROOT = Path(__file__).parents[2]
SETTINGS = (
    "HOST", "PORT", "PUBLIC_URL", "VAR_DIR", "REDIS_URL", "DATABASE_URL", "SECRET", "RETENTION_DAYS", "TRUSTED_HOPS",
    "SMTP_URL", "MAIL_FROM", "METRICS_TOKEN", "ICE_SERVERS",
)  # fmt: skip


class ServerProcess:
    """`python -m server` on a free port, which it keeps when it is started again.

    Args:
        var_dir: its VAR_DIR.
        environ: more settings, such as `REDIS_URL="redis://..."`.
    """

    def __init__(self, var_dir: Path, **environ: str) -> None:
        self.var_dir = var_dir
        self.port = int(environ.pop("PORT", "0"))
        self._environ = environ
        self._process: subprocess.Popen[str] | None = None
        self.output = ""
        self.prelude = ""
        """Python to run in the process before the server starts: how a negative control breaks it."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def errors(self) -> str:
        """What it has written to standard error, over all its starts."""
        return self._errors_path.read_text()

    @property
    def _errors_path(self) -> Path:
        return self.var_dir.with_name(self.var_dir.name + ".stderr")

    def launch(self) -> Self:
        """Start the process and return at once."""
        inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        mine = {"VAR_DIR": str(self.var_dir), "PORT": str(self.port), **self._environ}
        self.output = ""
        self._errors_path.parent.mkdir(parents=True, exist_ok=True)
        with self._errors_path.open("a") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server"] if not self.prelude else [sys.executable, "-c", self._program()],
                cwd=ROOT,
                env=inherited | mine,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        return self

    def _program(self) -> str:
        patch, run = "from server import runtime; runtime.patch()", "runpy.run_module('server', run_name='__main__')"
        return f"import runpy; {patch}\n{self.prelude}\n{run}"

    def wait_ready(self, timeout_s: float = 30.0) -> Self:
        """Wait for the line that says where it can be reached."""
        assert self._process
        assert self._process.stdout
        overdue = threading.Timer(timeout_s, self._process.kill)
        overdue.start()
        try:
            for line in self._process.stdout:
                self.output += line
                if line.startswith("Greenroom is ready: "):
                    self.port = int(line.rsplit(":", 1)[1])
                    return self
        finally:
            overdue.cancel()
        raise AssertionError(f"the server did not start: {self.output}{self.errors}")

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        return self.launch().wait_ready()

    def wait_exit(self, timeout_s: float = 30.0) -> int:
        """Wait for its end and return the exit code."""
        assert self._process
        out, _ = self._process.communicate(timeout=timeout_s)
        self.output += out
        return self._process.returncode

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, wait, and return the exit code; harmless when it has ended."""
        assert self._process
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.wait_exit()

    def kill9(self) -> None:
        """Kill it without warning; its Valkey lives on."""
        assert self._process
        self._process.kill()
        self.wait_exit()

    def valkey_pid(self) -> int:
        """The process number of its Valkey, or of the one it left behind."""
        return int((self.var_dir / "valkey" / "pid").read_text())

    def kill9_valkey(self) -> None:
        """Kill its Valkey without warning."""
        os.kill(self.valkey_pid(), signal.SIGKILL)

    def redis(self) -> redis.Redis:
        """A client of its Valkey; a path relative to the project keeps the address short."""
        path = os.path.relpath(self.var_dir / "valkey" / "socket")
        absolute = str(self.var_dir / "valkey" / "socket")
        return redis.Redis(unix_socket_path=min(path, absolute, key=len), decode_responses=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop it, and a Valkey that it left behind."""
        if self._process:
            self.stop()
        pid_file = self.var_dir / "valkey" / "pid"
        if pid_file.exists() and is_alive(self.valkey_pid()):
            self.kill9_valkey()


def is_alive(pid: int) -> bool:
    """Whether a process runs under this number (one that has ended but was not waited for does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
