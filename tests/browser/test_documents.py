"""Documents: pasted or uploaded, shown as understood, kept as a deck of mine, and interviewed with; or refused."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import PHONE
from tests.browser.people import Candidate, Person

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "flask-24.txt"
PASTED = '1. What is yeast?\n\nA fungus.\n\nHow to answer: Say what it eats.\n\nExample answer: "Yeast is alive."\n'
TOO_LARGE = 10 * 1024 * 1024 + 100_000


def upload(person: Person, file: Path | FilePayload) -> None:
    person.open("/decks/new").page.get_by_label("Choose documents").set_input_files(file)
    person.button("Show how it is understood").click()


def test_a_pasted_document_becomes_a_deck_of_mine(people: People) -> None:
    """Nothing is stored before it was looked at; then it is mine, and nobody else can see it."""
    ada = people.come(Interviewer, "Ada").open("/decks/new")
    ada.page.get_by_label("Or paste text").fill(PASTED)
    ada.button("Show how it is understood").click()
    expect(ada.heading("As understood: 1 question")).to_be_visible()
    ada.sees("Nothing is stored yet.", "What is yeast?").expands("How to answer")
    ada.sees("Say what it eats.")
    ada.page.get_by_label("Title").fill("Bread")
    ada.button("Keep the deck").click()
    expect(ada.heading("Bread")).to_be_visible()
    deck = ada.page.url
    ada.open("/decks").sees("Bread")
    sam = people.come(Person, "Sam").open("/decks").sees_not("Bread")
    with sam.forgiving():
        expect(sam.open(deck).heading("Nothing here")).to_be_visible()
    ada.open("/interviews/new").page.get_by_role("radio", name="Bread").check()
    ada.button("Create the interview").click()
    ada.sees("1 to ask, about 2 min")


def test_several_files_are_dropped_and_become_one_deck(people: People) -> None:
    """Dropped one after the other, one taken out again; what can't be read is named beside what can."""
    ada = people.come(Interviewer, "Ada").open("/decks/new")
    for name, body in (
        ("bread.txt", PASTED),
        ("no.txt", "1. Not this?\nAnswer: No.\n"),
        ("cat.png", "\x89PNG\r\n\x1a\n\x00\x00"),
    ):
        drops(ada, name, body)
    drops(ada, "rye.txt", "1. What is rye?\nAnswer: A grain.\n")
    ada.button("Take out no.txt").click()
    expect(ada.page.locator("[data-files] li")).to_have_count(3)
    ada.page.evaluate(
        """() => addEventListener("beforeunload", () =>
            sessionStorage.setItem("said", document.querySelector("[data-reading]").textContent))"""
    )
    ada.button("Show how it is understood").click(no_wait_after=True)
    ada.sees("cat.png: ", "What is yeast?", "What is rye?", within_ms=30_000).sees_not("Not this?")
    assert "Reading." in ada.page.evaluate("sessionStorage.getItem('said')")
    drops_too_much = people.come(Interviewer, "Kim").open("/decks/new")
    drops(drops_too_much, "large.txt", "x" * TOO_LARGE)
    drops_too_much.sees("at most 10 MB are taken")
    drops_too_much.button("Show how it is understood").click()
    expect(drops_too_much.heading("Add a deck")).to_be_visible()


def drops(person: Person, name: str, body: str) -> None:
    """Drop a file onto the page, as a file manager does."""
    files = person.page.evaluate_handle(
        """([name, body]) => {
            const held = new DataTransfer();
            const bytes = Uint8Array.from(body, (letter) => letter.charCodeAt(0));
            held.items.add(new File([bytes], name));
            return held;
        }""",
        [name, body],
    )
    for event in ("dragover", "drop"):
        person.page.dispatch_event("[data-drop]", event, {"dataTransfer": files})


def test_the_questions_and_their_order_are_chosen(people: People) -> None:
    """Which questions, in which order: numbered in the form, planned in the lobby."""
    ada = people.come(Interviewer, "Ada").open("/interviews/new")
    ada.expands("Options").expands("Which questions, in which order")
    rows = ada.page.locator("[data-order] label")
    titles = [rows.nth(number).inner_text() for number in (7, 2)]
    for number in (7, 2):
        rows.nth(number).click()
    ada.button("Create the interview").click()
    expect(ada.page.locator(".plan__title")).to_have_text(titles)


