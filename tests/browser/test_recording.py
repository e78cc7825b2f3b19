"""Spoken answers: recorded with the answer clock, kept in this browser, played back beside the model answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import People
from tests.browser.looks import examine
from tests.browser.people import A_MOMENT, LOOKS
from tests.browser.speaker import HEARD, Speaker, with_microphone

MEDIA_MS = 20_000


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    with with_microphone(browser) as chromium:
        yield chromium


@pytest.fixture
def kim(people: People) -> Speaker:
    return people.come(Speaker, "Kim")


def test_recording_starts_and_stops_with_the_clock(kim: Speaker) -> None:
    """It begins by itself and ends with “I’m done”: every slice is kept, the microphone let go, a sound heard."""
    kim.speaks().is_heard().until_kept().is_done()
    assert kim.holds_no_microphone()
    kept = kim.kept()
    assert kept["bytes"] == kept["parts"][0]["size"] == sum(kim.page.evaluate("slices"))
    assert kept["parts"][0]["type"] == "audio/webm;codecs=opus"
    expect(kim.players).to_have_count(0)
    kim.looks()
    sound = kim.players.evaluate(HEARD)
    assert sound["loud"] > 0.01
    assert sound["seconds"] * 1000 == pytest.approx(kept["parts"][0]["length_ms"], rel=0.5)


def test_it_is_played_downloaded_and_deleted(kim: Speaker, tmp_path: Path) -> None:
    """The browser's own player knows how long it is; the file's name says what it is; deleting takes two presses."""
    kim.speaks().is_heard().until_kept().is_done().looks()
    kim.page.wait_for_function("audio => Number.isFinite(audio.duration)", arg=kim.players.element_handle())
    kim.players.evaluate("(audio) => audio.play()")
    kim.page.wait_for_function("audio => audio.ended", arg=kim.players.element_handle(), timeout=MEDIA_MS)
    with kim.page.expect_download() as download:
        kim.page.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"greenroom-\d{4}-\d\d-\d\d-question-1\.webm", download.value.suggested_filename)
    download.value.save_as(tmp_path / "answer.webm")
    assert (tmp_path / "answer.webm").stat().st_size == kim.kept()["bytes"]
    kim.button("Delete this recording").press("Enter")
    kim.button("Press again to delete").press("Enter")
    expect(kim.page.get_by_text("Nothing is recorded of this answer.")).to_be_visible()
    expect(kim.page.locator("#speaking")).to_be_focused()
    assert kim.kept() == {"parts": [], "bytes": 0, "count": 0}


def test_a_pause_and_a_refresh_begin_new_parts(kim: Speaker) -> None:
    """While the clock stands nothing is recorded; what was before a refresh is kept; parts play in order."""
    kim.speaks().is_heard().until_kept()
    kim.page.keyboard.press("p")
    expect(kim.sign).to_have_count(0)
    first = kim.until_kept().kept()["bytes"]
    assert kim.holds_no_microphone()
    kim.page.keyboard.press("p")
    kim.is_heard().until_kept(first + 1)
    before = kim.kept()["bytes"]
    kim.page.reload()
    kim.is_heard().until_kept(before + 1).is_done().looks()
    expect(kim.players).to_have_count(3)
    for player in kim.players.all():
        assert player.evaluate(HEARD)["seconds"] > 0
    for number in range(3):
        player = kim.players.nth(number)
        kim.page.wait_for_function(
            "audio => Number.isFinite(audio.duration) && !audio.seeking", arg=player.element_handle()
        )
    kim.page.evaluate(
        """() => {
            window.played = [];
            const all = [...document.querySelectorAll('audio')];
            all.forEach((audio, index) => audio.addEventListener('playing', () => {
                played.push(index);
                audio.playbackRate = 8;
            }));
            all[0].play();
        }"""
    )
    kim.page.wait_for_function("() => document.querySelectorAll('audio')[2].ended", timeout=MEDIA_MS)
    assert list(dict.fromkeys(kim.page.evaluate("played"))) == [0, 1, 2]
    with kim.page.expect_download() as download:
        kim.page.get_by_role("link", name="Download part 2 of 3").click()
    assert download.value.suggested_filename.endswith("-question-1-part-2.webm")


def test_ten_minutes_of_an_answer_are_the_most(kim: Speaker) -> None:
    """Recording ends by itself with a sentence, what there is is kept, and the drill goes on; no new part begins."""
    kim.page.clock.install()
    kim.speaks().is_heard().until_kept()
    kim.page.clock.fast_forward("10:00")
    expect(kim.page.get_by_text("Ten minutes of this answer are recorded, which is the most")).to_be_visible()
    expect(kim.page.get_by_text("Nothing is being recorded.")).to_be_visible()
    expect(kim.button("Try again")).to_have_count(0)
    assert kim.holds_no_microphone()
    assert kim.kept()["bytes"] == sum(kim.page.evaluate("slices"))
    kim.page.keyboard.press("p")
    kim.page.keyboard.press("p")
    expect(kim.page.get_by_text("Nothing is being recorded.")).to_be_visible()
    kim.looks()
    expect(kim.players).to_have_count(1)


def test_one_of_two_tabs_records(kim: Speaker) -> None:
    """The second tab says so and records when the first is closed; both play what was kept."""
    kim.speaks().is_heard().until_kept()
    first, second = kim.page, kim.context.new_page()
    second.goto(first.url)
    expect(second.get_by_text("This answer is being recorded in another tab.")).to_be_visible()
    assert second.evaluate("opened.length") == 0
    bytes = kim.kept()["bytes"]
    first.close()
    kim.page = second
    kim.is_heard().until_kept(bytes + 1).is_done().looks()
    expect(kim.players).to_have_count(2)
    third = kim.context.new_page()
    third.goto(second.url)
    expect(third.locator(".speaking audio")).to_have_count(2)
    third.get_by_text("All recordings here: 1").click()
    third.get_by_role("button", name="Delete all recordings").click()
    third.get_by_role("button", name="Press again to delete it").click()
    expect(kim.players).to_have_count(0)


def test_how_long_recordings_last_is_said(kim: Speaker) -> None:
    """Keeping them is asked for when the first one is kept, and not before; the page says what came of it."""
    kim.speaks().is_heard()
    expect(
        kim.page.get_by_text("A recording never leaves this browser, which may delete it when space is short")
    ).to_be_visible()
    assert kim.page.evaluate("persistence") == 0
    kim.page.evaluate(
        """() => {
            navigator.storage.persist = async () => { navigator.storage.persisted = async () => true; return true; };
        }"""
    )
    kim.until_kept().is_done()
    expect(kim.page.get_by_text("which keeps it until you delete it here.")).to_be_visible()


def test_a_recording_goes_nowhere(kim: Speaker) -> None:
    """Nothing is sent while an answer is recorded, played and graded but the grade."""
    kim.speaks().is_heard()
    sent: list[str] = []
    kim.page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    kim.until_kept().is_done().looks()
    kim.page.keyboard.press("3")
    expect(kim.heading).to_have_text("Question 2 of 2")
    kim.until_stored(1)
    assert [url.rpartition("/")[2] for url in sent] == ["reviews"]


def test_being_forgotten_deletes_recordings(kim: Speaker) -> None:
    """“Forget me here” takes them too, though another tab still records, which then stops."""
    kim.speaks().is_heard().until_kept()
    other = kim.context.new_page()
    other.goto("/forget")
    other.get_by_role("button", name="Forget me here").click()
    other.get_by_role("button", name="Press again to forget").click()
    expect(other.get_by_role("heading", name="Forgotten")).to_be_visible()
    expect(kim.page.get_by_text("What was recorded of this answer has been deleted")).to_be_visible()
    for _ in range(LOOKS):
        if kim.kept()["bytes"] == 0:
            break
        kim.page.evaluate(A_MOMENT)
    assert kim.kept()["bytes"] == 0
    assert kim.holds_no_microphone()


def test_how_it_looks(kim: Speaker) -> None:
    """While recording and while playing back: axe finds nothing, nothing moves sideways at 360 px."""
    kim.speaks().is_heard()
    examine(kim.page, "speaking-recording")
    kim.until_kept()
    kim.page.keyboard.press("p")
    kim.page.keyboard.press("p")
    kim.is_heard().is_done().looks()
    kim.page.get_by_text("All recordings here: 1").click()
    examine(kim.page, "speaking-playback")
