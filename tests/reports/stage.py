"""An interview that was played over the pure core, put where the pages and the archive find it."""

from __future__ import annotations

import msgspec
from flask import Flask

from server.core.interview import Interview
from server.live.held import Held, Text
from server.people import invitations
from server.people.invitations import SeatKey
from server.rooms import parking
from server.rooms.parking import Parked
from server.settings import Settings
from tests.core.room import Room
from tests.website import Browser, StandIn

ID = "A1b2C3d4E5f6G7h8"
TYPED = "# Not a heading\n[a link](https://evil.example)\n````\n<script>alert(1)</script>\n  indented"


class Played:
    """A room with a lead, a candidate, a second interviewer and an observer, that browsers and the archive can get at.

    Args:
        owner: the person whose interview it is.
    """

    def __init__(self, app: Flask, settings: Settings, owner: str) -> None:
        self.app = app
        self.live: StandIn = app.extensions["live"]
        self.live.log = lambda _id: self.parked().log  # type: ignore[attr-defined]  # more than other pages need
        self.secret = settings.secret
        self.room = Room(answering="typed")
        self.room.interview = msgspec.structs.replace(self.room.interview, id=ID)
        self.second = self.room.enter("interviewer", "Barbara")
        self.observer = self.room.enter("observer", "Hedy")
        self.texts = {"answer:1": TYPED, "note:1:s1": "LEADS-NOTE", f"note:1:{self.second.id}": "SECONDS-NOTE"}
        with app.app_context():
            parking.keep(owner, self.room.interview, self.parked(), own_seat="s1")

    @property
    def interview(self) -> Interview:
        return self.room.interview

    def play(self) -> None:
        """Ask and answer q1, mark, and end."""
        self.room.lead.plan("q6")
        self.room.lead.start()
        self.room.lead.ask("q1")
        self.room.wait(5)
        self.room.lead.reveal("guidance")
        self.room.lead.mark("depth", 3)
        self.room.lead.tick(0)
        self.second.mark("depth", 1)
        self.room.lead.end()
        self.hold()

    def take(self, room: Room, texts: dict[str, str] | None = None) -> None:
        """Put another interview into the place of this one, as it is now."""
        self.room = room
        self.room.interview = msgspec.structs.replace(room.interview, id=ID)
        self.texts = texts or {}
        self.hold()

    def release(self) -> None:
        """Release, to be found so by the next request."""
        self.room.wait(60)
        self.room.lead.release()
        self.hold()

    def reopen(self) -> None:
        """Reopen, to be found so by the next request."""
        self.room.lead.reopen()
        self.hold()

    def hold(self) -> None:
        """Let the stand-in for `live` hold the interview as it is now."""
        texts = {name: Text(1, text) for name, text in self.texts.items()}
        held = Held(ID, len(self.room.log), self.interview, self.room.content, texts)
        self.live.held[ID] = held  # type: ignore[assignment]  # the real thing has all that the stand-in's has

    def parked(self) -> Parked:
        """Return what there is to archive now."""
        splices = [
            {"at_ms": 1, "by": "s2", "text": name, "at": 0, "remove": 0, "insert": text}
            for name, text in self.texts.items()
        ]
        commits = [
            {"rev": rev, "at_ms": 1, "by": "s1", "events": [event]} for rev, event in enumerate(self.room.log, 1)
        ]
        return Parked(
            rev=len(self.room.log),
            state=msgspec.json.encode(self.interview),
            content=msgspec.json.encode(self.room.content),
            texts={name: text.encode() for name, text in self.texts.items()},
            log=[msgspec.json.encode(entry) for entry in (*commits, *splices)],
        )

    def path(self, seat: str, below: str = "report") -> str:
        """Return the address of a page of a seat."""
        return f"/room/{ID}/{seat}/{below}"

    def browser(self, seat: str, generation: int = 1) -> Browser:
        """Return a browser that keeps this seat."""
        browser = Browser(self.app)
        key = SeatKey(ID, seat, generation)
        browser.client.set_cookie(
            "greenroom_seat", invitations.seat_cookie(self.secret, key), path=f"/room/{ID}/{seat}"
        )
        return browser
