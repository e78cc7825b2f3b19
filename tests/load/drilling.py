"""What somebody who practises feels: from a key to the next question on the screen, and what the line is needed for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import executable
from tests.load.generator import percentile
from tests.system.server_process import ServerProcess

QUESTIONS = 24
# From the key being handled to the frame after the one in which the next question was drawn.
WATCH = """() => {
    window.took_ms = [];
    let pressed = null;
    addEventListener('keydown', (event) => { if ('1234'.includes(event.key)) pressed = event.timeStamp; }, true);
    new MutationObserver(() => {
        const question = document.getElementById('prompt')?.textContent;
        if (pressed === null || question === window.question) return;
        window.question = question;
        const began = pressed;
        pressed = null;
        requestAnimationFrame(() => setTimeout(() => took_ms.push(performance.now() - began)));
    }).observe(document.getElementById('drill'), {subtree: true, childList: true, characterData: true});
    window.question = document.getElementById('prompt').textContent;
}"""


class Felt(NamedTuple):
    """From key to next question in ms (p95), and the requests before the first grade, files aside."""

    next_p95_ms: float
    requests: int


def measure() -> Felt:
    """Go through a practice drill by keys in a browser, as fast as it can."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ServerProcess(Path(folder, "var")) as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        context = chromium.new_context(base_url=f"http://localhost:{server.port}")
        page = context.new_page()
        page.goto("/drill")
        page.locator("#count").fill(str(QUESTIONS))
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        # The page's own requests go through the service worker, whose are those on the line.
        context.on("request", lambda request: request.service_worker and asked.append(urlsplit(request.url).path))
        page.get_by_role("button", name="Practise").click()
        took_ms, requests = _play(page, asked)
        chromium.close()
    assert len(took_ms) >= QUESTIONS - 1
    return Felt(percentile(took_ms, 0.95), requests)


def _play(page: Page, asked: list[str]) -> tuple[list[float], int]:
    expect(page.locator("#prompt")).to_have_text(f"Question 1 of {QUESTIONS}")
    page.wait_for_load_state("networkidle")
    requests = len([each for each in asked if not each.startswith("/static/")])
    page.evaluate(WATCH)
    for number in range(1, QUESTIONS + 1):
        expect(page.locator("#prompt")).to_have_text(f"Question {number} of {QUESTIONS}")
        page.keyboard.press("x")
        page.keyboard.press("2")
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    took_ms: list[float] = page.evaluate("took_ms")
    return took_ms, requests


if __name__ == "__main__":
    print(measure())
