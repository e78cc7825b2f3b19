"""What goes to a browser: the schema of the views. Instants are ms on the server's clock; bodies are sanitised HTML."""

from typing import Literal

from msgspec import Struct

from .interview import Help, Role, Side, Stage, Status


class Shown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of all that goes to a browser; fields at their default are left out of the JSON."""


class SeatView(Shown, frozen=True):
    """A participant as others see them. `extra_percent` is there for oneself and for interviewers only.

    `side` marks the two who swap roles; who is `deckless` has still to bring a deck. `replay` is one's own: whether
    one's typing is kept, or only what it came to.
    """

    id: str
    role: Role
    name: str = ""
    joined: bool = False
    lost_ms: int | None = None
    left: bool = False
    extra_percent: int | None = None
    side: Side | None = None
    deckless: bool = False
    replay: bool = True


class AnnouncementView(Shown, frozen=True):
    """A line of text from the coach of the class, said at this instant."""

    text: str
    at_ms: int


class PhaseView(Shown, frozen=True):
    """Which part of its class the room is in, and when it ends."""

    name: str
    ends_ms: int | None = None


class ClassView(Shown, frozen=True):
    """What the coach of a class says to a room: the part of the class, a line of text, when the interview is to end."""

    coach: str
    phase: PhaseView | None = None
    announcement: AnnouncementView | None = None
    wrap_up_due_ms: int | None = None


class OptionsView(Shown, frozen=True):
    """How this interview is answered and timed."""

    answering: Literal["spoken", "typed", "both"]
    expiry: Literal["soft", "hard"]
    on_lost: Literal["freeze", "run"]
    swap: bool = False


class ScheduleView(Shown, frozen=True):
    """When the interview is planned to begin, for how long, and the IANA zone in which that was said."""

    starts_ms: int
    zone: str
    length_min: int


class PanelView(Shown, frozen=True):
    """The marks of several who judge a round. While `sealed` they are not here; `done` has marked all, or passed.

    `marks` are values by seat and dimension, `changed` the dimensions that a seat set when the seal was open.
    `unsealed_by` is the lead who opened the seal; None where all had marked.
    """

    judges: tuple[str, ...]
    sealed: bool = False
    done: tuple[str, ...] = ()
    passed: bool = False
    marks: dict[str, dict[str, int]] = {}
    changed: dict[str, tuple[str, ...]] = {}
    unsealed_by: str | None = None


class ClockView(Shown, frozen=True):
    """The clock. Running: `deadline_ms`, an instant of the server's clock; else `left_ms`, below 0 when over.

    `total_ms` is None for who watches: it would tell them the candidate's extra time.
    """

    phase: Literal["think", "answer", "stopped"]
    total_ms: int | None = None
    deadline_ms: int | None = None
    left_ms: int | None = None
    paused: Literal["lead", "lost"] | None = None
    paused_for: str | None = None
    over: bool = False


class PlannedQuestion(Shown, frozen=True, array_like=True):
    """A line of one's plan, as [id, title, seconds]."""

    id: str
    title: str
    seconds: int


class RoundLine(Shown, frozen=True, tag_field="seen", tag="whole"):
    """A round in the list, for an interviewer of it. `marks` are the reader's own, value by dimension."""

    id: int
    question: str
    title: str
    state: Literal["open", "closed", "skipped"]
    help: Help
    marks: dict[str, int] = {}
    note_released: bool = False
    late: Literal["offered", "accepted"] | None = None
    panel: PanelView | None = None


class ShownLine(Shown, frozen=True, tag_field="seen", tag="shown"):
    """A round in the list, for a candidate or an observer of it. `marks` are a candidate's self-marks."""

    id: int
    title: str
    state: Literal["open", "closed", "skipped"]
    marks: dict[str, int] = {}
    expired: bool = False
    late: Literal["offered", "accepted"] | None = None


