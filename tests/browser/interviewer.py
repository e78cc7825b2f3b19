"""Who interviews, in words that read like a script; what they show is entered in the ledger before it is shown."""

from __future__ import annotations

import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.people import Candidate, Guest

FLASK = "Flask, from the first route to production"


class Interviewer(Guest):
    """Somebody who interviews; as the lead they ask, reveal, work the clock and end."""

    def starts_an_interview(self, deck: str = FLASK, **options: str) -> Self:
        """Make an interview as the form lets one: `options` are the labels of its fields, with what is chosen."""
        self.open("/interviews/new")
        self.page.get_by_role("radio", name=deck).check()
        self.expands("Options")
        for label, value in {"Your name": self.name, **options}.items():
            field = self.page.get_by_label(label, exact=True)
            if field.evaluate("(each) => each.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        self.button("Create the interview").click()
        expect(self.page.get_by_text("Lobby")).to_be_visible()
        return self

    def link_for(self, role: str) -> str:
        """The newest link for a seat of this role that nobody has taken."""
        seats = self.fetched("links")["seats"]
        return str([seat["url"] for seat in seats if seat["role"] == role and not seat["joined"]][-1])

    def invites(self, label: str) -> str:
        """Add a seat; return its link."""
        role = "observer" if "observer" in label else "interviewer"
        known = len(self.state()["seats"])
        self.expands("More people, and my other devices" if self.state()["status"] == "lobby" else "People and links")
        self.button(label).click()
        self.until(lambda view: len(view["seats"]) > known)
        return self.link_for(role)

    def begins(self) -> Self:
        """Start the interview."""
        self.button("Start the interview").click()
        expect(self.heading("The interview has begun")).to_be_visible()
        return self

    def next_step(self) -> Locator:
        return self.page.locator("#next-step")

    def asks(self) -> str:
        """Ask the next planned question, whether or not all is marked; return its id."""
        first = self.state()["plan"][0]
        question = str(first["id"])
        self._shows(f"{question}.prompt")
        among_others = self.button(f"Ask now: {first['title']}", exact=True)
        self.button(re.compile("^Ask the (first|next) question")).or_(among_others).first.click()
        again = self.button(re.compile("is still answering. Press again to ask the next question"))
        if again.count():
            again.click()
        return self._asked(question)

    def skips(self) -> Self:
        """Put the open question aside."""
        self.button("Skip, come back later").click()
        self.until(lambda view: view["round"] is None)
        return self

    def asks_another(self, search: str) -> str:
        """Ask any question of the deck, found by words of its title."""
        self.button("Another question").click()
        dialog = self.page.get_by_role("dialog", name="Questions of this deck")
        dialog.get_by_label("Search titles and topics").fill(search)
        title = dialog.locator("li strong").first.inner_text()
        question = next(str(each["id"]) for each in self.state("deck")["questions"] if each["title"] == title)
        self._shows(f"{question}.prompt")
        dialog.get_by_role("button", name=re.compile("Ask now|Come back to it")).first.click()
        expect(dialog).to_have_count(0)
        return self._asked(question)

    def _asked(self, question: str) -> str:
        self.until(lambda view: view["round"] is not None and view["round"]["question"] == question)
        self.ledger.asked.append(question)
        return question

    def _shows(self, what: str) -> None:
        self.hear_all()
        self.ledger.show(what)

    def begins_answering(self) -> Self:
        self.button("Begin answering").click()
        return self.has_clock("Answer")

    def shows(self, stage: str, *, ahead: bool = False) -> Self:
        """Show a stage; skipping ahead takes a second press."""
        self._shows(f"{self.state()['round']['question']}.{stage}")
        button = self.page.locator(f"#reveal-{stage}")
        button.click()
        if ahead:
            expect(button).to_have_text(re.compile("Press again"))
            button.click()
        card = self.page.locator(".stage").filter(has=self.page.locator(f"#stage-{stage}"))
        expect(card).to_contain_text("On the candidate’s screen")
        return self

    def marks(self, dimension: str, value: int, within: Locator | None = None) -> Self:
        scale = (within or self.page).get_by_role("group", name=re.compile(f"^{dimension}"))
        scale.get_by_role("button", name=re.compile(f"^{value}:")).click()
        expect(scale).to_contain_text(f"marked {value}")
        return self

    def marks_all(self, value: int = 3) -> Self:
        for dimension in ("Communication", "Correctness", "Depth"):
            self.marks(dimension, value)
        return self

    def notes(self, text: str) -> Self:
        """Write a private note; a secret from all others."""
        self.ledger.hold(f"note of {self.name}: {text}", text, self.name)
        box = self.page.get_by_label("Your note").first
        box.fill(text)
        expect(self.page.locator("[id^=note-][id$=-state]")).to_contain_text("Saved")
        return self

    def ticks(self, number: int) -> Self:
        point = self.page.locator(".points").get_by_role("checkbox").nth(number)
        point.click()
        expect(point).to_be_checked()
        return self

    def ends(self) -> Self:
        self.button("End the interview").last.click()
        self.button("Press again to end it for everybody").click()
        expect(self.heading("Say what you saw")).to_be_visible()
        return self

    def gives_feedback(self, **points: str) -> Self:
        """Write keep, stop and start; a secret until the release."""
        for number, (kind, text) in enumerate(points.items(), 1):
            self.ledger.hold(f"feedback {kind} of {self.name}", text, self.name)
            self.page.get_by_label(f"Kind of point {number}").select_option(kind)
            self.page.get_by_label(f"Point {number}", exact=True).fill(text)
        expect(self.page.get_by_text(f"{len(points)} of 3 points · saved", exact=True)).to_be_visible()
        return self

    def releases(self, *, answers: bool = True) -> Self:
        """Release the report: what was asked is everybody's from now on, and feedback the candidate's."""
        box = self.page.get_by_role("checkbox", name="Include the model answers")
        box.set_checked(answers)
        self.button("Release the report").click()
        self.hear_all()
        for what in list(self.ledger.secrets):
            if answers and what.partition(".")[0] in self.ledger.asked:
                self.ledger.show(what)
            elif what.startswith("feedback"):
                self.ledger.show(what, *(seat["name"] for seat in self.state()["seats"] if seat["role"] == "candidate"))
        self.button("Press again: everybody who took part sees it").click()
        expect(self.heading("The report is ready")).to_be_visible()
        return self


class Swapper(Interviewer, Candidate):
    """Somebody who interviews and answers in turn: their half of the deck is theirs, the other half is a secret."""

    def prepares(self) -> Self:
        """Take note of the half that is one's own: it was never a secret from oneself."""
        self.until(lambda view: bool(view["plan"]))
        for question in self.fetched("deck")["questions"]:
            self.ledger.give(question["id"], self.name)
        return self

    def half(self) -> set[str]:
        """The ids of the questions that this page knows."""
        return {str(question["id"]) for question in self.state("deck")["questions"]}
