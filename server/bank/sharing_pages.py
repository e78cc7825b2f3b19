"""A deck that somebody shares by a link: read-only, and to be copied. Every link that opens nothing is the same 404."""

from flask import Blueprint, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from server import policy, runtime
from server.bank import sharing, shelf
from server.bank.deck import Deck
from server.bank.pages import deck_page, number, pages
from server.people import persons

blueprint = Blueprint("shared_decks", __name__, url_prefix="/decks/shared/<token>")


@blueprint.get("")
def show(token: str) -> Response:
    """Show the deck."""
    deck, page = _deck(token), number(request.args.get("page"))
    values = {"shared": token, "pages": pages(len(deck.questions), page)}
    answer = make_response(runtime.offload(deck_page, "", deck, None, page, values))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.post("/copy")
def copy(token: str) -> AnyResponse:
    """Keep a copy of the deck as one's own."""
    deck = _deck(token)
    return redirect(f"/decks/{shelf.duplicate(persons.present(), deck, title=deck.title)}", 303)


def _deck(token: str) -> Deck:
    deck = sharing.shared_deck(policy.settings().secret, token)
    if deck is None:
        abort(404)
    return deck
