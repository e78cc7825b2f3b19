"""The replay in a browser: played, scrubbed by keys, jumped in; as each side saw it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import People
from tests.browser.looks import examine


def opens(page: Page) -> None:
    page.goto(f"{page.url.split('?')[0].removesuffix('/report')}/replay")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_an_interview_is_replayed(people: People) -> None:
    """The question, the stage shown, the answer as it was typed; the points to who asked, and to nobody else."""
    ada, kim = people.pair(**{"Answers are": "typed"})
    ada.begins().asks()
    ada.begins_answering()
    kim.types("It is small.")
    expect(ada.page.get_by_text("It is small.")).to_be_visible()
    ada.shows("guidance").ticks(1).ends().releases()
    for who in (ada, kim):
        opens(who.page)
        who.page.get_by_role("button", name="Question 1").click()
        expect(who.page.locator(".scene")).to_contain_text("What is Flask")
        expect(who.page.locator(".scene .stage")).to_have_count(0)
        scrub = who.page.get_by_label("Where in the interview")
        scrub.focus()
        who.page.keyboard.press("End")
        who.page.get_by_role("button", name="The first stage shown").click()
        expect(who.page.locator(".stage--guidance")).to_be_visible()
        expect(who.page.locator(".scene")).to_contain_text("It is small.")
        examine(who.page, f"replay-{who.name.lower()}")
    expect(ada.page.locator(".scene__points")).to_be_visible()
    expect(kim.page.locator(".scene__points")).to_have_count(0)
    ada.page.get_by_label("Speed").select_option("32")
    ada.page.get_by_role("button", name="Play").click()
    expect(ada.page.locator(".scene")).to_contain_text("The report is released", timeout=20_000)


def test_the_pure_part(modules: Page) -> None:
    """What was shown at an instant, by positions in code points; idle time; marks to jump to."""
    modules.evaluate("import('/js/live/playback.js').then((m) => { window.playback = m; })")
    found = modules.evaluate(
        """() => {
            const frames = [
                {at_ms: 0, set: {status: 'lobby'}, gone: []},
                {at_ms: 1000, set: {status: 'live', round: null}, gone: []},
                {at_ms: 2000, set: {round: {id: 1, revealed: []}}, gone: []},
                {at_ms: 3000, text: 'answer:1', at: 0, remove: 0, insert: 'a\\u{1f600}c'},
                {at_ms: 4000, text: 'answer:1', at: 1, remove: 1, insert: 'b'},
                {at_ms: 60000, set: {round: {id: 1, revealed: ['guidance']}}, gone: ['status']},
            ];
            const replay = new playback.Replay(frames);
            const answers = [3500, 4000].map((at_ms) => replay.at(at_ms).texts['answer:1']);
            const says = replay.marks().map(({says}) => says);
            const late = replay.at(60000).view.status ?? null;
            return [replay.first_ms, ...answers, replay.skip(5000), replay.skip(3500), late, says];
        }"""
    )
    assert found == [1000, "a\U0001f600c", "abc", 59000, 3500, None, ["Question 1", "The first stage shown"]]
