"""Two schedules that become one: all that the guest owns moves, nothing is lost, and nothing counts twice."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy.orm import Session

from server import db
from server.db import Base
from server.drill import merge
from server.drill import settings as configuration
from server.drill.models import CardRecord, CarryRecord, ReviewRecord, ScheduleRecord
from server.drill.reviews import Asked, Grading, Undoing, record, reschedule
from server.people.accounts import AccountRecord
from server.saved.models import TemplateRecord
from tests.drill.devices import DECK, born, link_of, opens, persons, practises, run
from tests.website import Browser

pytestmark = pytest.mark.both_databases


def test_all_that_belongs_to_a_person_moves(app: Flask) -> None:
    """Whoever adds a table of persons' own says how it is merged."""
    owned = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "persons" for key in table.foreign_keys)
    }
    by_itself = {TemplateRecord, ReviewRecord, CardRecord, ScheduleRecord}
    with_the_guest = {CarryRecord, AccountRecord}  # who has an account is told to sign out first
    assert owned == {table.__tablename__ for table in {*merge.MOVED, *by_itself, *with_the_guest}}


def test_decks_seats_and_templates_survive(app: Flask, host: Browser, guest: Browser) -> None:
    """Two decks of one name are two; a template of a taken name gets another; a seat that both had is one."""
    decks = [browser.keeps(DECK) for browser in (host, guest)]
    for browser in (host, guest):
        assert browser.submit("/interviews/new", "/templates", {"deck": "flask", "template": "Mon"}).status_code == 303
    interview = host.start()
    link = host.links(f"/room/{interview}/s1")["s2"]
    guest.join(link)
    host.join(link)
    own = guest.start()
    practises(guest)
    carried = link_of(host)
    assert "1 grade, 1 deck and 2 seats in interviews." in guest.get(carried).get_data(as_text=True)
    opens(guest, carried)
    home = guest.get("/").get_data(as_text=True)
    assert all(f"/decks/{deck}" in home for deck in decks)
    assert "Mon (2)" in home
    assert home.count(f'href="/room/{interview}/s2"') == 2, "its title and its button"
    assert f"/room/{own}/s1" in home
    assert len(persons(app)) == 1


ASKED = {place: Asked("flask", f"q{place}", 60) for place in range(1, 6)}


def grading(drill: str, place: int, at_ms: int, grade: int) -> Grading:
    return Grading(id=f"{drill}-{place}", place=place, at_ms=at_ms, grade=grade)


def cards(app: Flask, person_id: str) -> dict[str, tuple[Any, ...]]:
    columns = (CardRecord.question_id, CardRecord.due_ms, CardRecord.stability, CardRecord.reviews, CardRecord.lapses)
    wanted = sqlalchemy.select(*columns).where(CardRecord.person_id == person_id, CardRecord.question_id.like("q%"))
    return {row[0]: tuple(row[1:]) for row in run(app, lambda session: session.execute(wanted).all())}


def test_two_schedules_become_one(app: Flask, host: Browser, guest: Browser) -> None:
    """Overlapping queues: a review that both devices sent counts once, and every card is the fold of all reviews."""
    one, other = born(app, host), born(app, guest)
    day_ms = 24 * 3600 * 1000
    now_ms = db.now_ms()
    shared = grading("D1", 1, now_ms - 2 * day_ms, 3)
    queues = {
        one: ("D1", (shared, grading("D1", 2, now_ms - day_ms, 1))),
        other: ("D2", (grading("D2", 2, now_ms - 3 * day_ms, 4), grading("D2", 3, now_ms - day_ms, 2))),
    }
    with app.app_context():
        for person_id, (drill, acts) in queues.items():
            record(person_id, drill, ASKED, acts, sent_ms=now_ms)
        record(other, "D1", ASKED, (shared,), sent_ms=now_ms)
    opens(guest, link_of(host))
    wanted = sqlalchemy.select(ReviewRecord.id).where(
        ReviewRecord.person_id == one, ReviewRecord.drill_id.in_(("D1", "D2"))
    )
    ids = run(app, lambda session: sorted(session.scalars(wanted)))
    assert ids == ["D1-1", "D1-2", "D2-2", "D2-3"]
    merged = cards(app, one)
    assert {question: card[2] for question, card in merged.items()} == {"q1": 1, "q2": 2, "q3": 1}

    def anew(session: Session) -> None:
        settings = configuration.read(session, one)
        for question in merged:
            reschedule(session, one, "flask", question, settings)

    run(app, anew)
    assert cards(app, one) == merged


@pytest.mark.parametrize("undoes", ["person", "guest", "both"])
def test_what_stands_on_one_device_stands(undoes: str, app: Flask, host: Browser, guest: Browser) -> None:
    """A review that both have and one has undone stands; undone on both it stays undone, with no card."""
    one, other = born(app, host), born(app, guest)
    now_ms = db.now_ms()
    undoing = Undoing(id="D1-1", at_ms=now_ms)
    with app.app_context():
        for person_id, name in ((one, "person"), (other, "guest")):
            record(person_id, "D1", ASKED, (grading("D1", 1, now_ms - 1000, 3),), sent_ms=now_ms)
            if undoes in (name, "both"):
                record(person_id, "D1", ASKED, (undoing,), sent_ms=now_ms)
    opens(guest, link_of(host))
    assert len(cards(app, one)) == (undoes != "both")


def test_settings_are_the_persons_own(app: Flask, host: Browser, guest: Browser) -> None:
    """What the person has set stays; the guest's are taken where the person has none."""
    guest.submit("/drill/settings", "/drill/settings", {"retention_percent": "80"})
    host.keeps(DECK)
    opens(guest, link_of(host))
    assert 'value="80"' in host.get("/drill/settings").get_data(as_text=True)
    third = Browser(app)
    third.submit("/drill/settings", "/drill/settings", {"retention_percent": "95"})
    opens(third, link_of(host))
    assert 'value="80"' in third.get("/drill/settings").get_data(as_text=True)


def test_a_queue_sent_after_the_merge_is_stored(host: Browser, guest: Browser) -> None:
    """What the device had not sent before it became the person comes to the same drill, and counts."""
    practises(host)
    drill = practises(guest)
    opens(guest, link_of(host))
    act = {"act": "grade", "id": f"{drill.rpartition('/')[2]}-1-1", "place": 1, "at_ms": 1, "grade": 2}
    sent = guest.post(f"{drill}/reviews", json={"sent_ms": 2, "acts": [act]})
    assert sent.get_json()["outcomes"][0]["grade"] == 2


def test_a_report_put_in_on_both_devices_counts_once(app: Flask, host: Browser, guest: Browser) -> None:
    """Both have its question in a deck of their own: after the merge one review of it is left, and one card."""
    one, other = born(app, host), born(app, guest)
    act = Grading(id="report:A1b2C3d4E5f6G7h8:1", place=1, at_ms=db.now_ms() - 1000, grade=1)
    with app.app_context():
        for person_id, deck in ((one, "MINE"), (other, "THEIRS")):
            record(person_id, "A1b2C3d4E5f6G7h8", {1: Asked(deck, "q1", 60)}, (act,), sent_ms=db.now_ms())
    opens(guest, link_of(host))
    for table in (ReviewRecord, CardRecord):
        of_question = sqlalchemy.select(table.deck_id).where(table.question_id == "q1")  # type: ignore[attr-defined]
        assert run(app, lambda session, wanted=of_question: list(session.scalars(wanted))) == ["MINE"]
