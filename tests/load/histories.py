"""How long a person with 10,000 interviews waits for the first page of them, and how the databases find it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from flask import Flask
from msgspec.structs import replace

from server import db
from server.bank.builtin import builtin
from server.bank.deck import content
from server.candidates import acquaintances
from server.core.interview import Clock, Interview, Mark, Round, Seat
from server.history import listing
from server.history.listing import Search
from server.people.models import Person
from server.rooms import finding
from server.rooms.models import InterviewRecord, Participation
from server.settings import Settings
from tests.postgresql import Cluster

ENDED = 10_000
ROUNDS = 5
MINUTE_MS = 60_000


def measure() -> dict[str, int]:
    """Return the ms that the slowest of five first pages takes, whole and of a search, by database; print the plans."""
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster, cluster.database() as postgresql:
        urls = {"sqlite": f"sqlite:///{Path(folder, 'history.db')}", "postgresql": postgresql}
        return {
            f"{name}_{database}_ms": took_ms
            for database, url in urls.items()
            for name, took_ms in _measured(url, database).items()
        }


def _measured(url: str, database: str) -> dict[str, int]:
    app = Flask(__name__)
    app.extensions["settings"] = Settings(var_dir=Path(), database_url=url, secret="x" * 32)
    db.init_app(app, url)
    db.upgrade(app)
    with app.app_context():
        _fill()
        print(f"\nThe first page of {ENDED} interviews, {database}:")
        print("\n".join(listing.plan("p", Search())))
        return {
            "history_first_page": _slowest_ms(lambda: listing.page("p", Search(), {}).lines),
            "history_search": _slowest_ms(lambda: listing.page("p", Search(name="kim 7", topic="basics"), {}).lines),
            "candidates_first_look": _slowest_ms(lambda: acquaintances.candidates("p"), 1),
            "candidates_of_2000_interviews": _slowest_ms(lambda: acquaintances.candidates("p")),
        }


def _slowest_ms(work: Callable[[], object], rounds: int = ROUNDS) -> int:
    took_s = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert work()
        took_s.append(time.perf_counter() - began)
    return round(max(took_s) * 1000)


def _fill() -> None:
    questions = content(builtin())
    encoded = msgspec.json.encode(questions)
    clock = Clock(phase="stopped", total_ms=90_000, answer_ms=90_000, left_ms=10)
    rounds = tuple(
        Round(
            id=number, question=question.id, asker="s1", asked_ms=1, roles={"s1": "interviewer", "s2": "candidate"},
            clock=clock, state="closed", marks={"s1": {"communication": Mark(value=3, help="unaided")}},
        )
        for number, question in enumerate(questions.questions[:5], 1)
    )  # fmt: skip
    base = Interview(id="x", title=questions.title, created_ms=1, status="released", archived=True, rounds=rounds)

    def work(session: db.Session) -> None:
        session.add(Person(id="p", created_ms=1))
        session.add(Person(id="q", created_ms=1))
        session.flush()
        for number in range(ENDED):
            id, at_ms = f"{number:016}", number * MINUTE_MS
            seats = (
                Seat(id="s1", role="interviewer", name="Ada", joined=True),
                Seat(id="s2", role="candidate", name=f"Kim {number % 100}", joined=True),
            )
            interview = replace(base, id=id, seats=seats, started_ms=at_ms)
            session.add(
                InterviewRecord(
                    id=id, person_id="p", title=base.title, created_ms=at_ms, status="released", rev=9,
                    state=msgspec.json.encode(interview), content=encoded, texts=b"\x80", log=b"\x90",
                    archived_ms=at_ms, **finding.columns(interview, questions),
                )
            )  # fmt: skip
            for person, seat in (("p", "s1"), ("q", "s2")):
                session.add(Participation(person_id=person, interview_id=id, seat_id=seat, at_ms=at_ms, hidden_ms=None))
            if number % 500 == 0:
                session.flush()
                session.expunge_all()

    db.transact(work)
