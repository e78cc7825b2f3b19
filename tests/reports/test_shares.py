"""A report shared by a link: what is in it, who opens it, until when; and what the candidate says to it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from server import db
from server.reports import archive, shares
from server.reports.models import ReplyRecord, ReportRecord, ShareRecord
from server.reports.shares import DAY_MS
from tests.core.canaries import CANARY
from tests.reports.stage import ID, Played
from tests.reports.test_pages import deleted, kept
from tests.website import Browser

pytestmark = pytest.mark.both_databases


@pytest.fixture
def released(played: Played) -> Played:
    """One that is released, and kept."""
    played.release()
    kept(played)
    return played


def link(played: Played, seat: str = "s2", **fields: str) -> str:
    """Make a link; return its path."""
    path = played.path(seat, "report/links")
    answer = played.browser(seat).submit(path, path, {"days": "7", "answers": "yes", "names": "yes", **fields})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found = re.search(r'value="http://localhost(/shared/[\w-]+)"', answer.get_data(as_text=True))
    assert found
    return found[1]


def text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.get_data(as_text=True))


def test_who_has_the_link_reads_it(released: Played, stranger: Browser) -> None:
    """Without a cookie: as a page and as files; nothing of it is kept by caches, or tells where one came from."""
    path = link(released)
    for below in ("", "/report.md", "/report.json", "/report.csv"):
        assert "CANARY.title.q1" in text(stranger, path + below) or below == "/report.csv"
    answer = stranger.get(path)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert stranger.get(f"{path}/report.exe").status_code == 404


@pytest.mark.parametrize("seat", ["s1", "s2", "s3", "s4"])
def test_a_link_shows_no_more_than_its_maker_has(released: Played, stranger: Browser, seat: str) -> None:
    """And without what is one's own alone: a note that was not released, extra time, the way into the room."""
    own = set(CANARY.findall(text(released.browser(seat), released.path(seat, "report.json"))))
    page = text(stranger, link(released, seat))
    assert set(CANARY.findall(page)) <= own
    for secret in ("LEADS-NOTE", "SECONDS-NOTE", ID, "/room/"):
        assert secret not in page
    assert ID not in text(stranger, f"{link(released, seat)}/report.json")


def test_names_and_answers_are_left_out_where_not_wanted(released: Played, stranger: Browser) -> None:
    """Then people are called by their roles, numbered where several have one."""
    whole = text(stranger, link(released))
    assert "Grace" in whole
    assert "CANARY.answer.q1" in whole
    bare = text(stranger, f"{link(released, names='', answers='')}/report.json")
    for name in ("Grace", "Ada", "Barbara", "Hedy"):
        assert name not in bare
    assert "Interviewer 1" in bare
    assert "CANARY.answer.q1" not in bare
    assert "CANARY.point0.q1" not in bare


def test_a_link_that_was_taken_back_opens_nothing(released: Played, stranger: Browser) -> None:
    """Nor one that expired or never was: all the same 404; a page that is open is told within its next look."""
    path = link(released)
    assert stranger.get(f"{path}/still").status_code == 204
    page = released.path("s2", "report/links")
    listed = text(released.browser("s2"), page)
    assert "opened 0 times" in listed
    stranger.get(path)
    assert "opened 1 time," in text(released.browser("s2"), page)
    revoke = re.search(r'action="([^"]+/revoke)"', listed)
    assert revoke
    assert released.browser("s1").submit(released.path("s1", "report/links"), revoke[1]).status_code == 404
    assert released.browser("s2").submit(page, revoke[1]).status_code == 303
    gone = stranger.get(path)
    assert gone.status_code == 404
    assert stranger.get(f"{path}/still").status_code == 404
    never = stranger.get("/shared/never")
    assert never.status_code == 404
    assert never.data == gone.data
    assert "was taken back, has expired" in gone.get_data(as_text=True)


