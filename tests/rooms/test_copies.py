"""An interview has its own copy of its questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from msgspec.structs import replace

from server import create_app, db
from server.app import start, stop
from server.bank import kept, models
from server.bank.deck import Deck
from server.bank.kept import Kept
from server.core import commands as c
from server.core.content import Question
from server.live.live import Live
from server.people.models import Person
from server.settings import Settings
from tests.website import Browser

DECK = Deck(
    title="As it was",
    author="Ana",
    questions=tuple(Question(id=f"q{i}", prompt=f"Prompt {i}", answer=f"Answer {i}") for i in range(6)),
)


@pytest.fixture
def workers(settings: Settings, redis_url: str) -> Iterator[list[Flask]]:
    """Two workers with the same records and the same Redis."""
    apps = [create_app(settings), create_app(settings)]
    for app in apps:
        start(app, redis_url)
    yield apps
    for app in apps:
        stop(app)


def rewritten(each: Kept) -> Kept:
    """A deck of which nothing is as it was: a question gone, the others with other texts, in another order."""
    each = kept.dropped(each, "q0")
    for question in each.deck.questions:
        each = kept.edited(each, replace(question, prompt="Changed", answer="Changed", points=("Changed",)))
    return kept.redescribed(kept.moved(each, "q5", 0), Deck(title="Changed"))


@pytest.mark.both_databases
@pytest.mark.parametrize("running", [False, True])
def test_editing_and_deleting_a_deck_changes_no_interview(workers: list[Flask], running: bool) -> None:
    """Neither one that waits nor one that runs: whichever worker loads it finds the questions as they were."""
    app, another = workers
    host, guest = Browser(app), Browser(app)
    host.start()
    live: Live = app.extensions["live"]
    with app.app_context():
        person = db.transact(lambda session: session.query(Person).one().id)
        deck = models.store(person, DECK)
    interview = host.start(deck=deck)
    room = f"/room/{interview}/s1"
    guest.join(host.links(room)["s2"])
    if running:
        live.handle(interview, "s1", c.Start(), "start")
        live.handle(interview, "s1", c.Ask(), "ask")
    before = host.get(f"{room}/deck").get_json()
    assert [each["title"] for each in before["questions"]] == [each.prompt for each in DECK.questions]
    with app.app_context():
        models.change(person, deck, rewritten)
        models.remove(person, deck)
        assert models.purge(db.now_ms() + models.UNDO_MS) == 1
    assert host.get(f"{room}/deck").get_json() == before
    for held in (live.hold(interview), another.extensions["live"].hold(interview)):
        assert held is not None
        assert held.content.questions == DECK.questions
        assert (held.content.title, held.content.author) == ("As it was", "Ana")
    if not running:
        live.handle(interview, "s1", c.Start(), "start")
    live.handle(interview, "s1", c.Ask(question="q1"), "another")
    assert "Changed" not in host.get(room).get_data(as_text=True)
