"""Records: the tables, their migrations, and transactions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.people.models import Person, PersonSession
from tests.website import app, empty_records, settings

__all__ = ["app", "empty_records", "settings"]

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


def test_processes_that_start_at_once_upgrade_once(tmp_path: Path) -> None:
    """Two first starts at once leave one set of tables, and neither of them fails."""
    url = f"sqlite:///{tmp_path / 'new' / 'records.sqlite'}"
    starts = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, url], stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for start in starts:
        _, said = start.communicate(timeout=60)
        assert start.returncode == 0, said


def test_sqlite_keeps_its_promises(app: Flask) -> None:
    """Readers do not wait for the writer, a writer waits for another, and references hold."""

    def ask(session: Session) -> list[object]:
        return [
            session.execute(sqlalchemy.text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        ]

    with app.app_context():
        assert db.transact(ask) == ["wal", 1, 5000, 2]
        orphan = PersonSession(cookie_hash="x", person_id="nobody", created_ms=0, seen_ms=0)
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
        db.transact(lambda session: session.add(PersonSession(cookie_hash="x", person_id="p", created_ms=0, seen_ms=0)))
        db.transact(lambda session: session.delete(session.get_one(Person, "p")))
        assert db.transact(lambda session: session.get(PersonSession, "x")) is None


def test_ids_are_long_and_never_the_same() -> None:
    """An id is 16 characters of base 62."""
    ids = {db.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(id) == 16 and id.isascii() and id.isalnum() for id in ids)


def test_postgresql_takes_the_same_tables() -> None:
    """Every table can be made on PostgreSQL."""
    from sqlalchemy.dialects import postgresql

    for table in db.Base.metadata.sorted_tables:
        assert sqlalchemy.schema.CreateTable(table).compile(dialect=postgresql.dialect())
