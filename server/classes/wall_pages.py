"""The wall: all rooms of a class at once for its coach, and dropping in on one of them."""

import secrets

import msgspec
from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server import errors, policy
from server.classes import classes
from server.classes.classes import Class
from server.core.commands import Join
from server.core.refusals import Refused
from server.people import invitations, persons
from server.people.invitations import SeatKey, WallKey
from server.rooms import parking, seats

blueprint = Blueprint("wall", __name__, url_prefix="/classes/<class_id>")

COACH = "Coach"


@blueprint.get("/wall")
def page(class_id: str) -> str:
    """Show the wall; its tiles come by the socket."""
    mine = _mine(class_id)
    rooms = [{"id": room.interview_id, "title": _short(room.title, mine)} for room in mine.rooms]
    return render_template("classes/wall.html", klass=mine, rooms=msgspec.json.encode(rooms).decode())


@blueprint.post("/wall/token")
def token(class_id: str) -> Response:
    """Give a token for the handshake of the wall's socket."""
    mine, session = _mine(class_id), persons.session()
    return jsonify(token=invitations.wall_token(policy.settings().secret, WallKey(session or "", mine.id)))


@blueprint.get("/rooms/<interview_id>/drop-in")
def ask(class_id: str, interview_id: str) -> str:
    """Say what dropping in is, and ask under which name."""
    mine = _mine(class_id)
    room = next((each for each in mine.rooms if each.interview_id == interview_id), None) or abort(404)
    name = parking.last_name(mine.person_id, besides=COACH) or COACH
    return render_template("classes/drop_in.html", klass=mine, room=room, title=_short(room.title, mine), name=name)


@blueprint.post("/rooms/<interview_id>/drop-in")
def drop_in(class_id: str, interview_id: str) -> AnyResponse:
    """Sit down in a room as an observer, listed like everybody, and go there."""
    mine = _mine(class_id)
    if all(room.interview_id != interview_id for room in mine.rooms):
        abort(404)
    live = seats.live()
    held = live.hold(interview_id) or abort(404)
    seat = held.interview.seat(held.interview.coach or "") or abort(404)
    if not seat.joined:
        try:
            live.handle(interview_id, seat.id, Join(name=request.form.get("name", COACH)), secrets.token_hex(16))
        except Refused as refused:
            return errors.page(409, refused.message, refused.code)
    parking.take_part(mine.person_id, interview_id, seat.id)
    answer = redirect(seats.address(interview_id, seat.id), 303)
    seats.give(answer, SeatKey(interview_id, seat.id, seat.link))
    return answer


def _mine(class_id: str) -> Class:
    return classes.of(persons.current(), class_id) or abort(404)


def _short(title: str, mine: Class) -> str:
    """Return the title of a room without that of its class."""
    return title.removeprefix(f"{mine.title}: ") or title
