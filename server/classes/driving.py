"""What the timeline of a class does to its rooms. A refusal in one room stops no other."""

from server.classes import seating
from server.classes.classes import Class
from server.classes.timeline import Does, Timeline
from server.core import commands as c
from server.core.commands import Command
from server.core.refusals import Refused
from server.store.connection import NotSaved, Unconfirmed

AFTER = "The class is over"
DOES: dict[Does, Command | None] = {
    "nothing": None,
    "start": c.Start(),
    "close": c.Close(),
    "swap": c.AcceptSwap(),
    "end": c.End(),
}
HARMLESS = frozenset({"no_open_round", "not_now"})
"""What is so already, or was never begun: a question that is not open can't be closed."""


def enter(klass: Class, timeline: Timeline, *, began: bool) -> str:
    """Tell every room which part is on, and do there what the part does when it begins.

    Args:
        began: whether it has just begun; else only when it ends has changed.

    Returns: a sentence of where something did not work, and why; empty if all did.
    """
    part = timeline.now
    phase = c.SetPhase(name=part.name if part else AFTER, ends_ms=timeline.ends_ms)
    wanted = DOES[part.does] if part and began else None
    reasons: dict[str, list[str]] = {}
    for room in klass.rooms:
        for each in (phase, wanted) if wanted is not None else (phase,):
            if reason := _refusal(room.interview_id, each):
                reasons.setdefault(reason, []).append(room.title.removeprefix(f"{klass.title}: "))
    return " ".join(f"Not in {'; '.join(rooms)}: {reason}" for reason, rooms in reasons.items())


def _refusal(interview_id: str, command: Command) -> str:
    try:
        seating.command(interview_id, command)
    except Refused as refused:
        return "" if refused.code in HARMLESS else refused.message
    except (NotSaved, Unconfirmed):
        return "The store did not answer. Try again."
    return ""
