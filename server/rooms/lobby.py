"""Pages beside the lobby, each a form: when it begins, which deck one brings, whose computer this is from now on."""

import secrets

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server import db, errors
from server.bank import shelf
from server.core import commands
from server.core.content import Content
from server.core.interview import Seat, Status
from server.core.permissions import TABLE
from server.core.refusals import SENTENCES, Refused
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import calendar, dealing, parking, planning, room, seats
from server.rooms.parking import Parked
from server.rooms.seats import Taken

AUTHORITY = ("not_allowed", "not_lead")

blueprint = Blueprint("lobby", __name__, url_prefix="/room/<interview_id>/<seat_id>")

BRINGING = TABLE[commands.Bring].when
DECK_GONE = "Choose one of your decks; that one is not here any more."


@blueprint.get("/schedule")
def schedule(interview_id: str, seat_id: str) -> AnyResponse | str:
    """Show when the interview is planned, to be changed or taken back."""
    taken = seats.by_cookie(interview_id, seat_id)
    if refusal := _refusal(taken, taken.seat.id == taken.held.interview.lead, "not_lead"):
        return refusal
    return _schedule_form(taken, planning.form_of(taken.held.interview.schedule), {})


@blueprint.post("/schedule")
def plan(interview_id: str, seat_id: str) -> AnyResponse | tuple[str, int]:
    """Plan the interview for when the form says, or for no time at all."""
    taken = seats.by_cookie(interview_id, seat_id)
    command = commands.Schedule(starts_ms=None)
    if not request.form.get("take_back"):
        wrong: dict[str, str] = {}
        planned = planning.read(request.form, db.now_ms(), wrong)
        if planned is None:
            wrong = wrong or {"date": "Give a date and a time."}
            return _schedule_form(taken, request.form.to_dict(), wrong), 400
        command = commands.Schedule(starts_ms=planned.starts_ms, zone=planned.zone, length_min=planned.length_min)
    return _done(taken, command)


@blueprint.get("/interview.ics")
def ics(interview_id: str, seat_id: str) -> Response:
    """Give the planned interview for a calendar."""
    taken = seats.by_cookie(interview_id, seat_id)
    if taken.held.interview.schedule is None:
        abort(404)
    return calendar.response(taken.held.interview, taken.seat, room.link(taken.held.interview, taken.seat))


@blueprint.get("/deck/choose")
def choose(interview_id: str, seat_id: str) -> AnyResponse | str:
    """Ask which deck to bring."""
    taken = seats.by_cookie(interview_id, seat_id)
    if refusal := _refusal(taken, taken.seat.side is not None, "no_swap", BRINGING):
        return refusal
    return _deck_form(taken, chosen=request.args.get("deck", ""))


@blueprint.post("/deck/choose")
def bring(interview_id: str, seat_id: str) -> AnyResponse | tuple[str, int]:
    """Make a deck of who asks the half that they will ask."""
    taken = seats.by_cookie(interview_id, seat_id)
    side = taken.seat.side
    if refusal := _refusal(taken, side is not None, "no_swap", BRINGING):
        return refusal
    assert side is not None  # noqa: S101 - says so to mypy
    deck = shelf.deck(persons.current(), request.form.get("deck", ""))
    if deck is None:
        return _deck_form(taken, DECK_GONE), 400
    try:
        brought = dealing.bring(taken.held.interview, taken.held.content, side, deck)
    except dealing.Undealable as reason:
        return _deck_form(taken, str(reason)), 400
    return _done(taken, commands.Bring(questions=brought.questions), brought.content)


@blueprint.get("/leave")
def hand_over(interview_id: str, seat_id: str) -> str:
    """Say how one computer serves two: the seat goes to a phone, and the computer to the candidate."""
    return _leave_form(seats.by_cookie(interview_id, seat_id))


