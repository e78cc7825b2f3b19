"""Decks in the hands of their person: edited with a look at it, deleted and taken back, shared, imported again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import examine
from tests.browser.people import Person

DOCUMENT = """# Bread, for bakers

1. What is yeast?
How to answer: Say what it eats.
Answer: A fungus.

2. What is salt?
Answer: A mineral.

3. Why does dough rest?
Answer: The gluten relaxes.
"""
NEWER = """# Bread, for bakers

1. What is yeast?
How to answer: Say what it eats.
Answer: A fungus of one cell.

2. Why does dough rest?
Answer: It relaxes and swells.

3. What is rye?
Answer: A grain.
"""


@pytest.fixture
def ada(people: People) -> Interviewer:
    """Ada, on the page of a deck of hers."""
    person = people.come(Interviewer, "Ada").open("/decks/new")
    person.page.get_by_label("Or paste text").fill(DOCUMENT)
    person.button("Show how it is understood").click()
    expect(person.page.locator(".review-row")).to_have_count(3)
    person.button("Keep the deck").click()
    expect(person.heading("Bread, for bakers")).to_be_visible()
    return person


def edits(person: Interviewer, title: str, answer: str) -> None:
    """Edit the answer of a question from the deck's page, and look at it before it is saved."""
    person.link(f"Edit {title}").click()
    person.page.get_by_role("textbox", name="Answer", exact=True).fill(answer)
    expect(person.page.locator(".editor__look")).to_contain_text(answer.replace("*", ""))
    person.button("Save").click()
    person.sees("Saved.")


def test_a_question_is_edited_with_a_look_at_it(ada: Interviewer) -> None:
    """From the deck's page to its editor and back; markup is shown as it will look, and as text where it is none."""
    ada.link("Edit Why does dough rest?").click()
    expect(ada.page.get_by_role("textbox", name="Question", exact=True)).to_be_focused()
    ada.page.get_by_role("textbox", name="Answer", exact=True).fill("It **relaxes**. <script>alert(1)</script>")
    look = ada.page.locator(".editor__look")
    expect(look.locator("strong")).to_have_text("relaxes")
    expect(look).to_contain_text("<script>alert(1)</script>")
    ada.page.get_by_label("Talking points").fill("gluten\ntime")
    ada.button("Propose them from the answer").click()
    expect(ada.page.get_by_label("Talking points")).to_have_value(re.compile("^gluten\ntime\n.*relaxes"))
    ada.button("Save").click()
    ada.sees("Saved.").expands("Talking points").sees("gluten", "time")


def test_a_deck_is_deleted_and_taken_back(ada: Interviewer) -> None:
    """Undo stands where the deletion led to."""
    ada.button("Delete this deck").click()
    ada.sees("“Bread, for bakers” is deleted.")
    ada.button("Undo").click()
    expect(ada.heading("Bread, for bakers")).to_be_visible()
    ada.open("/decks").page.get_by_label("More for Bread, for bakers").click()
    ada.button("Archive").click()
    ada.link("Archive: 1 deck").click()
    ada.button("Take it out").click()
    expect(ada.heading("Bread, for bakers")).to_be_visible()


def test_a_deck_is_shared_by_a_link(people: People, ada: Interviewer) -> None:
    """Who has the link reads and copies; once it is replaced, the old one opens nothing."""
    ada.button("Make a link").click()
    link = ada.page.get_by_label("Link to this deck").input_value()
    kim = people.come(Person, "Kim").open(link).sees("What is yeast?", "to read")
    expect(kim.link(re.compile("^Edit"))).to_have_count(0)
    kim.button("Copy it to my decks").click()
    expect(kim.link("Import again")).to_be_visible()
    ada.button("Replace the link").click()
    expect(ada.page.get_by_label("Link to this deck")).not_to_have_value(link)
    with kim.forgiving():
        expect(kim.open(link).heading("Nothing here")).to_be_visible()


def test_a_deck_is_brought_up_to_date(ada: Interviewer) -> None:
    """What would change is shown first; what was edited by hand stays until the document's is taken."""
    edits(ada, "Why does dough rest?", "Mine: it *relaxes*.")
    ada.link("Import again").click()
    ada.page.get_by_label("Or paste text").fill(NEWER)
    ada.button("Show what would change").click()
    ada.sees("Edited by you, and changed in the document: 1", "Changed in the document: 1", "New: 1")
    ada.sees("Not in the document any more: 1")
    examine(ada.page, "deck-changes")
    ada.button("Bring the deck up to date").click()
    ada.sees("What is rye?", "2 questions are to be settled")
    examine(ada.page, "deck-to-settle")
    ada.button("Drop it").click()
    ada.sees("1 question is to be settled")
    ada.button("Take the document’s").click()
    ada.sees_not("to be settled")
    ada.expands("Taken out: 1 question").sees("What is salt?")
    ada.page.locator("#q-why-does-dough-rest summary").filter(has_text="Answer").click()
    ada.sees("It relaxes and swells.")


def test_the_bank_as_it_looks(people: People, ada: Interviewer) -> None:
    """Decks in a list, with filters, after a deletion; a deck, its editor, the form to import again; a shared deck."""
    ada.button("Make a link").click()
    link = ada.page.get_by_label("Link to this deck").input_value()
    examine(ada.page, "deck-mine")
    ada.link("Edit What is yeast?").click()
    expect(ada.page.locator(".editor__look .prose").first).to_be_visible()
    examine(ada.page, "deck-edit")
    ada.link("Back").click()
    ada.link("Import again").click()
    expect(ada.heading("Import again")).to_be_visible()
    examine(ada.page, "deck-again")
    examine(ada.open("/decks?words=yeast&guided=yes").page, "decks-found")
    ada.open("/decks").page.get_by_label("More for Bread, for bakers").click()
    examine(ada.page, "decks-mine")
    examine(people.come(Person, "Kim").open(link).page, "deck-shared")
    ada.button("Delete").click()
    ada.sees("is deleted.").expands("Deleted: 1 deck")
    examine(ada.page, "decks-deleted")
