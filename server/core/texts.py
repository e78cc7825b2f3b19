"""The typed texts of an interview: answers, late answers and notes. They travel apart from the state; here is who may
write which, and until when. A text's name is `answer:<round>`, `late:<round>` or `note:<round>:<seat>`.
"""

from typing import Literal, NamedTuple

from .interview import ASKED, Interview, Round, Seat
from .refusals import Refused

ANSWER_MAX_CHARS = 20_000
NOTE_MAX_CHARS = 5_000

Kind = Literal["answer", "note"]


class Open(NamedTuple):
    """What may be typed now; Redis itself refuses all else.

    Args:
        open_round: The round whose answer may be typed, or None.
        not_after_ms: The instant from which that answer is refused, or None.
        notes_open: Whether notes may be written.
    """

    open_round: int | None
    not_after_ms: int | None
    notes_open: bool


def open_texts(interview: Interview) -> Open:
    """Return what may be typed in this state."""
    notes_open = interview.status in ("live", "wrapup")
    round = interview.open_round
    if round is None or not round.typing_open or interview.options.answering == "spoken":
        return Open(None, None, notes_open)
    return Open(round.id, _cut_off_ms(interview, round), notes_open)


def _cut_off_ms(interview: Interview, round: Round) -> int | None:
    """Return the hard deadline of the answer as it stands, think time included."""
    clock = round.clock
    if interview.options.expiry == "soft" or clock.deadline_ms is None:
        return None
    return clock.deadline_ms + (clock.answer_ms if clock.phase == "think" else 0)


def may_write(interview: Interview, seat: Seat, kind: Kind, round_id: int) -> str:
    """Return the name of the text that `seat` may write.

    Raises:
        Refused: `not_allowed`, `unknown_round`, `not_now`, `not_typed`, `round_closed`, `too_late` or `notes_closed`.
    """
    round = interview.round(round_id)
    if round is None:
        raise Refused("unknown_round")
    role = round.role_of(seat)
    if kind == "note":
        if role != "interviewer":
            raise Refused("not_allowed")
        if interview.status not in ("live", "wrapup"):
            raise Refused("not_now" if interview.status == "lobby" else "notes_closed")
        return f"note:{round_id}:{seat.id}"
    if role not in ASKED:
        raise Refused("not_allowed")
    if interview.options.answering == "spoken":
        raise Refused("not_typed")
    if round.expired_ms is not None:
        raise Refused("too_late")
    if not round.typing_open:
        raise Refused("handed_in" if round.submitted_ms is not None and round.state == "open" else "round_closed")
    return f"answer:{round_id}"
