"""Carry on on another device: the page that shows the link, and the one that the link opens."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from server import address, db, policy
from server.drill import carry
from server.drill.carry import Link, Owned
from server.people import persons
from server.people.accounts import AccountRecord
from server.rooms import parking, room, seats
from server.rooms.choices import HOST_NAME

blueprint = Blueprint("carry", __name__, url_prefix="/carry")


@blueprint.get("")
def page() -> str:
    """Offer a link for another device; show the one that there is, and what became of it."""
    link = _mine()
    base = _base()
    return render_template(
        "drill/carry.html",
        owned=_owned(),
        link=link,
        url=_url(link, base) if link else None,
        only_here=address.only_here(base),
        minutes=carry.LIFE_MIN,
    )


@blueprint.post("")
def make() -> AnyResponse:
    """Make a link, instead of the one that there was; or let no other browser be this person any more."""
    person_id = persons.current()
    if person_id and request.form.get("do") == "alone":
        persons.sign_out_others()
        seats.live().changed(person_id)  # their pages that watch rooms close
    elif person_id:
        carry.make(person_id)
    return redirect("/carry", 303)


@blueprint.get("/qr.svg")
def qr() -> Response:
    """Give the link as a QR code, while it is good."""
    link = _mine()
    if link is None or link.state != "open":
        abort(404)
    return room.qr_code(_url(link, _base()))


@blueprint.get("/<token>")
def ask(token: str) -> Response:
    """Say what opening the link means. Uses nothing up: link previews come here too."""
    link = _opened(token)
    person_id = persons.current()
    if link is None or link.state != "open" or link.person_id == person_id or _has_account(person_id):
        return _closed(link)
    return make_response(
        render_template(
            "drill/carry_confirm.html",
            name=parking.last_name(link.person_id, besides=HOST_NAME),
            owned=_owned(),
            here=f"/carry/{link.token}",
        )
    )


@blueprint.post("/<token>")
def take(token: str) -> AnyResponse:
    """Let this browser be the person from now on, and merge in what its guest has practised."""
    link = _opened(token)
    person_id = persons.current()
    if link is None or link.state != "open" or link.person_id == person_id or _has_account(person_id):
        return _closed(link)
    if not carry.take(link, person_id):
        return _closed(_opened(token))
    return redirect("/carry", 303)


def _closed(link: Link | None) -> Response:
    """Say why nothing happens, and what to do."""
    own = link is not None and link.person_id == persons.current()
    signed_in = link is not None and link.state == "open" and not own
    page = make_response(
        render_template("drill/carry_closed.html", link=link, own=own, signed_in=signed_in, minutes=carry.LIFE_MIN)
    )
    page.status_code = 404 if link is None else 409 if own or signed_in else 410
    return page


def _has_account(person_id: str | None) -> bool:
    """Tell whether an account would go with the guest."""
    wanted = select(AccountRecord.id).where(AccountRecord.person_id == person_id)
    return person_id is not None and db.transact(lambda session: session.scalar(wanted)) is not None


def _owned() -> Owned | None:
    person_id = persons.current()
    return carry.owned(person_id) if person_id else None


def _mine() -> Link | None:
    person_id = persons.current()
    return carry.link_of(policy.settings().secret, person_id) if person_id else None


def _opened(token: str) -> Link | None:
    return carry.opened(policy.settings().secret, token)


def _url(link: Link, base: str) -> str:
    return f"{base}/carry/{link.token}"


def _base() -> str:
    """Return what the link begins with: an address that another device reaches, where there is one."""
    base = room.base_url()
    return room.network_url(base) or base if address.only_here(base) else base
