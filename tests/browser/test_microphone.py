"""A microphone that is refused, absent, forbidden by http, or whose browser is full: said, and the drill goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import People
from tests.browser.looks import examine
from tests.browser.people import Person
from tests.browser.soloist import Soloist
from tests.browser.speaker import ARGS, Speaker
from tests.chromium import executable
from tests.system.server_process import ServerProcess

LONG_MS = 60_000
REFUSES = [f"{arg}=deny" if "fake-ui" in arg else arg for arg in ARGS]
HAS_NONE = [arg for arg in ARGS if "fake-device" not in arg]


@pytest.fixture
def people(browser: Browser, server: ServerProcess, request: pytest.FixtureRequest) -> Iterator[People]:
    """People whose browsers were started with `args`."""
    chromium = browser.browser_type.launch(executable_path=executable(), args=request.param)
    found = People(chromium, server.port)
    yield found
    for person in found.all:
        person.close()
    chromium.close()
    assert not [trouble for person in found.all for trouble in person.troubles]


def has_room(kim: Speaker, **quota: int) -> None:
    """How many bytes (`quotaSize`) the browser keeps; without a number, as many as the disk."""
    origin = f"http://localhost:{kim.wire.port}"
    kim.context.new_cdp_session(kim.page).send("Storage.overrideQuotaForOrigin", {"origin": origin, **quota})


def says(person: Person, sentence: str) -> None:
    """The page says what is wrong, and that one may answer all the same."""
    status = person.page.locator(".speaking [role=status]")
    expect(status).to_contain_text(sentence)
    expect(status).to_contain_text("Answer aloud")


def goes_on(kim: Soloist) -> None:
    """The question is answered, looked at and graded as ever."""
    kim.main.press("Space")
    kim.page.keyboard.press("x")
    while kim.main.is_visible():
        kim.page.keyboard.press("Space")
    expect(kim.grades).to_have_count(4)
    kim.page.keyboard.press("3")
    expect(kim.heading).to_have_text("Question 2 of 2")


@pytest.mark.parametrize("people", [REFUSES], indirect=True)
def test_a_microphone_that_is_refused(people: People) -> None:
    """The page says how it is allowed, tries again when told to, and waits for nothing."""
    kim = people.come(Speaker, "Kim").speaks()
    says(kim, "not allowed to use the microphone")
    examine(kim.page, "drill-microphone-refused")
    kim.button("Try again").press("Enter")
    expect(kim.button("Try again")).to_be_visible()
    says(kim, "not allowed to use the microphone")
    goes_on(kim)


@pytest.mark.parametrize("people", [HAS_NONE], indirect=True)
def test_no_microphone(people: People) -> None:
    """The page says so, and the drill goes on."""
    kim = people.come(Speaker, "Kim").speaks()
    says(kim, "No microphone was found")
    goes_on(kim)


@pytest.mark.parametrize("people", [ARGS], indirect=True)
def test_plain_http_has_no_microphone(people: People) -> None:
    """Where browsers give none, the page says what would help, and offers nothing to try again."""
    kim = people.come(Speaker, "Kim", host="room.test").speaks()
    says(kim, "open Greenroom by https or at http://localhost")
    expect(kim.button("Try again")).to_have_count(0)
    goes_on(kim)


@pytest.mark.parametrize("people", [ARGS], indirect=True)
def test_a_browser_that_is_full(people: People) -> None:
    """What was recorded before stays and is played; recording stops with a sentence, and goes on when there is room."""
    kim = people.come(Speaker, "Kim").speaks().is_heard().until_kept()
    has_room(kim, quotaSize=1)  # Chromium looks again after half a minute
    expect(kim.sign).to_have_count(0, timeout=LONG_MS)
    says(kim, "no room left in this browser")
    examine(kim.page, "drill-recording-full")
    assert kim.holds_no_microphone()
    before = kim.kept()["bytes"]
    assert before > 0
    has_room(kim)
    kim.button("Try again").press("Enter")
    kim.is_heard().until_kept(before + 1).is_done().looks()
    expect(kim.players).to_have_count(2)
