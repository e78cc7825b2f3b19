"""The tables of templates, and of what an interview was made from."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class TemplateRecord(Base):
    """A template of a person; `body` is the JSON of `templates.Body`."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("person_id", "name", name="uq_templates_person_name"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    created_ms: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class OriginRecord(Base):
    """What an interview was made from, beyond its deck.

    `asked` is a JSON list: the ids of the questions that were asked before, in the interviews that this one continues.
    It is copied and not looked up, since those may be deleted first.
    """

    __tablename__ = "origins"

    interview_id: Mapped[str] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    template_id: Mapped[str | None] = mapped_column(ForeignKey("templates.id", ondelete="SET NULL"), index=True)
    asked: Mapped[bytes] = mapped_column(LargeBinary)
