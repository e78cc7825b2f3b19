"""A practice drill: one key or one thumb for each step, clocks that a refresh can't change, grades that count once."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, expect

from tests.browser import looks
from tests.browser.conftest import People
from tests.browser.soloist import Soloist

SAID = """() => {
    window.said = [];
    const hear = (node) => node.nodeType === 1 && said.push(node.textContent);
    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(hear)))
        .observe(document.querySelector('body > .visually-hidden[role=status]'), {childList: true});
    window.moves = [];
    document.addEventListener('focusin', (event) => moves.push(event.target.id || event.target.tagName));
}"""


def test_a_whole_drill_by_keyboard_alone(people: People) -> None:
    """Two questions from the menu to the summary without a mouse; every reveal is said in one short sentence."""
    kim = people.come(Soloist, "Kim")
    page = kim.page
    page.goto("/drill")
    page.locator("#count").focus()
    page.keyboard.type("2")
    page.get_by_role("button", name="Practise new questions").focus()
    page.keyboard.press("Enter")
    expect(kim.heading).to_have_text("Question 1 of 2")
    page.evaluate(SAID)
    kim.answers_and_looks()
    page.keyboard.press("3")
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.answers_and_looks()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    said = page.evaluate("said")
    assert said == [
        "Answer now", "Answering is over", "The guidance is shown", "The answer is shown", "An example is shown",
        "Question 2 of 2",
        "Answer now", "Answering is over", "The guidance is shown", "The answer is shown", "An example is shown",
        "That was the last question",
    ]  # fmt: skip
    assert page.evaluate("moves") == [], "the focus moved by itself"
    assert [(each["grade"], each["help"]) for each in kim.until_stored(2)] == [(3, "unaided"), (1, "unaided")]


def test_a_whole_drill_by_touch_on_a_phone(people: People) -> None:
    """Every step is within reach of a thumb: in the lower half of 360 px, and as large as a finger."""
    kim = people.come(Soloist, "Kim", viewport=looks.PHONE, has_touch=True, is_mobile=True)
    kim.page.goto("/drill")
    kim.page.locator("#count").fill("1")
    kim.page.get_by_role("button", name="Practise").tap()
    for words in ("Answer now", "I’m done", "Show the guidance", "Show the answer", "Show an example"):
        expect(kim.main).to_contain_text(words)
        within_reach(kim.main)
        kim.main.tap()
        kim.heading.tap()  # else the next one would be the second tap of a double tap, which presses nothing
    expect(kim.main).to_have_count(0)
    for each in kim.grades.all():
        within_reach(each)
    expect(kim.grades).to_have_text(
        [re.compile("Again.*1 min"), re.compile("Hard.*min"), re.compile("Good.*10 min"), re.compile("Easy.*days")]
    )
    kim.grades.nth(1).tap()
    expect(kim.page.get_by_role("heading", name="Done")).to_be_visible()
    assert [each["grade"] for each in kim.until_stored(1)] == [2]


def within_reach(button: Locator) -> None:
    """A thumb reaches it."""
    box = button.bounding_box()
    assert box is not None
    assert box["y"] > looks.PHONE["height"] / 2
    assert box["y"] + box["height"] <= looks.PHONE["height"]
    assert min(box["width"], box["height"]) >= 44


def test_time_up_is_a_quiet_sign_and_shows_nothing(people: People) -> None:
    """Thinking goes over into answering by itself; when that is over the clock counts on; no answer is shown."""
    kim = people.come(Soloist, "Kim")
    kim.page.clock.install()
    kim.starts(think_s="30", answer_s="60")
    kim.page.clock.run_for(31_000)
    expect(kim.page.locator(".clock__words strong")).to_have_text("Answer")
    kim.page.clock.run_for(70_000)
    expect(kim.page.locator(".clock__words strong")).to_have_text("Over time")
    expect(kim.page.locator(".clock__time")).to_contain_text("+0:1")
    expect(kim.main).to_contain_text("I’m done")
    expect(kim.page.locator(".stage")).to_have_count(0)


def test_the_countdown_is_silent_but_for_five_thresholds(people: People) -> None:
    """At 5 and 1 min, 30 and 10 s and at the end a screen reader hears it, and on the key that asks; else nothing."""
    kim = people.come(Soloist, "Kim")
    kim.page.clock.install()
    kim.starts(think_s="0", answer_s="400")
    kim.page.evaluate(SAID)
    for _ in range(41):
        kim.page.clock.run_for(10_000)
    assert kim.page.evaluate("said") == [
        "Five minutes left",
        "One minute left",
        "30 seconds left",
        "10 seconds left",
        "Time is up",
    ]
    kim.page.keyboard.press("t")
    assert re.fullmatch(r"1\d seconds over", kim.page.evaluate("said.at(-1)"))


def test_help_before_ones_own_answer_is_recorded_and_caps_the_grade(people: People) -> None:
    """After guidance it can't have been easy, after the answer not good; the keys know it too, the buttons say why."""
    kim = people.come(Soloist, "Kim").starts(count="2")
    kim.page.keyboard.press("g")
    expect(kim.page.locator("#shown-guidance")).to_be_visible()
    kim.answers_and_looks()
    expect(kim.grades.nth(3)).to_have_attribute("aria-disabled", "true")
    kim.page.keyboard.press("4")
    kim.grades.nth(3).click(force=True)
    expect(kim.heading).to_have_text("Question 1 of 2")
    kim.page.keyboard.press("3")
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.page.keyboard.press("x")
    expect(kim.page.locator("#shown-answer")).to_be_visible()
    kim.page.keyboard.press("3")
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.page.keyboard.press("2")
    stored = kim.until_stored(2)
    assert [(each["grade"], each["help"]) for each in stored] == [(3, "after guidance"), (2, "after answer")]


