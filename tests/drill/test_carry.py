"""Carry on on another device: a link that opens once, and two schedules that become one."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy.orm import Session

from server import db
from server.db import Base
from server.drill import carry, merge
from server.drill import settings as configuration
from server.drill.models import CardRecord, CarryRecord, ReviewRecord, ScheduleRecord
from server.drill.reviews import Asked, Grading, Undoing, record, reschedule
from server.people.models import Person, PersonSession
from server.saved.models import TemplateRecord
from tests.website import Browser

pytestmark = pytest.mark.both_databases

DECK = {"title": "Mine", "questions": [{"id": "one", "prompt": "First?"}, {"id": "two", "prompt": "Second?"}]}


def link_of(browser: Browser) -> str:
    """Make a link; return its path."""
    assert browser.submit("/carry", "/carry").status_code == 303
    page = browser.get("/carry").get_data(as_text=True)
    return str(re.search(r'value="http://localhost(/carry/[^"]+)"', page)[1])  # type: ignore[index]  # it is there


def opens(browser: Browser, link: str) -> Any:
    """Open a link and confirm."""
    return browser.submit(link, link)


def practises(browser: Browser, count: str = "2") -> str:
    """Start a drill and grade its first question; return its path."""
    path = str(browser.submit("/drill", "/drill", {"deck": "flask", "count": count}).location)
    act = {"act": "grade", "id": f"{path.rpartition('/')[2]}-0-1", "place": 0, "at_ms": 1, "grade": 3}
    assert browser.post(f"{path}/reviews", json={"sent_ms": 2, "acts": [act]}).status_code == 200
    return path


def run(app: Flask, work: Callable[[Session], Any]) -> Any:
    with app.app_context():
        return db.transact(work)


def persons(app: Flask) -> set[str]:
    return set(run(app, lambda session: list(session.scalars(sqlalchemy.select(Person.id)))))


def born(app: Flask, browser: Browser) -> str:
    """Let a browser be somebody; return who."""
    before = persons(app)
    practises(browser)
    (new,) = persons(app) - before
    return new


def test_another_device_becomes_the_person(app: Flask, host: Browser, guest: Browser) -> None:
    """Who has nothing here opens the link, and finds drill and decks of the other device."""
    deck = host.keeps(DECK)
    drill = practises(host)
    answer = opens(guest, link_of(host))
    assert (answer.status_code, answer.location) == (303, "/carry")
    assert guest.get(f"/decks/{deck}").status_code == guest.get(drill).status_code == 200
    for browser in (host, guest):
        assert "The last link was opened on" in browser.get("/carry").get_data(as_text=True)
    assert len(persons(app)) == 1


def test_looking_uses_nothing_up(host: Browser, guest: Browser, somebody: Callable[[], Browser], app: Flask) -> None:
    """A preview opens the link as often as it likes, by GET and HEAD; it becomes nobody, and the link stays good."""
    practises(host)
    link = link_of(host)
    for _ in range(3):
        preview = somebody()
        assert "Nothing is changed before you press this" in preview.get(link).get_data(as_text=True)
        assert preview.client.head(link).status_code == 200
        assert preview.client.get_cookie("greenroom_person") is None
    assert guest.post(link, data={"csrf_token": "made up"}).status_code == 400
    assert len(persons(app)) == 1
    assert opens(guest, link).status_code == 303


def test_a_link_opens_once(host: Browser, guest: Browser, stranger: Browser) -> None:
    """Who comes second is told that it was used, what to do, and what it means if it was not them."""
    practises(host)
    link = link_of(host)
    form = stranger.get(link).get_data(as_text=True)
    opens(guest, link)
    token = form.split('name="csrf_token" value="')[1].split('"')[0]
    for answer in (stranger.get(link), stranger.post(link, data={"csrf_token": token})):
        assert answer.status_code == 410
        said = answer.get_data(as_text=True)
        assert "This link was used already" in said
        assert "make another link" in said
        assert "somebody else has your schedule" in said
    assert stranger.client.get_cookie("greenroom_person") is None
    assert "You are here already" in guest.get(link).get_data(as_text=True)


def test_a_link_runs_out(app: Flask, host: Browser, guest: Browser) -> None:
    """After ten minutes it opens nothing, also where the form was open before; the page says until when it was good."""
    practises(host)
    link = link_of(host)
    assert '<time datetime="' in host.get("/carry").get_data(as_text=True)
    (until_ms,) = run(app, lambda session: list(session.scalars(sqlalchemy.select(CarryRecord.until_ms))))
    assert 0 < until_ms - db.now_ms() <= 10 * 60 * 1000
    token = guest.get(link).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    run(app, lambda session: session.execute(sqlalchemy.update(CarryRecord).values(until_ms=db.now_ms())) and None)
    answer = guest.post(link, data={"csrf_token": token})
    assert answer.status_code == 410
    assert "This link has run out" in answer.get_data(as_text=True)
    assert guest.client.get_cookie("greenroom_person") is None
    assert host.get("/carry/qr.svg").status_code == 404


def test_a_new_link_replaces_the_old(host: Browser, guest: Browser) -> None:
    """And one that never was is told the same, however it is spelt."""
    practises(host)
    old, new = link_of(host), link_of(host)
    for wrong in (old, "/carry/nonsense", new[:-1] + "!", new[:-26] + "a" * 26, f"/carry/{new[7:].swapcase()}"):
        answer = guest.get(wrong)
        assert answer.status_code == 404
        assert "This link opens nothing" in answer.get_data(as_text=True)
    assert opens(guest, new).status_code == 303


def test_ones_own_browser_keeps_the_link(host: Browser) -> None:
    """Opened where it was made it is not used up."""
    practises(host)
    link = link_of(host)
    assert host.get(link).status_code == 409
    assert "it is still good" in host.get(link).get_data(as_text=True)
    assert "Good once, until" in host.get("/carry").get_data(as_text=True)


def test_who_has_nothing_has_nothing_to_carry(app: Flask, stranger: Browser) -> None:
    """The page says so; neither looking nor asking makes anybody."""
    assert "nothing to carry on yet" in stranger.get("/carry").get_data(as_text=True)
    assert stranger.post("/carry", data={"csrf_token": "x"}).status_code == 400
    assert persons(app) == set()


def test_the_link_tells_nobody(app: Flask, host: Browser, guest: Browser) -> None:
    """It leaves for no other host, is kept by no cache or index, and can't be made from what the database has."""
    practises(host)
    link = link_of(host)
    answer = guest.get(link)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.get_data(as_text=True)
    assert host.get("/carry/qr.svg").mimetype == "image/svg+xml"
    rows = run(app, lambda session: [tuple(row) for row in session.execute(sqlalchemy.select(CarryRecord.__table__))])
    assert link.rpartition(".")[2] not in str(rows)
    with app.app_context():
        forged = carry.link_of("another secret", rows[0][0])
        assert forged is not None
        assert carry.opened(app.extensions["settings"].secret, forged.token) is None


