"""Decks and questions by words and filters."""

from __future__ import annotations

import pytest
from flask import Flask
from msgspec.structs import replace

from server import db
from server.bank import kept, models, search, shelf
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.search import Search
from server.core.content import Question
from tests.bank.growth import grows
from tests.bank.test_models import people

pytestmark = pytest.mark.both_databases

BREAD = Deck(
    title="Bread for bakers",
    language="fr",
    source="https://example.com/bread",
    author="Ana Müller",
    questions=(
        Question(id="yeast", prompt="Qu'est-ce que la levure ?", answer="Un ferment.", topics=("Bases", "50% levain")),
        Question(id="oven", prompt="Was ist eine STRASSE?", guidance="Say it.", answer="Öfen_gasse", difficulty=3),
        Question(id="hindi", prompt="फ़र्क क्या है?", topics=("bases",), difficulty=1),
    ),
)
KNIVES = Deck(
    title="Knives", questions=(Question(id="one", prompt="Why sharp?", guidance="x", topics=("Bases, all",)),)
)


@pytest.fixture
def decks(app: Flask) -> dict[str, str]:
    """Two decks of p, one of q."""
    with app.app_context():
        people("p", "q")
        models.store("q", BREAD)
        return {models.store("p", deck): deck.title for deck in (BREAD, KNIVES)}


def made(id: str, created_ms: int) -> None:
    """Say when a deck was made."""
    db.transact(lambda session: setattr(session.get_one(models.DeckRecord, id), "created_ms", created_ms))


def found(**fields: object) -> list[str]:
    lines = search.questions("p", Search(**fields)).lines  # type: ignore[arg-type]
    return [line.question_id for line in lines if line.deck_id != shelf.BUILTIN]


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({}, ["one", "yeast", "oven", "hindi"]),
        ({"words": "LEVURE ferment"}, ["yeast"]),
        ({"words": "straße"}, ["oven"]),
        ({"words": "ofen"}, ["oven"]),
        ({"words": "fen_g"}, ["oven"]),
        ({"words": "f_n"}, []),
        ({"words": "%"}, ["yeast"]),
        ({"words": "फर्क"}, ["hindi"]),
        ({"words": "levain bases"}, ["yeast"]),
        ({"words": "levure sharp"}, []),
        ({"topic": "BASES"}, ["yeast", "hindi"]),
        ({"topic": "bases, all"}, ["one"]),
        ({"difficulty": 3}, ["oven"]),
        ({"guided": True}, ["one", "oven"]),
        ({"guided": False}, ["yeast", "hindi"]),
        ({"language": "fr", "difficulty": 2}, ["yeast"]),
        ({"source": "https://example.com/bread", "guided": True}, ["oven"]),
        ({"flagged": True}, []),
        ({"archived": True}, []),
    ],
)
def test_questions_are_found_by_words_and_filters(
    app: Flask, decks: dict[str, str], fields: dict[str, object], ids: list[str]
) -> None:
    """All words, in any script, whatever capitals and accents; all filters; one's own decks, newest first."""
    with app.app_context():
        for age, id in enumerate(decks):
            db.transact(
                lambda session, id=id, age=age: setattr(session.get_one(models.DeckRecord, id), "created_ms", age)
            )  # type: ignore[misc]
        assert found(**fields) == ids


def test_the_built_in_deck_is_searched_as_others_are(app: Flask) -> None:
    """What SQL says of a copy of the built-in deck, Python says of the deck."""
    with app.app_context():
        people("p")
        copy = models.store("p", builtin())
        topic = builtin().questions[0].topics[0]
        for wanted in (
            Search(words="request context"),
            Search(topic=topic.upper()),
            Search(difficulty=1, guided=True),
            Search(words="FLASK", difficulty=3),
            Search(source=builtin().source, language="en"),
            Search(words="no such words"),
        ):
            lines = search.questions("p", wanted, count=100).lines
            ours = [line.question_id for line in lines if line.deck_id == shelf.BUILTIN]
            assert ours == [line.question_id for line in lines if line.deck_id == copy]
            assert ours == [line.question_id for line in search.questions(None, wanted, count=100).lines]
        assert search.questions(None, Search(words="blueprint")).total > 0


