"""The decks that come with Greenroom and are everybody's."""

from functools import cache
from pathlib import Path

from server.bank.deck import Deck
from server.bank.deckfile import parse


@cache
def builtin() -> Deck:
    """Return the built-in deck on Flask."""
    return parse(Path(__file__).with_name("flask.md").read_text(encoding="utf-8"))
