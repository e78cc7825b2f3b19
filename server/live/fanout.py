"""What has changed, to each local socket: its own view, the texts it may read, who is connected."""

from typing import Any

import msgspec

from server.core.interview import Seat
from server.core.refusals import SENTENCES
from server.core.views import may_read, view
from server.core.wire import Closing, PresenceView, TextChange, TextWhole
from server.live.held import Held, Socket, Text

encode = msgspec.json.Encoder().encode
GONE = encode(Closing(code="gone", message=SENTENCES["gone"]))


def show(held: Held) -> None:
    """Send everybody connected here their own view of the revision held; close what may not be here any more."""
    for seat_id, sockets in list(held.sockets.items()):
        seat = held.interview.seat(seat_id)
        payload: bytes | None = None
        for socket in list(sockets):
            if not welcome(seat, socket):
                socket.push("closed", GONE)
                socket.close()
            elif socket.rev < held.rev and seat is not None:
                if payload is None:
                    payload = encode(view(held.interview, held.rev, seat, held.content))
                socket.rev = held.rev
                socket.push("view", payload)


def welcome(seat: Seat | None, socket: Socket) -> bool:
    """Tell whether the socket came by a link that is still the seat's."""
    return seat is not None and seat.joined and not seat.removed and seat.link == socket.link


def tell_presence(held: Held) -> None:
    """Tell everybody connected here who is connected anywhere."""
    for socket in held.all_sockets():
        tell_presence_to(held, socket)


def tell_presence_to(held: Held, socket: Socket) -> None:
    """Tell one socket who is connected anywhere."""
    socket.push("presence", encode(PresenceView(connected=held.connected)))


def tell_text(held: Held, name: str, change: bytes, but: Socket | None = None) -> None:
    """Send a change of a typed text to those who may read it, except the socket that made it."""
    for seat_id, sockets in list(held.sockets.items()):
        seat = held.interview.seat(seat_id)
        if seat is not None and may_read(held.interview, seat, name):
            for socket in list(sockets):
                if socket is not but:
                    socket.push("draft", change)


def tell_call(held: Held, seat_id: str, payload: bytes) -> None:
    """Tell every device of a seat that is connected here what somebody's call is for it."""
    seat = held.interview.seat(seat_id)
    for socket in list(held.sockets.get(seat_id, ())):
        if welcome(seat, socket):
            socket.push("call", payload)


def hang_up(held: Held, seat_id: str) -> None:
    """Close the sockets of a seat here, without a word: a device that still keeps the seat comes back by itself."""
    for socket in list(held.sockets.get(seat_id, ())):
        socket.close()


def tell_texts(held: Held, socket: Socket, known: dict[str, int]) -> None:
    """Send a socket, whole, each text that it may read and has not at the sequence number held."""
    seat = held.interview.seat(socket.seat)
    if seat is None:
        return
    for name, text in held.texts.items():
        if known.get(short_name(name)) != text.seq and may_read(held.interview, seat, name):
            socket.push("draft", whole(name, text))


def whole(name: str, text: Text) -> bytes:
    """Return the `draft` message that carries all of a text."""
    kind, round = _parts(name)
    return encode(TextWhole(text=kind, round=round, seq=text.seq, full=text.text))


def changed(name: str, seq: int, at: int, remove: int, insert: str) -> bytes:
    """Return the `draft` message that carries one change of a text."""
    kind, round = _parts(name)
    return encode(TextChange(text=kind, round=round, seq=seq, at=at, remove=remove, insert=insert))


def short_name(name: str) -> str:
    """Return a text's name as the wire has it: a note is always one's own."""
    return ":".join(name.split(":")[:2])


def _parts(name: str) -> tuple[Any, int]:
    kind, round = name.split(":")[:2]
    return kind, int(round)
