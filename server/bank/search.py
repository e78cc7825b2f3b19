"""Decks and questions by words and filters, the built-in deck among them. Needs an application context."""

from msgspec import Struct

from server.bank.indexing import fold
from server.bank.models import DeckLine

LONGEST_WORDS = 200
MOST_WORDS = 8
PAGE = 50


class Search(Struct, frozen=True, kw_only=True):
    """What is looked for; an empty or None field filters nothing.

    Every one of the words has to be in the prompt, the answer or the topics, capitals and accents aside.
    `flagged`: what importing again has marked as gone or as changed on both sides.
    """

    words: str = ""
    topic: str = ""
    difficulty: int | None = None
    guided: bool | None = None
    source: str = ""
    language: str = ""
    deck_id: str = ""
    flagged: bool = False
    archived: bool = False

    def terms(self) -> tuple[str, ...]:
        """Return the words as they are compared."""
        return tuple(fold(self.words[:LONGEST_WORDS]).split()[:MOST_WORDS])


class QuestionLine(Struct, frozen=True):
    """A question in a list; `topics` and the rest are in the deck."""

    deck_id: str
    deck_title: str
    question_id: str
    title: str
    difficulty: int
    guided: bool
    gone: bool = False
    offered: bool = False


class Found(Struct, frozen=True):
    """A page of what was found, and how many there are in all."""

    lines: tuple[QuestionLine, ...]
    total: int


class Choices(Struct, frozen=True):
    """What the filters can be set to: each with how many questions, for decks how many decks, have it."""

    topics: dict[str, int]
    languages: dict[str, int]
    sources: dict[str, int]


def questions(person_id: str | None, search: Search, start: int = 0, count: int = PAGE) -> Found:
    """Return the questions that this person can use and that are looked for, in the order of `shelf.decks`.

    Args:
        start: how many of them to leave out first.
        count: how many to return at the most.
    """


def decks(person_id: str | None, search: Search) -> list[DeckLine]:
    """Return the decks with a question that is looked for, or with all the words in title, source or author.

    With `archived` those in the archive, else the others, in the order of `shelf.decks`. Without any filter: all.
    """


def choices(person_id: str | None) -> Choices:
    """Return what the filters can be set to for this person, the most frequent first."""
