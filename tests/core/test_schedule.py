"""What is agreed on beforehand: when it begins, where the call is, what somebody needs for themself."""

import pytest

from server.core.events import CallSet, Preferred, Scheduled
from server.core.interview import Schedule
from tests.core.conftest import MakeRoom
from tests.core.room import Room, refused

HOUR_MS = 3_600_000


def test_schedule(lobby: Room) -> None:
    """A start is planned, changed and taken back; everybody sees it; the same again is nothing."""
    starts_ms = lobby.now_ms + 24 * HOUR_MS
    planned = Schedule(starts_ms=starts_ms, zone="Europe/Berlin", length_min=45)
    observer = lobby.enter("observer", "Oz")
    assert lobby.lead.schedule(starts_ms, "Europe/Berlin", 45) == (Scheduled(schedule=planned),)
    assert lobby.lead.schedule(starts_ms, "Europe/Berlin", 45) == ()
    for who in (lobby.lead, lobby.candidate, observer):
        seen = lobby.view(who).schedule
        assert seen is not None
        assert (seen.starts_ms, seen.zone, seen.length_min) == (starts_ms, "Europe/Berlin", 45)
    lobby.lead.schedule(starts_ms + HOUR_MS)
    assert lobby.lead.schedule(None) == (Scheduled(schedule=None),)
    assert lobby.lead.schedule(None) == ()
    assert lobby.view(lobby.candidate).schedule is None


def test_a_start_in_the_past(lobby: Room) -> None:
    """What has gone by can't be planned; a form that took a minute to arrive is no crime."""
    with refused("start_past"):
        lobby.lead.schedule(lobby.now_ms - 60_001)
    assert lobby.interview.schedule is None
    assert lobby.lead.schedule(lobby.now_ms - 60_000) != ()


def test_who_plans_and_when(make_room: MakeRoom) -> None:
    """The lead plans, before the start."""
    lobby = make_room("lobby")
    with refused("not_lead"):
        lobby.enter("interviewer", "Linus").schedule(lobby.now_ms + HOUR_MS)
    with refused("not_allowed"):
        lobby.candidate.schedule(lobby.now_ms + HOUR_MS)
    with refused("not_now"):
        make_room().lead.schedule(lobby.now_ms + HOUR_MS)


@pytest.mark.parametrize(
    "url", ["https://meet.jit.si/Greenroom-42", "https://zoom.us/j/12345?pwd=a%20b#x", "https://[::1]:8443/x"]
)
def test_a_call(lobby: Room, url: str) -> None:
    """Any https address will do; every seat sees it, it is cleared with nothing, and the same again is nothing."""
    assert lobby.lead.set_call(f"  {url}\n") == (CallSet(url=url),)
    assert lobby.lead.set_call(url) == ()
    for who in (lobby.lead, lobby.candidate, lobby.enter("observer", "Oz")):
        assert lobby.view(who).call == url
    assert lobby.lead.set_call("") == (CallSet(url=""),)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://мит.рф/x", "https://xn--h1aht.xn--p1ai/x"),
        ("https://Straße.de:8443/ä?q=ü&b#é", "https://xn--strae-oqa.de:8443/%C3%A4?q=%C3%BC&b#%C3%A9"),
        ("https://meet.example.org/Zoë%20B", "https://meet.example.org/Zo%C3%AB%20B"),
        ("https://mееt.example.org/", "https://xn--mt-nlca.example.org/"),
        ("https://[::1]/é", "https://[::1]/%C3%A9"),
    ],
)
def test_a_call_in_any_script(lobby: Room, given: str, kept: str) -> None:
    """It is kept in ASCII, as browsers ask for it: letters that look like others do not pass for them."""
    assert lobby.lead.set_call(given) == (CallSet(url=kept),)


BAD = [
    "http://meet.example.org/x",
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://x",
    "data:text/html,https://x",
    "meet.example.org",
    "//meet.example.org",
    "https:",
    "https://",
    "https:///x",
    "https:meet.example.org",
    "https://ada:secret@meet.example.org/",
    "https://meet.example.org@evil.example",
    "https://meet.example.org/a b",
    "https://meet.example.org/\nSet-Cookie: x",
    "https://meet.example.org/\x00",
    "https://meet.example.org\\@evil.example",
    'https://meet.example.org/"onclick="x',
    "https://meet.example.org/<script>",
    "https://meet.example.org:port/",
    "https://meet.example.org:99999/",
    "https://[::1/",
    "https://meet.example.org/\u202egro",
    "https://мит .рф/",
    "https://.рф/",
    "https://м\u0338и@мит.рф/",
    "https://" + "м" * 64 + ".рф/",
    "ftp://meet.example.org",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("url", BAD, ids=ascii)
def test_no_call(lobby: Room, url: str) -> None:
    """What is not a plain https address is refused: another scheme, a password, a space, a line break, no host."""
    with refused("bad_call"):
        lobby.lead.set_call(url)
    assert lobby.interview.call == ""


@pytest.mark.parametrize("url", ["https://x.org/".ljust(501, "x"), "https://x.org/".ljust(200, "м")])
def test_a_call_that_is_too_long(lobby: Room, url: str) -> None:
    """An address has an end, in the form in which it is kept."""
    with refused("bad_call"):
        lobby.lead.set_call(url)


def test_who_sets_the_call(room: Room) -> None:
    """The lead sets it, during the interview too, until the report is released."""
    room.lead.set_call("https://meet.example.org")
    with refused("not_allowed"):
        room.candidate.set_call("https://evil.example")
    with refused("not_lead"):
        room.enter("interviewer", "Linus").set_call("https://evil.example")
    room.lead.end()
    room.lead.set_call("")
    room.lead.release()
    with refused("not_now"):
        room.lead.set_call("https://meet.example.org")


def test_prefer(room: Room) -> None:
    """Who is asked says what they need: extra time counts from the next question on, and the replay can be off."""
    assert room.candidate.prefer(extra_percent=50) == (Preferred(seat="s2", extra_percent=50, replay=True),)
    assert room.candidate.prefer(replay=False) == (Preferred(seat="s2", extra_percent=50, replay=False),)
    assert room.candidate.prefer(replay=False) == ()
    assert room.candidate.prefer() == ()
    assert room.round.clock.answer_ms == 100_000
    room.lead.ask("q2")
    assert room.round.clock.answer_ms == 150_000


def test_the_replay_is_one_s_own(room: Room) -> None:
    """That it is off, nobody else sees."""
    room.candidate.prefer(replay=False)
    assert [seat.replay for seat in room.view(room.candidate).seats] == [True, False]
    assert [seat.replay for seat in room.view(room.lead).seats] == [True, True]


def test_joining_with_the_replay_off(lobby: Room) -> None:
    """It can be said with the name already."""
    lobby.lead.invite("candidate")
    other = lobby.participant("s3")
    other.join("Barbara", 20, replay=False)
    assert (other.seat.replay, other.seat.extra_percent) == (False, 20)


def test_who_needs_nothing(make_room: MakeRoom) -> None:
    """Who is never asked has nothing to prefer, and after the end nobody has."""
    room = make_room()
    with refused("not_allowed"):
        room.lead.prefer(extra_percent=10)
    with refused("not_allowed"):
        room.enter("observer", "Oz").prefer(replay=False)
    room.lead.end()
    with refused("not_now"):
        room.candidate.prefer(extra_percent=10)
