"""What can be asked for: one struct each, the schema of the wire.

Unknown fields and types are refused, every number and length is bounded; where the schema alone says so
(`extra_json_schema`), the rule refuses what is longer, in a sentence of its own. Who asks is never in here: it comes
from the connection. `System` commands come from the server itself (timers, presence, archive) and can't come off the
wire.
"""

from typing import Annotated

from msgspec import Meta, Struct

from . import call, names
from .interview import ROUNDS_MAX, Guest, Percent, Signal, Stage
from .texts import ANSWER_MAX_CHARS

POINT_MAX_CHARS = 300
POINTS_MAX = 3
ANNOUNCEMENT_MAX_CHARS = 200

Name = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": names.MOST_CHARS})]

SeatId = Annotated[str, Meta(min_length=2, max_length=5, pattern=r"^s[0-9]+$")]
QuestionId = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9-]+$")]
RoundId = Annotated[int, Meta(ge=1, le=ROUNDS_MAX)]
Point = Annotated[str, Meta(min_length=1, extra_json_schema={"maxLength": POINT_MAX_CHARS})]
Zone = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")]
Points = Annotated[tuple[Point, ...], Meta(extra_json_schema={"maxItems": POINTS_MAX})]


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """The base of every command; on the wire its `type` is the tag."""


class Join(Command, frozen=True, tag="join"):
    """Take the seat that the connection names: give a name, and ask for extra time (private) if needed."""

    name: Name
    extra_percent: Percent = 0
    replay: bool = True


class Rename(Command, frozen=True, tag="rename"):
    """Change one's own name."""

    name: Name


class Invite(Command, frozen=True, tag="invite"):
    """Add a seat with a link of its own."""

    role: Guest


class ReplaceLink(Command, frozen=True, tag="replace_link"):
    """Make the seat's link, and every device that came by it, invalid, and give it a new one."""

    seat: SeatId


class Remove(Command, frozen=True, tag="remove"):
    """Remove the participant from their seat for good; their link dies with it."""

    seat: SeatId


class Plan(Command, frozen=True, tag="plan"):
    """Replace one's own plan: the questions still to ask, in order."""

    questions: Annotated[tuple[QuestionId, ...], Meta(max_length=ROUNDS_MAX)]


class Start(Command, frozen=True, tag="start"):
    """Begin the interview."""


class Ask(Command, frozen=True, tag="ask"):
    """Ask a question: the next of one's plan, or the one named. Closes the open round; a skipped one comes back.

    `after` is the round that the asker sees open, else the last one (0: none yet): when another was asked meanwhile, by
    a device that was faster, nothing is asked.
    """

    question: QuestionId | None = None
    after: Annotated[int, Meta(ge=0, le=ROUNDS_MAX)] | None = None


class Begin(Command, frozen=True, tag="begin"):
    """Begin answering: end the think time early."""


class Skip(Command, frozen=True, tag="skip"):
    """Put the open round aside; asking its question again comes back to it."""


class Close(Command, frozen=True, tag="close"):
    """Close the open round without asking another."""


class Pause(Command, frozen=True, tag="pause"):
    """Stop the clock for everybody."""


class Resume(Command, frozen=True, tag="resume"):
    """Let a paused clock run on."""


class Extend(Command, frozen=True, tag="extend"):
    """Give the open round more time."""

    seconds: Annotated[int, Meta(ge=5, le=1800)]


class RevealStage(Command, frozen=True, tag="reveal"):
    """Show the candidate a stage of the open round; `ahead` confirms that earlier ones are passed over."""

    stage: Stage
    ahead: bool = False


class Submit(Command, frozen=True, tag="submit"):
    """Say "I'm done": hand in the answer of the open round."""


class OfferLate(Command, frozen=True, tag="offer_late"):
    """Offer the text that a hard expiry cut off, whole."""

    round: RoundId
    text: Annotated[str, Meta(min_length=1, extra_json_schema={"maxLength": ANSWER_MAX_CHARS})]


class AcceptLate(Command, frozen=True, tag="accept_late"):
    """Take the late text as the answer, on record."""

    round: RoundId


class SendSignal(Command, frozen=True, tag="signal"):
    """Raise or lower a quiet signal: "I need a moment", "a hint, please"."""

    signal: Signal
    on: bool


class Tick(Command, frozen=True, tag="tick"):
    """Tick or untick a talking point of a round (points count from 0)."""

    round: RoundId
    point: Annotated[int, Meta(ge=0, le=11)]
    on: bool


class Note(Command, frozen=True, tag="note"):
    """Release one's own note of a round into the report, or take it back. Its words travel as `draft`."""

    round: RoundId
    released: bool


