"""Records: what lasts longer than an interview is live. In SQLite, or in PostgreSQL where DATABASE_URL names one.

Every use is one call of `transact` with a function that begins, does its work and returns plain data: nothing of
SQLAlchemy crosses from the thread that waits for the disk to the event loop. Tables stand beside their features, in
`people/models.py`, `bank/models.py`, `rooms/models.py`; `migrations/` makes them.
"""

import contextlib
import fcntl
import secrets
import string
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import flask_migrate
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ColumnElement, Engine, NullPool, event, func, make_url, text
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

from server import runtime

LOCK_TIMEOUT_MS = 5000
UPGRADE_KEY = 0x67726E72  # any number that nobody else locks in this database
OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"poolclass": NullPool},  # a connection lives for one transaction
    "postgresql": {"pool_size": 1, "pool_pre_ping": True, "connect_args": {"connect_timeout": 5}},
}
ALPHABET = string.digits + string.ascii_letters
MIGRATIONS = Path(__file__).with_name("migrations")

T = TypeVar("T")


class Base(DeclarativeBase):
    """The base of every table."""


database = SQLAlchemy(model_class=Base)
migrate = flask_migrate.Migrate()


def init_app(app: Flask, database_url: str) -> None:
    """Make the engine of `app`; open no connection."""
    url = make_url(database_url)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = OPTIONS[url.get_backend_name()]
    database.init_app(app)
    migrate.init_app(app, database, directory=str(MIGRATIONS), render_as_batch=True)
    prepare = _prepare_sqlite if url.get_backend_name() == "sqlite" else _prepare_postgresql
    with app.app_context():
        event.listen(database.engine, "connect", prepare)


def upgrade(app: Flask) -> None:
    """Bring the tables to the newest revision; of processes that start at once, one does it and the others wait."""
    with app.app_context():
        runtime.offload(_upgrade, database.engine)


def transact(work: Callable[[Session], T]) -> T:
    """Run `work` in one transaction, off the event loop, and return its result. Needs an application context.

    Args:
        work: takes a session that is its own; returns plain data, never a row.
    """
    result: T = runtime.offload(_transaction, work)
    return result


def holds(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Return the condition that a text is part of a column's; twice as fast as LIKE."""
    place = func.strpos if database.engine.dialect.name == "postgresql" else func.instr
    return place(column, text) > 0


def new_id() -> str:
    """Return an id that nobody guesses: 16 characters of base 62, 95 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def now_ms() -> int:
    """Return the time for a record, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def _transaction(work: Callable[[Session], T]) -> T:
    with Session(database.engine) as session, session.begin():
        return work(session)


def _upgrade(engine: Engine) -> None:
    with _alone(engine):
        flask_migrate.upgrade()


@contextlib.contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_KEY})
            yield
        return
    path = Path(engine.url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_name(path.name + ".upgrade"), "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode = WAL"))  # kept in the file from then on
        yield


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _prepare_postgresql(connection: Any, _record: object) -> None:
    from psycopg.types.string import StrDumper  # where PostgreSQL is not used, it is not loaded

    class WithoutZeros(StrDumper):
        """Texts without the one character that PostgreSQL refuses and SQLite takes."""

        def dump(self, text: str) -> Any:
            return super().dump(text.replace("\0", ""))

    connection.adapters.register_dumper(str, WithoutZeros)
    connection.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MS}")
    connection.commit()
