"""The commands' connection: whose reply is whose, and what is known when it breaks."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path
from time import monotonic

import pytest
import redis
from redis.exceptions import ResponseError

from server import runtime
from server.embedded import Valkey
from server.store import link
from server.store.connection import Commands, NotSaved, Script, Unconfirmed
from tests.store.conftest import Until


def outcome(commands: Commands, *args: str | bytes | int) -> object:
    """Return the reply, or the class of what was raised."""
    try:
        return commands.call(*args)
    except (Unconfirmed, NotSaved, ResponseError) as error:
        return type(error)


def test_every_one_of_300_callers_gets_their_own_reply(commands: Commands) -> None:
    """Replies are matched to calls by order, however many wait."""
    tasks = [
        runtime.spawn(lambda n=n: [commands.call("ECHO", f"{n}-{turn}") for turn in range(20)]) for n in range(300)
    ]
    for n, task in enumerate(tasks):
        assert task.wait() == [f"{n}-{turn}".encode() for turn in range(20)]


def test_a_long_value_goes_both_ways(commands: Commands) -> None:
    """What does not fit into the socket's buffer at once is sent on when there is room."""
    long = os.urandom(8_000_000)
    assert commands.call_all([("ECHO", long), ("PING",)]) == [long, b"PONG"]


def test_an_error_reply_reaches_its_caller_only(commands: Commands) -> None:
    """One bad command fails alone."""
    bad = runtime.spawn(outcome, commands, "NOSUCHCOMMAND")
    good = runtime.spawn(outcome, commands, "PING")
    assert bad.wait() is ResponseError
    assert good.wait() == b"PONG"


def test_a_forgotten_script_is_loaded_and_run(valkey: Valkey) -> None:
    """NOSCRIPT means that nothing was done, so trying again is safe, for many callers at once too."""
    commands = Commands(valkey.url)
    script = Script("forget")
    for _ in range(2):
        commands.call("SCRIPT", "FLUSH")
        tasks = [runtime.spawn(commands.script, script, ("none", "rows"), ("id",)) for _ in range(20)]
        assert [task.wait() for task in tasks] == [1] * 20
    commands.close()


@pytest.mark.parametrize("code", ["LOADING", "MOVED", "READONLY", "OOM", "BUSY"])
def test_what_redis_turns_away_is_not_saved(code: str) -> None:
    """These replies say that the command was not executed."""
    assert isinstance(link._error(f"{code} because of something"), NotSaved)
    assert isinstance(link._error("ERR something"), ResponseError)


def test_out_of_memory_is_not_saved(valkey: Valkey) -> None:
    """A full Redis turns a write away, a script's too, and still answers reads."""
    commands = Commands(valkey.url)
    commands.call("CONFIG", "SET", "maxmemory", "1")
    assert outcome(commands, "SET", "key", "value") is NotSaved
    with pytest.raises(NotSaved):
        commands.script(Script("create"), ("a", "b", "c", "d"), ("id", b"", "", 0, "rev", 1))
    assert commands.call("EXISTS", "key", "a") == 0
    commands.close()


def test_killed_redis_leaves_what_was_in_flight_unconfirmed_and_comes_back(valkey: Valkey, until: Until) -> None:
    """kill -9 with calls in flight: unknown for those; later calls find all that was acknowledged."""
    commands = Commands(valkey.url)
    commands.call("SET", "before", "kept")
    os.kill(valkey.pid or 0, signal.SIGSTOP)
    tasks = [runtime.spawn(outcome, commands, "INCR", "count") for _ in range(10)]
    until(lambda: commands.in_flight == 10)
    os.kill(valkey.pid or 0, signal.SIGKILL)
    assert [task.wait() for task in tasks] == [Unconfirmed] * 10
    replies = []
    while b"kept" not in replies:
        replies.append(outcome(commands, "GET", "before"))
    assert set(replies) <= {b"kept", NotSaved, Unconfirmed}
    commands.close()


