"""The warm-up: a question in the lobby, to try everything before it counts; nothing of it is kept."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import People

KEPT = "Warm-up: nothing of this is kept."
WORDS = "kanariwarmup"


def test_a_warm_up_is_tried_by_all_and_kept_by_nobody(people: People, tmp_path: Path) -> None:
    """All see its prompt, clock, reveals and typing; starting drops it, and neither report nor log knows of it."""
    ada, kim = people.pair(**{"Answers are": "typed", "How many questions": "1"})
    olu = people.observer(ada)
    expect(kim.button("Try it first")).to_have_count(0)
    ada.button("Try it first: a warm-up question").click()
    for person in (ada, kim, olu):
        person.sees(KEPT).has_clock("Time to think")
    expect(kim.heading("Warm-up")).to_be_visible()
    ada.begins_answering()
    kim.types(WORDS).has_saved()
    for reader in (ada, olu):
        expect(reader.page.locator(".typed")).to_have_text(WORDS)
    expect(ada.next_step()).to_have_text("Offer the guidance")
    ada.next_step().click()
    kim.sees("Say what it is in one sentence")
    kim.signals("A hint, please")
    ada.sees("asks for a hint")
    expect(ada.page.get_by_role("group", name="Marks")).to_have_count(0)
    kim.done()
    expect(ada.next_step()).to_have_text("Close the warm-up")
    ada.next_step().click()
    expect(kim.heading("You’re in, Kim")).to_be_visible()

    ada.button("Try it first: a warm-up question").click()
    kim.has_clock("Time to think").has_answer("")
    kim.types(WORDS).has_saved()
    kim.page.reload()
    kim.has_answer(WORDS)
    ada.button("Close the warm-up").first.click()
    ada.begins().asks()
    kim.sees("What is Flask").sees_not(KEPT).has_answer("")
    ada.begins_answering().ends()
    ada.releases()
    ada.link("Read the report").click()
    for export in ("JSON", "Markdown", "Log"):
        text = ada.downloads(export, tmp_path)
        assert WORDS not in text
        assert "warm" not in text.lower()
    assert json.loads(kim.page.evaluate("JSON.stringify(Object.keys(sessionStorage))")) == []
