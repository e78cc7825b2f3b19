"""The pages of decks: mine in a list, one to read, its file, its end."""

from flask import Blueprint, Response, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from server import runtime
from server.bank import deckfile, models, shelf
from server.bank.deck import Deck, content
from server.bank.markdown import render
from server.people import persons

blueprint = Blueprint("decks", __name__)


@blueprint.get("/decks")
def index() -> str:
    """List the decks that this person can use."""
    return render_template("bank/decks.html", decks=shelf.decks(persons.current()), builtin=shelf.BUILTIN)


@blueprint.get("/decks/<deck_id>")
def show(deck_id: str) -> str:
    """Show a deck."""
    return runtime.offload(_deck_page, deck_id, _deck(deck_id))


@blueprint.get("/decks/<deck_id>/deck.md")
def export(deck_id: str) -> Response:
    """Give a deck as a file that people read and write."""
    answer = Response(runtime.offload(deckfile.write, _deck(deck_id)), mimetype="text/markdown")
    answer.headers["Content-Disposition"] = f'attachment; filename="{deck_id}.md"'
    return answer


@blueprint.post("/decks/<deck_id>/delete")
def delete(deck_id: str) -> AnyResponse:
    """Delete a deck of this person's; interviews made with it keep their copy."""
    person_id = persons.current()
    if person_id is None or not models.remove(person_id, deck_id):
        abort(404)
    return redirect("/decks", 303)


def _deck(deck_id: str) -> Deck:
    deck = shelf.deck(persons.current(), deck_id)
    if deck is None:
        abort(404)
    return deck


def _deck_page(deck_id: str, deck: Deck) -> str:
    return render_template(
        "bank/deck.html",
        deck=deck,
        deck_id=deck_id,
        description=render(deck.description),
        content=content(deck),
        mine=deck_id != shelf.BUILTIN,
    )
