"""The read-only link of a deck: made with the secret and a generation, as a seat's is; nothing of it is stored."""

import base64
import hmac
import re

import msgspec
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from server import db
from server.bank.deck import Deck
from server.bank.models import DeckRecord

LINK = re.compile(r"([0-9A-Za-z]{16})\.[0-9a-z]{26}")


def share(secret: str, person_id: str, id: str) -> str | None:
    """Make a link that shows a deck of the person to whoever has it; return its token, None if there is no such deck.

    A deck has one link: of a shared deck it is the one that it has.
    """
    return _token(secret, id, _changed(person_id, id, shared=True))


def unshare(person_id: str, id: str) -> bool:
    """End the link of a deck of the person for good: the next one is another. Tell whether there is such a deck."""
    return _changed(person_id, id, shared=False) is not None


def link_of(secret: str, person_id: str, id: str) -> str | None:
    """Return the token of the link of a deck of the person, None if it is not shared."""
    shared = select(DeckRecord.link).where(*_there(id), DeckRecord.person_id == person_id, DeckRecord.shared)
    return _token(secret, id, db.transact(lambda session: session.scalar(shared)))


def shared_deck(secret: str, token: str) -> Deck | None:
    """Return the deck that a link's token opens, None if it opens nothing, whatever the reason."""
    match = LINK.fullmatch(token)
    if match is None:
        return None
    id = match[1]
    wanted = select(DeckRecord.link, DeckRecord.body).where(*_there(id), DeckRecord.shared)
    found = db.transact(lambda session: session.execute(wanted).first())
    right = _token(secret, id, found[0] if found else 0)
    if found is None or right is None or not hmac.compare_digest(token, right):
        return None
    return msgspec.json.decode(found[1], type=Deck)


def _changed(person_id: str, id: str, shared: bool) -> int | None:
    """Share a deck or end that; return the generation of its link, None if there is no such deck."""
    where = (*_there(id), DeckRecord.person_id == person_id)

    def work(session: Session) -> int | None:
        # Only what ends a link makes the next generation, so that sharing twice gives the same link.
        ended = {} if shared else {"link": DeckRecord.link + 1}
        changed = update(DeckRecord).where(*where).values(shared=shared, **ended)
        return session.scalar(changed.returning(DeckRecord.link))

    return db.transact(work)


def _there(id: str) -> tuple[ColumnElement[bool], ...]:
    return DeckRecord.id == id, DeckRecord.deleted_ms.is_(None)


def _token(secret: str, id: str, generation: int | None) -> str | None:
    if generation is None:
        return None
    tag = hmac.digest(secret.encode(), f"deck\n{id}\n{generation}".encode(), "sha256")[:16]
    return f"{id}.{base64.b32encode(tag).decode().rstrip('=').lower()}"
