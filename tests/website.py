"""An application with tables of its own, and browsers that visit it."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import create_app, db
from server.bank.deck import Deck
from server.bank.importers.preview import preview_of
from server.core.commands import Join
from server.core.content import Content
from server.core.evolve import evolve
from server.core.interview import Interview, Role, Seat
from server.core.refusals import Refused
from server.core.rules import decide
from server.core.tile import tile
from server.rooms import parking
from server.settings import Settings
from tests.postgresql import Cluster


@dataclass
class Held:
    """An interview as the stand-in holds it."""

    interview: Interview
    rev: int
    content: Content
    texts: dict[str, Any] = field(default_factory=dict)


class StandIn:
    """What the pages need of `live`, over SQL and memory alone."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.held: dict[str, Held] = {}
        self.commands: list[tuple[str, str, Any, str]] = []
        self.forgotten: list[tuple[str, str]] = []
        self.here: set[str] = set()

    def hold(self, interview_id: str) -> Held | None:
        with self.app.app_context():
            found = None if interview_id in self.held else parking.parked(interview_id)
        if found:
            self.held[interview_id] = Held(
                msgspec.json.decode(found.state, type=Interview),
                found.rev,
                msgspec.json.decode(found.content, type=Content),
            )
        return self.held.get(interview_id)

    def tiles(self, ids: Sequence[str]) -> dict[str, bytes]:
        found = [(id, self.hold(id)) for id in ids]
        return {id: tile(held.interview, held.rev, held.content) for id, held in found if held}

    def remove(self, interview_id: str) -> None:
        self.held.pop(interview_id, None)

    def ping(self) -> bool:
        return True

    def changed(self, person_id: str) -> None:
        """Nobody watches."""

    def handle(
        self, interview_id: str, seat_id: str, command: Any, command_id: str, content: bytes | None = None
    ) -> int:
        if not isinstance(command, Join):
            return self.decided(interview_id, seat_id, command, command_id, content)
        held = self.held[interview_id]
        seat = held.interview.seat(seat_id)
        assert seat is not None
        if seat.joined:
            raise Refused("not_now")
        self.commands.append((interview_id, seat_id, command, command_id))
        self.change_seat(
            interview_id,
            seat_id,
            joined=True,
            name=command.name,
            extra_percent=command.extra_percent,
            replay=command.replay,
        )
        return held.rev

    def decided(self, interview_id: str, seat_id: str, command: Any, command_id: str, content: bytes | None) -> int:
        """Do what the rules decide."""
        held = self.held[interview_id]
        events = decide(held.interview, command, seat_id, db.now_ms(), held.content)
        self.commands.append((interview_id, seat_id, command, command_id))
        if events:
            questions = held.content if content is None else msgspec.json.decode(content, type=Content)
            self.held[interview_id] = Held(evolve(held.interview, events), held.rev + 1, questions)
        return self.held[interview_id].rev

    def connected(self, interview_id: str) -> frozenset[str]:
        return frozenset(self.here)

    def log(self, interview_id: str) -> list[bytes]:
        return []

    def forget(self, interview_id: str, seat_id: str) -> None:
        self.forgotten.append((interview_id, seat_id))

    def drop(self, interview_id: str, rev: int) -> bool:
        return self.held[interview_id].rev == rev and self.held.pop(interview_id) is not None

    def add_seat(self, interview_id: str, seat_id: str, role: Role) -> None:
        seats = (*self.held[interview_id].interview.seats, Seat(id=seat_id, role=role))
        self.change(interview_id, seats=seats)

    def change_seat(self, interview_id: str, seat_id: str, **changes: Any) -> None:
        self.change(
            interview_id,
            seats=tuple(
                msgspec.structs.replace(seat, **changes) if seat.id == seat_id else seat
                for seat in self.held[interview_id].interview.seats
            ),
        )

    def change(self, interview_id: str, **changes: Any) -> None:
        held = self.held[interview_id]
        self.held[interview_id] = replace(
            held, interview=msgspec.structs.replace(held.interview, **changes), rev=held.rev + 1
        )


class Browser:
    """Somebody with cookies of their own, who fills forms in as a person does."""

    def __init__(self, app: Flask, base_url: str = "http://localhost") -> None:
        self.client: FlaskClient = app.test_client()
        self.get = functools.partial(self.client.get, base_url=base_url)
        self.post = functools.partial(self.client.post, base_url=base_url, headers={"Origin": base_url})

    def submit(self, page: str, action: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
        """Open `page`, and send its form to `action`."""
        shown = self.get(page).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        assert token, shown
        return self.post(action, data={"csrf_token": token[1], **(fields or {})}, **more)

    def start(self, **fields: Any) -> str:
        """Start an interview; return its id."""
        answer = self.submit("/interviews/new", "/interviews", {"deck": "flask", **fields})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.location.split("/")[2])

    def keeps(self, deck: object) -> str:
        """Keep a deck, as a document that was looked over becomes one; return its id."""
        document = msgspec.json.encode(preview_of(msgspec.convert(msgspec.to_builtins(deck), Deck))).decode()
        answer = self.submit("/decks/new", "/decks", {"document": document})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.location.rpartition("/")[2])

    def links(self, room_path: str) -> dict[str, str]:
        """The path of each seat's link, as the lobby has it."""
        told = self.get(f"{room_path}/links").get_json()
        return {seat["seat"]: "/" + seat["url"].split("/", 3)[3] for seat in told["seats"]}

    def join(self, link: str, name: str = "Kim") -> str:
        """Take the seat of a link; return the path of its room."""
        answer = self.submit(link, link, {"name": name})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.location)


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and nothing in them, made once: migrations take most of a short test's time."""
    path = tmp_path_factory.mktemp("records") / "records.sqlite"
    db.upgrade(wired(Settings(var_dir=path.parent, database_url=f"sqlite:///{path}", secret="x" * 32)))
    return path


@pytest.fixture
def settings(database: str, tmp_path: Path, empty_records: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings that name a database of the test's own, with tables and nothing in them."""
    given = Settings(
        var_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'records.sqlite'}",
        secret="a secret of thirty-two characters",
    )
    if database == "sqlite":
        shutil.copy(empty_records, tmp_path / "records.sqlite")
        yield given
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    if not cluster.has_tables:
        made = wired(replace(given, database_url=cluster.template_url))
        db.upgrade(made)
        with made.app_context():
            db.database.engine.dispose()  # a database that somebody is in can't be copied
        cluster.has_tables = True
    with cluster.database() as url:
        yield replace(given, database_url=url)


def wired(settings: Settings) -> Flask:
    """The pages, with a stand-in for `live`."""
    app = create_app(settings)
    app.testing = True
    app.extensions["live"] = StandIn(app)
    return app


@pytest.fixture
def app(settings: Settings) -> Flask:
    return wired(settings)


@pytest.fixture
def live(app: Flask) -> StandIn:
    found: StandIn = app.extensions["live"]
    return found


@pytest.fixture
def somebody(app: Flask) -> Callable[[], Browser]:
    """A new browser each time."""
    return lambda: Browser(app)


@pytest.fixture
def host(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def guest(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app)