def test_pages_follow_each_other(app: Flask, decks: dict[str, str]) -> None:
    """Each question is on one page, in one order, across the built-in deck and one's own."""
    with app.app_context():
        whole = search.questions("p", Search(), count=100)
        assert whole.total == len(whole.lines) == len(builtin().questions) + 4
        for size in (1, 5, 25):
            pages = [search.questions("p", Search(), start, size) for start in range(0, whole.total, size)]
            assert tuple(line for page in pages for line in page.lines) == whole.lines
            assert {page.total for page in pages} == {whole.total}


def test_decks_are_found_by_their_names_and_questions(app: Flask, decks: dict[str, str]) -> None:
    """Title, source and author count as well as what the questions say."""

    def titles(**fields: object) -> set[str]:
        return {line.title for line in search.decks("p", Search(**fields))}  # type: ignore[arg-type]

    with app.app_context():
        assert titles() == {builtin().title, "Bread for bakers", "Knives"}
        assert titles(words="muller") == {"Bread for bakers"}
        assert titles(words="knives", difficulty=3) == set()
        assert titles(words="bread", difficulty=3) == {"Bread for bakers"}
        assert titles(words="sharp") == {"Knives"}
        assert titles(language="fr") == {"Bread for bakers"}
        assert search.decks(None, Search(words="sharp")) == []
        knives = next(id for id, title in decks.items() if title == "Knives")
        models.archive("p", knives)
        assert titles(archived=True) == {"Knives"}
        assert titles(words="sharp") == set()
        assert found(archived=True) == ["one"]


def test_filters_offer_what_there_is(app: Flask, decks: dict[str, str]) -> None:
    """Topics that differ by capitals alone are one; languages and sources are those of the decks."""
    with app.app_context():
        offered = search.choices("p")
        assert (offered.topics["Bases"], offered.topics["50% levain"], offered.topics["Bases, all"]) == (2, 1, 1)
        assert "bases" not in offered.topics
        assert offered.languages == {"en": 2, "fr": 1}
        assert offered.sources["https://example.com/bread"] == 1
        assert "Bases" not in search.choices(None).topics


def test_deleted_questions_and_decks_are_not_found(app: Flask, decks: dict[str, str]) -> None:
    """What was taken out is in no list until it is put back."""
    with app.app_context():
        bread = next(iter(decks))
        models.change("p", bread, lambda each: kept.dropped(each, "oven"))
        assert found(words="ofen") == []
        models.change("p", bread, lambda each: kept.put_back(each, "oven", 1))
        assert found(words="ofen") == ["oven"]
        models.remove("p", bread)
        assert found() == ["one"]
        models.restore("p", bread)
        assert len(found()) == 4


@pytest.mark.no_cover  # its work is what is measured
def test_the_work_of_a_search_grows_with_the_questions(app: Flask) -> None:
    """In decks of 2,000 questions with answers of 1,200 characters, up to 20,000 of one person's; `make bench` says
    how long it takes.
    """
    answer = "The quick brown fox jumps over the lazy dog and thinks about bread. " * 18
    sizes = iter(("few", "many"))

    def stocked(count: int) -> str:
        person = next(sizes)
        people(person)
        for number in range(count // 2000):
            each = Question(id="x", prompt="What is it?", answer=answer, topics=("all", f"t{number}"))
            questions = tuple(replace(each, id=f"q{i}", prompt=f"What is number {number}-{i}?") for i in range(2000))
            models.store(person, Deck(title=f"Deck {number}", questions=questions))
        return person

    def searched(person: str) -> None:
        decks = 10 if person == "many" else 2
        for wanted, total in (
            (Search(words=f"number {decks - 1}-1999"), 1),
            (Search(words="bread fox"), 2000 * decks),
            (Search(topic="T1"), 2000),
        ):
            assert search.questions(person, wanted).total == total

    with app.app_context():
        grows(searched, stocked, 20_000)
