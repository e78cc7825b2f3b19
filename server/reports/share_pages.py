"""A report shared by a link: made and taken back below the seat that it is of, opened at an address of its own."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server import errors
from server.reports import archive, pages, replies, shares, words
from server.reports.shares import DAYS, Shared, TooMany
from server.rooms import seats
from server.rooms.room import base_url

blueprint = Blueprint("shares", __name__)

NOT_RELEASED = "Only a released report can be shared. Release it first."
NO_LONGER = "This link is not good: it was taken back, has expired, or never was. Ask whoever sent it for another."
ROOM = "/room/<interview_id>/<seat_id>/report"


@blueprint.get(f"{ROOM}/links")
def listed(interview_id: str, seat_id: str) -> AnyResponse | str:
    """Show the links to a report, and the form of a new one."""
    reading = pages.read(interview_id, seat_id)
    return errors.page(403, reading.not_yet) if reading.report is None else _links(interview_id, seat_id)


@blueprint.post(f"{ROOM}/links")
def make(interview_id: str, seat_id: str) -> AnyResponse | str:
    """Make a link to a participant's own copy, and show it, this once."""
    report = pages.read(interview_id, seat_id).report
    if report is None or report.released_ms is None:
        return errors.page(409, NOT_RELEASED)
    if archive.copy(interview_id, seat_id, report.released_ms) is None:
        return errors.page(409, "The report is just being kept. Try again in a moment.")
    days = request.form.get("days", 7, type=int)
    try:
        token = shares.make(
            interview_id,
            seat_id,
            report.released_ms,
            days=days if days in DAYS else 7,
            answers=request.form.get("answers") == "yes",
            names=request.form.get("names") == "yes",
        )
    except TooMany as refusal:
        return errors.page(409, str(refusal))
    return _links(interview_id, seat_id, f"{base_url()}/shared/{token}")


@blueprint.post(f"{ROOM}/links/<link_id>/revoke")
def revoke(interview_id: str, seat_id: str, link_id: str) -> AnyResponse:
    """Take a link back."""
    pages.read(interview_id, seat_id)
    if not shares.revoke(interview_id, seat_id, link_id):
        abort(404)
    return redirect(f"{seats.address(interview_id, seat_id)}/report/links", 303)


@blueprint.post(f"{ROOM}/reply")
def reply(interview_id: str, seat_id: str) -> AnyResponse:
    """Keep what the candidate says to their report."""
    report = pages.read(interview_id, seat_id).report
    if report is None or not pages.may_reply(report):
        return errors.page(403, "Only who answered in an interview can answer to its report, once it is released.")
    text = request.form.get("text", "").strip()
    round_id = request.form.get("round", -1, type=int)
    if len(text) > replies.MOST_CHARS:
        return errors.page(400, replies.TOO_LONG)
    if round_id not in {0, *(round.id for round in report.rounds if round.role == "candidate")}:
        return errors.page(400, "Say which question it is about: one that you were asked, or the whole report.")
    replies.say(interview_id, seat_id, round_id, text)
    return redirect(f"{seats.address(interview_id, seat_id)}/report", 303)


@blueprint.get("/shared/<token>")
def shared(token: str) -> AnyResponse:
    """Show a report to who has its link."""
    found = _shared(token)
    page = render_template(
        "reports/shared.html",
        report=found.report,
        words=words,
        here=f"/shared/{token}",
        until_ms=found.until_ms,
        replies=_replies(found),
    )
    return _private(make_response(page))


@blueprint.get("/shared/<token>/still")
def still(token: str) -> AnyResponse:
    """Tell whether a link is still good: 204, else 404."""
    return Response(status=204 if shares.is_good(token) else 404)


@blueprint.get("/shared/<token>/report.<kind>")
def download(token: str, kind: str) -> AnyResponse:
    """Give a shared report as a file."""
    return _private(pages.download(_shared(token).report, kind) or abort(404))


def _shared(token: str) -> Shared:
    found = shares.opened(token)
    if found is None:
        abort(_private(errors.page(404, NO_LONGER)))
    return found


def _replies(found: Shared) -> dict[int, str]:
    """Return what the candidate said, where it is they who share."""
    return replies.of(found.interview_id, found.seat_id) if found.report.role == "candidate" else {}


def _private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _links(interview_id: str, seat_id: str, url: str = "") -> str:
    released = request.args.get("released")
    return render_template(
        "reports/links.html",
        room=seats.address(interview_id, seat_id),
        one=f"?released={int(released)}" if released and released.isdecimal() else "",
        links=shares.links(interview_id, seat_id),
        url=url,
    )
