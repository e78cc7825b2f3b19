"""Templates: kept from the form of a new interview, listed on home, renamed, deleted, and an interview from one."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from flask import Flask

from server.bank import models
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.core.content import Question
from tests.website import Browser, StandIn

pytestmark = pytest.mark.both_databases

IDS = [question.id for question in builtin().questions]
MINE = Deck(
    title="Mine",
    questions=tuple(Question(id=id, prompt=f"What is {id}?") for id in ("one", "two", "three", "four")),
)


def save(host: Browser, template: str = "Phone screen", **fields: Any) -> str:
    """Keep a template; return its address."""
    answer = host.submit("/interviews/new", "/templates", {"deck": "flask", "template": template, **fields})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def keep_deck(host: Browser, deck: Deck = MINE) -> str:
    """Keep a deck; return its id."""
    return host.keeps(deck)


def text(browser: Browser, path: str) -> str:
    return str(browser.get(path).get_data(as_text=True))


def test_home_says_what_templates_are_before_there_is_one(host: Browser) -> None:
    """The empty list says how one comes to be."""
    assert "save them in the form of a new interview" in text(host, "/")


def test_the_choices_of_the_form_are_kept_and_make_an_interview(host: Browser, live: StandIn) -> None:
    """Name, deck, plan in its order and options come back in the interview, with a lobby of its own, by one press."""
    fields = {
        "name": "Robin", "order_of": "flask", f"order-{IDS[4]}": "1", f"order-{IDS[2]}": "2", "answering": "typed",
        "think_s": "0", "answer_s": "90", "expiry": "hard", "on_lost": "run", "show_count": "no",
    }  # fmt: skip
    template = save(host, **fields)
    assert "Phone screen" in text(host, "/")
    first = host.submit("/", f"{template}/interviews")
    second = host.submit(template, f"{template}/interviews")
    assert first.status_code == second.status_code == 303
    assert first.location != second.location
    assert host.get(first.location).status_code == 200
    held = live.hold(first.location.split("/")[2])
    assert held is not None
    options = held.interview.options
    assert held.interview.status == "lobby"
    assert held.interview.plans["s1"] == (IDS[4], IDS[2])
    assert held.interview.seats[0].name == "Robin"
    assert (options.answering, options.think_s, options.answer_s) == ("typed", 0, 90)
    assert (options.expiry, options.on_lost, options.show_count) == ("hard", "run", False)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_is_from_1_to_80_characters(host: Browser, name: str) -> None:
    """Anything else comes back as the form with a sentence, and everything else as it was given."""
    answer = host.submit("/interviews/new", "/templates", {"deck": "flask", "template": name, "name": "Robin"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Give the template a name of 1 to 80 characters." in page
    assert 'value="Robin"' in page


def test_a_name_is_given_once_for_each_person(host: Browser, guest: Browser) -> None:
    """A second template of a name is refused in a sentence; somebody else has their own names."""
    save(host)
    answer = host.submit("/interviews/new", "/templates", {"deck": "flask", "template": "  Phone   screen "})
    assert answer.status_code == 400
    assert "You have a template of that name already." in answer.get_data(as_text=True)
    save(guest)


def test_what_is_wrong_in_the_form_keeps_no_template(host: Browser) -> None:
    """The form comes back as it does for an interview."""
    answer = host.submit("/interviews/new", "/templates", {"deck": "flask", "template": "A", "count": "99"})
    assert answer.status_code == 400
    assert "Give a whole number from" in answer.get_data(as_text=True)
    assert host.submit("/interviews/new", "/templates", {"deck": "nothing", "template": "A"}).status_code == 400
    assert "/templates/" not in text(host, "/")


def test_a_template_is_renamed_and_deleted(host: Browser, live: StandIn) -> None:
    """Its interviews stay; the name of another is refused."""
    template, _ = save(host), save(host, "Other")
    room = host.submit(template, f"{template}/interviews").location
    taken = host.submit(template, f"{template}/name", {"name": "Other"})
    assert taken.status_code == 400
    assert "You have a template of that name already." in taken.get_data(as_text=True)
    assert host.submit(template, f"{template}/name", {"name": "Phone screen"}).status_code == 303
    assert host.submit(template, f"{template}/name", {"name": "Ünï & <b>"}).status_code == 303
    assert "Ünï &amp; &lt;b&gt;" in text(host, "/")
    assert host.submit(template, f"{template}/delete").status_code == 303
    assert host.get(template).status_code == 404
    assert host.get(room).status_code == 200


def test_a_template_whose_deck_is_gone_says_so_and_takes_another(host: Browser, live: StandIn) -> None:
    """No interview is made; after another deck was chosen one is, with as many of its first questions."""
    deck = keep_deck(host)
    template = save(host, deck=deck, order_of=deck, **{"order-two": "1", "order-four": "2"})
    host.submit(f"/decks/{deck}", f"/decks/{deck}/delete")
    answer = host.submit(template, f"{template}/interviews")
    assert answer.status_code == 409
    assert "The deck “Mine” is gone" in answer.get_data(as_text=True)
    assert host.submit(template, f"{template}/deck", {"deck": "nothing"}).status_code == 400
    assert host.submit(template, f"{template}/deck", {"deck": "flask"}).status_code == 303
    held = live.hold(host.submit(template, f"{template}/interviews").location.split("/")[2])
    assert held is not None
    assert held.interview.plans["s1"] == tuple(IDS[:2])


def test_a_template_whose_deck_lost_questions_starts_without_them(host: Browser, live: StandIn, app: Flask) -> None:
    """It is asked first, and the template itself stays as it is; where nothing is left it needs a deck."""
    deck = keep_deck(host)
    template = save(host, deck=deck, order_of=deck, **{"order-three": "1", "order-one": "2"})
    change_deck(app, deck, MINE.questions[:2])
    answer = host.submit(template, f"{template}/interviews")
    assert answer.status_code == 409
    assert "One planned question is not in the deck" in answer.get_data(as_text=True)
    without = host.submit(template, f"{template}/interviews", {"without": "missing"})
    held = live.hold(without.location.split("/")[2])
    assert held is not None
    assert held.interview.plans["s1"] == ("one",)
    change_deck(app, deck, MINE.questions[3:])
    nothing = host.submit(template, f"{template}/interviews", {"without": "missing"})
    assert nothing.status_code == 409
    assert "Nothing of the plan is left" in nothing.get_data(as_text=True)


def change_deck(app: Flask, deck_id: str, questions: tuple[Question, ...]) -> None:
    """Change the questions of a deck, which no page does so far."""

    def work(session: Any) -> None:
        row = session.get(models.DeckRecord, deck_id)
        row.body = msgspec.json.encode(msgspec.structs.replace(MINE, questions=questions))

    with app.app_context():
        models.db.transact(work)


def test_the_choices_can_be_changed_before_an_interview_is_made(host: Browser) -> None:
    """The form opens with all that the template keeps, its length included; a start is not kept."""
    fields = {
        "name": "Robin <&>", "order_of": "flask", f"order-{IDS[4]}": "1", "answering": "typed", "think_s": "0",
        "expiry": "hard", "show_count": "no", "call": "https://meet.example/x", "length_min": "45",
    }  # fmt: skip
    template = save(host, **fields, date="2027-11-28", time="18:00", zone="Europe/Berlin")
    page = text(host, f"{template}/form")
    assert re.search(rf'name="order-{IDS[4]}" value="1"', page)
    for part in ("Robin &lt;&amp;&gt;", "https://meet.example/x", "45", "0"):
        assert f'value="{part}"' in page
    for part in ("typed", "hard", "no"):
        assert f'<option value="{part}" selected>' in page
    assert "2027-11-28" not in page
    assert "45 minutes" in text(host, template)
    name = re.search(r"<h1>(.+?)</h1>", text(host, template))
    assert name
    assert f"<h1>New interview from “{name[1]}”</h1>" in page
    given = {"deck": "flask", "from_template": "A <&>", "count": "99"}
    again = host.submit(f"{template}/form", "/interviews", given).get_data(as_text=True)
    assert "<h1>New interview from “A &lt;&amp;&gt;”</h1>" in again
    wrong = host.submit("/interviews/new", "/templates", {"deck": "flask", "template": "B", "length_min": "4"})
    assert wrong.status_code == 400


def test_a_swap_is_dealt_anew_for_each_interview(host: Browser, live: StandIn) -> None:
    """Halves are no part of a template; one whose deck can't be dealt any more says so."""
    template = save(host, swap="dealt", count="3")
    dealt = []
    for _ in range(2):
        held = live.hold(host.submit(template, f"{template}/interviews").location.split("/")[2])
        assert held is not None
        assert {len(plan) for plan in held.interview.plans.values()} == {3}
        dealt.append(held.interview.halves)
    assert dealt[0] != dealt[1]  # by chance the same once in 2.7 million
    short = keep_deck(host, msgspec.structs.replace(MINE, questions=MINE.questions[:1]))
    host.submit(template, f"{template}/deck", {"deck": short})
    answer = host.submit(template, f"{template}/interviews")
    assert answer.status_code == 409
    assert "dealt into two halves" in answer.get_data(as_text=True)


def test_nobody_else_sees_a_template(host: Browser, guest: Browser) -> None:
    """Neither on home nor at its address; what cannot be read cannot be changed."""
    template = save(host)
    save(guest, "Theirs")
    assert template not in text(guest, "/")
    for path in (template, f"{template}/compare", f"{template}/form"):
        assert guest.get(path).status_code == 404
    for path in ("name", "deck", "delete", "interviews"):
        assert guest.submit("/", f"{template}/{path}", {"name": "Mine now", "deck": "flask"}).status_code == 404
    assert "Phone screen" in text(host, template)
