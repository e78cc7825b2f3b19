"""The pages of templates: one kept, one's own in a list on home, an interview from one, its interviews compared."""

from flask import Blueprint, abort, redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers import Response

from server.bank import shelf
from server.bank.deck import Deck
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import choices, creation, dealing, planning, seats
from server.rooms.fields import number
from server.rooms.pages import form
from server.saved import comparison, templates
from server.saved.templates import BadName, Body, Template

blueprint = Blueprint("templates", __name__, url_prefix="/templates")

DECK_GONE = "Choose one of your decks; that one is not here any more."


@blueprint.app_template_global()
def my_templates() -> list[Template]:
    """Return the templates of who looks at the page."""
    person_id = persons.current()
    return templates.templates_of(person_id) if person_id else []


@blueprint.post("")
def save() -> Response | tuple[str, int]:
    """Keep the choices of the form of a new interview; or show it again, with what is wrong."""
    deck_id = request.form.get("deck", "")
    deck = shelf.deck(persons.current(), deck_id)
    if deck is None:
        return form(shelf.BUILTIN, {"deck": DECK_GONE}), 400
    wrong: dict[str, str] = {}
    length_min = number(request.form, "length_min", 5, planning.LONGEST_MIN, wrong)
    try:
        chosen = choices.read(request.form, deck_id, deck)
        if not wrong:
            body = Body(deck_id, deck.title, replace(chosen, schedule=None), length_min)
            id = templates.save(persons.present(), request.form.get("template", ""), body)
    except choices.Refusals as refusals:
        wrong |= refusals.sentences
    except BadName as bad:
        wrong["template"] = str(bad)
    if wrong:
        return form(deck_id, wrong), 400
    return redirect(f"/templates/{id}", 303)


@blueprint.get("/<template_id>")
def show(template_id: str) -> str:
    """Show what the template keeps, and what can be done with it."""
    return _page(_mine(template_id))


@blueprint.post("/<template_id>/name")
def rename(template_id: str) -> Response | tuple[str, int]:
    """Give the template another name."""
    found = _mine(template_id)
    try:
        templates.rename(persons.present(), found.id, request.form.get("name", ""))
    except BadName as wrong:
        return _page(found, wrong_name=str(wrong)), 400
    return redirect(f"/templates/{found.id}", 303)


@blueprint.post("/<template_id>/deck")
def change_deck(template_id: str) -> Response | tuple[str, int]:
    """Let the template use another deck."""
    found = _mine(template_id)
    deck_id = request.form.get("deck", "")
    deck = shelf.deck(persons.present(), deck_id)
    if deck is None:
        return _page(found, wrong_deck=DECK_GONE), 400
    templates.change_deck(persons.present(), found.id, deck_id, deck)
    return redirect(f"/templates/{found.id}", 303)


@blueprint.post("/<template_id>/delete")
def delete(template_id: str) -> Response:
    """Delete the template; interviews made from it stay."""
    templates.remove(persons.present(), _mine(template_id).id)
    return redirect("/", 303)


@blueprint.post("/<template_id>/interviews")
def start(template_id: str) -> Response | tuple[str, int]:
    """Make an interview from the template and take its first seat; show the template where its deck has changed."""
    found = _mine(template_id)
    deck = _deck_of(found)
    if deck is None:
        return _page(found), 409
    chosen, missing = found.body.choices, found.missing(deck)
    plan = tuple(id for id in chosen.plan if id not in missing)
    if missing and (not plan or request.form.get("without") != "missing"):
        return _page(found), 409
    try:
        interview = creation.create(persons.present(), deck, replace(chosen, plan=plan), seated=True)
    except dealing.Undealable as reason:
        return _page(found, wrong=str(reason)), 409
    templates.remember(interview.id, found.id)
    answer = redirect(seats.address(interview.id, "s1"), 303)
    seats.give(answer, SeatKey(interview.id, "s1", 1))
    return answer


@blueprint.get("/<template_id>/form")
def change(template_id: str) -> str | tuple[str, int]:
    """Show the form of a new interview with the choices of the template, to change them before it is made."""
    found = _mine(template_id)
    if _deck_of(found) is None:
        return _page(found), 409
    return form(found.body.deck_id, given={**templates.form_of(found.body), "from_template": found.name})


@blueprint.get("/<template_id>/compare")
def compare(template_id: str) -> str:
    """Show the interviews from this template side by side, as far as their reports are open to who asks."""
    found = _mine(template_id)
    return render_template(
        "saved/compare.html",
        template=found,
        comparison=comparison.compare(comparison.reports(persons.present(), found.id)),
    )


def _mine(template_id: str) -> Template:
    person_id = persons.current()
    found = templates.template(person_id, template_id) if person_id else None
    if found is None:
        abort(404)
    return found


def _deck_of(found: Template) -> Deck | None:
    return shelf.deck(persons.current(), found.body.deck_id)


def _page(found: Template, wrong: str = "", wrong_name: str = "", wrong_deck: str = "") -> str:
    deck = _deck_of(found)
    return render_template(
        "saved/template.html",
        template=found,
        chosen=found.body.choices,
        deck=deck,
        titles={question.id: question.title for question in deck.questions} if deck else {},
        missing=found.missing(deck) if deck else (),
        decks=shelf.decks(persons.current()),
        name=request.form.get("name", found.name),
        wrong=wrong,
        wrong_name=wrong_name,
        wrong_deck=wrong_deck,
    )
