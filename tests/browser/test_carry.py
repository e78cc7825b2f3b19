"""Carry on on another device: the link is scanned, and what both have practised is there on both."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.conftest import People
from tests.browser.soloist import Soloist


def grades_one(soloist: Soloist) -> Soloist:
    """Go through the first question of a new drill, and wait until its grade is stored."""
    soloist.starts(count="2").answers_and_looks()
    soloist.page.keyboard.press("3")
    soloist.until_stored(1)
    return soloist


def test_a_phone_carries_on(people: People) -> None:
    """Two browsers that have practised apart: after the link both devices have both drills."""
    laptop, phone = grades_one(people.come(Soloist, "Kim")), grades_one(people.come(Soloist, "Kim’s phone"))
    laptop.open("/drill").link("On another device").click()
    laptop.sees("no grade is counted twice")
    looks.examine(laptop.page, "carry-begin")
    laptop.button("Make a link").click()
    laptop.sees("Good once, until", "Whoever opens it becomes you here.")
    expect(laptop.page.get_by_role("img", name="QR code of the link")).to_be_visible()
    laptop.page.evaluate("document.querySelector('img.qr').decode()")  # it fails where there is no picture
    looks.examine(laptop.page, "carry-link")
    link = laptop.page.get_by_label("Link for the other device").input_value()

    phone.open(link).sees("What this browser has practised is merged in", re.compile("1 grade. All of it moves"))
    looks.examine(phone.page, "carry-confirm")
    phone.button("Carry on here").click()
    expect(phone.page).to_have_url(re.compile("/carry$"))
    phone.sees("The last link was opened on")
    looks.examine(phone.page, "carry-used")
    for each in (laptop, phone):
        unfinished = each.open("/drill").page.get_by_role("region", name="Carry on").get_by_role("listitem")
        expect(unfinished).to_have_count(2)
    with phone.forgiving():  # its answers are no 200s
        phone.open(link).sees("You are here already")
    stranger = people.come(Soloist, "Eve")
    with stranger.forgiving():
        stranger.open(link).sees("This link was used already")
        looks.examine(stranger.page, "carry-used-already")
