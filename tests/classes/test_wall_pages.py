"""The wall's pages: for the coach of the class alone; dropping in takes the coach's own seat."""

from __future__ import annotations

import pytest
from flask import Flask

from server.classes.roster import Group
from tests.teaching import Taught, teach
from tests.website import Browser, StandIn

pytestmark = pytest.mark.both_databases


@pytest.fixture
def taught(app: Flask, host: Browser) -> Taught:
    """A class of the host's with a pair and a trio."""
    host.start()
    cookie = host.client.get_cookie("greenroom_person")
    assert cookie
    return teach(app, "http://localhost", cookie.value, (Group("Ada", "Kim"), Group("Bo", "Li", "Vi")))


def test_the_wall_lists_the_rooms(host: Browser, taught: Taught) -> None:
    """By who sits in them, in their order; and gives a token for its socket."""
    page = host.get(f"/classes/{taught.id}/wall").get_data(as_text=True)
    assert [page.index(each) for each in ("Ada, Kim", "Bo, Li, Vi")] == sorted(
        page.index(each) for each in ("Ada, Kim", "Bo, Li, Vi")
    )
    assert host.post(f"/classes/{taught.id}/wall/token", json={}).get_json()["token"]


def test_a_coach_drops_in(host: Browser, taught: Taught, live: StandIn) -> None:
    """They sit down on their own seat under the name they give, and come back to it without being asked again."""
    room = taught.rooms[0]
    page = f"/classes/{taught.id}/rooms/{room}/drop-in"
    answer = host.submit(page, page, {"name": "Cora"})
    held = live.hold(room)
    assert held
    assert answer.location == f"/room/{room}/{held.interview.coach}"
    seat = held.interview.seat(held.interview.coach or "")
    assert seat
    assert (seat.name, seat.role, seat.joined) == ("Cora", "observer", True)
    assert host.get(answer.location).status_code == 200
    assert host.submit(page, page).location == answer.location


def test_who_leads_a_room_never_gets_the_coachs_link(guest: Browser, taught: Taught, live: StandIn) -> None:
    """Whoever had it would act as the coach."""
    room = guest.join("/" + taught.links["Ada"].split("/", 3)[3], "Ada")
    held = live.hold(taught.rooms[0])
    assert held
    assert held.interview.lead == "s1"
    assert list(guest.links(room)) == ["s1", "s2"]
    assert guest.get(f"{room}/qr/{held.interview.coach}.svg").status_code == 404


def test_it_is_nobody_elses(stranger: Browser, guest: Browser, taught: Taught, host: Browser) -> None:
    """A stranger's, a student's and an unknown class are one 404; and so is a room of another class."""
    stranger.start()
    guest.join("/" + taught.links["Ada"].split("/", 3)[3], "Ada")
    elsewhere = host.start()
    for browser in (stranger, guest):
        assert browser.get(f"/classes/{taught.id}/wall").status_code == 404
        assert browser.post(f"/classes/{taught.id}/wall/token", json={}).status_code == 404
        drop_in = f"/classes/{taught.id}/rooms/{taught.rooms[0]}/drop-in"
        assert browser.get(drop_in).status_code == 404
        assert browser.submit("/forget", drop_in, {"name": "Eve"}).status_code == 404
    assert host.get(f"/classes/{taught.id}/rooms/{elsewhere}/drop-in").status_code == 404
    assert host.get("/classes/nowhere/wall").status_code == 404
