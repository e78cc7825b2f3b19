"""Fold what the coach of a class brought about. See `evolve` for the contract."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from . import events as e
from .interview import Announcement, Interview, Phase


def _announced(interview: Interview, event: e.Announced) -> Interview:
    return replace(interview, announcement=Announcement(text=event.said, at_ms=event.at_ms))


def _wrap_up_set(interview: Interview, event: e.WrapUpSet) -> Interview:
    return replace(interview, wrap_up_due_ms=event.due_ms)


def _phase_set(interview: Interview, event: e.PhaseSet) -> Interview:
    return replace(interview, phase=Phase(name=event.name, ends_ms=event.ends_ms))


FOLDS: dict[type[e.Event], Callable[[Interview, Any], Interview]] = {
    e.Announced: _announced,
    e.WrapUpSet: _wrap_up_set,
    e.PhaseSet: _phase_set,
}
