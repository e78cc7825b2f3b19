"""Marks into one's schedule: the section of the report that the candidate sees, and one press."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser import looks
from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate
from tests.browser.soloist import Soloist
from tests.browser.test_wrapup import interviewed


def marked(people: People) -> tuple[Interviewer, Candidate, Locator]:
    """Two questions asked and marked, the report released and open before the candidate; its section."""
    ada, kim = interviewed(people)
    ada.button("Mark what is missing").click()
    first, second = ada.page.locator("#round-1"), ada.page.locator("#round-2")
    ada.marks("Correctness", 3, first).marks("Depth", 2, first)
    second.locator("summary").first.click()
    ada.marks("Correctness", 1, second)
    ada.releases()
    kim.link("Read the report").click()
    return ada, kim, kim.page.get_by_role("region", name="Into your schedule")


def test_marks_go_into_the_schedule(people: People) -> None:
    """Before: each question with marks, grade and when it would come back; after one press: due, and a way back."""
    ada, kim, section = marked(people)
    rows = section.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("after guidance")
    expect(rows.nth(2)).to_contain_text("1 unaided")
    expect(rows.nth(2)).to_contain_text("Again")
    section.get_by_text("How a mark becomes a grade").click()
    expect(section.get_by_role("row").filter(has_text=re.compile("^4"))).to_contain_text("Easy")
    looks.examine(kim.page, "marks-before")
    section.get_by_role("button", name="Put these 2 into my schedule").click()
    expect(kim.page).to_have_url(re.compile("#into-schedule$"))
    expect(section).to_contain_text(re.compile(r"(One|Two) (is|are) due "))
    expect(section.get_by_role("button", name="Put")).to_have_count(0)
    looks.examine(kim.page, "marks-after")

    section.get_by_role("button", name="Take out of my schedule again").click()
    expect(section.get_by_role("button", name="Put these 2 into my schedule")).to_be_visible()
    ada.link("Read the report").click()
    ada.sees("Asked by").sees_not("Into your schedule")


def test_who_drills_strictly_grades_themself(people: People) -> None:
    """After the end one gives each question a grade; what is left out can be graded later."""
    kim = people.come(Soloist, "Kim")
    page = kim.open("/drill?deck=flask&order=1-2").page
    page.get_by_label("Mode").select_option("strict")
    kim.button("Start with these").click()
    kim.button("Start the drill").click()
    for after in ("Next question", "End, and see the answers"):
        for step in ("Answer now", "I’m done", after):
            expect(kim.main).to_have_text(re.compile(f"^{step}"))
            kim.main.click()
    kim.button(re.compile("^Press again to end")).click()
    kim.link("See the answers").click()
    section = page.get_by_role("region", name="Into your schedule")
    section.get_by_label("Grade of question 1").select_option("1")
    looks.examine(page, "marks-solo")
    section.get_by_role("button", name="Put my grades into my schedule").click()
    expect(section.get_by_label("Grade of question 1")).to_have_count(0)
    expect(section.get_by_label("Grade of question 2")).to_be_visible()
    expect(section).to_contain_text(re.compile("One is due (now|today)"))
