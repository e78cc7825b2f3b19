"""The invitation: looking takes nothing, confirming takes the seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from server.core.refusals import Refused
from server.settings import Settings
from tests.website import Browser, StandIn, wired


@pytest.fixture
def interview(host: Browser) -> str:
    return host.start(name="Robin", answering="typed")


@pytest.fixture
def link(host: Browser, interview: str) -> str:
    """The candidate's link."""
    return host.links(f"/room/{interview}/s1")["s2"]


def test_looking_takes_nothing(app: Flask, live: StandIn, interview: str, link: str, stranger: Browser) -> None:
    """GET and HEAD set no seat, no person and no state: link previews open links."""
    before = live.hold(interview)
    for answer in (stranger.get(link), stranger.get(link, method="HEAD"), stranger.get(link)):
        assert answer.status_code == 200
        cookies = [each.split("=")[0] for each in answer.headers.getlist("Set-Cookie")]
        assert set(cookies) <= {"greenroom_form"}
    assert live.hold(interview) == before
    assert live.commands == []
    assert stranger.get(f"/room/{interview}/s2").status_code == 404


def test_the_page_says_who_sees_what_and_for_how_long(link: str, stranger: Browser) -> None:
    """Before somebody confirms they know that their typing is watched, and how long it is kept."""
    page = stranger.get(link).get_data(as_text=True)
    assert "while you type it" in page
    assert "90 days" in page
    assert "Robin invites you" in page
    assert "Extra time" in page
    assert "Private" in page


def test_retention_without_end_is_said(settings: Settings) -> None:
    """0 days is for ever, and the page says that."""
    app = wired(replace(settings, retention_days=0))
    host = Browser(app)
    link = host.links(f"/room/{host.start()}/s1")["s2"]
    assert "no time limit" in host.get(link).get_data(as_text=True)


def test_each_role_reads_what_is_true_of_it(
    settings: Settings, live: StandIn, host: Browser, interview: str, stranger: Browser
) -> None:
    """An observer and an interviewer are told other things than a candidate, and are not asked for extra time."""
    room = f"/room/{interview}/s1"
    host.get(room)
    live.change_seat(interview, "s2", role="observer")
    watched = stranger.get(host.links(room)["s2"]).get_data(as_text=True)
    assert "an observer" in watched
    assert "Extra time" not in watched
    live.change_seat(interview, "s2", role="interviewer")
    asked = stranger.get(host.links(room)["s2"]).get_data(as_text=True)
    assert "an interviewer" in asked
    assert "Extra time" not in asked


def test_confirming_takes_the_seat_and_cleans_the_address(
    live: StandIn, interview: str, link: str, guest: Browser
) -> None:
    """The link's token leaves the address; a cookie of that seat's path remains."""
    answer = guest.submit(link, link, {"name": " Kim  Lee ", "extra_percent": "25"})
    assert (answer.status_code, answer.location) == (303, f"/room/{interview}/s2")
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("greenroom_seat="))
    assert f"Path=/room/{interview}/s2" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    ((_, seat, command, id),) = live.commands
    assert (seat, command.name, command.extra_percent) == ("s2", "Kim Lee", 25)
    assert 1 <= len(id) <= 40
    assert guest.get(answer.location).status_code == 200


def test_a_program_joins_with_json(link: str, interview: str, guest: Browser) -> None:
    """JSON needs no CSRF token, and is answered with where to go."""
    answer = guest.post(link, json={"name": "Kim", "extra_percent": 33})
    room = f"/room/{interview}/s2"
    assert answer.get_json() == {"interview": interview, "seat": "s2", "room": room}
    assert answer.headers["Cache-Control"] == "no-store"
    assert guest.post(f"{room}/token", json={}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {}, {"name": ""}, {"name": "x" * 61}, {"name": 7}, {"name": "Kim", "extra_percent": -1},
        {"name": "Kim", "extra_percent": 1000}, {"name": "Kim", "role": "interviewer"}, ["Kim"], "Kim",
    ],
)  # fmt: skip
def test_json_that_makes_no_sense_is_refused_with_a_sentence(
    body: object, live: StandIn, link: str, guest: Browser
) -> None:
    """400, a code and a sentence; nothing is taken."""
    answer = guest.post(link, json=body)
    assert answer.status_code == 400
    assert answer.get_json()["code"] == "malformed"
    assert answer.get_json()["message"].endswith(".")
    assert live.commands == []


