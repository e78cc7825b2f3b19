"""The room: an interview as its interviewer, its candidate and those who watch live through it."""

import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer


def test_a_spoken_interview(people: People) -> None:
    """Ask, think, answer, help in order, tick, mark, note; the one primary button always names the next step."""
    ada, kim = people.pair(**{"How many questions": "2"})
    ada.begins()
    expect(kim.heading("Here we go")).to_be_visible()
    kim.sees("2 questions are still planned.")

    ada.asks()
    kim.sees("What is Flask, and why is it called a micro framework?").has_clock("Time to think")
    expect(ada.next_step()).to_have_text("Begin answering")
    ada.begins_answering()
    kim.has_clock("Answer")

    expect(ada.next_step()).to_have_text("Offer the guidance")
    people.ledger.show("what-is-flask.guidance")
    ada.next_step().click()
    kim.sees("Say what Flask does itself and what it leaves to you.")
    ada.shows("answer")
    kim.sees("It stands on")
    ada.shows("example")
    kim.sees("Flask gives me routing, requests, templates and a session")

    ada.ticks(0).ticks(2)
    ada.sees("2 of 4").notes("Spoke well of the price of freedom")
    expect(ada.next_step()).to_have_text("Mark this answer")
    ada.next_step().click()
    expect(ada.page.get_by_role("group", name=re.compile("^Communication")).get_by_role("button").first).to_be_focused()
    ada.marks("Communication", 4)
    expect(ada.next_step()).to_have_text(re.compile("2 of 3 left"))
    ada.marks("Correctness", 3).marks("Depth", 2)
    ada.sees("Help given, recorded by itself: after the answer was shown.")
    kim.done()
    ada.sees("Kim says “I’m done”.")
    expect(ada.next_step()).to_have_text(re.compile("^Ask the next question"))
    ada.asks()
    kim.sees("How do you define routes")


def test_the_clock_is_the_same_for_everybody(people: People) -> None:
    """Pause, resume and more time reach both sides, whose clocks agree to a second; thinking runs into answering."""
    ada, kim = people.pair(**{"Time to think, in seconds": "3", "Time to answer, in seconds": "90"})
    ada.begins().asks()
    kim.has_clock("Time to think")
    kim.has_clock("Answer")
    ada.has_clock("Answer")
    earlier, hers, later = kim.seconds_left(), ada.seconds_left(), kim.seconds_left()
    assert later - 1 <= hers <= earlier + 1
    before, since_s = kim.seconds_left(), time.monotonic()
    ada.button("+30 s").click()
    kim.sees("of 2:00")
    expect(kim.timer()).to_have_text(re.compile("^(1:5[0-9]|2:00)$"))  # the face is drawn by the next frame
    after = kim.seconds_left()
    assert 29 - (time.monotonic() - since_s) <= after - before <= 30
    ada.button("Pause").click()
    kim.has_clock("Paused").sees("The clock stands still. It resumes when the interviewer says so.")
    expect(ada.timer()).to_have_text(kim.timer().inner_text())
    ada.button("Resume the clock").click()
    kim.has_clock("Answer").sees_not("The clock stands still")
    ada.has_clock("Answer").sees_not("Resume")
    ada.button("+2 min").click()
    kim.sees("of 4:00")


def test_pausing_moves_nothing_under_the_pointer(people: People) -> None:
    """The button that pauses resumes where it stands, as do its neighbours; who paused is told by the clock."""
    ada, kim = people.pair()
    ada.begins().asks()
    ada.begins_answering()
    controls = ada.page.get_by_role("group", name="Clock").get_by_role("button")
    before = [each.bounding_box() for each in controls.all()]
    controls.first.click()
    expect(controls.first).to_have_text("Resume")
    ada.has_clock("Paused").sees_not("You have stopped the clock")
    assert [each.bounding_box() for each in controls.all()] == before
    controls.first.click()
    expect(controls.first).to_have_text("Pause")
    kim.has_clock("Answer")
    assert [each.bounding_box() for each in controls.all()] == before


def test_the_next_question_is_named_whole(people: People) -> None:
    """Where the bar has room, the title of what comes next is not cut off."""
    ada, _ = people.pair()
    ada.begins()
    ada.asks_another("CORS")
    ada.skips()
    for _ in ada.state()["plan"][:3]:
        detail = ada.page.locator(".next-step__detail")
        assert detail.evaluate(
            "(each) => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight + 1"
        )
        ada.asks()
        ada.skips()


def test_a_soft_expiry_counts_over_and_cuts_nothing_off(people: People) -> None:
    """When the time is over the clock counts on, for both; answering goes on, and more time takes it back."""
    ada, kim = people.pair(
        **{"Answers are": "typed", "Time to think, in seconds": "0", "Time to answer, in seconds": "5"}
    )
    ada.begins().asks()
    expect(kim.page.locator(".clock__words strong")).to_have_text("Over time", timeout=10_000)
    ada.has_clock("Over time")
    expect(kim.timer()).to_have_text(re.compile(r"^\+0:0[1-9]$"))
    kim.types("Late, and taken").has_saved()
    ada.button("+2 min").click()
    kim.has_clock("Answer").done()


