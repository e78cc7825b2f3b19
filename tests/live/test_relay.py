"""Calls across workers: whoever serves the seat that is called, it hears, and only it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import redis

from server.core import commands as c
from server.core.refusals import Refused
from server.live.live import Live
from server.live.relay import DATA_MAX_CHARS, Call
from server.store.connection import NotSaved
from server.store.keys import keys_of
from tests.live.conftest import Browser, Until, enter


def offer(to: str, call: str = "c", data: str = "") -> Call:
    return Call(to=to, call=call, kind="offer", data=data)


@pytest.fixture
def two(new_worker: Callable[[], Live]) -> tuple[Live, Live]:
    return new_worker(), new_worker()


def test_devices_at_both_workers(two: tuple[Live, Live], id: str, store: redis.Redis, until: Until) -> None:
    """Each device of the seat hears it once, in the order sent, wherever it is connected; nothing is written."""
    one, other = two
    host, observer = enter(one, id, "s1"), enter(other, id, "s3")
    here, there = enter(one, id, "s2"), enter(other, id, "s2")
    key = keys_of(id)
    before = store.hgetall(key.hash.decode()), store.xlen(key.log.decode())
    for number in range(20):
        one.call(host.socket, offer("s2", f"c{number}", "x\n" * 1000))
    for device in (here, there):
        until(lambda device=device: device.last("call") and device.last("call")["call"] == "c19")
        calls = [payload for event, payload in device.got if event == "call"]
        assert [call["call"] for call in calls] == [f"c{number}" for number in range(20)]
        assert calls[0] == {"from": "s1", "call": "c0", "kind": "offer", "data": "x\n" * 1000}
    assert host.last("call") is observer.last("call") is None
    assert (store.hgetall(key.hash.decode()), store.xlen(key.log.decode())) == before


def test_only_at_the_other_worker(two: tuple[Live, Live], id: str, until: Until) -> None:
    """A seat that no socket here belongs to is found at the other worker, until it goes there."""
    one, other = two
    host, guest = enter(one, id, "s1"), enter(other, id, "s2")
    one.call(host.socket, offer("s2"))
    until(lambda: guest.last("call"))
    other.leave(guest.socket, 0)
    until(lambda: host.last("presence")["connected"] == ["s1"])
    with pytest.raises(Refused, match="nobody_there"):
        one.call(host.socket, offer("s2"))


def test_who_is_refused(worker: Live, id: str) -> None:
    """By an old link, after a removal, and where there is no interview, nobody calls; nor at any length."""
    host, guest = enter(worker, id, "s1"), enter(worker, id, "s2")
    worker.handle(id, "s1", c.Invite(role="observer"), "i")
    for to, code in (("s1", "unknown_seat"), ("s4", "unknown_seat"), ("s9", "unknown_seat"), ("s3", "nobody_there")):
        with pytest.raises(Refused, match=code):
            worker.call(host.socket, offer(to))
    with pytest.raises(Refused, match="too_big"):
        worker.call(host.socket, offer("s2", data="x" * (DATA_MAX_CHARS + 1)))
    worker.handle(id, "s1", c.ReplaceLink(seat="s2"), "r")
    with pytest.raises(Refused, match="gone"):
        worker.call(guest.socket, offer("s1"))
    worker.handle(id, "s1", c.Remove(seat="s2"), "x")
    with pytest.raises(Refused, match="unknown_seat"):
        worker.call(host.socket, offer("s2"))
    with pytest.raises(Refused, match="gone"):
        worker.call(Browser("0" * 16, "s1").socket, offer("s2"))
    assert host.last("call") is guest.last("call") is None


def test_redis_is_away(worker: Live, id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other workers could not be told is told to nobody, and may be sent again."""
    host, guest = enter(worker, id, "s1"), enter(worker, id, "s2")

    def away(*_: object) -> None:
        raise NotSaved("away")

    monkeypatch.setattr(worker._interviews, "relay", away)
    with pytest.raises(NotSaved):
        worker.call(host.socket, offer("s2"))
    assert guest.last("call") is None
