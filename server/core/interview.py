"""The state of one interview: frozen structs, small (texts are content or drafts), readable as JSON.

Instants are milliseconds since 1970 on Redis's clock. Nothing here ticks: a running clock is the instant at which it
ends, a paused one is what was left.
"""

from functools import cached_property
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

SCHEMA = 1

Role = Literal["interviewer", "candidate", "observer", "soloist"]
ROLES: tuple[Role, ...] = ("interviewer", "candidate", "observer", "soloist")
Guest = Literal["interviewer", "candidate", "observer"]
GUESTS: tuple[Guest, ...] = ("interviewer", "candidate", "observer")
"""The roles that somebody can be invited to: a soloist sits alone."""
ASKED: tuple[Role, ...] = ("candidate", "soloist")
"""The roles of who answers."""
Status = Literal["lobby", "live", "wrapup", "released"]
Stage = Literal["guidance", "answer", "example"]
STAGES: tuple[Stage, ...] = ("guidance", "answer", "example")
Help = Literal["unaided", "after guidance", "after answer"]
Signal = Literal["moment", "hint"]
Side = Literal["a", "b"]
WARMUP = "warm-up"
"""The id of the question that is asked in the lobby and not recorded."""

ROUNDS_MAX = 500
Seconds = Annotated[int, Meta(ge=5, le=3600)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class _Part(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The base of every part of the state: immutable, and compact on the wire to Redis."""


class Options(_Part, frozen=True):
    """What was chosen when the interview was made. `None` for a time means: as the question suggests."""

    answering: Literal["spoken", "typed", "both"] = "spoken"
    think_s: Annotated[int, Meta(ge=0, le=3600)] | None = None
    answer_s: Seconds | None = None
    expiry: Literal["soft", "hard"] = "soft"
    on_lost: Literal["freeze", "run"] = "freeze"
    show_count: bool = True
    swap: bool = False


class Seat(_Part, frozen=True):
    """A place in the interview, opened by its own link of which `link` is the current generation.

    `lost_ms` is when the participant was last heard, while none of their devices is connected. `side` is there for the
    two who swap: whose half of the questions is theirs to ask. `replay` says whether their typing is kept, or only
    what it came to.
    """

    id: str
    role: Role
    name: str = ""
    joined: bool = False
    link: int = 1
    removed: bool = False
    extra_percent: int = 0
    lost_ms: int | None = None
    left: bool = False
    side: Side | None = None
    replay: bool = True


class Clock(_Part, frozen=True):
    """The clock of a round. Running: `deadline_ms` is set. Paused or stopped: `left_ms` is (below 0 when over).

    `since_ms` is when the running stretch began; `think_used_ms` and `answer_used_ms` add up the stretches before it.
    `answer_ms` is the answer time to come while one thinks. `over` says that a soft deadline has passed.
    """

    phase: Literal["think", "answer", "stopped"]
    total_ms: int
    answer_ms: int
    deadline_ms: int | None = None
    left_ms: int | None = None
    since_ms: int | None = None
    think_used_ms: int = 0
    answer_used_ms: int = 0
    paused: Literal["lead", "lost"] | None = None
    paused_for: str | None = None
    over: bool = False
    extended_ms: int = 0


class Reveal(_Part, frozen=True):
    """One stage shown to the candidate."""

    stage: Stage
    at_ms: int


class Mark(_Part, frozen=True):
    """A rating of 1-4 on one dimension, with the help that had been given when it was set.

    `changed` says that it was set when the seal was open, with the marks of others in sight.
    """

    value: int
    help: Help
    changed: bool = False


class Late(_Part, frozen=True):
    """Text that a hard expiry cut off, offered by the candidate, perhaps accepted by an interviewer."""

    offered_ms: int
    chars: int
    accepted_ms: int | None = None


class Round(_Part, frozen=True, dict=True):
    """One question asked: who asked whom, its clock, its reveals, its marks.

    `roles` holds the role that each seat had in this round; what they may see of it follows from that. Where several
    judge, their marks are sealed until `unsealed_ms`: all had marked or `passed`, or the lead (`unsealed_by`) said so.
    """

    id: int
    question: str
    asker: str
    asked_ms: int
    roles: dict[str, Role]
    clock: Clock
    state: Literal["open", "closed", "skipped"] = "open"
    revealed: tuple[Reveal, ...] = ()
    ticks: dict[str, tuple[int, ...]] = {}
    marks: dict[str, dict[str, Mark]] = {}
    released_notes: tuple[str, ...] = ()
    signals: dict[str, int] = {}
    submitted_ms: int | None = None
    expired_ms: int | None = None
    closed_ms: int | None = None
    late: Late | None = None
    passed: tuple[str, ...] = ()
    unsealed_ms: int | None = None
    unsealed_by: str | None = None

    @cached_property
    def kept(self) -> dict[tuple[str, Role], Any]:
        """Return what was derived from this very round, by reader: for `round_views` to look up and fill."""
        return {}

    def role_of(self, seat: Seat) -> Role:
        """Return the role that the seat had in this round; the present one, for who came later."""
        return self.roles.get(seat.id, seat.role)

    @property
    def help(self) -> Help:
        """Return the help given so far: the furthest stage revealed decides."""
        stages = {reveal.stage for reveal in self.revealed}
        if stages & {"answer", "example"}:
            return "after answer"
        return "after guidance" if stages else "unaided"

    @property
    def typing_open(self) -> bool:
        """Tell whether answer text is still taken: asked, not handed in, not cut off."""
        return self.state == "open" and self.submitted_ms is None and self.expired_ms is None


class Feedback(_Part, frozen=True):
    """What an interviewer says of the whole interview: three points at most in all."""

    keep: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    start: tuple[str, ...] = ()


class Schedule(_Part, frozen=True):
    """When it is planned to begin, for how long, and the IANA zone in which that was said."""

    starts_ms: int
    zone: str
    length_min: int


class Announcement(_Part, frozen=True):
    """A line of text from the coach to everybody in the room; the newest one only."""

    text: str
    at_ms: int


class Phase(_Part, frozen=True):
    """Which part of its class the room is in, and when it ends; None: when the coach says so."""

    name: str
    ends_ms: int | None = None


class Interview(_Part, frozen=True):
    """One interview. Its revision stands beside it, in Redis and on the wire, not in it.

    Where roles are swapped, `halves` are the questions of each side, `asking` is whose turn it is to ask, and
    `swap_offered_by` the seat that offered. `warmup` is round 0: it is asked in the lobby and not recorded.
    `content_rev` counts how often a half was replaced by a deck that somebody brought. In a class, `coach` is the seat
    from which its coach acts, whether or not they have come in to watch; `wrap_up_due_ms` is when it ends by itself.
    """

    id: str
    title: str
    created_ms: int
    schema: int = SCHEMA
    status: Status = "lobby"
    options: Options = Options()
    seats: tuple[Seat, ...] = ()
    lead: str = "s1"
    plans: dict[str, tuple[str, ...]] = {}
    rounds: tuple[Round, ...] = ()
    feedback: dict[str, Feedback] = {}
    started_ms: int | None = None
    ended_ms: int | None = None
    ended_by: Literal["lead", "empty"] | None = None
    release_due_ms: int | None = None
    released_ms: int | None = None
    released_by: Literal["lead", "due"] | None = None
    released_before: bool = False
    show_answers: bool = True
    archived: bool = False
    halves: dict[Side, tuple[str, ...]] = {}
    asking: Side = "a"
    swap_offered_by: str | None = None
    schedule: Schedule | None = None
    call: str = ""
    warmup: Round | None = None
    first_released_ms: int | None = None
    content_rev: int = 0
    coach: str | None = None
    announcement: Announcement | None = None
    wrap_up_due_ms: int | None = None
    phase: Phase | None = None

    def seat(self, id: str) -> Seat | None:
        """Return the seat with this id, removed ones included, or None."""
        for seat in self.seats:
            if seat.id == id:
                return seat
        return None

    def round(self, id: int) -> Round | None:
        """Return the round with this id (they count from 1, and 0 is the warm-up), or None."""
        if id == 0:
            return self.warmup
        return self.rounds[id - 1] if 1 <= id <= len(self.rounds) else None

    @property
    def solo(self) -> bool:
        """Tell whether it is a drill: its one seat is a soloist's, who asks themself and leads."""
        return any(seat.role == "soloist" for seat in self.seats)

    @property
    def open_round(self) -> Round | None:
        """Return the round that is open now, the warm-up included; there is one at most."""
        if self.warmup is not None:
            return self.warmup
        for round in reversed(self.rounds):
            if round.state == "open":
                return round
        return None
