"""What was acknowledged is there, once, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal

import pytest

from server import runtime
from server.embedded import Valkey
from server.store.connection import Commands, NotSaved, Unconfirmed
from server.store.interviews import Closed, Committed, Gone, Interviews, Newer, Repeat, Spliced
from tests.store.conftest import Until

ID = "one"


class Clients:
    """Tasks that commit and type, and send the same id again until it is acknowledged."""

    def __init__(self, valkey: Valkey) -> None:
        self.commands = Commands(valkey.url, timeout_s=0.5)
        self.interviews = Interviews(self.commands)
        self.acknowledged: list[int] = []
        self.typed = ""
        self.unconfirmed = 0
        self.interviews.create(ID, b"", b"", open_round=1)

    def commit(self, seat: str, count: int) -> None:
        rev = 1
        for n in range(count):
            while True:
                try:
                    entry = f"{seat} {n}".encode()
                    done = self.interviews.commit(ID, rev, b"", entry, seat=seat, command_id=f"c{n}", open_round=1)
                except (Unconfirmed, NotSaved) as error:
                    self.unconfirmed += isinstance(error, Unconfirmed)
                    continue
                assert not isinstance(done, Gone)
                if isinstance(done, Newer):
                    rev = done.rev
                    continue
                rev = done.rev if isinstance(done, Committed) else done.number
                self.acknowledged.append(rev)
                break

    def type(self, count: int) -> None:
        while len(self.typed) < count:
            at = len(self.typed)
            character = chr(97 + at % 26)
            try:
                done = self.interviews.splice(
                    ID, "answer:1", f"p{at}", at, at, 0, character.encode(), kind="answer", round=1
                )
            except (Unconfirmed, NotSaved) as error:
                self.unconfirmed += isinstance(error, Unconfirmed)
                continue
            assert not isinstance(done, Closed)
            assert isinstance(done, Spliced | Repeat)
            self.typed += character


@pytest.mark.parametrize("how", ["valkey", "link"])
def test_nothing_acknowledged_is_lost_or_doubled(valkey: Valkey, until: Until, how: str) -> None:
    """Valkey is killed with calls in flight, or only the link is cut; every command and keystroke counts once."""
    clients = Clients(valkey)
    tasks = [runtime.spawn(clients.commit, f"s{n}", 40) for n in range(6)]
    tasks.append(runtime.spawn(clients.type, 150))
    for step in (40, 90, 140):
        until(lambda step=step: len(clients.acknowledged) >= step and clients.commands.in_flight)
        if how == "link":
            valkey_pid = None
            clients.commands._link.drop()  # type: ignore[union-attr]
        else:
            valkey_pid = valkey.pid
            os.kill(valkey_pid or 0, signal.SIGKILL)
        until(lambda pid=valkey_pid: valkey.pid not in {pid, None} and clients.commands.up)
    for task in tasks:
        task.wait()
    assert clients.unconfirmed
    assert sorted(clients.acknowledged) == list(range(2, 242))
    log = clients.interviews.log(ID)
    assert len(log) == len(set(log)) == 240
    loaded = clients.interviews.load(ID)
    assert loaded is not None
    assert loaded.rev == 241
    assert loaded.texts["answer:1"] == (150, clients.typed.encode())
    clients.commands.close()
