"""A socket at which nobody waits."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from server import runtime
from server.store.duplex import Duplex
from tests.store.conftest import Until


class Pair:
    """A duplex, what it was told, and the other end of its socket."""

    def __init__(self) -> None:
        self.near, self.far = socket.socketpair()
        self.near.settimeout(60)  # as redis-py leaves it
        self.far.setblocking(False)
        self.received = b""
        self.broken = 0
        self.duplex = Duplex(self.near, self._take, self._break)

    def _take(self, data: bytes) -> None:
        self.received += data

    def _break(self) -> None:
        self.broken += 1

    def drain(self, count: int) -> bytes:
        data = b""
        with runtime.Timeout(5):
            while len(data) < count:
                try:
                    data += self.far.recv(1 << 20)
                except BlockingIOError:
                    runtime.sleep(0)
        return data


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    yield made
    made.duplex.close()
    made.near.close()
    made.far.close()


def test_what_does_not_fit_is_sent_on_in_order(pair: Pair) -> None:
    """Sending never waits, however slow the other side reads."""
    parts = [bytes([n]) * 400_000 for n in range(10)]
    for part in parts:
        pair.duplex.send(part)
    assert pair.drain(4_000_000) == b"".join(parts)
    pair.duplex.send(b"more")
    assert pair.drain(4) == b"more"


def test_a_full_socket_takes_nothing_at_first(pair: Pair) -> None:
    """Not one byte fits, and none is lost."""
    filled = 0
    while True:
        try:
            filled += pair.near.send(b"x" * 4096)
        except BlockingIOError:
            break
    pair.duplex.send(b"behind")
    assert pair.drain(filled + 6) == b"x" * filled + b"behind"


def test_looking_never_waits(pair: Pair) -> None:
    """There is nothing to read, which is no fault, and nothing to wait for."""
    with runtime.Timeout(5):
        pair.duplex.poll()
    assert (pair.received, pair.broken) == (b"", 0)


def test_the_other_side_goes(pair: Pair, until: Until) -> None:
    """All that it said before is handed over, then the end is told, once."""
    pair.far.sendall(b"last words")
    pair.far.close()
    until(lambda: pair.broken)
    pair.duplex.send(b"too late")
    pair.duplex.poll()
    assert (pair.received, pair.broken) == (b"last words", 1)


@pytest.mark.parametrize("act", [lambda duplex: duplex.send(b"x"), Duplex.poll], ids=["send", "poll"])
def test_a_reset_is_told_to_whoever_uses_it_first(pair: Pair, act: object) -> None:
    """Reading and writing find out alike."""
    assert callable(act)
    pair.near.sendall(b"unread")
    pair.far.close()  # with something unread: a reset, not an end
    act(pair.duplex)
    assert pair.broken == 1


def test_after_close_nothing_is_told(pair: Pair) -> None:
    """Neither data nor the end; also when something was still to be sent."""
    pair.duplex.send(b"x" * 4_000_000)
    pair.duplex.close()
    pair.duplex.close()
    pair.far.close()
    runtime.sleep(0)
    pair.duplex.poll()
    assert (pair.received, pair.broken) == (b"", 0)
