"""One laptop and a phone: the laptop becomes the candidate's, and the interviewer has all of the room on the phone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate

PHONE = {"width": 360, "height": 740}
IN_SIGHT = """(each) => {
    const box = each.getBoundingClientRect();
    const there = [box.top + 2, box.bottom - 2].map((y) => document.elementFromPoint(box.left + 8, y));
    return there.every((one) => one && (each.contains(one) || one.contains(each)));
}"""


def in_sight(phone: Interviewer, *parts: Locator) -> None:
    """Each of these is on the screen, whole and uncovered, before anybody scrolls."""
    assert phone.page.evaluate("scrollY") == 0
    for part in parts:
        expect(part).to_be_visible()
        assert part.evaluate(IN_SIGHT), f"{part} is out of sight"


def test_one_laptop_and_a_phone(people: People) -> None:
    """The interviewer's seat goes to the phone, the laptop forgets it, and the candidate joins at the laptop."""
    laptop = people.come(Interviewer, "Ada").starts_an_interview(**{"How many questions": "2"})
    own = next(str(seat["url"]) for seat in laptop.fetched("links")["seats"] if seat["role"] == "interviewer")
    room = laptop.room()
    laptop.link("We share one laptop").click()
    code = laptop.page.get_by_alt_text("The link of your seat as a QR code")
    assert code.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    ada = people.come(Interviewer, "Ada", viewport=PHONE, has_touch=True, is_mobile=True).open(own)
    ada.button("Continue as Ada").click()
    expect(ada.page.locator("[data-stage-heading]")).to_be_visible()
    laptop.button(re.compile("^Hand over to")).click()
    laptop.page.get_by_label("Your name").fill("Kim")
    laptop.button("Take my seat").click()
    expect(laptop.heading("You’re in, Kim")).to_be_visible()
    with laptop.forgiving():
        assert laptop.page.evaluate("(room) => fetch(room).then((answer) => answer.status)", room) == 404

    ada.begins().asks()
    laptop.sees("What is Flask, and why is it called a micro framework?")
    prompt = ada.page.locator(".prompt .prose")
    points = ada.page.locator(".points")
    in_sight(ada, prompt, points, ada.next_step())
    ada.begins_answering()
    in_sight(ada, prompt, points, ada.next_step())
    ada.ticks(0)
    ada.shows("guidance")
    ada.ends()
    card = ada.page.locator("#round-1")
    ada.marks("Depth", 3, card).marks("Communication", 2, card).marks("Correctness", 4, card)
    ada.sees("All questions are marked.")


def test_the_laptop_is_not_handed_over_without_a_phone(people: People) -> None:
    """Where no phone can open the code the page says so, and a seat that nobody else has open is not just forgotten."""
    ada = people.come(Interviewer, "Ada", host="localhost").starts_an_interview()
    room = ada.room()
    ada.link("We share one laptop").click()
    ada.sees("These links work on this computer only.")
    with ada.forgiving():
        ada.button(re.compile("^Hand over to")).click()
        ada.sees("No other device has your seat open.")
    ada.link("Back to the room").click()
    assert ada.room() == room
    ada.expands("More people, and my other devices").sees("These links work on this computer only.")
    people.come(Candidate, "Kim", host="localhost").join(ada.link_for("candidate")).expands("My other devices").sees(
        "These links work on this computer only."
    )
    expect(ada.heading("Kim is here")).to_be_visible()
    ada.sees("These links work on this computer only.")
