"""Decks and questions by words and filters, the built-in deck among them. Needs an application context."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server import db
from server.bank import indexing, models, shelf
from server.bank.builtin import builtin
from server.bank.indexing import BETWEEN, QuestionRecord, fold
from server.bank.models import DeckLine, DeckRecord
from server.core.content import Question

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

    def topics(self) -> tuple[str, ...]:
        """Return the topic as it is compared, if one is looked for."""
        return (f"{BETWEEN}{fold(self.topic)}{BETWEEN}",) if self.topic else ()


class QuestionLine(Struct, frozen=True):
    """A question in a list; the rest of it is in its deck."""

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
    ours = [
        QuestionLine(shelf.BUILTIN, builtin().title, each.id, each.title, each.difficulty, bool(each.guidance))
        for each in builtin().questions
        if _is_wanted(each, search)
    ]
    shown = tuple(ours[start : start + count])
    if person_id is None:
        return Found(shown, len(ours))
    where = tuple(_where(person_id, search))
    columns = (getattr(QuestionRecord, field) for field in QuestionLine.__struct_fields__[2:])
    wanted = (
        select(QuestionRecord.deck_id, DeckRecord.title, *columns, func.count().over())
        .join(DeckRecord, DeckRecord.id == QuestionRecord.deck_id)
        .where(*where)
        .order_by(DeckRecord.created_ms.desc(), DeckRecord.id, QuestionRecord.place)
        .offset(max(start - len(ours), 0))
        .limit(max(count - len(shown), 1))
    )
    number = select(func.count()).select_from(QuestionRecord).join(DeckRecord).where(*where)

    def work(session: Session) -> Found:
        rows = session.execute(wanted).all()
        # Each row says how many there are; only behind the last of them nobody does.
        total = rows[0][-1] if rows else session.scalar(number) or 0
        return Found((*shown, *(QuestionLine(*row[:-1]) for row in rows[: count - len(shown)])), len(ours) + total)

    return db.transact(work)


def decks(person_id: str | None, search: Search) -> list[DeckLine]:
    """Return the decks with a question that is looked for, in the order of `shelf.decks`.

    The words may be in title, source or author of the deck as well. With `archived` the decks in the archive, else the
    others. A search that filters nothing finds decks without questions, too.
    """
    lines = models.decks_of(person_id, search.archived) if person_id else []
    if not search.archived:
        lines.insert(0, shelf.builtin_line())
    anything = structs.replace(search, words="")
    named = {line.id for line in lines if _is_in(search.terms(), fold(f"{line.title} {line.source} {line.author}"))}
    if anything == Search(archived=search.archived):
        hits = named
    else:
        hits = named & _decks_with(person_id, anything) if named else set()
    if search.words:
        hits |= _decks_with(person_id, search)
    return [line for line in lines if line.id in hits]


def choices(person_id: str | None) -> Choices:
    """Return what the filters can be set to for this person, the most frequent first."""
    lines = shelf.decks(person_id)
    topics = Counter(topic for each in builtin().questions for topic in each.topics)
    if person_id is not None:
        where = _where(person_id, Search())
        each = (
            select(QuestionRecord.topics, func.count()).join(DeckRecord).where(*where).group_by(QuestionRecord.topics)
        )
        for joined, number in db.transact(lambda session: session.execute(each).all()):
            for topic in filter(None, joined.split(BETWEEN)):
                topics[topic] += number
    return Choices(
        topics=_merged(topics),
        languages=dict(Counter(line.language for line in lines).most_common()),
        sources=dict(Counter(line.source for line in lines if line.source).most_common()),
    )


def _merged(topics: Counter[str]) -> dict[str, int]:
    """Return the topics without those that differ only by capitals or accents from a more frequent one."""
    names: dict[str, str] = {}
    found: Counter[str] = Counter()
    for topic, number in topics.most_common():
        found[names.setdefault(fold(topic), topic)] += number
    return dict(found.most_common())


def _decks_with(person_id: str | None, search: Search) -> set[str]:
    ours = {shelf.BUILTIN} if any(_is_wanted(each, search) for each in builtin().questions) else set()
    if person_id is None:
        return ours
    wanted = select(QuestionRecord.deck_id).join(DeckRecord).where(*_where(person_id, search)).distinct()
    return ours | db.transact(lambda session: set(session.scalars(wanted)))


def _where(person_id: str, search: Search) -> Iterator[ColumnElement[bool]]:
    yield DeckRecord.person_id == person_id
    yield DeckRecord.deleted_ms.is_(None)
    yield DeckRecord.archived_ms.is_not(None) if search.archived else DeckRecord.archived_ms.is_(None)
    yield QuestionRecord.place.is_not(None)
    if search.deck_id:
        yield DeckRecord.id == search.deck_id
    if search.source:
        yield DeckRecord.source == search.source
    if search.language:
        yield DeckRecord.language == search.language
    if search.difficulty is not None:
        yield QuestionRecord.difficulty == search.difficulty
    if search.guided is not None:
        yield QuestionRecord.guided == search.guided
    if search.flagged:
        yield QuestionRecord.gone | QuestionRecord.offered
    for term in (*search.terms(), *search.topics()):
        yield db.holds(QuestionRecord.words, term)


def _is_wanted(question: Question, search: Search) -> bool:
    """Tell whether a question of the built-in deck is looked for: what `_where` says, in Python."""
    deck = builtin()
    return (
        not search.archived
        and not search.flagged
        and search.deck_id in ("", shelf.BUILTIN)
        and search.source in ("", deck.source)
        and search.language in ("", deck.language)
        and search.difficulty in (None, question.difficulty)
        and search.guided in (None, bool(question.guidance))
        and _is_in((*search.terms(), *search.topics()), _builtin_words()[question.id])
    )


def _is_in(terms: Iterable[str], words: str) -> bool:
    return all(term in words for term in terms)


@cache
def _builtin_words() -> dict[str, str]:
    return {question.id: indexing.words(question) for question in builtin().questions}
