"""Who drills strictly, alone in a room of their own: what they do, in words that read like a script."""

from __future__ import annotations

import re
from typing import Any, Self

from playwright.sync_api import Locator, expect

from server.bank.builtin import builtin
from tests.browser.people import Person
from tests.client import make_drill
from tests.system.server_process import ServerProcess


class StrictSoloist(Person):
    """Somebody in a strict drill of the first questions of the built-in deck."""

    questions = tuple(question.id for question in builtin().questions)

    def takes(self, server: ServerProcess, **options: Any) -> Self:
        """Open a drill of one's own; options are those of `make_drill`."""
        self.open(make_drill(server.var_dir, server.port, **options))
        self.button("Go on here").click()
        expect(self.button("Start the drill")).to_be_visible()
        return self

    @property
    def main(self) -> Locator:
        """The one main button."""
        return self.page.locator("#step")

    @property
    def question(self) -> Locator:
        """Which question of how many."""
        return self.page.locator("#prompt")

    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Your answer")

    def expects_question(self, number: int) -> Self:
        """Say that a question is asked for now."""
        self.ledger.show(f"{self.questions[number - 1]}.prompt", self.name)
        return self

    def expects_answers(self, *numbers: int) -> Self:
        """Say that the drill is over now, in which these were asked."""
        for number in numbers:
            self.ledger.show(self.questions[number - 1], self.name)
        return self

    def can(self, step: str) -> Self:
        """The main button offers this."""
        expect(self.main).to_have_text(re.compile(f"^{step}"))
        return self
