"""The pages beside the lobby: when it begins, which deck one brings, whose computer it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import msgspec
import pytest
from flask import Flask

from server.core import commands
from server.core.interview import Interview
from server.rooms import parking
from tests.website import Browser, StandIn

SOON = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
GOOD = {"date": SOON, "time": "18:00", "zone": "UTC", "length_min": "45"}
STARTS = datetime.fromisoformat(f"{SOON}T18:00+00:00")


def deck_of(owner: Browser, *prompts: str, title: str = "Mine") -> str:
    """Keep a deck; return its id."""
    questions = [{"id": f"q{number}", "prompt": prompt} for number, prompt in enumerate(prompts)]
    return owner.keeps({"title": title, "questions": questions})


def seated(host: Browser, guest: Browser, **fields: str) -> tuple[str, str, str]:
    """An interview with both there: its id, and the paths of both rooms."""
    interview = host.start(**fields)
    room = f"/room/{interview}/s1"
    return interview, room, guest.join(host.links(room)["s2"])


def state(live: StandIn, interview: str) -> Interview:
    return live.held[interview].interview


def test_the_lead_plans_changes_and_takes_back(app: Flask, live: StandIn, host: Browser, guest: Browser) -> None:
    """What was planned stands in the form again, on the invitation, at home, and in SQL for the time in between."""
    interview, room, _ = seated(host, guest)
    assert host.submit(f"{room}/schedule", f"{room}/schedule", GOOD).location == room
    schedule = state(live, interview).schedule
    assert schedule is not None
    assert (schedule.starts_ms, schedule.zone, schedule.length_min) == (STARTS.timestamp() * 1000, "UTC", 45)
    page = host.get(f"{room}/schedule").get_data(as_text=True)
    assert f'value="{SOON}"' in page
    assert "Practice interview “" in page
    assert "planned for " in host.get("/").get_data(as_text=True)
    with app.app_context():
        parked = parking.parked(interview)
    assert parked is not None
    assert msgspec.json.decode(parked.state, type=Interview) == state(live, interview)
    assert parked.rev == live.held[interview].rev
    assert host.submit(f"{room}/schedule", f"{room}/schedule", {"take_back": "yes"}).location == room
    assert state(live, interview).schedule is None
    assert "planned for " not in host.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("date", "2020-01-01", "in the past"),
        ("zone", "Mars/Olympus", "no such time zone"),
        ("date", "", "a date and a time"),
        ("length_min", "1", "from 5 to 600"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(
    field: str, value: str, sentence: str, live: StandIn, host: Browser, guest: Browser
) -> None:
    """Nothing is planned, and nothing that was given is lost."""
    interview, room, _ = seated(host, guest)
    answer = host.submit(f"{room}/schedule", f"{room}/schedule", {**GOOD, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in page
    assert 'value="18:00"' in page
    assert state(live, interview).schedule is None
    assert host.submit(f"{room}/schedule", f"{room}/schedule").status_code == 400


def test_only_the_lead_plans_and_only_in_the_lobby(live: StandIn, host: Browser, guest: Browser) -> None:
    """Others get the sentence of the rules, whether they ask for the form or send one."""
    interview, room, theirs = seated(host, guest)
    assert guest.get(f"{theirs}/schedule").status_code == 403
    assert guest.submit("/interviews/new", f"{theirs}/schedule", GOOD).status_code == 403
    live.change(interview, status="live")
    assert host.get(f"{room}/schedule").status_code == 409
    assert host.submit("/interviews/new", f"{room}/schedule", GOOD).status_code == 409
    assert state(live, interview).schedule is None


def test_a_form_without_its_token_plans_nothing(live: StandIn, host: Browser, guest: Browser) -> None:
    """No CSRF token, no change."""
    _, room, _ = seated(host, guest)
    for path in ("schedule", "leave", "deck/choose"):
        assert host.post(f"{room}/{path}", data=GOOD).status_code == 400
    assert live.commands[1:] == []


def test_each_has_a_calendar_entry_with_their_own_link(host: Browser, guest: Browser, live: StandIn) -> None:
    """From the room and from the invitation; where nothing is planned there is none."""
    interview, room, theirs = seated(host, guest, **GOOD)
    link = host.links(room)["s2"]
    for answer in (guest.get(f"{theirs}/interview.ics"), Browser(live.app).get(f"{link}/interview.ics")):
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="interview.ics"'
        (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
        assert event["URL"] == f"http://localhost{link}"
        assert event["DTSTART"].dt == STARTS
    assert host.links(room)["s1"] in str(icalendar.Calendar.from_ical(host.get(f"{room}/interview.ics").data))
    live.change(interview, schedule=None)
    assert guest.get(f"{theirs}/interview.ics").status_code == 404
    assert guest.get(f"{link}/interview.ics").status_code == 404


def test_links_come_with_a_line_for_a_chat(host: Browser, guest: Browser) -> None:
    """When and where in one line, for each seat its own; nothing where nothing is planned."""
    _, room, _ = seated(host, guest, **GOOD)
    told = host.get(f"{room}/links").get_json()["seats"][1]
    assert told["line"].endswith(f"18:00 (UTC), 45 minutes. {told['url']}")
    _, room, _ = seated(host, guest)
    assert host.get(f"{room}/links").get_json()["seats"][1]["line"] is None


def test_each_brings_a_deck(app: Flask, live: StandIn, host: Browser, guest: Browser) -> None:
    """The candidate's deck becomes their half, with ids of its own; the first half stays as it was."""
    mine = deck_of(host, "One of mine?", "Two of mine?")
    interview, room, theirs = seated(host, guest, deck=mine, swap="bring")
    brought = deck_of(guest, "One of theirs?", "Two?", "Three?")
    assert "Mine" in guest.get(f"{theirs}/deck/choose").get_data(as_text=True)
    assert guest.submit(f"{theirs}/deck/choose", f"{theirs}/deck/choose", {"deck": brought}).location == theirs
    assert state(live, interview).halves == {"a": ("q0", "q1"), "b": ("q0-2", "q1-2", "q2")}
    assert state(live, interview).plans["s2"] == ("q0-2", "q1-2", "q2")
    assert [each["title"] for each in guest.get(f"{theirs}/deck").get_json()["questions"]] == [
        "One of theirs?", "Two?", "Three?",
    ]  # fmt: skip
    assert [each["title"] for each in host.get(f"{room}/deck").get_json()["questions"]] == [
        "One of mine?", "Two of mine?",
    ]  # fmt: skip
    with app.app_context():
        parked = parking.parked(interview)
    assert parked is not None
    assert b"One of theirs?" in parked.content


