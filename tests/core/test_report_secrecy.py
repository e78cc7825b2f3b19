"""Whatever happens, nobody's report holds what is not theirs to read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.interview import STAGES
from server.core.refusals import Refused
from server.core.report_wire import Report
from tests.core.canaries import canary
from tests.core.participant import Participant
from tests.core.played import swapping
from tests.core.reading import canaries, read
from tests.core.room import Room

WALK = st.lists(
    st.tuples(st.sampled_from("abcdefghijklmnopqrst"), st.integers(0, 4), st.integers(0, 5)), min_size=1, max_size=40
)


@settings(max_examples=60, deadline=None)
@given(WALK, st.sampled_from(["spoken", "typed", "swap"]))
def test_no_canary_reaches_who_may_not_read_it(walk: list[tuple[str, int, int]], kind: str) -> None:
    """Whatever happens in a room of five, no report holds a text that its reader is not allowed by the table."""
    room = swapping() if kind == "swap" else Room(answering=kind, expiry="hard")
    people = [
        room.lead, room.candidate,
        room.enter("interviewer", "Barbara"), room.enter("observer", "Hedy"),
        room.enter("observer" if kind == "swap" else "candidate", "Lin"),
    ]  # fmt: skip
    room.lead.start()
    for step, who, number in walk:
        _step(room, people[who], step, number)
        for reader in people:
            _check(room, reader, read(room, reader))


def _step(room: Room, one: Participant, step: str, number: int) -> None:
    """Let somebody try something; most may not."""
    round = max(1, min(number, len(room.interview.rounds)))
    lead = room.participant(room.interview.lead)
    tries: dict[str, Callable[[], object]] = {
        "a": lambda: lead.ask(f"q{number + 1}"),
        "b": lambda: lead.reveal(STAGES[number % 3], ahead=True),
        "c": lambda: one.mark("depth", number % 4 + 1, round),
        "d": lambda: one.note(released=number > 1, round=round),
        "e": lambda: lead.end(),
        "f": lambda: lead.release(show_answers=number > 2),
        "g": lambda: lead.reopen(),
        "h": lambda: one.feedback(keep=(canary("feedback", one.id),)),
        "i": lambda: one.tick(number % 3, round=round),
        "j": lambda: lead.plan("q5", "q6"),
        "k": lambda: room.wait(300),
        "l": lambda: one.offer_late(canary("late", f"r{round}"), round),
        "m": lambda: lead.accept_late(round),
        "n": lambda: lead.skip(),
        "o": lambda: lead.remove(one.id) if number == 5 else None,
        "q": lambda: lead.close(),
        "r": lambda: (room.lead.offer_swap(), room.candidate.offer_swap()),
        "s": lambda: one.pass_marks(round),
        "t": lambda: lead.open_seal(round),
        "p": lambda: room.wait(90_000) if number == 5 else None,
    }
    with contextlib.suppress(Refused):
        tries[step]()


def _check(room: Room, reader: Participant, found: Report | None) -> None:
    interview = room.interview
    ended, released = interview.status in ("wrapup", "released"), interview.status == "released"
    roles = [round.role_of(reader.seat) for round in interview.rounds]
    interviewed = "interviewer" in (reader.seat.role, *roles)
    assert (found is not None) == (not reader.seat.removed and ended and (interviewed or released))
    if found is None:
        return
    opened = interview.released_by == "lead"
    allowed = {canary("deck", "title")} | {
        canary("feedback", seat)
        for seat in interview.feedback
        if (opened and reader.seat.role != "observer") or seat == reader.id
    }
    for round, role in zip(interview.rounds, roles, strict=True):
        full = role == "interviewer" or (released and interview.show_answers)
        shown = {reveal.stage for reveal in round.revealed}
        of = f"r{round.id}"
        allowed |= {canary(what, round.question) for what in ("title", "prompt", *(STAGES if full else shown))}
        allowed |= {canary(f"point{number}", round.question) for number in range(3) if full}
        allowed |= {canary("answer", of)} if interview.options.answering == "typed" else set()
        if round.late and (round.late.accepted_ms or role != "observer"):
            allowed.add(canary("late", of))
        if opened and role != "observer":
            allowed |= {canary("note", f"{of}-{seat}") for seat in round.released_notes}
        allowed.add(canary("note", f"{of}-{reader.id}"))
    assert canaries(found) <= allowed
    for each, round, role in zip(found.rounds, interview.rounds, roles, strict=True):
        peers = {seat.id for seat in interview.seats if round.role_of(seat) == "interviewer"}
        open_to = peers if role == "interviewer" and round.unsealed_ms is not None else set()
        told = {marks.seat for marks in each.marks}
        assert told <= ({seat.id for seat in interview.seats} if opened else {reader.id} | open_to)
        assert each.panel is None or each.panel.sealed or len(told & peers) > 1
        assert not (
            role == "observer"
            and (each.marks or each.notes or each.panel or [p for p in each.points if p.ticked is not None])
        )
        assert all(marks.seat == reader.id for marks in each.marks if marks.role == role == "candidate")
