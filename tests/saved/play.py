"""Interviews that browsers have made, played over the pure core where the stand-in for `live` holds them."""

from __future__ import annotations

from itertools import count

import msgspec

from server.core import commands as c
from server.core.evolve import evolve
from server.core.interview import Interview
from server.core.rules import decide, decide_system
from server.reports import archive
from server.rooms.parking import Parked
from tests.website import Browser, StandIn

CLOCK_MS = count(1_800_000_000_000, 1000)


def meet(host: Browser, guest: Browser, **fields: str) -> str:
    """Start an interview that the guest joins on s2; return its id."""
    interview = host.start(**fields)
    join(host, guest, interview)
    return interview


def join(host: Browser, guest: Browser, interview: str, name: str = "Kim", seat: str = "s2") -> None:
    """Let the guest take a seat by its link."""
    guest.join(host.links(f"/room/{interview}/s1")[seat], name)


def state(live: StandIn, interview: str) -> Interview:
    held = live.hold(interview)
    assert held is not None
    return held.interview


def do(live: StandIn, interview: str, *commands: c.Command, seat: str = "s1") -> None:
    """Carry out commands of a seat, a second apart."""
    for command in commands:
        before = state(live, interview)
        content = live.held[interview].content
        put(live, interview, evolve(before, decide(before, command, seat, next(CLOCK_MS), content)))


def put(live: StandIn, interview: str, after: Interview) -> None:
    """Let the stand-in hold this from now on."""
    live.change(interview, **{field: getattr(after, field) for field in after.__struct_fields__})


def keep(live: StandIn, interview: str) -> None:
    """Archive what has ended, as the server does by itself."""
    held = live.held[interview]
    parked = Parked(held.rev, msgspec.json.encode(held.interview), msgspec.json.encode(held.content))
    with live.app.app_context():
        assert archive.archive(interview, parked)
    put(live, interview, evolve(held.interview, decide_system(held.interview, c.Archived(), 0)))
