"""The tables of the reports that participants were given, of links to them, and of what candidates say to them."""

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class ReportRecord(Base):
    """A participant's own copy of a released report: a row for each release, never changed by what comes after.

    It names its interview without a foreign key: the copy outlives the record. `link` is the generation of the seat's
    link when last archived, by which the seat's cookie is known once the record is gone. `body` is a `Report` as JSON.
    """

    __tablename__ = "reports"

    interview_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    seat_id: Mapped[str] = mapped_column(String(5), primary_key=True)
    released_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    link: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class ShareRecord(Base):
    """A link to a participant's copy of a report; of its token the hash is kept. Taking it back deletes the row."""

    __tablename__ = "shares"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    interview_id: Mapped[str] = mapped_column(String(16), index=True)
    seat_id: Mapped[str] = mapped_column(String(5))
    released_ms: Mapped[int] = mapped_column(BigInteger)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    until_ms: Mapped[int] = mapped_column(BigInteger)
    answers: Mapped[bool] = mapped_column(Boolean)
    names: Mapped[bool] = mapped_column(Boolean)
    opened: Mapped[int] = mapped_column(Integer)
    opened_ms: Mapped[int | None] = mapped_column(BigInteger)


class ReplyRecord(Base):
    """What a candidate says to their report: of a round, or with round 0 of the whole."""

    __tablename__ = "replies"

    interview_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    seat_id: Mapped[str] = mapped_column(String(5), primary_key=True)
    round_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    changed_ms: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
