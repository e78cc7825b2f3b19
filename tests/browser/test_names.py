"""Names without a space: an address, and the longest of the widest letter. No page runs out of a phone's window."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import PHONE, SIDEWAYS
from tests.browser.people import Candidate, Person

ADDRESS = "maximiliane.featherstonehaugh@students.university.example.ac"
WIDE = "W" * 60
PHONE_LETTERS = "X" * 30 + "_" * 30


def fits(*people: Person) -> None:
    """Nothing on these pages is wider than their window."""
    for person in people:
        person.page.wait_for_load_state()  # before its styles are there, a page is as wide as it likes
        assert person.page.evaluate(SIDEWAYS) == [], person.page.url


def test_long_names_break_and_no_page_does(people: People) -> None:
    """From the invitation to the report, for interviewers, candidate and observer."""
    ada = people.come(Interviewer, WIDE, viewport=PHONE).starts_an_interview(
        **{"Answers are": "typed", "How many questions": "1"}
    )
    link = ada.link_for("candidate")
    kim = people.come(Candidate, ADDRESS, viewport=PHONE).open(link)
    fits(ada, kim)
    kim.join(link)
    ben = people.come(Interviewer, PHONE_LETTERS, viewport=PHONE).join(ada.invites("Invite a second interviewer"))
    expect(ada.heading(f"{ADDRESS} is here")).to_be_visible()
    fits(ada, kim, ben)
    kim.expands("Change your name").expands("My other devices")
    ada.page.locator(".person summary").last.click()
    fits(ada, kim)
    ada.begins()
    fits(ada, kim)
    ada.asks()
    ada.begins_answering()
    kim.types("W" * 80).has_saved().signals("A hint, please")
    ada.sees("asks for a hint").expands("People and links").marks_all(2)
    ben.sees(re.compile(f"{WIDE}: done"))
    fits(ada, kim, ben)
    ben.marks_all(3)
    ben.sees("All have marked. Marks side by side:")
    ada.button("Pause", exact=True).click()
    kim.has_clock("Paused")
    fits(ada, kim, ben)
    ada.ends()
    kim.sees("is writing your feedback")
    ada.expands("Who is here")
    fits(ada, kim, ben)
    ada.releases()
    kim.sees("The report is ready")
    fits(ada, kim, ben)
    for person in (ada, kim, ben):
        person.link("Read the report").click()
        expect(person.heading(re.compile("^Report: "))).to_be_visible()
        fits(person)
        person.open("/").sees(re.compile("you (interviewed|answered)"))
        fits(person)
    welcome = people.come(Candidate, ADDRESS, viewport=PHONE).open(link)
    expect(welcome.heading(f"Welcome back, {ADDRESS}")).to_be_visible()
    fits(welcome)
