"""The room's page and its JSON, each for who keeps the seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import msgspec
import pytest

from server.address import only_here
from server.bank.builtin import builtin
from server.people import invitations
from server.people.invitations import SeatKey
from server.settings import Settings
from tests.website import Browser, StandIn, wired

DECK = builtin()


@pytest.fixture
def interview(host: Browser) -> str:
    return host.start()


@pytest.fixture
def room(interview: str) -> str:
    return f"/room/{interview}/s1"


@pytest.fixture
def theirs(host: Browser, guest: Browser, room: str) -> str:
    """The candidate's room, with the guest in it."""
    return guest.join(host.links(room)["s2"])


def test_the_page_holds_no_secret(guest: Browser, theirs: str) -> None:
    """What is in the page is known to everybody with a seat: nothing of the deck but its title."""
    page = guest.get(theirs).get_data(as_text=True)
    assert all(question.title not in page for question in DECK.questions)
    assert "csrf" not in page
    assert "join/" not in page


def test_a_token_opens_the_seats_socket(settings: Settings, guest: Browser, theirs: str, interview: str) -> None:
    """The token names the seat and its link's generation, and nothing that was sent."""
    for answer in (guest.post(f"{theirs}/token"), guest.post(f"{theirs}/token", json={"seat": "s1"})):
        token = answer.get_json()["token"]
        key = invitations.read_socket_token(settings.secret, token)
        assert key is not None
        assert key._replace(device="") == SeatKey(interview, "s2", 1)
        assert key.device, "what ends when the device is signed out"


def test_with_the_token_comes_what_helps_a_call(settings: Settings, guest: Browser, theirs: str) -> None:
    """The servers that the settings name for calls are told to who keeps a seat; there are none as it comes."""
    assert guest.post(f"{theirs}/token").get_json()["ice_servers"] == []
    servers = ({"urls": "stun:s:1"}, {"urls": "turn:t:1", "username": "u", "credential": "p"})
    visitor = Browser(wired(replace(settings, ice_servers=servers)))
    assert visitor.post(f"/room/{visitor.start()}/s1/token").get_json()["ice_servers"] == list(servers)


def test_only_interviewers_get_the_questions(
    live: StandIn, host: Browser, guest: Browser, room: str, theirs: str, interview: str
) -> None:
    """A candidate and an observer get the title and the scales, and not one word of a question."""
    told = host.get(f"{room}/deck").get_json()
    assert [question["id"] for question in told["questions"]] == [question.id for question in DECK.questions]
    assert told["questions"][0]["answer"].startswith("<")
    assert set(told["questions"][0]) == {
        "id", "number", "title", "prompt", "guidance", "answer", "example", "points", "topics", "difficulty", "seconds",
    }  # fmt: skip
    for role in ("candidate", "observer"):
        live.change_seat(interview, "s2", role=role)
        told = guest.get(f"{theirs}/deck").get_json()
        assert set(told) == {"title", "dimensions"}
        assert [one["id"] for one in told["dimensions"]] == ["communication", "correctness", "depth"]


def test_who_swaps_gets_their_own_half_only(
    live: StandIn, host: Browser, guest: Browser, room: str, theirs: str, interview: str
) -> None:
    """Both sides browse what they will ask, before and after the swap; a neutral seat what is being asked."""
    ids = [question.id for question in DECK.questions]
    held = live.hold(interview)
    assert held is not None
    live.change(
        interview,
        options=msgspec.structs.replace(held.interview.options, swap=True),
        halves={"a": tuple(ids[::2]), "b": tuple(ids[1::2])},
    )
    live.change_seat(interview, "s1", side="a")
    live.change_seat(interview, "s2", side="b")

    def asked_of(browser: Browser, path: str) -> list[str] | None:
        told = browser.get(f"{path}/deck").get_json()
        return [question["id"] for question in told["questions"]] if "questions" in told else None

    for a_role, b_role, asking in (("interviewer", "candidate", "a"), ("candidate", "interviewer", "b")):
        live.change(interview, asking=asking)
        live.change_seat(interview, "s1", role=a_role)
        live.change_seat(interview, "s2", role=b_role)
        assert asked_of(host, room) == ids[::2]
        assert asked_of(guest, theirs) == ids[1::2]
    live.change_seat(interview, "s2", side=None)
    assert asked_of(guest, theirs) == ids[1::2]
    for role in ("observer", "candidate"):
        live.change_seat(interview, "s2", role=role)
        assert asked_of(guest, theirs) is None


