"""My interviews: found again by what one remembers of them, deleted with undo, and then really gone."""

from __future__ import annotations

import re

import msgspec
import pytest
from flask import Flask
from msgspec.structs import replace
from sqlalchemy import func, select

from server import db
from server.history import deleting, listing
from server.history.deleting import DAY_MS, UNDO_DAYS
from server.history.listing import Search
from server.reports import archive
from server.reports.models import ReportRecord
from server.rooms import parking
from server.rooms.models import InterviewRecord, Participation
from server.rooms.parking import Parked
from tests.website import Browser, StandIn

pytestmark = pytest.mark.both_databases


def titles(browser: Browser, query: str = "") -> list[str]:
    page = browser.get(f"/interviews{query}").get_data(as_text=True)
    return re.findall(r'<a href="/room/[^"]+">([^<]+)</a>', page)


def ends(app: Flask, live: StandIn, interview: str, *, released: bool = True) -> None:
    """The interview has ended, and is archived."""
    held = live.hold(interview)
    assert held
    changes = {"status": "released", "released_ms": 4, "released_by": "lead"} if released else {"status": "wrapup"}
    live.change(interview, started_ms=2, ended_ms=3, archived=True, **changes)
    held = live.held[interview]
    parked = Parked(held.rev, msgspec.json.encode(held.interview), msgspec.json.encode(held.content))
    with app.app_context():
        assert archive.archive(interview, parked)


def test_both_sides_have_it_in_their_list(host: Browser, guest: Browser) -> None:
    """Who gave it and who answered; the filter by one's part tells them apart."""
    interview = host.start(name="Grace")
    guest.join(host.links(f"/room/{interview}/s1")["s2"], "Kim")
    assert len(titles(host)) == len(titles(guest)) == 1
    assert (len(titles(host, "?part=gave")), len(titles(host, "?part=took"))) == (1, 0)
    assert (len(titles(guest, "?part=gave")), len(titles(guest, "?part=took"))) == (0, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [("name=kïM", 1), ("name=nobody", 0), ("deck=FLASK", 1), ("deck=cobol", 0), ("topic=basics", 1), ("topic=cobol", 0),
     ("first=2020-01-01", 1), ("last=2020-01-01", 0), ("first=2020-01-01&last=2099-01-01", 1), ("state=ended", 0),
     ("state=live", 1), ("state=planned", 0), ("state=nonsense", 1), ("before=nonsense", 1), ("name=" + "x" * 5000, 0)],
)  # fmt: skip
def test_an_interview_is_found_by_what_one_remembers(host: Browser, guest: Browser, query: str, found: int) -> None:
    """Person, deck, topic, days and state; capitals and accents aside; what makes no sense filters nothing."""
    interview = host.start(name="Grace")
    guest.join(host.links(f"/room/{interview}/s1")["s2"], "Kim")
    assert len(titles(host, f"?{query}")) == found


def test_days_that_make_no_sense_are_said(host: Browser) -> None:
    """In a sentence beside their field."""
    host.start()
    assert "Give a day as" in host.get("/interviews?first=soon").get_data(as_text=True)
    assert "Swap them" in host.get("/interviews?first=2026-02-01&last=2026-01-01").get_data(as_text=True)


def test_what_is_live_is_told_as_it_is_now(app: Flask, host: Browser, live: StandIn) -> None:
    """SQL knows of the beginning only; the list says what Redis has, and what ended is found among the ended."""
    interview = host.start()
    live.hold(interview)
    live.change(interview, status="live", started_ms=2)
    assert "live</span>" in host.get("/interviews").get_data(as_text=True)
    ends(app, live, interview)
    assert len(titles(host, "?state=ended")) == 1
    assert titles(host, "?state=live") == []


def test_a_list_has_an_empty_state(stranger: Browser, host: Browser) -> None:
    """For who has none, and for who finds none."""
    assert "are listed here" in stranger.get("/interviews").get_data(as_text=True)
    host.start()
    assert "None of your interviews is like that" in host.get("/interviews?deck=cobol").get_data(as_text=True)