def test_another_deck_replaces_the_first_even_under_the_same_ids(live: StandIn, host: Browser, guest: Browser) -> None:
    """Who thinks better of it brings another; the texts are those of the last one."""
    interview, _, theirs = seated(host, guest, swap="bring")
    for prompts in (("Old?", "Stays?"), ("New?", "Stays?"), ("New?", "Stays?")):
        deck = deck_of(guest, *prompts)
        assert guest.submit(f"{theirs}/deck/choose", f"{theirs}/deck/choose", {"deck": deck}).status_code == 303
        told = guest.get(f"{theirs}/deck").get_json()["questions"]
        assert [each["title"] for each in told] == list(prompts)
        assert [each["id"] for each in told] == list(state(live, interview).halves["b"])


def test_a_deck_that_can_not_be_brought_is_told(live: StandIn, host: Browser, guest: Browser) -> None:
    """One that is not theirs, none, and the one that the other side asks."""
    interview, _, theirs = seated(host, guest, swap="bring")
    for given in ({"deck": deck_of(host, "Foreign?")}, {}, {"deck": "x" * 5000}):
        answer = guest.submit(f"{theirs}/deck/choose", f"{theirs}/deck/choose", given)
        assert answer.status_code == 400
        assert "Choose one of your decks" in answer.get_data(as_text=True)
    answer = guest.submit(f"{theirs}/deck/choose", f"{theirs}/deck/choose", {"deck": "flask"})
    assert answer.status_code == 400
    assert "The other side asks some of these" in answer.get_data(as_text=True)
    assert state(live, interview).halves["b"] == ()


def test_a_deck_is_brought_by_who_swaps_until_they_ask(live: StandIn, host: Browser, guest: Browser) -> None:
    """Where nobody swaps, or it is too late, the page says that and leads back to the room; at the swap it is not."""
    _, _, theirs = seated(host, guest)
    assert guest.get(f"{theirs}/deck/choose").status_code == 403
    assert guest.submit("/decks/new", f"{theirs}/deck/choose", {"deck": "flask"}).status_code == 403
    interview, _, theirs = seated(host, guest, swap="bring")
    live.change(interview, status="live")
    own = deck_of(guest, "Mine?")
    assert guest.submit(f"{theirs}/deck/choose", f"{theirs}/deck/choose", {"deck": own}).location == theirs
    assert state(live, interview).halves["b"] == ("q0",)
    live.handle(interview, "s1", commands.Ask(), "a")
    refused = guest.submit("/decks/new", f"{theirs}/deck/choose", {"deck": deck_of(guest, "Another?")})
    assert refused.status_code == 409
    assert "between two questions" in refused.get_data(as_text=True)
    assert "Back to the room" in refused.get_data(as_text=True)
    live.change(interview, status="wrapup")
    page = guest.get(f"{theirs}/deck/choose")
    assert page.status_code == 409
    assert f'href="{theirs}">Back to the room</a>' in page.get_data(as_text=True)


