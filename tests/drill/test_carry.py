"""Carry on on another device: a link that opens once, and two schedules that become one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import sqlalchemy
from flask import Flask

from server import db
from server.drill import carry
from server.drill.models import CarryRecord, ReviewRecord
from server.people.models import PersonSession
from tests.drill.devices import DECK, link_of, opens, persons, practises, run
from tests.website import Browser

pytestmark = pytest.mark.both_databases


def test_another_device_becomes_the_person(app: Flask, host: Browser, guest: Browser) -> None:
    """Who has nothing here opens the link, and finds drill and decks of the other device."""
    deck = host.keeps(DECK)
    drill = practises(host)
    answer = opens(guest, link_of(host))
    assert (answer.status_code, answer.location) == (303, "/carry")
    assert guest.get(f"/decks/{deck}").status_code == guest.get(drill).status_code == 200
    for browser in (host, guest):
        assert "The last link was opened on" in browser.get("/carry").get_data(as_text=True)
    assert len(persons(app)) == 1


def test_looking_uses_nothing_up(host: Browser, guest: Browser, somebody: Callable[[], Browser], app: Flask) -> None:
    """A preview opens the link as often as it likes, by GET and HEAD; it becomes nobody, and the link stays good."""
    practises(host)
    link = link_of(host)
    for _ in range(3):
        preview = somebody()
        assert "Nothing is changed before you press this" in preview.get(link).get_data(as_text=True)
        assert preview.client.head(link).status_code == 200
        assert preview.client.get_cookie("greenroom_person") is None
    assert guest.post(link, data={"csrf_token": "made up"}).status_code == 400
    assert len(persons(app)) == 1
    assert opens(guest, link).status_code == 303


def test_a_link_opens_once(host: Browser, guest: Browser, stranger: Browser) -> None:
    """Who comes second is told that it was used, what to do, and what it means if it was not them."""
    practises(host)
    link = link_of(host)
    form = stranger.get(link).get_data(as_text=True)
    opens(guest, link)
    token = form.split('name="csrf_token" value="')[1].split('"')[0]
    for answer in (stranger.get(link), stranger.post(link, data={"csrf_token": token})):
        assert answer.status_code == 410
        said = answer.get_data(as_text=True)
        assert "This link was used already" in said
        assert "make another link" in said
        assert "somebody else has your schedule" in said
    assert stranger.client.get_cookie("greenroom_person") is None
    assert "You are here already" in guest.get(link).get_data(as_text=True)


def test_a_link_runs_out(app: Flask, host: Browser, guest: Browser) -> None:
    """After ten minutes it opens nothing, also where the form was open before; the page says until when it was good."""
    practises(host)
    link = link_of(host)
    assert '<time datetime="' in host.get("/carry").get_data(as_text=True)
    (until_ms,) = run(app, lambda session: list(session.scalars(sqlalchemy.select(CarryRecord.until_ms))))
    assert 0 < until_ms - db.now_ms() <= 10 * 60 * 1000
    token = guest.get(link).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    run(app, lambda session: session.execute(sqlalchemy.update(CarryRecord).values(until_ms=db.now_ms())) and None)
    answer = guest.post(link, data={"csrf_token": token})
    assert answer.status_code == 410
    assert "This link has run out" in answer.get_data(as_text=True)
    assert guest.client.get_cookie("greenroom_person") is None
    assert host.get("/carry/qr.svg").status_code == 404


def test_a_new_link_replaces_the_old(host: Browser, guest: Browser) -> None:
    """And one that never was is told the same, however it is spelt."""
    practises(host)
    old, new = link_of(host), link_of(host)
    for wrong in (old, "/carry/nonsense", new[:-1] + "!", new[:-26] + "a" * 26, f"/carry/{new[7:].swapcase()}"):
        answer = guest.get(wrong)
        assert answer.status_code == 404
        assert "This link opens nothing" in answer.get_data(as_text=True)
    assert opens(guest, new).status_code == 303


def test_ones_own_browser_keeps_the_link(host: Browser) -> None:
    """Opened where it was made it is not used up."""
    practises(host)
    link = link_of(host)
    assert host.get(link).status_code == 409
    assert "it is still good" in host.get(link).get_data(as_text=True)
    assert "Good once, until" in host.get("/carry").get_data(as_text=True)


def test_who_has_nothing_has_nothing_to_carry(app: Flask, stranger: Browser) -> None:
    """The page says so; neither looking nor asking makes anybody."""
    assert "nothing to carry on yet" in stranger.get("/carry").get_data(as_text=True)
    assert stranger.post("/carry", data={"csrf_token": "x"}).status_code == 400
    assert persons(app) == set()


def test_the_link_tells_nobody(app: Flask, host: Browser, guest: Browser) -> None:
    """It leaves for no other host, is kept by no cache or index, and can't be made from what the database has."""
    practises(host)
    link = link_of(host)
    answer = guest.get(link)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.get_data(as_text=True)
    assert host.get("/carry/qr.svg").mimetype == "image/svg+xml"
    rows = run(app, lambda session: [tuple(row) for row in session.execute(sqlalchemy.select(CarryRecord.__table__))])
    assert link.rpartition(".")[2] not in str(rows)
    with app.app_context():
        forged = carry.link_of("another secret", rows[0][0])
        assert forged is not None
        assert carry.opened(app.extensions["settings"].secret, forged.token) is None