class AskedRound(Shown, frozen=True, tag_field="seen", tag="whole"):
    """The open round for an interviewer of it: all of the question, as HTML where it is a body."""

    id: int
    question: str
    asker: str
    title: str
    prompt: str
    clock: ClockView
    topics: tuple[str, ...] = ()
    difficulty: int = 2
    seconds: int = 120
    guidance: str = ""
    answer: str = ""
    example: str = ""
    points: tuple[str, ...] = ()
    ticks: tuple[int, ...] = ()
    revealed: tuple[Stage, ...] = ()
    signals: dict[str, int] = {}
    marks: dict[str, int] = {}
    help: Help = "unaided"
    note_released: bool = False
    submitted_ms: int | None = None
    expired_ms: int | None = None
    late: Literal["offered", "accepted"] | None = None
    panel: PanelView | None = None


class ShownRound(Shown, frozen=True, tag_field="seen", tag="shown"):
    """The open round for a candidate or an observer of it: the prompt, and of the stages what was revealed."""

    id: int
    prompt: str
    clock: ClockView
    guidance: str | None = None
    answer: str | None = None
    example: str | None = None
    revealed: tuple[Stage, ...] = ()
    signals: dict[str, int] = {}
    typing_open: bool = False
    submitted_ms: int | None = None
    expired_ms: int | None = None
    late: Literal["offered", "accepted"] | None = None


class FeedbackView(Shown, frozen=True):
    """Keep / stop / start as their author sees them."""

    keep: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    start: tuple[str, ...] = ()


class InterviewerView(Shown, frozen=True, tag_field="role", tag="interviewer"):
    """What an interviewer sees."""

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    show_count: bool = True
    plan: tuple[PlannedQuestion, ...] = ()
    rounds: tuple[RoundLine | ShownLine, ...] = ()
    round: AskedRound | ShownRound | None = None
    feedback: FeedbackView | None = None
    swap_offered_by: str | None = None
    schedule: ScheduleView | None = None
    call: str = ""
    content_rev: int = 0
    in_class: ClassView | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    release_due_ms: int | None = None
    released_ms: int | None = None
    show_answers: bool = True


class CandidateView(Shown, frozen=True, tag_field="role", tag="candidate"):
    """What a candidate sees. `planned` is how many questions are still to come, where the interviewer shows it.

    `released_before` says that an earlier report, which stays theirs, was released. Who swaps roles has a `plan` of
    their own, too; once they have interviewed they give `feedback`, and release the report like who asked last.
    """

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    planned: int | None = None
    plan: tuple[PlannedQuestion, ...] = ()
    rounds: tuple[RoundLine | ShownLine, ...] = ()
    round: AskedRound | ShownRound | None = None
    feedback: FeedbackView | None = None
    interviewed: bool = False
    swap_offered_by: str | None = None
    schedule: ScheduleView | None = None
    call: str = ""
    content_rev: int = 0
    in_class: ClassView | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    release_due_ms: int | None = None
    released_ms: int | None = None
    released_before: bool = False
    show_answers: bool = True


class ObserverView(Shown, frozen=True, tag_field="role", tag="observer"):
    """What an observer sees: as the candidate, without anything of the candidate's own."""

    rev: int
    status: Status
    title: str
    me: str
    lead: str
    options: OptionsView
    seats: tuple[SeatView, ...]
    rounds: tuple[RoundLine | ShownLine, ...] = ()
    round: AskedRound | ShownRound | None = None
    swap_offered_by: str | None = None
    schedule: ScheduleView | None = None
    call: str = ""
    in_class: ClassView | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    released_ms: int | None = None


class TextWhole(Shown, frozen=True):
    """A `draft` event: a typed text, whole, at sequence number `seq`."""

    text: Literal["answer", "late", "note"]
    round: int
    seq: int
    full: str


class TextChange(Shown, frozen=True):
    """A `draft` event: one change of a typed text. Apply it where `seq` is one more than yours, otherwise `sync`.

    At code point `at`, `remove` code points give way to `insert`.
    """

    text: Literal["answer", "note"]
    round: int
    seq: int
    at: int
    remove: int
    insert: str


class PresenceView(Shown, frozen=True):
    """A `presence` event: the seats of which a device is connected now."""

    connected: tuple[str, ...]


class Closing(Shown, frozen=True):
    """A `closed` event: the server is about to close this socket for good."""

    code: str
    message: str