def test_the_last_grade_can_be_undone_and_given_again(people: People) -> None:
    """Undo brings the question back as it was; the grade given then is the one that counts."""
    kim = people.come(Soloist, "Kim").starts(count="2").answers_and_looks()
    first = kim.page.locator(".prompt .prose").inner_text()
    kim.page.keyboard.press("4")
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.page.keyboard.press("u")
    expect(kim.heading).to_have_text("Question 1 of 2")
    expect(kim.page.locator(".prompt .prose")).to_have_text(first)
    expect(kim.page.locator("#shown-example")).to_be_visible()
    kim.page.keyboard.press("1")
    expect(kim.heading).to_have_text("Question 2 of 2")
    stored = kim.until_stored(1)
    assert [each["grade"] for each in stored] == [1]


def test_the_very_last_grade_can_be_undone(people: People) -> None:
    """At the end the same key takes it back; the page that says what was done begins at its top."""
    kim = people.come(Soloist, "Kim", viewport={"width": 360, "height": 640}).starts(count="1").answers_and_looks()
    kim.page.keyboard.press("3")
    expect(kim.page.get_by_role("heading", name="Done")).to_be_in_viewport()
    assert kim.page.evaluate("scrollY") == 0
    kim.until_stored(1)
    kim.page.keyboard.press("u")
    expect(kim.heading).to_have_text("Question 1 of 1")
    kim.page.keyboard.press("2")
    expect(kim.page.get_by_text("Hard, back in")).to_be_visible()
    assert [each["grade"] for each in kim.until_stored(1)] == [2]


def test_a_refresh_keeps_the_clock_the_text_and_the_place(people: People) -> None:
    """The clock ends when it would have; what was typed is there; what was graded stays so."""
    kim = people.come(Soloist, "Kim").starts(answering="typed", count="3").answers_and_looks()
    kim.page.keyboard.press("3")
    expect(kim.heading).to_have_text("Question 2 of 3")
    kim.page.keyboard.press("Space")
    kim.page.get_by_label("Your answer").fill("Blueprints group routes.")
    before = kim.page.evaluate(COURSE)
    kim.page.reload()
    expect(kim.heading).to_have_text("Question 2 of 3")
    expect(kim.page.get_by_label("Your answer")).to_have_value("Blueprints group routes.")
    assert kim.page.evaluate(COURSE) == before
    expect(kim.page.locator(".clock__words strong")).to_have_text("Answer")


COURSE = "JSON.parse(localStorage.getItem('greenroom:drill:' + location.pathname.split('/').pop())).course"


def test_a_drill_is_carried_on_from_the_menu(people: People) -> None:
    """Who left goes on where they stopped; a question that was left with its clock running begins anew."""
    kim = people.come(Soloist, "Kim").starts(count="2").answers_and_looks()
    kim.page.keyboard.press("2")
    kim.until_stored(1)
    kim.page.goto("/drill")
    kim.page.get_by_role("link", name="Carry on").click()
    expect(kim.heading).to_have_text("Question 2 of 2")


def test_two_tabs_are_one_drill(people: People) -> None:
    """A step in one tab is a step in the other, and a question that was graded in both counts once."""
    kim = people.come(Soloist, "Kim").starts(count="2")
    other = kim.context.new_page()
    other.goto(kim.page.url)
    kim.answers_and_looks()
    expect(other.locator("#shown-example")).to_be_visible()
    kim.page.keyboard.press("3")
    expect(other.locator("#prompt")).to_have_text("Question 2 of 2")
    kim.until_stored(1)


