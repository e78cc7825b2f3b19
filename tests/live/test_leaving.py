"""A browser that forgets a seat loses its sockets at every worker."""

from __future__ import annotations

from collections.abc import Callable

from server.live.live import Live
from tests.live.conftest import Until, enter


def test_a_seat_that_a_browser_forgets(new_worker: Callable[[], Live], id: str, until: Until) -> None:
    """Whichever worker is told, all sockets of the seat are closed, without a word; those of other seats stay."""
    one, other, told = new_worker(), new_worker(), new_worker()
    here, there, guest = enter(one, id, "s1"), enter(other, id, "s1"), enter(one, id, "s2")
    told.forget(id, "s1")
    until(lambda: here.closed and there.closed)
    assert not guest.closed
    assert here.last("closed") is None
    again = enter(one, id, "s1")
    one.forget(id, "s1")
    assert again.closed
