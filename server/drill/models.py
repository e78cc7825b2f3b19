"""The tables of drills, of reviews, and of what the schedule knows from them."""

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class ScheduleRecord(Base):
    """The schedule of a person: their settings. Its row is changed first by whoever changes anything of it.

    `parameters` is a JSON list, empty for those of the package; `zone` is the IANA zone of the browser seen last.
    """

    __tablename__ = "schedules"

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    retention_percent: Mapped[int] = mapped_column(Integer)
    parameters: Mapped[bytes] = mapped_column(LargeBinary)
    zone: Mapped[str] = mapped_column(String(64))
    changed_ms: Mapped[int] = mapped_column(BigInteger)


class DrillRecord(Base):
    """A drill; `body` is the JSON of `drills.Body`. A strict one has the id of its interview.

    A `spare` one was made to lie ready for a device without a line, and is in no list before its first grade.
    """

    __tablename__ = "drills"
    __table_args__ = (Index("ix_drills_person_created", "person_id", "created_ms"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    created_ms: Mapped[int] = mapped_column(BigInteger)
    strict: Mapped[bool] = mapped_column(Boolean)
    spare: Mapped[bool] = mapped_column(Boolean)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class ReviewRecord(Base):
    """One grade that a person gave a question, and how it came about; `id` is made by the device that graded.

    Decks and drills are named, not referred to: what was practised outlives them. An undone review stays, so that it
    is known when it comes again.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_question", "person_id", "deck_id", "question_id"),
        Index("ix_reviews_drill", "person_id", "drill_id"),
        Index("ix_reviews_at", "person_id", "at_ms"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    deck_id: Mapped[str] = mapped_column(String(16))
    question_id: Mapped[str] = mapped_column(String(40))
    drill_id: Mapped[str] = mapped_column(String(16))
    place: Mapped[int] = mapped_column(Integer)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    received_ms: Mapped[int] = mapped_column(BigInteger)
    undone_ms: Mapped[int | None] = mapped_column(BigInteger)
    grade: Mapped[int] = mapped_column(Integer)
    help: Mapped[str] = mapped_column(String(20))
    answering: Mapped[str] = mapped_column(String(10))
    think_ms: Mapped[int] = mapped_column(BigInteger)
    answer_ms: Mapped[int] = mapped_column(BigInteger)
    suggested_ms: Mapped[int] = mapped_column(BigInteger)
    covered: Mapped[int | None] = mapped_column(Integer)
    points: Mapped[int | None] = mapped_column(Integer)


class CardRecord(Base):
    """What the schedule knows of a question of a person: the fold of its reviews (`schedule.Known`), kept to be found.

    `reviews` counts them, `lapses` those graded again after it had been learnt.
    """

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_due", "person_id", "due_ms"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    deck_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[int] = mapped_column(Integer)
    step: Mapped[int | None] = mapped_column(Integer)
    stability: Mapped[float] = mapped_column(Float)
    difficulty: Mapped[float] = mapped_column(Float)
    due_ms: Mapped[int] = mapped_column(BigInteger)
    last_ms: Mapped[int] = mapped_column(BigInteger)
    reviews: Mapped[int] = mapped_column(Integer)
    lapses: Mapped[int] = mapped_column(Integer)


class CarryRecord(Base):
    """The link by which a person carries on on another device: one at a time, good once, until `until_ms`."""

    __tablename__ = "carries"

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), unique=True)
    until_ms: Mapped[int] = mapped_column(BigInteger)
    used_ms: Mapped[int | None] = mapped_column(BigInteger)
