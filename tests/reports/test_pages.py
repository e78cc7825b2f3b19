"""Who gets which report at its address, and in what form."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest
from flask import Flask
from sqlalchemy import delete

from server import db
from server.core.report_wire import Report
from server.reports import archive
from server.rooms.models import InterviewRecord
from server.settings import Settings
from tests.core.canaries import CANARY
from tests.core.played import before_a_panel, swapped
from tests.reports.stage import ID, Played
from tests.website import Browser

BELOW = ("report", "report.md", "report.json", "log.jsonl")
SEATS = ("s1", "s2", "s3", "s4")


def kept(played: Played) -> None:
    """Archive it as it is now."""
    with played.app.app_context():
        assert archive.archive(ID, played.parked())


def deleted(played: Played) -> None:
    """Let its owner delete it: the record and what is held of it are gone."""
    with played.app.app_context():
        db.transact(lambda session: session.execute(delete(InterviewRecord)) and None)
    del played.live.held[ID]


def shown(browser: Browser, path: str) -> str:
    """What a page that is there shows."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def test_every_role_reads_its_own_report(released: Played) -> None:
    """Page, Markdown and JSON are there for every seat, and say the same of the answer and the model answer."""
    for seat in SEATS:
        browser = released.browser(seat)
        for below in ("report", "report.md", "report.json"):
            body = shown(browser, released.path(seat, below))
            assert {"CANARY.prompt.q1", "CANARY.answer.q1", "CANARY.example.q1"} <= set(CANARY.findall(body))
            assert "evil.example" in body


def test_nobody_finds_what_is_not_theirs(released: Played, stranger: Browser) -> None:
    """Strangers, other seats' cookies, and those by a link that was replaced get the one 404."""
    kept(released)
    unknown = stranger.get("/no/such/page").get_data(as_text=True)
    for browser, seats in (
        (stranger, SEATS),
        (released.browser("s2"), ("s1", "s3", "s4")),
        (released.browser("s4", generation=2), ("s4",)),
    ):
        for seat in seats:
            for below in BELOW:
                answer = browser.get(released.path(seat, below))
                assert (answer.status_code, answer.get_data(as_text=True)) == (404, unknown)
    for path in ("/room/x/s1/report", f"/room/{ID}/s9/report", f"/room/{ID}/../report"):
        assert stranger.get(path).status_code == 404


def test_no_secret_is_in_any_answer_before_its_time(played: Played) -> None:
    """In the wrap-up candidate and observer get no text, no mark and no name of a question in any form."""
    kept(played)
    for seat in ("s2", "s4"):
        browser = played.browser(seat)
        page = browser.get(played.path(seat))
        assert page.status_code == 200
        assert "Feedback is being written" in page.get_data(as_text=True)
        for below in BELOW[1:]:
            answer = browser.get(played.path(seat, below))
            assert answer.status_code == 403
            assert not CANARY.findall(answer.get_data(as_text=True))
        assert not CANARY.findall(page.get_data(as_text=True))


@pytest.mark.parametrize("below", BELOW)
def test_what_was_not_asked_is_nowhere(released: Played, below: str) -> None:
    """The planned question q6 is in no report; in the log only for who planned it, by its id."""
    kept(released)
    for seat in SEATS:
        answer = released.browser(seat).get(released.path(seat, below)).get_data(as_text=True)
        assert not [found for found in CANARY.findall(answer) if found.endswith("q6")]
        assert ('"q6"' in answer) == (below == "log.jsonl" and seat == "s1")


def test_an_interviewer_sees_that_it_is_not_released(played: Played) -> None:
    """Before the release the page says that nobody else can read it, and holds one's own marks alone."""
    page = shown(played.browser("s1"), played.path("s1"))
    assert "Not released yet" in page
    assert "Marks by Grace (you)" in page
    assert "Marks by Barbara" not in page


