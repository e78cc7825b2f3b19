"""A class on a running server, made past its pages: for tests and the bench of the wall."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from flask import Flask

from server.bank.builtin import builtin
from server.classes import classes
from server.classes.roster import Group
from server.classes.timeline import Timeline
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms.room import join_url


class Taught(NamedTuple):
    """A class: its id, and of each room the interview and the links of its seats, by name."""

    id: str
    rooms: tuple[str, ...]
    links: dict[str, str]


def teach(app: Flask, base: str, person_cookie: str, groups: tuple[Group, ...], *, swap: bool = False) -> Taught:
    """Make a class of the person with this cookie."""
    with app.app_context():
        person_id = persons.of_session(hashlib.sha256(person_cookie.encode()).hexdigest())
        assert person_id
        id = classes.create(person_id, "Evening class", builtin(), groups, swap=swap, timeline=Timeline())
        made = classes.of(person_id, id)
        assert made
        links = {
            student.name: join_url(base, SeatKey(student.interview_id or "", student.seat_id or "", 1))
            for student in made.students
        }
        return Taught(id, tuple(room.interview_id for room in made.rooms), links)
