"""What the buttons of a deck do: archive, duplicate, delete and take back, share; settle what an import left open."""

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from server import policy
from server.bank import kept, models, sharing, shelf
from server.bank.kept import Kept
from server.people import persons

blueprint = Blueprint("deck_forms", __name__, url_prefix="/decks/<deck_id>")


@blueprint.post("/archive")
def archive(deck_id: str) -> Response:
    """Put a deck into the archive, or take it out."""
    away = request.form.get("archived") != "no"
    if not models.archive(_owner(), deck_id, away):
        abort(404)
    return redirect("/decks" if away else f"/decks/{deck_id}", 303)


@blueprint.post("/duplicate")
def duplicate(deck_id: str) -> Response:
    """Keep a copy of a deck, the built-in one too."""
    person_id = persons.current()
    own = models.kept_of(person_id, deck_id) if person_id else None
    deck = own.deck if own else shelf.deck(person_id, deck_id)
    if deck is None:
        abort(404)
    return redirect(f"/decks/{shelf.duplicate(persons.present(), deck, traces=own.traces if own else None)}", 303)


@blueprint.post("/delete")
def delete(deck_id: str) -> Response:
    """Delete a deck, and offer to take that back; interviews made with it keep their copy."""
    if not models.remove(_owner(), deck_id):
        abort(404)
    return redirect(f"/decks?deleted={deck_id}", 303)


@blueprint.post("/restore")
def restore(deck_id: str) -> Response:
    """Take a deleted deck back."""
    if not models.restore(_owner(), deck_id):
        abort(404)
    return redirect(f"/decks/{deck_id}", 303)


@blueprint.post("/link")
def link(deck_id: str) -> Response:
    """Make, replace or end the read-only link of a deck."""
    person_id, secret = _owner(), policy.settings().secret
    wanted = request.form.get("do")
    done = wanted in ("replace", "end") and sharing.unshare(person_id, deck_id)
    if wanted in ("make", "replace"):
        done = sharing.share(secret, person_id, deck_id) is not None
    if not done:
        abort(404)
    return redirect(f"/decks/{deck_id}#sharing", 303)


@blueprint.post("/settle/<question_id>")
def settle(deck_id: str, question_id: str) -> Response:
    """Settle a question: take the document's version, keep one's own, drop it, or put it back."""
    wanted = request.form.get("do")

    def work(found: Kept) -> Kept:
        match wanted:
            case "take" | "keep":
                return kept.settled(found, question_id, take=wanted == "take")
            case "drop":
                return kept.dropped(found, question_id)
            case "put back":
                return kept.put_back(found, question_id)
            case _:
                raise KeyError(wanted)

    try:
        if models.change(_owner(), deck_id, work) is None:
            abort(404)
    except KeyError:
        abort(404)
    return redirect(f"/decks/{deck_id}?question={question_id}#q-{question_id}", 303)


def _owner() -> str:
    person_id = persons.current()
    if person_id is None:
        abort(404)
    return person_id
