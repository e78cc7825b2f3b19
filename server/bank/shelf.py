"""The decks that somebody can choose from: the built-in one, which is everybody's, and their own."""

from msgspec import structs

from server.bank import models
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.kept import Trace
from server.bank.models import DeckLine

BUILTIN = "flask"


def decks(person_id: str | None) -> list[DeckLine]:
    """Return the decks that this person can use, the built-in one first; without those in the archive."""
    return [builtin_line(), *(models.decks_of(person_id) if person_id else [])]


def deck(person_id: str | None, id: str) -> Deck | None:
    """Return a deck that this person can use, or None."""
    if id == BUILTIN:
        return builtin()
    return models.deck_of(person_id, id) if person_id else None


def line(person_id: str | None, id: str) -> DeckLine | None:
    """Return a deck that this person can use as lists have it, or None."""
    if id == BUILTIN:
        return builtin_line()
    return models.line_of(person_id, id) if person_id else None


def duplicate(person_id: str, deck: Deck, title: str = "", traces: dict[str, Trace] | None = None) -> str:
    """Keep a copy of a deck, the built-in one or a shared one too, as a deck of the person; return its id.

    Args:
        title: of the copy; that of the deck with "(copy)" behind it if empty.
        traces: those of the deck, where it is the person's own, so that importing again goes on with the copy.
    """
    title = title or f"{deck.title[:193]} (copy)"
    return models.store(person_id, structs.replace(deck, title=title), traces)


def builtin_line() -> DeckLine:
    """Return the built-in deck as lists have it."""
    deck = builtin()
    return DeckLine(
        BUILTIN,
        deck.title,
        len(deck.questions),
        language=deck.language,
        source=deck.source,
        licence=deck.licence,
        author=deck.author,
    )
