"""What a report consists of: the schema of `report.json` and of the copies that are kept.

What a reader may not see is None or not there; a mark that was not given is None and never 0.
"""

from typing import Literal

from msgspec import Struct

from .interview import Help, Role, Stage

SCHEMA = 1


class Part(Struct, frozen=True, kw_only=True):
    """The base of every part; unlike on the wire, fields at their default are written too."""


class Body(Part, frozen=True):
    """A text of the question: as Markdown, and as sanitised HTML."""

    markdown: str
    html: str


class Participant(Part, frozen=True):
    """Who took part, `role` as it was at the end. `extra_percent` is there for oneself and who interviewed them.

    `both_roles` says that they interviewed and were interviewed.
    """

    seat: str
    role: Role
    name: str
    both_roles: bool = False
    extra_percent: int | None = None


class StageReport(Part, frozen=True):
    """A part of the model answer; `revealed_after_ms` is None where it was not shown in the interview."""

    stage: Stage
    body: Body
    revealed_after_ms: int | None = None


class Time(Part, frozen=True):
    """Time used against time suggested, without anybody's extra time; `extended_ms` was given during the round.

    Who watched is not told what was suggested: beside what was used it would tell them the extra time.
    """

    think_used_ms: int
    think_suggested_ms: int | None
    answer_used_ms: int
    answer_suggested_ms: int | None
    extended_ms: int


class PointReport(Part, frozen=True):
    """A talking point; `ticked` is None where the reader is not told."""

    text: str
    ticked: bool | None


class LateReport(Part, frozen=True):
    """The answer as offered after a hard expiry; `text` is None where it was accepted, and so is the answer itself."""

    text: str | None
    offered_after_ms: int
    accepted_after_ms: int | None


class AnswerReport(Part, frozen=True):
    """The candidate's answer. `text` is what was typed in time, or the late text where it was accepted."""

    how: Literal["typed", "aloud", "none"]
    text: str | None = None
    submitted_after_ms: int | None = None
    expired_after_ms: int | None = None
    late: LateReport | None = None


class Rating(Part, frozen=True):
    """A mark on one dimension with the sentence of its step, and the help given until then; None is "not marked".

    `changed` says that it was set when the marks of others were open already.
    """

    dimension: str
    value: int | None = None
    says: str | None = None
    help: Help | None = None
    changed: bool = False


class Marks(Part, frozen=True):
    """The marks that one participant gave in a round; a candidate's are self-marks. Who `passed` gave no others."""

    seat: str
    name: str
    role: Role
    ratings: tuple[Rating, ...]
    passed: bool = False


class Spread(Part, frozen=True):
    """How far apart the marks on one dimension are: how many of the `judges` have marked it, and how."""

    dimension: str
    lowest: int | None
    highest: int | None
    marked: int
    judges: int


class PanelReport(Part, frozen=True):
    """What several who judged one round say together. While `sealed`, the reader has their own marks only.

    `unsealed_by` is the name of the lead who opened the marks before everybody had marked or passed.
    """

    sealed: bool = False
    spreads: tuple[Spread, ...] = ()
    unsealed_by: str | None = None
    unsealed_after_ms: int | None = None


class NoteReport(Part, frozen=True):
    """A note; one that is not released is its author's alone."""

    seat: str
    name: str
    text: str
    released: bool


class RoundReport(Part, frozen=True):
    """One question asked. Instants are ms after `asked_ms`; `role` is the reader's in this round.

    `asked` are the names of its candidates; `panel` is there where several judged.
    """

    id: int
    title: str
    prompt: Body
    state: Literal["open", "closed", "skipped"]
    role: Role
    asker: str
    asked_ms: int
    time: Time
    help: Help
    answer: AnswerReport
    stages: tuple[StageReport, ...] = ()
    points: tuple[PointReport, ...] = ()
    marks: tuple[Marks, ...] = ()
    notes: tuple[NoteReport, ...] = ()
    asked: tuple[str, ...] = ()
    panel: PanelReport | None = None


class HalfReport(Part, frozen=True):
    """Who asked whom which rounds, by name and by round, where roles were swapped."""

    askers: tuple[str, ...]
    asked: tuple[str, ...]
    rounds: tuple[int, ...]


class FeedbackReport(Part, frozen=True):
    """What one interviewer says of the whole interview."""

    seat: str
    name: str
    keep: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    start: tuple[str, ...] = ()


class Report(Part, frozen=True):
    """What remains of an interview for one of its participants.

    `released_by` is None before the release, and "due" where nobody released it for 24 hours: then without what
    others said. `answers_included` says whether the model answers are here beyond what was shown, of every round.
    `changed_ms` is when it was released anew, for who had it before. `halves` is empty where roles were not swapped.
    """

    interview: str
    title: str
    reader: str
    role: Role
    answering: Literal["spoken", "typed", "both"]
    expiry: Literal["soft", "hard"]
    answers_included: bool
    schema: int = SCHEMA
    started_ms: int | None = None
    ended_ms: int | None = None
    released_ms: int | None = None
    released_by: Literal["lead", "due"] | None = None
    changed_ms: int | None = None
    participants: tuple[Participant, ...] = ()
    halves: tuple[HalfReport, ...] = ()
    rounds: tuple[RoundReport, ...] = ()
    feedback: tuple[FeedbackReport, ...] = ()