def test_a_place_graded_on_another_device_says_what_stands(people: People) -> None:
    """The first grade of a question counts; who grades it again elsewhere is told so, and nothing counts twice."""
    kim = people.come(Soloist, "Kim").starts(count="1").answers_and_looks()
    drill = kim.page.url.rpartition("/")[2]
    act = {"act": "grade", "id": f"{drill}-0-1", "place": 0, "at_ms": 1, "grade": 1}
    kim.page.evaluate(
        """(body) => fetch(location.pathname + '/reviews',
            {method: 'POST', headers: {'Content-Type': 'application/json'}, body})""",
        json.dumps({"sent_ms": 1, "acts": [act]}),
    )
    kim.page.keyboard.press("4")
    expect(kim.page.locator(".callout")).to_contain_text("Again stands")
    assert [each["grade"] for each in kim.until_stored(1)] == [1]


def test_single_keys_act_outside_fields_only_and_can_be_changed_or_switched_off(people: People) -> None:
    """In the answer box letters are letters, and keys with Alt and Shift act; a changed key acts instead of its own."""
    kim = people.come(Soloist, "Kim").starts(answering="typed", count="2")
    page = kim.page
    page.keyboard.press("a")
    page.keyboard.type("g1 x")
    expect(page.get_by_label("Your answer")).to_have_value("g1 x")
    expect(page.locator(".stage")).to_have_count(0)
    page.keyboard.press("Alt+Shift+KeyG")
    expect(page.locator("#shown-guidance")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("g1 x")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".clock")).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_label("Key for: Grade: hard").click()  # once the list has taken the focus
    page.keyboard.press("j")
    expect(page.get_by_label("Key for: Grade: hard")).to_have_value("j")
    page.get_by_label("Key for: Grade: again").press("j")
    expect(page.get_by_role("alert")).to_contain_text("j is taken")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Space")
    expect(page.locator("#shown-answer")).to_be_visible()
    page.keyboard.press("2")
    expect(kim.heading).to_have_text("Question 1 of 2")
    page.keyboard.press("?")
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(kim.heading).to_have_text("Question 1 of 2")
    page.keyboard.press("?")
    page.get_by_label("Use single keys").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    expect(kim.heading).to_have_text("Question 2 of 2")


def test_the_pages_look_right(people: People) -> None:
    """Menu, question, grading and end: axe finds nothing, and nothing is wider than its window."""
    kim = people.come(Soloist, "Kim")
    kim.page.goto("/drill")
    looks.examine(kim.page, "drill-menu")
    kim.starts(count="1", answering="typed")
    looks.examine(kim.page, "drill-think")
    kim.answers_and_looks()
    looks.examine(kim.page, "drill-grading")
    kim.page.keyboard.press("3")
    expect(kim.page.get_by_role("heading", name="Done")).to_be_visible()
    looks.examine(kim.page, "drill-done")


def test_talking_points_of_a_typed_answer_are_matched_and_put_right(people: People) -> None:
    """After the reveal the page says what the answer covered; a click puts it right, the count goes with the grade."""
    kim = people.come(Soloist, "Kim")
    kim.page.goto("/drill?deck=flask&order=1")
    kim.page.locator("#answering").select_option("typed")
    kim.page.get_by_role("button", name="Start with these").click()
    expect(kim.heading).to_be_visible()
    kim.page.keyboard.press("Space")
    kim.page.get_by_label("Your answer").fill("It is built on Werkzeug, Jinja and Click.")
    kim.page.keyboard.press("Control+Enter")
    expect(kim.page.locator(".drill-points")).to_have_count(0)
    kim.answers_and_looks()
    points = kim.page.locator(".drill-points li")
    expect(points.filter(has_text="Werkzeug, Jinja").get_by_role("checkbox")).to_be_checked()
    expect(kim.page.locator(".drill-points")).to_contain_text("1 of 4 covered")
    points.filter(has_text="micro does not mean").get_by_role("checkbox").check()
    expect(kim.page.locator(".drill-points")).to_contain_text("2 of 4 covered")
    looks.examine(kim.page, "drill-points")
    kim.page.keyboard.press("3")
    assert [(each["covered"], each["points"]) for each in kim.until_stored(1)] == [(2, 4)]


def test_how_it_went_and_the_schedule_look_right(people: People) -> None:
    """The summary has every question with its grade; the settings say in sentences what they do."""
    kim = people.come(Soloist, "Kim").starts(count="2").answers_and_looks()
    kim.page.keyboard.press("1")
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.until_stored(1)
    kim.page.get_by_role("button", name="Stop here").click()
    expect(kim.page.get_by_role("heading", name="How it went")).to_be_visible()
    looks.examine(kim.page, "drill-summary")
    kim.page.get_by_role("button", name="Carry on: 1 left").click()
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.page.goto("/drill/progress")
    looks.examine(kim.page, "drill-progress")
    kim.page.goto("/drill/settings")
    looks.examine(kim.page, "drill-settings")
    kim.page.goto("/")
    expect(kim.page.get_by_role("heading", name="Drill")).to_be_visible()
