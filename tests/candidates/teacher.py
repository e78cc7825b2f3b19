"""Somebody who interviews in a browser, and looks at what they know of their candidates."""

from __future__ import annotations

import re
from itertools import count

import msgspec
from flask import Flask

from server.reports import archive
from server.rooms.parking import Parked
from tests.core.room import BEGIN_MS, Room
from tests.website import Browser, StandIn


class Teacher:
    """Somebody who interviews, and lets it end."""

    def __init__(self, app: Flask, browser: Browser, live: StandIn) -> None:
        self.app = app
        self.browser = browser
        self.live = live
        self.rooms: dict[str, Room] = {}
        self.starts_ms = count(BEGIN_MS, 3_600_000)

    def interviews(
        self, candidate: Browser, name: str = "Kim", mark: int = 3, *, released: bool = True, question: int = 0
    ) -> str:
        """Ask a question, mark it, end, and release; return the interview."""
        id = self.browser.start(name="Grace")
        candidate.join(self.browser.links(f"/room/{id}/s1")["s2"], name)
        self.ends(id, mark, released=released, question=question)
        return id

    def ends(self, id: str, mark: int = 3, *, released: bool = True, question: int = 0) -> None:
        """Hold the interview with whoever has joined."""
        held = self.live.hold(id)
        assert held
        room = Room(held.content)
        room.first = room.interview = held.interview
        room.now_ms = next(self.starts_ms)
        room.back(room.candidate)
        room.lead.start()
        room.lead.ask(held.content.questions[question].id)
        room.lead.tick(0)
        room.lead.mark("communication", mark)
        room.lead.end()
        self.rooms[id] = room
        if released:
            room.lead.release()
        self.keeps(id)

    def releases(self, id: str) -> None:
        """Release what had only ended."""
        self.rooms[id].lead.release()
        self.keeps(id)

    def keeps(self, id: str) -> None:
        """Archive an interview as it is now."""
        room = self.rooms[id]
        rev = 9 + len(room.log)
        parked = Parked(rev, msgspec.json.encode(room.interview), msgspec.json.encode(room.content))
        with self.app.app_context():
            assert archive.archive(id, parked)

    def pages(self) -> dict[str, str]:
        """The candidates in the list: their page, by their name."""
        listed = self.browser.get("/candidates").get_data(as_text=True)
        return {name: path for path, name in re.findall(r'<a href="(/candidates/\w{16})">([^<]+)</a>', listed)}

    def page(self, name: str) -> str:
        return str(self.browser.get(self.pages()[name]).get_data(as_text=True))

    def says(self, of: str, do: str, **fields: str) -> int:
        """Press a button on the page of a candidate; return the answer's status."""
        path = self.pages()[of]
        return int(self.browser.submit(path, path, {"do": do, **fields}).status_code)

    def joins(self, name: str, other: str) -> int:
        """Take two for one person."""
        return self.says(name, "join", same=self.pages()[other].rpartition("/")[2])

    def parts(self, name: str, way: str) -> int:
        """Take who is met under a name for somebody else."""
        found = dict(
            re.findall(r'<li class="spread"><span>([^<]+?) <.*?name="way" value="(\w+)"', self.page(name), re.DOTALL)
        )
        return self.says(name, "part", way=found[way])
