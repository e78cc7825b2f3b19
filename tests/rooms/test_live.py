"""The pages over the live service itself, instead of the stand-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from server import create_app
from server.app import start, stop
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
