"""The room: its page, and the JSON that the page asks for. All of it is for who keeps the seat, and nobody else."""

import io
import re
from typing import Any
from urllib.parse import urlsplit

import msgspec
import segno
from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from werkzeug.exceptions import NotFound

from server import address, policy
from server.core.content import Content, Question
from server.core.halves import choosable
from server.core.interview import Interview, Seat
from server.people import invitations
from server.people.invitations import SeatKey
from server.rooms import planning, seats
from server.store.connection import NotSaved, Unconfirmed

blueprint = Blueprint("room", __name__, url_prefix="/room/<interview_id>/<seat_id>")

ROOM = re.compile(r"/room/([^/]+)/([^/]+)")


@blueprint.get("")
def page(interview_id: str, seat_id: str) -> str:
    """Show the room. The page is empty; what its reader may see comes by the socket."""
    title = seats.come_back(interview_id, seat_id).held.interview.title
    return render_template("rooms/room.html", interview=interview_id, seat=seat_id, title=title)


@blueprint.post("/token")
def token(interview_id: str, seat_id: str) -> Response:
    """Give a token for the handshake of a socket, and the servers that help calls to get through."""
    key = seats.key(seats.by_cookie(interview_id, seat_id))
    settings = policy.settings()
    return jsonify(token=invitations.socket_token(settings.secret, key), ice_servers=settings.ice_servers)


@blueprint.get("/deck")
def deck(interview_id: str, seat_id: str) -> Response:
    """Give what the interview is about; the questions to who asks them, or will after a swap."""
    taken = seats.by_cookie(interview_id, seat_id)
    interview, content = taken.held.interview, taken.held.content
    told: dict[str, Any] = {
        "title": content.title,
        "dimensions": [{"id": one.id, "name": one.name, "steps": one.steps} for one in content.dimensions],
    }
    if taken.seat.role == "interviewer" or taken.seat.side is not None:
        told["questions"] = _questions(content, choosable(interview, taken.seat, content))
        told |= {"source": content.source, "licence": content.licence, "author": content.author}
    return Response(msgspec.json.encode(told), mimetype="application/json")  # a long deck would take json 100 ms


@blueprint.get("/links")
def links(interview_id: str, seat_id: str) -> Response:
    """Give the links of all seats to the lead, and to others their own, for their further devices.

    Where the interview is planned, with a line each to paste into a chat.
    """
    taken = seats.by_cookie(interview_id, seat_id)
    interview = taken.held.interview
    schedule = interview.schedule
    return jsonify(
        address_note=address_note(interview, taken.seat),
        seats=[
            {
                "seat": seat.id,
                "role": seat.role,
                "name": seat.name,
                "joined": seat.joined,
                "url": link(interview, seat),
                "line": planning.line(schedule, interview.title, link(interview, seat)) if schedule else None,
                "qr": url_for(".qr", interview_id=interview_id, seat_id=seat_id, named=seat.id),
            }
            for seat in may_invite(interview, taken.seat)
        ],
    )


@blueprint.get("/qr/<named>.svg")
def qr(interview_id: str, seat_id: str, named: str) -> Response:
    """Give the link of a seat as a QR code, to whom `links` gives it."""
    taken = seats.by_cookie(interview_id, seat_id)
    interview = taken.held.interview
    seat = next((each for each in may_invite(interview, taken.seat) if each.id == named), None)
    if seat is None:
        abort(404)
    return qr_code(link(interview, seat))


@blueprint.app_template_global()
def own_room() -> str | None:
    """Return the room below which this request went, where the browser keeps its seat."""
    if not (below := ROOM.match(request.path)):
        return None
    try:
        seats.by_cookie(*below.groups())
    except (NotFound, NotSaved, Unconfirmed):
        return None
    return seats.address(*below.groups())


def qr_code(text: str) -> Response:
    """Return a text, such as a link, as a QR code."""
    drawn = io.BytesIO()
    # On white in the dark too: many cameras do not read an inverted code.
    segno.make(text, error="m").save(
        drawn, kind="svg", border=3, light="#fff", omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def base_url() -> str:
    """Return what links begin with: PUBLIC_URL, else the address at which this page was opened."""
    return policy.settings().public_url or f"{request.scheme}://{request.host}"


def join_url(base: str, key: SeatKey) -> str:
    """Return the link that opens a seat."""
    return f"{base}/join/{invitations.link_token(policy.settings().secret, key)}"


def may_invite(interview: Interview, seat: Seat) -> list[Seat]:
    """Return the seats whose links `seat` may have; the one from which a coach acts is nobody else's."""
    if seat.id != interview.lead:
        return [seat]
    return [each for each in interview.seats if not each.removed and each.id != interview.coach]


def link(interview: Interview, seat: Seat) -> str:
    """Return the link that opens the seat now."""
    return join_url(base_url(), SeatKey(interview.id, seat.id, seat.link))


def _questions(content: Content, chosen: tuple[Question, ...]) -> list[dict[str, Any]]:
    told = []
    for question in chosen:
        html = content.rendered[question.id]
        told.append(
            {
                "id": question.id,
                "number": question.number,
                "title": question.title,
                "prompt": html.prompt,
                "guidance": html.guidance,
                "answer": html.answer,
                "example": html.example,
                "points": question.points,
                "topics": question.topics,
                "difficulty": question.difficulty,
                "seconds": question.seconds,
            }
        )
    return told


def address_note(interview: Interview, seat: Seat) -> str | None:
    """Return why links open on this computer only, and what to do; None where they open elsewhere, too."""
    base = base_url()
    if not address.only_here(base):
        return None
    if found := network_url(base):
        own = join_url(found, SeatKey(interview.id, seat.id, seat.link))
        return (
            f"These links work on this computer only. Open {own} here instead, and copy the links that you find there."
        )
    return (
        "These links work on this computer only. To invite somebody in your network, stop Greenroom, start it with "
        "HOST=0.0.0.0 make run and open the address that it prints; beyond your network, set PUBLIC_URL."
    )


def network_url(base: str) -> str | None:
    """Return what links begin with in the local network, where `base` means this computer; None if nothing does."""
    found = address.on_network(policy.settings().host)
    if not found:
        return None
    parts = urlsplit(base)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://[{found}]{port}" if ":" in found else f"{parts.scheme}://{found}{port}"
