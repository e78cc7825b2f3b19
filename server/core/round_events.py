"""What has happened to a round: see `events`, which has all of them."""

from .event import Event
from .interview import Help, Role, Signal, Stage


class Asked(Event, frozen=True, tag="asked"):
    """A new round opened with this question, and its clock began to run: think time, then answer time."""

    round: int
    question: str
    asker: str
    at_ms: int
    think_ms: int
    answer_ms: int
    roles: dict[str, Role]


class CameBack(Event, frozen=True, tag="came_back"):
    """A skipped round was opened again, with a fresh clock."""

    round: int
    asker: str
    at_ms: int
    think_ms: int
    answer_ms: int


class AnsweringBegan(Event, frozen=True, tag="answering_began"):
    """Think time ended and answer time runs; `at_ms` is the think deadline when it ran out by itself."""

    round: int
    at_ms: int
    deadline_ms: int


class RoundSkipped(Event, frozen=True, tag="round_skipped"):
    """The open round was put aside."""

    round: int
    at_ms: int


class RoundClosed(Event, frozen=True, tag="round_closed"):
    """The open round was closed."""

    round: int
    at_ms: int


class Paused(Event, frozen=True, tag="paused"):
    """The clock stopped with `left_ms` left, because the lead said so or because `seat` was lost."""

    round: int
    at_ms: int
    left_ms: int
    seat: str | None = None


class Resumed(Event, frozen=True, tag="resumed"):
    """The clock runs on towards `deadline_ms`."""

    round: int
    at_ms: int
    deadline_ms: int


class Extended(Event, frozen=True, tag="extended"):
    """The round got more time; after a hard expiry, it is open again for so long."""

    round: int
    at_ms: int
    by_ms: int


class TimeExpired(Event, frozen=True, tag="time_expired"):
    """Answer time ran out at `at_ms`; `hard` says that no text was taken from then on."""

    round: int
    at_ms: int
    hard: bool


class Revealed(Event, frozen=True, tag="revealed"):
    """A stage was shown."""

    round: int
    stage: Stage
    at_ms: int


class Submitted(Event, frozen=True, tag="submitted"):
    """The candidate handed in."""

    round: int
    at_ms: int


class LateOffered(Event, frozen=True, tag="late_offered"):
    """The candidate offered text that came after a hard expiry."""

    round: int
    at_ms: int
    chars: int


class LateAccepted(Event, frozen=True, tag="late_accepted"):
    """An interviewer took the late text as the answer."""

    round: int
    at_ms: int
    by: str


class Signalled(Event, frozen=True, tag="signalled"):
    """A quiet signal went up or down."""

    round: int
    signal: Signal
    at_ms: int
    on: bool


class Ticked(Event, frozen=True, tag="ticked"):
    """An interviewer ticked or unticked a talking point."""

    round: int
    seat: str
    point: int
    on: bool


class NoteReleased(Event, frozen=True, tag="note_released"):
    """An author released their note into the report, or took it back."""

    round: int
    seat: str
    released: bool


class Marked(Event, frozen=True, tag="marked"):
    """A mark was given, changed, or taken back (None)."""

    round: int
    seat: str
    dimension: str
    value: int | None
    help: Help
    changed: bool = False


class MarksPassed(Event, frozen=True, tag="marks_passed"):
    """An interviewer will give no further marks for this round."""

    round: int
    seat: str


class SealOpened(Event, frozen=True, tag="seal_opened"):
    """The interviewers of a round see each other's marks: all have marked or passed, or the lead `by` said so."""

    round: int
    at_ms: int
    by: str | None = None


class WarmedUp(Event, frozen=True, tag="warmed_up"):
    """The warm-up question was asked in the lobby."""

    asker: str
    at_ms: int
    think_ms: int
    answer_ms: int
    roles: dict[str, Role]
