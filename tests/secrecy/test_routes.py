"""Every route of a running server while an interview goes on, tried by every participant and by strangers.

`tests/rooms/test_routes.py` holds the list of routes and who may open them, before an interview starts. Here the
interview lives: what a page says may change with it, and none may say what its reader has not been shown.
"""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import pytest
import requests
import urllib3

from server import create_app, settings
from server.bank.deck import Deck
from server.bank.importers.preview import preview_of
from tests.client import Client, Seat, make_drill
from tests.system.server_process import ServerProcess

PARTS = ("prompt", "guidance", "answer", "example")
QUESTIONS = ("one", "two", "three")
NOTHING = "/nothing-was-ever-here"


def canary(question: str, part: str) -> str:
    return f"kanari-{question}-{part}"


ALL = {canary(question, part) for question in QUESTIONS for part in (*PARTS, "point", "topic")}
DECK = {
    "title": "Canaries",
    "questions": [
        {part: canary(id, part) for part in PARTS}
        | {"id": id, "points": [canary(id, "point")], "topics": [canary(id, "topic")]}
        for id in QUESTIONS
    ],
}


@dataclass
class Visitor:
    """Somebody with cookies, which they send wherever they go, and what they have been shown so far."""

    name: str
    cookies: dict[str, str]
    own: str = ""
    shown: set[str] = field(default_factory=set)


