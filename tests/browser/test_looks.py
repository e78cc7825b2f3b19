"""Every page and every state of the room, looked at: axe finds nothing, nothing moves sideways, pictures are left."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer, Swapper
from tests.browser.looks import PHONE, PICTURES, examine
from tests.browser.people import Candidate, Observer, Person

SIDEWAYS_IN = "(part) => part.scrollWidth - part.clientWidth"


def test_the_pages_before_an_interview(people: People) -> None:
    """Home, decks, a document as understood, the form of a new interview, and the page for what is not there."""
    ada = people.come(Interviewer, "Ada")
    examine(ada.open("/").page, "home-first")
    examine(ada.open("/interviews/new").page, "new")
    ada.expands("Options").expands("Which questions")
    examine(ada.page, "new-options")
    examine(ada.open("/decks").page, "decks")
    examine(ada.open("/decks/flask").page, "deck")
    ada.open("/decks/new")
    examine(ada.page, "deck-new")
    ada.page.get_by_label("Or paste text").fill("1. What is yeast?\n\nA fungus.\n\nHow to answer: Say what it eats.\n")
    ada.button("Show how it is understood").click()
    expect(ada.heading("As understood: 1 question")).to_be_visible()
    examine(ada.page, "deck-preview")
    with ada.forgiving():
        examine(ada.open("/join/nothing").page, "not-found")


def test_an_interview_as_it_looks_to_both(people: People) -> None:
    """From the lobby to the report, as interviewer, candidate and observer see it."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(
        **{
            "How many questions": "3",
            "Answers are": "spoken and typed",
            "When the time is over": "the answer is cut off",
        }
    )
    ada.sees("Connected. The server answers")
    examine(ada.page, "lobby-empty")
    kim = people.come(Candidate, "Kim").open(ada.link_for("candidate"))
    examine(kim.page, "invitation")
    kim.join(ada.link_for("candidate"), extra="25 % more")
    olu = people.come(Observer, "Olu").join(ada.invites("Invite an observer"))
    examine(kim.page, "lobby-candidate")
    ada.expands("More people, and my other devices")
    examine(ada.page, "lobby-joined")

    ada.begins()
    examine(kim.page, "room-candidate-waiting")
    examine(ada.page, "room-interviewer-begun")
    ada.asks()
    kim.has_clock("Time to think")
    examine(kim.page, "room-candidate-think")
    ada.begins_answering()
    kim.types("Flask is a small core: routing,\nrequests and templates.").has_saved().signals("A hint, please")
    ada.sees("asks for a hint").shows("guidance").marks("Communication", 3).notes("Clear so far")
    kim.sees("Say what Flask does itself")
    examine(ada.page, "room-interviewer-answer")
    examine(kim.page, "room-candidate-answer")
    examine(olu.page, "room-observer-answer")
    ada.button("Another question").click()
    expect(ada.page.get_by_role("dialog")).to_be_visible()
    examine(ada.page, "room-interviewer-picker")
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("?")
    examine(ada.page, "room-interviewer-keys")
    ada.button("Close", exact=True).click()
    ada.button("Pause").click()
    kim.has_clock("Paused")
    ada.expands("People and links")
    examine(ada.page, "room-interviewer-paused")
    examine(kim.page, "room-candidate-paused")
    ada.button(re.compile("^Resume")).first.click()
    kim.done()
    examine(kim.page, "room-candidate-done")
    ada.asks()
    ada.begins_answering()

    ada.ends()
    expect(kim.heading("That was it")).to_be_visible()
    ada.gives_feedback(keep="Short first sentences", start="Say what it costs")
    examine(ada.page, "wrapup-interviewer")
    examine(kim.page, "wrapup-candidate")
    examine(olu.page, "wrapup-observer")
    waiting(kim)
    ada.releases()
    examine(ada.page, "released")
    for person in (ada, kim):
        person.link("Read the report").click()
        expect(person.heading(re.compile("^Report: "))).to_be_visible()
        examine(person.page, f"report-{person.name.lower()}")
    kim.page.emulate_media(media="print")
    expect(kim.page.get_by_role("banner")).to_be_hidden()
    expect(kim.link("Markdown")).to_be_hidden()
    kim.sees("Flask is a small core: routing,")
    kim.page.screenshot(path=PICTURES / "report-print.png", full_page=True)
    examine(ada.open("/").page, "home")


def test_a_swap_as_it_looks_to_both(people: People) -> None:
    """The warm-up, the questions for later, the offer and both wrap-ups."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(
        **{"Roles": "we swap; the deck is dealt into two halves", "How many questions": "1", "Answers are": "typed"}
    )
    kim = people.come(Swapper, "Kim").join(ada.link_for("candidate")).prepares()
    kim.expands("Your questions for later")
    examine(kim.page, "swap-lobby-candidate")
    ada.button("Try it first: a warm-up question").click()
    ada.begins_answering()
    examine(ada.page, "warm-up-interviewer")
    examine(kim.page, "warm-up-candidate")
    ada.button("Close the warm-up").click()
    ada.begins().asks()
    ada.button("Close this question").click()
    ada.button("Offer to swap roles").click()
    kim.sees("Ada offers to swap")
    examine(ada.page, "swap-offered")
    examine(kim.page, "swap-offer")
    kim.button("Accept the swap").click()
    kim.asks()
    kim.ends()
    expect(ada.heading("Say what you saw")).to_be_visible()
    examine(ada.page, "swap-wrapup")


def test_a_planned_panel_as_it_looks_to_its_judges(people: People) -> None:
    """The planned start and the call in the lobby, sealed marks, and marks side by side."""
    ada, kim = people.pair()
    ben = people.come(Interviewer, "Ben").join(ada.invites("Invite a second interviewer"))
    start = datetime.now(UTC) + timedelta(days=2)
    ada.link("Plan a time").click()
    ada.page.get_by_label("Date", exact=True).fill(start.date().isoformat())
    ada.page.get_by_label("Time", exact=True).fill(f"{start:%H:%M}")
    ada.button("Save").click()
    ada.expands("The call beside it")
    ada.page.get_by_label("Link to your call").fill("https://meet.example/green-room")
    ada.button("Keep the link").click()
    ada.sees("Everybody sees it")
    examine(ada.page, "lobby-planned")
    kim.sees("Open the call")
    examine(kim.page, "lobby-candidate-planned")
    ada.begins().asks()
    ada.begins_answering().marks_all(4)
    ben.sees("Ada: done")
    examine(ben.page, "panel-sealed")
    ben.marks_all(2).marks("Depth", 3)
    ben.sees("All have marked. Marks side by side:").marks("Depth", 4)
    ben.sees("changed after opening")
    examine(ben.page, "panel-open")
    ben.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a width and a height
    assert ben.page.get_by_role("region", name="Marks side by side").evaluate(SIDEWAYS_IN) == 0


def waiting(person: Person) -> None:
    """Look at the page of a report that is not there yet."""
    room = person.room()
    examine(person.open(f"{room}/report").page, "report-waiting")
    person.open(room)
    expect(person.heading("That was it")).to_be_visible()
