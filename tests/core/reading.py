"""Somebody reads their report of a room."""

from __future__ import annotations

import msgspec

from server.core.report import report
from server.core.report_wire import Report, RoundReport
from tests.core.canaries import CANARY, canary
from tests.core.participant import Participant
from tests.core.room import Room


def texts_of(room: Room) -> dict[str, str]:
    """Every typed text of the room, each a canary."""
    texts = {}
    for round in room.interview.rounds:
        for kind in ("answer", "late"):
            texts[f"{kind}:{round.id}"] = canary(kind, f"r{round.id}")
        if round.late is not None and round.late.accepted_ms is not None:
            texts[f"answer:{round.id}"] = texts[f"late:{round.id}"]  # as accepting does
        for seat in room.interview.seats:
            if round.roles.get(seat.id, seat.role) == "interviewer":
                texts[f"note:{round.id}:{seat.id}"] = canary("note", f"r{round.id}-{seat.id}")
    return texts


def read(room: Room, reader: Participant) -> Report | None:
    """What somebody reads, through JSON and back, as a copy is kept."""
    found = report(room.interview, room.content, texts_of(room), reader.seat)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Report | None) == found
    return found


def first(room: Room, reader: Participant) -> RoundReport:
    """The first round of somebody's report."""
    found = read(room, reader)
    assert found is not None
    return found.rounds[0]


def canaries(of: object) -> set[str]:
    """Every canary in there."""
    return set(CANARY.findall(msgspec.json.encode(of).decode()))
