"""The pages of drills: the menu, one drill as a device runs it, what the device reports, and the files it keeps."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from msgspec import Meta, Struct
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from server import db
from server.bank import shelf
from server.drill import choices, drills, due, offline, reviews, schedule, settings, sheet, strict
from server.drill.drills import Drill
from server.drill.reviews import Grading, Instant, Undoing
from server.people import persons
from server.rooms import seats
from server.rooms.choices import Refusals

blueprint = Blueprint("drill", __name__, url_prefix="/drill")

MOST_ACTS = 200


class Sent(Struct, frozen=True, forbid_unknown_fields=True):
    """What a device has queued; `sent_ms` is its clock at sending, `zone` its time zone."""

    sent_ms: Instant
    acts: Annotated[tuple[Grading | Undoing, ...], Meta(max_length=MOST_ACTS)]
    zone: Annotated[str, Meta(max_length=60)] | None = None


@blueprint.app_template_global()
def drill_line() -> dict[str, object]:
    """Return what home says of the drill: what is due, and which drills can be carried on."""
    person_id = persons.current()
    if person_id is None:
        return {"due": due.Due(0, 0), "unfinished": []}
    counted = due.count(person_id, db.now_ms(), settings.of(person_id))
    return {"due": counted, "unfinished": drills.unfinished(person_id)}


@blueprint.get("")
def menu() -> str:
    """Offer what there is to practise; a link with `deck` and `order` has both filled in."""
    if request.headers.get("Sec-Fetch-Dest") == "document":
        persons.present()  # whom the spare will belong to: else it and a quick press would make two persons
    return _menu(request.args)


@blueprint.post("")
def start() -> AnyResponse | tuple[str, int]:
    """Begin a drill; or show the menu again, with what is wrong."""
    if request.form.get("show") == "topics":
        return redirect(f"/drill?deck={request.form.get('deck', shelf.BUILTIN)}#topics", 303)
    person_id = persons.present()
    settings.move(person_id, request.form.get("zone"))
    try:
        chosen = choices.read(request.form, person_id, settings.of(person_id), db.now_ms())
    except Refusals as refusals:
        return _menu(request.form, refusals.sentences), 400
    if not chosen.strict:
        return redirect(f"/drill/{drills.start(person_id, chosen.body)}", 303)
    seat = strict.begin(person_id, chosen.body)
    answer = redirect(seats.address(seat.interview, seat.seat), 303)
    seats.give(answer, seat)
    return answer


@blueprint.post("/spare")
def spare() -> Response:
    """Tell the address of a drill that lies ready for when there is no line; null where nothing can be practised."""
    person_id = persons.current()
    if person_id is None:
        return jsonify(address=None)
    wanted = MultiDict({"from": "due", "count": str(sheet.AHEAD)})
    using, now_ms = settings.of(person_id), db.now_ms()
    found = drills.spare(person_id)
    if found is not None and schedule.day(found.created_ms, using.zone) == schedule.day(now_ms, using.zone):
        return jsonify(address=f"/drill/{found.id}")
    try:
        body = choices.read(wanted, person_id, using, now_ms).body
    except Refusals:
        return jsonify(address=None)
    return jsonify(address=f"/drill/{drills.start(person_id, body, spare=True)}")


@blueprint.get("/<drill_id>")
def page(drill_id: str) -> AnyResponse | str:
    """Show a drill as the device runs it; a strict one is a room."""
    found = _mine(drill_id)
    if found.strict:
        return redirect(f"/drill/{found.id}/summary")
    person_id = persons.present()
    held = sheet.sheet(person_id, found, settings.of(person_id))
    return render_template(
        "drill/drill.html",
        sheet=msgspec.json.encode(held).decode(),
        title=held.title,
        modules=offline.modules("js/drill.js"),
    )


@blueprint.get("/<drill_id>/questions")
def questions(drill_id: str) -> Response:
    """Give the next questions whole, from a place on."""
    found = _practice(drill_id)
    first = request.args.get("from", 0, type=int)
    person_id = persons.present()
    graded = {each.place for each in drills.graded(person_id, found.id)}
    more, gone = sheet.ready(person_id, found, settings.of(person_id), graded, first)
    return _json({"questions": more, "gone": gone})


@blueprint.post("/<drill_id>/reviews")
def report(drill_id: str) -> Response | tuple[Response, int]:
    """Store what a device has queued, each act once; say what became of each, when it is committed."""
    found = _practice(drill_id)
    try:
        sent = msgspec.json.decode(request.get_data(), type=Sent)
    except msgspec.MsgspecError as wrong:
        return jsonify(error=f"This is not a queue of grades: {wrong}"), 400
    person_id = persons.present()
    places = drills.places(person_id, found.body.order)
    outcomes = reviews.record(person_id, found.id, places, sent.acts, sent_ms=sent.sent_ms, zone=sent.zone)
    return _json({"outcomes": outcomes, "now_ms": db.now_ms()})


@blueprint.post("/<drill_id>/end")
def end(drill_id: str) -> AnyResponse:
    """End a drill before its last question; or carry on with it after all."""
    found = _mine(drill_id)
    ended = request.form.get("on") != "yes"
    drills.end(persons.present(), found.id, ended)
    return redirect(f"/drill/{found.id}/summary" if ended else f"/drill/{found.id}", 303)


@blueprint.get("/worker.js")
def worker() -> Response:
    """Serve what keeps drills at hand without a line; it may answer for the menu too, though that is not below it."""
    answer = Response(offline.worker(), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/drill"
    return answer


@blueprint.get("/app.webmanifest")
def manifest() -> Response:
    """Serve what makes the drill installable."""
    return Response(msgspec.json.encode(offline.MANIFEST), mimetype="application/manifest+json")


def _mine(drill_id: str) -> Drill:
    found = drills.drill(persons.current(), drill_id)
    if found is None:
        abort(404)
    return found


def _practice(drill_id: str) -> Drill:
    """Return a drill that the device runs; of a strict one it is given nothing, and reports nothing."""
    found = _mine(drill_id)
    if found.strict:
        abort(404)
    return found


def _json(told: object) -> Response:
    return Response(msgspec.json.encode(told), mimetype="application/json")


def _menu(given: Mapping[str, str], wrong: dict[str, str] | None = None) -> str:
    person_id = persons.current()
    deck_id = given.get("deck", shelf.BUILTIN)
    deck = shelf.deck(person_id, deck_id) or shelf.deck(person_id, shelf.BUILTIN)
    ticked = given.getlist("topic") if isinstance(given, MultiDict) else []
    return render_template(
        "drill/menu.html",
        decks=shelf.decks(person_id),
        deck_id=deck_id,
        deck=deck,
        topics=choices.topics(deck) if deck else [],
        ticked=ticked,
        given=given,
        wrong=wrong or {},
        count=choices.COUNT,
    )
