"""What has happened, in the past tense: what the log keeps and `evolve` folds. Each carries its schema version as `v`.

Instants are milliseconds on Redis's clock. An event says all that `evolve` needs; nothing is looked up again.
"""

from .event import Event as Event
from .interview import Role, Schedule, Side, Status

from .round_events import (  # isort: skip
    AnsweringBegan as AnsweringBegan, Asked as Asked, CameBack as CameBack, Extended as Extended,
    LateAccepted as LateAccepted, LateOffered as LateOffered, Marked as Marked, MarksPassed as MarksPassed,
    NoteReleased as NoteReleased, Paused as Paused, Resumed as Resumed, Revealed as Revealed,
    RoundClosed as RoundClosed, RoundSkipped as RoundSkipped, SealOpened as SealOpened, Signalled as Signalled,
    Submitted as Submitted, Ticked as Ticked, TimeExpired as TimeExpired, WarmedUp as WarmedUp,
)  # fmt: skip


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
    """The lead went to `seat`, and with it the plan of who held it, where neither swaps and `seat` had planned nothing.

    `taken` says that it was taken over because its holder was lost.
    """

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


class Announced(Event, frozen=True, tag="announced"):
    """The coach said something to everybody in the room."""

    said: str
    at_ms: int


class WrapUpSet(Event, frozen=True, tag="wrap_up_set"):
    """The interview was to end by itself at `due_ms`; None: not any more."""

    due_ms: int | None


class PhaseSet(Event, frozen=True, tag="phase_set"):
    """The class went on to a part that ends at `ends_ms`; None: when the coach says so."""

    name: str
    ends_ms: int | None


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
    | WasArchived | Announced | WrapUpSet | PhaseSet
)  # fmt: skip
