"""The subscriptions' connection: nothing is missed in silence."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest
import redis

from server import runtime
from server.embedded import Valkey
from server.store.connection import Commands, NotSaved, Subscriptions, Unconfirmed
from tests.store.conftest import Until


class Listener:
    """Subscriptions that write down what they are told."""

    def __init__(self, url: str) -> None:
        self.told: list[object] = []
        self.link = Subscriptions(
            url,
            lambda channel, message: self.told.append((channel, message)),
            own=b"me ",
            on_break=lambda: self.told.append("break"),
            on_restore=lambda: self.told.append("restore"),
            timeout_s=0.5,
        )


@pytest.fixture
def listen() -> Iterator[Callable[[str], Listener]]:
    listeners: list[Listener] = []

    def start(url: str) -> Listener:
        listeners.append(Listener(url))
        return listeners[-1]

    yield start
    for listener in listeners:
        listener.link.close()


def test_after_subscribe_nothing_is_missed(
    commands: Commands, redis_url: str, listen: Callable[[str], Listener], until: Until
) -> None:
    """`subscribe` returns when Redis has confirmed: what is published from then on arrives, in order."""
    listener = listen(redis_url)
    listener.link.subscribe(b"{t}:order")
    commands.call_all([("SPUBLISH", "{t}:order", n) for n in range(100)])
    until(lambda: len(listener.told) == 100)
    assert listener.told == [(b"{t}:order", str(n).encode()) for n in range(100)]


def test_own_messages_are_dropped(
    commands: Commands, redis_url: str, listen: Callable[[str], Listener], until: Until
) -> None:
    """A worker does not hear itself."""
    listener = listen(redis_url)
    listener.link.subscribe(b"{t}:own")
    commands.call_all([("SPUBLISH", "{t}:own", "me 1"), ("SPUBLISH", "{t}:own", "other 2")])
    until(lambda: listener.told)
    assert listener.told == [(b"{t}:own", b"other 2")]


def test_unsubscribe(commands: Commands, redis_url: str, listen: Callable[[str], Listener], until: Until) -> None:
    """Afterwards Redis knows of no subscriber."""
    listener = listen(redis_url)
    listener.link.subscribe(b"{t}:gone")
    assert commands.call("SPUBLISH", "{t}:gone", "x") == 1
    listener.link.unsubscribe(b"{t}:gone")
    until(lambda: commands.call("SPUBLISH", "{t}:gone", "x") == 0)


def test_a_cut_link_is_told_at_once_and_restored(
    valkey: Valkey, listen: Callable[[str], Listener], until: Until
) -> None:
    """Only the subscriptions are cut: break first, then all is subscribed again, then restore, then messages."""
    commands = Commands(valkey.url)
    listener = listen(valkey.url)
    listener.link.subscribe(b"{t}:a")
    listener.link.subscribe(b"{t}:b")
    with redis.Redis.from_url(valkey.url) as other:
        assert other.execute_command("CLIENT", "KILL", "TYPE", "pubsub") == 1
    until(lambda: "restore" in listener.told)
    assert commands.call_all([("SPUBLISH", "{t}:a", "1"), ("SPUBLISH", "{t}:b", "2")]) == [1, 1]
    until(lambda: len(listener.told) == 4)
    assert listener.told == ["break", "restore", (b"{t}:a", b"1"), (b"{t}:b", b"2")]
    commands.close()


def test_a_link_that_died_silently_is_noticed(valkey: Valkey, listen: Callable[[str], Listener], until: Until) -> None:
    """A hung Redis sends no end of file; the ping finds out, within 2 s."""
    listener = listen(valkey.url)
    listener.link.subscribe(b"{t}:a")
    pid = valkey.pid or 0
    os.kill(pid, signal.SIGSTOP)
    try:
        with runtime.Timeout(2):
            while "break" not in listener.told:
                runtime.sleep(0.01)
        with pytest.raises(NotSaved):
            listener.link.subscribe(b"{t}:b")
    finally:
        os.kill(pid, signal.SIGCONT)
    until(lambda: "restore" in listener.told)


def test_a_subscription_that_is_not_confirmed_fails(
    valkey: Valkey, listen: Callable[[str], Listener], until: Until
) -> None:
    """Whoever waits for the confirmation when the link breaks is told so."""
    listener = listen(valkey.url)
    listener.link.subscribe(b"{t}:a")

    def subscribe() -> type[Exception] | None:
        try:
            listener.link.subscribe(b"{t}:b")
        except (Unconfirmed, NotSaved) as error:
            return type(error)
        return None

    os.kill(valkey.pid or 0, signal.SIGSTOP)
    task = runtime.spawn(subscribe)
    until(lambda: listener.link.in_flight)
    os.kill(valkey.pid or 0, signal.SIGKILL)
    assert task.wait() is Unconfirmed
    until(lambda: "restore" in listener.told)


def test_a_failing_callback_does_not_stop_the_messages(
    commands: Commands, redis_url: str, until: Until, caplog: pytest.LogCaptureFixture
) -> None:
    """What one message does wrong is logged, and the next is delivered."""
    told: list[int] = []
    link = Subscriptions(redis_url, lambda _, message: told.append(int(message)))
    link.subscribe(b"{t}:bad")
    commands.call_all([("SPUBLISH", "{t}:bad", "no number"), ("SPUBLISH", "{t}:bad", "2")])
    until(lambda: told)
    assert told == [2]
    assert "could not be taken in" in caplog.text
    link.close()