def test_the_session_is_a_new_one(app: Flask, host: Browser, guest: Browser) -> None:
    """The cookie that the browser had before opens nothing any more, so that nobody can have planted it."""
    practises(host)
    practises(guest)
    planted = guest.client.get_cookie("greenroom_person")
    assert planted is not None
    opens(guest, link_of(host))
    fresh = guest.client.get_cookie("greenroom_person")
    assert fresh is not None
    assert fresh.value != planted.value
    thief = Browser(app)
    thief.client.set_cookie("greenroom_person", planted.value)
    assert "nothing to carry on yet" in thief.get("/carry").get_data(as_text=True)


def test_other_browsers_of_the_guest_come_along(app: Flask, host: Browser, guest: Browser, stranger: Browser) -> None:
    """Two devices that were one guest are one person with the third; the page says so before."""
    practises(guest)
    opens(stranger, link_of(guest))
    drill = practises(host)
    link = link_of(host)
    assert "1 more browser of this guest comes along" in guest.get(link).get_data(as_text=True)
    opens(guest, link)
    assert stranger.get(drill).status_code == 200
    assert len(persons(app)) == 1


def test_of_two_who_press_at_once_one_wins(app: Flask, host: Browser, somebody: Callable[[], Browser]) -> None:
    """Two browsers with practice of their own confirm the same link: one becomes the person, one stays who it was."""
    practises(host)
    rivals = [somebody(), somebody()]
    for rival in rivals:
        practises(rival)
    link = link_of(host)
    together = threading.Barrier(2)
    answers: list[int] = []

    def press(rival: Browser) -> None:
        page = rival.get(link).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        together.wait()
        answers.append(rival.post(link, data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 410]
    assert len(persons(app)) == 2
    sessions = run(app, lambda session: len(list(session.scalars(sqlalchemy.select(PersonSession)))))
    assert sessions == 3
    reviews = run(app, lambda session: len(list(session.scalars(sqlalchemy.select(ReviewRecord)))))
    assert reviews == 3


def test_a_stolen_link_can_be_answered(host: Browser, guest: Browser, stranger: Browser) -> None:
    """One press ends every other browser's session of the person, and no other's."""
    practises(stranger)
    drill = practises(host)
    opens(guest, link_of(host))
    assert "You are in 2 browsers" in host.get("/carry").get_data(as_text=True)
    assert host.submit("/carry", "/carry", {"do": "alone"}).status_code == 303
    assert host.get(drill).status_code == 200
    assert guest.get(drill).status_code == 404
    assert "nothing to carry on yet" not in stranger.get("/carry").get_data(as_text=True)
