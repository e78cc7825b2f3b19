"""Whose questions are whose: where two swap roles, each has a half that the other has never seen."""

from .content import Content, Question
from .interview import Interview, Seat, Side

OTHER: dict[Side, Side] = {"a": "b", "b": "a"}


def choosable(interview: Interview, seat: Seat, content: Content) -> tuple[Question, ...]:
    """Return the questions that `seat` may look at, plan and ask, in deck order.

    An interviewer who does not swap has the half that is being asked; nobody has the one that they will be asked.
    """
    if not interview.options.swap:
        return content.questions if seat.role == "interviewer" else ()
    if seat.side is None and seat.role != "interviewer":
        return ()
    half = frozenset(interview.halves.get(seat.side or interview.asking, ()))
    return tuple(question for question in content.questions if question.id in half)


def opposite(interview: Interview, seat: Seat) -> Seat | None:
    """Return who swaps with `seat`; None where it does not swap, or nobody is there to swap with."""
    if seat.side is None:
        return None
    for other in interview.seats:
        if other.side == OTHER[seat.side] and other.joined and not other.removed:
            return other
    return None


def coming(interview: Interview, seat: Seat) -> tuple[str, ...]:
    """Return what `seat` has planned and may ask now: who interviews and does not swap may have planned both halves."""
    plan = interview.plans.get(seat.id, ())
    if not interview.options.swap:
        return plan
    half = frozenset(interview.halves.get(seat.side or interview.asking, ()))
    return tuple(question for question in plan if question in half)


def free_side(interview: Interview) -> Side | None:
    """Return the side of who is asked, where nobody is on it: who was has been removed."""
    asked = OTHER[interview.asking]
    return None if any(seat.side == asked and not seat.removed for seat in interview.seats) else asked


def has_asked(interview: Interview, side: Side) -> bool:
    """Tell whether a question of the side's half was asked, skipped ones included."""
    half = frozenset(interview.halves.get(side, ()))
    return any(round.question in half for round in interview.rounds)


def deckless(interview: Interview, seat: Seat) -> bool:
    """Tell whether the seat's side has no questions yet: a deck is still to be brought."""
    return seat.side is not None and not interview.halves.get(seat.side)
