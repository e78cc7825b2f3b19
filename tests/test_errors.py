"""What goes wrong, said in one sentence with a way home."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from server.store.connection import NotSaved, Unconfirmed
from tests.website import Browser, StandIn, app, empty_records, guest, host, live, settings, stranger

__all__ = ["app", "empty_records", "guest", "host", "live", "settings", "stranger"]


def test_a_page_is_told_as_a_page_and_json_as_json(host: Browser) -> None:
    """Who reads pages gets a page; who sent or asks for JSON gets a code and a sentence."""
    page = host.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    told = host.get("/nowhere", headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["code"]) == (404, "gone")
    assert host.post("/nowhere", json={}).get_json()["code"] == "gone"


def test_a_method_that_is_not_taken_says_which_are(host: Browser) -> None:
    """405 with Allow, as the standard asks."""
    answer = host.post("/decks/new", json={})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("error", [NotSaved("redis://secret"), Unconfirmed("redis://secret")])
def test_the_store_away_is_said_and_when_to_come_back(
    error: Exception, live: StandIn, host: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After, and nothing of the inside."""
    room = f"/room/{host.start()}/s1"

    def away(_: str) -> None:
        raise error

    monkeypatch.setattr(live, "hold", away)
    answer = host.get(room)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert b"store is away" in answer.data
    assert b"secret" not in answer.data


def test_below_ones_room_the_way_back_leads_there(host: Browser, stranger: Browser, live: StandIn) -> None:
    """Who keeps the seat is offered the room, whatever went wrong; who does not is offered home alone."""
    room = f"/room/{host.start()}/s1"
    for path in (f"{room}/nothing", f"{room}/interview.ics"):
        page = host.get(path)
        assert page.status_code == 404
        assert f'href="{room}">Back to the room</a>' in page.get_data(as_text=True)
        assert stranger.get(path).get_data(as_text=True) == stranger.get("/nowhere").get_data(as_text=True)
    live.change(room.split("/")[2], status="live")
    refused = host.get(f"{room}/schedule")
    assert refused.status_code == 409
    assert "Back to the room" in refused.get_data(as_text=True)


def test_a_bug_is_noted_for_us_and_not_shown(
    app: Flask, host: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The page is generic, the log has the trace, and the server goes on."""
    app.testing = False

    def broken(_: object) -> None:
        raise ZeroDivisionError("a detail of ours")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr("server.bank.shelf.decks", broken)
        answer = host.get("/")
    assert answer.status_code == 500
    assert b"a detail of ours" not in answer.data
    assert b'href="/"' in answer.data
    assert "a detail of ours" in caplog.text
    assert host.get("/").status_code == 200
