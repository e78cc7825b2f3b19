"""What has happened, in the past tense: what the log keeps and `evolve` folds. Each carries its schema version as `v`.

Instants are milliseconds on Redis's clock. An event says all that `evolve` needs; nothing is looked up again.
"""

from msgspec import Struct

from .interview import Help, Role, Schedule, Side, Signal, Stage, Status


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """The base of every event."""

    v: int = 1


class Joined(Event, frozen=True, tag="joined"):
    """A participant took their seat; until a device of theirs connects they count as lost."""

    seat: str
    name: str
    at_ms: int
    extra_percent: int = 0
    replay: bool = True


class Renamed(Event, frozen=True, tag="renamed"):
    """A participant changed their name."""

    seat: str
    name: str


class SeatInvited(Event, frozen=True, tag="seat_invited"):
    """A seat was added; with `side`, in the place of one of the two who swap."""

    seat: str
    role: Role
    side: Side | None = None


class LinkReplaced(Event, frozen=True, tag="link_replaced"):
    """A seat's link got its next generation."""

    seat: str


class SeatRemoved(Event, frozen=True, tag="seat_removed"):
    """A participant was removed for good."""

    seat: str


class Planned(Event, frozen=True, tag="planned"):
    """An interviewer queued these questions, replacing their plan."""

    seat: str
    questions: tuple[str, ...]


class Started(Event, frozen=True, tag="started"):
    """The interview began."""

    at_ms: int


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


class FeedbackGiven(Event, frozen=True, tag="feedback_given"):
    """An interviewer wrote keep / stop / start."""

    seat: str
    keep: tuple[str, ...]
    stop: tuple[str, ...]
    start: tuple[str, ...]


class SwapOffered(Event, frozen=True, tag="swap_offered"):
    """One side offered to swap roles; `seat` None: the offer is gone."""

    seat: str | None


class Swapped(Event, frozen=True, tag="swapped"):
    """The two sides swapped roles: `interviewer` holds the lead from now on, and `candidate` is asked."""

    interviewer: str
    candidate: str
    at_ms: int


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


class CallSet(Event, frozen=True, tag="call_set"):
    """The address of the call beside the interview was set, or taken away."""

    url: str


class Preferred(Event, frozen=True, tag="preferred"):
    """A participant said what they need."""

    seat: str
    extra_percent: int
    replay: bool


class Scheduled(Event, frozen=True, tag="scheduled"):
    """A start was planned; None: none is."""

    schedule: Schedule | None


class Brought(Event, frozen=True, tag="brought"):
    """A side brought its half of the questions."""

    side: Side
    seat: str
    questions: tuple[str, ...]


class LeadPassed(Event, frozen=True, tag="lead_passed"):
    """The lead went to `seat`; `taken` says that it was taken over because its holder was lost."""

    seat: str
    taken: bool = False


class Ended(Event, frozen=True, tag="ended"):
    """The interview ended and the wrap-up opened; `empty` says that nobody had been in it for an hour."""

    at_ms: int
    empty: bool = False


class Released(Event, frozen=True, tag="released"):
    """The report was released; `due` says that nobody did so for 24 hours (then without marks)."""

    at_ms: int
    show_answers: bool
    due: bool = False


class Reopened(Event, frozen=True, tag="reopened"):
    """The interview went back to `status`."""

    at_ms: int
    status: Status


class ParticipantLost(Event, frozen=True, tag="participant_lost"):
    """No device of the seat was connected since `at_ms`."""

    seat: str
    at_ms: int


class ParticipantBack(Event, frozen=True, tag="participant_back"):
    """A device of the seat was connected again."""

    seat: str


class ParticipantLeft(Event, frozen=True, tag="participant_left"):
    """A lost participant did not come back for three minutes."""

    seat: str


class WasArchived(Event, frozen=True, tag="was_archived"):
    """The record is safe in SQL."""


AnyEvent = (
    Joined | Renamed | SeatInvited | LinkReplaced | SeatRemoved | Planned | Started | Asked | CameBack
    | AnsweringBegan | RoundSkipped | RoundClosed | Paused | Resumed | Extended | TimeExpired | Revealed
    | Submitted | LateOffered | LateAccepted | Signalled | Ticked | NoteReleased | Marked | FeedbackGiven
    | SwapOffered | Swapped | MarksPassed | SealOpened | WarmedUp | CallSet | Preferred | Scheduled | Brought
    | LeadPassed | Ended | Released | Reopened | ParticipantLost | ParticipantBack | ParticipantLeft
    | WasArchived
)  # fmt: skip
