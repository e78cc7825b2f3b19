"""The way of a document into the bank: asked for, looked over as it was understood, kept. Nothing is stored before."""

import hashlib
from typing import Annotated, TypeVar

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request
from msgspec import Meta, Struct, structs
from werkzeug.wrappers import Response as AnyResponse

from server import runtime
from server.bank import errand, intake, models, points, reading
from server.bank.importers.preview import Preview, Unreadable, deck_of
from server.bank.intake import NotKept
from server.bank.kept import Kept
from server.bank.markdown import render
from server.core.content import Body, Question
from server.core.names import shown
from server.people import persons

blueprint = Blueprint("intake", __name__)

PASTED = "Pasted text"


class Sketch(Struct, frozen=True, forbid_unknown_fields=True):
    """Texts of a question that somebody is writing, as Markdown."""

    prompt: Body = ""
    guidance: Body = ""
    answer: Body = ""
    example: Body = ""
    choices: Annotated[tuple[Body, ...], Meta(max_length=8)] = ()


T = TypeVar("T")


@blueprint.get("/decks/new")
def new() -> str:
    """Ask for documents."""
    return _form()


@blueprint.post("/decks/preview")
def show() -> bytes | tuple[str, int]:
    """Show documents as they were understood, to be looked over; nothing is stored."""
    try:
        # A long document is a long page: making it must not stop the rooms.
        return runtime.offload(_review_page, understood(), errand.given())
    except Unreadable as unreadable:
        return _form(str(unreadable), request.form.get("text", "")), 400


@blueprint.post("/decks")
def store() -> AnyResponse | tuple[str, int]:
    """Make a document that was looked over a deck of this person's, and go back to what asked for it."""
    try:
        id, _ = keep()
    except NotKept as reason:
        return _form(str(reason)), 400
    asked_by = errand.given()
    return redirect(errand.back(asked_by, id) if asked_by else f"/decks/{id}", 303)


@blueprint.post("/decks/render")
def rendered() -> Response:
    """Give texts that are being written as sanitised HTML, for a look at them."""
    return Response(runtime.offload(_rendered, _json(tuple[Sketch, ...])), mimetype="application/json")


@blueprint.post("/decks/points")
def proposed_points() -> Response:
    """Give the talking points that a question which is being written seems to make."""
    sketch = _json(Sketch)
    question = Question(id="sketch", prompt=sketch.prompt, answer=sketch.answer, example=sketch.example)
    return Response(msgspec.json.encode(runtime.offload(points.proposed, question)), mimetype="application/json")


def keep() -> tuple[str, Kept]:
    """Store what the form of a review sends as a deck of who asks; return its id and what is kept.

    Raises:
        NotKept: nothing was stored.
    """
    sent = runtime.offload(intake.reviewed, request.form.get("document", ""), request.form.get("preview", ""))
    kept = runtime.offload(intake.to_keep, sent)
    return models.store(persons.present(), kept.deck, kept.traces), kept


def understood() -> Preview:
    """Return what was understood of the documents that were sent, with the pasted text among them.

    Raises:
        Unreadable: none of them can be read, or there is no question in them.
    """
    files = [(each.read(), shown(each.filename)) for each in request.files.getlist("file") if each.filename]
    pasted = request.form.get("text", "")
    if pasted.strip() or not files:
        files.append((pasted.encode(), PASTED if files else ""))
    preview = reading.read_all(files)
    deck_of(preview)  # says so if there is no question
    return preview


def _json(kind: type[T]) -> T:
    if request.mimetype != "application/json":
        abort(415)
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.DecodeError:
        abort(400)


def _form(wrong: str = "", text: str = "") -> str:
    asked_by = errand.given()
    back = errand.back(asked_by) if asked_by else None
    return render_template("bank/new.html", wrong=wrong, text=text, asked_by=asked_by, back=back)


def _review_page(preview: Preview, asked_by: str) -> bytes:
    deck = deck_of(preview)
    document = msgspec.json.encode(structs.replace(preview, title=deck.title, language=deck.language))
    return render_template(
        "bank/review.html",
        deck=deck,
        document=document.decode(),
        ids=[question.id for question in deck.questions],
        work=hashlib.sha256(document).hexdigest()[:24],
        refused=preview.refused,
        asked_by=asked_by,
    ).encode()


def _rendered(sketches: tuple[Sketch, ...]) -> bytes:
    return msgspec.json.encode(
        [
            {
                "prompt": render(each.prompt),
                "guidance": render(each.guidance),
                "answer": render(each.answer),
                "example": render(each.example),
                "choices": [render(choice) for choice in each.choices],
            }
            for each in sketches
        ]
    )
