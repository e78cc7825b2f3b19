"""The form of a new interview."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from server import errors
from server.bank import intake_pages, shelf
from server.bank.deck import Deck
from server.bank.intake import NotKept
from server.core.interview import Role, Schedule
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import choices, creation, parking, planning, seats
from server.rooms.parking import InterviewLine

blueprint = Blueprint("pages", __name__)

DOES: dict[Role, str] = {"interviewer": "interview", "candidate": "answer", "observer": "watch", "soloist": "practise"}
DID: dict[Role, str] = {
    "interviewer": "interviewed",
    "candidate": "answered",
    "observer": "watched",
    "soloist": "practised",
}


@blueprint.get("/interviews/new")
def new() -> str:
    """Show the form of a new interview."""
    return form(request.args.get("deck", shelf.BUILTIN))


@blueprint.post("/interviews")
def create() -> Response | tuple[str, int] | str:
    """Make the interview and take its first seat; or show the form again, with what is wrong."""
    deck_id = request.form.get("deck", "")
    deck = shelf.deck(persons.current(), deck_id)
    if deck is None:
        return form(shelf.BUILTIN, {"deck": "Choose one of your decks; that one is not here any more."}), 400
    unseen = request.form.get("candidate") and request.form.get("order_of") != deck_id  # what this deck has for them
    if unseen or request.form.get("show") == "questions":
        return form(deck_id)
    try:
        chosen = choices.read(request.form, deck_id, deck)
    except choices.Refusals as refusals:
        return form(deck_id, refusals.sentences), 400
    return _begun(deck, chosen)


@blueprint.post("/interviews/at-once")
def at_once() -> Response:
    """Keep a document that was looked over as a deck, and make an interview with it, all choices being the defaults."""
    try:
        deck_id, kept = intake_pages.keep()
    except NotKept as reason:
        return errors.page(400, str(reason))
    return _begun(kept.deck, choices.read({"name": _last_name(persons.current())}, deck_id, kept.deck))


def _begun(deck: Deck, chosen: choices.Choices) -> Response:
    interview = creation.create(persons.present(), deck, chosen, seated=True)
    answer = redirect(seats.address(interview.id, "s1"), 303)
    seats.give(answer, SeatKey(interview.id, "s1", 1))
    return answer


def form(deck_id: str, wrong: dict[str, str] | None = None, given: Mapping[str, str] | None = None) -> str:
    """Return the form of a new interview, with what was given and a sentence for each field that is wrong."""
    given = request.form if given is None else given
    person_id = persons.current()
    deck = shelf.deck(person_id, deck_id)
    if deck is None:
        abort(404)
    return render_template(
        "rooms/new.html",
        decks=shelf.decks(person_id),
        deck_id=deck_id,
        deck=deck,
        given=given,
        name=given["name"] if "name" in given else _last_name(person_id),
        numbered=choices.numbered(given, deck_id),
        wrong=wrong or {},
        zones=sorted(planning.zones()),
        first_questions=min(choices.FIRST_QUESTIONS, len(deck.questions)),
    )


def _last_name(person_id: str | None) -> str:
    return parking.last_name(person_id, besides=choices.HOST_NAME) if person_id else ""


@blueprint.app_template_filter()
def day(at_ms: int) -> str:
    """Return the day of an instant in UTC, as a person reads it."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{at.day} {at:%B %Y}"


@blueprint.app_template_filter()
def moment(at_ms: int) -> str:
    """Return an instant as a person reads it, in UTC."""
    return f"{day(at_ms)}, {datetime.fromtimestamp(at_ms / 1000, UTC):%H:%M} UTC"


@blueprint.app_template_filter()
def planned(schedule: Schedule) -> str:
    """Return a planned start, as a person reads it."""
    return planning.said(schedule)


@blueprint.app_template_filter()
def part(line: InterviewLine) -> str:
    """Return what somebody does in an interview of theirs, or did."""
    words = DID if line.status in ("wrapup", "released") else DOES
    return "you " + " and ".join(words[role] for role in line.roles)


@blueprint.app_template_filter()
def iso(at_ms: int) -> str:
    """Return an instant as a machine reads it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")
