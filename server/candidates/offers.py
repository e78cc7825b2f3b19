"""The questions that somebody could ask: of the built-in deck and of their own. Needs an application context."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import db
from server.bank.builtin import builtin
from server.bank.indexing import BETWEEN, QuestionRecord
from server.bank.models import DeckRecord
from server.bank.shelf import BUILTIN
from server.candidates.summary import Offer

MOST = 2000


def offers(person_id: str) -> list[Offer]:
    """Return them, those of the newest deck first, the built-in one last."""
    wanted = (
        select(DeckRecord.id, DeckRecord.title, QuestionRecord.question_id, QuestionRecord.title, QuestionRecord.topics)
        .join(QuestionRecord, QuestionRecord.deck_id == DeckRecord.id)
        .where(DeckRecord.person_id == person_id, DeckRecord.deleted_ms.is_(None), DeckRecord.archived_ms.is_(None))
        .where(QuestionRecord.place.is_not(None))
        .order_by(DeckRecord.changed_ms.desc(), DeckRecord.id, QuestionRecord.place)
        .limit(MOST)
    )

    def work(session: Session) -> list[Offer]:
        return [
            Offer(deck_id, deck, question, title, tuple(filter(None, topics.split(BETWEEN))))
            for deck_id, deck, question, title, topics in session.execute(wanted)
        ]

    deck = builtin()
    return db.transact(work) + [Offer(BUILTIN, deck.title, each.id, each.title, each.topics) for each in deck.questions]