def test_a_hung_redis_times_out(valkey: Valkey) -> None:
    """SIGSTOP: the link looks whole, but silence ends the call, what follows is not sent, and all resumes."""
    commands = Commands(valkey.url, timeout_s=0.3, patience_s=0.2)
    assert commands.call("PING") == b"PONG"
    pid = valkey.pid or 0
    os.kill(pid, signal.SIGSTOP)
    try:
        assert outcome(commands, "INCR", "in flight") is Unconfirmed
        assert outcome(commands, "INCR", "never sent") is NotSaved
    finally:
        os.kill(pid, signal.SIGCONT)
    while outcome(commands, "PING") != b"PONG":
        pass
    assert commands.call("GET", "in flight") == b"1"  # it was only unconfirmed
    assert commands.call("GET", "never sent") is None
    commands.close()


def test_without_a_redis_a_call_is_not_saved(tmp_path: Path) -> None:
    """A call waits for a link for a moment, then says that nothing was done."""
    commands = Commands(f"unix://{tmp_path}/none", patience_s=0.1)
    assert outcome(commands, "PING") is NotSaved
    assert not commands.up
    commands.close()


def test_a_call_during_a_short_outage_waits_for_the_link(valkey: Valkey, redis_url: str, until: Until) -> None:
    """What has not been written yet survives a reconnection."""
    commands = Commands(valkey.url, patience_s=5)
    number = commands.call("CLIENT", "ID")
    with redis.Redis.from_url(valkey.url) as other:
        other.client_kill_filter(_id=number)
    until(lambda: not commands.up)
    assert commands.call("PING") == b"PONG"
    assert commands.call("CLIENT", "ID") != number
    commands.close()


def test_a_waiting_task_may_be_killed(commands: Commands) -> None:
    """Whoever gives up does not get the reply of that call where they wait next, and nobody else's reply moves."""
    commands.call("PING")

    def impatient() -> object:
        try:
            with runtime.Timeout(0):
                return commands.call("ECHO", "too late")
        except runtime.Timeout:
            return commands.call("ECHO", "second")

    first, second = runtime.spawn(impatient), runtime.spawn(outcome, commands, "ECHO", "other")
    assert first.wait() in {b"second", b"too late"}
    assert second.wait() == b"other"


def test_close_fails_what_waits_and_a_later_call_opens_again(commands: Commands, until: Until) -> None:
    """Closing leaves nobody waiting."""
    commands.call("PING")
    task = runtime.spawn(outcome, commands, "BLPOP", "nothing-here", 0)
    until(lambda: commands.in_flight == 1)
    commands.close()
    assert task.wait() is Unconfirmed
    assert commands.call("PING") == b"PONG"


@pytest.mark.parametrize("nonsense", [b"nonsense\r\n", b"+one\r\n+two\r\n"])
def test_nonsense_from_the_other_side_ends_the_link(nonsense: bytes, until: Until) -> None:
    """Bytes that are no reply, or a reply that nobody asked for, end the link instead of shifting the replies."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        other = threading.Thread(target=_answer_once, args=(listener, nonsense))
        other.start()
        commands = Commands(f"redis://127.0.0.1:{listener.getsockname()[1]}")
        assert outcome(commands, "GET", "key") in {Unconfirmed, b"one"}
        until(lambda: not commands.up)
        commands.close()
        other.join()


def _answer_once(listener: socket.socket, reply: bytes) -> None:
    link, _ = listener.accept()
    with link:
        link.recv(1000)
        link.sendall(b"+PONG\r\n")
        link.recv(1000)
        link.sendall(reply)
        link.recv(1000)


def test_a_busy_process_does_not_blame_redis(commands: Commands) -> None:
    """When the loop itself stood still, the reply that lies there counts, however late it is read."""
    hasty = Commands(commands._url, timeout_s=0.2)
    number = hasty.call("CLIENT", "ID")
    call = hasty._post(b"PING\r\n")
    hasty._flush()
    end_s = monotonic() + 0.5
    while monotonic() < end_s:
        pass
    assert call.wait() == b"PONG"
    assert hasty.call("CLIENT", "ID") == number
    hasty.close()


def test_a_script_that_stays_unknown_is_not_saved(commands: Commands) -> None:
    """Two flushes in a row are turned away, not tried for ever."""
    script = Script("forget")
    script.sha = b"0" * 40
    with pytest.raises(NotSaved):
        commands.script(script, ("none", "rows"), ("id",))
