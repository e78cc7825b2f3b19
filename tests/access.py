"""Who may open what: every route, requested as everybody. `python -m tests.access` writes docs/access.md."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from server import db
from server.core import permissions
from server.settings import Settings
from tests.candidates.teacher import Teacher
from tests.website import Browser, StandIn, wired

PAGE = Path(__file__).parents[1] / "docs" / "access.md"
HEAD = """# Who may open what

Made by `python -m tests.access`, which requests every route as everybody; a test fails when an answer changes.

- **owner**: who made the interview, the deck, the drill and whatever else the route names, and leads the interview.
- **interviewer**, **candidate**, **observer**: who sits in that interview, each asking for their own seat.
- **guest**: somebody with things of their own, and none of these. **signed out**: a browser without a cookie.

`yes`: answered, or asked to fill the form in properly, or to sign in first; `403`: theirs, but not in this role or not
yet; `-`: the same 404 as for what never was. A link is a secret: whoever has it may open it, so its routes say yes to
everybody.
Refused is also what comes from a foreign page (`Origin`) or without its form's token, whoever sends it.

"""
ROLES = ("owner", "interviewer", "candidate", "observer", "guest", "signed out")
SEATS = {"owner": "s1", "candidate": "s2", "interviewer": "s3", "observer": "s4"}


class World:
    """An interview with everybody in it, and one of everything that is somebody's own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.live: StandIn = app.extensions["live"]
        self.people = {role: Browser(app) for role in ROLES}
        owner = self.people["owner"]
        self.interview = owner.start()
        room = f"/room/{self.interview}/s1"
        owner.get(room)
        for number, role in ((3, "interviewer"), (4, "observer")):
            self.live.add_seat(self.interview, f"s{number}", role)
        self.links = owner.links(room)
        for role in ("candidate", "interviewer", "observer"):
            self.people[role].join(self.links[SEATS[role]], role.title())
        self.people["guest"].start()
        self.deck = owner.keeps({"title": "Mine", "questions": [{"id": "one", "prompt": "Only for my eyes?"}]})
        self.ids = {
            "interview_id": self.interview,
            "deck_id": self.deck,
            "template_id": self._made("/interviews/new", "/templates", {"deck": "flask", "template": "Mine"}),
            "drill_id": self._made("/drill", "/drill", {"deck": "flask", "count": "2"}),
            "question_id": "one",
            "kind": "deck",
            "named": "s1",
            "filename": "icon.svg",
            "class_id": self._made(
                "/classes/new", "/classes", {"title": "Evening", "names": "Bo\nLi", "deck": "flask"}
            ),
        }
        evening = f"/classes/{self.ids['class_id']}"
        self.ids["code"] = _found(r'code-word">(\w{6})<', owner.get(evening).get_data(as_text=True))
        self.class_room = _found(r"id&#34;:&#34;(\w{16})", owner.get(f"{evening}/wall").get_data(as_text=True))

    def path(self, rule: str, role: str) -> str:
        """The address of a route, as somebody of this role would ask for it."""
        find = TOKENS.get(rule)
        path = rule.replace("<token>", find(self)) if find else rule
        if rule.startswith("/classes/"):
            path = path.replace("<interview_id>", self.class_room)
        path = path.replace("report.<kind>", "report.md").replace("<link_id>", "x" * 16)
        if "<candidate_id>" in rule:
            path = path.replace("<candidate_id>", self.known_candidate())
        for name, id in self.ids.items():
            path = path.replace(f"<{name}>", id).replace(f"<path:{name}>", id)
        return path.replace("<seat_id>", SEATS.get(role, "s1")).replace("<token>", "x" * 40)

    def answer(self, method: str, rule: str, role: str) -> str:
        """What somebody of this role gets."""
        browser, path = self.people[role], self.path(rule, role)
        if rule.startswith(ENDED):
            self.live.change(self.interview, status="released", ended_ms=1, released_ms=2, released_by="lead")
        if method == "GET":
            answer = browser.get(path)
        elif rule in FORMS:
            answer = browser.submit("/forget", path, FORMS[rule])
        else:
            answer = browser.post(path, json={})
        status: int = answer.status_code
        assert status < 500, (method, path, role, status)
        return {403: "403", 404: "-"}.get(status, "yes")

    def known_candidate(self) -> str:
        """Whom the owner has interviewed, in another interview that has ended: the candidate."""
        owner = Teacher(self.app, self.people["owner"], self.live)
        if not owner.pages():
            owner.interviews(self.people["candidate"])
        [page] = owner.pages().values()
        return page.rpartition("/")[2]

    def _made(self, page: str, action: str, fields: dict[str, str]) -> str:
        answer: Any = self.people["owner"].submit(page, action, fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.location.rpartition("/")[2])


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, pattern
    return match[1]


