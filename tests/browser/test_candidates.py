"""Candidates in a browser: after an interview its candidate has a page, and knows their own."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.looks import examine


def test_after_an_interview(people: People) -> None:
    """Marks by topic and dimension, what was missed, what to ask next; for the candidate the same about themself."""
    ada, kim = people.pair()
    ada.begins().asks()
    ada.ticks(1).marks_all(3).ends().releases()
    ada.page.goto("/candidates")
    examine(ada.page, "candidates")
    ada.page.get_by_role("link", name="Kim").click()
    expect(ada.page.get_by_role("heading", name="What to ask next")).to_be_visible()
    examine(ada.page, "candidate")
    ada.page.goto("/glance")
    examine(ada.page, "glance")
    kim.page.goto("/candidates/me")
    expect(kim.page.get_by_role("heading", name="Marks by dimension")).to_be_visible()
    examine(kim.page, "candidate-me")
