"""The review of a document: what was understood is looked over, changed, undone; kept, or interviewed with at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import examine

DOCUMENT = """# Bread, for bakers

Bakers asked for this.

Read it with a cup of tea.

1. What is yeast?
Answer: A fungus.

2. What does salt do?
How to answer: Say what it slows down.
Answer: It slows the yeast.

It also makes gluten stronger.
Example answer: "I add it late."

3. Which flour is strong?
A) Rye
B) Wheat
Answer: B

4. Why does dough rest?
Answer: So that the gluten relaxes.
"""
LONG = "1. What is too long?\nAnswer: " + "word " * 4100 + "\n\n2. And what is not?\nAnswer: This.\n"


@pytest.fixture
def ada(people: People) -> Interviewer:
    return understood(people.come(Interviewer, "Ada"), DOCUMENT)


def understood(person: Interviewer, document: str) -> Interviewer:
    """Paste a document, and see how it is understood."""
    person.open("/decks/new").page.get_by_label("Or paste text").fill(document)
    person.button("Show how it is understood").click()
    expect(person.page.locator(".review-row").first).to_be_visible()
    return person


def row(person: Interviewer, words: str) -> Locator:
    return person.page.locator(".review-row").filter(has_text=words).first


def has(person: Interviewer, *expected: str | re.Pattern[str]) -> None:
    """The questions in their order, by their prompts."""
    expect(person.page.locator(".review-row .review-row__prompt")).to_have_text(list(expected))


def more(within: Locator, name: str) -> None:
    """Press one of the buttons behind “More”."""
    within.locator(".review-more summary").click()
    within.get_by_role("button", name=name).click()


def drags(grip: Locator, target: Locator) -> None:
    """Drag as a hand does: press, move a little at a time, let go."""
    mouse = grip.page.mouse
    grip.scroll_into_view_if_needed()
    at, to = grip.bounding_box(), target.bounding_box()
    assert at
    assert to
    mouse.move(at["x"] + 8, at["y"] + 8)
    mouse.down()
    mouse.move(at["x"] + 8, to["y"] + to["height"] / 2, steps=8)
    mouse.up()


FIRST, SECOND, THIRD, FOURTH = (
    "What is yeast?",
    "What does salt do?",
    "Which flour is strong?",
    "Why does dough rest?",
)


def test_what_was_changed_is_what_is_kept(ada: Interviewer) -> None:
    """Edited with a look at it beside, merged, split, dropped, moved: the deck is what the review shows."""
    has(ada, FIRST, SECOND, THIRD, FOURTH)
    row(ada, FIRST).get_by_role("button", name="Edit").click()
    question = ada.page.get_by_role("textbox", name="Question", exact=True)
    expect(question).to_be_focused()
    question.fill("What is **yeast**, really?")
    expect(ada.page.locator(".editor__look strong").first).to_have_text("yeast")
    ada.page.get_by_label("Topics").fill("basics, living things")
    ada.page.get_by_label("Difficulty").select_option("1")
    row(ada, "really?").get_by_role("button", name="Done").click()
    more(row(ada, SECOND), "Split")
    ada.button(re.compile("The next question begins here: It also makes")).click()
    has(ada, "What is yeast, really?", SECOND, "It also makes gluten stronger.", THIRD, FOURTH)
    more(row(ada, THIRD), "Merge with the next")
    row(ada, SECOND).get_by_role("button", name=re.compile("^Move up")).click()
    has(
        ada,
        SECOND,
        "What is yeast, really?",
        "It also makes gluten stronger.",
        re.compile(f"{THIRD}.*{FOURTH}", re.DOTALL),
    )
    row(ada, "It also makes").get_by_role("button", name=re.compile("^Drop")).click()
    ada.page.get_by_label("Title").fill("Dough")
    ada.expands("Language, source, licence, author")
    ada.page.get_by_label("Author").fill("A. Baker")
    ada.button("Keep the deck").click()
    expect(ada.heading("Dough")).to_be_visible()
    ada.sees("3 questions", "living things", "What is yeast, really?")


def test_each_step_can_be_undone_and_a_dropped_question_put_back(ada: Interviewer) -> None:
    """Undo goes back step by step; what was dropped is in a list of its own."""
    row(ada, FIRST).get_by_role("button", name=re.compile("^Drop")).click()
    more(row(ada, SECOND), "Merge with the next")
    ada.button("Undo").click()
    has(ada, SECOND, THIRD, FOURTH)
    ada.expands("Dropped: 1 question")
    ada.button(f"Put back: {FIRST}").click()
    has(ada, FIRST, SECOND, THIRD, FOURTH)
    ada.button("Undo").click()
    ada.button("Undo").click()
    has(ada, FIRST, SECOND, THIRD, FOURTH)
    expect(ada.button("Undo")).to_have_attribute("aria-disabled", "true")


def test_a_refresh_loses_no_edit(ada: Interviewer) -> None:
    """The work is kept in the tab; one may also start over."""
    row(ada, FIRST).get_by_role("button", name=re.compile("^Drop")).click()
    row(ada, SECOND).get_by_role("button", name="Edit").click()
    ada.page.get_by_role("textbox", name="Answer", exact=True).fill("It keeps bread from going stale.")
    ada.page.reload()
    ada.sees("Your edits from before are here again.")
    has(ada, SECOND, THIRD, FOURTH)
    ada.sees_not(FIRST)
    row(ada, SECOND).locator("summary").filter(has_text=re.compile("^Answer$")).click()
    ada.sees("It keeps bread from going stale.")
    ada.button("Start over").click()
    has(ada, FIRST, SECOND, THIRD, FOURTH)


def test_what_was_left_out_can_be_taken_in(ada: Interviewer) -> None:
    """A paragraph becomes a question of its own, or goes to one."""
    ada.expands("Left out of the questions")
    ada.button(re.compile("^Make it a question: Bakers asked")).click()
    has(ada, FIRST, SECOND, THIRD, FOURTH, "Bakers asked for this.")
    ada.button(re.compile("^Add it to a question: Read it")).click()
    ada.page.get_by_label("Number of the question").fill("4")
    ada.page.get_by_label("At the end of").select_option("example")
    ada.button("Add it", exact=True).click()
    row(ada, FOURTH).locator("summary").filter(has_text="Example answer").click()
    ada.sees("Read it with a cup of tea.")


def test_by_keyboard_and_by_dragging_questions_move(ada: Interviewer) -> None:
    """The button keeps the focus, so that a question goes on moving; a grip is dragged."""
    button = row(ada, FOURTH).get_by_role("button", name=re.compile("^Move up"))
    button.focus()
    for _ in range(2):
        ada.page.keyboard.press("Enter")
        expect(button).to_be_focused()
    has(ada, FIRST, FOURTH, SECOND, THIRD)
    drags(row(ada, FOURTH).locator(".grip"), row(ada, FIRST))
    has(ada, FOURTH, FIRST, SECOND, THIRD)


def test_what_is_too_long_is_said_before_it_is_lost(people: People) -> None:
    """It stands first with the reason; keeping leads there; shortened, it is kept."""
    ada = understood(people.come(Interviewer, "Ada"), LONG)
    ada.expands("Left out of the questions")
    ada.button(re.compile("^Add it to a question: .*word")).click()
    ada.button("Add it", exact=True).click()
    ada.sees("“Answer” has", "a deck takes 20,000")
    ada.button("Keep the deck").click()
    expect(row(ada, "too long").get_by_role("button", name="Edit")).to_be_focused()
    ada.page.keyboard.press("Enter")
    ada.page.get_by_role("textbox", name="Answer", exact=True).fill("Short.")
    ada.sees_not("a deck takes 20,000")
    ada.button("Keep the deck").click()
    ada.sees("2 questions")


def test_an_interview_at_once(ada: Interviewer) -> None:
    """One press: the deck is kept and its lobby is open."""
    ada.button("Start an interview at once").click()
    ada.sees("Lobby", "4 to ask")
    ada.open("/decks").sees("Bread, for bakers")


def test_two_thousand_questions_are_looked_over(people: People) -> None:
    """Only a page of them is drawn; any is found by its words, moved by its place, and the last is a press away."""
    many = "".join(f"{n}. What is number {n}?\nAnswer: It is {n}.\n\n" for n in range(1, 2001))
    ada = people.come(Interviewer, "Ada").open("/decks/new")
    file: FilePayload = {"name": "many.txt", "mimeType": "text/plain", "buffer": many.encode()}
    ada.page.get_by_label("Choose documents").set_input_files(file)
    ada.button("Show how it is understood").click()
    expect(ada.heading("As understood: 2000 questions")).to_be_visible()
    expect(ada.page.locator(".review-row")).to_have_count(20)
    ada.page.get_by_label("Find a question").fill("number 1234")
    row(ada, "number 1234").get_by_role("button", name="Edit").click()
    ada.page.get_by_label("Place in the deck").fill("1")
    ada.page.keyboard.press("Tab")
    ada.page.get_by_label("Find a question").fill("")
    expect(ada.page.locator(".review-row").first).to_contain_text("number 1234")
    ada.button("Keep the deck").click()
    ada.sees("2000 questions", within_ms=30_000)


def test_the_review_as_it_looks(people: People, ada: Interviewer) -> None:
    """The list, the editor, what was left out, where to split: axe finds nothing, nothing moves sideways."""
    examine(ada.page, "review")
    row(ada, SECOND).get_by_role("button", name="Edit").click()
    expect(ada.page.locator(".editor__look .prose").first).to_be_visible()
    examine(ada.page, "review-editor")
    row(ada, SECOND).get_by_role("button", name="Done").click()
    ada.expands("Left out of the questions")
    row(ada, THIRD).get_by_role("button", name=re.compile("^Drop")).click()
    ada.expands("Dropped: 1 question")
    examine(ada.page, "review-left-out")
    more(row(ada, SECOND), "Split")
    examine(ada.page, "review-split")
