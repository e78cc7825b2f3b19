"""Nobody receives what was not shown to them: every byte of every participant of one interview, in the order of time.

The deck has a word of its own in every field. What each participant is sent is kept by their wire: pages, headers,
JSON, downloads, frames of websockets and answers to polling. A word that came before it was shown is a leak.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.ledger import Ledger
from tests.browser.people import Candidate, Person
from tests.browser.wire import Wire

QUESTIONS = ("alpha", "beta", "gamma", "delta")
PARTS = ("prompt", "guidance", "answer", "example")
EXPORTS = ("report.md", "report.json", "log.jsonl")
FETCH = "(paths) => Promise.all(paths.map((path) => fetch(path).then((answer) => answer.text())))"


def canary(question: str, part: str) -> str:
    """The word that stands in this field and nowhere else."""
    return f"kanari{question}{part}"


def deck_file(ledger: Ledger) -> str:
    """A deck with a canary in every field, each a secret from now on."""
    lines = ["# Canaries", ""]
    for question in QUESTIONS:
        for what in (*PARTS, "points.0", "points.1", "topics"):
            ledger.hold(f"{question}.{what}", canary(question, what.replace(".", "")))
        lines += [
            f"## What of {canary(question, 'prompt')}?", "",
            f"id: {question}", f"topics: {canary(question, 'topics')}", "",
            "### How to answer", "", canary(question, "guidance"), "",
            "### Answer", "", canary(question, "answer"), "",
            "### Example answer", "", canary(question, "example"), "",
            "### Talking points", "", f"- {canary(question, 'points0')}", f"- {canary(question, 'points1')}", "",
        ]  # fmt: skip
    return "\n".join(lines)


def looks_everywhere(person: Person) -> None:
    """Fetch all that a curious participant would try below the interview's addresses."""
    room = person.room()
    below = ("", "/deck", "/links", "/report", "/qr/s1.svg", *(f"/{export}" for export in EXPORTS))
    paths = [f"{room[:-1]}{seat}{path}" for seat in "1234" for path in below]
    with person.forgiving():
        person.page.evaluate(FETCH, [*paths, "/join/nothing", "/room/nothing/s1", "/decks/nothing", "/", "/decks"])


def test_no_canary_is_early(people: People, tmp_path: Path) -> None:
    """An interview with a candidate by polling, two observers, a second interviewer and a stranger; then its report."""
    ledger = people.ledger
    text = deck_file(ledger)
    ada = people.come(Interviewer, "Ada").open("/decks/new")
    ada.page.get_by_label("Or paste text").fill(text)
    ada.button("Show how it is understood").click()
    ada.button("Keep the deck").click()
    expect(ada.heading("Canaries")).to_be_visible()
    deck = ada.page.url
    for written in ('"extra_percent":50', '"extra_percent": 50', "50 % extra"):
        ledger.hold(f"extra time {written}", written, "Ada", "Ben", "Kim")
    ada.starts_an_interview("Canaries", **{"How many questions": "3", "Answers are": "typed"})
    kim = people.come(Candidate, "Kim", polling=True).join(ada.link_for("candidate"), extra="50 % more")
    olu = people.observer(ada)
    pia = people.observer(ada, "Pia", polling=True)
    ben = people.come(Interviewer, "Ben").join(ada.invites("Invite a second interviewer"))
    sam = people.come(Person, "Sam")
    guests = (kim, olu, pia)
    for guest in guests:
        looks_everywhere(guest)

    ada.begins().asks()
    for guest in guests:
        guest.sees(canary("alpha", "prompt"))
    ada.begins_answering().ticks(0).notes("kanarinoteofada")
    ben.notes("kanarinoteofben")
    kim.types("An answer").has_saved()
    ada.shows("guidance").shows("example", ahead=True)
    for guest in guests:
        guest.sees(canary("alpha", "guidance"), canary("alpha", "example"))
        looks_everywhere(guest)
    ada.skips().asks()
    for guest in guests:
        guest.sees(canary("beta", "prompt"))
    kim.page.reload()
    kim.sees(canary("beta", "prompt"))
    ada.begins_answering().shows("guidance").shows("answer").marks_all(2)
    with sam.forgiving():
        for address in (deck, ada.room(), ada.room("deck"), kim.room(), kim.room("report.json"), "/join/nothing", "/"):
            sam.open(address)
    for guest in guests:
        guest.sees(canary("beta", "answer"))

    ada.ends()
    ada.gives_feedback(keep="kanarikeep", stop="kanaristop", start="kanaristart")
    for guest in guests:
        expect(guest.heading(re.compile("That was it|The interview has ended"))).to_be_visible()
        looks_everywhere(guest)
    ada.page.locator("#round-2 summary").first.click()
    box = ada.page.locator("#round-2").get_by_label("Your note")
    ledger.hold("released", "kanarireleased", "Ada")
    box.fill("kanarireleased")
    ada.page.locator("#round-2").get_by_role("checkbox").click()
    expect(ada.page.locator("#round-2")).to_contain_text("Goes into the report.")
    ledger.show("released", "Kim")
    ada.releases()
    for guest in guests:
        guest.link("Read the report").click()
        guest.sees(canary("alpha", "answer"), canary("beta", "points1"))
        for export in ("Markdown", "JSON"):
            assert canary("beta", "example") in guest.downloads(export, tmp_path)
        guest.sees_not(re.compile("gamma|delta"))
    kim.sees("kanarikeep", "kanarireleased")

    assert b"websocket" in olu.wire.received().lower()
    for reader in (kim, pia):
        assert b"101 switching protocols" not in reader.wire.received().lower()
    for guest in guests:
        for what in ("alpha.prompt", "alpha.example", "beta.answer"):
            assert guest.wire.received_at(ledger.secrets[what].words) is not None
    assert not ledger.leaks("Sam", sam.wire)


def test_a_leak_is_found(people: People) -> None:
    """The negative control: what the interviewer received, judged as if a candidate had, and a planted page."""
    ada, kim = people.pair()
    ada.begins()
    found = {leak.split("received ")[1].split(":")[0] for leak in people.ledger.leaks("Kim", ada.wire)}
    assert {"what-is-flask.prompt", "what-is-flask.answer", "cors.guidance"} <= found
    assert not people.ledger.leaks("Kim", kim.wire)
    planted = Ledger()
    planted.hold("home", "Practise interviews, live")
    kim.open("/")
    assert planted.leaks("Kim", kim.wire) == ["Kim received home: 'Practise interviews, live'"]
    planted.show("home")
    assert planted.leaks("Kim", kim.wire), "it was shown after it had been received"
    kim.page.reload()


def test_the_wire_keeps_every_byte_and_when_it_came(people: People) -> None:
    """Compression is not let through, and the time of a word is that of the chunk it came with."""
    ada, _ = people.pair()
    received = ada.wire.received().lower()
    assert b"content-encoding" not in received
    assert b"permessage-deflate" not in received
    first = ada.wire.received_at("<title>New interview")
    later = ada.wire.received_at("Opening the room")
    assert first is not None
    assert later is not None
    assert first < later
    assert ada.wire.received_at("<title>New interview", later) is None
    assert isinstance(ada.wire, Wire)
