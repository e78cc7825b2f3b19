"""Who may do what, and when."""

from itertools import product
from typing import get_args

import pytest
from msgspec.structs import fields

from server.core import commands as c
from server.core.content import DIMENSIONS
from server.core.interview import GUESTS, ROLES, Interview, Role, Seat, Status
from server.core.permissions import TABLE, May, allowed, authorise, table
from server.core.refusals import Refused
from server.core.rules import _RULES
from tests.core.conftest import MakeRoom
from tests.core.room import BEGIN_MS, Room, refused

STATUSES: tuple[Status, ...] = get_args(Status)
FROM_A_FORM: tuple[type[c.Command], ...] = (c.Schedule, c.Bring, c.SetPhase)
COMMANDS: tuple[type[c.Command], ...] = (*get_args(c.Wire), *FROM_A_FORM)

EXAMPLES: dict[type[c.Command], c.Command] = {
    command: command() for command in COMMANDS if not any(field.required for field in fields(command))
} | {
    c.Join: c.Join(name="Ada"),
    c.Rename: c.Rename(name="Ada"),
    c.Invite: c.Invite(role="observer"),
    c.ReplaceLink: c.ReplaceLink(seat="s2"),
    c.Remove: c.Remove(seat="s2"),
    c.Plan: c.Plan(questions=("q1",)),
    c.Ask: c.Ask(),
    c.Extend: c.Extend(seconds=30),
    c.RevealStage: c.RevealStage(stage="guidance"),
    c.OfferLate: c.OfferLate(round=1, text="late"),
    c.AcceptLate: c.AcceptLate(round=1),
    c.SendSignal: c.SendSignal(signal="hint", on=True),
    c.Tick: c.Tick(round=1, point=0, on=True),
    c.Note: c.Note(round=1, released=True),
    c.SetMark: c.SetMark(round=1, dimension=DIMENSIONS[0].id, value=3),
    c.PassMarks: c.PassMarks(round=1),
    c.OpenSeal: c.OpenSeal(round=1),
    c.OfferSwap: c.OfferSwap(on=True),
    c.SetCall: c.SetCall(url="https://meet.example.org/greenroom"),
    c.Schedule: c.Schedule(starts_ms=BEGIN_MS + 3_600_000, zone="Europe/Berlin"),
    c.Bring: c.Bring(questions=("q1",)),
    c.PassLead: c.PassLead(seat="s2"),
    c.Announce: c.Announce(text="Five minutes left"),
    c.WrapUp: c.WrapUp(seconds=60),
    c.SetPhase: c.SetPhase(name="Feedback", ends_ms=None),
}


def test_every_command_has_a_row() -> None:
    """Every command, off the wire or from a form, stands in the table, with a rule, and nothing else does."""
    print(f"\n{table()}")
    assert set(TABLE) == set(COMMANDS) == set(c.Command.__subclasses__()) == set(_RULES)
    for command in COMMANDS:
        assert f"`{command.__struct_config__.tag}`" in table()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_authority_is_the_table(command: type[c.Command]) -> None:
    """Every role, with and without the lead, at every status, may do what the table says and nothing more."""
    row = TABLE[command]
    for role, status, leads in product(ROLES, STATUSES, (True, False)):
        seat = Seat(id="s1", role=role, joined=True)
        interview = Interview(
            id="abc", title="", created_ms=0, status=status, seats=(seat,), lead="s1" if leads else "s9"
        )
        may: May = getattr(row, role)
        assert may is allowed(row, role)
        if may is May.NO:
            expected = "not_allowed"
        elif may in (May.LEAD, May.SIDES) and not leads:
            expected = "not_lead"
        elif status not in row.when:
            expected = "not_now"
        else:
            authorise(interview, seat, EXAMPLES[command])
            continue
        with refused(expected):
            authorise(interview, seat, EXAMPLES[command])


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_coach_may_what_the_table_says(command: type[c.Command], joined: bool) -> None:
    """From their seat, taken or not; for the rest they are the observer that they sit down as."""
    row = TABLE[command]
    for status in STATUSES:
        seat = Seat(id="s3", role="observer", joined=joined)
        interview = Interview(id="abc", title="", created_ms=0, status=status, seats=(seat,), lead="s9", coach="s3")
        if row.coach is May.YES and status in row.when:
            authorise(interview, seat, EXAMPLES[command])
            continue
        expected = "not_now" if row.coach is May.YES or row.observer is May.YES else "not_allowed"
        if row.coach is May.NO and row.observer is May.YES and status in row.when and joined:
            authorise(interview, seat, EXAMPLES[command])
            continue
        with refused(expected if joined or row.coach is May.YES else "not_seated"):
            authorise(interview, seat, EXAMPLES[command])


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", GUESTS)
def test_rules_add_nothing_about_authority(make_room: MakeRoom, status: Status, role: Role) -> None:
    """Asked through `decide`, a command that the table forbids is refused as the table says, whatever the state."""
    for command in COMMANDS:
        room = make_room(status)
        seat = {"interviewer": "s1", "candidate": "s2"}.get(role) or _observer(room)
        row = TABLE[command]
        forbidden = allowed(row, role) is May.NO or status not in row.when
        answer = _answer(room, seat, EXAMPLES[command])
        assert not forbidden or answer in ("not_allowed", "not_now", "not_lead"), (command, answer)


def _answer(room: Room, seat: str, command: c.Command) -> str:
    try:
        room.participant(seat).gives(command)
    except Refused as refusal:
        return refusal.code
    return "done"


def _observer(room: Room) -> str:
    seats = (*room.interview.seats, Seat(id="s3", role="observer", joined=True))
    room.first = room.interview = Interview(
        **{field: getattr(room.interview, field) for field in Interview.__struct_fields__} | {"seats": seats}
    )
    room.log.clear()
    return "s3"


def test_a_removed_seat_may_nothing(make_room: MakeRoom) -> None:
    """A removed participant, and a seat that never was, are told that their link is no longer valid."""
    for status in ("lobby", "live", "wrapup"):
        room = make_room(status)
        room.lead.remove("s2")
        for command in COMMANDS:
            with refused("gone"):
                room.candidate.gives(EXAMPLES[command])
            with refused("gone"):
                room.participant("s77").gives(EXAMPLES[command])
