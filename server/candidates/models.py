"""The table of whom an interviewer calls one person."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Acquaintance(Base):
    """One way in which an interviewer meets a candidate, and whom they take them for: rows of one `id` are one person.

    `key` is `person:<id>` where the candidate's browser is known, else `name:<folded name>`.
    """

    __tablename__ = "acquaintances"

    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(String(60))
