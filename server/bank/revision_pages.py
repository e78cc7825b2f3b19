"""A deck that is changed as a whole: edited as documents are looked over, or brought up to date by importing again."""

import hashlib

import msgspec
from flask import Blueprint, abort, redirect, render_template, request
from msgspec import structs
from werkzeug.wrappers import Response

from server import runtime
from server.bank import intake, models, reimport
from server.bank.deck import Deck, rendered
from server.bank.importers.preview import Preview, Unreadable, deck_of, own_ids, preview_of
from server.bank.intake import NotKept
from server.bank.intake_pages import understood
from server.bank.kept import Kept
from server.bank.reimport import Merged
from server.bank.revised import revised
from server.people import persons

blueprint = Blueprint("revision", __name__, url_prefix="/decks/<deck_id>")

NAMES = {
    "prompt": "Question", "guidance": "How to answer", "answer": "Answer", "example": "Example answer",
    "points": "Talking points", "topics": "Topics", "difficulty": "Difficulty", "seconds": "Seconds",
    "number": "Number",
}  # fmt: skip


@blueprint.get("/edit")
def edit(deck_id: str) -> bytes:
    """Show a deck to be edited."""
    return runtime.offload(_edit_page, deck_id, _own(deck_id).deck)


@blueprint.post("/edit")
def save(deck_id: str) -> Response | tuple[bytes, int]:
    """Keep what was edited; what was changed elsewhere meanwhile stays."""
    person_id = persons.current()
    found = _own(deck_id)
    try:
        sent = runtime.offload(intake.reviewed, request.form.get("document", ""), request.form.get("preview", ""))
        before, after = runtime.offload(deck_of, sent.document), runtime.offload(intake.checked, sent.preview)
    except NotKept as reason:
        return runtime.offload(_edit_page, deck_id, found.deck, str(reason)), 400
    if person_id is None or models.change(person_id, deck_id, lambda kept: revised(kept, before, after)) is None:
        abort(404)
    return redirect(f"/decks/{deck_id}?saved", 303)


@blueprint.get("/again")
def again(deck_id: str) -> str:
    """Ask for the newer version of a deck's document."""
    return _again_form(deck_id, _own(deck_id).deck)


@blueprint.post("/again")
def compare(deck_id: str) -> bytes | tuple[str, int]:
    """Show what the newer version would change; nothing is changed yet."""
    found = _own(deck_id)
    try:
        return runtime.offload(_changes_page, deck_id, found, understood())
    except Unreadable as unreadable:
        return _again_form(deck_id, found.deck, str(unreadable)), 400


@blueprint.post("/again/apply")
def apply(deck_id: str) -> Response | tuple[str, int]:
    """Take the newer version over."""
    person_id = persons.current()
    found = _own(deck_id)
    try:
        sent = runtime.offload(intake.reviewed, request.form.get("document", ""), "")
        document = runtime.offload(intake.checked, sent.document)
    except NotKept as reason:
        return _again_form(deck_id, found.deck, str(reason)), 400
    ids = own_ids(sent.document)
    if person_id is None or models.change(person_id, deck_id, lambda kept: _merged(kept, document, ids).kept) is None:
        abort(404)
    return redirect(f"/decks/{deck_id}?saved", 303)


def _own(deck_id: str) -> Kept:
    person_id = persons.current()
    found = models.kept_of(person_id, deck_id) if person_id else None
    if found is None:
        abort(404)
    return found


def _merged(kept: Kept, document: Deck, ids: frozenset[str]) -> Merged:
    return reimport.merge(kept, document, ids)


def _edit_page(deck_id: str, deck: Deck, wrong: str = "") -> bytes:
    document = msgspec.json.encode(preview_of(deck))
    return render_template(
        "bank/edit.html",
        deck=deck,
        deck_id=deck_id,
        document=document.decode(),
        ids=[question.id for question in deck.questions],
        work=hashlib.sha256(document).hexdigest()[:24],
        wrong=wrong,
    ).encode()


def _again_form(deck_id: str, deck: Deck, wrong: str = "") -> str:
    return render_template("bank/again.html", deck=deck, deck_id=deck_id, wrong=wrong)


def _changes_page(deck_id: str, found: Kept, newer: Preview) -> bytes:
    merged = _merged(found, deck_of(newer), own_ids(newer))
    return render_template(
        "bank/changes.html",
        deck=found.deck,
        deck_id=deck_id,
        document=msgspec.json.encode(structs.replace(newer, left_out=())).decode(),
        changes=[_shown(change) for change in merged.changes],
        moved=merged.moved,
        refused=newer.refused,
    ).encode()


def _shown(change: reimport.Change) -> dict[str, object]:
    """Return a change as a page shows it: titles, and each field before and after, as HTML where it is a text."""
    newer = change.offered or change.after
    question = change.after or change.before
    return {
        "kind": change.kind,
        "title": question.title if question else "",
        "html": rendered(question) if question and change.kind == "added" else None,
        "fields": [
            (NAMES[field], _text(getattr(change.before, field)), _text(getattr(newer, field)))
            for field in change.fields
            if change.before and newer
        ],
    }


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)
