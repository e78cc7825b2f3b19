"""Two who swap roles: each asks from a half that the other has never seen, and each reads what they were told."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from server.bank.builtin import builtin
from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer, Swapper

DEALT = "we swap; the deck is dealt into two halves"


def two(people: People) -> tuple[Swapper, Swapper]:
    """Ada and Kim will swap; Ada comes in at a browser that has not seen the page on which the deck was chosen."""
    home = people.come(Interviewer, "Ada").starts_an_interview(
        **{"Roles": DEALT, "How many questions": "2", "Answers are": "typed"}
    )
    links = {str(seat["role"]): str(seat["url"]) for seat in home.fetched("links")["seats"]}
    ada = people.come(Swapper, "Ada").open(links["interviewer"])
    ada.button("Continue as Ada").click()
    kim = people.come(Swapper, "Kim").join(links["candidate"])
    return ada.prepares(), kim.prepares()


def swapped(offers: Swapper, accepts: Swapper) -> None:
    """Swap roles, and see each other's page at once."""
    offers.button("Offer to swap roles").click()
    offers.sees("You offered to swap roles.")
    accepts.button("Accept the swap").click()
    for person in (offers, accepts):
        person.sees(re.compile("^Roles are swapped"))


def test_a_swap_from_the_lobby_to_the_report(people: People) -> None:
    """Each prepares unseen, asks their own half, and answers the other's; nothing of it comes early to either."""
    ada, kim = two(people)
    assert not ada.half() & kim.half()
    kim.sees("Between two questions you can swap roles: then you ask, and Ada answers.")
    kim.expands("Your questions for later")
    expect(kim.page.locator(".plan__line")).to_have_count(2)
    kim.button("Edit the plan").click()
    kim.button(re.compile("^Remove from the plan")).last.click()
    expect(kim.page.locator(".plan__line")).to_have_count(1)

    ada.begins().asks()
    ada.begins_answering().notes("Ada of Kim")
    kim.types("Kim answers").done()
    ada.marks_all(3)
    expect(ada.button("Offer to swap roles")).to_have_count(0)
    ada.button("Close this question").click()
    ada.button("Offer to swap roles").click()
    kim.sees("Ada offers to swap: you would ask, Ada would answer.")
    kim.button("Not now").click()
    ada.sees_not("You offered to swap roles.")
    kim.button("Offer to swap roles").click()
    ada.sees("Kim offers to swap: Kim would ask, you would answer.")
    ada.button("Accept the swap").click()

    expect(kim.heading("Between two questions")).to_be_visible()
    kim.sees("Roles are swapped. You ask now.")
    ada.sees("Roles are swapped. Kim asks now.", "Kim chooses the next question.")
    kim.asks()
    kim.begins_answering().shows("guidance").notes("Kim of Ada")
    ada.types("Ada answers").done()
    kim.marks_all(2)
    kim.ends()

    expect(ada.heading("Say what you saw")).to_be_visible()
    for person, asked, answered in ((ada, 1, 2), (kim, 2, 1)):
        expect(person.page.locator(f"#round-{asked}")).to_be_visible()
        expect(person.page.locator(f"#round-{answered}")).to_have_count(0)
        own = person.page.locator(f"#self-{answered}").get_by_role("group", name=re.compile("^Depth"))
        own.get_by_role("button", name=re.compile("^4:")).click()
        expect(own).to_contain_text("marked 4")
        person.gives_feedback(keep=f"Feedback by {person.name}")
    for person in (ada, kim):
        people.ledger.show(f"feedback keep of {person.name}")
    kim.releases()
    for person in (ada, kim):
        person.link("Read the report").click()
        person.sees("Kim answers", "Ada answers", "Feedback by Ada", "Feedback by Kim")


def test_swapped_back_after_a_refresh(people: People) -> None:
    """The page follows the role: after a swap a reload shows the same, and a second swap brings everything back."""
    ada, kim = two(people)
    ada.begins().asks()
    ada.button("Close this question").click()
    swapped(ada, kim)
    kim.page.reload()
    expect(kim.button(re.compile("^Ask the next question"))).to_be_visible()
    kim.asks()
    kim.button("Close this question").click()
    swapped(kim, ada)
    ada.asks()
    kim.has_clock("Time to think")


