"""Forget me on this computer: the browser loses its person and its seats; what the server keeps it says."""

from flask import Blueprint, Response, make_response, render_template

from server import policy
from server.people import persons
from server.rooms import parking, seats
from server.rooms.parking import InterviewLine

blueprint = Blueprint("forget", __name__)


@blueprint.get("/forget")
def ask() -> Response:
    """Say what will be forgotten, and what stays on the server."""
    return _page(_mine(), done=False)


@blueprint.post("/forget")
def forget() -> Response:
    """End the session of this browser's person, and take every seat out of the browser."""
    interviews = _mine()
    answer = _page(interviews, done=True)
    for each in interviews:
        seats.take_back(answer, each.id, each.seat)
    person_id = persons.current()
    persons.sign_out(answer)
    if person_id is not None:
        seats.live().changed(person_id)
    return answer


def _mine() -> list[InterviewLine]:
    person_id = persons.current()
    return parking.interviews_of(person_id) if person_id else []


def _page(interviews: list[InterviewLine], *, done: bool) -> Response:
    days = policy.settings().retention_days
    return make_response(render_template("rooms/forget.html", done=done, interviews=interviews, retention_days=days))
