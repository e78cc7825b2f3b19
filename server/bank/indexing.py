"""The table of questions: a row for each question of each deck, by which it is found; the deck's body has its texts."""

import unicodedata
from typing import Any

import msgspec
from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, Text, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server import db
from server.bank.kept import Kept, Trace
from server.core.content import Question

NOTHING = b"{}"  # the trace of a question that was written by hand
BETWEEN = "\n"  # no folded text has one


class QuestionRecord(db.Base):
    """A question of a deck, for finding it, and what is remembered beside it.

    All but `trace`, the JSON of `kept.Trace`, is made from the deck's body by `rows`. A dropped question has
    no place.
    """

    __tablename__ = "questions"

    deck_id: Mapped[str] = mapped_column(ForeignKey("decks.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    topics: Mapped[str] = mapped_column(Text)
    difficulty: Mapped[int] = mapped_column(Integer)
    guided: Mapped[bool] = mapped_column(Boolean)
    gone: Mapped[bool] = mapped_column(Boolean)
    offered: Mapped[bool] = mapped_column(Boolean)
    trace: Mapped[bytes] = mapped_column(LargeBinary)


def fold(text: str) -> str:
    """Return a text as it is compared: no capitals, accents, invisible characters or differences of white space."""
    text = unicodedata.normalize("NFKD", text.replace("\0", "")).casefold()
    if not text.isascii():
        unseen = {ord(each): None for each in set(text) if unicodedata.category(each) in ("Mn", "Cf")}
        text = text.translate(unseen)
    return " ".join(text.split())


def words(question: Question) -> str:
    """Return what a search looks at: prompt and answer, then each topic between two `BETWEEN`, all folded."""
    texts = fold(f"{question.prompt}\n{question.answer}")
    return BETWEEN.join((texts, *map(fold, question.topics), ""))


def topics(question: Question) -> str:
    """Return the topics as they are shown, with `BETWEEN` between them."""
    return BETWEEN.join(topic.replace(BETWEEN, " ") for topic in question.topics)


def keep(session: Session, deck_id: str, before: Kept, after: Kept) -> None:
    """Make the rows of a deck, which say what it was before, say what it is now; touch only those that differ."""
    old, new = _parts(before), _parts(after)
    stale = [id for id, part in old.items() if new.get(id) != part]
    fresh = [_row(deck_id, *part) for id, part in new.items() if old.get(id) != part]
    if stale:
        of_deck = QuestionRecord.deck_id == deck_id
        session.execute(delete(QuestionRecord).where(of_deck, QuestionRecord.question_id.in_(stale)))
    if fresh:
        session.execute(insert(QuestionRecord), fresh)


def traces(session: Session, deck_id: str) -> dict[str, Trace]:
    """Return what is remembered beside the questions of a deck."""
    rows = session.execute(
        select(QuestionRecord.question_id, QuestionRecord.trace)
        .where(QuestionRecord.deck_id == deck_id, QuestionRecord.trace != NOTHING)
        .order_by(QuestionRecord.question_id)
    )
    return {id: msgspec.json.decode(trace, type=Trace) for id, trace in rows}


def rows(deck_id: str, kept: Kept) -> list[dict[str, Any]]:
    """Return the rows of a deck."""
    return [_row(deck_id, *part) for part in _parts(kept).values()]


def _parts(kept: Kept) -> dict[str, tuple[int | None, Question, Trace]]:
    """Return what each row is made from: the place in the deck if it is there, the question, its trace."""
    dropped = [(None, trace.dropped, trace) for trace in kept.traces.values() if trace.dropped]
    there = [(place, each, kept.trace(each.id)) for place, each in enumerate(kept.deck.questions)]
    return {part[1].id: part for part in (*dropped, *there)}


def _row(deck_id: str, place: int | None, question: Question, trace: Trace) -> dict[str, Any]:
    return {
        "deck_id": deck_id,
        "question_id": question.id,
        "place": place,
        "title": question.title,
        "words": "" if place is None else words(question),
        "topics": topics(question),
        "difficulty": question.difficulty,
        "guided": bool(question.guidance),
        "gone": trace.gone,
        "offered": trace.offered is not None,
        "trace": msgspec.json.encode(trace),
    }
