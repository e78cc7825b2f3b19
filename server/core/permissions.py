"""The table role x command: the one place where authority is decided.

A row says at which status a command makes sense, and for each role: NO, YES, LEAD (only whoever holds the lead), or
SIDES (in a swap both, whoever of them asked last).
The coach of a class acts from a seat in each of its rooms, also before they sit down on it; for what the column `coach`
does not give them the role of that seat counts.
The role is the one of the round that the command is about (`acting`).
What a rule adds is about the state ("already paused"), never about who may.
"""

from enum import Enum
from typing import NamedTuple

from . import commands as c
from .interview import ASKED, ROLES, Interview, Role, Round, Seat, Status
from .refusals import Refused


class May(Enum):
    """What a role may do with a command."""

    NO = "-"
    YES = "yes"
    LEAD = "lead"
    SIDES = "lead, in a swap both"


class Row(NamedTuple):
    """One command: when it makes sense, and who may give it."""

    when: tuple[Status, ...]
    interviewer: May
    candidate: May
    observer: May
    soloist: May
    coach: May


NO, YES, LEAD, SIDES = May
ALWAYS: tuple[Status, ...] = ("lobby", "live", "wrapup", "released")
BEFORE_THE_END: tuple[Status, ...] = ("lobby", "live")
UNTIL_RELEASED: tuple[Status, ...] = ("lobby", "live", "wrapup")
RUNNING: tuple[Status, ...] = ("live",)
JUDGING: tuple[Status, ...] = ("live", "wrapup")

TABLE: dict[type[c.Command], Row] = {
    #                  when            interviewer  candidate  observer  soloist  coach
    c.Join: Row(BEFORE_THE_END, YES, YES, YES, YES, YES),
    c.Rename: Row(UNTIL_RELEASED, YES, YES, YES, YES, NO),
    c.Invite: Row(BEFORE_THE_END, LEAD, NO, NO, NO, YES),
    c.ReplaceLink: Row(ALWAYS, LEAD, NO, NO, NO, YES),
    c.Remove: Row(UNTIL_RELEASED, LEAD, NO, NO, NO, YES),
    c.Plan: Row(BEFORE_THE_END, YES, NO, NO, NO, NO),
    c.Schedule: Row(("lobby",), LEAD, NO, NO, NO, NO),
    c.Bring: Row(BEFORE_THE_END, YES, NO, NO, NO, NO),
    c.SetCall: Row(UNTIL_RELEASED, LEAD, NO, NO, NO, NO),
    c.Prefer: Row(BEFORE_THE_END, YES, YES, NO, NO, NO),
    c.WarmUp: Row(("lobby",), LEAD, NO, NO, NO, NO),
    c.Start: Row(("lobby",), LEAD, NO, NO, YES, YES),
    c.Ask: Row(RUNNING, LEAD, NO, NO, YES, NO),
    c.Begin: Row(BEFORE_THE_END, LEAD, YES, NO, YES, NO),
    c.Skip: Row(RUNNING, LEAD, NO, NO, YES, NO),
    c.Close: Row(BEFORE_THE_END, LEAD, NO, NO, NO, YES),
    c.Pause: Row(BEFORE_THE_END, LEAD, NO, NO, NO, YES),
    c.Resume: Row(BEFORE_THE_END, LEAD, NO, NO, NO, YES),
    c.Extend: Row(BEFORE_THE_END, LEAD, NO, NO, NO, YES),
    c.RevealStage: Row(BEFORE_THE_END, LEAD, NO, NO, NO, NO),
    c.Submit: Row(BEFORE_THE_END, NO, YES, NO, YES, NO),
    c.OfferLate: Row(JUDGING, NO, YES, NO, NO, NO),
    c.AcceptLate: Row(JUDGING, LEAD, NO, NO, NO, NO),
    c.SendSignal: Row(BEFORE_THE_END, NO, YES, NO, NO, NO),
    c.Tick: Row(JUDGING, YES, NO, NO, NO, NO),
    c.Note: Row(JUDGING, YES, NO, NO, NO, NO),
    c.SetMark: Row(JUDGING, YES, YES, NO, NO, NO),
    c.PassMarks: Row(JUDGING, YES, NO, NO, NO, NO),
    c.OpenSeal: Row(JUDGING, LEAD, NO, NO, NO, NO),
    c.OfferSwap: Row(RUNNING, YES, YES, NO, NO, NO),
    c.AcceptSwap: Row(RUNNING, YES, YES, NO, NO, YES),
    c.GiveFeedback: Row(("wrapup",), YES, NO, NO, NO, NO),
    c.PassLead: Row(UNTIL_RELEASED, LEAD, NO, NO, NO, NO),
    c.TakeLead: Row(ALWAYS, YES, NO, NO, NO, NO),
    c.End: Row(RUNNING, LEAD, NO, NO, YES, YES),
    c.Release: Row(("wrapup",), SIDES, NO, NO, NO, NO),
    c.Reopen: Row(("wrapup", "released"), SIDES, NO, NO, NO, NO),
    c.Announce: Row(UNTIL_RELEASED, NO, NO, NO, NO, YES),
    c.WrapUp: Row(RUNNING, NO, NO, NO, NO, YES),
    c.SetPhase: Row(UNTIL_RELEASED, NO, NO, NO, NO, YES),
}


