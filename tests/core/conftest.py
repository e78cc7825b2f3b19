"""Rooms at each status. Whatever a test did in one, replaying its log gives the same state."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.core.evolve import evolve
from server.core.interview import Status
from tests.core.room import Room

MakeRoom = Callable[..., Room]


@pytest.fixture
def make_room() -> Iterator[MakeRoom]:
    """Make a room at a status, with options of `Options` by name."""
    made: list[Room] = []

    def make(status: Status = "live", **options: Any) -> Room:
        room = Room(**options).to(status)
        made.append(room)
        return room

    yield make
    for room in made:
        assert evolve(room.first, room.log) == room.interview


@pytest.fixture
def room(make_room: MakeRoom) -> Room:
    """A room in which q1 has just been asked: 10 s to think, 100 s to answer."""
    return make_room()


@pytest.fixture
def lobby(make_room: MakeRoom) -> Room:
    """A room that has not started."""
    return make_room("lobby")


@pytest.fixture
def wrapup(make_room: MakeRoom) -> Room:
    """A room whose interview has ended after q1, and is not released."""
    return make_room("wrapup")
