"""Two workers hold one interview: whatever is missed, raced or unknown, both come to show what is stored."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
import redis

from server import runtime
from server.core import commands as c
from server.core.refusals import Refused
from server.live.drafts import FellBehind, Splice
from server.live.live import Live
from server.store.connection import NotSaved, Unconfirmed
from server.store.keys import keys_of
from tests.live.conftest import Browser, Until, begin, enter


def splice(id: str, base: int, insert: str, at: int = 0, text: str = "answer") -> Splice:
    return Splice(id=id, text=text, round=1, base=base, at=at, remove=0, insert=insert)  # type: ignore[arg-type]


@pytest.fixture
def two(new_worker: Callable[[], Live]) -> tuple[Live, Live]:
    return new_worker(), new_worker()


def test_each_hears_of_the_others_commits(two: tuple[Live, Live], id: str, until: Until) -> None:
    """Views, typed texts and presence reach the sockets of the other worker."""
    one, other = two
    host, guest = enter(one, id, "s1"), enter(other, id, "s2")
    begin(one, id)
    until(lambda: guest.last("view") and guest.last("view").get("round"))
    assert one.splice(Browser(id, "s2").socket, splice("a", 0, "häh")) == 1
    until(lambda: guest.last("draft"))
    assert other.splice(guest.socket, splice("b", 1, "😀", at=2)) == 2
    until(lambda: host.last("draft") and host.last("draft")["seq"] == 2)
    assert host.last("draft")["at"] == 2
    until(lambda: host.last("presence")["connected"] == ["s1", "s2"])
    other.leave(guest.socket, 0)
    until(lambda: host.last("presence")["connected"] == ["s1"])


def test_who_reloads_is_not_lost_though_somebody_else_is_settled(two: tuple[Live, Live], id: str, until: Until) -> None:
    """A moment that began with another coming or going ends nobody's: each has one of their own to come back in."""
    one, other = two
    host, guest = enter(one, id, "s1"), enter(other, id, "s2")
    begin(one, id)
    other.leave(guest.socket, 0)
    until(lambda: host.last("presence")["connected"] == ["s1"])
    one._attendance.settle(id)
    assert host.last("view")["seats"][1].get("lost_ms") is None
    assert host.last("view")["round"]["clock"].get("deadline_ms")
    until(lambda: host.last("view")["seats"][1].get("lost_ms"))
    assert host.last("view")["round"]["clock"]["paused"] == "lost"


def test_a_broken_subscription(two: tuple[Live, Live], id: str, store: redis.Redis, until: Until) -> None:
    """What was missed while the subscription was cut is loaded when it is back, and shown."""
    one, other = two
    enter(one, id, "s1")
    guest = enter(other, id, "s2")
    rev = begin(one, id)
    for number in range(5):
        store.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        rev = one.handle(id, "s1", c.Extend(seconds=10), f"n{number}")
        until(lambda rev=rev: guest.rev >= rev)


def test_a_commit_between_subscribing_and_loading(two: tuple[Live, Live], id: str, until: Until) -> None:
    """What is published while an interview is loaded for the first time is not missed."""
    one, other = two
    enter(one, id, "s1")
    begin(one, id)
    load = other._interviews.load
    extended: list[int] = []

    def slow(id: str, *, content: bool = True) -> object:
        loaded = load(id, content=content)
        if len(extended) < 2:
            extended.append(one.handle(id, "s1", c.Extend(seconds=10), f"n{len(extended)}"))
            runtime.sleep(0.1)  # the publication comes meanwhile
        return loaded

    other._interviews.load = slow  # type: ignore[method-assign,assignment]
    guest = enter(other, id, "s2")
    assert guest.rev >= extended[-1]


def test_doubt(worker: Live, id: str, until: Until) -> None:
    """After a commit of unknown outcome the asker is told so, what is stored is found out, and shown."""
    host = enter(worker, id, "s1")
    rev = begin(worker, id)
    commit = worker._interviews.commit

    def lost(*args: object, **named: object) -> None:
        commit(*args, **named)  # type: ignore[arg-type]
        raise Unconfirmed("the reply was lost")

    worker._interviews.commit = lost  # type: ignore[method-assign,assignment]
    with pytest.raises(Unconfirmed):
        worker.handle(id, "s1", c.Extend(seconds=10), "once")
    worker._interviews.commit = commit  # type: ignore[method-assign]
    until(lambda: host.rev == rev + 1)
    assert worker.handle(id, "s1", c.Extend(seconds=10), "once") == rev + 1
    assert host.rev == rev + 1


