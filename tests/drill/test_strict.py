"""A strict drill as it is made, and its pages: one person, no interviewer, nobody's marks."""

from __future__ import annotations

import msgspec
import pytest
from flask import Flask
from msgspec.structs import replace

from server.bank.builtin import builtin
from server.core import commands as c
from server.core.interview import Interview, Options
from server.drill import strict
from server.drill.reviews import Answering
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import parking, seats
from tests.website import Browser, StandIn

DECK = builtin()
PLAN = tuple(question.id for question in DECK.questions[1:4])


def made(app: Flask, answering: Answering = "typed") -> SeatKey:
    with app.app_context():
        return strict.create(persons.operator(), DECK, PLAN, think_s=20, answer_s=None, answering=answering)


@pytest.mark.both_databases
@pytest.mark.parametrize(("answering", "kept"), [("typed", "typed"), ("spoken", "spoken"), ("head", "spoken")])
def test_what_is_made(app: Flask, answering: Answering, kept: str) -> None:
    """One seat, taken by its soloist, who leads; the plan is theirs, the clock is hard, and the line's loss freezes it."""
    seat = made(app, answering)
    with app.app_context():
        parked = parking.parked(seat.interview)
    assert parked is not None
    interview = msgspec.json.decode(parked.state, type=Interview)
    assert seat == SeatKey(interview.id, "s1", 1)
    assert [(one.id, one.role, one.joined, one.replay) for one in interview.seats] == [("s1", "soloist", True, False)]
    assert (interview.lead, interview.plans, interview.title) == ("s1", {"s1": PLAN}, DECK.title)
    assert interview.options == replace(
        Options(think_s=20, answer_s=None, expiry="hard", on_lost="freeze"), answering=kept
    )


@pytest.fixture
def kim(app: Flask, live: StandIn) -> Browser:
    """Kim, whose browser keeps the soloist's seat of a drill; `kim.room` is its path."""
    browser = Browser(app)
    browser.get("/")
    return browser


class Drill:
    """A drill that somebody has taken into their browser by its link."""

    def __init__(self, app: Flask, browser: Browser) -> None:
        self.browser = browser
        self.live: StandIn = app.extensions["live"]
        self.key = made(app)
        with app.test_request_context(base_url="http://localhost"):
            held = self.live.hold(self.key.interview)
            assert held is not None
            from server.rooms.room import join_url

            self.link = join_url("", self.key)
        self.page = browser.get(self.link).get_data(as_text=True)
        self.room = browser.submit(self.link, self.link).location

    def gives(self, command: c.Command) -> None:
        self.live.handle(self.key.interview, "s1", command, command_id="x")

    def shows(self, page: str) -> str:
        return str(self.browser.get(self.room + page).get_data(as_text=True))
