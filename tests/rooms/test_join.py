"""The invitation: looking takes nothing, confirming takes the seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    ("body", "code"),
    [
        ({}, "bad_name"), ({"name": ""}, "bad_name"), ({"name": "x" * 61}, "bad_name"), ({"name": 7}, "malformed"),
        ({"name": "Kim", "extra_percent": -1}, "malformed"), ({"name": "Kim", "extra_percent": 1000}, "malformed"),
        ({"name": "Kim", "role": "interviewer"}, "malformed"), (["Kim"], "malformed"), ("Kim", "malformed"),
    ],
)  # fmt: skip
def test_json_that_makes_no_sense_is_refused_with_a_sentence(
    body: object, code: str, live: StandIn, link: str, guest: Browser
) -> None:
    """400, the wire's code and a sentence; nothing is taken."""
    answer = guest.post(link, json=body)
    assert answer.status_code == 400
    assert answer.get_json()["code"] == code
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
