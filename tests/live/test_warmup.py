"""The warm-up in the lobby: round 0 works like any other, fires like any other, and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import redis

from server.core import commands as c
from server.core.refusals import Refused
from server.live.clock import Clock
from server.live.drafts import Splice
from server.live.live import Live
from server.store.keys import keys_of
from server.store.timers import Row
from tests.live.conftest import Browser, Sql, Until, begin, enter


def splice(id: str, base: int, insert: str, round: int = 0) -> Splice:
    return Splice(id=id, text="answer", round=round, base=base, at=0, remove=0, insert=insert)


def recorded_splices(store: redis.Redis, id: str) -> list[str]:
    """What was typed, as the log has it."""
    log = [json.loads(fields["e"]) for _, fields in store.xrange(keys_of(id).log.decode())]
    return [entry["insert"] for entry in log if "insert" in entry]


def row(store: redis.Redis, id: str) -> float | None:
    """When Redis has something due for the interview."""
    return store.zscore(keys_of(id).timers.decode(), id)


def fire(worker: Live, store: redis.Redis, id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker believe that what is due next has come, and fire it."""
    due_ms = row(store, id)
    assert due_ms is not None
    now_ms = Clock.now_ms
    monkeypatch.setattr(Clock, "now_ms", lambda clock: max(now_ms(clock), int(due_ms)))
    worker._poller._fire(Row(id, due_ms))


def text(browser: Browser) -> str | None:
    """The warm-up's answer as this browser was last told it, whole."""
    told = browser.last("draft")
    return told["full"] if told and told["round"] == 0 else None


def test_typing_leaves_no_trace(worker: Live, id: str, store: redis.Redis) -> None:
    """What is typed in the warm-up is shown, not logged, and gone with `close`, the next warm-up, and the start."""
    host, guest = enter(worker, id, "s1"), enter(worker, id, "s2")
    held = worker.hold(id)
    assert held
    for number, ending in enumerate((c.WarmUp(), c.Close(), c.Start())):
        worker.handle(id, "s1", c.WarmUp(), f"w{number}")
        worker.handle(id, "s1", c.Begin(), f"b{number}")
        seq = held.texts["answer:0"].seq if "answer:0" in held.texts else 0
        assert worker.splice(guest.socket, splice(f"s{number}", seq, "porridge")) == seq + 1
        assert host.last("draft")["insert"] == "porridge"
        worker.handle(id, "s1", ending, f"e{number}")
        assert held.texts["answer:0"].text == ""
        assert store.hget(keys_of(id).hash.decode(), "text:answer:0") == ""
    with pytest.raises(Refused, match="unknown_round"):
        worker.splice(guest.socket, splice("late", held.texts["answer:0"].seq, "toast"))
    assert recorded_splices(store, id) == []


def test_the_next_one_begins_empty_on_every_screen(new_worker: Callable[[], Live], id: str, until: Until) -> None:
    """After `close` nobody is told of the text any more; with the next warm-up all see an empty one."""
    one, other = new_worker(), new_worker()
    host, guest = enter(one, id, "s1"), enter(other, id, "s2")
    one.handle(id, "s1", c.WarmUp(), "w1")
    one.handle(id, "s1", c.Begin(), "b1")
    until(lambda: guest.last("view")["round"]["clock"]["phase"] == "answer")
    other.splice(guest.socket, splice("a", 0, "porridge"))
    until(lambda: host.last("draft"))
    one.handle(id, "s1", c.Close(), "c1")
    one.handle(id, "s1", c.WarmUp(), "w2")
    until(lambda: text(guest) == "")
    assert text(host) == ""


def test_a_text_on_its_way_is_dropped_too(
    new_worker: Callable[[], Live], id: str, store: redis.Redis, until: Until
) -> None:
    """Who closes the warm-up empties its text though another worker stored it only just now."""
    one, other = new_worker(), new_worker()
    enter(one, id, "s1")
    guest = enter(other, id, "s2")
    one._rooms._subscriptions._deliver = lambda *_: None  # deaf
    one.handle(id, "s1", c.WarmUp(), "w")
    until(lambda: guest.last("view") and guest.last("view").get("round"))
    other.splice(guest.socket, splice("a", 0, "porridge"))
    one.handle(id, "s1", c.Close(), "c")
    assert store.hget(keys_of(id).hash.decode(), "text:answer:0") == ""


def test_its_clock_fires(worker: Live, id: str, sql: Sql, store: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lobby has a timer row while a warm-up runs: think time runs into answering, that into its end; then there is
    none again, and a hard end has shut the text.
    """
    parked = sql.parked[id]
    sql.parked[id] = type(parked)(
        0, parked.state.replace(b'"answer_s":600', b'"answer_s":600,"expiry":"hard"'), parked.content
    )
    host, guest = enter(worker, id, "s1"), enter(worker, id, "s2")
    assert row(store, id) is None
    worker.handle(id, "s1", c.WarmUp(), "w")
    assert host.last("view")["round"]["clock"]["phase"] == "think"
    fire(worker, store, id, monkeypatch)
    assert host.last("view")["round"]["clock"]["phase"] == "answer"
    fire(worker, store, id, monkeypatch)
    assert row(store, id) is None
    assert host.last("view")["round"]["expired_ms"]
    with pytest.raises(Refused, match="too_late"):
        worker.splice(guest.socket, splice("late", 0, "toast"))
    worker.handle(id, "s1", c.Start(), "s")
    assert host.last("view")["status"] == "live"


def test_a_worker_that_starts_finds_it(
    new_worker: Callable[[], Live], id: str, store: redis.Redis, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warm-up whose worker died goes on: the sweep and the poller of the next one cope with a lobby."""
    monkeypatch.setattr("server.live.attendance.SWEEP_S", 0.1)
    first = new_worker()
    enter(first, id, "s1")
    first.handle(id, "s1", c.WarmUp(), "w")
    first.stop()
    second = new_worker()
    until(
        lambda: all(
            seat.lost_ms is not None for seat in (second.hold(id) or pytest.fail("it is gone")).interview.seats[1:]
        )
    )
    fire(second, store, id, monkeypatch)
    held = second.hold(id)
    assert held
    assert held.interview.warmup
    assert held.interview.warmup.clock.phase == "answer"


def test_who_wants_no_replay(worker: Live, id: str, store: redis.Redis) -> None:
    """The typing of a seat that has switched the replay off is not logged; the answer is kept as ever."""
    enter(worker, id, "s1")
    guest = enter(worker, id, "s2")
    held = worker.hold(id)
    assert held
    begin(worker, id)
    worker.splice(guest.socket, splice("a", 0, "one", round=1))
    worker.handle(id, "s2", c.Prefer(replay=False), "p")
    worker.splice(guest.socket, splice("b", 1, "two ", round=1))
    assert recorded_splices(store, id) == ["one"]
    assert store.hget(keys_of(id).hash.decode(), "text:answer:1") == held.texts["answer:1"].text == "two one"
