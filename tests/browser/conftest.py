"""Pages of Chromium for the browser tests."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.chromium import executable

ROOT = Path(__file__).parents[2]


class _Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def modules() -> Iterator[Page]:
    """A blank page of Chromium with the modules under static/js/live, each as a global of its name."""
    files = functools.partial(_Files, directory=str(ROOT / "static"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), files)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
            opened = browser.new_page()
            opened.goto(f"http://127.0.0.1:{server.server_port}/vendor/README.md")
            for name in ("splice", "clock", "room-state", "next-step", "lane", "draft"):
                opened.evaluate(f"import('/js/live/{name}.js').then((m) => {{ window['{name}'] = m; }})")
            yield opened
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
