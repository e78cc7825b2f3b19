"""What is due happens once, however many workers look; what has ended is kept; nobody waits for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import redis

from server import runtime
from server.core import commands as c
from server.live.clock import Clock
from server.live.held import Held
from server.live.live import Live
from server.store.connection import NotSaved
from server.store.keys import keys_of
from server.store.timers import Row
from tests.live.conftest import Sql, Until, begin, enter

HOUR_MS = 3_600_000


def happened(store: redis.Redis, id: str, type: str) -> int:
    """How often it is in the log."""
    log = store.xrange(keys_of(id).log.decode())
    return sum(event["type"] == type for _, fields in log for event in json.loads(fields["e"]).get("events", ()))


def later(worker: Live, ms: int, monkeypatch: pytest.MonkeyPatch, id: str, store: redis.Redis) -> None:
    """Let the worker believe that it is so much later, and fire all that is due by then."""
    now_ms = Clock.now_ms
    monkeypatch.setattr(Clock, "now_ms", lambda clock: now_ms(clock) + ms)
    while (due_ms := store.zscore(keys_of(id).timers.decode(), id)) is not None and due_ms <= worker._clock.now_ms():
        worker._poller._fire(Row(id, due_ms))


def test_two_pollers_fire_once(
    new_worker: Callable[[], Live], id: str, store: redis.Redis, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deadline that two workers see at once is one event."""
    workers = new_worker(), new_worker()
    host = enter(workers[0], id, "s1")
    enter(workers[1], id, "s2")
    enter(workers[1], id, "s3")
    begin(workers[0], id)
    held = workers[0].hold(id)
    assert held
    round = held.interview.open_round
    assert round
    row = Row(id, float(round.clock.deadline_ms or 0))
    now_ms = Clock.now_ms
    monkeypatch.setattr(Clock, "now_ms", lambda clock: now_ms(clock) + 700_000)
    tasks = [runtime.spawn(worker._poller._fire, row) for worker in workers for _ in range(3)]
    for task in tasks:
        task.wait()
    assert happened(store, id, "time_expired") == 1
    until(lambda: host.last("view")["round"]["clock"].get("over"))


def test_released_after_a_day(
    worker: Live, id: str, store: redis.Redis, sql: Sql, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrap-up that nobody closes is released after 24 h, and archived again; Redis may then forget it."""
    enter(worker, id, "s1")
    begin(worker, id)
    worker.handle(id, "s1", c.End(), "end")
    until(lambda: (worker.hold(id) or pytest.fail("it is gone")).interview.archived)
    later(worker, 24 * HOUR_MS + 1000, monkeypatch, id, store)
    assert [status for one, status, _ in sql.archived if one == id][-1] == "released"
    assert happened(store, id, "released") == 1
    until(lambda: store.pttl(keys_of(id).hash.decode()) > 0)


def test_an_empty_room_ends(
    worker: Live, id: str, store: redis.Redis, sql: Sql, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A started interview with nobody in it for an hour ends by itself, once, and is archived."""
    host, guest = enter(worker, id, "s1"), enter(worker, id, "s2")
    begin(worker, id)
    worker.leave(host.socket, 0)
    worker.leave(guest.socket, 0)
    until(
        lambda: all(seat.lost_ms is not None for seat in (worker.hold(id) or pytest.fail("it is gone")).interview.seats)
    )
    later(worker, HOUR_MS + 5000, monkeypatch, id, store)
    until(lambda: happened(store, id, "ended") == 1)
    until(lambda: any(one == id and status == "wrapup" for one, status, _ in sql.archived))


def test_an_archive_that_fails(worker: Live, id: str, sql: Sql, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be archived is archived later."""
    monkeypatch.setattr("server.live.timers.RETRY_S", 0.1)
    sql.broken = 2
    enter(worker, id, "s1")
    begin(worker, id)
    worker.handle(id, "s1", c.End(), "end")
    until(lambda: any(one == id for one, _, _ in sql.archived))


def test_what_changed_while_it_was_archived(worker: Live, id: str, until: Until) -> None:
    """A record that was overtaken while it was written does not count: the interview is archived anew."""
    enter(worker, id, "s1")
    begin(worker, id)
    archived: list[tuple[int, int]] = []

    def archive(held: Held, _log: list[bytes]) -> None:
        interview = held.interview
        archived.append((held.rev, interview.seats[1].link))
        if len(archived) == 1:  # an old link must not stay in the record
            worker.handle(id, "s1", c.ReplaceLink(seat="s2"), "new link")

    worker._archive = archive
    rev = worker.handle(id, "s1", c.End(), "end")
    until(lambda: (worker.hold(id) or pytest.fail("it is gone")).interview.archived)
    assert archived == [(rev, 1), (rev + 1, 2)]


def test_the_server_asks_at_one_revision_only(worker: Live, id: str) -> None:
    """What makes sense at one revision does nothing at any other, not even when that is come upon at the commit."""
    enter(worker, id, "s1")
    begin(worker, id)
    rev = worker.handle(id, "s1", c.End(), "end")
    worker._poller._busy.add(id)  # leave it to us
    assert worker._service.system(id, c.Archived(), at_rev=rev - 1).rev == rev
    commit = worker._interviews.commit

    def overtaken(*args: Any, **named: Any) -> Any:
        worker._interviews.commit = commit  # type: ignore[method-assign]
        worker.handle(id, "s1", c.ReplaceLink(seat="s2"), "new link")
        return commit(*args, **named)

    worker._interviews.commit = overtaken  # type: ignore[method-assign]
    held = worker._service.system(id, c.Archived(), at_rev=rev)
    assert (held.rev, held.interview.archived) == (rev + 1, False)
    assert worker._service.system(id, c.Archived(), at_rev=rev + 1).interview.archived


def test_the_poller_survives(worker: Live, id: str, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Redis away nor Redis refusing ends it."""
    monkeypatch.setattr("server.live.timers.RETRY_S", 0.05)
    due = worker._poller._timers.due
    troubles: list[Exception] = [NotSaved("away"), redis.ResponseError("WRONGTYPE"), OSError("odd")]
    seen: list[int] = []

    def trouble(limit: int = 100) -> object:
        if troubles:
            raise troubles.pop()
        seen.append(1)
        return due(limit)

    worker._poller._timers.due = trouble  # type: ignore[method-assign,assignment]
    until(lambda: len(seen) > 2)


def test_a_sweep_finds_who_is_not_there(
    new_worker: Callable[[], Live], id: str, store: redis.Redis, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that starts sees to the started interviews that a dead one left: their people count as lost."""
    monkeypatch.setattr("server.live.attendance.SWEEP_S", 0.1)
    first = new_worker()
    begin(first, id)  # s1 to s3 have joined, and none is connected
    new_worker()
    until(lambda: happened(store, id, "participant_lost") == 3)
