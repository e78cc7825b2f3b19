"""What whoever keeps the server sees of it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.system.server_process import ServerProcess

TOKEN = "a token for numbers"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server behind a proxy that it was not told of."""
    with ServerProcess(tmp_path / "var", METRICS_TOKEN=TOKEN, PUBLIC_URL="https://greenroom.example") as running:
        yield running


def _readiness(server: ServerProcess, **headers: str) -> tuple[int, dict[str, object]]:
    answer = requests.get(f"{server.url}/readyz", headers=headers, timeout=10)
    return answer.status_code, answer.json()


def _until(server: ServerProcess, status: int) -> dict[str, object]:
    until_s = time.monotonic() + 20
    while True:
        found, said = _readiness(server)
        if found == status:
            return said
        assert time.monotonic() < until_s, said
        time.sleep(0.05)


def test_ready_while_redis_answers(server: ServerProcess) -> None:
    """Ready says 200; with a Redis that hangs 503 and what to do, while the process answers; then 200 again."""
    assert _readiness(server) == (200, {"ready": True, "missing": [], "advice": []})
    os.kill(server.valkey_pid(), signal.SIGSTOP)
    try:
        said = _until(server, 503)
        assert said["missing"] == ["Redis does not answer; start it, or correct REDIS_URL."]
        assert requests.get(f"{server.url}/healthz", timeout=5).ok
    finally:
        os.kill(server.valkey_pid(), signal.SIGCONT)
    assert _until(server, 200)["ready"] is True
    numbers = requests.get(f"{server.url}/metrics", timeout=5).text
    assert "greenroom_redis_lost_total 0.0" not in numbers


def test_a_proxy_that_was_not_told_of(server: ServerProcess) -> None:
    """Behind a proxy without TRUSTED_HOPS and with another Host, each is said in a sentence of its own."""
    _, said = _readiness(server, **{"X-Forwarded-For": "192.0.2.1", "Host": "backend:8000"})
    assert said["advice"] == [
        "A proxy speaks for this request (X-Forwarded-For), and TRUSTED_HOPS is 0; set it to the number of your "
        "proxies.",
        "This request is for 'backend:8000', but PUBLIC_URL says 'greenroom.example'; let the proxy pass Host on, or "
        "correct that.",
    ]


def test_numbers_are_for_this_computer_and_the_token(server: ServerProcess) -> None:
    """Through a proxy there is no /metrics, but for who knows the token; the numbers name no interview."""
    url = f"{server.url}/metrics"
    proxied = {"X-Forwarded-For": "192.0.2.1"}
    assert requests.get(url, timeout=5).ok
    assert requests.get(url, headers=proxied, timeout=5).status_code == 404
    assert requests.get(url, headers={**proxied, "Authorization": "Bearer wrong"}, timeout=5).status_code == 404
    answer = requests.get(url, headers={**proxied, "Authorization": f"Bearer {TOKEN}"}, timeout=5)
    assert answer.ok
    for name in ("rooms", "sockets", "commit_seconds", "loop_gap_seconds", "timer_late_seconds", "conflicts_total"):
        assert f"greenroom_{name}" in answer.text
