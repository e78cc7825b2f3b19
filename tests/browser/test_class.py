"""A class from its list of names to its end: on the coach's screen, on the projector, and on the students' phones."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.looks import examine
from tests.browser.people import Guest, Person
from tests.browser.test_wall import Asker

PHONE = {"width": 360, "height": 640}


class Coach(Person):
    """Somebody who teaches."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, host="localhost", **options)

    def makes_a_class(self, names: str) -> str:
        """From a list of names; return its code."""
        self.page.goto("/classes")
        examine(self.page, "classes-empty")
        self.page.get_by_role("link", name="New class").click()
        self.page.get_by_label("Name of the class").fill("Evening class")
        self.page.get_by_label("Names", exact=True).fill(names)
        examine(self.page, "class-new")
        self.button("Make the class").click()
        expect(self.page.get_by_role("heading", name="Evening class")).to_be_visible()
        return self.page.locator(".code-word").inner_text()

    def presses(self, name: str) -> None:
        """Press a button, and wait until the page is there again."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()


class Student(Asker):
    """Somebody in a class, at their phone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, viewport=PHONE, **options)

    def comes_in(self, code: str) -> Student:
        """Type the code, and pick one's name."""
        self.page.goto("/c")
        self.page.get_by_label("Code").fill(code.lower())
        self.page.keyboard.press("Enter")
        self.page.get_by_role("button", name=self.name, exact=True).click()
        expect(self.page.locator("[data-stage-heading]")).to_be_visible()
        return self


def test_an_evening(people: People) -> None:
    """Names become rooms, students come in by a code, the timeline drives all rooms, and the projector shows it."""
    cora = people.come(Coach, "Cora")
    code = cora.makes_a_class("Ada, Kim\nBo, Li")
    examine(cora.page, "class")
    projector = cora.context.new_page()
    projector.goto(cora.page.url + "/projector")
    expect(projector.get_by_text(code)).to_be_visible()
    examine(projector, "projector-entry")

    ada = people.come(Student, "Ada").comes_in(code)
    expect(projector.get_by_text("1 of 4 are in.")).to_be_visible()
    kim = people.come(Student, "Kim")
    kim.page.goto(f"/c/{code}")
    expect(kim.page.get_by_role("button", name="Ada")).to_have_count(0)
    examine(kim.page, "class-entry")
    kim.comes_in(code)
    expect(cora.page.get_by_text("2 of 4 have come in")).to_be_visible()

    cora.presses("Begin: Prepare")
    for page in (ada.page, kim.page, projector):
        expect(page.get_by_text("Prepare").first).to_be_visible()
    cora.presses("Go on to: First interview")
    expect(cora.page.get_by_text("Not in Bo, Li")).to_be_visible()
    expect(ada.page.locator(".in-class")).to_contain_text("First interview")
    expect(projector.locator(".projector__clock")).to_have_text(re.compile(r"^(20:00|19:5\d)$"))
    examine(projector, "projector-clock")
    examine(cora.page, "class-running")

    kim.page.goto(f"/c/{code}")
    kim.page.get_by_role("button", name="Kim · back to my seat").click()
    expect(kim.page.locator(".in-class")).to_contain_text("First interview")

    cora.page.goto(cora.page.url)
    cora.page.get_by_text("Change for Kim").click()
    cora.presses("Free this name (Kim)")
    expect(kim.page.get_by_text("You are not in this room any more")).to_be_visible()
    cora.page.get_by_role("button", name="End the class").click()
    with cora.page.expect_navigation():
        cora.page.get_by_role("button", name="Press again to end it").click()
    expect(cora.page.get_by_text("This class is over")).to_be_visible()
    expect(projector.get_by_text("This class is over.")).to_be_visible()


def test_a_wrong_code_is_said(people: People) -> None:
    """In a sentence, with what was typed still there."""
    vi = people.come(Guest, "Vi")
    vi.page.goto("/c")
    vi.page.get_by_label("Code").fill("nosuch")
    with vi.forgiving():
        vi.page.keyboard.press("Enter")
        expect(vi.page.get_by_text("No class has that code now")).to_be_visible()
    expect(vi.page.get_by_label("Code")).to_have_value("NOSUCH")
