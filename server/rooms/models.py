"""The tables of interviews, and of who took part in them."""

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class InterviewRecord(Base):
    """An interview as it was when it was last parked: made, put aside before its start, or archived.

    While it is live, Redis has the newer one. `state` and `content` are the JSON of `core`; `texts` and `log` are
    MessagePack of what `parking.Parked` says.
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


class Participation(Base):
    """A person on a seat."""

    __tablename__ = "participations"

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seat_id: Mapped[str] = mapped_column(String(5), primary_key=True)
