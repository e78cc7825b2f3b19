"""The table of the reports that participants were given."""

from sqlalchemy import BigInteger, Integer, LargeBinary, String
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
