"""The decks that people keep."""

from __future__ import annotations

from flask import Flask

from server import db
from server.bank import models, shelf
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.core.content import Question
from server.people.models import Person

DECK = Deck(title="Mine", questions=(Question(id="one", prompt="Why?", answer="Because."),))


def people(*ids: str) -> None:
    for id in ids:
        db.transact(lambda session, id=id: session.add(Person(id=id, created_ms=1)))  # type: ignore[misc]


def test_a_deck_comes_back_as_it_was_stored(app: Flask) -> None:
    """Nothing of a deck is lost in SQL, the built-in one included."""
    with app.app_context():
        people("p")
        for deck in (DECK, builtin()):
            assert models.deck_of("p", models.store("p", deck)) == deck


def test_a_foreign_deck_is_unknown(app: Flask) -> None:
    """Nobody but its owner lists, opens or deletes a deck; after deleting it is unknown to them too."""
    with app.app_context():
        people("p", "q")
        id = models.store("p", DECK)
        assert models.deck_of("q", id) is None
        assert models.decks_of("q") == []
        assert not models.remove("q", id)
        assert models.deck_of("p", id) == DECK
        assert models.remove("p", id)
        assert not models.remove("p", id)
        assert models.deck_of("p", id) is None


def test_the_shelf_has_the_built_in_deck_for_everybody(app: Flask) -> None:
    """First the built-in deck, then one's own, the newest first."""
    with app.app_context():
        people("p")
        first = models.store("p", DECK)
        db.transact(lambda session: setattr(session.get_one(models.DeckRecord, first), "created_ms", 1))
        second = models.store("p", DECK)
        assert [line.id for line in shelf.decks("p")] == ["flask", second, first]
        assert [line.id for line in shelf.decks(None)] == ["flask"]
        assert [(line.title, line.questions) for line in shelf.decks("p")[1:]] == [("Mine", 1), ("Mine", 1)]
        assert shelf.deck(None, "flask") == builtin()
        assert shelf.deck("p", second) == DECK
        assert shelf.deck(None, second) is None
