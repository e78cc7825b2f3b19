"""Home, and the form of a new interview."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from flask import Flask

from server.bank.builtin import builtin
from server.core.interview import Clock, Role, Round
from server.reports import archive
from server.rooms import parking, seats
from tests.website import Browser, StandIn

IDS = [question.id for question in builtin().questions]
BEGUN_MS = 1_800_000_000_000


def test_home_offers_to_start_and_says_what_will_be_here(host: Browser) -> None:
    """A newcomer finds the one button, the built-in deck, and why the list is empty."""
    page = host.get("/").get_data(as_text=True)
    assert re.search(r'<a class="button button--primary[^"]*" href="/interviews/new">Start an interview</a>', page)
    assert "are listed here" in page
    assert "24 questions · built in" in page


def test_home_lists_what_is_mine_with_the_way_back(
    host: Browser, guest: Browser, stranger: Browser, live: StandIn
) -> None:
    """Both sides find their own seat again; nobody else finds anything."""
    interview = host.start()
    room = f"/room/{interview}/s1"
    theirs = guest.join(host.links(room)["s2"])
    assert f'href="{room}"' in host.get("/").get_data(as_text=True)
    assert f'href="{theirs}"' in guest.get("/").get_data(as_text=True)
    assert room not in guest.get("/").get_data(as_text=True)
    assert interview not in stranger.get("/").get_data(as_text=True)


def test_what_is_mine_can_be_told_apart(host: Browser, guest: Browser, live: StandIn, app: Flask) -> None:
    """With whom, when, and what one did; what has ended opens its report."""
    interview = host.start(name="Robin")
    room = f"/room/{interview}/s1"
    assert re.search(r"<time [^>]+>[^<]+ UTC</time>, you interview<", host.get("/").get_data(as_text=True))
    theirs = guest.join(host.links(room)["s2"], "Kim")
    assert re.search(r"with Kim, <time [^>]+>[^<]+</time>, you interview<", host.get("/").get_data(as_text=True))
    assert re.search(r"with Robin, <time [^>]+>[^<]+</time>, you answer<", guest.get("/").get_data(as_text=True))
    clock = Clock(phase="stopped", total_ms=1, answer_ms=1)
    roles: list[dict[str, Role]] = [
        {"s1": "interviewer", "s2": "candidate"},
        {"s1": "candidate", "s2": "interviewer"},
    ]
    rounds = tuple(
        Round(id=number, question=IDS[number], asker="s1", asked_ms=1, roles=had, clock=clock, state="closed")
        for number, had in enumerate(roles, 1)
    )
    live.change(interview, status="released", rounds=rounds, started_ms=BEGUN_MS, ended_ms=BEGUN_MS + 1)
    held = live.held[interview]
    state, content = msgspec.json.encode(held.interview), msgspec.json.encode(held.content)
    with app.app_context():
        archive.archive(interview, parking.Parked(held.rev, state, content))
    page = host.get("/").get_data(as_text=True)
    assert "15 January 2027, 08:00 UTC</time>, you interviewed and answered<" in page
    assert f'href="{room}/report">' in page
    assert f'href="{room}"' not in page
    assert f'href="{theirs}/report">' in guest.get("/").get_data(as_text=True)


def test_one_choice_starts_an_interview(host: Browser, live: StandIn) -> None:
    """The deck alone is enough: the owner sits on s1 and the room opens."""
    answer = host.submit("/interviews/new", "/interviews", {"deck": "flask"})
    assert answer.status_code == 303
    assert re.fullmatch(r"/room/[0-9A-Za-z]{16}/s1", answer.location)
    assert host.get(answer.location).status_code == 200
    held = live.hold(answer.location.split("/")[2])
    assert held is not None
    assert held.interview.plans["s1"] == tuple(IDS[:5])
    seat = held.interview.seat("s1")
    assert seat is not None
    assert (seat.role, seat.name, seat.joined) == ("interviewer", "Interviewer", True)


def test_bad_input_comes_back_with_sentences_and_nothing_lost(host: Browser) -> None:
    """The form again, 400, each wrong field explained, everything as it was given."""
    given = {
        "deck": "flask", "name": "Robin <&>", "count": "99", "think_s": "-3", "answering": "typed", "expiry": "hard",
        "show_count": "no", "order_of": "flask", f"order-{IDS[3]}": "2",
    }  # fmt: skip
    answer = host.submit("/interviews/new", "/interviews", given)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert page.count("Give a whole number from") == 2
    assert 'value="Robin &lt;&amp;&gt;"' in page
    assert 'value="99"' in page
    assert '<option value="typed" selected>' in page
    assert '<option value="hard" selected>' in page
    assert '<option value="no" selected>' in page
    assert re.search(rf'name="order-{IDS[3]}" value="2"', page)
    assert '<details class="disclosure" open>' in page


def test_another_decks_questions_can_be_shown_without_losing_anything(host: Browser) -> None:
    """The button beside the list works without JavaScript, and creates nothing."""
    answer = host.submit("/interviews/new", "/interviews", {"deck": "flask", "name": "Robin", "show": "questions"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'value="Robin"' in page
    assert "are listed here" in host.get("/").get_data(as_text=True)


def test_a_deck_that_is_not_mine_is_as_unknown_as_any(somebody: Callable[[], Browser]) -> None:
    """Neither the form nor its target opens a foreign deck; both answer as to one that never was."""
    visitor = somebody()
    assert visitor.get("/interviews/new?deck=nothing").status_code == 404
    answer = visitor.submit("/interviews/new", "/interviews", {"deck": "nothing"})
    assert answer.status_code == 400
    assert "Choose one of your decks" in answer.get_data(as_text=True)
    assert visitor.submit("/interviews/new", "/interviews", {}).status_code == 400


def test_the_owner_and_the_role_can_not_be_chosen(host: Browser, live: StandIn) -> None:
    """Fields that the form does not have are not read (mass assignment)."""
    interview = host.start(person_id="command-line", role="observer", status="released", lead="s2", id="x" * 16)
    held = live.hold(interview)
    assert held is not None
    assert held.interview.status == "lobby"
    assert held.interview.lead == "s1"
    assert seats.address(interview, "s1") in host.get("/").get_data(as_text=True)


def test_the_name_given_last_is_in_the_form(host: Browser, stranger: Browser) -> None:
    """The name stands before the options and is known from the last time; the one for who gave none is no name."""
    page = host.get("/interviews/new").get_data(as_text=True)
    assert page.index('name="name"') < page.index("Options")
    host.start(name="Ada")
    host.start()
    page = host.get("/interviews/new").get_data(as_text=True)
    assert 'value="Ada"' in page
    assert 'value="Ada"' not in stranger.get("/interviews/new").get_data(as_text=True)
    cleared = host.submit("/interviews/new", "/interviews", {"deck": "flask", "name": "", "count": "99"})
    assert 'value="Ada"' not in cleared.get_data(as_text=True)
