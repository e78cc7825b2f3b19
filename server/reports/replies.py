"""What a candidate says to their report: kept with it, read by who interviewed them, and by whom they share it with."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server import db
from server.reports.models import ReplyRecord

MOST_CHARS = 4000
TOO_LONG = f"An answer to a report can be {MOST_CHARS} characters long. Shorten it."


def of(interview_id: str, seat_id: str | None = None) -> dict[int, str]:
    """Return what was said, by round, 0 for the whole report; by one seat, or by everybody who answered."""
    wanted = select(ReplyRecord).where(ReplyRecord.interview_id == interview_id).order_by(ReplyRecord.seat_id)
    if seat_id is not None:
        wanted = wanted.where(ReplyRecord.seat_id == seat_id)

    def work(session: Session) -> dict[int, str]:
        found: dict[int, str] = {}
        for row in session.scalars(wanted):
            found[row.round_id] = f"{found[row.round_id]}\n\n{row.text}" if row.round_id in found else row.text
        return found

    return db.transact(work)


def say(interview_id: str, seat_id: str, round_id: int, text: str) -> None:
    """Keep what a candidate says of a round; nothing takes back what they said before."""
    one = {"interview_id": interview_id, "seat_id": seat_id, "round_id": round_id}

    def work(session: Session) -> None:
        session.execute(delete(ReplyRecord).filter_by(**one))
        if text:
            session.add(ReplyRecord(**one, changed_ms=db.now_ms(), text=text))

    db.transact(work)
