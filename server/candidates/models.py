"""The tables of whom an interviewer calls one person, and of what a seat may know of an interview's answers."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Acquaintance(Base):
    """What an interviewer said of a way in which they meet a candidate: rows of one `id` are one person to them.

    `key` is `person:<id>` where the candidate's browser is known, else `name:<hash of the folded name>`; and
    `seat:<interview>:<seat>` where that one time it was somebody else. `name` is what they are called; "" is as they
    call themselves.
    """

    __tablename__ = "acquaintances"

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(String(60))


class FactSheet(Base):
    """What a seat may know of the answers, made from the interview's record at its revision `rev`; it can be lost.

    `body` is a `facts.Sheet` as MessagePack, in the form that `ended.FORM` counts.
    """

    __tablename__ = "fact_sheets"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    seat_id: Mapped[str] = mapped_column(String(5), primary_key=True)
    rev: Mapped[int] = mapped_column(Integer)
    form: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = mapped_column(LargeBinary)
