"""The decks that somebody can choose from: the built-in one, which is everybody's, and their own."""

from server.bank import models
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.models import DeckLine

BUILTIN = "flask"


def decks(person_id: str | None) -> list[DeckLine]:
    """Return the decks that this person can use, the built-in one first."""
    deck = builtin()
    own = models.decks_of(person_id) if person_id else []
    return [DeckLine(BUILTIN, deck.title, len(deck.questions)), *own]


def deck(person_id: str | None, id: str) -> Deck | None:
    """Return a deck that this person can use, or None."""
    if id == BUILTIN:
        return builtin()
    return models.deck_of(person_id, id) if person_id else None
