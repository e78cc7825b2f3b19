"""The table role x command: the one place where authority is decided.

A row says at which status a command makes sense, and for each role: NO, YES, or LEAD (only whoever holds the lead).
What a rule adds is about the state ("already paused"), never about who may.
"""

from enum import Enum
from typing import NamedTuple

from . import commands as c
from .interview import Interview, Role, Seat, Status
from .refusals import Refused


class May(Enum):
    """What a role may do with a command."""

    NO = "-"
    YES = "yes"
    LEAD = "lead"


class Row(NamedTuple):
    """One command: when it makes sense, and who may give it."""

    when: tuple[Status, ...]
    interviewer: May
    candidate: May
    observer: May


NO, YES, LEAD = May.NO, May.YES, May.LEAD
ALWAYS: tuple[Status, ...] = ("lobby", "live", "wrapup", "released")
BEFORE_THE_END: tuple[Status, ...] = ("lobby", "live")
UNTIL_RELEASED: tuple[Status, ...] = ("lobby", "live", "wrapup")
RUNNING: tuple[Status, ...] = ("live",)
JUDGING: tuple[Status, ...] = ("live", "wrapup")

TABLE: dict[type[c.Command], Row] = {
    #                  when            interviewer  candidate  observer
    c.Join: Row(BEFORE_THE_END, YES, YES, YES),
    c.Rename: Row(UNTIL_RELEASED, YES, YES, YES),
    c.Invite: Row(BEFORE_THE_END, LEAD, NO, NO),
    c.ReplaceLink: Row(ALWAYS, LEAD, NO, NO),
    c.Remove: Row(UNTIL_RELEASED, LEAD, NO, NO),
    c.Plan: Row(BEFORE_THE_END, YES, NO, NO),
    c.Start: Row(("lobby",), LEAD, NO, NO),
    c.Ask: Row(RUNNING, LEAD, NO, NO),
    c.Begin: Row(RUNNING, LEAD, YES, NO),
    c.Skip: Row(RUNNING, LEAD, NO, NO),
    c.Close: Row(RUNNING, LEAD, NO, NO),
    c.Pause: Row(RUNNING, LEAD, NO, NO),
    c.Resume: Row(RUNNING, LEAD, NO, NO),
    c.Extend: Row(RUNNING, LEAD, NO, NO),
    c.RevealStage: Row(RUNNING, LEAD, NO, NO),
    c.Submit: Row(RUNNING, NO, YES, NO),
    c.OfferLate: Row(JUDGING, NO, YES, NO),
    c.AcceptLate: Row(JUDGING, LEAD, NO, NO),
    c.SendSignal: Row(RUNNING, NO, YES, NO),
    c.Tick: Row(JUDGING, YES, NO, NO),
    c.Note: Row(JUDGING, YES, NO, NO),
    c.SetMark: Row(JUDGING, YES, YES, NO),
    c.GiveFeedback: Row(("wrapup",), YES, NO, NO),
    c.PassLead: Row(UNTIL_RELEASED, LEAD, NO, NO),
    c.TakeLead: Row(ALWAYS, YES, NO, NO),
    c.End: Row(RUNNING, LEAD, NO, NO),
    c.Release: Row(("wrapup",), LEAD, NO, NO),
    c.Reopen: Row(("wrapup", "released"), LEAD, NO, NO),
}


def authorise(interview: Interview, seat: Seat, command: c.Command) -> None:
    """Let `seat` give `command`, or refuse.

    Raises:
        Refused: `not_allowed`, `not_lead`, `not_now`, `not_seated`, or `gone` for a seat that was removed.
    """
    if seat.removed:
        raise Refused("gone")
    if not seat.joined and not isinstance(command, c.Join):
        raise Refused("not_seated")
    row = TABLE[type(command)]
    may = allowed(row, seat.role)
    if may is NO:
        raise Refused("not_allowed")
    if may is LEAD and interview.lead != seat.id:
        raise Refused("not_lead")
    if interview.status not in row.when:
        raise Refused("not_now")


def allowed(row: Row, role: Role) -> May:
    """Return what `role` may do by this row."""
    by_role: dict[Role, May] = {
        "interviewer": row.interviewer,
        "candidate": row.candidate,
        "observer": row.observer,
    }
    return by_role[role]


def table() -> str:
    """Return the whole table as text, one command a line: what a test prints and `docs/protocol.md` shows."""
    lines = ["| command | when | interviewer | candidate | observer |", "|---|---|---|---|---|"]
    for command, row in TABLE.items():
        cells = (row.interviewer.value, row.candidate.value, row.observer.value)
        lines.append(f"| `{command.__struct_config__.tag}` | {', '.join(row.when)} | {' | '.join(cells)} |")
    return "\n".join(lines)
