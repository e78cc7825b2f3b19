"""How long a person with many decks waits for a search of their questions."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from flask import Flask

from server import db
from server.bank import models, search
from server.bank.deck import Deck
from server.bank.search import Search
from server.core.content import Question
from server.people.models import Person

DECKS, PER_DECK = 10, 2000
ANSWER = "The quick brown fox jumps over the lazy dog and thinks about bread. " * 18


def measure() -> float:
    """Return the seconds that the slowest of three searches takes, in SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        app = Flask(__name__)
        db.init_app(app, f"sqlite:///{Path(folder, 'bank.db')}")
        db.upgrade(app)
        with app.app_context():
            db.transact(lambda session: session.add(Person(id="p", created_ms=1)))
            for number in range(DECKS):
                models.store("p", Deck(title=f"Deck {number}", questions=_questions(number)))
            took_s = []
            for wanted in Search(words="number 7-1999"), Search(words="bread fox"), Search(topic="T3"):
                began = time.perf_counter()
                assert search.questions("p", wanted).total
                took_s.append(time.perf_counter() - began)
    return max(took_s)


def _questions(number: int) -> tuple[Question, ...]:
    topics = ("all", f"t{number}")
    return tuple(
        Question(id=f"q{each}", prompt=f"What is number {number}-{each}?", answer=ANSWER, topics=topics)
        for each in range(PER_DECK)
    )
