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
    """Tasks that commit and type until they are stopped, and send the same id again until it is acknowledged."""

    def __init__(self, valkey: Valkey) -> None:
        self.commands = Commands(valkey.url, timeout_s=0.5)
        self.interviews = Interviews(self.commands)
        self.acknowledged: list[int] = []
        self.typed = ""
        self.unconfirmed = 0
        self.stopped = False
        self.interviews.create(ID, b"", b"", open_round=1)

    def commit(self, seat: str) -> None:
        rev, n = 1, 0
        while not self.stopped:
            n += 1
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

    def type(self) -> None:
        while not self.stopped:
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
    tasks = [runtime.spawn(clients.commit, f"s{n}") for n in range(6)]
    tasks.append(runtime.spawn(clients.type))
    for _ in range(3):
        seen = len(clients.acknowledged)
        until(lambda seen=seen: len(clients.acknowledged) >= seen + 40 and clients.commands.in_flight)
        if how == "link":
            valkey_pid = None
            clients.commands._link.drop()  # type: ignore[union-attr]
        else:
            valkey_pid = valkey.pid
            os.kill(valkey_pid or 0, signal.SIGKILL)
        until(lambda pid=valkey_pid: valkey.pid not in {pid, None} and clients.commands.up)
    clients.stopped = True
    for task in tasks:
        task.wait()
    assert clients.unconfirmed
    count = len(clients.acknowledged)
    assert sorted(clients.acknowledged) == list(range(2, count + 2))
    log = clients.interviews.log(ID)
    assert len(log) == len(set(log)) == count
    loaded = clients.interviews.load(ID)
    assert loaded is not None
    assert loaded.rev == count + 1
    assert loaded.texts["answer:1"] == (len(clients.typed), clients.typed.encode())
    clients.commands.close()
