"""My interviews: the list with its search, and what is done with one of them."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from server import errors, policy
from server.history import deleting, listing
from server.history.deleting import UNDO_DAYS, NotDeleted
from server.history.listing import Found, Search
from server.people import invitations, persons
from server.people.invitations import WallKey
from server.rooms import seats

blueprint = Blueprint("history", __name__, url_prefix="/interviews")

FILTERS = ("name", "deck", "topic", "first", "last", "state", "part")


@blueprint.get("")
def index() -> str:
    """List one's interviews, by what is looked for."""
    person_id = persons.current()
    wrong: dict[str, str] = {}
    search = listing.read(request.args, wrong)
    found = _page(person_id, search) if person_id and not wrong else Found((), None)
    given = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return render_template(
        "history/index.html",
        found=found,
        own=deleting.owns(person_id, tuple(line.id for line in found.lines)) if person_id else frozenset(),
        given=given,
        wrong=wrong,
        beginning=search.before is None,
        more=f"{url_for('.index')}?{urlencode({**given, 'before': found.more})}" if found.more else None,
        days=UNDO_DAYS,
        gone=_gone(person_id, request.args),
    )


@blueprint.post("/token")
def token() -> Response:
    """Give a token for the socket by which live rows move by themselves."""
    session_name = persons.session()
    if session_name is None:
        abort(404)
    return jsonify(token=invitations.wall_token(policy.settings().secret, WallKey(session_name, "mine")))


@blueprint.post("/<interview_id>/delete")
def delete(interview_id: str) -> AnyResponse:
    """Delete an interview of one's own, or take one that one took part in off one's list."""
    person_id = persons.current() or abort(404)
    if request.form.get("what") == "hide":
        if not deleting.hide(person_id, interview_id, hidden=True):
            abort(404)
        return redirect(url_for(".index", gone=interview_id, what="hide"), 303)
    try:
        if not deleting.delete_one(person_id, interview_id):
            abort(404)
    except NotDeleted as reason:
        return errors.page(409, str(reason))
    seats.live().changed(person_id)
    return redirect(url_for(".index", gone=interview_id, what="delete"), 303)


@blueprint.post("/<interview_id>/undo")
def undo(interview_id: str) -> AnyResponse:
    """Take back that an interview was deleted, or taken off one's list."""
    person_id = persons.current() or abort(404)
    if request.form.get("what") == "hide":
        done = deleting.hide(person_id, interview_id, hidden=False)
    else:
        done = deleting.undo_one(person_id, interview_id)
    if not done:
        abort(404)
    seats.live().changed(person_id)
    return redirect(url_for(".index"), 303)


def newest(person_id: str, count: int) -> Found:
    """Return the newest of a person's interviews, as they are now."""
    return _page(person_id, Search(), count)


def _page(person_id: str, search: Search, count: int = listing.PAGE) -> Found:
    return listing.page(person_id, search, seats.live().tiles(listing.unended(person_id)), count)


def _gone(person_id: str | None, args: MultiDict[str, str]) -> dict[str, str] | None:
    """Return what has just been deleted, to whom it can give it back."""
    id = args.get("gone", "")
    if person_id is None or not id:
        return None
    what = "hide" if args.get("what") == "hide" else "delete"
    if what == "delete" and id not in deleting.owns(person_id, (id,)):
        return None
    return {"id": id, "what": what, "title": deleting.title(id) if what == "delete" else ""}
