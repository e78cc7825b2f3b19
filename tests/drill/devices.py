"""What one does on two devices: practise on each, and carry on from one to the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy
from flask import Flask
from sqlalchemy.orm import Session

from server import db
from server.people.models import Person
from tests.website import Browser

DECK = {"title": "Mine", "questions": [{"id": "one", "prompt": "First?"}, {"id": "two", "prompt": "Second?"}]}


def link_of(browser: Browser) -> str:
    """Make a link; return its path."""
    assert browser.submit("/carry", "/carry").status_code == 303
    page = browser.get("/carry").get_data(as_text=True)
    return str(re.search(r'value="http://localhost(/carry/[^"]+)"', page)[1])  # type: ignore[index]  # it is there


def opens(browser: Browser, link: str) -> Any:
    """Open a link and confirm."""
    return browser.submit(link, link)


def practises(browser: Browser, count: str = "2") -> str:
    """Start a drill and grade its first question; return its path."""
    path = str(browser.submit("/drill", "/drill", {"deck": "flask", "count": count}).location)
    act = {"act": "grade", "id": f"{path.rpartition('/')[2]}-0-1", "place": 0, "at_ms": 1, "grade": 3}
    assert browser.post(f"{path}/reviews", json={"sent_ms": 2, "acts": [act]}).status_code == 200
    return path


def run(app: Flask, work: Callable[[Session], Any]) -> Any:
    with app.app_context():
        return db.transact(work)


def persons(app: Flask) -> set[str]:
    return set(run(app, lambda session: list(session.scalars(sqlalchemy.select(Person.id)))))


def born(app: Flask, browser: Browser) -> str:
    """Let a browser be somebody; return who."""
    before = persons(app)
    practises(browser)
    (new,) = persons(app) - before
    return new
