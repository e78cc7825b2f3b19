"""Several who interview together: sealed marks, the lead lost and taken, and two who ask at once."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate

LEAD_LOST_MS = 45_000
LINES = """(each) => {
    const words = document.createRange();
    words.selectNodeContents(each);
    return new Set([...words.getClientRects()].map((line) => line.top)).size;
}"""


def panel(people: People) -> tuple[Interviewer, Interviewer, Interviewer, Candidate]:
    """Ada leads, Ben and Cleo interview with her, and Kim answers the first question."""
    ada, kim = people.pair()
    ben = people.come(Interviewer, "Ben").join(ada.invites("Invite a second interviewer"))
    cleo = people.come(Interviewer, "Cleo").join(ada.invites("Invite another interviewer"))
    ada.begins().asks()
    ada.begins_answering()
    return ada, ben, cleo, kim


def judges(person: Interviewer) -> Locator:
    """Who of the judges is done, as a judge sees it."""
    return person.page.get_by_role("list", name="Who has marked this question")


def table(person: Interviewer) -> Locator:
    return person.page.get_by_role("region", name="Marks side by side")


def row(person: Interviewer, name: str) -> Locator:
    return table(person).get_by_role("row", name=re.compile(f"^{name}"))


def test_marks_are_sealed_until_all_have_marked_or_passed(people: People) -> None:
    """Nobody sees the marks of the others before; then they stand side by side, and what is changed later says so."""
    ada, ben, cleo, _ = panel(people)
    ada.marks_all(4)
    expect(judges(ben)).to_contain_text("Ada: done")
    expect(judges(ben)).to_contain_text("You: not yet")
    for person in (ben, cleo):
        assert "marks" not in json.dumps(person.state()["round"]["panel"]).replace('"marks": {}', "")
        expect(table(person)).to_have_count(0)
    cleo.button("Pass on marking this question").click()
    expect(judges(ada)).to_contain_text("Cleo: done")
    expect(cleo.button("Pass on marking this question")).to_have_count(0)
    ben.marks_all(2)
    for person in (ada, ben, cleo):
        person.sees("All have marked. Marks side by side:")
        for dimension in ("Communication", "Correctness", "Depth"):
            expect(row(person, dimension)).to_contain_text("2–4")
    assert table(ada).get_by_role("columnheader").all_inner_texts() == ["Dimension", "You", "Ben", "Cleo", "Spread"]
    expect(row(ada, "Depth")).to_contain_text("not marked")
    expect(table(ada)).not_to_contain_text("changed after opening")
    ben.marks("Depth", 3)
    expect(row(ada, "Depth")).to_contain_text("3 changed after opening")
    expect(row(ada, "Depth")).to_contain_text("3–4")
    for width in (1280, 360):
        ada.page.set_viewport_size({"width": width, "height": 800})
        spread = table(ada).get_by_role("columnheader", name="Spread")
        for header in (spread, *table(ada).get_by_role("rowheader").all()):
            assert header.evaluate(LINES) == 1

    ada.ends()
    ada.page.locator("#round-1 summary").first.click()
    expect(row(ada, "Depth")).to_contain_text("3–4")


def test_the_lead_opens_the_marks_of_who_never_marks(people: People) -> None:
    """A panelist who never marks holds nobody up: the lead opens the seal with a second press, and all read that."""
    ada, ben, _, _ = panel(people)
    ada.marks("Depth", 4)
    ben.marks("Depth", 1)
    expect(ben.button("Open the marks now")).to_have_count(0)
    ada.button("Open the marks now").click()
    expect(table(ada)).to_have_count(0)
    ada.button("Press again: it is recorded, and marks set after it say so").click()
    ada.sees("You opened the marks before all had marked.")
    ben.sees("Ada opened the marks before all had marked.")
    expect(row(ben, "Depth")).to_contain_text("1–4")


def test_a_lead_lost_in_the_middle_of_a_reveal(people: People) -> None:
    """After 30 seconds another takes the lead without loading the page again; what did not arrive was not shown."""
    ada, ben, cleo, kim = panel(people)
    ada.wire.fall_silent()
    ada.page.locator("#reveal-guidance").click()
    ada.page.close()
    ada.wire.cut()
    for person in (ben, cleo, kim):
        person.sees(re.compile("^Ada has lost the connection"), within_ms=15_000)
    expect(ben.button("Take the lead")).to_have_count(0)
    expect(cleo.button("Take the lead")).to_be_visible(timeout=LEAD_LOST_MS)
    expect(kim.button("Take the lead")).to_have_count(0)
    ben.button("Take the lead").click(timeout=LEAD_LOST_MS)
    expect(cleo.button("Take the lead")).to_have_count(0)
    kim.sees_not("Say what Flask does itself")
    ben.next_step().click()
    kim.has_clock("Answer")
    ben.shows("guidance")
    kim.sees("Say what Flask does itself")


def test_two_who_ask_at_once_ask_one_question(people: People) -> None:
    """What was asked at the same moment elsewhere is asked once; nothing is passed over."""
    ada, kim = people.pair()
    link = next(str(seat["url"]) for seat in ada.fetched("links")["seats"] if seat["name"] == "Ada")
    phone = people.come(Interviewer, "Ada").open(link)
    phone.button("Continue as Ada").click()
    ada.begins()
    ask = phone.button(re.compile("^Ask the first question"))
    expect(ask).to_be_visible()
    phone.wire.fall_silent()
    ask.click()
    asked = ada.asks()
    phone.wire.speak_again()
    phone.sees("That question was asked already.", within_ms=15_000)
    kim.sees("What is Flask")
    assert [line["question"] for line in phone.state()["rounds"]] == [asked]
