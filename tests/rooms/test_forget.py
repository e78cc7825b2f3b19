"""Forget me on this computer, and rooms that nobody came to."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from flask import Flask

from server import db
from server.core.interview import Schedule
from server.rooms import expiry, parking
from server.settings import Settings
from tests.website import Browser, StandIn, wired

pytestmark = pytest.mark.both_databases

DAY_MS = 24 * 3600 * 1000


def test_a_browser_forgets_its_person_and_its_seats(host: Browser, guest: Browser) -> None:
    """Nothing opens here any more; the others keep theirs, and the links still lead back."""
    interview = host.start()
    room = f"/room/{interview}/s1"
    links = host.links(room)
    theirs = guest.join(links["s2"])
    both = guest.start()
    assert 'href="/forget"' in guest.get("/").get_data(as_text=True)
    assert "your seats in 2 interviews" in guest.get("/forget").get_data(as_text=True)
    answer = guest.submit("/forget", "/forget")
    assert answer.status_code == 200
    assert "Stays on the server" in answer.get_data(as_text=True)
    for path in (theirs, f"{theirs}/deck", f"/room/{both}/s1"):
        assert guest.get(path).status_code == 404
    assert "/room/" not in guest.get("/").get_data(as_text=True)
    assert guest.client.get_cookie("greenroom_person") is None
    assert host.get(room).status_code == 200
    assert guest.join(links["s2"]) == theirs


def test_the_session_is_over_on_the_server_too(host: Browser, app: Flask) -> None:
    """A copy of the cookie opens nothing."""
    host.start()
    cookie = host.client.get_cookie("greenroom_person")
    assert cookie is not None
    host.submit("/forget", "/forget")
    thief = Browser(app)
    thief.client.set_cookie("greenroom_person", cookie.value)
    assert "/room/" not in thief.get("/").get_data(as_text=True)


def test_whoever_is_nobody_can_be_forgotten(stranger: Browser) -> None:
    """Without anything to forget the page works all the same, and names no seats; without its token it does nothing."""
    assert "interviews, and your seat" not in stranger.get("/forget").get_data(as_text=True)
    assert stranger.submit("/forget", "/forget").status_code == 200
    assert stranger.post("/forget", data={"x": "y"}).status_code == 400


def expired(app: Flask, live: StandIn, days: float) -> int:
    with app.app_context():
        return expiry.expire(live, db.now_ms() + int(days * DAY_MS))


@pytest.mark.parametrize("held", [True, False], ids=["in Redis", "in SQL alone"])
def test_a_planned_room_stays_for_seven_days(held: bool, app: Flask, live: StandIn, host: Browser) -> None:
    """Counted from its start; then it is gone, links, seats and all."""
    interview = host.start()
    room = f"/room/{interview}/s1"
    link = host.links(room)["s2"]
    planned = Schedule(starts_ms=db.now_ms() + 100 * DAY_MS, zone="UTC", length_min=45)
    live.change(interview, schedule=planned)
    with app.app_context():
        aside = live.held[interview]
        state, content = msgspec.json.encode(aside.interview), msgspec.json.encode(aside.content)
        parking.put_aside(interview, parking.Parked(aside.rev, state, content))
    if not held:
        live.held.clear()
    assert expired(app, live, 106.9) == 0
    assert host.get(room).status_code == 200
    assert expired(app, live, 107.1) == 1
    assert host.get(room).status_code == 404
    assert host.get(link).status_code == 404
    assert interview not in host.get("/").get_data(as_text=True)


def test_a_room_that_is_not_planned_stays_as_long_as_reports(app: Flask, live: StandIn, host: Browser) -> None:
    """90 days by default, counted from when it was made."""
    host.start()
    assert expired(app, live, 89.9) == 0
    assert expired(app, live, 90.1) == 1


def test_without_a_retention_it_stays(settings: Settings) -> None:
    """RETENTION_DAYS=0 is for ever."""
    app = wired(replace(settings, retention_days=0))
    Browser(app).start()
    assert expired(app, app.extensions["live"], 10_000) == 0


def test_what_has_started_is_never_taken(app: Flask, live: StandIn, host: Browser) -> None:
    """SQL has it as it was made; what is in Redis decides."""
    interview = host.start()
    host.get(f"/room/{interview}/s1")
    live.change(interview, status="live")
    assert expired(app, live, 1000) == 0
    assert host.get(f"/room/{interview}/s1").status_code == 200


def test_a_start_that_was_put_off_meanwhile_counts(app: Flask, live: StandIn, host: Browser) -> None:
    """A room that is planned anew in Redis stays, though SQL has the old start; one changed at that moment, too."""
    interview = host.start()
    host.get(f"/room/{interview}/s1")
    live.change(interview, schedule=Schedule(starts_ms=db.now_ms() + 300 * DAY_MS, zone="UTC", length_min=45))
    assert expired(app, live, 200) == 0
    live.drop = lambda interview_id, rev: False  # type: ignore[method-assign]
    assert expired(app, live, 400) == 0
    assert host.get(f"/room/{interview}/s1").status_code == 200