def test_help_ahead_of_its_turn_takes_a_second_press(people: People) -> None:
    """What can't be unseen is not shown by one press: skipping a stage, and ending."""
    ada, kim = people.pair()
    ada.begins().asks()
    ada.begins_answering()
    ada.page.locator("#reveal-example").click()
    ada.sees("Earlier stages are not shown. Press again; it can’t be unseen")
    kim.sees_not("Flask gives me routing")
    people.ledger.show("what-is-flask.example")
    ada.page.locator("#reveal-example").click()
    kim.sees("Flask gives me routing").sees_not("It stands on")
    ada.button("End the interview").last.click()
    ada.sees("Press again to end it for everybody")
    expect(kim.timer()).to_be_visible()


def test_skip_ask_any_other_and_come_back(people: People) -> None:
    """A skipped question comes back where it stood; any question of the deck can be asked at any time."""
    ada, kim = people.pair(**{"Answers are": "typed"})
    ada.begins()
    first = ada.asks()
    ada.begins_answering()
    kim.types("A small core").has_saved()
    ada.skips()
    expect(kim.heading("Between two questions")).to_be_visible()
    kim.sees("Comes back later")
    assert ada.asks_another("CORS") not in (first, None)
    kim.sees("CORS")
    ada.button("Come back to it").click()
    kim.sees("What is Flask").has_answer("A small core")
    ada.sees("A small core")


def test_signals_are_quiet_and_reach_everybody(people: People) -> None:
    """A press raises a signal, another lowers it; it is on the interviewer's and the observer's screen."""
    ada, kim = people.pair()
    olu = people.observer(ada)
    ada.begins().asks()
    kim.signals("I need a moment").signals("A hint, please")
    ada.sees(re.compile("Kim needs a moment"), re.compile("Kim asks for a hint"))
    olu.sees("Kim needs a moment.", "Kim asks for a hint.")
    expect(kim.button("A hint, please")).to_have_attribute("aria-pressed", "true")
    kim.signals("I need a moment")
    ada.sees_not(re.compile("needs a moment"))


def test_typing_is_seen_live_and_notes_are_not(people: People) -> None:
    """Each keystroke is on the interviewer's and the observer's screen; a note is on its author's alone."""
    ada, kim = people.pair(**{"Answers are": "typed"})
    olu = people.observer(ada)
    ben = people.come(Interviewer, "Ben").join(ada.invites("Invite a second interviewer"))
    ada.begins().asks()
    ada.begins_answering()
    kim.types("Routing 😀 and")
    for reader in (ada, olu, ben):
        expect(reader.page.locator(".typed")).to_have_text("Routing 😀 and")
    kim.button("Monospace").click()
    expect(kim.box()).to_have_class("is-mono")
    ada.notes("Ada is pleased with this")
    ben.notes("Ben would ask for more here")
    ben.marks("Depth", 1)
    expect(ben.button("Pause")).to_have_count(0)
    kim.types(" more").done()
    olu.sees("Routing 😀 and more", "Handed in")
    expect(kim.box()).not_to_be_editable()


def test_too_long_a_text_is_told_before_it_is_lost(people: People) -> None:
    """Over 20,000 characters the page says so, keeps the text, and saves it when it is shortened."""
    ada, kim = people.pair(**{"Answers are": "typed"})
    ada.begins().asks()
    ada.begins_answering()
    kim.box().fill("x" * 20_001)
    expect(kim.page.get_by_role("alert")).to_contain_text("1 characters over the limit of 20,000")
    kim.has_answer("x" * 20_001)
    kim.box().fill("x" * 20_000)
    kim.sees(re.compile("0 characters left · Saved"))


def test_a_hard_expiry_keeps_what_came_late(people: People) -> None:
    """Text after the end is not taken, stays on the screen, can be offered, and is accepted on record."""
    ada, kim = people.pair(
        **{
            "Answers are": "typed",
            "Time to think, in seconds": "0",
            "Time to answer, in seconds": "6",
            "When the time is over": "the answer is cut off",
            "When somebody loses the connection": "the clock runs on",
        }
    )
    ada.begins().asks()
    kim.types("In time").has_saved()
    kim.wire.fall_silent()
    kim.types(", and too late")
    ada.sees("Time is up. Nothing more is taken for this question.", within_ms=10_000)
    kim.wire.speak_again()
    kim.sees("Time is up", "Time was over before your last words arrived")
    kim.has_answer("In time, and too late")
    expect(kim.page.get_by_role("group", name="Quiet signals")).to_have_count(0)
    expect(ada.page.locator(".typed").first).to_have_text("In time")
    kim.button("Offer it to your interviewer").click()
    kim.sees("Offered. Ada decides whether to take what you typed after time.")
    ada.sees("Typed after the time was over, and offered to you:", "In time, and too late")
    ada.button("Accept it as the answer").click()
    kim.sees("Ada took what you typed after time.")


def test_the_lead_can_be_passed_on(people: People) -> None:
    """Whoever holds the lead asks; the other marks and notes."""
    ada, kim = people.pair()
    ben = people.come(Interviewer, "Ben").join(ada.invites("Invite a second interviewer"))
    ada.begins()
    ada.expands("People and links")
    row = ada.page.locator(".person").filter(has_text="Ben")
    row.locator("summary").click()
    row.get_by_role("button", name="Pass the lead").click()
    row.get_by_role("button", name="Press again").click()
    expect(ben.button("End the interview").last).to_be_visible()
    ben.asks_another("Jinja")
    kim.sees("Jinja")
    ada.sees(re.compile("Mark this answer"))
