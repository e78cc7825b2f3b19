"""Records: the tables, their migrations, and transactions."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import msgspec
import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.bank import kept, models, search
from server.bank.builtin import builtin
from server.bank.deck import Deck
from server.bank.kept import imported
from server.core.content import Question
from server.people.models import Person, PersonSession
from server.settings import Settings
from tests.website import app, empty_records, settings, wired

__all__ = ["app", "empty_records", "settings"]

pytestmark = pytest.mark.both_databases

UPGRADE = """
import sys
from server import db
from tests.website import wired
from server.settings import Settings
db.upgrade(wired(Settings(var_dir=None, database_url=sys.argv[1], secret="a secret of thirty-two characters")))
"""


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    """A table that a model has and the migrations have not would exist on no machine but its author's."""
    with app.app_context(), db.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []


@pytest.fixture
def empty_url(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'records.sqlite'}"
        return
    with request.getfixturevalue("postgresql").database(template="template1") as url:
        yield url


def test_processes_that_start_at_once_upgrade_once(empty_url: str) -> None:
    """Several first starts at once leave one set of tables, and none of them fails."""
    starts = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, empty_url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for start in starts:
        _, said = start.communicate(timeout=60)
        assert start.returncode == 0, said


def test_decks_from_before_can_be_found_and_imported_again(empty_url: str, tmp_path: Path) -> None:
    """The migration gives each deck that there is its rows, as the document had it; the way back loses no deck."""
    app = wired(Settings(var_dir=tmp_path, database_url=empty_url, secret="x" * 32))
    deck = replace(builtin(), author="Somebody")
    old = {"id": "d", "person_id": "p", "title": deck.title, "questions": 24, "created_ms": 1, "changed_ms": 1}
    (tmp_path / "new").mkdir(exist_ok=True)
    with app.app_context():
        flask_migrate.upgrade(revision="0003")
        with db.database.engine.begin() as connection:
            connection.execute(sqlalchemy.text("INSERT INTO persons VALUES ('p', 1)"))
            columns = (*old, "body")
            values = ", ".join(f":{name}" for name in columns)
            insert = sqlalchemy.text(f"INSERT INTO decks ({', '.join(columns)}) VALUES ({values})")
            connection.execute(insert, old | {"body": msgspec.json.encode(deck)})
        flask_migrate.upgrade()
        assert models.kept_of("p", "d") == imported(deck)
        assert models.decks_of("p")[0].author == "Somebody"
        lines = search.questions("p", search.Search(words="blueprint", deck_id="d")).lines
        assert [line.question_id for line in lines] == [
            each.id for each in deck.questions if "blueprint" in f"{each.prompt} {each.answer}".lower()
        ]
        flask_migrate.downgrade(revision="0003")
        with db.database.engine.begin() as connection:
            assert connection.execute(sqlalchemy.text("SELECT title FROM decks")).scalar() == deck.title
        db.database.engine.dispose()


def test_a_database_keeps_its_promises(app: Flask, database: str) -> None:
    """Readers do not wait for the writer, a writer waits for another, and references hold."""

    def ask(session: Session) -> list[object]:
        return [
            session.execute(sqlalchemy.text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        ]

    with app.app_context():
        if database == "sqlite":
            assert db.transact(ask) == ["wal", 1, 5000, 2]
        orphan = PersonSession(cookie_hash="x", person_id="nobody", created_ms=0, seen_ms=0, device="", agent="")
        with pytest.raises(IntegrityError):
            db.transact(lambda session: session.add(orphan))


def test_a_transaction_that_fails_leaves_nothing(app: Flask) -> None:
    """All of a transaction is kept, or none of it."""

    def fail(session: Session) -> None:
        session.add(Person(id="half", created_ms=1))
        session.flush()
        raise RuntimeError

    with app.app_context():
        with pytest.raises(RuntimeError):
            db.transact(fail)
        assert db.transact(lambda session: session.get(Person, "half")) is None


def test_deleting_a_person_deletes_what_is_theirs(app: Flask) -> None:
    """Nothing of a deleted person stays behind."""
    with app.app_context():
        db.transact(lambda session: session.add(Person(id="p", created_ms=1)))
        db.transact(
            lambda session: session.add(
                PersonSession(cookie_hash="x", person_id="p", created_ms=0, seen_ms=0, device="", agent="")
            )
        )
        db.transact(lambda session: session.delete(session.get_one(Person, "p")))
        assert db.transact(lambda session: session.get(PersonSession, "x")) is None


def test_ids_are_long_and_never_the_same() -> None:
    """An id is 16 characters of base 62."""
    ids = {db.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(id) == 16 and id.isascii() and id.isalnum() for id in ids)


def test_a_change_waits_for_another_and_loses_nothing(app: Flask) -> None:
    """Of changes that read before they write, in several threads at once, each builds on the one before."""

    def change(number: int) -> None:
        with app.app_context():
            models.change("p", id, lambda each: kept.added(each, Question(id=f"q{number}", prompt="Why?")))

    with app.app_context():
        db.transact(lambda session: session.add(Person(id="p", created_ms=1)))
        id = models.store("p", Deck(title="T"))
    threads = [threading.Thread(target=change, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        deck = models.deck_of("p", id)
        assert deck is not None
        assert {each.id for each in deck.questions} == {f"q{number}" for number in range(8)}
