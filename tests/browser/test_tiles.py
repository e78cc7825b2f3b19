"""The pure part of the wall: what a tile says, who needs somebody first, what became of what was asked for."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page

from server.core.tile import tile
from tests.core.room import Room


@pytest.fixture
def tiles(modules: Page) -> Page:
    modules.evaluate("import('/js/live/tiles.js').then((m) => { window.tiles = m; })")
    return modules


def read(page: Page, room: Room, rev: int = 1) -> Any:
    return page.evaluate("(tile) => tiles.readTile(tile)", msgspec.json.decode(tile(room.interview, rev, room.content)))


def needs(page: Page, room: Room) -> list[str]:
    found: list[str] = page.evaluate(
        "([tile, now]) => tiles.needs(tiles.readTile(tile), now).map(({kind}) => kind)",
        [msgspec.json.decode(tile(room.interview, 1, room.content)), room.now_ms],
    )
    return found


def test_a_tile_is_read_as_the_server_wrote_it(tiles: Page) -> None:
    """People, question, stage, points and clock."""
    room = Room().to("live")
    room.lead.reveal("guidance")
    room.lead.tick(1)
    found = read(tiles, room)
    assert found["status"] == "live"
    assert found["seats"][0] == {"role": "interviewer", "name": "Grace", "presence": "here"}
    assert found["round"]["stage"] == "guidance"
    assert (found["round"]["pointsOpen"], found["round"]["points"]) == (2, 3)
    assert found["round"]["clock"] == {"phase": "think", "deadline_ms": room.now_ms + 10_000}
    room.lead.pause()
    assert read(tiles, room)["round"]["clock"] == {"phase": "think", "left_ms": 10_000}


def test_who_needs_somebody(tiles: Page) -> None:
    """Signals, lost connections and clocks that ran over; silence says nothing."""
    room = Room().to("live")
    assert needs(tiles, room) == []
    room.wait(60)
    assert needs(tiles, room) == [], "nobody has typed or clicked for a minute"
    room.candidate.signal("hint")
    assert needs(tiles, room) == ["signal"]
    room.candidate.signal("hint", on=False)
    room.wait(60)
    assert needs(tiles, room) == ["over"]
    room.candidate.submit()
    assert needs(tiles, room) == []
    room.lose(room.candidate)
    assert needs(tiles, room) == ["lost"]
    room.lead.end()
    assert needs(tiles, room) == []


def test_the_most_urgent_comes_first(tiles: Page) -> None:
    """Signals before losses before clocks; of two signals the one raised first; then as they stand in the class."""

    def one(place: int, kind: str, since_ms: int) -> dict[str, Any]:
        return {"place": place, "needs": [{"kind": kind, "since_ms": since_ms}]}

    rooms = [one(0, "over", 5), one(1, "signal", 9), one(2, "lost", 7), one(3, "signal", 4), one(4, "lost", 7)]
    order = tiles.evaluate("(rooms) => tiles.mostUrgentFirst(rooms).map(({place}) => place)", rooms)
    assert order == [3, 1, 2, 4, 0]


def test_the_newer_tile_stays(tiles: Page) -> None:
    """A tile that comes late changes nothing; that a room is live no more does."""
    newer = "([known, tile]) => tiles.newer(known, tile)"
    assert tiles.evaluate(newer, [{"rev": 3}, {"rev": 2}]) == {"rev": 3}
    assert tiles.evaluate(newer, [{"rev": 3}, {"rev": 4}]) == {"rev": 4}
    assert tiles.evaluate(newer, [None, {"rev": 1}]) == {"rev": 1}
    assert tiles.evaluate(newer, [{"rev": 3}, None]) is None


def test_what_became_of_it_is_said(tiles: Page) -> None:
    """How many rooms it is done in, and where not, by reason."""
    said = tiles.evaluate(
        "(rooms) => tiles.became(rooms, (id) => `Room ${id}`)",
        {
            "1": {"ok": True, "rev": 4},
            "2": {"ok": False, "message": "No question is open at the moment."},
            "3": {"ok": False, "message": "No question is open at the moment."},
            "4": {"ok": True, "rev": 9},
        },
    )
    assert said == "Done in 2 rooms. Not in Room 2, Room 3: No question is open at the moment."
