"""The person of a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy.orm import Session

from server import db, policy
from server.people import persons
from server.people.models import Person, PersonSession
from server.settings import Settings
from tests.website import Browser, wired

pytestmark = pytest.mark.both_databases


def stored(app: Flask) -> tuple[int, int]:
    """How many persons and sessions there are."""

    def count(session: Session) -> tuple[int, int]:
        one, two = (
            session.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(table))
            for table in (Person, PersonSession)
        )
        return one or 0, two or 0

    with app.app_context():
        return db.transact(count)


def test_looking_makes_nobody(app: Flask, host: Browser) -> None:
    """A person exists from the first stored thing on, not before."""
    for path in ("/", "/interviews/new", "/decks", "/decks/new", "/decks/flask", "/forget"):
        assert host.get(path).status_code == 200
    assert stored(app) == (0, 0)


def test_storing_makes_one_person_with_a_cookie_that_says_nothing(app: Flask, host: Browser) -> None:
    """The cookie is opaque, for http only, not sent from elsewhere; the server keeps only its hash."""
    answer = host.submit("/interviews/new", "/interviews", {"deck": "flask"})
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("greenroom_person="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/;" in cookie
    assert "Secure" not in cookie
    value = cookie.split("=", 1)[1].split(";")[0]
    assert len(value) * 6 >= 256
    host.start()
    assert stored(app) == (1, 1)
    with app.app_context():
        rows = db.transact(lambda session: list(session.scalars(sqlalchemy.select(PersonSession.cookie_hash))))
    assert value not in rows


def test_under_https_the_cookie_is_bound_to_the_host(settings: Settings) -> None:
    """`__Host-` and Secure, where PUBLIC_URL is https."""
    app = wired(replace(settings, public_url="https://greenroom.example"))
    browser = Browser(app, "https://greenroom.example")
    answer = browser.submit("/interviews/new", "/interviews", {"deck": "flask"})
    cookies = answer.headers.getlist("Set-Cookie")
    person = next(each for each in cookies if "person" in each)
    assert person.startswith("__Host-greenroom_person=")
    assert "Secure" in person
    assert "Domain" not in person
    seat = next(each for each in cookies if "seat" in each)
    assert seat.startswith("__Secure-greenroom_seat=")
    assert "Secure" in seat


def test_a_session_can_be_revoked_on_the_server(app: Flask, host: Browser) -> None:
    """A browser whose session is deleted is nobody, though it still has its cookie."""
    host.start()
    assert "/room/" in host.get("/").get_data(as_text=True)
    with app.app_context():
        db.transact(lambda session: session.execute(sqlalchemy.delete(PersonSession)))
    assert "/room/" not in host.get("/").get_data(as_text=True)


def test_a_cookie_that_was_not_given_is_nobody(app: Flask, somebody: Callable[[], Browser]) -> None:
    """A made-up cookie neither finds nor makes a person, and is never taken over (session fixation)."""
    attacker = somebody()
    attacker.client.set_cookie("greenroom_person", "chosen-by-an-attacker")
    attacker.start()
    value = attacker.client.get_cookie("greenroom_person")
    assert value is not None
    assert value.value != "chosen-by-an-attacker"


def test_a_session_lasts_while_it_is_used(app: Flask, host: Browser) -> None:
    """Once a day it is renewed, cookie and record; one unused for 400 days is over."""
    host.start()

    def age(days: int) -> None:
        ago_ms = db.now_ms() - days * 24 * 3600 * 1000
        with app.app_context():
            db.transact(lambda session: session.execute(sqlalchemy.update(PersonSession).values(seen_ms=ago_ms)))

    assert not any("person" in each for each in host.get("/").headers.getlist("Set-Cookie"))
    age(2)
    assert any("person" in each for each in host.get("/").headers.getlist("Set-Cookie"))
    assert not any("person" in each for each in host.get("/").headers.getlist("Set-Cookie"))
    age(policy.COOKIE_S // (24 * 3600) + 1)
    assert "/room/" not in host.get("/").get_data(as_text=True)


def test_signing_out_ends_this_browser_only(app: Flask, host: Browser, somebody: Callable[[], Browser]) -> None:
    """The session and its cookie are gone; the person stays, with the sessions of other browsers."""
    host.start()
    cookie = host.client.get_cookie("greenroom_person")
    assert cookie is not None
    with app.app_context():
        (row,) = db.transact(
            lambda session: [row.person_id for row in session.scalars(sqlalchemy.select(PersonSession))]
        )
        twin = PersonSession(
            cookie_hash="x" * 64, person_id=row, created_ms=0, seen_ms=db.now_ms(), device="", agent=""
        )
        db.transact(lambda session: session.add(twin))
    answer = host.submit("/forget", "/forget")
    dropped = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("greenroom_person=")]
    assert len(dropped) == 1
    assert "Max-Age=0" in dropped[0]
    assert stored(app) == (1, 1)


def test_signing_out_outlasts_a_renewal(app: Flask, host: Browser) -> None:
    """A cookie that was due to be renewed by that very request is dropped all the same."""
    host.start()
    ago_ms = db.now_ms() - 2 * 24 * 3600 * 1000
    page = host.get("/forget").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    with app.app_context():
        db.transact(lambda session: session.execute(sqlalchemy.update(PersonSession).values(seen_ms=ago_ms)))
    host.post("/forget", data={"csrf_token": token})
    assert host.client.get_cookie("greenroom_person") is None


def test_the_operator_is_one_person_without_a_browser(app: Flask) -> None:
    """What is made from the command line has one owner, and no cookie opens it."""
    with app.app_context():
        assert persons.operator() == persons.operator()
    assert stored(app) == (1, 0)
