"""Sheets of what a seat may know: made once, made anew when the record has changed, gone with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from server import db
from server.candidates import ended
from server.candidates.models import FactSheet
from server.rooms.models import InterviewRecord, Participation
from tests.candidates.teacher import Teacher
from tests.website import Browser

pytestmark = pytest.mark.both_databases


def sitting(seat: str) -> str:
    """Who sits on a seat of the one interview that there is."""
    found = db.transact(
        lambda session: session.scalar(select(Participation.person_id).where(Participation.seat_id == seat))
    )
    assert found
    return found


def sheets() -> int:
    return db.transact(lambda session: session.scalar(select(func.count()).select_from(FactSheet))) or 0


def test_a_record_is_read_once(grace: Teacher, app: Flask, guest: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look reads no state and no questions: with hundreds of interviews that is what takes long."""
    grace.interviews(guest)
    grace.interviews(guest)
    with app.app_context():
        first = ended.given(sitting("s1"))
        assert len(first) == 2
        monkeypatch.setattr(ended, "decode_interview", lambda _: pytest.fail("a record was read again"))
        assert ended.given(sitting("s1")) == first


def test_a_record_that_has_changed_is_read_again(grace: Teacher, app: Flask, guest: Browser) -> None:
    """What was known before the release was less: for the candidate nothing."""
    id = grace.interviews(guest, released=False)
    with app.app_context():
        assert [met.fact.released for met in ended.given(sitting("s1"))] == [False]
        assert ended.of_oneself(sitting("s2")) == []
        grace.releases(id)
        assert [met.fact.released for met in ended.given(sitting("s1"))] == [True]
        assert [fact.mark for fact in ended.of_oneself(sitting("s2"))] == [3]
        assert sheets() == 2


def test_a_sheet_of_another_form_is_made_anew(
    grace: Teacher, app: Flask, guest: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version of the program knows other facts of an interview."""
    grace.interviews(guest)
    with app.app_context():
        before = ended.given(sitting("s1"))
        db.transact(lambda session: session.execute(FactSheet.__table__.update().values(body=b"old")) and None)
        monkeypatch.setattr(ended, "FORM", ended.FORM + 1)
        assert ended.given(sitting("s1")) == before
        assert sheets() == 1


def test_two_who_look_first_at_once(grace: Teacher, app: Flask, guest: Browser) -> None:
    """Both see everything; one of them keeps the sheets."""
    for _ in range(3):
        grace.interviews(guest)
    with app.app_context():
        person_id = sitting("s1")

    def look(_: int) -> int:
        with app.app_context():
            return len(ended.given(person_id))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, range(8))) == [3] * 8
    with app.app_context():
        assert sheets() == 3


def test_sheets_go_with_their_interview(grace: Teacher, app: Flask, guest: Browser) -> None:
    """Deleting really deletes."""
    id = grace.interviews(guest)
    with app.app_context():
        assert ended.given(sitting("s1"))
        assert sheets() == 1
        gone = delete(InterviewRecord).where(InterviewRecord.id == id)
        db.transact(lambda session: session.execute(gone) and None)
        assert sheets() == 0
