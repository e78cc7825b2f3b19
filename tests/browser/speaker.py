"""Who answers a drill aloud, and what their browser has kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import A_MOMENT, LOOKS
from tests.browser.soloist import Soloist
from tests.chromium import executable

ARGS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP room.test 127.0.0.1",
    "--use-fake-device-for-media-stream",  # beeps once a second
    "--use-fake-ui-for-media-stream",  # says yes
]
WATCHED = """
    window.opened = [];
    window.slices = [];
    window.persistence = 0;
    window.sounds = new Map(); // by address: the page's policy lets nobody fetch them
    const address = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        const made = address.call(URL, blob);
        sounds.set(made, blob);
        return made;
    };
    if (navigator.mediaDevices) {
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (what) => {
            const stream = await open(what);
            opened.push(...stream.getTracks());
            return stream;
        };
        window.MediaRecorder = class extends MediaRecorder {
            constructor(...all) {
                super(...all);
                this.addEventListener('dataavailable', ({data}) => slices.push(data.size));
            }
        };
        const ask = navigator.storage.persist.bind(navigator.storage);
        navigator.storage.persist = () => { persistence += 1; return ask(); };
    }
"""
KEPT = """async () => {
    const {find, total} = await import('/static/js/drill/recordings.js');
    const found = await find(location.pathname.split('/').at(-1), 0);
    const parts = found.map(({blob, length_ms}) => ({size: blob.size, type: blob.type, length_ms}));
    return {parts, ...await total()};
}"""
HEARD = """async (audio) => {
    const context = new AudioContext();
    const sound = await context.decodeAudioData(await sounds.get(audio.src).arrayBuffer());
    const loud = sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    return {seconds: sound.duration, loud};
}"""


@contextmanager
def with_microphone(browser: Browser) -> Iterator[Browser]:
    """A Chromium with a made-up microphone, and with somebody who allows it."""
    chromium = browser.browser_type.launch(executable_path=executable(), args=ARGS)
    yield chromium
    chromium.close()


class Speaker(Soloist):
    """Somebody who answers aloud."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.context.add_init_script(WATCHED)

    def speaks(self, **options: str) -> Self:
        """Start a drill of spoken answers, without time to think: the answer clock runs."""
        return self.starts(answering="spoken", think_s="0", **{"count": "2", **options})

    @property
    def sign(self) -> Locator:
        """What says that it records."""
        return self.page.locator(".recording")

    @property
    def players(self) -> Locator:
        """What plays the parts."""
        return self.page.locator(".speaking audio")

    def is_heard(self) -> Self:
        """Wait until it records, and something was heard."""
        expect(self.sign).to_have_text("Recording")
        return self

    def kept(self) -> Any:
        """What this browser has of the first question: its parts; of all: bytes and count."""
        return self.page.evaluate(KEPT)

    def until_kept(self, bytes: int = 1) -> Self:
        """Wait until so many bytes are kept."""
        for _ in range(LOOKS):
            if self.kept()["bytes"] >= bytes:
                return self
            self.page.evaluate(A_MOMENT)
        raise AssertionError(f"only {self.kept()} is kept")

    def is_done(self) -> Self:
        """Stop answering, and wait until all is kept."""
        self.page.keyboard.press("Space")
        expect(self.page.get_by_text("It can be played when the answer is shown.")).to_be_visible()
        return self

    def looks(self) -> Self:
        """Show the model answer."""
        self.page.keyboard.press("x")
        while self.main.is_visible():
            self.page.keyboard.press("Space")
        expect(self.grades).to_have_count(4)
        return self

    def holds_no_microphone(self) -> bool:
        return bool(self.page.evaluate("opened.length > 0 && opened.every((track) => track.readyState === 'ended')"))
