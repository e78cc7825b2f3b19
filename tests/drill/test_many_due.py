"""Ten thousand questions due: a drill takes the longest overdue, and the rest waits."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import insert

from server import db
from server.bank import models
from server.bank.deck import Deck
from server.drill import due, schedule
from server.drill.models import CardRecord
from server.drill.settings import Settings
from tests.drill.devices import born
from tests.drill.practice import DAY_MS, questions
from tests.website import Browser

DECKS, PER_DECK = 5, 2000


def fall_due(person_id: str) -> int:
    """Give a person 10,000 questions, each overdue since a day of its own; return now."""
    now_ms = db.now_ms()
    for number in range(DECKS):
        deck_id = models.store(person_id, Deck(title=f"Deck {number}", questions=questions(PER_DECK)))
        rows = [
            {
                "person_id": person_id, "deck_id": deck_id, "question_id": f"q{each}", "state": schedule.REVIEW,
                "step": None, "stability": 10.0, "difficulty": 5.0, "last_ms": 1, "reviews": 1, "lapses": 0,
                "due_ms": now_ms - (1 + number * PER_DECK + each) * DAY_MS // 10,
            }
            for each in range(PER_DECK)
        ]  # fmt: skip
        db.transact(lambda session, rows=rows: session.execute(insert(CardRecord), rows) and None)
    return now_ms


@pytest.mark.both_databases
def test_the_longest_overdue_of_ten_thousand_come_first(app: Flask, host: Browser) -> None:
    """All are counted, in the menu too; a drill has as many as were asked for; the forecast has them all on today."""
    person_id = born(app, host)
    with app.app_context():
        now_ms = fall_due(person_id)
        using = Settings()
        assert due.count(person_id, now_ms, using).count >= DECKS * PER_DECK
        first = due.due(person_id, now_ms, using, 200)
        assert [question for _, question in first] == [f"q{PER_DECK - 1 - each}" for each in range(200)]
        assert dict(due.forecast(person_id, now_ms, using))[schedule.day(now_ms, using.zone)] >= DECKS * PER_DECK
    menu = host.get("/drill").get_data(as_text=True)
    assert re.search(r"10[,.\s]?000", menu)
    path = str(host.submit("/drill", "/drill", {"from": "due", "count": "200"}).location)
    page = host.get(path)
    assert page.status_code == 200
    assert len(page.data) < 300_000
    assert host.get("/drill/progress").status_code == 200