class SetMark(Command, frozen=True, tag="mark"):
    """Rate a round on one dimension, or take the mark back with null. A candidate's are self-marks."""

    round: RoundId
    dimension: QuestionId
    value: Annotated[int, Meta(ge=1, le=4)] | None


class GiveFeedback(Command, frozen=True, tag="feedback"):
    """Write keep / stop / start, three points at most in all."""

    keep: Points = ()
    stop: Points = ()
    start: Points = ()


class PassLead(Command, frozen=True, tag="pass_lead"):
    """Hand the lead to another interviewer."""

    seat: SeatId


class OfferSwap(Command, frozen=True, tag="offer_swap"):
    """Offer to swap roles, or take the offer back; who was offered it may decline it so."""

    on: bool


class AcceptSwap(Command, frozen=True, tag="accept_swap"):
    """Swap roles, as the other side has offered."""


class PassMarks(Command, frozen=True, tag="pass_marks"):
    """Give no further marks for a round, so that the others' seal need not wait."""

    round: RoundId


class OpenSeal(Command, frozen=True, tag="open_seal"):
    """Show the interviewers of a round each other's marks before all have marked."""

    round: RoundId


class WarmUp(Command, frozen=True, tag="warm_up"):
    """Ask the warm-up question in the lobby, afresh: to try clock, reveals and typing. `close` ends it."""


class SetCall(Command, frozen=True, tag="set_call"):
    """Say where the call beside the interview is: an https address, or nothing."""

    url: Annotated[str, Meta(extra_json_schema={"maxLength": call.MOST_CHARS})]


class Prefer(Command, frozen=True, tag="prefer"):
    """Say what one needs oneself: extra time, and whether one's typing is kept for the replay. None: as it is."""

    extra_percent: Percent | None = None
    replay: bool | None = None


class Schedule(Command, frozen=True, tag="schedule"):
    """Say when the interview is planned to begin; None: it is not planned. Comes from a form, not off the wire."""

    starts_ms: int | None
    zone: Zone = "UTC"
    length_min: Annotated[int, Meta(ge=5, le=600)] = 60


class Bring(Command, frozen=True, tag="bring"):
    """Bring the questions of one's own half. Comes from a form, which puts their texts in place; not off the wire."""

    questions: Annotated[tuple[QuestionId, ...], Meta(min_length=1, max_length=ROUNDS_MAX)]


class TakeLead(Command, frozen=True, tag="take_lead"):
    """Take the lead when whoever holds it has been lost for 30 seconds or has left."""


class End(Command, frozen=True, tag="end"):
    """End the interview and open the wrap-up."""


class Announce(Command, frozen=True, tag="announce"):
    """Show everybody in the room a line of text, once."""

    text: Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": ANNOUNCEMENT_MAX_CHARS})]


class WrapUp(Command, frozen=True, tag="wrap_up"):
    """Have the interview end in so many seconds; None: it does not end by itself after all."""

    seconds: Annotated[int, Meta(ge=0, le=1800)] | None


class SetPhase(Command, frozen=True, tag="set_phase"):
    """Say which part of its class the room is in. Comes from the class's timeline, not off the wire."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    ends_ms: int | None


class Release(Command, frozen=True, tag="release"):
    """Release the report to everybody who took part."""

    show_answers: bool = True


class Reopen(Command, frozen=True, tag="reopen"):
    """Go back: from the wrap-up into the interview, from the released report into the wrap-up."""


class System(Struct, frozen=True, kw_only=True):
    """The base of what the server itself asks for."""


class TimersDue(System, frozen=True):
    """The earliest timer, the one at `at_ms`, is due."""

    at_ms: int


class Lost(System, frozen=True):
    """No device of this seat is connected any more; it was last heard at `at_ms`."""

    seat: str
    at_ms: int


class Back(System, frozen=True):
    """A device of this seat is connected again."""

    seat: str


class Archived(System, frozen=True):
    """The record of the interview, as it is, is safe in SQL."""


Wire = (
    Rename | Invite | ReplaceLink | Remove | Plan | Start | Ask | Begin | Skip | Close | Pause | Resume | Extend
    | RevealStage | Submit | OfferLate | AcceptLate | SendSignal | Tick | Note | SetMark | GiveFeedback | OfferSwap
    | AcceptSwap | PassMarks | OpenSeal | WarmUp | SetCall | Prefer | PassLead | TakeLead | End | Release | Reopen
    | Join | Announce | WrapUp
)  # fmt: skip
"""What comes off the wire: all but what a form brings."""
