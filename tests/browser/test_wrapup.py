"""From the last question to the report, and back."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate


def interviewed(people: People) -> tuple[Interviewer, Candidate]:
    """Two questions asked, one answered in writing with help and marked in part; then the end."""
    ada, kim = people.pair(**{"Answers are": "typed", "How many questions": "2"})
    ada.begins().asks()
    ada.begins_answering().shows("guidance").ticks(1)
    kim.types("A small core.").done()
    ada.marks("Communication", 4).notes("Between us two only")
    ada.button("Close this question").click()
    ada.asks()
    ada.ends()
    expect(kim.heading("That was it")).to_be_visible()
    return ada, kim


def test_the_report_is_released_on_purpose(people: People, tmp_path: Path) -> None:
    """Before the release the candidate has nothing; after it, what was asked and shown, marks and released notes."""
    ada, kim = interviewed(people)
    kim.sees("Ada is writing your feedback.")
    expect(kim.button(re.compile("[Rr]eopen|Go back into"))).to_have_count(0)
    room = kim.room()
    with kim.forgiving():
        for export in ("report.md", "report.json", "log.jsonl"):
            kim.open(f"{room}/{export}").sees(re.compile("There is no report yet|interviewers of this interview only"))
    expect(kim.open(f"{room}/report").heading("Feedback is being written")).to_be_visible()
    kim.open(room)
    own = kim.page.get_by_role("group", name=re.compile("^Correctness")).first
    own.get_by_role("button", name=re.compile("^2:")).click()
    expect(own).to_contain_text("marked 2")

    ada.sees("2 of 2 questions are not fully marked.")
    ada.button("Mark what is missing").click()
    card = ada.page.locator("#round-1")
    ada.marks("Correctness", 3, card).marks("Depth", 2, card)
    ada.page.locator("#round-2 summary").first.click()
    box = ada.page.locator("#round-2").get_by_label("Your note")
    box.fill("Asked too late to be answered")
    ada.page.locator("#round-2").get_by_role("checkbox").click()
    expect(ada.page.locator("#round-2")).to_contain_text("Goes into the report.")
    ada.gives_feedback(keep="Short first sentences", stop="Saying sorry", start="Naming the price")
    ada.releases()

    expect(kim.heading("The report is ready")).to_be_visible()
    kim.link("Read the report").click()
    for words in (
        "A small core.", "Short first sentences", "Saying sorry", "Naming the price", "Asked too late to be answered",
        "after guidance", "shown after", "not shown in the interview", "It stands on",
    ):  # fmt: skip
        kim.sees(words)
    kim.sees_not("Between us two only", "Jinja do for Flask")
    report = json.loads(kim.downloads("JSON", tmp_path))
    assert [len(round["stages"]) for round in report["rounds"]] == [3, 3]
    text = kim.downloads("Markdown", tmp_path)
    assert "A small core." in text
    assert "Between us two only" not in text
    ada.link("Read the report").click()
    ada.sees("Between us two only", "only you see this")
    log = [json.loads(line) for line in ada.downloads("Log", tmp_path).splitlines()]
    assert log


def test_model_answers_can_be_kept_back(people: People) -> None:
    """Where the interviewer says no, the report has the stages that were shown, and no others."""
    ada, kim = interviewed(people)
    ada.releases(answers=False)
    kim.link("Read the report").click()
    kim.sees("The interviewer kept the model answers back", "Say what Flask does itself").sees_not("It stands on")


def test_reopened_the_candidate_keeps_their_copy(people: People) -> None:
    """The interviewer can reopen; the candidate can not, and what they were given stays theirs."""
    ada, kim = interviewed(people)
    ada.gives_feedback(keep="What was given stays given")
    ada.releases()
    kim.link("Read the report").click()
    kim.sees("What was given stays given")
    ada.button("Reopen the wrap-up").click()
    ada.button("Press again: the report is withdrawn until you release it").click()
    expect(ada.heading("Say what you saw")).to_be_visible()
    kim.page.reload()
    kim.sees("This is your own copy", "What was given stays given")
    ada.button("Go back into the interview").click()
    expect(ada.heading("Your plan is done")).to_be_visible()
    expect(ada.button("End the interview")).to_have_count(1)
    kim.link("Back to the room").click()
    expect(kim.heading("That was the last planned question")).to_be_visible()


def test_who_marks_themself_reads_their_answer(people: People) -> None:
    """Beside the scale stands what one typed, folded, after a reload too; where no key does anything, none is named."""
    _, kim = interviewed(people)
    for _ in range(2):
        kim.sees_not("A small core.").expands("What you typed").sees("A small core.")
        expect(kim.button(re.compile("^Keys"))).to_have_count(0)
        kim.page.reload()


def test_what_each_step_means_is_read_without_a_pointer(people: People) -> None:
    """All sentences of a scale are behind one disclosure, for fingers and keys."""
    ada, _ = interviewed(people)
    steps = [sentence for dimension in ada.state("deck")["dimensions"] for sentence in dimension["steps"]]
    card = ada.page.locator("#round-1")
    meaning = card.locator("summary").filter(has_text="What the steps mean")
    meaning.focus()
    ada.page.keyboard.press("Enter")
    assert len(steps) == 12
    for sentence in steps:
        expect(card.get_by_role("listitem").filter(has_text=sentence)).to_be_visible()


def test_what_was_written_in_the_wrap_up_survives_a_refresh(people: People) -> None:
    """Marks and feedback are kept as they are given; home leads back to them."""
    ada, _ = interviewed(people)
    ada.gives_feedback(stop="Guessing")
    ada.page.reload()
    expect(ada.page.get_by_label("Point 1", exact=True)).to_have_value("Guessing")
    ada.open("/").sees("Flask, from the first route to production").link("Resume").click()
    expect(ada.heading("Say what you saw")).to_be_visible()


def test_what_follows_an_interview(people: People) -> None:
    """After the release the lead goes on: with the same people and what was not asked, or with somebody else."""
    ada, kim = interviewed(people)
    asked = {line["question"] for line in ada.state()["rounds"]}
    ada.releases()
    expect(kim.button("The same people, next questions")).to_have_count(0)
    released = ada.page.url
    for label in ("The same people, next questions", "Again, with somebody else"):
        ada.button(label).click()
        expect(ada.page.get_by_text("Lobby")).to_be_visible()
        planned = {question["id"] for question in ada.state()["plan"]}
        assert planned
        assert bool(planned & asked) == (label == "Again, with somebody else")
        ada.open(released)