def test_each_brings_a_deck(people: People) -> None:
    """Who has no questions yet is led to their decks; what they bring is theirs to plan at once, on every page."""
    ada = people.come(Interviewer, "Ada").open("/decks/new")
    ada.page.get_by_label("Or paste text").fill("# Bread\n\n## What is yeast?\n\n### Answer\n\nA fungus.\n")
    ada.button("Show how it is understood").click()
    ada.button("Keep the deck").click()
    expect(ada.heading("Bread")).to_be_visible()
    ada.starts_an_interview("Bread", Roles="we swap; each of us brings a deck")
    kim = people.come(Swapper, "Kim").join(ada.link_for("candidate"))
    second = kim.context.new_page()
    second.goto(kim.room())
    for question in builtin().questions:
        people.ledger.give(question.id, "Kim")
    kim.sees("Before that, bring the deck that you ask from.")
    ada.sees("You swap roles: later Kim asks you, from a deck that Kim has still to bring.")
    kim.link("Bring your deck").click()
    kim.page.get_by_role("radio", name=re.compile("^Flask")).check()
    kim.button("Bring it").click()
    for page in (kim.page, second):
        page.locator("summary").filter(has_text="Your questions for later").click()
        page.get_by_role("button", name="Choose questions").click()
        dialog = page.get_by_role("dialog")
        titles = dialog.locator("li strong")
        expect(titles.first).to_have_text("What is Flask, and why is it called a micro framework?")
        expect(titles.filter(has_text="What is yeast?")).to_have_count(0)
        page.get_by_role("button", name="Close", exact=True).click()
    expect(kim.link("Bring another deck")).to_be_visible()
    ada.button("Choose questions").click()
    expect(ada.page.get_by_role("dialog").locator("li strong")).to_have_text(["What is yeast?"])


def test_a_deck_is_brought_at_the_swap(people: People) -> None:
    """Who brought none before the start is led to it when it is their turn, by a document of their own as well."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(
        **{"Roles": "we swap; each of us brings a deck", "How many questions": "1"}
    )
    kim = people.come(Swapper, "Kim").join(ada.link_for("candidate"))
    ada.button("Start the interview").click()
    ada.button("Kim has not brought a deck yet. Press again to start").click()
    ada.asks()
    expect(kim.link("Bring your deck")).to_have_count(0)
    ada.button("Close this question").click()
    expect(kim.link("Bring your deck")).to_be_visible()
    expect(ada.next_step()).to_contain_text("Kim has still to bring a deck")
    swapped(ada, kim)

    expect(kim.next_step()).to_contain_text("Bring your deck")
    kim.sees_not("Your plan is done")
    kim.page.keyboard.press("/")
    dialog = kim.page.get_by_role("dialog")
    dialog.get_by_text("There is no question here yet.").wait_for()
    dialog.get_by_role("button", name="Close", exact=True).click()
    kim.next_step().click()
    kim.link("Add a deck from a document of yours").click()
    kim.page.get_by_label("Or paste text").fill("# Bread\n\n## What is yeast?\n\n### Answer\n\nA fungus.\n")
    kim.button("Show how it is understood").click()
    kim.button("Keep the deck").click()
    expect(kim.page.get_by_role("radio", name=re.compile("^Bread"))).to_be_checked()
    kim.button("Bring it").click()
    expect(kim.next_step()).to_contain_text("What is yeast?")
    kim.next_step().click()
    ada.sees("What is yeast?")


def test_who_made_a_swap_keeps_their_say(people: People) -> None:
    """Either of the two releases and reopens, whoever asked last; who looks at another page meanwhile is away."""
    ada, kim = two(people)
    ada.begins().asks()
    ada.button("Close this question").click()
    swapped(ada, kim)
    kim.asks()
    kim.ends()
    ada.sees("Both of you can. Ask Kim first")
    for person in (ada, kim):
        expect(person.heading("And next?")).to_be_visible()
    room = kim.room()
    kim.open("/")
    ada.expands("Who is here")
    expect(ada.page.locator(".person").filter(has_text="Kim")).to_contain_text("away", timeout=12_000)
    ada.sees_not("connection lost", "has lost the connection")
    kim.open(room)
    ada.releases()
    expect(kim.heading("The report is ready")).to_be_visible()
    kim.button("Reopen the wrap-up").click()
    kim.button(re.compile("^Press again: the report is withdrawn")).click()
    expect(ada.heading("Say what you saw")).to_be_visible()
    ada.button("Go back into the interview").click()
    expect(kim.heading("Between two questions")).to_be_visible()
