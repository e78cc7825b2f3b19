"""What goes to the browser of who drills alone, strictly: types without a place for what comes after the end.

The rest of the schema is in `wire`.
"""

from typing import Literal

from .interview import Status
from .wire import ClockView, OptionsView, SeatView, Shown


class SoloLine(Shown, frozen=True):
    """A round in the list: what was asked so far."""

    id: int
    title: str
    state: Literal["open", "closed", "skipped"]
    expired: bool = False


class SoloRound(Shown, frozen=True):
    """The open round: its prompt, and never more."""

    id: int
    prompt: str
    clock: ClockView
    typing_open: bool = False
    submitted_ms: int | None = None
    expired_ms: int | None = None


class SoloistView(Shown, frozen=True, tag_field="role", tag="soloist"):
    """What a soloist sees until the end; then there is the report.

    `planned` questions are still to come, those put aside included; `total` is how many the drill has.
    """

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    planned: int = 0
    total: int = 0
    rounds: tuple[SoloLine, ...] = ()
    round: SoloRound | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    released_ms: int | None = None
