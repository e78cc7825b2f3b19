"""What a person has here: taken along as a file, and deleted for good."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from server import db
from server.db import Base
from server.people.accounts import AccountRecord
from server.people.models import Person
from tests.accounts.visits import ADA, has_account, says, signs_in
from tests.website import Browser, StandIn


def test_download(somebody: Callable[[], Browser]) -> None:
    """The file has what the person owns, under the names of its tables, and no secret."""
    here = somebody()
    mine = here.start()
    has_account(here)
    theirs = somebody().start()
    answer = here.submit("/account", "/account/download")
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    everything = json.loads(packed.read("everything.json"))
    assert everything["email"] == ADA
    assert [each["id"] for each in everything["interviews"]] == [mine]
    text = packed.read("everything.json").decode()
    assert "argon2" not in text
    assert "cookie" not in text
    assert theirs not in text


@pytest.mark.both_databases
def test_deleting_deletes(app: Flask, somebody: Callable[[], Browser]) -> None:
    """After deleting no row of any table names the person, and nobody can sign in."""
    here = somebody()
    here.start()
    has_account(here)
    with app.app_context():
        ids = db.transact(lambda session: [row.person_id for row in session.query(AccountRecord)])
    refused = here.submit("/account/delete", "/account/delete", {"sure": "yes"})
    assert refused.status_code == 400
    assert "Write the word delete" in says(refused)
    answer = here.submit("/account/delete", "/account/delete", {"sure": "delete"})
    assert answer.status_code == 200
    assert signs_in(somebody()).status_code == 200

    def left(session: object) -> list[str]:
        tables = [each for each in Base.metadata.sorted_tables if "person_id" in each.columns]
        rows = [(each.name, session.execute(each.select().where(each.c.person_id.in_(ids))).first()) for each in tables]  # type: ignore[attr-defined]
        return [name for name, row in rows if row]

    with app.app_context():
        assert db.transact(left) == []
        assert db.transact(lambda session: session.get(Person, ids[0])) is None


def test_not_while_an_interview_goes_on(host: Browser, live: StandIn) -> None:
    """Nothing is deleted while an interview is live; the page says what to do."""
    interview = host.start()
    live.hold(interview)
    live.change(interview, status="live")
    answer = host.submit("/account/delete", "/account/delete", {"sure": "delete"})
    assert answer.status_code == 409
    assert "End it first" in says(answer)
    assert host.get(f"/room/{interview}/s1").status_code == 200
