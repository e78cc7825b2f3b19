"""The tables of classes, of their rooms and of their students."""

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class ClassRecord(Base):
    """A class of a coach. Its row is changed first by whoever changes anything of it; `rev` counts the changes.

    `code` is there while students may come in by it. `body` is the JSON of `classes.Body`.
    """

    __tablename__ = "classes"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    code_until_ms: Mapped[int] = mapped_column(BigInteger)
    locked: Mapped[bool] = mapped_column(Boolean)
    rev: Mapped[int] = mapped_column(Integer)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class ClassRoom(Base):
    """A room of a class: an interview, in the order in which the rooms were made."""

    __tablename__ = "class_rooms"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    class_id: Mapped[str] = mapped_column(ForeignKey("classes.id", ondelete="CASCADE"), index=True)
    place: Mapped[int] = mapped_column(Integer)


class Student(Base):
    """Somebody on the roster; with a seat in a room unless they are absent. `taken_ms` is when they came in."""

    __tablename__ = "class_students"

    class_id: Mapped[str] = mapped_column(ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    interview_id: Mapped[str | None] = mapped_column(ForeignKey("class_rooms.interview_id", ondelete="SET NULL"))
    seat_id: Mapped[str | None] = mapped_column(String(5))
    absent: Mapped[bool] = mapped_column(Boolean)
    taken_ms: Mapped[int | None] = mapped_column(BigInteger)