@pytest.mark.parametrize("fields", [{}, {"name": "  "}, {"name": "Kim", "extra_percent": "7"}])
def test_a_form_that_makes_no_sense_comes_back(
    fields: dict[str, str], live: StandIn, link: str, guest: Browser
) -> None:
    """The page again with a sentence; nothing is taken."""
    answer = guest.submit(link, link, fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert live.commands == []


def test_other_types_are_not_read(live: StandIn, link: str, guest: Browser) -> None:
    """Text that looks like JSON is what a foreign page can send without being asked first, so it is refused."""
    assert guest.post(link, data='{"name": "Kim"}', content_type="text/plain").status_code == 400
    assert guest.post(link, data='{"name": "Kim"}').status_code == 415
    assert guest.post(link, data=b"{", content_type="application/json").status_code == 400
    assert live.commands == []


def test_a_form_without_its_token_is_refused(live: StandIn, link: str, guest: Browser) -> None:
    """No CSRF token, no seat; the sentence says what to do."""
    answer = guest.post(link, data={"name": "Kim"})
    assert answer.status_code == 400
    assert "expired" in answer.get_data(as_text=True)
    assert live.commands == []


def test_a_second_device_takes_the_same_seat(
    live: StandIn, link: str, interview: str, somebody: Callable[[], Browser]
) -> None:
    """Whoever has the link of a taken seat goes on as the same participant, under the name given first."""
    somebody().join(link, "Kim")
    tablet = somebody()
    page = tablet.get(link).get_data(as_text=True)
    assert "Continue as Kim" in page
    assert tablet.submit(link, link, {"name": "Mallory"}).location == f"/room/{interview}/s2"
    assert tablet.get(f"/room/{interview}/s2").status_code == 200
    assert tablet.post(link, json={}).status_code == 200
    assert [command.name for _, _, command, _ in live.commands] == ["Kim"]


def test_two_devices_that_confirm_at_once_both_come_in(
    monkeypatch: pytest.MonkeyPatch, live: StandIn, link: str, interview: str, guest: Browser
) -> None:
    """The one that lost the race is refused by the rules, and sits on the seat that its link opens."""
    take = live.handle

    def beaten(interview_id: str, seat_id: str, command: object, command_id: str) -> int:
        take(interview_id, seat_id, command, "the other device")
        return take(interview_id, seat_id, command, command_id)

    monkeypatch.setattr(live, "handle", beaten)
    assert guest.join(link) == f"/room/{interview}/s2"


def test_a_refusal_is_said(monkeypatch: pytest.MonkeyPatch, live: StandIn, link: str, guest: Browser) -> None:
    """What the rules refuse is answered with their sentence, as a page or as JSON."""

    def refuse(*_: object, **__: object) -> int:
        raise Refused("not_now")

    monkeypatch.setattr(live, "handle", refuse)
    assert guest.post(link, json={"name": "Kim"}).get_json()["message"] == Refused("not_now").message
    answer = guest.submit(link, link, {"name": "Kim"})
    assert answer.status_code == 409
    assert Refused("not_now").message in answer.get_data(as_text=True)


def test_every_bad_link_is_the_same_404(
    live: StandIn, host: Browser, interview: str, link: str, stranger: Browser
) -> None:
    """Unknown, forged, foreign, replaced, removed, malformed: one page, which offers home."""
    token = link.rpartition("/")[2]
    named, seat, tag = token.split(".")
    foreign = host.links(f"/room/{host.start()}/s1")["s2"].rpartition("/")[2].split(".")[2]
    bad = [
        f"{'0' * 16}.{seat}.{tag}", f"{named}.s1.{tag}", f"{named}.s9.{tag}", f"{named}.{seat}.{'a' * 26}",
        f"{named}.{seat}.{foreign}", "x", f"{token}%00", "%F0%9F%92%A9",
    ]  # fmt: skip
    answers = [stranger.get(f"/join/{each}") for each in bad]
    live.change_seat(interview, "s2", link=2)
    answers.append(stranger.get(link))
    live.change_seat(interview, "s2", link=1, removed=True)
    answers.append(stranger.get(link))
    answers.append(stranger.get("/nowhere"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert b'href="/">Go to home</a>' in answers[0].data
    assert stranger.post(link, json={"name": "Kim"}).status_code == 404


@pytest.mark.parametrize("status", ["wrapup", "released"])
def test_an_interview_that_is_over_takes_nobody_new(
    status: str, live: StandIn, link: str, interview: str, guest: Browser, stranger: Browser
) -> None:
    """Who had a seat comes back to it; who had none reads that it is over."""
    guest.join(link)
    live.change(interview, status=status)
    assert "Continue as Kim" in stranger.get(link).get_data(as_text=True)
    live.change_seat(interview, "s2", joined=False)
    page = stranger.get(link).get_data(as_text=True)
    assert "This interview is over" in page
    assert "<form" not in page
    refused = stranger.post(link, json={"name": "Kim"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_now")


def test_who_sees_what_stands_before_the_name(link: str, stranger: Browser) -> None:
    """Marks, notes, typing, calls, who gets the report and until when: read before anything is given."""
    page = stranger.get(link).get_data(as_text=True)
    before = page[: page.index('name="name"')]
    for told in (
        "Who sees what",
        "private notes and marks",
        "calls are never recorded",
        "Who gets the report",
        "90 days",
    ):
        assert told in before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({"replay": ["no", "yes"]}, True), ({"replay": ["no"]}, False), ({}, True)],
    ids=["ticked", "not ticked", "not there"],
)
def test_a_candidate_may_switch_the_replay_off(
    sent: dict[str, list[str]], kept: bool, live: StandIn, link: str, guest: Browser
) -> None:
    """The box is ticked to begin with; without it only the answers are kept."""
    assert 'value="yes" checked' in guest.get(link).get_data(as_text=True)
    assert guest.submit(link, link, {"name": "Kim", **sent}).status_code == 303
    assert live.commands[-1][2].replay is kept


def test_a_program_may_switch_the_replay_off(live: StandIn, link: str, guest: Browser) -> None:
    """JSON has it by its name, and a value that is none is refused."""
    assert guest.post(link, json={"name": "Kim", "replay": "no"}).status_code == 400
    assert guest.post(link, json={"name": "Kim", "replay": False}).status_code == 200
    assert live.commands[-1][2].replay is False


def test_a_box_that_was_not_ticked_stays_so_when_the_form_comes_back(link: str, guest: Browser) -> None:
    """A name that can't be used loses nothing else."""
    page = guest.submit(link, link, {"name": " ", "replay": ["no"]}).get_data(as_text=True)
    assert 'value="yes" checked' not in page


def test_who_will_answer_after_a_swap_is_asked_as_a_candidate_is(host: Browser, live: StandIn, guest: Browser) -> None:
    """Extra time and replay belong to both sides; a neutral interviewer has neither, spoken answers no replay."""
    interview = host.start(answering="typed", swap="dealt")
    links = host.links(f"/room/{interview}/s1")
    live.change_seat(interview, "s1", joined=False)
    for link in links.values():
        page = guest.get(link).get_data(as_text=True)
        assert "Extra time" in page
        assert "Keep a replay of my typing" in page
        assert "You swap roles" in page
    guest.submit(links["s1"], links["s1"], {"name": "Robin", "extra_percent": "50", "replay": ["no"]})
    command = live.commands[-1][2]
    assert (command.extra_percent, command.replay) == (50, False)
    live.change_seat(interview, "s2", role="interviewer", side=None)
    neutral = guest.get(links["s2"]).get_data(as_text=True)
    assert "Extra time" not in neutral
    assert "Keep a replay" not in neutral
    spoken = host.links(f"/room/{host.start()}/s1")["s2"]
    assert "Keep a replay" not in guest.get(spoken).get_data(as_text=True)


def test_a_panel_is_told_of_its_seal(live: StandIn, interview: str, link: str, stranger: Browser) -> None:
    """Who judges with others learns when they see each other's marks; who judges alone reads nothing of it."""
    assert "when all have marked" not in stranger.get(link).get_data(as_text=True)
    live.change_seat(interview, "s2", role="interviewer")
    assert "when all have marked" in stranger.get(link).get_data(as_text=True)


def test_the_call_beside_it_is_named(host: Browser, stranger: Browser) -> None:
    """It is elsewhere, and has rules of its own."""
    link = host.links(f"/room/{host.start(call='https://meet.example:8443/abc')}/s1")["s2"]
    page = stranger.get(link).get_data(as_text=True)
    assert "<strong>meet.example</strong>" in page
    assert "/abc" not in page


def test_a_planned_interview_says_when(host: Browser, live: StandIn, stranger: Browser) -> None:
    """The start in its zone, and as an instant for the script that counts down; until when the room waits."""
    starts = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=3)
    interview = host.start(date=f"{starts:%Y-%m-%d}", time="12:00", zone="UTC")
    link = host.links(f"/room/{interview}/s1")["s2"]
    page = stranger.get(link).get_data(as_text=True)
    assert f"{starts:%A} {starts.day} {starts:%B %Y}, 12:00 (UTC)" in page
    assert f'data-starts="{int(starts.timestamp()) * 1000}" data-zone="UTC"' in page
    until = starts + timedelta(days=7)
    assert f"is deleted after {until.day} {until:%B %Y}" in page
    live.change(interview, status="live")
    assert "data-countdown" not in stranger.get(link).get_data(as_text=True)