def authorise(interview: Interview, seat: Seat, command: c.Command) -> None:
    """Let `seat` give `command`, or refuse.

    Raises:
        Refused: `not_allowed`, `not_lead`, `not_now`, `not_seated`, or `gone` for a seat that was removed.
    """
    if seat.removed:
        raise Refused("gone")
    row = TABLE[type(command)]
    coaching = seat.id == interview.coach and row.coach is YES
    if not seat.joined and not coaching and not isinstance(command, c.Join):
        raise Refused("not_seated")
    round = _concerned(interview, command)
    may = YES if coaching else allowed(row, acting(interview, seat, command, round))
    if may is NO:
        raise Refused("not_allowed")
    leads = interview.lead == seat.id or (round is not None and round.asker == seat.id)
    if (may is LEAD and not leads) or (may is SIDES and not leads and seat.side is None):
        raise Refused("not_lead")
    if interview.status not in row.when:
        raise Refused("not_now")


def _concerned(interview: Interview, command: c.Command) -> Round | None:
    """Return the round that the command names; whoever asked it keeps their say in it when they lead no more."""
    id = getattr(command, "round", None)
    return None if id is None else interview.round(id)


def acting(interview: Interview, seat: Seat, command: c.Command, round: Round | None) -> Role:
    """Return the role in which `seat` gives the command: the one of the round concerned, and after a swap both.

    Who will ask prepares for it before, and who has asked says at the end what they saw, and releases it.
    """
    if round is not None:
        return round.role_of(seat)
    if isinstance(command, (c.Plan, c.Bring)) and seat.side is not None:
        return "interviewer"
    if isinstance(command, (c.GiveFeedback, c.Release, c.Reopen)) and has_interviewed(interview, seat):
        return "interviewer"
    return seat.role


def has_interviewed(interview: Interview, seat: Seat) -> bool:
    """Tell whether the seat interviews, or has done so before roles were swapped."""
    return seat.role == "interviewer" or any(round.roles.get(seat.id) == "interviewer" for round in interview.rounds)


def knows_total(round: Round, seat: Seat) -> bool:
    """Tell whether the seat may know how long the clock of a round was set to: that tells somebody's extra time."""
    asked = [id for id, role in round.roles.items() if role in ASKED]
    return round.role_of(seat) == "interviewer" or asked == [seat.id]


def allowed(row: Row, role: Role) -> May:
    """Return what `role` may do by this row."""
    by_role: dict[Role, May] = {
        "interviewer": row.interviewer,
        "candidate": row.candidate,
        "observer": row.observer,
        "soloist": row.soloist,
    }
    return by_role[role]


def table() -> str:
    """Return the whole table as text, one command a line: what a test prints and `docs/protocol.md` shows."""
    lines = [
        "| command | when | interviewer | candidate | observer | soloist | coach |",
        "|---|---|---|---|---|---|---|",
    ]
    for command, row in TABLE.items():
        cells = (*(allowed(row, role).value for role in ROLES), row.coach.value)
        lines.append(f"| `{command.__struct_config__.tag}` | {', '.join(row.when)} | {' | '.join(cells)} |")
    return "\n".join(lines)
