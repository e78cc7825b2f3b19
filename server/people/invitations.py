"""What opens a seat: the link that names it, the cookie that keeps it, the token that opens its socket.

All three are bound to the generation of the seat's link (`Seat.link`), so replacing a link ends all that came by it.
Nothing is stored: who knows the secret can tell what is genuine.
"""

import base64
import hmac
import re
from typing import NamedTuple

from itsdangerous import BadData, URLSafeTimedSerializer

SOCKET_TOKEN_S = 300
LINK = re.compile(r"([0-9A-Za-z]{16})\.(s[0-9]{1,4})\.[0-9a-z]{26}")
INTERVIEW_ID = re.compile(r"[0-9A-Za-z]{16}")
SEAT_ID = re.compile(r"s[0-9]{1,4}")


class SeatKey(NamedTuple):
    """A seat of an interview, as one generation of its link opens it."""

    interview: str
    seat: str
    generation: int
    device: str = ""
    """Which device of a person keeps it; empty where nobody has one, and in links, which are for any."""


class WallKey(NamedTuple):
    """A page that watches many rooms: the session of its person (the hash of its cookie), and which rooms those are."""

    session: str
    scope: str


def link_token(secret: str, key: SeatKey) -> str:
    """Return what stands in the seat's link: the seat in clear, and 128 bits that nobody else can make.

    Base 32 has no character that a chat program takes for the end of a link.
    """
    tag = _digest(secret, "link", key._replace(device=""))[:16]
    return f"{key.interview}.{key.seat}.{base64.b32encode(tag).decode().rstrip('=').lower()}"


def seat_named(token: str) -> tuple[str, str] | None:
    """Return the interview and the seat that a link's token claims to open, or None if it has not even the shape."""
    match = LINK.fullmatch(token)
    return (match[1], match[2]) if match else None


def opens(secret: str, token: str, key: SeatKey) -> bool:
    """Tell whether this link's token is the seat's current one."""
    return _same(token, link_token(secret, key))


def seat_cookie(secret: str, key: SeatKey) -> str:
    """Return the value of the cookie by which a browser keeps a seat."""
    digest = base64.urlsafe_b64encode(_digest(secret, "seat", key)).decode().rstrip("=")
    return f"{key.device}.{digest}" if key.device else digest


def kept(secret: str, cookie: str, key: SeatKey) -> SeatKey | None:
    """Return the seat with the device that this cookie's value keeps it for; None if it does not keep the seat."""
    device, _, _ = cookie.rpartition(".")
    found = key._replace(device=device)
    return found if _same(cookie, seat_cookie(secret, found)) else None


def socket_token(secret: str, key: SeatKey) -> str:
    """Return a token for the handshake of a socket, good for five minutes."""
    token: str | bytes = _serializer(secret).dumps(list(key))
    return token if isinstance(token, str) else token.decode()


def read_socket_token(secret: str, token: object) -> SeatKey | None:
    """Return what a socket's token opens; None if it is not ours or older than five minutes.

    The caller compares the generation with the seat's, and makes sure that the device has not been signed out.
    """
    if not isinstance(token, str) or len(token) > 400:
        return None
    try:
        return SeatKey(*_serializer(secret).loads(token, max_age=SOCKET_TOKEN_S))
    except (BadData, ValueError, TypeError):
        return None


def wall_token(secret: str, key: WallKey) -> str:
    """Return a token for the handshake of a page that watches many rooms, good for five minutes."""
    token: str | bytes = _serializer(secret, "wall").dumps(list(key))
    return token if isinstance(token, str) else token.decode()


def read_wall_token(secret: str, token: object) -> WallKey | None:
    """Return what a wall's token opens; None if it is not ours or older than five minutes."""
    if not isinstance(token, str) or len(token) > 400:
        return None
    try:
        session, scope = _serializer(secret, "wall").loads(token, max_age=SOCKET_TOKEN_S)
    except (BadData, ValueError, TypeError):
        return None
    return WallKey(session, scope)


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def _serializer(secret: str, purpose: str = "socket") -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"greenroom {purpose}")


def _digest(secret: str, purpose: str, key: SeatKey) -> bytes:
    message = "\n".join((purpose, key.interview, key.seat, str(key.generation), *filter(None, [key.device])))
    return hmac.digest(secret.encode(), message.encode(), "sha256")
