"""The replay of an interview that has ended, below the seat whose view it shows."""

from collections.abc import Iterator
from typing import cast

import msgspec
from flask import Blueprint, Response, abort, render_template

from server import errors
from server.core import replay
from server.core.interview import Seat
from server.core.permissions import has_interviewed
from server.core.replay import NoReplay
from server.live.held import Held
from server.live.live import Live
from server.reports import archive, pages
from server.rooms import seats

blueprint = Blueprint("replay", __name__, url_prefix="/room/<interview_id>/<seat_id>/replay")

NOT_YET = "There is no replay yet: it is there for you when the report has been released."
TOO_OLD = "This interview is older than replays; its log does not say how it began."


@blueprint.get("")
def page(interview_id: str, seat_id: str) -> Response | str:
    """Show the player."""
    held, seat = _open(interview_id, seat_id)
    if not _may(held, seat):
        return errors.page(403, NOT_YET)
    silent = [each.name or each.role for each in held.interview.seats if each.joined and not each.replay]
    return render_template(
        "reports/replay.html",
        room=seats.address(interview_id, seat_id),
        title=held.interview.title,
        solo=held.interview.solo,
        silent=silent if held.interview.options.answering != "spoken" else [],
    )


@blueprint.get("/frames.jsonl")
def frames(interview_id: str, seat_id: str) -> Response:
    """Give what the seat was shown, a line for each change, oldest first."""
    held, seat = _open(interview_id, seat_id)
    if not _may(held, seat):
        return errors.page(403, NOT_YET)
    try:
        body = b"".join(_lines(held, seat))
    except NoReplay:
        return errors.page(409, TOO_OLD)
    return Response(body, mimetype="application/x-ndjson")


def _lines(held: Held, seat: Seat) -> Iterator[bytes]:
    log = archive.recorded(cast(Live, seats.live()).log(held.interview.id), held.interview)
    texts = {name: text.text for name, text in held.texts.items()}
    for frame in replay.frames(log, seat.id, held.content, texts):
        yield msgspec.json.encode(frame) + b"\n"


def _open(interview_id: str, seat_id: str) -> tuple[Held, Seat]:
    return pages.seated(interview_id, seat_id) or abort(404)


def _may(held: Held, seat: Seat) -> bool:
    """Tell whether the replay is open to the seat: to who interviewed from the end on, to others with the report."""
    if held.interview.status == "released":
        return True
    return held.interview.status == "wrapup" and has_interviewed(held.interview, seat) and seat.side is None
