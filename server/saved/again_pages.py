"""The page on which an interview is used again: with somebody else, with the same people, as a template."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from server.bank import models, shelf
from server.bank.deck import Deck
from server.core.halves import choosable
from server.core.interview import Seat
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import seats
from server.rooms.choices import FIRST_QUESTIONS, Choices
from server.saved import again, templates
from server.saved.again import Earlier
from server.saved.templates import BadName, Body

blueprint = Blueprint("again", __name__, url_prefix="/interviews/<interview_id>")

HOW_WANTED = "Say with whom: with somebody else, or with the same people."
NOTHING_LEFT = "All questions of this deck have been asked, so nothing is left for the same people."


@blueprint.app_template_global()
def may_repeat(interview_id: str) -> bool:
    """Tell whether who looks at the page may use the interview again."""
    person_id = persons.current()
    return person_id is not None and again.earlier(person_id, interview_id) is not None


@blueprint.get("/again")
def ask(interview_id: str) -> str:
    """Ask how to use the interview again."""
    return _page(_earlier(interview_id))


@blueprint.post("/again")
def make(interview_id: str) -> Response | tuple[str, int]:
    """Make an interview from this one and take its first seat."""
    before = _earlier(interview_id)
    match request.form.get("with"):
        case "others":
            made = again.others(persons.present(), before)
        case "same" if again.following(before, before.seat):
            made = again.same(persons.present(), before)
        case "same":
            return _page(before, wrong=NOTHING_LEFT), 409
        case _:
            return _page(before, wrong=HOW_WANTED), 400
    answer = redirect(seats.address(made.id, "s1"), 303)
    seats.give(answer, SeatKey(made.id, "s1", 1))
    return answer


@blueprint.post("/template")
def keep(interview_id: str) -> Response | tuple[str, int]:
    """Keep what was chosen for the interview as a template; its questions as a deck, where that is gone."""
    before = _earlier(interview_id)
    person_id, name = persons.present(), request.form.get("template", "")
    try:
        templates.check_name(person_id, name)
        id = templates.save(person_id, name, _body(person_id, before))
    except BadName as wrong:
        return _page(before, wrong_name=str(wrong)), 400
    return redirect(f"/templates/{id}", 303)


def _earlier(interview_id: str) -> Earlier:
    person_id = persons.current()
    before = again.earlier(person_id, interview_id) if person_id else None
    if before is None:
        abort(404)
    return before


def _body(person_id: str, before: Earlier) -> Body:
    interview = before.interview
    deck_id, deck = _deck(person_id, before)
    plan = again.course(before, before.seat) or tuple(question.id for question in deck.questions[:FIRST_QUESTIONS])
    return Body(
        deck_id=deck_id,
        deck_title=deck.title,
        choices=Choices(
            name=before.seat.name,
            plan=plan,
            options=interview.options,
            swap="dealt" if interview.options.swap else "no",
            call=interview.call,
        ),
        length_min=interview.schedule.length_min if interview.schedule else None,
    )


def _deck(person_id: str, before: Earlier) -> tuple[str, Deck]:
    """Return the person's deck that the interview was made with; where it is gone or changed, a copy made of it now."""
    content = before.content
    own = choosable(before.interview, before.seat, content)
    for line in shelf.decks(person_id):
        deck = shelf.deck(person_id, line.id) if line.title == content.title else None
        if deck is not None and set(own) <= set(deck.questions):
            return line.id, deck
    deck = Deck(
        title=content.title,
        source=content.source,
        licence=content.licence,
        author=content.author,
        dimensions=content.dimensions,
        questions=own,
    )
    return models.store(person_id, deck), deck


def _others(before: Earlier) -> list[Seat]:
    return [each for each in before.interview.seats if not each.removed and each.id != before.seat.id]


def _page(before: Earlier, wrong: str = "", wrong_name: str = "") -> str:
    return render_template(
        "saved/again.html",
        interview=before.interview,
        seat=before.seat,
        course=again.course(before, before.seat),
        following=again.following(before, before.seat),
        people=[each.name for each in _others(before) if each.name],
        nothing_left=NOTHING_LEFT,
        given=request.form.get("template", ""),
        wrong=wrong,
        wrong_name=wrong_name,
    )