def test_a_link_expires(app: Flask, released: Played, stranger: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the days that were chosen; then it is deleted by the job."""
    path = link(released, days="1")
    later_ms = db.now_ms() + DAY_MS + 1000
    monkeypatch.setattr(db, "now_ms", lambda: later_ms)
    assert stranger.get(path).status_code == 404
    assert "No link to this report is good" in text(released.browser("s2"), released.path("s2", "report/links"))
    with app.app_context():
        archive.expire(later_ms)
        assert db.transact(lambda session: session.scalar(select(func.count()).select_from(ShareRecord))) == 0


def test_only_a_released_report_is_shared(played: Played) -> None:
    """And only its own seat's; there are so many links and no more."""
    kept(played)
    path = played.path("s1", "report/links")
    answer = played.browser("s1").submit(path, path, {})
    assert answer.status_code == 409
    assert "Only a released report" in answer.get_data(as_text=True)
    played.release()
    kept(played)
    for _ in range(shares.MOST):
        link(played, "s1")
    answer = played.browser("s1").submit(path, path, {})
    assert answer.status_code == 409
    assert "Take one back first" in answer.get_data(as_text=True)


def test_a_link_outlives_the_interview_but_not_the_copy(app: Flask, released: Played, stranger: Browser) -> None:
    """It is to the copy that its maker was given."""
    path = link(released)
    deleted(released)
    assert "CANARY.title.q1" in text(stranger, path)
    with app.app_context():
        db.transact(lambda session: [session.delete(row) for row in session.scalars(select(ReportRecord))] and None)
    assert stranger.get(path).status_code == 404


def test_the_candidate_answers_to_their_report(released: Played, stranger: Browser) -> None:
    """Interviewers read it beside the answer, and who opens the candidate's link; nobody else, and others can't."""
    page = released.path("s2", "report")
    for about, said in (("0", "I was ill."), ("1", "I meant <b>404</b>.")):
        answer = released.browser("s2").submit(page, f"{page}/reply", {"round": about, "text": said})
        assert answer.status_code == 303
    for seat in ("s1", "s2", "s3"):
        shown = text(released.browser(seat), released.path(seat, "report"))
        assert "I was ill." in shown
        assert "I meant &lt;b&gt;404&lt;/b&gt;." in shown
    assert "I was ill." not in text(released.browser("s4"), released.path("s4", "report"))
    assert "I was ill." in text(stranger, link(released, "s2"))
    assert "I was ill." not in text(stranger, link(released, "s1"))
    form, reply = released.path("s1", "report/links"), released.path("s1", "report/reply")
    assert released.browser("s1").submit(form, reply, {"round": "0", "text": "x"}).status_code == 403
    released.browser("s2").submit(page, f"{page}/reply", {"round": "0", "text": " "})
    assert "I was ill." not in text(released.browser("s1"), released.path("s1", "report"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"round": "7", "text": "x"}, "Say which question"), ({"round": "x", "text": "x"}, "Say which question"),
     ({"round": "0", "text": "x" * 4001}, "4000 characters")],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_said(released: Played, fields: dict[str, str], sentence: str) -> None:
    """And nothing is kept."""
    page = released.path("s2", "report")
    answer = released.browser("s2").submit(page, f"{page}/reply", fields)
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)


def test_answers_go_with_the_copies(app: Flask, released: Played) -> None:
    """When the last copy of a report is gone, so is what was said to it."""
    page = released.path("s2", "report")
    released.browser("s2").submit(page, f"{page}/reply", {"round": "0", "text": "I was ill."})
    count = select(func.count()).select_from(ReplyRecord)
    with app.app_context():
        archive.expire(db.now_ms())
        assert db.transact(lambda session: session.scalar(count)) == 1
        archive.expire(db.now_ms() + 400 * DAY_MS)
        archive.expire(db.now_ms() + 400 * DAY_MS)
        assert db.transact(lambda session: session.scalar(count)) == 0


def test_a_spreadsheet_calculates_nothing(released: Played) -> None:
    """A line for each question; a text that begins as a formula does is one with an apostrophe."""
    released.texts["answer:1"] = "=HYPERLINK(evil)"
    released.hold()
    written = released.browser("s1").get(released.path("s1", "report.csv")).get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == ["CANARY.title.q1"]
    assert rows[0]["answer"] == "'=HYPERLINK(evil)"
    assert rows[0]["Grace: Depth"] == "3"
