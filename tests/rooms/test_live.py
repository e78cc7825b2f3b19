"""The pages over the live service itself, instead of the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from server import create_app, db
from server.app import start, stop
from server.live.held import Socket
from server.rooms import expiry
from server.settings import Settings
from tests.website import Browser


@pytest.fixture
def app(settings: Settings, redis_url: str) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    start(app, redis_url)
    yield app
    stop(app)


def test_two_people_come_from_home_into_a_room(app: Flask) -> None:
    """The interview waits in SQL, is loaded when entered, and the seat is taken by a command that is committed."""
    host, guest = Browser(app), Browser(app)
    interview = host.start(name="Robin")
    room = f"/room/{interview}/s1"
    theirs = guest.join(host.links(room)["s2"], "Kim")
    assert guest.get(theirs).status_code == 200
    seats = host.get(f"{room}/links").get_json()["seats"]
    assert [(seat["name"], seat["joined"]) for seat in seats] == [("Robin", True), ("Kim", True)]


def test_the_same_link_again_and_another_device(app: Flask) -> None:
    """Confirming again changes nothing, from the same browser or another."""
    host, guest, tablet = Browser(app), Browser(app), Browser(app)
    interview = host.start()
    link = host.links(f"/room/{interview}/s1")["s2"]
    rooms = {guest.join(link, "Kim"), guest.join(link, "Kim again"), tablet.join(link, "Tablet")}
    assert rooms == {f"/room/{interview}/s2"}
    assert tablet.post(link, json={}).get_json()["seat"] == "s2"
    assert host.get(f"/room/{interview}/s1/links").get_json()["seats"][1]["name"] == "Kim"


def test_an_interview_that_never_was_is_not_found(app: Flask) -> None:
    """Neither in Redis nor in SQL: the same 404."""
    assert Browser(app).get(f"/join/{'0' * 16}.s1.{'a' * 26}").status_code == 404


def test_each_brings_a_deck_over_the_live_service(app: Flask) -> None:
    """The texts come with the command: who brought them browses them at once, and the other has their own half."""
    host, guest = Browser(app), Browser(app)
    room = f"/room/{host.start(swap='bring')}/s1"
    theirs = guest.join(host.links(room)["s2"], "Kim")
    deck = guest.keeps({"title": "Mine", "questions": [{"id": "one", "prompt": "Only mine?"}]})
    assert guest.submit(f"{theirs}/deck/choose", f"{theirs}/deck/choose", {"deck": deck}).location == theirs
    assert [each["title"] for each in guest.get(f"{theirs}/deck").get_json()["questions"]] == ["Only mine?"]
    assert len(host.get(f"{room}/deck").get_json()["questions"]) == 24


def test_a_planned_room_waits_and_goes(app: Flask) -> None:
    """Planned by a form, committed in Redis and kept in SQL; 7 days after its start both have forgotten it."""
    host = Browser(app)
    interview = host.start()
    room = f"/room/{interview}/s1"
    starts = datetime.now(UTC) + timedelta(days=10)
    plan = {"date": f"{starts:%Y-%m-%d}", "time": f"{starts:%H:%M}", "zone": "UTC"}
    assert host.submit(f"{room}/schedule", f"{room}/schedule", plan).location == room
    live, day_ms = app.extensions["live"], 24 * 3600 * 1000
    with app.app_context():
        assert expiry.expire(live, db.now_ms() + 16 * day_ms) == 0
        assert host.get(f"{room}/interview.ics").status_code == 200
        assert expiry.expire(live, db.now_ms() + 18 * day_ms) == 1
    assert live.hold(interview) is None
    assert host.get(room).status_code == 404


def test_a_room_is_not_taken_from_who_is_in_it(app: Flask) -> None:
    """Somebody waits in the lobby past its time: it stays."""
    host = Browser(app)
    interview = host.start()
    live, late_ms = app.extensions["live"], db.now_ms() + 91 * 24 * 3600 * 1000
    socket = Socket(interview, "s1", 1, lambda event, body: None, lambda: None, lambda: 0)
    assert live.enter(socket)
    with app.app_context():
        assert expiry.expire(live, late_ms) == 0
    assert host.get(f"/room/{interview}/s1").status_code == 200
    live.leave(socket, 0)