@dataclass
class Stage:
    """A server, an interview on it, and the seats of those who take part."""

    url: str
    routes: set[tuple[str, str]]
    deck: str
    interview: str
    seats: dict[str, Seat]
    visitors: list[Visitor]
    pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def paths(self, rule: str) -> list[str]:
        """Fill a route in with everything of this interview that could be asked for."""
        found = []
        for seat in ("s1", "s2", "s3", "s9"):
            for named in ("s1", "s2", "s3") if "<named>" in rule else ("",):
                path = rule.replace("<interview_id>", self.interview).replace("<seat_id>", seat)
                path = (
                    path.replace("<named>", named)
                    .replace("<deck_id>", self.deck)
                    .replace("<kind>", "json")
                    .replace("<token>", "forged.s1.token")
                )
                found.append(path.replace("<path:filename>", "css/base.css"))
        return sorted(set(found))

    def ask(self, visitor: Visitor, method: str, path: str) -> urllib3.BaseHTTPResponse:
        """Send a request with all of a visitor's cookies, whatever their paths."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
        if method == "GET":
            return self.pool.request("GET", self.url + path, headers=headers, redirect=False)
        return self.pool.request(method, self.url + path, headers=headers, redirect=False, json={})


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Ada's interview on a deck of hers, with Kim and Olu; Sam has an interview of his own; somebody has nothing."""
    var_dir: Path = tmp_path_factory.mktemp("routes") / "var"
    with ServerProcess(var_dir) as server:
        ada, deck, room = _starts(server.url, DECK)
        sam, _, _ = _starts(server.url, {"title": "Other", "questions": [{"id": "q", "prompt": "Q?"}]})

        async def invite() -> None:
            async with Client(Seat(_links(ada, room)["s1"], "Ada")) as lead:
                await lead.command("invite", role="observer")

        asyncio.run(invite())
        links = _links(ada, room)
        seats = {name: Seat(links[seat], name) for name, seat in (("Ada", "s1"), ("Kim", "s2"), ("Olu", "s3"))}
        app = create_app(settings.read({"VAR_DIR": str(var_dir), "PORT": str(server.port)}))
        routes = {
            (method, rule.rule)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
        visitors = [
            Visitor("Kim", dict(seats["Kim"].http.cookies), seats["Kim"].room),
            Visitor("Olu", dict(seats["Olu"].http.cookies), seats["Olu"].room),
            Visitor("Sam", dict(sam.cookies)),
            Visitor("a stranger", {}),
        ]
        dee = Seat(make_drill(var_dir, server.port, deck=msgspec.convert(DECK, Deck)), "Dee")
        yield Stage(server.url, routes, deck, seats["Ada"].interview, seats | {"Dee": dee}, visitors)


def _starts(url: str, deck: object) -> tuple[requests.Session, str, str]:
    """Somebody keeps a deck of theirs and starts an interview on it; return them, its id, and the room's address."""
    http = requests.Session()
    token = re.search(r'name="csrf_token" value="([^"]+)"', http.get(f"{url}/decks/new").text)
    assert token
    form = {"csrf_token": token[1]}
    document = msgspec.json.encode(preview_of(msgspec.convert(deck, Deck))).decode()
    kept = http.post(f"{url}/decks", data=form | {"document": document})
    deck_id = kept.url.rpartition("/")[2]
    room = http.post(f"{url}/interviews", data=form | {"deck": deck_id, "answering": "typed"})
    assert "/room/" in room.url, room.text
    return http, deck_id, room.url


def _links(http: requests.Session, room: str) -> dict[str, str]:
    told = http.get(f"{room}/links").json()
    return {seat["seat"]: seat["url"] for seat in told["seats"]}


def _read(data: bytes) -> str:
    """Return the text of a page, or of everything that a download packs."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


def _tried(stage: Stage) -> list[str]:
    """Try every route as everybody; return what was said to whom it should not have been."""
    nothing = stage.ask(stage.visitors[-1], "GET", NOTHING)
    assert nothing.status == 404
    wrong = []
    for visitor in stage.visitors:
        for method, rule in sorted(stage.routes):
            for path in stage.paths(rule):
                answer = stage.ask(visitor, method, path)
                body = _read(answer.data)
                said = body + str(answer.headers)
                wrong += [f"{visitor.name} {method} {path}: {each}" for each in ALL - visitor.shown if each in said]
                mine = bool(visitor.own) and (path == visitor.own or path.startswith(f"{visitor.own}/"))
                if "<seat_id>" in rule and not mine and answer.status != 404:
                    wrong.append(f"{visitor.name} {method} {path}: {answer.status}")
                if "<seat_id>" in rule and not mine and method == "GET" and body != nothing.data.decode():
                    wrong.append(f"{visitor.name} {method} {path}: not the one page for what is not there")
    return wrong


def test_nothing_is_said_early_at_any_time(stage: Stage) -> None:
    """Lobby, a question asked, a stage shown, skipped ahead, the wrap-up, the release: tried whole at each of them."""

    async def play() -> list[str]:
        wrong = []
        kim, olu = stage.visitors[:2]

        async def look(*shown: str) -> None:
            kim.shown |= set(shown)
            olu.shown |= set(shown)
            wrong.extend(await asyncio.to_thread(_tried, stage))

        async with Client(stage.seats["Ada"]) as ada, Client(stage.seats["Kim"]) as writer:
            await look()
            await ada.command("start")
            await ada.command("ask", question="one")
            await writer.type(1, "An answer")
            await ada.type(1, "kanari note", text="note")
            await look(canary("one", "prompt"))
            await ada.command("reveal", stage="answer", ahead=True)
            await look(canary("one", "answer"))
            await ada.command("ask", question="two")
            await ada.command("end")
            await look(canary("two", "prompt"))
            await ada.command("feedback", keep=["kanari feedback"])
            await ada.command("release", show_answers=True)
            await look(*(each for each in ALL if "three" not in each))
        return wrong

    assert asyncio.run(play()) == []


def test_nothing_is_said_early_in_a_strict_drill(stage: Stage) -> None:
    """A soloist learns a prompt when they ask for it, and all the rest when the drill has ended; nobody else ever does.

    Tried whole, with every frame of theirs, in the lobby, in a question, when it was handed in, and at the end.
    """
    seat = stage.seats["Dee"]
    dee = Visitor("Dee", dict(seat.http.cookies), seat.room)
    alone = replace(
        stage, interview=seat.interview, visitors=[dee, *(replace(each, shown=set()) for each in stage.visitors)]
    )

    async def play() -> list[str]:
        wrong = []
        async with Client(seat) as client:

            async def look(*shown: str) -> None:
                dee.shown |= set(shown)
                wrong.extend(await asyncio.to_thread(_tried, alone))
                wrong.extend(
                    f"a frame: {each}" for each in ALL - dee.shown if any(each in one for one in client.frames)
                )

            await look()
            await client.command("start")
            await client.command("ask")
            await client.type(1, "An answer")
            await look(canary("one", "prompt"))
            await client.command("submit")
            await client.command("ask")
            await look(canary("two", "prompt"))
            await client.command("end")
            await look(*(each for each in ALL if "three" not in each))
        return wrong

    assert asyncio.run(play()) == []


def test_the_search_finds_what_an_interviewer_may_read(stage: Stage) -> None:
    """The negative control: tried with the interviewer's cookies, as if they were a stranger's, canaries are found."""
    ada = Visitor("Ada", dict(stage.seats["Ada"].http.cookies))
    said = stage.ask(ada, "GET", f"{stage.seats['Ada'].room}/deck").data.decode()
    assert all(each in said for each in ALL)
    before, stage.visitors[:] = stage.visitors[:], [ada]
    try:
        found = _tried(stage)
    finally:
        stage.visitors[:] = before
    assert any("/deck: kanari-three-answer" in each for each in found)
