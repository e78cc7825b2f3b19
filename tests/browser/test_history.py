"""My interviews in a browser: a row moves by itself, one is found, deleted, and brought back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.looks import examine


def test_a_row_moves_by_itself(people: People) -> None:
    """While the page is open the interview starts, a question is asked, and it ends."""
    ada, kim = people.pair()
    page = kim.context.new_page()
    page.goto("/interviews")
    row = page.locator("#history [data-interview]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("in the lobby")
    ada.button("Start the interview").click()
    expect(row.locator("[data-status]")).to_contain_text("live")
    expect(row).to_contain_text("Kim here")
    examine(page, "history")
    page.get_by_label("With whom").fill("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("None of your interviews is like that.")).to_be_visible()
    page.get_by_role("link", name="Show all").first.click()
    expect(row).to_have_count(1)


def test_one_is_deleted_and_brought_back(people: People) -> None:
    """It closes for who has it open, and opens again after the undo."""
    ada, kim = people.pair()
    page = ada.context.new_page()
    page.goto("/interviews")
    with kim.forgiving(), ada.forgiving():
        page.get_by_role("button", name="Delete").click()
        expect(page.get_by_text("is deleted, and closed to everybody")).to_be_visible()
        expect(kim.page.get_by_text("You are not in this room any more")).to_be_visible()
        examine(page, "history-deleted")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#history [data-interview]")).to_have_count(1)
        kim.page.reload()
        expect(kim.page.locator("[data-stage-heading]")).to_be_visible()
