"""What has happened, in the past tense: what the log keeps and `evolve` folds. Each carries its schema version as `v`.

Instants are milliseconds on Redis's clock. An event says all that `evolve` needs; nothing is looked up again.
"""

from msgspec import Struct

from .interview import Help, Role, Signal, Stage


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """The base of every event."""

    v: int = 1


class Joined(Event, tag="joined"):
    """A participant took their seat."""

    seat: str
    name: str
    extra_percent: int = 0


class Renamed(Event, tag="renamed"):
    """A participant changed their name."""

    seat: str
    name: str


class SeatInvited(Event, tag="seat_invited"):
    """A seat was added."""

    seat: str
    role: Role


class LinkReplaced(Event, tag="link_replaced"):
    """A seat's link got its next generation."""

    seat: str


class SeatRemoved(Event, tag="seat_removed"):
    """A participant was removed for good."""

    seat: str


class Planned(Event, tag="planned"):
    """An interviewer queued these questions, replacing their plan."""

    seat: str
    questions: tuple[str, ...]


class Started(Event, tag="started"):
    """The interview began."""

    at_ms: int


class Asked(Event, tag="asked"):
    """A new round opened with this question. Its clock ends at `deadline_ms` (None: it waits, someone is lost)."""

    round: int
    question: str
    asker: str
    at_ms: int
    think_ms: int
    answer_ms: int
    roles: dict[str, Role]


class CameBack(Event, tag="came_back"):
    """A skipped round was opened again, with a fresh clock."""

    round: int
    asker: str
    at_ms: int
    think_ms: int
    answer_ms: int


class AnsweringBegan(Event, tag="answering_began"):
    """Think time ended and answer time runs; `at_ms` is the think deadline when it ran out by itself."""

    round: int
    at_ms: int
    deadline_ms: int


class RoundSkipped(Event, tag="round_skipped"):
    """The open round was put aside."""

    round: int
    at_ms: int


class RoundClosed(Event, tag="round_closed"):
    """The open round was closed."""

    round: int
    at_ms: int


class Paused(Event, tag="paused"):
    """The clock stopped with `left_ms` left, because the lead said so or because `seat` was lost."""

    round: int
    at_ms: int
    left_ms: int
    seat: str | None = None


class Resumed(Event, tag="resumed"):
    """The clock runs on towards `deadline_ms`."""

    round: int
    at_ms: int
    deadline_ms: int


class Extended(Event, tag="extended"):
    """The round got more time."""

    round: int
    at_ms: int
    by_ms: int


class TimeExpired(Event, tag="time_expired"):
    """Answer time ran out at `at_ms`; `hard` says that no text was taken from then on."""

    round: int
    at_ms: int
    hard: bool


class Revealed(Event, tag="revealed"):
    """A stage was shown."""

    round: int
    stage: Stage
    at_ms: int


class Submitted(Event, tag="submitted"):
    """The candidate handed in."""

    round: int
    at_ms: int


class LateOffered(Event, tag="late_offered"):
    """The candidate offered text that came after a hard expiry."""

    round: int
    at_ms: int
    chars: int


class LateAccepted(Event, tag="late_accepted"):
    """An interviewer took the late text as the answer."""

    round: int
    at_ms: int
    by: str


class Signalled(Event, tag="signalled"):
    """A quiet signal went up or down."""

    round: int
    signal: Signal
    at_ms: int
    on: bool


class Ticked(Event, tag="ticked"):
    """An interviewer ticked or unticked a talking point."""

    round: int
    seat: str
    point: int
    on: bool


class NoteReleased(Event, tag="note_released"):
    """An author released their note into the report, or took it back."""

    round: int
    seat: str
    released: bool


class Marked(Event, tag="marked"):
    """A mark was given, changed, or taken back (None)."""

    round: int
    seat: str
    dimension: str
    value: int | None
    help: Help


class FeedbackGiven(Event, tag="feedback_given"):
    """An interviewer wrote keep / stop / start."""

    seat: str
    keep: tuple[str, ...]
    stop: tuple[str, ...]
    start: tuple[str, ...]


class LeadPassed(Event, tag="lead_passed"):
    """The lead went to `seat`; `taken` says that it was taken over because its holder was lost."""

    seat: str
    taken: bool = False


class Ended(Event, tag="ended"):
    """The interview ended and the wrap-up opened; `empty` says that nobody had been in it for an hour."""

    at_ms: int
    empty: bool = False


class Released(Event, tag="released"):
    """The report was released; `due` says that nobody did so for 24 hours (then without marks)."""

    at_ms: int
    show_answers: bool
    due: bool = False


class Reopened(Event, tag="reopened"):
    """The interview went back to `status`."""

    at_ms: int
    status: str


class ParticipantLost(Event, tag="participant_lost"):
    """No device of the seat was connected since `at_ms`."""

    seat: str
    at_ms: int


class ParticipantBack(Event, tag="participant_back"):
    """A device of the seat was connected again."""

    seat: str


class ParticipantLeft(Event, tag="participant_left"):
    """A lost participant did not come back for three minutes."""

    seat: str


class WasArchived(Event, tag="was_archived"):
    """The record is safe in SQL."""


AnyEvent = (
    Joined | Renamed | SeatInvited | LinkReplaced | SeatRemoved | Planned | Started | Asked | CameBack | AnsweringBegan
    | RoundSkipped | RoundClosed | Paused | Resumed | Extended | TimeExpired | Revealed | Submitted | LateOffered
    | LateAccepted | Signalled | Ticked | NoteReleased | Marked | FeedbackGiven | LeadPassed | Ended | Released
    | Reopened | ParticipantLost | ParticipantBack | ParticipantLeft | WasArchived
)
