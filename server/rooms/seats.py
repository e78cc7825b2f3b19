"""Who is asking, in a room: the seat that a link names, and the one that the browser's cookie keeps.

Every bad link and every missing cookie ends in the same 404, so that nobody can tell what exists.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, cast

from flask import abort, after_this_request, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from server import policy
from server.core.commands import Command
from server.core.content import Content
from server.core.interview import Interview, Seat
from server.people import invitations, persons
from server.people.invitations import SeatKey
from server.rooms import parking


class Held(Protocol):
    """An interview as a worker holds it; what `live` gives."""

    @property
    def interview(self) -> Interview: ...
    @property
    def content(self) -> Content: ...
    @property
    def rev(self) -> int: ...


class Live(Protocol):
    """What the pages need of `live`."""

    def hold(self, interview_id: str) -> Held | None:
        """Return the interview, loaded where it lies, or None if there is none."""

    def handle(
        self, interview_id: str, seat_id: str, command: Command, command_id: str, content: bytes | None = None
    ) -> int:
        """Do what `seat_id` asks for; return the revision at which it is done. `content` replaces the questions."""

    def forget(self, interview_id: str, seat_id: str) -> None:
        """Close the sockets of a seat that this browser forgets."""

    def tiles(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return those of the interviews that are in Redis at a glance: see `core/tile.py`."""

    def remove(self, interview_id: str) -> None:
        """Close all sockets of an interview, and take it out of Redis."""

    def changed(self, person_id: str) -> None:
        """Have the open pages of a person that watch many rooms ask anew what they may watch."""

    def connected(self, interview_id: str) -> frozenset[str]:
        """Return the seats of which a device is connected."""

    def log(self, interview_id: str) -> list[bytes]:
        """Return the log of the interview, oldest entry first."""


class Taken(NamedTuple):
    """A seat, in its interview; and the device that keeps it, where it is its cookie that opened it."""

    held: Held
    seat: Seat
    device: str = ""


def live() -> Live:
    """Return the service that runs the interviews."""
    return cast(Live, current_app.extensions["live"])


def by_link(token: str) -> Taken:
    """Return the seat that a link opens; answer 404 if it opens none."""
    named = invitations.seat_named(token)
    if named is None:
        abort(404)
    taken = _find(*named)
    if not invitations.opens(policy.settings().secret, token, key(taken)):
        abort(404)
    return taken


def by_cookie(interview_id: str, seat_id: str) -> Taken:
    """Return the seat that this browser keeps; answer 404 if it does not."""
    cookie = request.cookies.get(_cookie_name())
    if not (cookie and invitations.INTERVIEW_ID.fullmatch(interview_id) and invitations.SEAT_ID.fullmatch(seat_id)):
        abort(404)
    taken = _find(interview_id, seat_id)
    kept = _kept(key(taken))
    if kept is None:
        abort(404)
    return taken._replace(device=kept.device)


def come_back(interview_id: str, seat_id: str) -> Taken:
    """Return the seat that this browser keeps, or that its person has on another device, which it keeps from now on.

    Answers 404 if it is neither, or if the seat's link was replaced meanwhile: that ends whatever came by it.
    """
    try:
        return by_cookie(interview_id, seat_id)
    except NotFound:
        person_id = persons.current()
        if person_id is None or not parking.takes_part(person_id, interview_id, seat_id):
            raise
        taken = _find(interview_id, seat_id)
        if taken.seat.link != 1:
            raise

    @after_this_request
    def keep(response: Response) -> Response:
        give(response, key(taken))
        return response

    return taken


def keeps(seat: SeatKey) -> bool:
    """Tell whether the browser's cookie keeps this seat."""
    return _kept(seat) is not None


def key(taken: Taken) -> SeatKey:
    """Return what opens this seat now."""
    return SeatKey(taken.held.interview.id, taken.seat.id, taken.seat.link, taken.device)


def give(response: Response, seat: SeatKey) -> None:
    """Let the browser keep the seat: in a cookie for the seat's own pages, so that two seats fit into one browser."""
    value = invitations.seat_cookie(policy.settings().secret, seat._replace(device=persons.device()))
    policy.set_cookie(response, _cookie_name(), value, path=address(seat.interview, seat.seat))


def take_back(response: Response, interview_id: str, seat_id: str) -> None:
    """Let the browser keep the seat no more."""
    policy.drop_cookie(response, _cookie_name(), path=address(interview_id, seat_id))


def address(interview_id: str, seat_id: str) -> str:
    """Return the path of a seat's page."""
    return f"/room/{interview_id}/{seat_id}"


def _kept(seat: SeatKey) -> SeatKey | None:
    """Return the seat as the browser's cookie keeps it; None if it does not, or if the device has been signed out."""
    cookie = request.cookies.get(_cookie_name())
    kept = invitations.kept(policy.settings().secret, cookie, seat) if cookie else None
    return kept if kept and persons.is_signed_in(kept.device) else None


def _find(interview_id: str, seat_id: str) -> Taken:
    held = live().hold(interview_id)
    seat = held.interview.seat(seat_id) if held else None
    if held is None or seat is None or seat.removed:
        abort(404)
    return Taken(held, seat)


def _cookie_name() -> str:
    return policy.cookie_name("greenroom_seat", "__Secure-")
