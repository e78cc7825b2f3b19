"""The tables of interviews, and of who took part in them."""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class InterviewRecord(Base):
    """An interview as it was when it was last parked: made, put aside before its start, or archived.

    While it is live, Redis has the newer one. `state` and `content` are the JSON of `core`; `texts` and `log` are
    MessagePack of what `parking.Parked` says. `at_ms` and the folded words are what `finding` makes of the state. One
    that was deleted waits for its undo, and opens for nobody.
    """

    __tablename__ = "interviews"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    created_ms: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16))
    rev: Mapped[int] = mapped_column(Integer)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    texts: Mapped[bytes] = mapped_column(LargeBinary)
    log: Mapped[bytes] = mapped_column(LargeBinary)
    archived_ms: Mapped[int | None] = mapped_column(BigInteger)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    deck_words: Mapped[str] = mapped_column(Text)
    name_words: Mapped[str] = mapped_column(Text)
    topic_words: Mapped[str] = mapped_column(Text)
    deleted_ms: Mapped[int | None] = mapped_column(BigInteger, index=True)


class Participation(Base):
    """A person on a seat; `at_ms` is the interview's, for the order of their list, from which `hidden_ms` takes it."""

    __tablename__ = "participations"
    __table_args__ = (Index("ix_participations_person_at", "person_id", "at_ms", "interview_id"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seat_id: Mapped[str] = mapped_column(String(5), primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    hidden_ms: Mapped[int | None] = mapped_column(BigInteger)