def test_a_deck_from_a_document_on_the_way(live: StandIn, host: Browser, guest: Browser) -> None:
    """Who adds a deck because a form asked for one comes back to it with the deck chosen; nothing leads elsewhere."""
    _, _, theirs = seated(host, guest, swap="bring")
    document = '{"title": "Mine", "questions": [{"number": null, "position": 1, "prompt": "Mine?"}]}'
    for asked_by, form in ((theirs, f"{theirs}/deck/choose"), ("/interviews/new", "/interviews/new")):
        way = f"/decks/new?for={asked_by}"
        assert way in guest.get(form).get_data(as_text=True)
        preview = guest.submit(way, "/decks/preview", {"for": asked_by, "text": "# Mine\n\n## Mine?\n"})
        carried = f'name="for" value="{asked_by}"'
        assert carried in guest.get(way).get_data(as_text=True)
        assert carried in preview.get_data(as_text=True)
        assert carried in guest.submit(way, "/decks/preview", {"for": asked_by}).get_data(as_text=True)
        kept = guest.submit(way, "/decks", {"for": asked_by, "document": document}).location
        id = kept.rpartition("=")[2]
        assert kept == f"{form}?deck={id}"
        assert f'value="{id}" checked' in guest.get(kept).get_data(as_text=True)
    for elsewhere in ("//evil.example", "https://evil.example/room", f"{theirs}/../x", "/room/x/s1", f"{theirs}\n", ""):
        assert 'name="for"' not in guest.get("/decks/new", query_string={"for": elsewhere}).get_data(as_text=True)
        kept = guest.submit("/decks/new", "/decks", {"for": elsewhere, "document": document}).location
        assert kept.startswith("/decks/")


def test_one_computer_goes_to_the_candidate(host: Browser, live: StandIn, app: Flask) -> None:
    """Once the phone has the seat, the browser forgets it, opens the candidate's invitation, and takes that seat."""
    interview = host.start()
    room = f"/room/{interview}/s1"
    links = host.links(room)
    assert links["s2"] in host.get(f"{room}/leave").get_data(as_text=True)
    phone = Browser(app)
    phone.join(links["s1"])
    alone = host.submit(f"{room}/leave", f"{room}/leave", {"to": links["s2"]})
    assert alone.status_code == 409
    assert "No other device has your seat open." in alone.get_data(as_text=True)
    assert 'name="sure"' in alone.get_data(as_text=True)
    assert host.get(room).status_code == 200
    live.here.add("s1")
    answer = host.submit(f"{room}/leave", f"{room}/leave", {"to": links["s2"]})
    assert (answer.status_code, answer.location) == (303, links["s2"])
    assert live.forgotten == [(interview, "s1")]
    assert host.get(room).status_code == 404
    assert host.get(f"{room}/report").status_code == 404
    assert room not in host.get("/").get_data(as_text=True)
    assert host.join(links["s2"], "Kim") == f"/room/{interview}/s2"
    assert phone.get(room).status_code == 200


def test_where_a_seat_is_left_for(host: Browser, guest: Browser, stranger: Browser) -> None:
    """The candidate's by default for the lead, home for others; never another interview's, nor elsewhere."""
    elsewhere = stranger.links(f"/room/{stranger.start()}/s1")["s2"]
    _, room, theirs = seated(host, guest)
    for to in (elsewhere, "https://evil.example/", "//evil.example", "x"):
        assert host.submit(f"{room}/leave", f"{room}/leave", {"to": to}).status_code == 404
        assert host.get(room).status_code == 200
    assert guest.submit(f"{theirs}/leave", f"{theirs}/leave", {"sure": "yes"}).location == "/"
    link = host.links(room)["s2"]
    assert host.submit(f"{room}/leave", f"{room}/leave", {"sure": "yes"}).location == link


def test_a_code_that_no_phone_can_open_says_so(host: Browser, app: Flask) -> None:
    """At an address of this computer alone the page for one laptop says so beside the code, as the lobby does."""
    room = f"/room/{host.start()}/s1"
    assert "These links work on this computer only." in host.get(f"{room}/leave").get_data(as_text=True)
    elsewhere = Browser(app, "http://room.test")
    room = f"/room/{elsewhere.start()}/s1"
    assert "work on this computer only" not in elsewhere.get(f"{room}/leave").get_data(as_text=True)
