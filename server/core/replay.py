"""An interview as it happened: every state that it had and every text as it was typed, from its log alone.

The log begins with the interview as it was made (`first`); each commit is folded by the very code that folded it then
(`evolve`). The warm-up is in no archive, so it is in no replay. What a seat is shown is the view that it had at that
moment, which is what it was shown then, and nothing else.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from . import events as e
from .content import Content
from .evolve import evolve
from .interview import Interview
from .views import may_read, view


class First(Struct, frozen=True, forbid_unknown_fields=True):
    """The first entry of a log: the interview as it was made."""

    first: Interview


class Commit(Struct, frozen=True):
    """A commit as it stands in the log."""

    rev: int
    at_ms: int
    by: str
    events: tuple[e.AnyEvent, ...]


class Typing(Struct, frozen=True):
    """A change of a typed text as it stands in the log; positions count code points."""

    at_ms: int
    by: str
    text: str
    at: int
    remove: int
    insert: str


class Moment(Struct, frozen=True):
    """The interview after an entry of the log, at that instant; `typed` is the change of a text, if it was one."""

    at_ms: int
    rev: int
    interview: Interview
    typed: Typing | None = None


class NoReplay(Exception):  # noqa: N818 - an answer to who wants one
    """The log does not say how the interview began: it is older than replays."""


def first(interview: Interview) -> bytes:
    """Return the entry with which a log begins."""
    return msgspec.json.encode(First(interview))


def moments(log: Iterable[bytes]) -> Iterator[Moment]:
    """Give the interview after each entry of its log.

    Raises:
        NoReplay: the log has no first entry.
    """
    entries = iter(log)
    begun = next(entries, None)
    if begun is None or not begun.startswith(b'{"first":'):
        raise NoReplay
    interview = msgspec.json.decode(begun, type=First).first
    rev, at_ms = 0, interview.created_ms
    yield Moment(at_ms, rev, interview)
    for entry in entries:
        if b'"events":' not in entry or b'"insert":' in entry:
            typing = msgspec.json.decode(entry, type=Typing)
            at_ms = max(at_ms, typing.at_ms)  # clocks of workers differ by a little, the order of the log counts
            yield Moment(at_ms, rev, interview, typing)
            continue
        commit = msgspec.json.decode(entry, type=Commit)
        at_ms = max(at_ms, commit.at_ms)
        rev, interview = commit.rev, evolve(interview, commit.events)
        yield Moment(at_ms, rev, interview)


def frames(log: Iterable[bytes], seat_id: str, content: Content, texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Give what a seat was shown, change by change: what is new in its view, and what was typed before its eyes.

    Args:
        texts: the typed texts as they were kept. An answer that was handed in or closed stands whole from then on,
            also where its typing was not recorded.

    Raises:
        NoReplay: as `moments`.
    """
    before: dict[str, Any] = {}
    told: set[str] = set()
    for moment in moments(log):
        seat = moment.interview.seat(seat_id)
        if seat is None or seat.removed:
            continue
        typed = moment.typed
        if typed is not None:
            if not typed.text.startswith("note:") and may_read(moment.interview, seat, typed.text):
                change = {"at": typed.at, "remove": typed.remove, "insert": typed.insert}
                yield {"at_ms": moment.at_ms, "text": typed.text, **change}
            continue
        interview = replace(moment.interview, warmup=None)
        now = msgspec.to_builtins(view(interview, moment.rev, seat, content))
        changed = {name: value for name, value in now.items() if before.get(name) != value}
        gone = [name for name in before if name not in now]
        if changed.keys() - {"rev"} or gone:
            yield {"at_ms": moment.at_ms, "set": changed, "gone": gone}
        before = now
        for round in interview.rounds:
            name = f"answer:{round.id}"
            if name not in told and not round.typing_open and may_read(interview, seat, name) and texts.get(name):
                told.add(name)
                yield {"at_ms": moment.at_ms, "text": name, "full": texts[name]}
