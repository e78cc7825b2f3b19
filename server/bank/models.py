"""The decks that people keep. The built-in one is everybody's and is no record."""

import msgspec
from msgspec import Struct
from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server import db
from server.bank.deck import Deck


class DeckRecord(db.Base):
    """A deck of a person; `body` is the JSON of `deck.Deck`."""

    __tablename__ = "decks"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    questions: Mapped[int] = mapped_column(Integer)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    changed_ms: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class DeckLine(Struct, frozen=True):
    """A deck in a list."""

    id: str
    title: str
    questions: int
    changed_ms: int | None = None


def store(person_id: str, deck: Deck) -> str:
    """Keep `deck` as a new deck of the person; return its id."""
    id, now_ms = db.new_id(), db.now_ms()
    row = DeckRecord(
        id=id,
        person_id=person_id,
        title=deck.title,
        questions=len(deck.questions),
        created_ms=now_ms,
        changed_ms=now_ms,
        body=msgspec.json.encode(deck),
    )
    db.transact(lambda session: session.add(row))
    return id


def decks_of(person_id: str) -> list[DeckLine]:
    """Return the decks of a person, newest first."""

    def work(session: Session) -> list[DeckLine]:
        rows = session.execute(
            select(DeckRecord.id, DeckRecord.title, DeckRecord.questions, DeckRecord.changed_ms)
            .where(DeckRecord.person_id == person_id)
            .order_by(DeckRecord.created_ms.desc(), DeckRecord.id)
        )
        return [DeckLine(*row) for row in rows]

    return db.transact(work)


def deck_of(person_id: str, id: str) -> Deck | None:
    """Return the deck with this id if it is the person's; a foreign one is as unknown as one that never was."""

    def work(session: Session) -> bytes | None:
        return session.scalar(select(DeckRecord.body).where(DeckRecord.id == id, DeckRecord.person_id == person_id))

    body = db.transact(work)
    return msgspec.json.decode(body, type=Deck) if body is not None else None


def remove(person_id: str, id: str) -> bool:
    """Delete a deck of the person; interviews made with it keep their copy. Tell whether there was one."""

    gone = delete(DeckRecord).where(DeckRecord.id == id, DeckRecord.person_id == person_id).returning(DeckRecord.id)
    return db.transact(lambda session: session.scalar(gone) is not None)
