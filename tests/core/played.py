"""Interviews that were played to their end: with swapped roles, and before a panel."""

from __future__ import annotations

import msgspec

from tests.core.participant import Participant
from tests.core.room import Room

DIMENSIONS = ("communication", "correctness", "depth")


def swapping() -> Room:
    """A lobby of two who will swap: Grace has q1 to q3 and 25 % extra time, Ada q4 to q6 and 50 %."""
    room = Room(swap=True, answering="typed")
    grace, ada = (
        msgspec.structs.replace(seat, side=side, extra_percent=percent)
        for seat, side, percent in zip(room.interview.seats, "ab", (25, 50), strict=True)
    )
    room.interview = msgspec.structs.replace(
        room.interview, seats=(grace, ada), halves={"a": ("q1", "q2", "q3"), "b": ("q4", "q5", "q6")}
    )
    return room


def swapped() -> Room:
    """Grace asked q1, then Ada asked q4; each marked, ticked and noted. It has ended, and Ada holds the lead."""
    room = swapping()
    room.lead.start()
    room.lead.ask("q1")
    _judge(room.lead, 1, 3)
    room.lead.reveal("guidance")
    room.lead.close()
    room.lead.offer_swap()
    room.candidate.accept_swap()
    room.candidate.ask("q4")
    _judge(room.candidate, 2, 1)
    room.candidate.end()
    room.lead.feedback(keep=("Calm",))
    room.candidate.feedback(stop=("Rushing",))
    return room


def _judge(one: Participant, round: int, value: int) -> None:
    one.mark("depth", value, round)
    one.tick(0, round=round)
    one.note(released=True, round=round)


def before_a_panel() -> tuple[Room, Participant, Participant]:
    """Grace, Barbara and Frances judge q1, which goes on; Grace has marked depth, Barbara all, Frances nothing."""
    room = Room()
    second, third = room.enter("interviewer", "Barbara"), room.enter("interviewer", "Frances")
    room.lead.start()
    room.lead.ask("q1")
    room.lead.mark("depth", 1)
    for dimension in DIMENSIONS:
        second.mark(dimension, 4)
    return room, second, third