def test_a_stale_worker_decides_again(two: tuple[Live, Live], id: str) -> None:
    """What a worker would refuse by an old revision, and would commit on one, is decided anew on the newer one."""
    one, other = two
    enter(one, id, "s1")
    enter(other, id, "s2")
    other._rooms._deliver = lambda *_: None  # type: ignore[method-assign]  # deaf
    other._rooms._subscriptions._deliver = lambda *_: None
    begin(one, id)
    assert other.handle(id, "s2", c.Submit(), "a") > 0
    one.handle(id, "s1", c.Ask(), "b")
    assert other.handle(id, "s1", c.Extend(seconds=10), "c") > 0


def test_a_command_costs_one_round_trip(worker: Live, id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for goes to Redis once: a commit, a refusal, what is so already, a splice, the warm-up."""
    monkeypatch.setattr(worker._attendance, "settle", lambda id: None)  # s3 may be found to be lost meanwhile
    enter(worker, id, "s1")
    guest = enter(worker, id, "s2")
    sent: list[bytes] = []
    post = worker._commands._post

    def count(packed: bytes) -> runtime.Waiter:
        if keys_of(id).hash + b"\r\n" in packed:  # the poller asks for rows beside it
            sent.append(packed)
        return post(packed)

    commands = (c.WarmUp(), c.Close(), c.Start(), c.Ask(), c.Extend(seconds=10), c.Start(), c.SetCall(url=""))
    worker.handle(id, "s1", c.Rename(name="Grace B."), "r1")  # so that Redis knows the scripts
    for asked in (
        lambda: worker.handle(id, "s1", c.Pause(), "r2"),
        lambda: worker.splice(guest.socket, splice("r3", 0, "x")),
    ):
        with contextlib.suppress(Refused):
            asked()
    monkeypatch.setattr(worker._commands, "_post", count)
    for number, command in enumerate(commands, 1):
        with contextlib.suppress(Refused):
            worker.handle(id, "s1", command, f"n{number}")
        assert len(sent) == number, command
    worker.splice(guest.socket, splice("a", 0, "x"))
    assert len(sent) == len(commands) + 1


def test_five_lost_races(worker: Live, id: str) -> None:
    """Who loses five races in a row is told that nothing was saved."""
    enter(worker, id, "s1")
    begin(worker, id)
    worker._service._commit = lambda *_: None  # type: ignore[method-assign,assignment]
    with pytest.raises(NotSaved):
        worker.handle(id, "s1", c.Extend(seconds=10), "a")
    with pytest.raises(NotSaved):
        worker._service.system(id, c.Lost(seat="s1", at_ms=1))


def test_what_redis_forgot(worker: Live, id: str, store: redis.Redis) -> None:
    """An interview that Redis has let go of is put there again, no older than a worker holds it, and goes on."""
    host, guest = enter(worker, id, "s1"), enter(worker, id, "s2")
    rev = begin(worker, id)
    assert worker.splice(guest.socket, splice("a", 0, "kept")) == 1
    store.delete(*(key.decode() for key in keys_of(id)[:4]))
    assert worker.handle(id, "s1", c.Rename(name="Ada"), "a") == rev + 1
    assert host.rev == rev + 1
    assert worker.splice(guest.socket, splice("b", 1, " on", at=4)) == 2
    held = worker.hold(id)
    assert held
    assert held.texts["answer:1"] == (2, "kept on")


def test_what_nobody_has(worker: Live) -> None:
    """An interview that is neither in Redis nor in SQL is gone, whatever is asked of it."""
    stranger = Browser("0" * 16, "s1").socket
    assert worker.hold(stranger.interview) is None
    assert not worker.enter(stranger)
    with pytest.raises(Refused, match="gone"):
        worker.handle(stranger.interview, "s1", c.Start(), "a")
    with pytest.raises(Refused, match="gone"):
        worker.splice(stranger, splice("a", 0, "x"))
    assert worker.sync(stranger, 7, {}) == 7


def test_who_may_not_enter(worker: Live, id: str) -> None:
    """A seat that is not there, and one by an older link, are not served, and hold nothing."""
    for browser in (Browser(id, "s9"), Browser(id, "s1", link=5)):
        assert not worker.enter(browser.socket)
    assert worker._rooms.all() == []
    assert not worker._rooms.leave(Browser(id, "s1").socket)


def test_texts_that_do_not_fit(worker: Live, id: str) -> None:
    """Behind is answered with the whole text, a repeat with its number, a closed door with the reason."""
    enter(worker, id, "s1")
    guest = enter(worker, id, "s2")
    begin(worker, id)
    assert worker.splice(guest.socket, splice("a", 0, "one")) == 1
    assert worker.splice(guest.socket, splice("a", 0, "one")) == 1
    with pytest.raises(FellBehind) as behind:
        worker.splice(guest.socket, splice("b", 0, "two"))
    assert behind.value.text == (1, "one")
    worker.handle(id, "s1", c.Close(), "c")
    assert worker.splice(guest.socket, splice("a", 0, "one")) == 1
    with pytest.raises(Refused, match="round_closed"):
        worker.splice(guest.socket, splice("d", 1, "late"))
