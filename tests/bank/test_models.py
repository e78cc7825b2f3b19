"""The decks that people keep."""

from __future__ import annotations

import pytest
from flask import Flask
from msgspec.structs import replace

from server import db
from server.bank import kept, models, sharing, shelf
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.kept import NO_TRACE, Kept, imported
from server.core.content import Question
from server.people.models import Person

pytestmark = pytest.mark.both_databases

DECK = Deck(title="Mine", questions=(Question(id="one", prompt="Why?", answer="Because."),))


BREAD = Deck(
    title="Bread",
    language="fr",
    source="https://example.com",
    licence="MIT",
    author="Ana",
    questions=tuple(Question(id=f"q{i}", prompt=f"Question {i}?", topics=("all",)) for i in range(4)),
)
SECRET = "a secret of thirty-two characters"


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


def test_a_line_says_whose_a_deck_is(app: Flask) -> None:
    """Language, source, licence and author are in lists, of the built-in deck as well."""
    with app.app_context():
        people("p")
        id = models.store("p", BREAD)
        line = models.line_of("p", id)
        assert line is not None
        assert (line.language, line.source, line.licence, line.author) == ("fr", "https://example.com", "MIT", "Ana")
        assert line == models.decks_of("p")[0] == shelf.line("p", id)
        assert models.line_of("q", id) is None
        ours = shelf.line(None, shelf.BUILTIN)
        assert ours is not None
        assert ours.licence == builtin().licence


def test_a_deleted_deck_can_be_taken_back_for_thirty_days(app: Flask) -> None:
    """Until then it is nowhere but in the list of deleted ones; after that it is gone for good."""
    with app.app_context():
        people("p", "q")
        id = models.store("p", BREAD, imported(BREAD).traces)
        whole = models.kept_of("p", id)
        models.remove("p", id)
        assert models.deck_of("p", id) is models.kept_of("p", id) is models.line_of("p", id) is None
        assert models.change("p", id, lambda each: each) is None
        assert not models.archive("p", id)
        assert [line.id for line in models.deleted_of("p")] == [id]
        assert models.deleted_of("q") == []
        assert not models.restore("q", id)
        assert models.restore("p", id)
        assert not models.restore("p", id)
        assert models.kept_of("p", id) == whole
        models.remove("p", id)
        age(id, models.UNDO_MS + 1)
        assert models.deleted_of("p") == []
        assert not models.restore("p", id)
        assert models.purge(db.now_ms()) == 1
        assert models.purge(db.now_ms()) == 0
        assert db.transact(lambda session: session.query(models.indexing.QuestionRecord).count()) == 0


def age(id: str, by_ms: int) -> None:
    """Say that a deck was deleted longer ago."""
    db.transact(lambda session: setattr(session.get_one(models.DeckRecord, id), "deleted_ms", db.now_ms() - by_ms))


def test_an_archived_deck_is_offered_for_no_interview(app: Flask) -> None:
    """It can be opened, and comes back to the list when it is taken out."""
    with app.app_context():
        people("p")
        id = models.store("p", BREAD)
        assert not models.archive("q", id)
        assert models.archive("p", id)
        assert [line.id for line in shelf.decks("p")] == [shelf.BUILTIN]
        assert [line.id for line in models.decks_of("p", archived=True)] == [id]
        assert shelf.deck("p", id) == BREAD
        assert models.archive("p", id, archived=False)
        assert [line.id for line in shelf.decks("p")] == [shelf.BUILTIN, id]


def test_every_change_is_kept_with_what_is_remembered(app: Flask) -> None:
    """What comes back is what the function made, whatever it did; rows that did not change are not touched."""
    with app.app_context():
        people("p")
        expected = imported(BREAD)
        id = models.store("p", BREAD, expected.traces)
        assert models.kept_of("p", id) == expected
        for work in (
            lambda each: kept.edited(each, replace(each.question("q1"), answer="An answer.", guidance="Say it.")),
            lambda each: kept.dropped(each, "q2"),
            lambda each: kept.added(each, Question(id="new", prompt="New?"), 1),
            lambda each: kept.moved(each, "q3", 0),
            lambda each: kept.put_back(each, "q2", 2),
            lambda each: kept.redescribed(each, Deck(title="Other", author="Bo")),
            lambda each: kept.dropped(each, "q0"),
        ):
            expected = work(expected)
            assert models.change("p", id, work) == expected
            assert models.kept_of("p", id) == expected
            assert rows(id) == models.indexing.rows(id, expected)
        line = models.line_of("p", id)
        assert line is not None
        assert (line.title, line.author, line.questions) == ("Other", "Bo", 4)


