"""The tables of persons and their sessions."""

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Person(Base):
    """Who a browser belongs to; exists from the first stored thing on."""

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    created_ms: Mapped[int] = mapped_column(BigInteger)


class PersonSession(Base):
    """A browser that is signed in as a person. Deleting the row signs it out.

    `device` stays when the cookie is replaced: the seats that the browser keeps are bound to it.
    """

    __tablename__ = "person_sessions"

    cookie_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    created_ms: Mapped[int] = mapped_column(BigInteger)
    seen_ms: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[str] = mapped_column(String(16), index=True)
    agent: Mapped[str] = mapped_column(String(300))
