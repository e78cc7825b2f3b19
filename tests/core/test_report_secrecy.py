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
from tests.core.reading import canaries, read
from tests.core.room import Room

WALK = st.lists(
    st.tuples(st.sampled_from("abcdefghijklmnop"), st.integers(0, 4), st.integers(0, 5)), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(WALK, st.booleans())
def test_no_canary_reaches_who_may_not_read_it(walk: list[tuple[str, int, int]], typed: bool) -> None:
    """Whatever happens in a room of five, no report holds a text that its reader is not allowed by the table."""
    room = Room(answering="typed" if typed else "spoken", expiry="hard")
    people = [
        room.lead, room.candidate,
        room.enter("interviewer", "Barbara"), room.enter("observer", "Hedy"), room.enter("candidate", "Lin"),
    ]  # fmt: skip
    room.lead.start()
    for step, who, number in walk:
        _step(room, people[who], step, number)
        for reader in people:
            _check(room, reader, read(room, reader))


def _step(room: Room, one: Participant, step: str, number: int) -> None:
    """Let somebody try something; most may not."""
    round = max(1, min(number, len(room.interview.rounds)))
    tries: dict[str, Callable[[], object]] = {
        "a": lambda: room.lead.ask(f"q{number + 1}"),
        "b": lambda: room.lead.reveal(STAGES[number % 3], ahead=True),
        "c": lambda: one.mark("depth", number % 4 + 1, round),
        "d": lambda: one.note(released=number > 1, round=round),
        "e": lambda: room.lead.end(),
        "f": lambda: room.lead.release(show_answers=number > 2),
        "g": lambda: room.lead.reopen(),
        "h": lambda: one.feedback(keep=(canary("feedback", one.id),)),
        "i": lambda: one.tick(number % 3, round=round),
        "j": lambda: room.lead.plan("q5", "q6"),
        "k": lambda: room.wait(300),
        "l": lambda: one.offer_late(canary("late", f"r{round}"), round),
        "m": lambda: room.lead.accept_late(round),
        "n": lambda: room.lead.skip(),
        "o": lambda: room.lead.remove(one.id) if number == 5 else None,
        "p": lambda: room.wait(90_000) if number == 5 else None,
    }
    with contextlib.suppress(Refused):
        tries[step]()


def _check(room: Room, reader: Participant, found: Report | None) -> None:
    interview, role = room.interview, reader.seat.role
    ended = interview.status in ("wrapup", "released")
    assert (found is not None) == (
        not reader.seat.removed and ended and (role == "interviewer" or interview.status == "released")
    )
    if found is None:
        return
    opened = interview.released_by == "lead" and role != "observer"
    allowed = {canary("deck", "title")} | {
        canary("feedback", seat) for seat in interview.feedback if opened or seat == reader.id
    }
    for round in interview.rounds:
        full = role == "interviewer" or (interview.status == "released" and interview.show_answers)
        shown = {reveal.stage for reveal in round.revealed}
        of = f"r{round.id}"
        allowed |= {canary(what, round.question) for what in ("title", "prompt", *(STAGES if full else shown))}
        allowed |= {canary(f"point{number}", round.question) for number in range(3) if full}
        allowed |= {canary("answer", of)} if interview.options.answering == "typed" else set()
        if round.late and (round.late.accepted_ms or role != "observer"):
            allowed.add(canary("late", of))
        allowed |= {canary("note", f"{of}-{seat}") for seat in round.released_notes if opened}
        allowed.add(canary("note", f"{of}-{reader.id}"))
    assert canaries(found) <= allowed
    for each in found.rounds:
        assert {marks.seat for marks in each.marks} <= (
            {seat.id for seat in interview.seats} if opened else {reader.id}
        )
        assert not (
            role == "observer" and (each.marks or each.notes or [p for p in each.points if p.ticked is not None])
        )
        assert all(marks.seat == reader.id for marks in each.marks if marks.role == role == "candidate")
