"""A report shared by a link, in a browser: opened by somebody else, answered to, taken back while it is open."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.looks import examine
from tests.browser.people import Person

SOON_MS = 5500


def test_a_link_is_taken_back_while_it_is_open(people: People) -> None:
    """The candidate shares their report and answers to it; who has it open loses it within five seconds."""
    ada, kim = people.pair()
    ada.begins().asks()
    ada.ends().releases()
    kim.page.goto(f"{kim.page.url.split('?')[0]}/report")
    kim.page.get_by_text("Answer to this report").click()
    kim.page.get_by_label("What you want to say").fill("I had a cold that day.")
    kim.button("Keep it").click()
    expect(kim.page.get_by_text("I had a cold that day.")).to_be_visible()
    examine(kim.page, "report-replied")
    kim.page.get_by_role("link", name="Share", exact=True).click()
    kim.button("Make a link").click()
    link = kim.page.get_by_label("The link", exact=True).input_value()
    examine(kim.page, "report-links")

    olu = people.come(Person, "Olu")
    for what in olu.ledger.secrets:
        olu.ledger.give(what.partition(".")[0], "Olu")  # a link with the model answers shows them
    olu.page.goto(f"/shared/{link.rpartition('/')[2]}")
    expect(olu.page.get_by_text("I had a cold that day.")).to_be_visible()
    expect(olu.page.get_by_text("Kim")).to_have_count(0)
    examine(olu.page, "report-shared")
    with olu.forgiving():
        kim.page.get_by_role("button", name="Take it back").click()
        expect(olu.page.get_by_text("This link is no longer good")).to_be_visible(timeout=SOON_MS)
        expect(olu.page.get_by_text("I had a cold that day.")).to_have_count(0)
