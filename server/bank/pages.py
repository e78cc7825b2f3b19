"""The pages of decks: mine in a list, one from a document, one to read, its file, its end."""

from pathlib import PurePath

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server import runtime
from server.bank import deckfile, errand, models, reading, shelf
from server.bank.deck import Deck, content, one_line
from server.bank.importers.preview import Preview, Unreadable, deck_of
from server.bank.markdown import render
from server.people import persons

blueprint = Blueprint("decks", __name__)

LONGEST_TITLE = 200
NOT_WHOLE = "That did not arrive whole, and nothing was stored. Show the document again, then store it."


@blueprint.get("/decks")
def index() -> str:
    """List the decks that this person can use."""
    return render_template("bank/decks.html", decks=shelf.decks(persons.current()), builtin=shelf.BUILTIN)


@blueprint.get("/decks/new")
def new() -> str:
    """Ask for a document."""
    return _form()


@blueprint.post("/decks/preview")
def preview() -> bytes | tuple[str, int]:
    """Show a document as it was understood; nothing is stored."""
    file = request.files.get("file")
    pasted = request.form.get("text", "")
    try:
        if file is not None and file.filename:
            name = PurePath(file.filename).stem
            understood = reading.read(file.read(), file.filename)
        else:
            name = ""
            understood = reading.read(pasted.encode(), "")
        # A long document is a long page: making it must not stop the rooms.
        return runtime.offload(_preview_page, understood, name, errand.given())
    except Unreadable as unreadable:
        return _form(str(unreadable), pasted), 400


@blueprint.post("/decks")
def store() -> AnyResponse | tuple[str, int]:
    """Make a previewed document a deck of this person's, and go back to what asked for it."""
    try:
        deck = msgspec.json.decode(request.form.get("deck", ""), type=Deck)
    except msgspec.DecodeError:
        return _form(NOT_WHOLE), 400
    ids = {question.id for question in deck.questions}
    if not ids or len(ids) < len(deck.questions):
        return _form(NOT_WHOLE), 400
    title = one_line(request.form.get("title", ""))[:LONGEST_TITLE]
    deck = msgspec.structs.replace(deck, title=title or deck.title)
    id, asked_by = models.store(persons.present(), deck), errand.given()
    return redirect(errand.back(asked_by, id) if asked_by else f"/decks/{id}", 303)


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


def _form(wrong: str | None = None, text: str = "") -> str:
    asked_by = errand.given()
    back = errand.back(asked_by) if asked_by else None
    return render_template("bank/new.html", wrong=wrong, text=text, asked_by=asked_by, back=back)


def _preview_page(understood: Preview, name: str, asked_by: str) -> bytes:
    deck = deck_of(understood, title=name)
    page = render_template(
        "bank/preview.html",
        preview=understood,
        deck=deck,
        asked_by=asked_by,
        deck_json="\n" + msgspec.json.encode(deck).decode(),  # browsers drop the first line end of a textarea
        longest_title=LONGEST_TITLE,
    )
    return page.encode()
