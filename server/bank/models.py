"""The table of decks, and the decks that people keep. The built-in one is everybody's and is no record.

A deck is its person's alone: every function takes the person, and what is somebody else's is as unknown as what never
was. A deleted deck is unknown too, to all but `deleted_of` and `restore`. All functions need an application context.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Struct, structs
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from server import db
from server.bank import indexing
from server.bank.deck import Deck
from server.bank.kept import Kept, Trace

UNDO_DAYS = 30
"""How long a deleted deck can be taken back; then it is gone for good."""
UNDO_MS = UNDO_DAYS * 24 * 3600 * 1000


class DeckRecord(db.Base):
    """A deck of a person; `body` is the JSON of `deck.Deck`, of which language, source, licence and author are copies.

    `shared` tells whether the deck has a read-only link (`sharing`), `link` is its generation: how many were ended.
    """

    __tablename__ = "decks"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    questions: Mapped[int] = mapped_column(Integer)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    changed_ms: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(35))
    source: Mapped[str] = mapped_column(String(400))
    licence: Mapped[str] = mapped_column(String(400))
    author: Mapped[str] = mapped_column(String(400))
    archived_ms: Mapped[int | None] = mapped_column(BigInteger)
    deleted_ms: Mapped[int | None] = mapped_column(BigInteger)
    shared: Mapped[bool] = mapped_column(Boolean)
    link: Mapped[int] = mapped_column(Integer)


class DeckLine(Struct, frozen=True):
    """A deck in a list."""

    id: str
    title: str
    questions: int
    changed_ms: int | None = None
    language: str = "en"
    source: str = ""
    licence: str = ""
    author: str = ""
    archived_ms: int | None = None
    deleted_ms: int | None = None
    shared: bool = False


LINE = tuple(getattr(DeckRecord, field) for field in DeckLine.__struct_fields__)


def store(person_id: str, deck: Deck, traces: Mapping[str, Trace] | None = None) -> str:
    """Keep `deck` as a new deck of the person; return its id.

    Args:
        traces: what `kept.imported(deck, document, own_ids)` remembers, for a deck made from a document.
    """
    return db.transact(lambda session: stored(session, person_id, deck, traces))


def stored(session: Session, person_id: str, deck: Deck, traces: Mapping[str, Trace] | None = None) -> str:
    """Do what `store` does, in a transaction that has begun."""
    kept = Kept(deck=deck, traces=dict(traces or {}))
    id, now_ms = db.new_id(), db.now_ms()
    fields = _fields(deck) | {"created_ms": now_ms, "changed_ms": now_ms}
    session.execute(insert(DeckRecord).values(id=id, person_id=person_id, shared=False, link=0, **fields))
    indexing.keep(session, id, Kept(deck=structs.replace(deck, questions=())), kept)
    return id


def decks_of(person_id: str, archived: bool = False) -> list[DeckLine]:
    """Return the decks of a person, newest first: those in use, or those put into the archive."""
    when = DeckRecord.archived_ms
    return _lines(person_id, DeckRecord.deleted_ms.is_(None), when.is_not(None) if archived else when.is_(None))


def deleted_of(person_id: str) -> list[DeckLine]:
    """Return the deleted decks of a person that `restore` can take back, newest first."""
    return _lines(person_id, DeckRecord.deleted_ms > db.now_ms() - UNDO_MS)


def line_of(person_id: str, id: str) -> DeckLine | None:
    """Return a deck of the person as lists have it, or None."""
    found = _lines(person_id, DeckRecord.id == id, DeckRecord.deleted_ms.is_(None))
    return found[0] if found else None


def deck_of(person_id: str, id: str) -> Deck | None:
    """Return the deck with this id if it is the person's; a foreign one is as unknown as one that never was."""
    body = db.transact(lambda session: session.scalar(select(DeckRecord.body).where(*_theirs(person_id, id))))
    return msgspec.json.decode(body, type=Deck) if body is not None else None


