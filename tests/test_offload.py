"""Blocking work beside the event loop, with the locks of the standard library patched as in the real process."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROGRAM = """
from server import runtime
runtime.patch()
import contextvars, logging, sys, threading, time
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from server import db

log = logging.getLogger("test")
logging.basicConfig(stream=sys.stdout, format="%(message)s")

class Base(DeclarativeBase):
    pass

class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[int]

engine = create_engine(sys.argv[1], **db.OPTIONS[make_url(sys.argv[1]).get_backend_name()])
asker = contextvars.ContextVar("asker")
blocking = set()

def first():
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(text("pragma journal_mode = wal"))
    Base.metadata.create_all(engine)

def slowly():
    with engine.begin() as connection:
        connection.execute(text("select pg_sleep(1)"))

def write(number):
    blocking.add(runtime.eventlet.patcher.original("threading").get_ident())
    assert asker.get() == number, "the context goes along"
    log.warning("writes")
    with Session(engine) as session, session.begin():
        session.add(Row(who=number))
    with Session(engine) as session:
        return session.query(Row).filter_by(who=number).count()

def one(number):
    asker.set(number)
    log.warning("asks")
    for turn in range(1, 4):
        assert runtime.offload(write, number) == turn
        runtime.sleep(0)
    return number

gaps = []
def beat():
    last = time.monotonic()
    while True:
        log.warning("beats")
        runtime.sleep(0.001)
        gaps.append(time.monotonic() - last)
        last = time.monotonic()

runtime.offload(first)
beating = runtime.spawn(beat)
with runtime.Timeout(50):
    tasks = [runtime.spawn(one, number) for number in range(200)]
    assert [task.wait() for task in tasks] == list(range(200))
if engine.dialect.name == "postgresql":
    began = time.monotonic()
    runtime.offload(slowly)
    assert time.monotonic() - began >= 1
beating.kill()
try:
    runtime.offload(int, "no number")
except ValueError:
    pass
else:
    raise AssertionError("what the work raises is the caller's")
assert runtime.offload(lambda: runtime.offload(lambda: 7)) == 7
assert len(blocking) == 1 and runtime.eventlet.patcher.original("threading").get_ident() not in blocking
assert max(gaps) < 0.8, "the loop does not wait for the database"
print(f"600 writes, longest gap {max(gaps) * 1000:.0f} ms")
"""


@pytest.mark.both_databases
def test_sql_beside_the_loop(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """200 tasks that write by SQLAlchemy, log and wait in turn all finish, and the loop goes on meanwhile."""
    with contextlib.ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'database'}"
        if database == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgresql").database())
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, url], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    print(done.stdout.splitlines()[-1:])
    assert done.returncode == 0, done.stderr
    assert "600 writes" in done.stdout
    assert done.stderr == ""
