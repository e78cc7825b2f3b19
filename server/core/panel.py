"""Several who judge one round: marks stay sealed until all have marked, so that nobody follows the first."""

from collections.abc import Set

from .content import Content
from .interview import Interview, Round


def judges(interview: Interview, round: Round) -> tuple[str, ...]:
    """Return the seats that judge the round: who interviewed in it and is not removed, and whoever marked it."""
    return tuple(
        seat.id
        for seat in interview.seats
        if not seat.removed
        and round.role_of(seat) == "interviewer"
        and (seat.id in round.roles or round.marks.get(seat.id))
    )


def alone(interview: Interview) -> bool:
    """Tell whether one seat at most can judge anything here: the usual case, told without a look at the rounds."""
    return sum(seat.role == "interviewer" or seat.side is not None for seat in interview.seats) < 2


def done(interview: Interview, round: Round, content: Content) -> tuple[str, ...]:
    """Return the judges who have marked every dimension, or passed."""
    wanted: Set[str] = {dimension.id for dimension in content.dimensions}
    return tuple(
        seat for seat in judges(interview, round) if seat in round.passed or wanted <= round.marks.get(seat, {}).keys()
    )


def sealed(interview: Interview, round: Round) -> bool:
    """Tell whether judges do not see each other's marks yet; one judge alone has no seal."""
    return round.unsealed_ms is None and len(judges(interview, round)) > 1
