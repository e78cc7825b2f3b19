"""Who takes part in an interview, each with a browser of their own: what they do, in words that read like a script."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Locator, Page, Request, expect

from tests.browser.ledger import Ledger
from tests.browser.wire import Wire

PATIENCE_S = 15
LOOKS = 600  # ten seconds of a page at leisure
A_MOMENT = "new Promise((done) => setTimeout(done, 16))"  # not a frame: a page that nobody sees may draw none, for ever


class Person:
    """Somebody at a browser, who reaches the server over a wire of their own.

    Args:
        name: who they are, in the interview and in the ledger.
        polling: whether their network lets no websocket through.
        host: where they open Greenroom.
    """

    def __init__(
        self, browser: Browser, server_port: int, ledger: Ledger, name: str, *,
        polling: bool = False, host: str = "room.test", **options: Any,
    ) -> None:  # fmt: skip
        self.name = name
        self.ledger = ledger
        self.polling = polling
        self.wire = Wire(server_port, polling=polling)
        address = f"http://{host}:{self.wire.port}"
        self.context = browser.new_context(base_url=address, reduced_motion="reduce", **options)
        self.context.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self._forgiving = False
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._troubled(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("dialog", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (self.polling and "WebSocket" in message.text):
            self._troubled(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up because the page was left
            self._troubled(f"failed: {request.url} {request.failure}")

    def _asked(self, dialog: Dialog) -> None:
        self._troubled(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _troubled(self, sentence: str) -> None:
        if not self._forgiving:
            self.troubles.append(f"{self.name}: {sentence}")

    @contextlib.contextmanager
    def forgiving(self) -> Iterator[None]:
        """Expect trouble in the console for a while: a refused page, a server that is gone."""
        self._forgiving = True
        yield
        self.hear_all()
        self._forgiving = False

    def hear_all(self) -> None:
        """Wait until all that the pages have said so far was heard.

        Raises:
            TimeoutError: a page answers no more.
        """
        for page in self.context.pages:
            try:
                self._bounded(page._impl_obj.evaluate("0", None))
            except TimeoutError:  # now and then Playwright has lost a page's context, and would wait for ever
                self._bounded(self._ask_directly(page))

    async def _ask_directly(self, page: Page) -> None:
        session = await self.context._impl_obj.new_cdp_session(page._impl_obj)
        await session.send("Runtime.evaluate", params={"expression": "0"}, timeout=PATIENCE_S * 1000)

    def close(self) -> None:
        """Close the browser's windows, then the wire."""
        try:
            self.hear_all()
        except TimeoutError:
            self._troubled("a page answers no more")
        except Error:
            pass  # a page is gone already; what it said before was heard
        # Once in a thousand times Chromium never says that it has closed a context; it ends with the browser.
        with contextlib.suppress(TimeoutError):
            self._bounded(self.context._impl_obj.close(None))
        self.wire.end()

    def _bounded(self, call: Coroutine[Any, Any, object]) -> None:
        """Await a call of Playwright that has no time limit of its own: at most `PATIENCE_S`."""
        self.context._sync(asyncio.wait_for(call, PATIENCE_S))

    def open(self, address: str) -> Self:
        """Open an address, whoever's it is, over one's own wire."""
        parts = urlsplit(address)
        self.page.goto(parts.path + (f"?{parts.query}" if parts.query else ""))
        return self

    def button(self, name: str | re.Pattern[str], **more: Any) -> Locator:
        return self.page.get_by_role("button", name=name, **more)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", name=name)

    def sees(self, *words: str | re.Pattern[str], within_ms: float = 10_000) -> Self:
        for each in words:
            expect(self.page.get_by_text(each).filter(visible=True).first).to_be_visible(timeout=within_ms)
        return self

    def sees_not(self, *words: str | re.Pattern[str]) -> Self:
        for each in words:
            expect(self.page.get_by_text(each).filter(visible=True)).to_have_count(0)
        return self

    def expands(self, summary: str | re.Pattern[str]) -> Self:
        """Open a disclosure, unless it is open."""
        found = self.page.locator("summary").filter(has_text=summary).first
        if not found.evaluate("(each) => each.parentElement.open"):
            found.click()
        return self

    def room(self, path: str = "") -> str:
        """The address of one's room, or of something below it."""
        match = re.match(r"(/room/[^/?]+/[^/?]+)", urlsplit(self.page.url).path)
        assert match, self.page.url
        return match[1] + (f"/{path}" if path else "")

    def state(self, name: str = "view") -> Any:
        """What this page of the room holds, as its modules have it."""
        return self.page.evaluate(f"import('/static/js/room/store.js').then((store) => store.{name}.value)")

    def until(self, condition: Callable[[Any], bool]) -> None:
        """Wait until the view of this page's room fulfils a condition."""
        for _ in range(LOOKS):
            if condition(self.state()):
                return
            self.page.evaluate(A_MOMENT)
        raise AssertionError(f"this did not come: {self.state()}")

    def fetched(self, path: str) -> Any:
        """JSON below the room's address."""
        return self.page.evaluate("(path) => fetch(path).then((answer) => answer.json())", self.room(path))

    def downloads(self, name: str, folder: Path) -> str:
        """Press a link that downloads; return the text."""
        with self.page.expect_download() as download:
            self.link(name).click()
        kept = folder / download.value.suggested_filename
        download.value.save_as(kept)
        return kept.read_text()

    def timer(self) -> Locator:
        return self.page.get_by_role("timer")

    def seconds_left(self) -> int:
        """What the clock shows, in seconds; over time is negative."""
        expect(self.timer()).to_have_text(re.compile(r"\d"))  # a dash until the time is known
        face = self.timer().inner_text()
        minutes, seconds = face.lstrip("+").split(":")
        total = int(minutes) * 60 + int(seconds)
        return -total if face.startswith("+") else total

    def has_clock(self, words: str) -> Self:
        expect(self.page.locator(".clock__words strong")).to_have_text(words)
        return self

    def presence_of(self, name: str) -> Locator:
        return self.page.get_by_role("list", name="Who is here").get_by_role("listitem").filter(has_text=name)


class Guest(Person):
    """Somebody who comes by an invitation."""

    def join(self, link: str, extra: str | None = None) -> Self:
        self.open(link)
        self.page.get_by_label("Your name").fill(self.name)
        if extra:
            self.page.get_by_label("Extra time").select_option(label=extra)
        self.button("Take my seat").click()
        expect(self.page.locator("[data-stage-heading]")).to_be_visible()
        return self


class Candidate(Guest):
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Your answer")

    def types(self, text: str) -> Self:
        self.box().press_sequentially(text)
        return self

    def has_saved(self) -> Self:
        expect(self.page.locator("#answer-state")).to_contain_text("Saved")
        return self

    def has_answer(self, text: str) -> Self:
        expect(self.box()).to_have_value(text)
        return self

    def done(self) -> Self:
        self.button("I’m done").click()
        self.button("Press again to hand in").click()
        return self.sees("Handed in")

    def signals(self, label: str) -> Self:
        self.button(label).click()
        return self


class Observer(Guest):
    """Somebody who watches."""
