"""The room in a window of 360 px: nothing moves under the fingers, nothing is hidden, nothing runs out of the page."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import PHONE
from tests.browser.people import Candidate


def pair(people: People) -> tuple[Interviewer, Candidate]:
    """Ada asks at a desk, Kim answers in writing on a phone."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(**{"Answers are": "typed", "How many questions": "1"})
    kim = people.come(Candidate, "Kim", viewport=PHONE).join(ada.link_for("candidate"))
    ada.begins().asks()
    ada.begins_answering()
    kim.has_clock("Answer")
    return ada, kim


def edges(part: Locator) -> tuple[float, float]:
    """The upper and the lower edge in the window."""
    box = part.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


def test_what_is_shown_moves_nothing_under_the_fingers(people: People) -> None:
    """The stages come below the box in which one types, and beside it stands that they are there."""
    ada, kim = pair(people)
    kim.types("A small core").has_saved()
    before = edges(kim.box())
    ada.shows("guidance").shows("answer")
    expect(kim.page.locator("#shown-answer")).to_be_attached()
    assert edges(kim.box()) == before
    kim.link("Answer is below").click()
    expect(kim.page.locator("#shown-answer")).to_be_in_viewport()


def test_whether_it_is_saved_stays_in_sight(people: People) -> None:
    """The next step at the foot of the screen does not cover the line below the box."""
    _, kim = pair(people)
    kim.types("A small core").has_saved()
    assert edges(kim.page.locator("#answer-state"))[1] <= edges(kim.page.locator(".next-step"))[0]


def test_a_sentence_with_a_link_is_one_sentence(people: People) -> None:
    """After a reopening the candidate reads about their earlier report in lines, not in columns."""
    ada, kim = pair(people)
    ada.ends()
    ada.releases()
    ada.button("Reopen the wrap-up").click()
    ada.button("Press again: the report is withdrawn until you release it").click()
    sentence = kim.page.locator(".lede.waiting > span")
    expect(sentence).to_contain_text("The report that was released before stays yours.")
    box = sentence.bounding_box()
    assert box
    assert box["width"] > 250
