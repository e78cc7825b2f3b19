"""Rules of what the coach of a class does to its rooms. See `rules` for the contract."""

from . import commands as c
from . import events as e
from . import names
from .case import Case, Events
from .interview import Phase
from .refusals import Refused


def announce(case: Case, command: c.Announce) -> Events:
    """Show everybody a line of text."""
    text = " ".join(names.shown(" ".join(command.text.split())).split())
    if not text or len(text) > c.ANNOUNCEMENT_MAX_CHARS:
        raise Refused("bad_announcement")
    return (e.Announced(said=text, at_ms=case.now_ms),)


def wrap_up(case: Case, command: c.WrapUp) -> Events:
    """Have the interview end by itself; a time that is set already is moved."""
    if command.seconds is None:
        return (e.WrapUpSet(due_ms=None),) if case.interview.wrap_up_due_ms is not None else ()
    return (e.WrapUpSet(due_ms=case.now_ms + command.seconds * 1000),)


def set_phase(case: Case, command: c.SetPhase) -> Events:
    """Go on to a part of the class."""
    if case.interview.phase == Phase(name=command.name, ends_ms=command.ends_ms):
        return ()
    return (e.PhaseSet(name=command.name, ends_ms=command.ends_ms),)
