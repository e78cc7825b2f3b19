"""What a class sees on the projector: how to come in, then phase and clock, and nothing else."""

from flask import Blueprint, Response, abort, jsonify, render_template

from server.classes import classes
from server.classes.classes import Class
from server.people import persons
from server.rooms.room import base_url, qr_code

blueprint = Blueprint("projector", __name__, url_prefix="/classes/<class_id>")


@blueprint.get("/projector")
def page(class_id: str) -> str:
    """Show the projector's page; it follows the class by itself."""
    mine = _mine(class_id)
    return render_template("classes/projector.html", klass=mine, entry=entry(mine))


@blueprint.get("/now")
def now(class_id: str) -> Response:
    """Tell where the class is."""
    mine = _mine(class_id)
    timeline = mine.body.timeline
    return jsonify(
        phase=timeline.now.name if timeline.now else None,
        ends_ms=timeline.ends_ms,
        begun=timeline.at >= 0,
        next=timeline.next.name if timeline.next else None,
        code=mine.code,
        locked=mine.locked,
        ended=mine.ended_ms is not None,
        taken=sum(each.taken_ms is not None for each in mine.students),
        students=sum(not each.absent for each in mine.students),
    )


@blueprint.get("/qr.svg")
def qr(class_id: str) -> Response:
    """Give the address at which students come in as a QR code."""
    mine = _mine(class_id)
    if mine.code is None:
        abort(404)
    return qr_code(entry(mine))


def entry(mine: Class) -> str:
    """Return the address at which students come in."""
    return f"{base_url()}/c/{mine.code}"


def _mine(class_id: str) -> Class:
    return classes.of(persons.current(), class_id) or abort(404)
