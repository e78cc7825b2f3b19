"""Candidates: whom I have interviewed, what I know of each, two interviews side by side; and the same of myself."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from server import errors
from server.bank import shelf
from server.candidates import acquaintances, summary
from server.candidates.acquaintances import Candidate
from server.candidates.summary import Meeting, Offer, Summary
from server.core import names
from server.core.interview import Options
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import creation, parking, seats
from server.rooms.choices import FIRST_QUESTIONS, HOST_NAME, Choices

blueprint = Blueprint("candidates", __name__, url_prefix="/candidates")

MOST_OFFERED = 2000


@blueprint.get("")
def index() -> str:
    """List whom one has interviewed."""
    person_id = persons.current()
    found = acquaintances.candidates(person_id) if person_id else []
    return render_template("candidates/index.html", candidates=found)


@blueprint.get("/me")
def me() -> str:
    """Show what one may know of one's own answers."""
    person_id = persons.current()
    known = summary.of(acquaintances.of_oneself(person_id)) if person_id else summary.of([])
    return render_template(
        "candidates/candidate.html", candidate=None, summary=known, following=(), others=(), decks=()
    )


@blueprint.get("/<candidate_id>")
def page(candidate_id: str) -> str:
    """Show what one knows of a candidate, and what to ask them next."""
    mine = _mine(candidate_id)
    known = summary.of(mine.facts)
    person_id = persons.present()
    return render_template(
        "candidates/candidate.html",
        candidate=mine,
        summary=known,
        following=summary.what_next(known, _offers(person_id)),
        others=[each for each in acquaintances.candidates(person_id) if each.id != mine.id],
        decks=[(line.id, line.title) for line in shelf.decks(person_id)],
    )


@blueprint.post("/<candidate_id>")
def change(candidate_id: str) -> Response:
    """Rename a candidate, take two for one, or one for those that they were."""
    mine, person_id = _mine(candidate_id), persons.present()
    match request.form.get("do"):
        case "rename":
            name = names.clean(request.form.get("name", ""))
            if name is None:
                return errors.page(400, "Give a name of 1 to 60 characters that can be seen.")
            acquaintances.rename(person_id, mine.id, name)
        case "join":
            other = _mine(request.form.get("other", ""))
            acquaintances.join(person_id, mine.id, other.id)
        case "part":
            acquaintances.part(person_id, mine.id)
            return redirect("/candidates", 303)
        case _:
            abort(400)
    return redirect(f"/candidates/{mine.id}", 303)


@blueprint.get("/<candidate_id>/compare")
def compare(candidate_id: str) -> str:
    """Show two interviews of a candidate side by side."""
    mine = _mine(candidate_id)
    known = summary.of(mine.facts)
    one, other = (_meeting(known, request.args.get(name, "")) for name in ("one", "other"))
    return render_template("candidates/compare.html", candidate=mine, summary=known, one=one, other=other)


@blueprint.post("/<candidate_id>/again")
def again(candidate_id: str) -> Response:
    """Make an interview for a candidate on a deck of one's own, in which what they were asked already comes last."""
    mine, person_id = _mine(candidate_id), persons.present()
    deck = shelf.deck(person_id, request.form.get("deck", ""))
    if deck is None or not deck.questions:
        return errors.page(400, "Choose one of your decks that has questions.")
    titles = {question.id: question.title for question in deck.questions}
    plan = summary.asked_last(tuple(titles), titles, summary.of(mine.facts))[:FIRST_QUESTIONS]
    name = parking.last_name(person_id, besides=HOST_NAME) or HOST_NAME
    made = creation.create(person_id, deck, Choices(name=name, plan=plan, options=Options()), seated=True)
    answer = redirect(seats.address(made.id, "s1"), 303)
    seats.give(answer, SeatKey(made.id, "s1", 1))
    return answer


def _mine(candidate_id: str) -> Candidate:
    return acquaintances.candidate(persons.current(), candidate_id) or abort(404)


def _meeting(known: Summary, interview_id: str) -> Meeting | None:
    return next((each for each in known.meetings if each.interview_id == interview_id), None)


def _offers(person_id: str) -> list[Offer]:
    found: list[Offer] = []
    for line in shelf.decks(person_id):
        deck = shelf.deck(person_id, line.id)
        found += [Offer(line.id, each.id, each.title, each.topics) for each in deck.questions] if deck else []
        if len(found) > MOST_OFFERED:
            break
    return found
