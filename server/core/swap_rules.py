"""Rules of the swap: offered by one side, accepted by the other, between two rounds. See `rules` for the contract."""

from . import commands as c
from . import events as e
from .case import Case, Events
from .halves import opposite
from .interview import Seat
from .refusals import Refused


def offer(case: Case, command: c.OfferSwap) -> Events:
    """Offer a swap, take the offer back, or decline it."""
    other = _other(case)
    offered_by = case.interview.swap_offered_by
    if not command.on:
        return (e.SwapOffered(seat=None),) if offered_by is not None else ()
    _between_rounds(case)
    if offered_by == other.id:
        return _swap(case, other)  # both want it: two offers that crossed are an agreement
    return () if offered_by == case.seat.id else (e.SwapOffered(seat=case.seat.id),)


def accept(case: Case, _command: c.AcceptSwap) -> Events:
    """Swap, as the other side has offered, or as the coach of the class says for both."""
    if case.coaching:
        return _by_coach(case)
    other = _other(case)
    offered_by = case.interview.swap_offered_by
    if offered_by == case.seat.id:
        raise Refused("own_offer")
    if offered_by is None:
        raise Refused("nothing_offered")
    _between_rounds(case)
    return _swap(case, other)


def _by_coach(case: Case) -> Events:
    sides = {seat.role: seat for seat in case.interview.seats if seat.side and not seat.removed}
    if not case.interview.options.swap or sides.keys() != {"interviewer", "candidate"}:
        raise Refused("no_swap")
    _between_rounds(case)
    # Whoever is not there at this moment finds their new role when they are back: a class waits for nobody.
    asks, asked = sides["candidate"], sides["interviewer"]
    return (e.Swapped(interviewer=asks.id, candidate=asked.id, at_ms=case.now_ms),)


def _other(case: Case) -> Seat:
    if not case.interview.options.swap or case.seat.side is None:
        raise Refused("no_swap")
    other = opposite(case.interview, case.seat)
    if other is None or other.left:
        raise Refused("nobody_to_swap")
    return other


def _between_rounds(case: Case) -> None:
    if case.interview.open_round is not None:
        raise Refused("round_open")


def _swap(case: Case, other: Seat) -> Events:
    if other.lost_ms is not None:
        raise Refused("nobody_to_swap")  # they would hold the lead, or be asked, without being there
    asked, asks = (case.seat, other) if case.seat.role == "interviewer" else (other, case.seat)
    return (e.Swapped(interviewer=asks.id, candidate=asked.id, at_ms=case.now_ms),)
