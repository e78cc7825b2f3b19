"""A strict drill as it is made, and its pages: one person, no interviewer, nobody's marks."""

from __future__ import annotations

import msgspec
import pytest
from flask import Flask
from msgspec.structs import replace

from server.bank.builtin import builtin
from server.core.interview import Interview, Options
from server.drill import strict
from server.drill.reviews import Answering
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import parking
from server.rooms.room import join_url
from tests.website import Browser, StandIn

DECK = builtin()
OF_OTHERS = ("nterviewer", "andidate", "bserver", "marks", "invite")
PLAN = tuple(question.id for question in DECK.questions[1:4])


def made(app: Flask, answering: Answering = "typed") -> SeatKey:
    with app.app_context():
        return strict.create(persons.operator(), DECK, PLAN, think_s=20, answer_s=None, answering=answering)


@pytest.mark.both_databases
@pytest.mark.parametrize(("answering", "kept"), [("typed", "typed"), ("spoken", "spoken"), ("head", "spoken")])
def test_what_is_made(app: Flask, answering: Answering, kept: str) -> None:
    """One seat, taken by its soloist, who leads; the plan is theirs, the clock is hard, and waits for a lost line."""
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


def test_another_device_is_told_what_it_is(app: Flask, host: Browser, live: StandIn) -> None:
    """The link of the seat says that one is alone, asks for no name, and goes on where the drill is."""
    with app.test_request_context(base_url="http://localhost"):
        link = join_url("", made(app))
    page = host.get(link).get_data(as_text=True)
    assert f"Your drill: {DECK.title}" in page
    assert not [word for word in OF_OTHERS if word in page]
    assert "Your name" not in page
    room = host.submit(link, link).location
    assert host.get(room).status_code == 200
    told = host.get(f"{room}/deck").get_json()
    assert set(told) == {"title", "dimensions"}
    assert [seat["role"] for seat in host.get(f"{room}/links").get_json()["seats"]] == ["soloist"]


def test_home_lists_a_drill(app: Flask, host: Browser, live: StandIn) -> None:
    """Home has it among what is one's own, as practice, and offers to go on; it can't be used again with others."""
    with app.test_request_context(base_url="http://localhost"):
        key = made(app)
        link = join_url("", key)
    host.submit(link, link)
    home = host.get("/").get_data(as_text=True)
    assert "you practise" in home
    assert f"/room/{key.interview}/s1" in home
    assert host.get(f"/interviews/{key.interview}/again").status_code == 404
