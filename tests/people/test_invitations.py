"""What opens a seat: links, seat cookies, socket tokens."""

from __future__ import annotations

import pytest

from server.people import invitations
from server.people.invitations import SeatKey

SECRET = "a secret of thirty-two characters"
KEY = SeatKey("a1B2c3D4e5F6g7H8", "s2", 1)
OTHERS = (
    SeatKey("b1B2c3D4e5F6g7H8", "s2", 1),
    SeatKey(KEY.interview, "s3", 1),
    SeatKey(KEY.interview, "s2", 2),
)


def test_a_link_opens_its_own_seat_and_generation_only() -> None:
    """Another seat, another interview, or the link that replaced this one: none is opened."""
    token = invitations.link_token(SECRET, KEY)
    assert invitations.opens(SECRET, token, KEY)
    assert not any(invitations.opens(SECRET, token, other) for other in OTHERS)
    assert not invitations.opens("another secret of 32 characters!", token, KEY)


def test_a_link_names_its_seat() -> None:
    """What a link claims can be read before it is checked; what has not its shape claims nothing."""
    token = invitations.link_token(SECRET, KEY)
    assert invitations.seat_named(token) == (KEY.interview, KEY.seat)
    for wrong in (
        "",
        "x",
        token[:-1],
        token + "a",
        token.upper(),
        token.replace(".", "-"),
        token + "\n",
        "ä" + token[1:],
    ):
        assert invitations.seat_named(wrong) is None


def test_a_link_is_long_enough_and_survives_a_chat() -> None:
    """128 bits that can't be guessed, in characters that no chat program takes for the end of a link."""
    tag = invitations.link_token(SECRET, KEY).rpartition(".")[2]
    assert len(tag) * 5 >= 128
    assert tag.isalnum()
    assert tag == tag.lower()


def test_every_character_of_a_link_counts() -> None:
    """A link with one character changed opens nothing."""
    token = invitations.link_token(SECRET, KEY)
    for at in range(len(token) - 26, len(token)):
        changed = token[:at] + ("a" if token[at] != "a" else "b") + token[at + 1 :]
        assert not invitations.opens(SECRET, changed, KEY)


def test_a_seat_cookie_keeps_its_own_seat_only() -> None:
    """A cookie keeps the seat and the generation it was given for, and is no link."""
    cookie = invitations.seat_cookie(SECRET, KEY)
    assert invitations.kept(SECRET, cookie, KEY) == KEY
    assert not any(invitations.kept(SECRET, cookie, other) for other in OTHERS)
    assert not invitations.kept(SECRET, "\udcff é", KEY)
    assert not invitations.kept(SECRET, invitations.link_token(SECRET, KEY), KEY)


def test_a_socket_token_says_what_it_opens_for_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is read back as made, until it is 300 s old."""
    token = invitations.socket_token(SECRET, KEY)
    assert invitations.read_socket_token(SECRET, token) == KEY
    from itsdangerous import TimestampSigner

    now_s = TimestampSigner("x").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now_s + 290)
    assert invitations.read_socket_token(SECRET, token) == KEY
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now_s + 302)
    assert invitations.read_socket_token(SECRET, token) is None


@pytest.mark.parametrize("token", [None, 7, "", "x", "a.b.c", "x" * 500, b"bytes", {"token": 1}, "\udcff"])
def test_what_is_no_socket_token_opens_nothing(token: object) -> None:
    """Whatever a client sends as its token is read or refused, and never an error."""
    assert invitations.read_socket_token(SECRET, token) is None


def test_a_socket_token_of_another_secret_or_purpose_opens_nothing() -> None:
    """A token is bound to the secret and to being a socket's."""
    from itsdangerous import URLSafeTimedSerializer

    assert invitations.read_socket_token(SECRET, invitations.socket_token("x" * 32, KEY)) is None
    assert invitations.read_socket_token(SECRET, URLSafeTimedSerializer(SECRET).dumps(list(KEY))) is None
    forged = URLSafeTimedSerializer(SECRET, salt="greenroom socket").dumps({"interview": 1})
    assert invitations.read_socket_token(SECRET, forged) is None
