"""What is secret in an interview, and from when on whom it was shown to: kept by what the test's people do."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from server.bank.deck import Deck
from tests.browser.wire import Wire

PLAIN = re.compile(r"[A-Za-z0-9 ,.:]+")
SHORTEST = 8


@dataclass
class Secret:
    """Words that nobody may receive before they are shown to them.

    Args:
        words: as they stand in every frame and page.
        shown_s: when it was shown, by who saw it then; "" stands for everybody.
    """

    words: str
    what: str
    shown_s: dict[str, float] = field(default_factory=dict)


class Ledger:
    """The secrets of one test, and when each was shown."""

    def __init__(self) -> None:
        self.secrets: dict[str, Secret] = {}
        self.asked: list[str] = []

    def hold_deck(self, deck: Deck) -> None:
        """Keep every text of a deck secret: of each its longest stretch of plain letters that stands in no other."""
        texts = {}
        for question in deck.questions:
            for part in ("prompt", "guidance", "answer", "example"):
                texts[f"{question.id}.{part}"] = getattr(question, part)
            for number, point in enumerate(question.points):
                texts[f"{question.id}.points.{number}"] = point
        for what, text in texts.items():
            runs = sorted((run.strip() for run in PLAIN.findall(text)), key=len, reverse=True)
            others = [other for name, other in texts.items() if name != what]
            telling = (run for run in runs if len(run) >= SHORTEST and not any(run in other for other in others))
            if (run := next(telling, None)) is not None:
                self.hold(what, run)

    def hold(self, what: str, words: str, *readers: str) -> None:
        """Keep words secret from all but `readers`."""
        self.secrets[what] = Secret(words, what, dict.fromkeys(readers, 0.0))

    def show(self, what: str, *readers: str) -> None:
        """Say that something is shown from now on, to everybody or to `readers`; call it before it happens."""
        for name, secret in self.secrets.items():
            if name == what or name.startswith(what + "."):
                for reader in readers or ("",):
                    secret.shown_s.setdefault(reader, time.monotonic())

    def give(self, what: str, reader: str) -> None:
        """Say that something is a reader's own, and always was."""
        for name, secret in self.secrets.items():
            if name.startswith(what + "."):
                secret.shown_s[reader] = 0.0

    def leaks(self, reader: str, wire: Wire) -> list[str]:
        """Name what came over this reader's wire before it was shown to them."""
        found = []
        for secret in self.secrets.values():
            at = wire.received_at(secret.words)
            shown = min((secret.shown_s[each] for each in ("", reader) if each in secret.shown_s), default=None)
            if at is not None and (shown is None or at < shown):
                found.append(f"{reader} received {secret.what}: {secret.words!r}")
        return found
