"""Who practises alone: what they do in a drill, in words that read like a script."""

from __future__ import annotations

import re
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import A_MOMENT, LOOKS, Person

QUESTION = re.compile(r"Question \d+ of \d+")


class Soloist(Person):
    """Somebody with a drill before them, on the computer itself, where a service worker is allowed."""

    def __init__(self, *args: Any, host: str = "localhost", **options: Any) -> None:
        super().__init__(*args, host=host, **options)
        for question in {what.partition(".")[0] for what in self.ledger.secrets}:
            self.ledger.give(question, self.name)  # in practice one may look at everything

    def starts(self, *, press: str = "Practise", page: Page | None = None, **options: str) -> Self:
        """Open the menu, choose, and start a drill."""
        page = page or self.page
        page.goto("/drill")
        for name, value in options.items():
            field = page.locator(f"#{name}")
            if not field.is_visible():
                page.get_by_text("Times", exact=True).click()
            field.select_option(value) if name in ("answering", "mode") else field.fill(value)
        page.get_by_role("button", name=re.compile(press)).first.click()
        expect(self.heading).to_be_visible()
        return self

    @property
    def heading(self) -> Locator:
        """Which question of how many."""
        return self.page.locator("#prompt")

    @property
    def main(self) -> Locator:
        """The one main button."""
        return self.page.locator("#step")

    @property
    def grades(self) -> Locator:
        """The four grades, once they can be given."""
        return self.page.locator(".grading__button")

    def answers_and_looks(self, press: str = "Space") -> Self:
        """Go with one key through a question until it can be graded, everything being shown."""
        expect(self.main).to_be_visible()
        while self.main.is_visible():
            before = self.main.inner_text()
            self.page.keyboard.press(press)
            expect(self.main.filter(has_text=re.compile(f"^{re.escape(before.split(chr(10))[0])}"))).to_have_count(0)
        expect(self.grades).to_have_count(4)
        return self

    def stored(self) -> list[dict[str, Any]]:
        """Return the grades that the server has of the drill on the screen, in the order of their places."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """async () => {
                const page = await (await fetch(location.pathname, {cache: "reload"})).text();
                const sheet = new DOMParser().parseFromString(page, "text/html").getElementById("drill").dataset.sheet;
                return JSON.parse(sheet).graded;
            }"""
        )
        return found

    def until_stored(self, count: int) -> list[dict[str, Any]]:
        """Wait until nothing is queued any more; the server then has so many grades."""
        for _ in range(LOOKS):
            if not self.page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('greenroom:act:'))"):
                break
            self.page.evaluate(A_MOMENT)
        stored = self.stored()
        assert len(stored) == count, stored
        return stored
