"""Voice and video in the room: two Chromium contexts with made-up devices, and what arrives counted at the receiver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import People, leaks_of
from tests.browser.interviewer import Interviewer
from tests.browser.people import Candidate, Person
from tests.chromium import executable
from tests.system.server_process import ServerProcess

HERE = "127.0.0.1"  # secure, as far as a browser is concerned
ARGS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP room.test 127.0.0.1",
    "--use-fake-device-for-media-stream",
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
MORE = f"async ([kinds, before]) => {{ const now = await ({RECEIVED})(); return kinds.every((kind) => now[kind] > before[kind]); }}"


@pytest.fixture(scope="module")
def seeing(browser: Browser) -> Iterator[Browser]:
    """A Chromium with a camera and a microphone, and with somebody who allows both."""
    chromium = browser.browser_type.launch(executable_path=executable(), args=ARGS)
    yield chromium
    chromium.close()


@pytest.fixture
def people(seeing: Browser, server: ServerProcess) -> Iterator[People]:
    """The people of a test, each with a camera."""
    found = People(seeing, server.port)
    yield found
    for person in found.all:
        person.close()
    troubles = [trouble for person in found.all for trouble in person.troubles]
    leaks = [leak for person in found.all for leak in leaks_of(person, found.ledger)]
    assert not troubles, "\n".join(troubles)
    assert not leaks, "\n".join(leaks)


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
    page.wait_for_function(MORE, arg=[kinds, before], timeout=MEDIA_MS, polling=200)


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
