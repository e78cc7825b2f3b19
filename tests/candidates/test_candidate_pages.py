"""Candidates: a page per person, for the one who interviewed them; and one about oneself."""

from __future__ import annotations

import re

import msgspec
import pytest
from flask import Flask

from server.reports import archive
from server.rooms.parking import Parked
from tests.core.room import Room
from tests.website import Browser, StandIn

pytestmark = pytest.mark.both_databases


class Teacher:
    """Somebody who interviews, and lets it end."""

    def __init__(self, app: Flask, browser: Browser, live: StandIn) -> None:
        self.app = app
        self.browser = browser
        self.live = live

    def interviews(self, candidate: Browser, name: str = "Kim", mark: int = 3, *, released: bool = True) -> str:
        """Ask the first question, mark it, end, and release; return the interview."""
        id = self.browser.start(name="Grace")
        links = self.browser.links(f"/room/{id}/s1")
        candidate.join(links["s2"], name)
        held = self.live.hold(id)
        assert held
        room = Room(held.content)
        room.first = room.interview = held.interview
        room.back(room.candidate)
        room.lead.start()
        room.lead.ask(held.content.questions[0].id)
        room.lead.mark("communication", mark)
        room.lead.end()
        if released:
            room.lead.release()
        parked = Parked(9, msgspec.json.encode(room.interview), msgspec.json.encode(held.content))
        with self.app.app_context():
            assert archive.archive(id, parked)
        return id

    def pages(self) -> dict[str, str]:
        """The candidates in the list: their page, by their name."""
        listed = self.browser.get("/candidates").get_data(as_text=True)
        return {name: path for path, name in re.findall(r'<a href="(/candidates/\w{16})">([^<]+)</a>', listed)}

    def page(self, name: str) -> str:
        return str(self.browser.get(self.pages()[name]).get_data(as_text=True))


@pytest.fixture
def grace(app: Flask, host: Browser, live: StandIn) -> Teacher:
    return Teacher(app, host, live)


def test_a_page_per_person(grace: Teacher, guest: Browser) -> None:
    """Two interviews of one browser are one person's: marks over time, what was asked, what to ask next."""
    assert "Nobody yet" in grace.browser.get("/candidates").get_data(as_text=True)
    grace.interviews(guest, mark=1)
    grace.interviews(guest, mark=4)
    assert list(grace.pages()) == ["Kim"]
    page = grace.page("Kim")
    for said in ("Communication", "2.5", "Points missed", "What to ask next", "Asked already", "Side by side"):
        assert said in page


def test_two_interviews_side_by_side(grace: Teacher, guest: Browser) -> None:
    """And a sentence where there are not two."""
    one, other = grace.interviews(guest, mark=1), grace.interviews(guest, mark=4)
    path = grace.pages()["Kim"]
    page = grace.browser.get(f"{path}/compare?one={one}&other={other}").get_data(as_text=True)
    assert "1.0" in page
    assert "4.0" in page
    assert "Choose two different" in grace.browser.get(f"{path}/compare?one={one}&other={one}").get_data(as_text=True)
    assert "Choose two different" in grace.browser.get(f"{path}/compare?one=x").get_data(as_text=True)


def test_what_is_one_person_the_interviewer_says(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Two browsers are two until they are taken for one, under the name of the first, and two again when parted."""
    grace.interviews(guest, "Kim")
    grace.interviews(stranger, "Kimberly")
    pages = grace.pages()
    assert set(pages) == {"Kim", "Kimberly"}
    other = pages["Kimberly"].rpartition("/")[2]
    grace.browser.submit(pages["Kim"], pages["Kim"], {"do": "join", "other": other})
    assert list(grace.pages()) == ["Kim"]
    assert grace.page("Kim").count("/report") == 2
    grace.browser.submit(pages["Kim"], pages["Kim"], {"do": "rename", "name": "Kim L."})
    assert list(grace.pages()) == ["Kim L."]
    path = grace.pages()["Kim L."]
    grace.browser.submit(path, path, {"do": "part"})
    assert set(grace.pages()) == {"Kim", "Kimberly"}


def test_another_interview_with_somebody_known(grace: Teacher, guest: Browser) -> None:
    """What they were asked already comes last in its plan."""
    first = (grace.live.held and grace.interviews(guest)) or grace.interviews(guest)
    assert first
    path = grace.pages()["Kim"]
    answer = grace.browser.submit(path, f"{path}/again", {"deck": "flask"})
    held = grace.live.hold(answer.location.split("/")[2])
    assert held
    asked = held.content.questions[0].id
    assert held.interview.plans["s1"]
    assert asked not in held.interview.plans["s1"]


def test_everybody_about_themself(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """What was released to them, and not before; who has answered nothing is told what will be there."""
    grace.interviews(guest, released=False)
    assert "Nothing yet" in guest.get("/candidates/me").get_data(as_text=True)
    grace.interviews(guest, mark=4)
    page = guest.get("/candidates/me").get_data(as_text=True)
    assert "4.0" in page
    assert "What to ask next" not in page
    assert "Nothing yet" in stranger.get("/candidates/me").get_data(as_text=True)


def test_at_a_glance(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Interviews per week, marks, the hardest questions, help, pacing; of those that one gave and no others."""
    assert "Nothing yet" in grace.browser.get("/glance").get_data(as_text=True)
    grace.interviews(guest, mark=2)
    grace.interviews(stranger, "Bo", mark=4)
    page = grace.browser.get("/glance").get_data(as_text=True)
    for said in ("Interviews per week", "3.0", "Hardest questions", "What is Flask", "Help taken", "Pacing"):
        assert said in page
    assert "Nothing yet" in guest.get("/glance").get_data(as_text=True)


def test_nobody_else_sees_it(grace: Teacher, app: Flask, guest: Browser, stranger: Browser) -> None:
    """The candidate, and another who has interviewed the same person, get the 404 of what never was."""
    grace.interviews(guest)
    [path] = grace.pages().values()
    other = Teacher(app, stranger, grace.live)
    other.interviews(guest)
    for browser in (guest, stranger, Browser(app)):
        assert browser.get(path).status_code == 404
        assert browser.get(f"{path}/compare").status_code == 404
        assert browser.submit("/forget", path, {"do": "rename", "name": "x"}).status_code == 404
    theirs = next(iter(other.pages().values())).rpartition("/")[2]
    assert grace.browser.submit("/forget", path, {"do": "join", "other": theirs}).status_code == 404


def test_a_deleted_interview_is_in_no_page(grace: Teacher, guest: Browser) -> None:
    """And back after the undo."""
    one = grace.interviews(guest, mark=1)
    grace.interviews(guest, mark=4)
    grace.browser.submit("/forget", f"/interviews/{one}/delete", {"what": "delete"})
    assert grace.page("Kim").count("/report") == 1
    grace.browser.submit("/forget", f"/interviews/{one}/undo", {"what": "delete"})
    assert grace.page("Kim").count("/report") == 2
