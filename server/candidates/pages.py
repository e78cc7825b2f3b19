"""Candidates: whom I have interviewed, what I know of each, two interviews side by side; and the same of myself."""

from collections.abc import Sequence

from flask import Blueprint, abort, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers import Response

from server import errors
from server.bank import shelf
from server.bank.indexing import fold
from server.candidates import acquaintances, ended, offers, summary
from server.candidates.acquaintances import Candidate
from server.candidates.facts import Fact, Part
from server.candidates.summary import Meeting, Summary
from server.core import names
from server.core.content import Question
from server.people import persons
from server.rooms import pages
from server.rooms.choices import FIRST_QUESTIONS
from server.saved import comparison

blueprint = Blueprint("candidates", __name__, url_prefix="/candidates")

LISTED = 100
"""How many candidates, interviews and questions a list shows; the newest."""
LONGEST_WORDS = 100

BAD_NAME = "Give a name of 1 to 60 characters that can be seen, or leave it empty."
NO_OTHER = "Choose another of your candidates: this one is the same person already."
ALONE = "Nobody would be left of this candidate. Rename them instead."


class Offered(Struct, frozen=True):
    """A deck as it is offered for a candidate: what they were asked last, and when it was, comes last.

    `places` are those of its questions in the plan.
    """

    name: str
    questions: tuple[Question, ...]
    places: dict[str, int]
    asked_ms: dict[str, int]


@blueprint.get("")
def index() -> str:
    """List whom one has interviewed, or those of a name."""
    known = _known()
    name = request.args.get("name", "")[:LONGEST_WORDS]
    found = [each for each in known if fold(name) in fold(" ".join((each.name, *(way.name for way in each.ways))))]
    return render_template(
        "candidates/index.html", candidates=found[:LISTED], found=len(found), all=len(known), name=name
    )


@blueprint.get("/me")
def me() -> str:
    """Show what one may know of one's own answers."""
    known = summary.of(_of_oneself())
    return render_template("candidates/candidate.html", candidate=None, summary=known, listed=LISTED)


@blueprint.get("/me/compare")
def compare_mine() -> str:
    """Show two interviews in which one answered side by side."""
    return _side_by_side(None, _of_oneself(), "candidate")


@blueprint.get("/<candidate_id>")
def page(candidate_id: str) -> str:
    """Show what one knows of a candidate, and what to ask them next."""
    mine, person_id = _mine(candidate_id), persons.present()
    found = summary.of(mine.facts)
    return render_template(
        "candidates/candidate.html",
        candidate=mine,
        summary=found,
        listed=LISTED,
        following=summary.what_next(found, offers.offers(person_id)),
        others=sorted(
            (each for each in _known() if each is not mine), key=lambda one: fold(one.name) != fold(mine.name)
        ),
        decks=[(line.id, line.title) for line in shelf.decks(person_id)],
    )


@blueprint.post("/<candidate_id>")
def change(candidate_id: str) -> Response:
    """Rename a candidate, take two for one person, or one for two."""
    mine, person_id = _mine(candidate_id), persons.present()
    match request.form.get("do"):
        case "rename":
            given = request.form.get("name", "").strip()
            called = names.clean(given) if given else ""
            if called is None:
                return errors.page(400, BAD_NAME)
            acquaintances.rename(person_id, mine, called)
        case "join":
            other = _mine(request.form.get("same", ""))
            if other is mine:
                return errors.page(400, NO_OTHER)
            acquaintances.join(person_id, mine, other)
        case "part":
            way = next((way for way in mine.ways if way.id == request.form.get("way")), None) or abort(404)
            if len(mine.ways) == 1:
                return errors.page(400, ALONE)
            return _to(acquaintances.part(person_id, mine, way))
        case "part_in":
            interview_id = request.form.get("interview", "")
            if interview_id not in {fact.interview_id for fact in mine.facts}:
                abort(404)
            if mine.interviews == 1:
                return errors.page(400, ALONE)
            return _to(acquaintances.part_in(person_id, mine, interview_id))
        case _:
            abort(400)
    return _to(mine.id)


@blueprint.get("/<candidate_id>/compare")
def compare(candidate_id: str) -> str:
    """Show two interviews of a candidate side by side."""
    mine = _mine(candidate_id)
    return _side_by_side(mine, mine.facts, "interviewer")


@blueprint.get("/<candidate_id>/again")
def again(candidate_id: str) -> str:
    """Show the form of a new interview for a candidate, in which what they were asked already comes last."""
    mine = _mine(candidate_id)
    deck_id = request.args.get("deck", shelf.BUILTIN)
    return pages.form(deck_id, given={"candidate": mine.id, "show": "questions"})


@blueprint.app_template_global()
def offered(candidate_id: str, deck_id: str) -> Offered | None:
    """Return a deck as it is offered for a candidate; None if it is nobody whom one has interviewed."""
    mine, deck = _found(candidate_id), shelf.deck(persons.current(), deck_id)
    if mine is None or deck is None:
        return None
    titles = {question.id: question.title for question in deck.questions}
    asked_ms = summary.asked_before(titles, summary.of(mine.facts))
    ordered = sorted(deck.questions, key=lambda question: asked_ms.get(question.id, 0))
    places = {question.id: place for place, question in enumerate(ordered[:FIRST_QUESTIONS], 1)}
    return Offered(mine.name, tuple(ordered), places, asked_ms)


def _of_oneself() -> list[Fact]:
    person_id = persons.current()
    return ended.of_oneself(person_id) if person_id else []


def _side_by_side(candidate: Candidate | None, known: Sequence[Fact], part: Part) -> str:
    whole = summary.of(known)
    one, other = (_meeting(whole, request.args.get(name, "")) for name in ("one", "other"))
    chosen = [
        each for each in known if each.interview_id in {meeting.interview_id for meeting in (one, other) if meeting}
    ]
    two = one is not None and other is not None and one is not other
    return render_template(
        "candidates/compare.html",
        candidate=candidate,
        meetings=(one, other) if two else None,
        comparison=comparison.compare(ended.reports(persons.present(), chosen), part) if two else None,
    )


def _meeting(known: Summary, interview_id: str) -> Meeting | None:
    return next((each for each in known.meetings if each.interview_id == interview_id), None)


def _known() -> list[Candidate]:
    """Return whom one has interviewed, read once for a page."""
    if "candidates" not in g:
        person_id = persons.current()
        g.candidates = acquaintances.candidates(person_id) if person_id else []
    known: list[Candidate] = g.candidates
    return known


def _found(candidate_id: str) -> Candidate | None:
    return next((each for each in _known() if each.id == candidate_id), None)


def _mine(candidate_id: str) -> Candidate:
    return _found(candidate_id) or abort(404)


def _to(candidate_id: str) -> Response:
    return redirect(f"/candidates/{candidate_id}", 303)