def test_pages_follow_each_other_without_a_gap(app: Flask, host: Browser) -> None:
    """Also where many began in the same millisecond: each is on one page, once."""
    interview = host.start()
    with app.app_context():
        person = db.transact(lambda session: session.scalar(select(Participation.person_id)))
        original = db.transact(lambda session: session.get(InterviewRecord, interview).__dict__ | {})
        original.pop("_sa_instance_state")

        def many(session: object) -> None:
            for number in range(120):
                row = original | {"id": f"copy{number:012}", "at_ms": 1000 + number // 40}
                session.add(InterviewRecord(**row))  # type: ignore[attr-defined]
                session.flush()  # type: ignore[attr-defined]
                seat = {"person_id": person, "interview_id": row["id"], "seat_id": "s1", "at_ms": row["at_ms"]}
                session.add(Participation(**seat, hidden_ms=None))  # type: ignore[attr-defined]

        db.transact(many)
        assert person
        found, search = [], Search()
        while True:
            page = listing.page(person, search, {})
            found += [line.id for line in page.lines]
            if page.more is None:
                break
            search = replace(search, before=listing._cursor(page.more))
        assert len(found) == len(set(found)) == 121
        assert found[0] == interview


def test_an_interview_is_deleted_with_undo(app: Flask, host: Browser, guest: Browser, live: StandIn) -> None:
    """It is in no list and opens for nobody; undone, everything is as it was."""
    interview = host.start(name="Grace")
    theirs = guest.join(host.links(f"/room/{interview}/s1")["s2"], "Kim")
    answer = host.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"})
    assert answer.status_code == 303
    page = host.get(answer.location).get_data(as_text=True)
    assert "is deleted" in page
    assert titles(host) == titles(guest) == []
    assert interview not in host.get("/").get_data(as_text=True)
    for browser, room in ((host, f"/room/{interview}/s1"), (guest, theirs)):
        assert browser.get(room).status_code == 404
    assert host.submit("/forget", f"/interviews/{interview}/undo", {"what": "delete"}).status_code == 303
    assert host.get(f"/room/{interview}/s1").status_code == guest.get(theirs).status_code == 200
    assert len(titles(host)) == len(titles(guest)) == 1


def test_what_was_deleted_is_really_gone_after_a_week(app: Flask, host: Browser, guest: Browser, live: StandIn) -> None:
    """Record, seats and log; but the copy that a participant was given of the report stays theirs, and opens."""
    interview = host.start(name="Grace")
    theirs = guest.join(host.links(f"/room/{interview}/s1")["s2"], "Kim")
    ends(app, live, interview)
    host.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"})
    with app.app_context():
        assert deleting.purge(db.now_ms()) == 0
        later_ms = db.now_ms() + UNDO_DAYS * DAY_MS + 1000
        assert deleting.purge(later_ms) == 1
        for table, left in ((InterviewRecord, 0), (Participation, 0), (ReportRecord, 2)):
            assert (
                db.transact(lambda session, table=table: session.scalar(select(func.count()).select_from(table)))
                == left
            )
        assert parking.parked(interview) is None
    assert host.submit("/forget", f"/interviews/{interview}/undo", {"what": "delete"}).status_code == 404
    assert guest.get(theirs).status_code == 404
    assert guest.get(f"{theirs}/report").status_code == 200


def test_what_is_going_on_is_not_deleted(app: Flask, host: Browser, live: StandIn) -> None:
    """Who leads ends it first; and what has just ended is kept first."""
    interview = host.start()
    live.hold(interview)
    live.change(interview, status="live", started_ms=2)
    answer = host.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"})
    assert answer.status_code == 409
    assert "End it first" in answer.get_data(as_text=True)
    live.change(interview, status="wrapup", ended_ms=3)
    assert host.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"}).status_code == 409
    ends(app, live, interview, released=False)
    assert host.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"}).status_code == 303


def test_who_took_part_takes_it_off_their_own_list(host: Browser, guest: Browser) -> None:
    """The owner keeps it; nobody but the owner deletes it; it can be put back."""
    interview = host.start(name="Grace")
    theirs = guest.join(host.links(f"/room/{interview}/s1")["s2"], "Kim")
    assert guest.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"}).status_code == 404
    answer = guest.submit("/forget", f"/interviews/{interview}/delete", {"what": "hide"})
    assert "off your list" in guest.get(answer.location).get_data(as_text=True)
    assert titles(guest) == []
    assert guest.get(theirs).status_code == 200
    assert len(titles(host)) == 1
    guest.submit("/forget", f"/interviews/{interview}/undo", {"what": "hide"})
    assert len(titles(guest)) == 1


def test_nobody_deletes_or_brings_back_what_is_anothers(host: Browser, stranger: Browser) -> None:
    """A stranger's request is the 404 of what never was, and the undo's sentence tells them nothing."""
    interview = host.start()
    stranger.start()
    for action in ("delete", "undo"):
        for what in ("delete", "hide"):
            answer = stranger.submit("/forget", f"/interviews/{interview}/{action}", {"what": what})
            assert answer.status_code == 404
    host.submit("/forget", f"/interviews/{interview}/delete", {"what": "delete"})
    assert "is deleted" not in stranger.get(f"/interviews?gone={interview}&what=delete").get_data(as_text=True)
    assert stranger.submit("/forget", f"/interviews/{interview}/undo", {"what": "delete"}).status_code == 404


def test_the_first_page_goes_along_its_index(app: Flask) -> None:
    """Whatever is looked for: no scan of a whole table, in the plan of either database."""
    with app.app_context():
        for search in (Search(), Search(name="kim"), Search(first_ms=1, before=(5, "a", "s1"))):
            for line in listing.plan("p", search):
                assert "SCAN interviews" not in line, line
                assert "SCAN participations" not in line, line
