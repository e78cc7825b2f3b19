"""The parts of a class, one after the other, and what each does to its rooms. Pure: instants are given, in ms."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Does = Literal["nothing", "start", "close", "swap", "end"]
LONGEST_MIN = 180

NOT_BEGUN = -1


class Part(Struct, frozen=True):
    """A part: what it is called, for how long, and what it does to every room as it begins."""

    name: str
    minutes: int
    does: Does = "nothing"


PARTS = (
    Part("Prepare", 5),
    Part("First interview", 20, "start"),
    Part("Feedback", 5, "close"),
    Part("Swap", 2, "swap"),
    Part("Second interview", 20),
    Part("Final feedback", 5, "end"),
)


class Timeline(Struct, frozen=True):
    """Where a class is: the part that is on (`NOT_BEGUN`: none yet), and when it is to end; nothing ends by itself."""

    parts: tuple[Part, ...] = PARTS
    at: int = NOT_BEGUN
    ends_ms: int | None = None

    @property
    def now(self) -> Part | None:
        """Return the part that is on; None before the first and after the last."""
        return self.parts[self.at] if 0 <= self.at < len(self.parts) else None

    @property
    def next(self) -> Part | None:
        """Return the part that comes next."""
        return self.parts[self.at + 1] if self.at + 1 < len(self.parts) else None

    @property
    def before(self) -> Part | None:
        """Return the part that was on before."""
        return self.parts[self.at - 1] if 1 <= self.at <= len(self.parts) else None


def go_on(timeline: Timeline, now_ms: int) -> Timeline:
    """Return the timeline with its next part on; the last one ends with nothing on."""
    return _at(timeline, min(timeline.at + 1, len(timeline.parts)), now_ms)


def go_back(timeline: Timeline, now_ms: int) -> Timeline:
    """Return the timeline with the part before on again, for its whole length. What it did to the rooms stays done."""
    return _at(timeline, max(timeline.at - 1, 0), now_ms) if timeline.at > 0 else timeline


def extend(timeline: Timeline, minutes: int, now_ms: int) -> Timeline:
    """Return the timeline with its part ending later: from now on, where it is over already."""
    if timeline.ends_ms is None:
        return timeline
    return replace(timeline, ends_ms=max(timeline.ends_ms, now_ms) + minutes * 60_000)


def _at(timeline: Timeline, at: int, now_ms: int) -> Timeline:
    on = timeline.parts[at] if at < len(timeline.parts) else None
    return replace(timeline, at=at, ends_ms=now_ms + on.minutes * 60_000 if on else None)
