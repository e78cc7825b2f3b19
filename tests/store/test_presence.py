"""Presence: a closed tab, a dead worker, and a Redis that was away are told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.store import messages
from server.store.connection import Commands, Subscriptions
from server.store.interviews import Interviews
from server.store.keys import WORKERS, keys_of
from server.store.presence import LEASE_MS, Gone, Presence
from tests.store.conftest import Until


@pytest.fixture
def worker(commands: Commands, new_id: Callable[[], str]) -> Callable[[], tuple[str, Presence]]:
    """A new live worker."""

    def start() -> tuple[str, Presence]:
        name = new_id()
        presence = Presence(commands, name)
        presence.renew()
        return name, presence

    return start


Worker = Callable[[], tuple[str, Presence]]


def age(commands: Commands, worker: str, by_ms: int) -> int:
    """Make a worker's last renewal so much older; return when that was."""
    return int(float(commands.call("ZINCRBY", WORKERS, -by_ms, worker)))


def test_a_seat_is_connected_while_any_worker_has_it(worker: Worker, id: str) -> None:
    """One closed device of two changes nothing."""
    (_, first), (_, second) = worker(), worker()
    at_ms = first.connect(id, "s1")
    second.connect(id, "s1")
    second.connect(id, "s2")
    assert first.present(id).connected == second.present(id).connected
    assert first.present(id).connected.keys() == {"s1", "s2"}
    assert first.present(id).connected["s1"] == at_ms
    second.disconnect(id, "s1")
    assert first.present(id).connected.keys() == {"s1", "s2"}
    first.disconnect(id, "s1")
    present = first.present(id)
    assert present.connected.keys() == {"s2"}
    assert present.gone.keys() == {"s1"}


def test_who_has_gone_is_known_to_all_with_when(worker: Worker, id: str) -> None:
    """When it was last heard and when that was noticed, of the latest going; who is back is not gone."""
    (_, its), (_, mine) = worker(), worker()
    its.connect(id, "s1")
    noticed_ms = its.disconnect(id, "s1", 5)
    present = mine.present(id)
    assert present.gone == {"s1": Gone(5, noticed_ms)}
    assert present.now_ms >= noticed_ms
    mine.connect(id, "s1")
    assert its.present(id).gone == {}
    again_ms = mine.disconnect(id, "s1")
    its.disconnect(id, "s1", 7)
    assert its.present(id).gone == {"s1": Gone(again_ms, again_ms)}


def test_others_are_told(worker: Worker, redis_url: str, id: str, until: Until) -> None:
    """Coming and going is published once; a repeated disconnect says nothing."""
    heard: list[object] = []
    link = Subscriptions(redis_url, lambda _, message: heard.append(messages.decode(message)))
    link.subscribe(keys_of(id).hash)
    _, presence = worker()
    presence.connect(id, "s1")
    presence.disconnect(id, "s1")
    presence.disconnect(id, "s1")
    presence.connect(id, "s2")
    until(lambda: len(heard) == 3)
    assert heard == [messages.PresenceChanged(seat) for seat in ("s1", "s1", "s2")]
    link.close()


def test_the_seats_of_a_dead_worker_are_lost_since_it_was_last_heard(
    worker: Worker, commands: Commands, id: str
) -> None:
    """Its lease lapsed; a seat that is connected elsewhere is not lost."""
    (dead, its), (_, mine) = worker(), worker()
    its.connect(id, "s1")
    its.connect(id, "s2")
    mine.connect(id, "s2")
    assert dead in mine.renew().live
    heard_ms = age(commands, dead, 3_500)
    assert dead not in mine.renew().live
    present = mine.present(id)
    assert present.connected.keys() == {"s2"}
    assert present.gone == {"s1": Gone(heard_ms, heard_ms + LEASE_MS)}
    assert mine.present(id).gone == present.gone  # whoever asks next learns it too


def test_entries_of_the_dead_are_dropped_after_a_minute(worker: Worker, commands: Commands, id: str) -> None:
    """They would be read for ever."""
    (dead, its), (_, mine) = worker(), worker()
    its.connect(id, "s1")
    mine.connect(id, "s2")
    age(commands, dead, 61_000)
    assert mine.present(id).gone.keys() == {"s1"}
    assert mine.present(id).gone == {}
    assert commands.call("HLEN", keys_of(id).presence) == 1


def test_a_worker_that_lapsed_knows_it_and_judges_nobody_yet(worker: Worker, commands: Commands, id: str) -> None:
    """When Redis was away all leases are old: the others get the time to renew theirs."""
    (other, its), (me, mine) = worker(), worker()
    its.connect(id, "s1")
    mine.connect(id, "s2")
    age(commands, other, 10_000)
    age(commands, me, 10_000)
    assert mine.present(id).connected.keys() == {"s1", "s2"}
    lease = mine.renew()
    assert lease.lapsed
    assert me in lease.live
    assert mine.present(id).connected.keys() == {"s1", "s2"}
    assert not mine.renew().lapsed


def test_a_lease_that_redis_forgot_has_lapsed(worker: Worker, commands: Commands, new_id: Callable[[], str]) -> None:
    """A Redis that lost its data knows none of the worker's seats; a worker's very first renewal is no lapse."""
    me, mine = worker()
    assert not Presence(commands, new_id()).renew().lapsed
    commands.call("ZREM", WORKERS, me)
    assert mine.renew().lapsed
    assert not mine.renew().lapsed


def test_a_worker_that_never_renewed_is_judged_by_when_it_connected(
    worker: Worker, commands: Commands, id: str
) -> None:
    """An entry without a lease at all is as old as it says."""
    _, mine = worker()
    commands.call("HSET", keys_of(id).presence, "ghost:s1", 5)
    assert mine.present(id).gone == {"s1": Gone(5, 5 + LEASE_MS)}


def test_presence_of_an_interview_that_is_gone(worker: Worker, commands: Commands, new_id: Callable[[], str]) -> None:
    """Nothing is left behind."""
    _, mine = worker()
    id = new_id()
    assert mine.connect(id, "s1") is None
    mine.disconnect(id, "s1")
    assert commands.call("EXISTS", keys_of(id).presence) == 0


def test_presence_expires_with_its_interview(
    worker: Worker, interviews: Interviews, commands: Commands, id: str
) -> None:
    """Whoever opens an archived room leaves no key for ever."""
    _, mine = worker()
    interviews.archived(id)
    mine.connect(id, "s1")
    assert 0 < commands.call("PTTL", keys_of(id).presence) <= 3_600_000
    mine.disconnect(id, "s1")
    assert 0 < commands.call("PTTL", keys_of(id).presence) <= 3_600_000
