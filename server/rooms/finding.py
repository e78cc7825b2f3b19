"""By what an interview is found in a list: kept beside its record, made from its state whenever that is written."""

import msgspec
from sqlalchemy import update
from sqlalchemy.orm import Session

from server.bank.indexing import BETWEEN, fold
from server.core.content import Content
from server.core.interview import Interview
from server.rooms.models import InterviewRecord, Participation


def columns(interview: Interview, content: Content) -> dict[str, int | str]:
    """Return what is kept of an interview for finding it."""
    asked = {round.question for round in interview.rounds} or {question.id for question in content.questions}
    topics = {topic for question in content.questions if question.id in asked for topic in question.topics}
    names = [seat.name for seat in interview.seats if seat.joined and seat.name]
    return {
        "at_ms": at_ms(interview),
        "deck_words": fold(f"{interview.title} {content.title}"),
        "name_words": BETWEEN.join(map(fold, names)),
        "topic_words": BETWEEN.join(sorted(map(fold, topics))),
    }


def at_ms(interview: Interview) -> int:
    """Return where an interview stands in a list: when it started, is planned to, or else was made."""
    if interview.started_ms is not None:
        return interview.started_ms
    return interview.schedule.starts_ms if interview.schedule else interview.created_ms


def keep(session: Session, interview: Interview, content: bytes) -> None:
    """Bring what is kept up to the state that has just been written."""
    values = columns(interview, msgspec.json.decode(content, type=Content))
    session.execute(update(InterviewRecord).where(InterviewRecord.id == interview.id).values(**values))
    theirs = update(Participation).where(Participation.interview_id == interview.id)
    session.execute(theirs.values(at_ms=values["at_ms"]))