def test_the_lead_has_every_link_and_others_their_own(
    live: StandIn, host: Browser, guest: Browser, room: str, theirs: str, interview: str
) -> None:
    """Links are the lead's to give; one's own is for one's further devices, whatever one's role."""
    told = host.get(f"{room}/links").get_json()
    assert [(seat["seat"], seat["role"], seat["name"], seat["joined"]) for seat in told["seats"]] == [
        ("s1", "interviewer", "Interviewer", True),
        ("s2", "candidate", "Kim", True),
    ]
    for role in ("candidate", "observer", "interviewer"):
        live.change_seat(interview, "s2", role=role)
        assert [seat["seat"] for seat in guest.get(f"{theirs}/links").get_json()["seats"]] == ["s2"]
        assert guest.get(f"{theirs}/qr/s2.svg").status_code == 200
        assert guest.get(f"{theirs}/qr/s1.svg").status_code == 404
    live.change(interview, lead="s2")
    assert len(guest.get(f"{theirs}/links").get_json()["seats"]) == 2
    assert list(host.links(room)) == ["s1"]
    live.change_seat(interview, "s1", removed=True)
    assert [seat["seat"] for seat in guest.get(f"{theirs}/links").get_json()["seats"]] == ["s2"]


def test_a_qr_code_is_a_picture_and_not_kept(host: Browser, room: str) -> None:
    """It is drawn as SVG without style of its own, on white, and no cache keeps the secret in it."""
    seat = host.get(f"{room}/links").get_json()["seats"][1]
    answer = host.get(seat["qr"])
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert ElementTree.fromstring(answer.data).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"style" not in answer.data
    assert b"#fff" in answer.data
    assert host.get(f"{room}/qr/s9.svg").status_code == 404


def test_links_begin_with_the_address_of_the_page(host: Browser, room: str) -> None:
    """Opened on this computer only, the lobby says so and what to do."""
    told = host.get(f"{room}/links").get_json()
    assert told["seats"][1]["url"].startswith("http://localhost/join/")
    assert "this computer only" in told["address_note"]
    assert "HOST=0.0.0.0" in told["address_note"]
    assert "PUBLIC_URL" in told["address_note"]


def test_elsewhere_there_is_nothing_to_note(settings: Settings) -> None:
    """An address that others can open needs no note; PUBLIC_URL counts more than the address of the page."""
    visitor = Browser(wired(settings), "http://room.test:8000")
    told = visitor.get(f"/room/{visitor.start()}/s1/links").get_json()
    assert told["address_note"] is None
    assert told["seats"][0]["url"].startswith("http://room.test:8000/join/")
    public = Browser(wired(replace(settings, public_url="https://greenroom.example")), "https://greenroom.example")
    told = public.get(f"/room/{public.start()}/s1/links").get_json()
    assert told["address_note"] is None
    assert told["seats"][0]["url"].startswith("https://greenroom.example/join/")


def test_where_others_can_reach_us_the_note_says_where(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listening in the network but opened as localhost: the note has the address at which to open one's own seat."""
    monkeypatch.setattr("server.address.on_network", lambda host: "192.0.2.7")
    visitor = Browser(wired(settings), "http://127.0.0.1:8000")
    room = f"/room/{visitor.start()}/s1"
    told = visitor.get(f"{room}/links").get_json()
    own = visitor.links(room)["s1"]
    assert f"http://192.0.2.7:8000{own} " in told["address_note"]


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("x.localhost", True), ("127.0.0.1", True), ("127.1.2.3", True), ("[::1]", True),
        ("192.168.1.5", False), ("room.test", False), ("", False),
        ("[:::", False), ("[::1", False),
    ],
)  # fmt: skip
def test_what_only_this_computer_is(host: str, here: bool) -> None:
    """Loopback by name or number."""
    assert only_here(f"http://{host}:8000/") is here


def test_a_replaced_link_ends_what_came_by_it(
    live: StandIn, guest: Browser, theirs: str, interview: str, host: Browser, room: str
) -> None:
    """The old cookie keeps nothing; the new link opens the seat again."""
    live.change_seat(interview, "s2", link=2)
    for path in ("", "/deck", "/links", "/qr/s2.svg"):
        assert guest.get(theirs + path).status_code == 404
    assert guest.post(f"{theirs}/token").status_code == 404
    assert guest.join(host.links(room)["s2"]) == theirs
    assert guest.get(theirs).status_code == 200


def test_two_seats_fit_into_one_browser(host: Browser, room: str, interview: str) -> None:
    """Each seat has a cookie of its own path, so that one person can try both sides."""
    other = host.join(host.links(room)["s2"], "Me too")
    assert host.get(room).status_code == 200
    assert host.get(other).status_code == 200
    assert "questions" in host.get(f"{room}/deck").get_json()
    assert "questions" not in host.get(f"{other}/deck").get_json()


def test_a_seat_is_kept_across_sessions(somebody: Callable[[], Browser]) -> None:
    """The cookie lasts as long as browsers keep one, so that the next morning the same address still opens."""
    visitor = somebody()
    answer = visitor.submit("/interviews/new", "/interviews", {"deck": "flask"})
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "seat" in each)
    assert f"Max-Age={400 * 24 * 3600}" in cookie