def kept_of(person_id: str, id: str) -> Kept | None:
    """Return the deck with what is remembered beside it (gone, offered and dropped questions), or None."""

    def work(session: Session) -> Kept | None:
        body = session.scalar(select(DeckRecord.body).where(*_theirs(person_id, id)))
        return None if body is None else _kept(session, id, body)

    return db.transact(work)


def change(person_id: str, id: str, work: Callable[[Kept], Kept]) -> Kept | None:
    """Change a deck of the person in one transaction, so that two who change it at once lose nothing.

    Args:
        work: one of the functions of `kept` or `reimport`, with its arguments; pure and quick. What it raises is
            raised here, and nothing is changed then.

    Returns: the deck as it is now, or None if the person has no such deck.
    """

    return db.transact(lambda session: changed(session, person_id, id, work))


def changed(session: Session, person_id: str, id: str, work: Callable[[Kept], Kept]) -> Kept | None:
    """Do what `change` does, in a transaction that has begun."""
    # A change first: it is what makes every other writer wait, on either database.
    touch = update(DeckRecord).where(*_theirs(person_id, id)).values(changed_ms=db.now_ms())
    body = session.scalar(touch.returning(DeckRecord.body))
    if body is None:
        return None
    before = _kept(session, id, body)
    after = work(before)
    session.execute(update(DeckRecord).where(DeckRecord.id == id).values(**_fields(after.deck)))
    indexing.keep(session, id, before, after)
    return after


def archive(person_id: str, id: str, archived: bool = True) -> bool:
    """Put a deck of the person into the archive, or take it out: it is kept, and offered for no interview."""
    return _set(person_id, id, archived_ms=db.now_ms() if archived else None)


def remove(person_id: str, id: str) -> bool:
    """Delete a deck of the person, which `restore` undoes for `UNDO_DAYS`; tell whether there was one.

    Interviews made with it keep their copy. Its link opens nothing any more.
    """
    return _set(person_id, id, deleted_ms=db.now_ms())


def restore(person_id: str, id: str) -> bool:
    """Take a deleted deck back, as it was; tell whether there was one to take back."""
    where = (DeckRecord.person_id == person_id, DeckRecord.id == id)
    until = DeckRecord.deleted_ms > db.now_ms() - UNDO_MS
    back = update(DeckRecord).where(*where, until).values(deleted_ms=None).returning(DeckRecord.id)
    return db.transact(lambda session: session.scalar(back) is not None)


def purge(now_ms: int) -> int:
    """Delete for good what was deleted more than `UNDO_DAYS` ago; return how many decks."""
    old = delete(DeckRecord).where(DeckRecord.deleted_ms <= now_ms - UNDO_MS).returning(DeckRecord.id)
    return db.transact(lambda session: len(session.scalars(old).all()))


def _kept(session: Session, id: str, body: bytes) -> Kept:
    return Kept(deck=msgspec.json.decode(body, type=Deck), traces=indexing.traces(session, id))


def _fields(deck: Deck) -> dict[str, Any]:
    return {
        "title": deck.title,
        "questions": len(deck.questions),
        "body": msgspec.json.encode(deck),
        "language": deck.language,
        "source": deck.source,
        "licence": deck.licence,
        "author": deck.author,
    }


def _set(person_id: str, id: str, **values: int | None) -> bool:
    done = update(DeckRecord).where(*_theirs(person_id, id)).values(**values).returning(DeckRecord.id)
    return db.transact(lambda session: session.scalar(done) is not None)


def _theirs(person_id: str, id: str) -> tuple[ColumnElement[bool], ...]:
    return DeckRecord.id == id, DeckRecord.person_id == person_id, DeckRecord.deleted_ms.is_(None)


def _lines(person_id: str, *where: ColumnElement[bool]) -> list[DeckLine]:
    wanted = select(*LINE).where(DeckRecord.person_id == person_id, *where)
    wanted = wanted.order_by(DeckRecord.created_ms.desc(), DeckRecord.id)
    return db.transact(lambda session: [DeckLine(*row) for row in session.execute(wanted)])