def _join(world: World) -> str:
    return world.links["s2"].rpartition("/")[2]


def _deck(world: World) -> str:
    owner = world.people["owner"]
    owner.submit(f"/decks/{world.deck}", f"/decks/{world.deck}/link", {"do": "make"})
    page: str = owner.get(f"/decks/{world.deck}").get_data(as_text=True)
    return page.partition("/decks/shared/")[2].partition('"')[0]


def _carry(world: World) -> str:
    owner = world.people["owner"]
    owner.submit("/carry", "/carry")
    page: str = owner.get("/carry").get_data(as_text=True)
    return page.partition("localhost/carry/")[2].partition('"')[0]


TOKENS: dict[str, Callable[[World], str]] = {
    "/join/<token>": _join,
    "/join/<token>/interview.ics": _join,
    "/decks/shared/<token>": _deck,
    "/decks/shared/<token>/copy": _deck,
    "/carry/<token>": _carry,
}
"""Where the secret of a route's link comes from."""
ENDED = tuple(f"/room/<interview_id>/<seat_id>/{page}" for page in ("report", "log", "replay"))
"""Routes that are requested when the interview has ended and its report is released; the others are in its lobby."""
FORMS = {
    "/decks/<deck_id>/link": {"do": "make"},
    "/room/<interview_id>/<seat_id>/schedule": {"take_back": "yes"},
}
"""What is sent where an empty form would be refused before anybody asks who sends it."""


def table(worlds: Callable[[], World]) -> str:
    """Request every route as everybody; return the table.

    What changes something gets a world of its own, and there whoever may do least asks first.
    """
    shared = worlds()
    rows = []
    for method, rule in routes(shared.app):
        world = shared if method == "GET" else worlds()
        cells = {role: world.answer(method, rule, role) for role in reversed(ROLES)}
        rows.append(f"| `{method} {rule}` | {' | '.join(cells[role] for role in ROLES)} |")
    head = f"| route | {' | '.join(ROLES)} |\n|---|{'---|' * len(ROLES)}"
    return "\n".join((head, *rows))


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every route with each of its methods."""
    return sorted(
        (
            (method, rule.rule)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda each: (each[1], each[0]),
    )


def page(worlds: Callable[[], World]) -> str:
    """The whole page: routes, and then commands."""
    return f"{HEAD}{table(worlds)}\n\n## Commands in a room\n\n{permissions.table()}\n"


@contextlib.contextmanager
def world_maker() -> Iterator[Callable[[], World]]:
    """Give what makes worlds, each with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.sqlite")
        db.upgrade(wired(Settings(var_dir=Path(folder), database_url=f"sqlite:///{empty}", secret="x" * 32)))
        made = 0

        def make() -> World:
            nonlocal made
            made += 1
            records = Path(folder, f"{made}.sqlite")
            shutil.copy(empty, records)
            return World(wired(Settings(var_dir=Path(folder), database_url=f"sqlite:///{records}", secret="y" * 32)))

        yield make


if __name__ == "__main__":
    with world_maker() as make:
        PAGE.write_text(page(make))
