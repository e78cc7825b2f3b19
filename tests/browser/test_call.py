"""Voice and video in the room: two Chromium contexts with made-up devices, and what arrives counted at the receiver."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import examine
from tests.browser.people import A_MOMENT, LOOKS, Candidate, Person
from tests.chromium import executable

HERE = "127.0.0.1"  # secure, as far as a browser is concerned
ARGS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP room.test 127.0.0.1",
    "--use-fake-device-for-media-stream=device-count=3",  # the last camera is chosen: of the second no picture comes
    "--use-fake-ui-for-media-stream",  # says yes
    "--disable-features=WebRtcHideLocalIpsWithMdns",  # nobody here resolves the names that would stand for addresses
]
MEDIA_MS = 20_000
WATCHED = """
    window.connections = [];
    window.opened = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(...all) { super(...all); connections.push(this); }
    };
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (what) => {
        const stream = await open(what);
        opened.push(...stream.getTracks());
        return stream;
    };
"""
RECEIVED = """async () => {
    const told = { frames: 0, pictures: 0, voice: 0 };
    for (const one of (await connections.at(-1).getStats()).values()) {
        if (one.type !== 'inbound-rtp') continue;
        if (one.kind === 'audio') told.voice += one.packetsReceived;
        else { told.frames += one.framesDecoded; told.pictures += one.packetsReceived; }
    }
    return told;
}"""
HELD = """() => {
    const open = navigator.mediaDevices.getUserMedia;
    navigator.mediaDevices.getUserMedia = async (what) => {
        const stream = await open(what);
        await new Promise((go) => { window.go = go; });
        return stream;
    };
}"""


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """A Chromium with cameras and microphones, and with somebody who allows both."""
    chromium = browser.browser_type.launch(executable_path=executable(), args=ARGS)
    yield chromium
    chromium.close()


@pytest.fixture
def pair(people: People) -> tuple[Interviewer, Candidate]:
    """Ada and Kim in a lobby, at an address that browsers trust."""
    ada, kim = people.come(Interviewer, "Ada", host=HERE), people.come(Candidate, "Kim", host=HERE)
    for person in (ada, kim):
        person.context.add_init_script(WATCHED)
    ada.starts_an_interview()
    kim.join(ada.link_for("candidate"))
    return ada, kim


def calls(caller: Person, whom: str, how: str = " with video") -> None:
    caller.expands("Voice and video")
    button = caller.button(f"Call {whom}{how}")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()


def are_in_a_call(one: Person, other: Person) -> None:
    for who, whom in ((one, other), (other, one)):
        expect(who.heading(f"In a call with {whom.name}")).to_be_visible(timeout=MEDIA_MS)


def receives(page: Page, *kinds: str) -> None:
    """Wait until more of each kind (frames, pictures, voice) has come than had when this was asked."""
    before = page.evaluate(RECEIVED)
    for _ in range(2 * LOOKS):
        now = page.evaluate(RECEIVED)  # wait_for_function would take the promise itself as true
        if all(now[kind] > before[kind] for kind in kinds):
            return
        page.evaluate(A_MOMENT)
    raise AssertionError(f"no more of {kinds} came: {before}, then {now}")


def does_not_ring(person: Person) -> None:
    expect(person.heading(re.compile("would like to talk with you"))).to_have_count(0)


def crash(page: Page) -> None:
    """Let the page die without a word to anybody."""
    with contextlib.suppress(Error):
        page.goto("chrome://crash")


def holds_no_device(page: Page) -> bool:
    return bool(page.evaluate("opened.length > 0 && opened.every((track) => track.readyState === 'ended')"))


def test_a_call_carries_voice_and_pictures_both_ways(pair: tuple[Interviewer, Candidate]) -> None:
    """Offered by one, accepted by the other: frames are decoded on both sides; hanging up lets go of every device."""
    ada, kim = pair
    calls(ada, "Kim")
    ada.sees("Calling Kim")
    kim.sees("Ada would like to talk with you, with video")
    kim.button("Accept with video").click()
    are_in_a_call(ada, kim)
    for person in pair:
        receives(person.page, "frames", "pictures", "voice")
        receives(person.page, "frames", "pictures", "voice")
    kim.button("Hang up").click()
    ada.sees("Kim has hung up.")
    assert all(holds_no_device(person.page) for person in pair)


def test_voice_and_picture_can_be_switched_off_and_on(pair: tuple[Interviewer, Candidate]) -> None:
    """Mute and camera off show on the other side, and what is off sends nothing; other devices can be chosen."""
    ada, kim = pair
    calls(ada, "Kim", ", voice only")
    kim.sees("Ada would like to talk with you")
    kim.button("Accept with video").click()
    are_in_a_call(ada, kim)
    receives(ada.page, "frames", "voice")
    kim.sees("Ada, camera off")
    ada.button("Camera off").click()
    receives(kim.page, "frames")
    kim.sees_not("Ada, camera off")

    ada.button("Mute").click()
    kim.sees("Ada, muted")
    ada.button("Mute").click()
    kim.sees_not("Ada, muted")
    expect(kim.page.locator(".face.is-speaking figcaption").filter(has_text="Ada")).to_be_visible(timeout=MEDIA_MS)

    ada.page.get_by_text("Devices", exact=True).click()
    for label in ("Camera", "Microphone"):
        field = ada.page.get_by_label(label, exact=True)
        others = field.evaluate("(each) => [...each.options].filter((one) => !one.selected).map((one) => one.value)")
        field.select_option(others[-1])
        expect(field).to_have_value(others[-1])
    receives(kim.page, "frames", "voice")
    ada.button("Camera off").click()
    kim.sees("Ada, camera off")
    assert ada.page.evaluate("opened.filter((one) => one.kind === 'video').every((one) => one.readyState === 'ended')")


def test_a_call_that_is_refused_says_so_and_can_be_tried_again(pair: tuple[Interviewer, Candidate]) -> None:
    """The one who asked learns it in a sentence; nothing stays open, and the next call may be taken."""
    ada, kim = pair
    calls(ada, "Kim")
    kim.button("Decline").click()
    ada.sees("Kim can’t talk now.")
    does_not_ring(kim)
    assert holds_no_device(ada.page)
    ada.button("Try again").click()
    kim.button("Accept, voice only").click()
    are_in_a_call(ada, kim)
    receives(ada.page, "voice")
    receives(kim.page, "frames", "voice")
    kim.page.reload()
    ada.sees("Kim has left the page, and with it the call.")


def test_a_call_that_breaks_is_noticed_by_the_other(people: People, pair: tuple[Interviewer, Candidate]) -> None:
    """A page that is gone without a word: the other side tries again for a while, then says that the call is lost."""
    ada, kim = pair
    calls(kim, "Ada")
    ada.button("Accept with video").click()
    are_in_a_call(ada, kim)
    crash(kim.page)
    ada.sees("The connection with Kim is unsteady. Trying again", within_ms=MEDIA_MS)
    ada.sees("The call with Kim was lost.", within_ms=2 * MEDIA_MS)
    expect(ada.button("Try again")).to_be_visible()


def test_a_call_comes_back_after_an_outage(pair: tuple[Interviewer, Candidate]) -> None:
    """Where nothing gets through for a while, both say so and try again, and the call goes on."""
    ada, kim = pair
    cable = kim.context.new_cdp_session(kim.page)
    lets_through = {"offline": False, "latency": 1, "downloadThroughput": -1, "uploadThroughput": -1}
    cable.send("Network.enable")
    cable.send("Network.emulateNetworkConditions", lets_through)  # before the call: its sockets are born with a cable
    calls(kim, "Ada")
    ada.button("Accept with video").click()
    are_in_a_call(ada, kim)
    cable.send("Network.emulateNetworkConditions", lets_through | {"packetLoss": 100})
    ada.sees("The connection with Kim is unsteady. Trying again", within_ms=MEDIA_MS)
    cable.send("Network.emulateNetworkConditions", lets_through)
    are_in_a_call(ada, kim)
    for person in pair:
        receives(person.page, "frames", "voice")


def test_a_call_by_keyboard(pair: tuple[Interviewer, Candidate]) -> None:
    """Everything is reached and pressed by keys; the focus stays where one is, and is never lost."""
    ada, kim = pair
    ada.page.get_by_text("Voice and video", exact=True).focus()
    ada.page.keyboard.press("Enter")
    expect(ada.button("Call Kim with video")).to_be_enabled()
    ada.page.keyboard.press("Tab")
    expect(ada.button("Call Kim with video")).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(ada.heading("Calling Kim")).to_be_focused()
    kim.button("Accept with video").focus()
    kim.page.keyboard.press("Enter")
    expect(kim.heading("In a call with Ada")).to_be_focused(timeout=MEDIA_MS)
    ada.page.keyboard.press("Tab")
    expect(ada.button("Mute")).to_be_focused()
    ada.page.keyboard.press("Space")
    kim.sees("Ada, muted")
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Tab")
    expect(ada.button("Hang up")).to_be_focused()
    ada.page.keyboard.press("Enter")
    kim.sees("Ada has hung up.")
    expect(ada.page.get_by_text("Voice and video", exact=True)).to_be_focused()


def test_two_who_call_each_other_at_once_are_in_one_call(pair: tuple[Interviewer, Candidate]) -> None:
    """Crossing offers agree: nobody has to answer."""
    ada, kim = pair
    for person, whom in ((ada, "Kim"), (kim, "Ada")):
        person.page.evaluate(HELD)
        calls(person, whom)
        person.page.wait_for_function("() => Boolean(window.go)")
    ada.wire.fall_silent()  # so that neither hears of the other before both have called
    kim.page.evaluate("go()")
    ada.page.evaluate("go()")
    kim.sees("Calling Ada")
    ada.sees("Calling Kim")
    ada.wire.speak_again()
    are_in_a_call(ada, kim)
    for person in pair:
        receives(person.page, "frames", "voice")


def test_the_first_device_that_accepts_takes_the_call(people: People, pair: tuple[Interviewer, Candidate]) -> None:
    """All devices of a seat ring; when one has taken the call, the others stop, and only the one is connected."""
    ada, kim = pair
    phone = people.come(Candidate, "Kim", host=HERE)
    phone.context.add_cookies(kim.context.cookies())
    phone.open(kim.page.url)
    calls(ada, "Kim")
    for device in (kim, phone):
        device.sees("Ada would like to talk with you, with video")
    phone.button("Accept, voice only").click()
    are_in_a_call(ada, phone)
    kim.sees("The call was answered on another device of yours.")
    phone.button("Hang up").click()
    ada.sees("Kim has hung up.").button("Try again").click()
    kim.button("Decline").click()
    ada.sees("Kim can’t talk now.")
    does_not_ring(phone)


def test_where_a_browser_forbids_it_a_sentence_says_why(people: People) -> None:
    """By plain http there is no camera: the page says so, and what to do; who is called there can still decline."""
    ada, kim = people.come(Interviewer, "Ada", host=HERE), people.come(Candidate, "Kim")
    ada.starts_an_interview()
    kim.join(ada.link_for("candidate"))
    kim.expands("Voice and video").sees(
        re.compile("^Browsers give microphone and camera only to pages that come by https")
    )
    calls(ada, "Kim")
    kim.sees("Ada would like to talk with you, with video")
    expect(kim.button("Accept with video")).to_have_count(0)
    kim.button("Decline").click()
    ada.sees("Kim can’t talk now.")


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [("NotAllowedError", "The browser was not allowed to use them"), ("NotFoundError", "No microphone was found")],
)
def test_who_allows_nothing_or_has_nothing_is_told(
    pair: tuple[Interviewer, Candidate], trouble: str, sentence: str
) -> None:
    """Nobody is called then, and the button stays."""
    ada, kim = pair
    ada.page.evaluate(
        "(name) => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name)); }", trouble
    )
    calls(ada, "Kim")
    ada.sees(re.compile(f"^{sentence}"))
    does_not_ring(kim)
    expect(ada.button("Call Kim with video")).to_be_enabled()


def test_how_a_call_looks(pair: tuple[Interviewer, Candidate]) -> None:
    """Offered, ringing and in talk: axe finds nothing, and nothing moves sideways at 360 px."""
    ada, kim = pair
    ada.expands("Voice and video")
    examine(ada.page, "call-offer")
    calls(ada, "Kim")
    kim.sees("Ada would like to talk with you, with video")
    examine(kim.page, "call-ringing")
    kim.button("Accept with video").click()
    are_in_a_call(ada, kim)
    receives(ada.page, "frames")
    ada.page.get_by_text("Devices", exact=True).click()
    examine(ada.page, "call-talk")