@blueprint.post("/leave")
def leave(interview_id: str, seat_id: str) -> AnyResponse | tuple[str, int]:
    """Let this browser forget the seat, and go to the invitation in `to`, one of the same interview.

    Where no other device has the seat open, `sure` says that it is forgotten all the same.
    """
    taken = seats.by_cookie(interview_id, seat_id)
    goal = "/"
    if to := request.form.get("to"):
        token = to.rpartition("/")[2]
        if seats.by_link(token).held.interview.id != interview_id:
            abort(404)
        goal = f"/join/{token}"
    elif candidates := _candidates(taken):
        goal = candidates[0][1]
    if not request.form.get("sure") and seat_id not in seats.live().connected(interview_id):
        return _leave_form(taken, alone=True), 409
    if person_id := persons.current():
        parking.leave(person_id, interview_id, seat_id)
    answer = redirect(goal, 303)
    seats.take_back(answer, interview_id, seat_id)
    seats.live().forget(interview_id, seat_id)  # a page of it that is open in this browser can't come back now
    return answer


def put_aside(interview_id: str) -> None:
    """Keep the interview in SQL as it is now, as long as it has not started."""
    held = seats.live().hold(interview_id)
    if held is not None and held.interview.status == "lobby":
        state, questions = msgspec.json.encode(held.interview), msgspec.json.encode(held.content)
        parking.put_aside(interview_id, Parked(held.rev, state, questions, log=seats.live().log(interview_id)))


def _done(taken: Taken, command: commands.Command, content: Content | None = None) -> AnyResponse:
    """Carry the command out, keep the interview in SQL as it is then, and go back to the room."""
    interview_id = taken.held.interview.id
    encoded = None if content is None else msgspec.json.encode(content)
    try:
        seats.live().handle(interview_id, taken.seat.id, command, secrets.token_hex(16), content=encoded)
    except Refused as refused:
        return errors.page(403 if refused.code in AUTHORITY else 409, refused.message, refused.code)
    put_aside(interview_id)
    return redirect(_address(taken), 303)


def _refusal(taken: Taken, may: bool, code: str, when: tuple[Status, ...] = ("lobby",)) -> Response | None:
    if not may:
        return errors.page(403, SENTENCES[code], code)
    if taken.held.interview.status not in when:
        return errors.page(409, SENTENCES["not_now"])
    return None


def _schedule_form(taken: Taken, given: dict[str, str], wrong: dict[str, str]) -> str:
    interview = taken.held.interview
    line = ""
    if interview.schedule is not None:
        guest = next((seat for seat in interview.seats if seat.role == "candidate" and not seat.removed), taken.seat)
        line = planning.line(interview.schedule, interview.title, room.link(interview, guest))
    return render_template(
        "rooms/schedule.html",
        room=_address(taken),
        given=given,
        wrong=wrong,
        zones=sorted(planning.zones()),
        planned=interview.schedule is not None,
        line=line,
    )


def _deck_form(taken: Taken, wrong: str = "", chosen: str = "") -> str:
    return render_template(
        "rooms/bring.html",
        room=_address(taken),
        decks=shelf.decks(persons.current()),
        builtin=shelf.BUILTIN,
        wrong=wrong,
        chosen=chosen,
    )


def _leave_form(taken: Taken, *, alone: bool = False) -> str:
    return render_template(
        "rooms/leave.html",
        room=_address(taken),
        seat=taken.seat,
        candidates=_candidates(taken),
        note=room.address_note(taken.held.interview, taken.seat),
        alone=alone,
    )


def _candidates(taken: Taken) -> list[tuple[Seat, str]]:
    """Return the candidates' seats with the paths of their links, as far as who asks may have them."""
    interview = taken.held.interview
    return [
        (seat, room.join_url("", SeatKey(interview.id, seat.id, seat.link)))
        for seat in room.may_invite(interview, taken.seat)
        if seat.role == "candidate" and seat.id != taken.seat.id
    ]


def _address(taken: Taken) -> str:
    return seats.address(taken.held.interview.id, taken.seat.id)
