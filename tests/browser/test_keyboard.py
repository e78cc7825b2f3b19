"""Every step without a mouse: a short interview, from home to the report, with Tab, Enter and single keys."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate, Person

MOST_TABS = 150


def reach(person: Person, target: Locator) -> Locator:
    """Move the focus there as a keyboard does."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        if target.evaluate("(each) => each === document.activeElement"):
            return target
        person.page.keyboard.press("Tab")
    raise AssertionError(f"{target} is out of reach of the keyboard")


def press(person: Person, target: Locator, key: str = "Enter") -> None:
    """Reach something and press it."""
    reach(person, target)
    person.page.keyboard.press(key)


def test_an_interview_without_a_mouse(people: People) -> None:
    """All that a pair needs is reached and done with the keyboard, in an order that makes sense."""
    ada = people.come(Interviewer, "Ada").open("/")
    press(ada, ada.link("Start an interview"))
    reach(ada, ada.page.get_by_label("Your name"))
    ada.page.keyboard.type("Ada")
    press(ada, ada.page.get_by_text("Options", exact=True))
    reach(ada, ada.page.get_by_label("Answers are"))
    ada.page.keyboard.type("typed")
    for _ in range(MOST_TABS):
        ada.page.keyboard.press("Shift+Tab")
        if ada.button("Create the interview").evaluate("(each) => each === document.activeElement"):
            break
    ada.page.keyboard.press("Enter")
    press(ada, ada.button("Copy the invitation for your candidate"))
    expect(ada.button("Copied ✓")).to_be_visible()

    kim = people.come(Candidate, "Kim").open(ada.link_for("candidate"))
    reach(kim, kim.page.get_by_label("Your name"))
    kim.page.keyboard.type("Kim")
    kim.page.keyboard.press("Enter")
    expect(kim.heading("You’re in, Kim")).to_be_visible()
    press(ada, ada.button("Start the interview"))
    expect(ada.heading("The interview has begun")).to_be_focused()

    people.ledger.show("what-is-flask.prompt")
    people.ledger.asked.append("what-is-flask")
    ada.page.keyboard.press("n")
    expect(ada.next_step()).to_be_focused()
    ada.page.keyboard.press("Enter")
    kim.sees("What is Flask")
    ada.page.keyboard.press("p")
    kim.has_clock("Paused")
    ada.has_clock("Paused")
    ada.page.keyboard.press("p")
    kim.has_clock("Time to think")
    press(kim, kim.button("Begin answering"))
    kim.has_clock("Answer")
    kim.page.keyboard.press("h")
    ada.sees("asks for a hint")
    people.ledger.show("what-is-flask.guidance")
    ada.page.keyboard.press("g")
    ada.page.keyboard.press("Enter")
    kim.sees("Say what Flask does itself")
    kim.page.keyboard.press("a")
    expect(kim.box()).to_be_focused()
    kim.page.keyboard.type("a small core, now")
    kim.has_saved()
    press(kim, kim.button("I’m done"))
    kim.page.keyboard.press("Enter")
    ada.sees("Kim says “I’m done”.")

    ada.page.keyboard.press("o")
    expect(ada.page.get_by_label("Your note")).to_be_focused()
    people.ledger.hold("note of Ada", "Typed well, and fast", "Ada")
    ada.page.keyboard.type("Typed well, and fast")
    press(ada, ada.page.locator(".points").get_by_role("checkbox").first, "Space")
    expect(ada.page.locator(".points").get_by_role("checkbox").first).to_be_checked()
    for dimension in ("Communication", "Correctness", "Depth"):
        scale = ada.page.get_by_role("group", name=re.compile(f"^{dimension}"))
        press(ada, scale.get_by_role("button").nth(2), "Space")
        expect(scale).to_contain_text("marked 3")
    ada.page.keyboard.press("/")
    expect(ada.page.get_by_label("Search titles and topics")).to_be_focused()
    ada.page.keyboard.type("caching")
    people.ledger.show("caching.prompt")
    press(ada, ada.button("Ask now", exact=True))
    kim.sees(re.compile("cach", re.IGNORECASE))
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    ada.page.keyboard.press("?")
    expect(ada.page.get_by_role("dialog", name="Keys")).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(ada.page.get_by_role("dialog")).to_have_count(0)

    press(ada, ada.button("End the interview").last)
    ada.page.keyboard.press("Enter")
    expect(ada.heading("Say what you saw")).to_be_visible()
    expect(kim.heading("That was it")).to_be_visible()
    own = kim.page.get_by_role("group", name=re.compile("^Depth")).first
    press(kim, own.get_by_role("button").nth(1))
    expect(own).to_contain_text("marked 2")
    reach(ada, ada.page.get_by_label("Point 1", exact=True))
    ada.page.keyboard.type("Go on like this")
    ada.sees(re.compile("1 of 3 points · saved"))
    people.ledger.show("what-is-flask")
    people.ledger.show("caching")
    press(ada, ada.button("Release the report"))
    ada.page.keyboard.press("Enter")
    press(kim, kim.link("Read the report"))
    kim.sees("Go on like this", "a small core, now")


