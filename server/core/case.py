"""What a rule decides on."""

from typing import NamedTuple

from . import events as e
from .content import Content
from .interview import Interview, Role, Round, Seat
from .refusals import Refused

Events = tuple[e.Event, ...]


class Case(NamedTuple):
    """The interview, who asks, what it is about, and when (ms on Redis's clock)."""

    interview: Interview
    seat: Seat
    content: Content
    now_ms: int

    @property
    def coaching(self) -> bool:
        """Tell whether the asker is the coach of the room's class."""
        return self.seat.id == self.interview.coach

    def open_round(self) -> Round:
        """Return the open round.

        Raises:
            Refused: `no_open_round`.
        """
        round = self.interview.open_round
        if round is None:
            raise Refused("no_open_round")
        return round

    def round(self, id: int, *roles: Role) -> Round:
        """Return the round in which the asker had one of `roles`.

        Raises:
            Refused: `unknown_round`, or `not_allowed` where they had another.
        """
        round = self.interview.round(id)
        if round is None:
            raise Refused("unknown_round")
        if round.role_of(self.seat) not in roles:
            raise Refused("not_allowed")
        return round