def test_what_makes_no_sense_in_the_form_is_said(people: People) -> None:
    """A wrong number is named beside its field, which has the focus; the way to it is above; nothing given is lost."""
    ada = people.come(Interviewer, "Ada", viewport=PHONE).open("/interviews/new")
    ada.expands("Options")
    ada.page.get_by_label("Your name").fill("Ada")
    ada.page.get_by_label("Time to answer, in seconds").fill("2")
    ada.page.get_by_label("Link to a call").fill("meet.example")
    field = ada.page.get_by_label("Time to answer, in seconds")
    with ada.forgiving():
        ada.button("Create the interview").click()
        ada.sees("Give a whole number from 5 to 3600, or leave it empty.")
        expect(field).to_be_focused()
        expect(field).to_be_in_viewport()
    expect(ada.page.get_by_label("Your name")).to_have_value("Ada")
    ada.page.evaluate("scrollTo(0, 0)")
    ada.link("Go to it").click()
    expect(field).to_be_in_viewport()


def test_the_button_of_the_form_stays_at_hand(people: People) -> None:
    """It is in sight at every option, on a phone too, and Enter in a field is as good as a press."""
    ada = people.come(Interviewer, "Ada", viewport=PHONE).open("/interviews/new")
    expect(ada.button("Create the interview")).to_be_in_viewport()
    ada.expands("Options")
    for label in ("Your name", "Time to think, in seconds", "Link to a call"):
        ada.page.get_by_label(label).focus()
        expect(ada.button("Create the interview")).to_be_in_viewport(ratio=1)
        expect(ada.page.get_by_label(label)).to_be_in_viewport(ratio=1)
    ada.page.get_by_label("Your name").press("Enter")
    expect(ada.page.get_by_text("Lobby")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("noise.bin", bytes(range(256)) * 100),
        ("prose.txt", b"Just a sentence without any question in it."),
        ("large.txt", b"What is this?\n" * (TOO_LARGE // 14)),
    ],
)
def test_a_document_that_cannot_be_used_gets_a_sentence(people: People, name: str, body: bytes) -> None:
    """Empty, binary, without questions, over 10 MB: one sentence that says what to do, and nothing stored."""
    ada = people.come(Interviewer, "Ada")
    with ada.forgiving():
        upload(ada, {"name": name, "mimeType": "text/plain", "buffer": body})
        said = ada.page.get_by_role("alert").filter(has_text=re.compile(r"\w"))
        expect(said).to_have_text(re.compile(r"\w+.*\."))
        if name == "large.txt":
            expect(said).to_contain_text("at most 10 MB")
    ada.open("/decks").sees("You have no deck of your own yet.")


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is not here")
def test_an_interview_on_the_whole_imported_document(people: People) -> None:
    """24 questions, each with guidance, answer and example, are asked and shown one after the other."""
    ada = people.come(Interviewer, "Ada")
    upload(ada, CORPUS)
    expect(ada.heading("As understood: 24 questions")).to_be_visible()
    for part in ("How to answer", "Answer", "Example answer"):
        expect(ada.page.locator("summary").get_by_text(part, exact=True)).to_have_count(20)  # a page of them
    ada.page.get_by_label("Title").fill("Twenty-four")
    ada.button("Keep the deck").click()
    expect(ada.heading("Twenty-four")).to_be_visible()
    ada.starts_an_interview("Twenty-four", **{"How many questions": "24"})
    kim = people.come(Candidate, "Kim").join(ada.link_for("candidate"))
    ada.begins()
    for number in range(1, 25):
        ada.asks()
        expect(kim.heading(re.compile(rf"^Question {number}\b"))).to_be_visible()
        for stage in ("guidance", "answer", "example"):
            ada.shows(stage)
        expect(kim.page.locator(".stage")).to_have_count(3)
    ada.ends()
    expect(kim.page.locator(".round-card")).to_have_count(24)
