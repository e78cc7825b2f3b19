"""A drill in a tunnel: started without a line, graded over a bad one, and every grade stored once when it is back."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from server.drill import offline
from tests.browser import looks
from tests.browser.conftest import People
from tests.browser.people import A_MOMENT, LOOKS
from tests.browser.soloist import Soloist

LAID_READY = """async () => {
    const cache = await caches.open('greenroom-drill');
    return Boolean(await cache.match('/drill/spare-page')) && Boolean(await cache.match('/drill'));
}"""


def comes_prepared(people: People) -> Soloist:
    """Kim has opened the menu once with a line, so that a drill lies ready."""
    kim = people.come(Soloist, "Kim")
    kim.page.goto("/drill")
    for _ in range(LOOKS):
        if kim.page.evaluate(LAID_READY):
            return kim
        kim.page.evaluate(A_MOMENT)
    raise AssertionError("nothing was laid ready")


def test_a_drill_is_started_and_done_without_a_line(people: People) -> None:
    """Menu, start, 20 questions and a refresh work without a line; when it is back, each grade is stored in order."""
    kim = comes_prepared(people)
    with kim.forgiving():
        kim.context.set_offline(True)
        kim.page.goto("/drill")
        kim.page.get_by_role("button", name="Practise new questions").click()
        expect(kim.heading).to_have_text("Question 1 of 20")
        for number in range(1, 21):
            expect(kim.heading).to_have_text(f"Question {number} of 20")
            kim.page.keyboard.press("x")
            kim.page.keyboard.press("2")
            if number == 7:
                expect(kim.heading).to_have_text("Question 8 of 20")
                kim.page.reload()
        expect(kim.page.get_by_role("heading", name="Done")).to_be_visible()
        expect(kim.page.get_by_text("20 grades to send when the line is back")).to_be_visible()
        kim.context.set_offline(False)
        drill = kim.page.url.rpartition("/")[2]
        stored = kim.until_stored(20)
    assert [each["id"] for each in stored] == [f"{drill}-{place}-1" for place in range(20)]
    times = [each["at_ms"] for each in stored]
    assert times == sorted(set(times))


def test_a_bad_line_loses_and_doubles_nothing(people: People) -> None:
    """With 500 ms more each way and every fifth answer lost, steps wait for nothing and each grade is stored once."""
    kim = comes_prepared(people)
    kim.starts(count="6")
    with kim.forgiving():
        kim.wire.worsen(0.5, 0.2)
        for number in range(1, 7):
            expect(kim.heading).to_have_text(f"Question {number} of 6")
            kim.page.keyboard.press("x")
            kim.page.keyboard.press(str(1 + number % 2))
        expect(kim.page.get_by_role("heading", name="Done")).to_be_visible()
        kim.page.wait_for_selector("text=Saving", state="hidden", timeout=60_000)
        expect(kim.page.get_by_text("to send when")).to_have_count(0, timeout=60_000)
        kim.wire.worsen(0, 0)
        stored = kim.until_stored(6)
    assert [each["grade"] for each in stored] == [2, 1, 2, 1, 2, 1]


def test_a_line_that_is_lost_after_the_commit_stores_a_grade_once(people: People) -> None:
    """The server has the grade, its answer got lost, and the device sends it again: it counts once."""
    kim = people.come(Soloist, "Kim").starts(count="1").answers_and_looks()
    with kim.forgiving():
        kim.wire.worsen(0.001, 1.0)
        kim.page.keyboard.press("3")
        expect(kim.page.get_by_text("1 grade to send when the line is back")).to_be_visible()
        kim.wire.worsen(0, 0)
        stored = kim.until_stored(1)
    assert [each["grade"] for each in stored] == [3]


def test_a_strict_drill_needs_the_line_and_says_so(people: People) -> None:
    """Without a line the start of a strict drill leads back to the menu with a sentence, and what lies ready stays."""
    kim = comes_prepared(people)
    with kim.forgiving():
        kim.context.set_offline(True)
        kim.page.goto("/drill")
        kim.page.locator("#mode").select_option("strict")
        kim.page.get_by_role("button", name="Practise new questions").click()
        expect(kim.page.get_by_text("A strict drill needs the line")).to_be_visible()
        kim.context.set_offline(False)


def test_everything_that_the_pages_load_is_kept(people: People) -> None:
    """The worker's list has every module, style and script that the menu and a drill load."""
    kim = people.come(Soloist, "Kim").starts(count="1")
    kim.page.keyboard.press("?")
    loaded = set()
    for address in (kim.page.url, "/drill"):
        kim.page.goto(address)
        loaded |= set(
            kim.page.evaluate("performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname)")
        )
    worker = kim.page.evaluate("fetch('/drill/worker.js').then((answer) => answer.text())")
    kept = set(json.loads(re.search(r"addAll\((\[.*?\])\)", worker)[1]))  # type: ignore[index]  # it is there, or the test fails
    assert {each for each in loaded if each.startswith("/static/")} - kept == set()


def test_the_drill_can_be_installed(people: People) -> None:
    """The manifest names an icon that is there, and starts in its own scope."""
    kim = people.come(Soloist, "Kim")
    kim.page.goto("/drill")
    manifest = kim.page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())"
    )
    assert manifest["start_url"].startswith(manifest["scope"])
    assert manifest == json.loads(json.dumps(offline.MANIFEST))
    for icon in manifest["icons"]:
        assert kim.page.evaluate("(src) => fetch(src).then((answer) => answer.ok)", icon["src"])


def test_what_is_not_sent_yet_is_said_in_plain_words(people: People) -> None:
    """While the line is gone the page says how many grades wait; nothing else changes, and axe finds nothing."""
    kim = comes_prepared(people).starts(count="2")
    with kim.forgiving():
        kim.context.set_offline(True)
        kim.page.keyboard.press("x")
        kim.page.keyboard.press("1")
        expect(kim.page.get_by_text("1 grade to send when the line is back")).to_be_visible()
        looks.examine(kim.page, "drill-offline")
        kim.context.set_offline(False)
        kim.until_stored(1)


def test_being_forgotten_takes_what_lay_ready(people: People) -> None:
    """Worker, kept pages and unsent grades are gone with the person; before that the page says what would be lost."""
    kim = comes_prepared(people).starts(count="2")
    with kim.forgiving():
        kim.wire.worsen(0.001, 1.0)
        kim.page.keyboard.press("x")
        kim.page.keyboard.press("1")
        expect(kim.page.get_by_text("1 grade to send when the line is back")).to_be_visible()
        kim.context.route("**/reviews", lambda route: route.abort())
        kim.wire.worsen(0, 0)
        kim.page.goto("/forget")
        expect(kim.page.locator("[data-unsent]")).to_contain_text("1 grade of your drills")
        kim.page.get_by_role("button", name="Forget me here").click()
        kim.page.get_by_role("button", name="Press again to forget").click()
        expect(kim.page.get_by_role("heading", name="Forgotten")).to_be_visible()
        for _ in range(LOOKS):
            left = kim.page.evaluate(
                """async () => [(await caches.keys()).length, localStorage.length,
                    (await navigator.serviceWorker.getRegistrations()).length]"""
            )
            if left == [0, 0, 0]:
                break
            kim.page.evaluate(A_MOMENT)
    assert left == [0, 0, 0]
