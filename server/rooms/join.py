"""The invitation: what a link shows, and how a seat is taken by confirming it."""

import secrets
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request
from msgspec import Meta, Struct
from werkzeug.wrappers import Response as AnyResponse

from server import errors, policy
from server.core import names
from server.core.commands import Join
from server.core.interview import Interview, Seat
from server.core.refusals import Refused
from server.people import persons
from server.rooms import calendar, lobby, parking, planning, seats
from server.rooms.room import base_url, join_url
from server.rooms.seats import Taken

blueprint = Blueprint("join", __name__)

EXTRA_PERCENTS = (0, 25, 50, 100)
PERCENT_WANTED = "Choose one of the extra times offered."
OVER = "This interview is over, so its seats can't be taken any more. Ask whoever invited you for a new link."


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """What a participant gives to take a seat; a seat that is taken already needs nothing."""

    name: str | None = None
    extra_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    replay: bool = True


class Unusable(Exception):  # noqa: N818 - an answer to who filled the form in
    """What was given can't be used. Its text is one sentence that says what to do, `code` the wire's for it."""

    def __init__(self, sentence: str, code: str = "malformed") -> None:
        super().__init__(sentence)
        self.code = code


@blueprint.get("/join/<token>")
def invitation(token: str) -> Response:
    """Show who will see what, and ask for a name. Takes nothing: link previews come here too."""
    return _page(token, seats.by_link(token))


@blueprint.post("/join/<token>")
def take(token: str) -> AnyResponse:
    """Take the seat, and go to its room."""
    taken = seats.by_link(token)
    try:
        given = _given(taken)
    except Unusable as wrong:
        return errors.page(400, str(wrong), wrong.code) if errors.wants_json() else _page(token, taken, str(wrong))
    if not taken.seat.joined:
        if over(taken.held.interview):
            return errors.page(409, OVER) if errors.wants_json() else _page(token, taken)
        try:
            _join(taken, given)
        except Refused as refused:
            return errors.page(409, refused.message, refused.code)
        lobby.put_aside(taken.held.interview.id)  # home lists who takes part
    seat_key = seats.key(taken)
    interview_id, seat_id = seat_key.interview, seat_key.seat
    parking.take_part(persons.present(), interview_id, seat_id)
    room = seats.address(interview_id, seat_id)
    if errors.wants_json():
        answer: AnyResponse = jsonify(interview=interview_id, seat=seat_id, room=room)
    else:
        answer = redirect(room, 303)
    seats.give(answer, seat_key)
    return answer


@blueprint.get("/join/<token>/interview.ics")
def ics(token: str) -> Response:
    """Give a planned interview for a calendar."""
    taken = seats.by_link(token)
    if taken.held.interview.schedule is None:
        abort(404)
    return calendar.response(taken.held.interview, taken.seat, join_url(base_url(), seats.key(taken)))


def is_asked(seat: Seat) -> bool:
    """Tell whether who sits here answers questions, now or after a swap."""
    return seat.role == "candidate" or seat.side is not None


def over(interview: Interview) -> bool:
    """Tell whether nobody new can take a seat any more."""
    return interview.status in ("wrapup", "released")


def _join(taken: Taken, given: Given) -> None:
    interview_id, seat_id = taken.held.interview.id, taken.seat.id
    command = Join(name=given.name or "", extra_percent=given.extra_percent, replay=given.replay)
    try:
        seats.live().handle(interview_id, seat_id, command, command_id=secrets.token_hex(16))
    except Refused:
        # Two devices may confirm at once: the seat is taken then, and by the same link.
        held = seats.live().hold(interview_id)
        seat = held.interview.seat(seat_id) if held else None
        if seat is None or not seat.joined or seat.link != taken.seat.link:
            raise


def _given(taken: Taken) -> Given:
    if request.mimetype == "application/json":
        try:
            given = msgspec.json.decode(request.get_data(), type=Given)
        except msgspec.DecodeError as error:  # of which ValidationError is one
            raise Unusable(f"The server did not understand that request: {error}.") from None
    elif request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        percent = request.form.get("extra_percent", "0")
        if percent not in map(str, EXTRA_PERCENTS):
            raise Unusable(PERCENT_WANTED)
        # A box that is not ticked sends nothing; the field hidden before it says that there was one.
        given = Given(request.form.get("name"), int(percent), request.form.getlist("replay") != ["no"])
    else:
        abort(415)
    if taken.seat.joined:
        return given
    name = names.clean(given.name or "")
    if name is None:
        raise Unusable(names.WANTED, "bad_name")
    return Given(name, given.extra_percent, given.replay) if is_asked(taken.seat) else Given(name)


def _page(token: str, taken: Taken, wrong: str | None = None) -> Response:
    interview, seat = taken.held.interview, taken.seat
    schedule = interview.schedule
    response = make_response(
        render_template(
            "rooms/join.html",
            token=token,
            interview=interview,
            seat=seat,
            host=_host(interview, seat),
            is_asked=is_asked(seat),
            typed=interview.options.answering != "spoken",
            panel=sum(each.role == "interviewer" and not each.removed for each in interview.seats) > 1,
            stays_until=planning.stays_until_ms(schedule) if schedule else None,
            call_host=urlsplit(interview.call).hostname,
            over=over(interview) and not seat.joined,
            retention_days=policy.settings().retention_days,
            name=request.form.get("name", seat.name),
            extra_percent=request.form.get("extra_percent", "0"),
            replay=request.form.getlist("replay") != ["no"],
            wrong=wrong,
        )
    )
    if wrong:
        response.status_code = 400
    return response


def _host(interview: Interview, seat: Seat) -> str:
    """Return the name of whoever invites: the lead, if they have one and are somebody else."""
    lead = interview.seat(interview.lead)
    return lead.name if lead and lead.id != seat.id else ""
