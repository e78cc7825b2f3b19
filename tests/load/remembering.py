"""How long a person with a long memory waits: 20,000 cards and 50,000 reviews, in each database."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, text

from server import db
from server.bank import models
from server.bank.deck import Deck
from server.core.content import Question
from server.drill import due, progress, schedule
from server.drill.models import CardRecord, ReviewRecord
from server.drill.settings import Settings
from server.people.models import Person
from tests.postgresql import Cluster

DECKS, PER_DECK, REVIEWS = 10, 2000, 50_000
DAY_MS = 24 * 3600 * 1000
ROUNDS = 5


def measure() -> dict[str, int]:
    """Return the ms that the slowest of five due lists and of five pages of progress takes, by database."""
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster, cluster.database() as postgresql:
        urls = {"sqlite": f"sqlite:///{Path(folder, 'memory.db')}", "postgresql": postgresql}
        return {
            f"{name}_{database}_ms": took_ms
            for database, url in urls.items()
            for name, took_ms in _measured(url).items()
        }


def _measured(url: str) -> dict[str, int]:
    app = Flask(__name__)
    db.init_app(app, url)
    db.upgrade(app)
    now_ms, using = db.now_ms(), Settings()
    with app.app_context():
        _remember(now_ms)
        db.transact(lambda session: session.execute(text("ANALYZE")) and None)
        assert len(due.due("p", now_ms, using, 200)) == 200
        return {
            "due_20000_cards": _slowest_ms(lambda: (due.count("p", now_ms, using), due.due("p", now_ms, using, 200))),
            "progress_50000_reviews": _slowest_ms(lambda: progress.of("p", now_ms, using)),
        }


def _slowest_ms(work: Callable[[], object]) -> int:
    took_s = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took_s.append(time.perf_counter() - began)
    return round(max(took_s) * 1000)


def _remember(now_ms: int) -> None:
    db.transact(lambda session: session.add(Person(id="p", created_ms=1)))
    keys = []
    for number in range(DECKS):
        questions = tuple(
            Question(id=f"q{each}", prompt=f"Question {each}?", topics=(f"t{each % 20}",)) for each in range(PER_DECK)
        )
        deck_id = models.store("p", Deck(title=f"Deck {number}", questions=questions))
        keys += [(deck_id, question.id) for question in questions]
    cards = [
        {
            "person_id": "p", "deck_id": deck_id, "question_id": question_id, "state": schedule.REVIEW, "step": None,
            "stability": 10.0 + each % 50, "difficulty": 1.0 + each % 9, "due_ms": now_ms + (each % 200 - 100) * DAY_MS,
            "last_ms": now_ms - 100 * DAY_MS, "reviews": 2, "lapses": 0,
        }
        for each, (deck_id, question_id) in enumerate(keys)
    ]  # fmt: skip
    reviews = [
        {
            "person_id": "p", "id": f"r{each}", "deck_id": deck_id, "question_id": question_id,
            "drill_id": f"d{each // 50}", "place": each % 50, "at_ms": now_ms - each * 600_000, "received_ms": now_ms,
            "undone_ms": None, "grade": each % 4 + 1, "help": "unaided", "answering": "typed",
            "think_ms": 1000, "answer_ms": 60_000, "suggested_ms": 90_000, "covered": 2, "points": 3,
        }
        for each, (deck_id, question_id) in enumerate((keys * 3)[:REVIEWS])
    ]  # fmt: skip
    db.transact(lambda session: session.execute(insert(CardRecord), cards) and None)
    db.transact(lambda session: session.execute(insert(ReviewRecord), reviews) and None)
