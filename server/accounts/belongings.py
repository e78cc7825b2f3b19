"""All that a person has here: as a file to take along, and deleted for good."""

import io
import re
import zipfile
from typing import Any

import msgspec
from sqlalchemy import LargeBinary, delete, select
from werkzeug.exceptions import NotFound

from server import db
from server.accounts.datastore import of_person
from server.bank import deckfile, shelf
from server.db import Base
from server.people.accounts import AccountRecord
from server.people.models import Person, PersonSession
from server.reports import pages as report_pages
from server.rooms import seats
from server.rooms.models import InterviewRecord, Participation

SECRETS = {AccountRecord.__tablename__, PersonSession.__tablename__, "carries"}

LIVE = "An interview of yours is going on. End it first, then delete what you have here."


class NotDeleted(Exception):  # noqa: N818 - an answer to who asked for it
    """Nothing was deleted. Its text is one sentence that says what to do."""


def archive(person_id: str) -> bytes:
    """Return a zip of what a person has: decks as Markdown, reports as they may read them, everything else as rows."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("everything.json", msgspec.json.format(msgspec.json.encode(_rows(person_id)), indent=2))
        for number, line in enumerate(shelf.decks(person_id), 1):
            deck = shelf.deck(person_id, line.id)
            if deck is not None and line.id != "flask":
                packed.writestr(f"decks/{number:03} {_named(deck.title)}.md", deckfile.write(deck))
        for interview_id, seat_id, title in _seats(person_id):
            try:
                found = report_pages.read(interview_id, seat_id).report
            except NotFound:
                found = None
            if found is not None:
                packed.writestr(f"reports/{_named(title)} {interview_id}-{seat_id}.json", msgspec.json.encode(found))
    return file.getvalue()


def delete_all(person_id: str) -> None:
    """Delete a person with all that is theirs, for good; what others were given of it stays theirs.

    Raises:
        NotDeleted: with a sentence.
    """
    mine = select(InterviewRecord.id).where(InterviewRecord.person_id == person_id)
    ids = db.transact(lambda session: list(session.scalars(mine.where(InterviewRecord.archived_ms.is_(None)))))
    held = [each for each in (seats.live().hold(id) for id in ids) if each is not None]
    if any(each.interview.status == "live" for each in held):
        raise NotDeleted(LIVE)
    gone = delete(Person).where(Person.id == person_id)
    db.transact(lambda session: session.execute(gone) and None)
    for each in held:
        seats.live().remove(each.interview.id)
    seats.live().changed(person_id)


def _rows(person_id: str) -> dict[str, Any]:
    account = of_person(person_id)
    tables = [
        table for table in Base.metadata.sorted_tables if "person_id" in table.columns and table.name not in SECRETS
    ]

    def work(session: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for table in tables:
            shown = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
            wanted = select(*shown).where(table.c.person_id == person_id)
            found[table.name] = [dict(row._mapping) for row in session.execute(wanted)]
        return found

    rows = db.transact(work)
    return {"person": person_id, "email": account.email if account else None, **rows}


def _seats(person_id: str) -> list[tuple[str, str, str]]:
    wanted = (
        select(Participation.interview_id, Participation.seat_id, InterviewRecord.title)
        .join(InterviewRecord, InterviewRecord.id == Participation.interview_id)
        .where(Participation.person_id == person_id, InterviewRecord.archived_ms.is_not(None))
    )
    return db.transact(lambda session: [(row[0], row[1], row[2]) for row in session.execute(wanted)])


def _named(title: str) -> str:
    return re.sub(r"[^\w -]+", "", title)[:60].strip() or "untitled"