def test_the_session_is_a_new_one(app: Flask, host: Browser, guest: Browser) -> None:
    """The cookie that the browser had before opens nothing any more, so that nobody can have planted it."""
    practises(host)
    practises(guest)
    planted = guest.client.get_cookie("greenroom_person")
    assert planted is not None
    opens(guest, link_of(host))
    fresh = guest.client.get_cookie("greenroom_person")
    assert fresh is not None
    assert fresh.value != planted.value
    thief = Browser(app)
    thief.client.set_cookie("greenroom_person", planted.value)
    assert "nothing to carry on yet" in thief.get("/carry").get_data(as_text=True)


def test_other_browsers_of_the_guest_come_along(app: Flask, host: Browser, guest: Browser, stranger: Browser) -> None:
    """Two devices that were one guest are one person with the third; the page says so before."""
    practises(guest)
    opens(stranger, link_of(guest))
    drill = practises(host)
    link = link_of(host)
    assert "1 more browser of this guest comes along" in guest.get(link).get_data(as_text=True)
    opens(guest, link)
    assert stranger.get(drill).status_code == 200
    assert len(persons(app)) == 1


def test_of_two_who_press_at_once_one_wins(app: Flask, host: Browser, somebody: Callable[[], Browser]) -> None:
    """Two browsers with practice of their own confirm the same link: one becomes the person, one stays who it was."""
    practises(host)
    rivals = [somebody(), somebody()]
    for rival in rivals:
        practises(rival)
    link = link_of(host)
    together = threading.Barrier(2)
    answers: list[int] = []

    def press(rival: Browser) -> None:
        page = rival.get(link).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        together.wait()
        answers.append(rival.post(link, data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 410]
    assert len(persons(app)) == 2
    sessions = run(app, lambda session: len(list(session.scalars(sqlalchemy.select(PersonSession)))))
    assert sessions == 3
    reviews = run(app, lambda session: len(list(session.scalars(sqlalchemy.select(ReviewRecord)))))
    assert reviews == 3


def test_all_that_belongs_to_a_person_moves(app: Flask) -> None:
    """Whoever adds a table of persons' own says how it is merged."""
    owned = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "persons" for key in table.foreign_keys)
    }
    by_itself = {TemplateRecord, ReviewRecord, CardRecord, ScheduleRecord}
    with_the_guest = {CarryRecord}
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
    assert "1 grade, 1 deck and 2 seats" in guest.get(carried).get_data(as_text=True)
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
