"""Who is asking: the person of a browser, known by an opaque cookie of which the server keeps the hash."""

import hashlib
import secrets
from collections.abc import Callable

from flask import Response, after_this_request, g, has_request_context, request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server import db, policy
from server.people.models import Person, PersonSession

OPERATOR = "command-line"  # who owns what is made from the command line of this machine
SEEN_EVERY_MS = 24 * 3600 * 1000


def current() -> str | None:
    """Return the id of the person whose browser this is, or None if it has stored nothing so far."""
    if "person_id" not in g:
        cookie = request.cookies.get(_cookie_name())
        g.person_id, g.device = None, ""
        if cookie:
            g.person_id, g.device, renewed = db.transact(lambda session: _known(session, cookie))
            if renewed:
                _send_cookie(cookie)  # so that it lasts while it is used
    person_id: str | None = g.person_id
    return person_id


def present() -> str:
    """Return the id of the person whose browser this is, who exists from now on."""
    person_id = current()
    if person_id is None:
        agent = _agent()
        person_id, g.device, cookie = db.transact(lambda session: _born(session, agent))
        g.person_id = person_id
        _send_cookie(cookie)
    return person_id


def session() -> str | None:
    """Return what names the session of this browser: the hash of its cookie. None for who is nobody."""
    return _hash(request.cookies[_cookie_name()]) if current() is not None else None


def device() -> str:
    """Return the id of this browser among those of its person; empty for who is nobody."""
    current()
    found: str = g.device
    return found


def is_signed_in(device: str) -> bool:
    """Tell whether a device is one of somebody's still; what belongs to no device is. Needs an application context."""
    if not device or (has_request_context() and g.get("device") == device):
        return True
    wanted = select(PersonSession.person_id).where(PersonSession.device == device)
    return db.transact(lambda session: session.scalar(wanted)) is not None


def of_session(session: str) -> str | None:
    """Return whose session this is, while it lasts. Needs an application context, and no request."""
    wanted = select(PersonSession.person_id).where(PersonSession.cookie_hash == session)
    found: str | None = db.transact(lambda sql: sql.scalar(wanted))
    return found


def sign_out(response: Response) -> None:
    """End the session of this browser, on the server and in its cookie."""
    cookie = request.cookies.get(_cookie_name())
    if cookie:
        ended = delete(PersonSession).where(PersonSession.cookie_hash == _hash(cookie))
        db.transact(lambda session: session.execute(ended) and None)
    g.person_id, g.device = None, ""
    policy.drop_cookie(response, _cookie_name())


def sign_out_others() -> None:
    """End all sessions of the person but that of this browser."""
    person_id, kept = current(), device()
    theirs = delete(PersonSession).where(PersonSession.person_id == person_id)
    others = theirs.where(PersonSession.device != kept)
    db.transact(lambda session: session.execute(others) and None)


def become(person_id: str, work: Callable[[Session], bool]) -> bool:
    """Let this browser be this person from now on, by a session that nobody has known before; its old one ends.

    Args:
        work: what has to be done in the same transaction; the browser stays who it was where it returns False.
    """
    old = request.cookies.get(_cookie_name())
    same, agent = device() or db.new_id(), _agent()

    def moved(session: Session) -> str | None:
        if not work(session):
            return None
        if old:
            session.execute(delete(PersonSession).where(PersonSession.cookie_hash == _hash(old)))
        return _begun(session, person_id, same, agent)

    cookie = db.transact(moved)
    if cookie is None:
        return False
    g.person_id, g.device = person_id, same
    _send_cookie(cookie)
    return True


def operator() -> str:
    """Return the id of the person who owns what is made from the command line."""

    def work(session: Session) -> str:
        if session.get(Person, OPERATOR) is None:
            session.add(Person(id=OPERATOR, created_ms=db.now_ms()))
        return OPERATOR

    return db.transact(work)


def _known(session: Session, cookie: str) -> tuple[str | None, str, bool]:
    row = session.get(PersonSession, _hash(cookie))
    now_ms = db.now_ms()
    if row is None or now_ms - row.seen_ms > policy.COOKIE_S * 1000:
        return None, "", False
    renewed = now_ms - row.seen_ms > SEEN_EVERY_MS
    if renewed:
        row.seen_ms = now_ms
    return row.person_id, row.device, renewed


def _born(session: Session, agent: str) -> tuple[str, str, str]:
    now_ms = db.now_ms()
    person = Person(id=db.new_id(), created_ms=now_ms)
    session.add(person)
    session.flush()
    device = db.new_id()
    return person.id, device, _begun(session, person.id, device, agent)


def _begun(session: Session, person_id: str, device: str, agent: str) -> str:
    """Begin a session of the person; return its cookie."""
    now_ms, cookie = db.now_ms(), secrets.token_urlsafe(32)
    times = {"created_ms": now_ms, "seen_ms": now_ms}
    session.add(PersonSession(cookie_hash=_hash(cookie), person_id=person_id, device=device, agent=agent, **times))
    return cookie


def _agent() -> str:
    return request.user_agent.string[:300]


def _send_cookie(cookie: str) -> None:
    name = _cookie_name()

    @after_this_request
    def send(response: Response) -> Response:
        if g.person_id is not None:  # else signed out by this very request
            policy.set_cookie(response, name, cookie)
        return response


def _cookie_name() -> str:
    return policy.cookie_name("greenroom_person", "__Host-")


def _hash(cookie: str) -> str:
    # Nothing to slow down: the cookie has 256 bits of chance.
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()