HIDDEN = """() => {
    const focused = document.activeElement;
    if (focused === document.body || focused.matches('main, dialog')) return null;
    const box = focused.getBoundingClientRect();
    const bottom = Math.min(box.bottom, innerHeight) - 2;
    const seen = [box.top + 2, (box.top + box.bottom) / 2, bottom].some((y) => {
        const there = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), y);
        return there && (focused.contains(there) || there.contains(focused) || there.control === focused);
    });
    return seen ? null : focused.outerHTML.slice(0, 120);
}"""


def hidden_stops(person: Person, width: int, height: int) -> set[str]:
    """Walk through the whole page with Tab; return where the focus could not be seen."""
    person.page.set_viewport_size({"width": width, "height": height})
    person.page.locator("main").focus()
    hidden = set()
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        if found := person.page.evaluate(HIDDEN):
            hidden.add(f"{width} x {height}: {found}")
        if person.page.evaluate("document.activeElement.matches('[data-theme-switch]')"):
            return hidden
    raise AssertionError("the footer is out of reach of the keyboard")


def test_what_has_the_focus_can_be_seen(people: People) -> None:
    """No bar that sticks to an edge covers what is reached with Tab, in the lobby, the room and the wrap-up."""
    ada, kim = people.pair(**{"Answers are": "typed"})
    ada.expands("More people, and my other devices")
    hidden = hidden_stops(ada, 1280, 600) | hidden_stops(ada, 360, 740)
    ada.begins().asks()
    ada.begins_answering()
    hidden |= hidden_stops(ada, 1280, 600) | hidden_stops(ada, 360, 740) | hidden_stops(kim, 360, 740)
    ada.ends()
    hidden |= hidden_stops(ada, 1280, 600) | hidden_stops(ada, 360, 740)
    assert not hidden, "\n".join(sorted(hidden))


def test_what_was_typed_for_a_field_that_has_gone(people: People) -> None:
    """Who is cut off in mid-sentence signals nothing, and writes into no other answer; after a pause keys act again."""
    ada, kim = people.pair(**{"Answers are": "typed", "Time to think, in seconds": "0"})
    ben = people.come(Interviewer, "Ben").join(ada.invites("Invite a second interviewer"))
    ada.begins()
    first = ada.asks()
    kim.box().focus()
    kim.page.keyboard.type("and so")
    kim.has_saved()
    ben.page.keyboard.press("o")
    expect(ben.page.get_by_label("Your note")).to_be_focused()
    ada.asks()
    for person in (kim, ben):
        person.until(lambda view: view["round"] is not None and view["round"]["id"] == 2)
        person.page.keyboard.type(" what a hot wheel? ")
    kim.until(lambda view: view["rev"] == ada.state()["rev"])
    assert ada.state()["round"]["signals"] == {}
    kim.has_answer("")
    expect(ben.page.get_by_label("Your note")).to_have_value("")
    for person in (kim, ben):
        expect(person.page.get_by_role("dialog")).to_have_count(0)
        expect(person.page.locator("[data-stage-heading]")).to_be_focused()
    assert first != ada.state()["round"]["question"]
    kim.page.evaluate("new Promise((done) => setTimeout(done, 2100))")  # the pause itself is what is tested
    kim.page.keyboard.press("h")
    ada.sees("asks for a hint")
