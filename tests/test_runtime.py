"""The few ways in which this process waits."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from server import runtime


def test_a_failing_task_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What a task raises is in the log, even when nobody waits for it, and goes to whoever does."""
    with caplog.at_level(logging.ERROR):
        task = runtime.spawn(int, "no number")
        with pytest.raises(ValueError, match="no number"):
            task.wait()
    assert "a background task failed" in caplog.text


def test_later(caplog: pytest.LogCaptureFixture) -> None:
    """A task set for later runs then, unless it is cancelled."""
    done: list[str] = []
    runtime.spawn_after(0.001, done.append, "cancelled").cancel()
    runtime.spawn_after(0.001, done.append, "done").wait()
    assert done == ["done"]


def test_a_port_is_not_shared() -> None:
    """Of two listeners on one port the second is refused."""
    with runtime.listen("127.0.0.1", 0) as first, pytest.raises(OSError, match="in use"):
        runtime.listen("127.0.0.1", first.getsockname()[1])


def test_small_writes_are_not_held_back() -> None:
    """Nagle's algorithm is off on every accepted socket."""
    with runtime.listen("127.0.0.1", 0) as listener, runtime.connect(listener.getsockname(), timeout_s=1.0):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_nobody_there(tmp_path: Path) -> None:
    """A connection to a socket that does not exist fails at once."""
    with pytest.raises(FileNotFoundError):
        runtime.connect(str(tmp_path / "socket"), timeout_s=1.0)


def test_offload_without_a_loop() -> None:
    """Where nothing is patched, as on the command line, work runs where it stands."""
    assert runtime.offload(divmod, 7, 2) == (3, 1)