def rows(id: str) -> list[dict[str, object]]:
    """The rows of a deck's questions, dropped ones first."""
    table = models.indexing.QuestionRecord
    found = db.transact(
        lambda session: [
            {name: getattr(row, name) for name in table.__mapper__.column_attrs.keys()}  # noqa: SIM118  # no dict
            for row in session.query(table).where(table.deck_id == id)
        ]
    )
    return sorted(found, key=lambda row: -1 if row["place"] is None else int(str(row["place"])))


def test_a_change_that_fails_changes_nothing(app: Flask) -> None:
    """What the function raises is raised, and the deck is as it was."""
    with app.app_context():
        people("p", "q")
        id = models.store("p", BREAD)
        before = models.line_of("p", id)
        with pytest.raises(KeyError):
            models.change("p", id, lambda each: kept.dropped(each, "none"))
        assert models.line_of("p", id) == before
        assert models.change("q", id, lambda each: Kept(deck=DECK)) is None
        assert models.deck_of("p", id) == BREAD


def test_a_character_that_a_database_may_refuse_is_kept(app: Flask) -> None:
    """A zero character is in what people paste; PostgreSQL takes none in its texts."""
    deck = Deck(title="N\0", source="\0", questions=(Question(id="n", prompt="\0Why\0?", topics=("t\0",)),))
    with app.app_context():
        people("p")
        assert models.deck_of("p", models.store("p", deck)) == deck


def test_a_link_shows_a_deck_until_it_is_ended(app: Flask) -> None:
    """Sharing twice is one link; after its end the next is another; a deleted deck has none."""
    with app.app_context():
        people("p", "q")
        id = models.store("p", BREAD)
        assert sharing.link_of(SECRET, "p", id) is None
        assert sharing.share(SECRET, "q", id) is None
        token = sharing.share(SECRET, "p", id)
        assert token is not None
        assert sharing.share(SECRET, "p", id) == token == sharing.link_of(SECRET, "p", id)
        assert sharing.link_of(SECRET, "q", id) is None
        assert sharing.shared_deck(SECRET, token) == BREAD
        assert models.decks_of("p")[0].shared
        for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), id, "", token.upper(), f"{'0' * 16}.{'a' * 26}"):
            assert sharing.shared_deck(SECRET, wrong) is None
        assert sharing.shared_deck("another secret of thirty-two chars", token) is None
        models.remove("p", id)
        assert sharing.shared_deck(SECRET, token) is None
        models.restore("p", id)
        assert sharing.shared_deck(SECRET, token) == BREAD
        assert not sharing.unshare("q", id)
        assert sharing.unshare("p", id)
        assert sharing.shared_deck(SECRET, token) is None
        again = sharing.share(SECRET, "p", id)
        assert again not in (None, token)
        assert sharing.shared_deck(SECRET, token) is None


def test_a_copy_is_one_s_own(app: Flask) -> None:
    """The built-in deck, or a shared one, becomes a deck that can be edited; the other stays as it is."""
    with app.app_context():
        people("p")
        id = shelf.duplicate("p", builtin())
        models.change("p", id, lambda each: kept.dropped(each, builtin().questions[0].id))
        copy = models.deck_of("p", id)
        assert copy is not None
        assert copy.title == f"{builtin().title} (copy)"
        assert len(copy.questions) == len(builtin().questions) - 1
        assert len(shelf.duplicate("p", replace(BREAD, title="x" * 200))) == 16


def test_a_question_keeps_its_id() -> None:
    """A new question gets an id that none has or had; what was dropped comes back under its own."""
    each = imported(BREAD)
    each = kept.dropped(each, "q1")
    each = kept.added(each, Question(id="q1", prompt="Another?"))
    assert [question.id for question in each.deck.questions] == ["q0", "q2", "q3", "q1-2"]
    assert each.trace("q1-2") == NO_TRACE
    assert [question.id for question in kept.put_back(each, "q1").deck.questions][-1] == "q1"
    with pytest.raises(KeyError):
        kept.put_back(each, "q0")
