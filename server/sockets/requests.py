"""What a client may send: each event's payload, decoded and bounded, or refused."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from server.core.commands import Wire
from server.core.refusals import SENTENCES
from server.live.drafts import Id

BRACKETS_MAX = 32
TEXTS = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)


class Request(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`command`: what is asked for, with an id that is new for each command and the same when it is sent again."""

    id: Id
    command: Wire


class Sync(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`sync`: the revision that the client has, and the sequence number of each typed text by its name."""

    rev: Annotated[int, Meta(ge=-1, le=2**53)] = -1
    texts: Annotated[
        dict[Annotated[str, Meta(max_length=20)], Annotated[int, Meta(ge=0, le=2**53)]], Meta(max_length=1500)
    ] = {}


class Done(Struct, frozen=True, kw_only=True):
    """The acknowledgement of a `command`: it is so at revision `rev`, committed."""

    ok: Literal[True]
    rev: int


class Typed(Struct, frozen=True, kw_only=True):
    """The acknowledgement of a `draft`: it is in the text at sequence number `seq`."""

    ok: Literal[True]
    seq: int


class Synced(Struct, frozen=True, kw_only=True):
    """The acknowledgement of a `sync`: what was missing has been sent before it. `now_ms` is the server's clock."""

    ok: Literal[True]
    rev: int
    now_ms: int


class Passed(Struct, frozen=True, kw_only=True):
    """The acknowledgement of a `call`: it is on its way to the devices of the seat."""

    ok: Literal[True]


class NotDone(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The acknowledgement of what was not done. `seq` and `full` come with the code `behind`: the text as it is."""

    ok: Literal[False]
    code: str
    message: str
    seq: int | None = None
    full: str | None = None


def tangled(text: str) -> bool:
    """Tell whether this JSON has more lists and objects than any request: deep ones would exhaust the stack."""
    if text.count("[") + text.count("{") <= BRACKETS_MAX:
        return False
    frame = TEXTS.sub("", text)  # an answer may be full of brackets
    return frame.count("[") + frame.count("{") > BRACKETS_MAX


def refused(code: str, seq: int | None = None, full: str | None = None) -> NotDone:
    """Return the acknowledgement of what was not done."""
    return NotDone(ok=False, code=code, message=SENTENCES[code], seq=seq, full=full)


class Json:
    """msgspec in the place of the `json` module, for Socket.IO's own packets."""

    @staticmethod
    def dumps(data: object, **_: object) -> str:
        """Encode."""
        return msgspec.json.encode(data).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        """Decode; ValueError when it is not JSON, or tangled."""
        if tangled(text if isinstance(text, str) else text.decode()):
            raise ValueError("tangled")
        return msgspec.json.decode(text)
