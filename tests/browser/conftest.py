"""One Chromium and one server for all browser tests, and the people who meet there."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server.bank.builtin import builtin
from tests.browser.interviewer import Interviewer, Swapper
from tests.browser.ledger import Ledger
from tests.browser.people import Candidate, Observer, Person
from tests.chromium import executable
from tests.system.server_process import ServerProcess

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=10_000)  # the cores may be busy; what a user waits for is said where it counts
P = TypeVar("P", bound=Person)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for which room.test is this computer: an origin that is neither secure nor localhost."""
    path = executable()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--host-resolver-rules=MAP room.test 127.0.0.1"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The server as `make run` starts it."""
    with ServerProcess(tmp_path_factory.mktemp("browser") / "var") as process:
        yield process


class People:
    """Everybody in one test; they are looked after when it ends."""

    def __init__(self, browser: Browser, server_port: int) -> None:
        self.ledger = Ledger()
        self.ledger.hold_deck(builtin())
        self.all: list[Person] = []
        self._browser = browser
        self._server_port = server_port

    def come(self, kind: Callable[..., P], name: str, **options: Any) -> P:
        """Give somebody a browser."""
        person = kind(self._browser, self._server_port, self.ledger, name, **options)
        self.all.append(person)
        return person

    def pair(self, deck: str | None = None, **options: str) -> tuple[Interviewer, Candidate]:
        """Ada has started an interview, and Kim has come."""
        ada = self.come(Interviewer, "Ada").starts_an_interview(**({"deck": deck} if deck else {}), **options)
        kim = self.come(Candidate, "Kim").join(ada.link_for("candidate"))
        expect(ada.page.locator(".person").filter(has_text="Kim").first).to_contain_text("· here")
        return ada, kim

    def observer(self, interviewer: Interviewer, name: str = "Olu", **options: Any) -> Observer:
        """Somebody watches."""
        return self.come(Observer, name, **options).join(interviewer.invites("Invite an observer"))


@pytest.fixture
def people(browser: Browser, server: ServerProcess) -> Iterator[People]:
    """The people of a test. Afterwards: no error in a console, and nobody received what was not shown to them."""
    found = People(browser, server.port)
    yield found
    for person in found.all:
        person.close()
    troubles = [trouble for person in found.all for trouble in person.troubles]
    leaks = [leak for person in found.all for leak in leaks_of(person, found.ledger)]
    assert not troubles, "\n".join(troubles)
    assert not leaks, "\n".join(leaks)


def leaks_of(person: Person, ledger: Ledger) -> list[str]:
    """Name what came to somebody early. The deck is no secret to interviewers, who are asked about what is private."""
    leaks = ledger.leaks(person.name, person.wire)
    knows = isinstance(person, Interviewer) and not isinstance(person, Swapper)
    return [leak for leak in leaks if "note of" in leak] if knows else leaks


class _Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A blank page with the modules under static/js/live, each as a global of its name."""
    files = functools.partial(_Files, directory=str(ROOT / "static"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), files)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        context = browser.new_context()
        opened = context.new_page()
        opened.goto(f"http://127.0.0.1:{server.server_port}/vendor/README.md")
        for name in ("splice", "clock", "room-state", "next-step", "lane", "draft", "schedule", "moment"):
            opened.evaluate(f"import('/js/live/{name}.js').then((m) => {{ window['{name}'] = m; }})")
        yield opened
        context.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
