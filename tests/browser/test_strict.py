"""A strict drill in the browser: by keyboard, by touch, over a lost line and a refresh; no answer before the end.

That nothing of an answer comes early, in any page or frame, is looked at after every test (`people`).
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import looks
from tests.browser.conftest import People
from tests.browser.strict_soloist import StrictSoloist
from tests.browser.test_drill import SAID, within_reach
from tests.sockets.test_presence import happened
from tests.system.server_process import ServerProcess


def test_a_whole_drill_by_keyboard_alone(people: People, server: ServerProcess) -> None:
    """One key for each step, in the box with Ctrl; what was typed and the model answers are there at the end."""
    kim = people.come(StrictSoloist, "Kim").takes(server, count=2, think_s=60)
    keys = kim.page.keyboard
    kim.expects_question(1)
    keys.press("Space")
    expect(kim.question).to_have_text("Question 1 of 2")
    kim.has_clock("Time to think").page.evaluate(SAID)
    keys.press("Enter")
    kim.has_clock("Answer").can("I’m done")
    keys.press("a")
    keys.type("Space and Enter\nare text here.")
    expect(kim.box()).to_have_value("Space and Enter\nare text here.")
    keys.press("Control+Enter")
    kim.sees("Handed in").can("Next question").expects_question(2)
    keys.press("Control+Enter")
    expect(kim.question).to_have_text("Question 2 of 2")
    keys.press("Space")
    kim.has_clock("Answer")
    keys.press("Space")
    kim.can("End, and see the answers").expects_answers(1, 2)
    keys.press("Space")
    kim.can("Press again to end the drill")
    keys.press("Space")
    expect(kim.heading("The drill is over")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    kim.sees("Space and Enter", "Model answer").sees_not("Interviewer", "Asked by")
    expect(kim.link("Practise again")).to_have_attribute("href", "/drill")


def test_a_whole_drill_by_touch_on_a_phone(people: People, server: ServerProcess) -> None:
    """Every step is one button within reach of a thumb at 360 px, and the page no wider than that."""
    kim = people.come(StrictSoloist, "Kim", viewport=looks.PHONE, has_touch=True, is_mobile=True)
    kim.takes(server, count=1, think_s=60, answering="head").expects_question(1)
    for step in ("Start the drill", "Answer now", "I’m done", "End, and see the answers", "Press again"):
        kim.can(step)
        within_reach(kim.main)
        assert kim.page.evaluate(looks.SIDEWAYS) == []
        if step == "Press again":
            kim.expects_answers(1)
        kim.main.tap()
        kim.page.locator("h1").first.tap()  # else the next tap is the second of a double tap, which presses nothing
    kim.heading("The drill is over").wait_for()
    kim.link("See the answers").tap()
    kim.sees("Answered in the head, or aloud.")


def test_a_lost_line_holds_the_clock(people: People, server: ServerProcess) -> None:
    """Without a line the clock stands on the screen as on the server; both go on when it is back."""
    kim = people.come(StrictSoloist, "Kim").takes(server).expects_question(1)
    kim.main.click()
    kim.box().fill("Half a sen")
    expect(kim.page.locator("#answer-state")).to_contain_text("Saved")
    before = kim.state()["round"]["clock"]["deadline_ms"]
    kim.wire.fall_silent()
    kim.sees("Connection lost", within_ms=15_000).has_clock("Paused")
    shown = kim.timer().inner_text()
    interview = kim.room().split("/")[2]
    until_logged(kim, server, interview, "paused")
    assert kim.timer().inner_text() == shown
    with kim.forgiving():
        kim.wire.cut()
        kim.wire.speak_again()
        kim.has_clock("Answer")
    assert kim.state()["round"]["clock"]["deadline_ms"] > before
    assert happened(server, interview)[-2:] == ["participant_back", "resumed"]
    expect(kim.box()).to_have_value("Half a sen")
    kim.box().press_sequentially("tence")
    expect(kim.page.locator("#answer-state")).to_contain_text("Saved")


def until_logged(kim: StrictSoloist, server: ServerProcess, interview: str, kind: str) -> None:
    for _ in range(100):
        if kind in happened(server, interview):
            return
        kim.page.evaluate("new Promise((done) => setTimeout(done, 100))")
    raise AssertionError(happened(server, interview))


def test_a_refresh_keeps_the_clock_and_the_text(people: People, server: ServerProcess) -> None:
    """A page that is loaded again has the same question, deadline and text, and another device the same."""
    kim = people.come(StrictSoloist, "Kim").takes(server).expects_question(1)
    kim.main.click()
    kim.box().fill("Half a sen")
    expect(kim.page.locator("#answer-state")).to_contain_text("Saved")
    before = kim.state()["round"]["clock"]
    kim.page.reload()
    expect(kim.question).to_have_text("Question 1 of 3")
    expect(kim.box()).to_have_value("Half a sen")
    assert kim.state()["round"]["clock"] == before
    link = kim.fetched("links")["seats"][0]["url"]
    phone = people.come(StrictSoloist, "Kim", viewport=looks.PHONE).open(link)
    phone.button("Go on here").click()
    expect(phone.box()).to_have_value("Half a sen")


def test_time_up_is_a_quiet_sign(people: People, server: ServerProcess) -> None:
    """Thinking goes over into answering by itself; at the end of that a badge says so, and nothing else changes."""
    kim = people.come(StrictSoloist, "Kim").takes(server, count=2, think_s=1, answer_s=5).expects_question(1)
    kim.main.click()
    expect(kim.question).to_have_text("Question 1 of 2")
    kim.has_clock("Answer").page.evaluate(SAID)
    kim.box().press_sequentially("Words")
    kim.sees("Time is up").can("Next question").has_clock("The clock has stopped")
    assert kim.page.evaluate("said.filter((each) => each === 'Time is up').length") == 1
    assert kim.page.evaluate("moves") == ["answer"], "the focus moved by itself"
    expect(kim.page.locator(".stage, .prompt h2")).to_have_count(0)
    expect(kim.box()).not_to_be_editable()
    kim.sees("No more text is taken").sees_not(re.compile("your interviewer"))


def test_it_can_be_put_aside_and_ended_early(people: People, server: ServerProcess) -> None:
    """A question that is skipped comes back; the end before the last question takes a second press."""
    kim = people.come(StrictSoloist, "Kim").takes(server, count=2).expects_question(1)
    kim.main.click()
    kim.button("Skip, come back later").click()
    expect(kim.heading("Between two questions")).to_be_visible()
    kim.sees("2 questions are still to come").expects_question(2).main.click()
    expect(kim.question).to_have_text("Question 2 of 2")
    kim.button("End the drill").click()
    kim.expects_answers(1, 2).button("Press again to end the drill").click()
    expect(kim.heading("The drill is over")).to_be_visible()


def test_how_it_looks(people: People, server: ServerProcess) -> None:
    """Lobby, question and end fit each window, in light and dark, and axe finds nothing."""
    kim = people.come(StrictSoloist, "Kim").takes(server, count=1).expects_question(1)
    looks.examine(kim.page, "strict-lobby")
    kim.main.click()
    expect(kim.question).to_be_visible()
    looks.examine(kim.page, "strict-question")
    kim.button("I’m done").click()
    kim.can("End").expects_answers(1).main.click()
    kim.main.click()
    expect(kim.heading("The drill is over")).to_be_visible()
    looks.examine(kim.page, "strict-over")
    kim.link("See the answers").click()
    kim.heading(re.compile("^Report")).wait_for()
    looks.examine(kim.page, "strict-report")


def test_the_step_follows_from_the_view(modules: Page) -> None:
    """The pure part: which step, and a clock that is held where the line was lost."""
    modules.evaluate("import('/js/live/solo-step.js').then((m) => { window.solo = m; })")
    step = "([round, planned]) => solo.soloStep({round, planned, rounds: round ? [round] : []})?.command?.type ?? null"
    running = {"id": 1, "clock": {"phase": "answer", "deadline_ms": 9_000}}
    for view, expected in (
        ((None, 2), "ask"),
        (({"id": 1, "clock": {"phase": "think", "deadline_ms": 9_000}}, 1), "begin"),
        ((running, 1), "submit"),
        (({**running, "expired_ms": 9_000}, 1), "ask"),
        (({**running, "submitted_ms": 9_000}, 0), "end"),
        (({"id": 1, "clock": {"phase": "answer", "left_ms": 9, "paused": "lost"}}, 1), None),
    ):
        assert modules.evaluate(step, list(view)) == expected
    held = modules.evaluate("solo.held({phase: 'answer', deadline_ms: 9000, total_ms: 9000}, 4000)")
    assert held == {"phase": "answer", "total_ms": 9_000, "left_ms": 5_000, "paused": "lost"}
    still = {"phase": "stopped", "left_ms": 4}
    assert modules.evaluate("(clock) => solo.held(clock, 4000)", still) == still