def test_the_room_that_goes_on_has_no_report(played: Played) -> None:
    """Reopened into the interview, the page is a friendly wait for the lead too, and the log is not to be had."""
    kept(played)
    played.reopen()
    assert "Feedback is being written" in shown(played.browser("s1"), played.path("s1"))
    assert played.browser("s1").get(played.path("s1", "log.jsonl")).status_code == 403


def test_the_owner_reads_without_the_seats_cookie(host: Browser, guest: Browser, released: Played) -> None:
    """Whose interview it is reads the report of their own seat; of other seats, and others, nothing."""
    interview_id = host.start(name="Grace")
    state = msgspec.structs.replace(released.interview, id=interview_id)
    held = released.live.held[ID]
    held.interview = state
    released.live.held[interview_id] = held
    room = f"/room/{interview_id}/s1"
    host.client.delete_cookie("greenroom_seat", path=room)
    assert "CANARY.answer.q1" in shown(host, f"{room}/report")
    assert host.get(f"/room/{interview_id}/s2/report").status_code == 404
    guest.start(name="Somebody else")
    assert guest.get(f"{room}/report").status_code == 404


def test_the_owner_who_was_removed_from_their_seat_reads_nothing(host: Browser, released: Played) -> None:
    """Ownership opens a seat that is there, and no other."""
    interview_id = host.start(name="Grace")
    host.client.delete_cookie("greenroom_seat", path=f"/room/{interview_id}/s1")
    with released.app.app_context():
        released.live.hold(interview_id)
    released.live.change_seat(interview_id, "s1", removed=True)
    assert host.get(f"/room/{interview_id}/s1/report").status_code == 404


def test_a_candidate_keeps_what_was_released_when_it_is_reopened(released: Played) -> None:
    """Page and downloads go on with their copy, which says so; it is not touched by what happens meanwhile."""
    browser = released.browser("s2")
    kept(released)
    before = shown(browser, released.path("s2", "report.json"))
    released.reopen()
    released.room.lead.mark("depth", 1)
    kept(released)
    page = shown(browser, released.path("s2"))
    assert "your own copy" in page
    assert "Your copies" in page
    assert shown(browser, released.path("s2", "report.json")) == before


def test_earlier_copies_can_still_be_read(released: Played) -> None:
    """Released anew, the report is the new one, and the earlier copy is linked and there; other instants are 404."""
    browser = released.browser("s2")
    kept(released)
    first_ms = released.interview.released_ms
    released.reopen()
    released.room.lead.mark("depth", 1)
    released.release()
    kept(released)
    page = shown(browser, released.path("s2"))
    assert f"?released={first_ms}" in page
    assert "your own copy" not in page

    def depth(query: str) -> int | None:
        body = shown(browser, released.path("s2", f"report.json{query}"))
        return msgspec.json.decode(body, type=Report).rounds[0].marks[0].ratings[2].value

    assert (depth(""), depth(f"?released={first_ms}")) == (1, 3)
    assert "your own copy" in shown(browser, released.path("s2", f"report?released={first_ms}"))
    assert browser.get(released.path("s2", "report?released=1")).status_code == 404


def test_a_copy_outlives_the_interview(released: Played, stranger: Browser) -> None:
    """When its owner has deleted it, the candidate's cookie still opens their copy, and nobody else's does."""
    kept(released)
    deleted(released)
    assert "CANARY.answer.q1" in shown(released.browser("s2"), released.path("s2"))
    for browser in (stranger, released.browser("s1"), released.browser("s2", generation=2)):
        assert browser.get(released.path("s2")).status_code == 404
    assert released.browser("s1").get(released.path("s1", "log.jsonl")).status_code == 404


