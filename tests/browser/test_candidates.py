"""Candidates in a browser: after interviews their candidate has a page, and knows their own."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import examine
from tests.browser.people import Candidate

KEPT = "async ([page, words]) => (await (await fetch(page)).text()).includes(words)"


def holds(ada: Interviewer, kim: Candidate, mark: int) -> None:
    """Ada interviews Kim, and releases the report, which is kept by and by."""
    ada.begins().asks()
    ada.ticks(1).marks_all(mark).ends().releases()
    kim.page.wait_for_function(KEPT, arg=["/candidates/me", f"{mark}.0"])


def again(ada: Interviewer, kim: Candidate) -> None:
    """From Kim's page: the form plans what she was not asked, and what she was stands last; then she comes."""
    ada.open("/candidates")
    ada.link("Kim").click()
    ada.link("Interview again").click()
    ada.button("Interview Kim again").click()
    expect(ada.heading("New interview with Kim")).to_be_visible()
    rows = ada.page.locator("[data-order] tbody tr")
    expect(rows.first.locator("input")).to_have_value("1")
    expect(rows.last).to_contain_text("asked on")
    expect(rows.last.locator("input")).to_have_value("")


def begin_again(ada: Interviewer, kim: Candidate) -> None:
    ada.button("Create the interview").first.click()
    expect(ada.page.get_by_text("Lobby")).to_be_visible()
    kim.join(ada.link_for("candidate"))


def compares(page: Page) -> None:
    """The two newest interviews are what is offered."""
    page.get_by_role("button", name="Side by side").click()
    expect(page.get_by_role("heading", name="Question by question")).to_be_visible()


def test_two_interviews_with_somebody(people: People) -> None:
    """Marks over time, what was missed, what to ask next, two side by side; for the candidate the same."""
    ada, kim = people.pair()
    ada.open("/candidates")
    ada.sees("Nobody yet")
    examine(ada.page, "candidates-none")
    ada.page.go_back()
    holds(ada, kim, 2)
    again(ada, kim)
    examine(ada.page, "candidate-again")
    begin_again(ada, kim)
    holds(ada, kim, 4)
    ada.open("/candidates")
    examine(ada.page, "candidates")
    ada.link("Kim").click()
    expect(ada.heading("What to ask next")).to_be_visible()
    topics = ada.page.get_by_role("region", name="Marks by topic, the lowest first")
    expect(topics).to_contain_text("2.0")
    ada.expands("Marks by dimension, interview by interview")
    examine(ada.page, "candidate")
    compares(ada.page)
    examine(ada.page, "candidate-compare")
    kim.open("/candidates/me")
    expect(kim.heading("Marks by dimension").first).to_be_visible()
    kim.sees_not("What to ask next")
    examine(kim.page, "candidate-me")
    compares(kim.page)
    ada.open("/glance")
    examine(ada.page, "glance")


def test_who_is_who_by_keys(people: People) -> None:
    """Kim and Lin are taken for one person, and parted again; each press leads to a page that says so."""
    ada, kim = people.pair()
    holds(ada, kim, 3)
    ada.starts_an_interview()
    lin = people.come(Candidate, "Lin").join(ada.link_for("candidate"))
    holds(ada, lin, 1)
    ada.open("/candidates")
    ada.link("Lin").click()
    ada.page.get_by_label("The same person as").focus()
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Enter")
    expect(ada.heading("You take these for one person")).to_be_visible()
    examine(ada.page, "candidate-one-of-two")
    ada.page.locator("li").filter(has_text="Kim").get_by_role("button", name="Kim is somebody else").focus()
    ada.page.keyboard.press("Enter")
    expect(ada.heading("Kim").first).to_be_visible()
    ada.page.get_by_label("Call them").fill("Kim from the class")
    ada.page.keyboard.press("Enter")
    expect(ada.heading("Kim from the class").first).to_be_visible()
    ada.open("/candidates")
    ada.sees("Kim from the class", "Lin")