def test_what_was_typed_is_shown_as_it_was_typed(released: Played) -> None:
    """Markup in an answer is text, with its spaces and lines."""
    page = shown(released.browser("s2"), released.path("s2"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n  indented</pre>" in page
    assert "<script>alert" not in page
    assert "<p>CANARY.guidance.q1</p>" in page


def test_downloads_have_names(released: Played) -> None:
    """A file says what it is, of which interview, of which day."""
    kept(released)
    browser = released.browser("s1")
    for below, mimetype in (("report.md", "text/markdown"), ("report.json", "application/json")):
        answer = browser.get(released.path("s1", below))
        name = f"greenroom-practice-2027-01-15-{below}"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert answer.mimetype == mimetype
    answer = browser.get(released.path("s1", "log.jsonl"))
    assert answer.headers["Content-Disposition"] == "attachment; filename=greenroom-practice-2027-01-15-log.jsonl"


def test_the_json_is_the_report(released: Played) -> None:
    """It decodes as the struct, schema version included."""
    found = msgspec.json.decode(shown(released.browser("s2"), released.path("s2", "report.json")), type=Report)
    assert (found.schema, found.interview, found.reader) == (1, ID, "s2")


def test_the_foot_says_how_long_it_is_kept(released: Played, app: Flask, settings: Settings) -> None:
    """Days by the setting; with 0, until somebody deletes it."""
    browser = released.browser("s2")
    assert "Kept for 90 days" in shown(browser, released.path("s2"))
    app.extensions["settings"] = replace(settings, retention_days=0)
    assert "until somebody deletes it" in shown(browser, released.path("s2"))


def test_the_log_is_for_interviewers_after_the_end(played: Played) -> None:
    """Candidates and observers are refused."""
    assert played.browser("s2").get(played.path("s2", "log.jsonl")).status_code == 403
    assert played.browser("s4").get(played.path("s4", "log.jsonl")).status_code == 403
    lines = shown(played.browser("s1"), played.path("s1", "log.jsonl")).splitlines()
    assert {event["type"] for line in lines for event in json.loads(line).get("events", ())} >= {"started", "asked"}


def test_the_log_holds_no_others_notes_plans_and_sealed_marks(played: Played) -> None:
    """Typing is in it, of notes one's own alone; another's marks only when the lead has released."""
    kept(played)

    def log(seat: str) -> str:
        return shown(played.browser(seat), played.path(seat, "log.jsonl"))

    assert "evil.example" in log("s1")
    assert "LEADS-NOTE" in log("s1")
    assert "SECONDS-NOTE" not in log("s1")
    assert "LEADS-NOTE" not in log("s3")
    assert '"q6"' not in log("s3")

    def judging(seat: str) -> set[str]:
        events = [event for line in log(seat).splitlines() for event in json.loads(line).get("events", ())]
        return {event["seat"] for event in events if event["type"] in ("marked", "ticked")}

    assert judging("s1") == {"s1"}
    assert judging("s3") == {"s3"}
    played.release()
    kept(played)
    assert judging("s1") == {"s1", "s3"}


def test_both_sides_of_a_swap_read_before_the_release_what_is_theirs(played: Played) -> None:
    """Page, Markdown and JSON have both questions, and of the half one was asked no answer, point, note and mark."""
    played.take(swapped(), {"note:1:s1": "GRACES-NOTE", "note:2:s2": "ADAS-NOTE"})
    for seat, asked, other in (("s1", "q4", "ADAS-NOTE"), ("s2", "q1", "GRACES-NOTE")):
        for below in ("report", "report.md", "report.json"):
            body = shown(played.browser(seat), played.path(seat, below))
            assert {"CANARY.prompt.q1", "CANARY.prompt.q4"} <= set(CANARY.findall(body))
            assert not {f"CANARY.{what}.{asked}" for what in ("answer", "example", "point0")} & set(
                CANARY.findall(body)
            )
            assert other not in body
    page = shown(played.browser("s2"), played.path("s2"))
    assert "Marks by Ada (you)" in page
    assert "Marks by Grace" not in page
    assert "what you saw then" in page


def test_the_rounds_of_a_swap_stand_below_who_asked_whom(played: Played) -> None:
    """Released, both halves and the feedback of both are there, for both; the log too."""
    played.take(swapped())
    played.room.candidate.release()
    played.hold()
    for seat in ("s1", "s2"):
        page = shown(played.browser(seat), played.path(seat))
        for said in ("Grace asked Ada", "Ada asked Grace", "Feedback by Grace", "Feedback by Ada", "CANARY.answer.q4"):
            assert said in page
        assert page.index(">Grace asked Ada</h2>") < page.index('id="round-1"') < page.index(">Ada asked Grace</h2>")
        assert page.index(">Ada asked Grace</h2>") < page.index('id="round-2"')
        assert "with 25 % extra time" in page
        assert shown(played.browser(seat), played.path(seat, "log.jsonl"))


def test_kept_back_answers_are_said_to_be_of_what_one_was_asked(played: Played) -> None:
    """After a swap each has the model answers of their own half, and the page says which ones are missing."""
    played.take(swapped())
    played.room.candidate.release(show_answers=False)
    played.hold()
    page = shown(played.browser("s1"), played.path("s1"))
    assert "The model answers of the questions that you were asked were kept back" in page
    assert "CANARY.answer.q1" in page
    assert "CANARY.answer.q4" not in page


def test_a_panel_is_side_by_side_once_it_is_unsealed(played: Played) -> None:
    """Before that each sees their own marks, and why; then all, with the spread, and what was changed since."""
    room, second, third = before_a_panel()
    room.lead.end()
    played.take(room)
    page = shown(played.browser(second.id), played.path(second.id))
    assert "sealed until all have marked" in page
    assert "Marks by Grace" not in page
    assert "Marks of all" not in page
    room.lead.open_seal()
    third.pass_marks()
    second.mark("depth", 2)
    played.hold()
    page = shown(played.browser(third.id), played.path(third.id))
    assert "Grace opened the marks after 0:00" in page
    assert '<td data-label="Spread">1–2, 2 of 3 marked</td>' in page
    assert "Unaided, changed after the marks were opened." in page
    assert ">passed</span>" in page
    assert "Frances (you)" in page


def test_released_anew_the_page_says_when_it_changed(released: Played) -> None:
    """To who had it; the first time there is nothing to say."""
    kept(released)
    assert "Changed on" not in shown(released.browser("s2"), released.path("s2"))
    released.reopen()
    released.release()
    kept(released)
    for seat in SEATS:
        assert "Changed on" in shown(released.browser(seat), released.path(seat))
    body = shown(released.browser("s2"), released.path("s2", "report.json"))
    assert msgspec.json.decode(body, type=Report).changed_ms == released.interview.released_ms


def test_who_keeps_no_replay_is_in_no_log_with_their_typing(played: Played) -> None:
    """What Redis still has of it is not given, even before the record is made."""
    assert "evil.example" in shown(played.browser("s1"), played.path("s1", "log.jsonl"))
    seats = played.interview.seats
    changed = tuple(msgspec.structs.replace(seat, replay=seat.id != "s2") for seat in seats)
    played.room.interview = msgspec.structs.replace(played.interview, seats=changed)
    played.hold()
    assert "evil.example" not in shown(played.browser("s1"), played.path("s1", "log.jsonl"))


def test_who_led_can_use_it_again_from_here(released: Played) -> None:
    """Again with others or with the same is a form of who leads or asked; to be forgotten is there for everybody."""
    for seat in SEATS:
        page = shown(released.browser(seat), released.path(seat))
        form = (f'method="post" action="/interviews/{ID}/again"', 'name="with" value="others"', 'value="same"')
        assert [part in page for part in form] == [seat == "s1"] * 3
        assert 'href="/forget"' in page
    released.take(swapped())
    released.room.candidate.release()
    released.hold()
    for seat in ("s1", "s2"):
        assert f'action="/interviews/{ID}/again"' in shown(released.browser(seat), released.path(seat))
