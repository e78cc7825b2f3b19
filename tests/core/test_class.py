"""The coach of a class: acts in a room without sitting in it, and says when it ends."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core.interview import Seat
from server.core.wire import CandidateView, ClassView, InterviewerView, ObserverView
from tests.core.conftest import MakeRoom
from tests.core.participant import Participant
from tests.core.room import Room, refused


def coached(room: Room) -> Participant:
    """Give the room a coach, who has not come in."""
    seat = Seat(id="s9", role="observer")
    for name in ("first", "interview"):
        before = getattr(room, name)
        setattr(room, name, replace(before, seats=(*before.seats, seat), coach="s9"))
    return room.participant("s9")


def shown(room: Room, who: Participant) -> ClassView:
    view = room.view(who)
    assert isinstance(view, InterviewerView | CandidateView | ObserverView)
    assert view.in_class is not None
    return view.in_class


def test_what_the_coach_says_is_on_every_screen(room: Room) -> None:
    """A line of text, once and in one line; without characters that turn what stands around them."""
    coach = coached(room)
    coach.gives(c.Announce(text="  Five\nminutes\u202e left "))
    for who in (room.lead, room.candidate):
        said = shown(room, who).announcement
        assert said is not None
        assert (said.text, said.at_ms) == ("Five minutes left", room.now_ms)
    for nothing in ("", "\u202e", "x" * 201):
        with refused("bad_announcement"):
            coach.gives(c.Announce(text=nothing))


def test_a_room_without_a_coach_has_no_class(room: Room) -> None:
    """Nothing of a class is in its views."""
    view = room.view(room.lead)
    assert isinstance(view, InterviewerView)
    assert view.in_class is None


def test_an_interview_ends_when_it_is_to_be_wrapped_up(room: Room) -> None:
    """After so many seconds, at that instant; the open question is closed with it."""
    coach = coached(room)
    coach.gives(c.WrapUp(seconds=60))
    ends_ms = room.now_ms + 60_000
    assert shown(room, room.candidate).wrap_up_due_ms == ends_ms
    room.wait(59.9)
    assert room.interview.status == "live"
    room.wait(0.1)
    assert room.interview.status == "wrapup"
    assert room.interview.ended_ms == ends_ms
    assert room.round.state == "closed"
    assert shown(room, room.candidate).wrap_up_due_ms is None


def test_wrapping_up_is_put_off_and_taken_back(room: Room) -> None:
    """The newest instant counts; None: it does not end by itself."""
    coach = coached(room)
    coach.gives(c.WrapUp(seconds=60))
    coach.gives(c.WrapUp(seconds=120))
    room.wait(61)
    assert room.interview.status == "live"
    coach.gives(c.WrapUp(seconds=None))
    assert coach.gives(c.WrapUp(seconds=None)) == ()
    room.wait(3600)
    assert room.interview.status == "live"
    coach.gives(c.WrapUp(seconds=30))
    room.lead.end()
    room.lead.reopen()
    room.wait(3600)
    assert room.interview.status == "live", "a wrap-up of before the end came back"


def test_a_class_goes_through_its_parts(make_room: MakeRoom) -> None:
    """The coach starts, closes, swaps for both, and ends, though one of them is away at that moment."""
    room = make_room("lobby", swap=True)
    coach = coached(room)
    ends_ms = room.now_ms + 600_000
    coach.gives(c.SetPhase(name="First half", ends_ms=ends_ms))
    assert coach.gives(c.SetPhase(name="First half", ends_ms=ends_ms)) == ()
    phase = shown(room, room.candidate).phase
    assert phase is not None
    assert (phase.name, phase.ends_ms) == ("First half", ends_ms)
    coach.gives(c.Start())
    assert room.interview.lead == "s1"
    room.lead.ask("q1")
    with refused("round_open"):
        coach.gives(c.AcceptSwap())
    coach.gives(c.Close())
    room.lose(room.candidate)
    coach.gives(c.AcceptSwap())
    assert room.interview.lead == "s2"
    assert [seat.role for seat in room.interview.seats[:2]] == ["candidate", "interviewer"]
    room.back(room.candidate)
    coach.gives(c.End())
    assert room.interview.status == "wrapup"


def test_a_coach_swaps_only_who_swaps(room: Room) -> None:
    """In an interview without a swap there is nothing to swap."""
    coach = coached(room)
    room.lead.close()
    with refused("no_swap"):
        coach.gives(c.AcceptSwap())


@pytest.mark.parametrize("command", [c.Announce(text="x"), c.WrapUp(seconds=1), c.SetPhase(name="x", ends_ms=None)])
def test_only_the_coach_does(room: Room, command: c.Command) -> None:
    """Neither the lead nor the candidate, in any room."""
    coached(room)
    for who in (room.lead, room.candidate):
        with refused("not_allowed"):
            who.gives(command)


def test_nobody_else_has_a_say_over_the_coach(room: Room) -> None:
    """Who leads can neither remove them nor replace their link, and does not see a seat that nobody sits on."""
    coach = coached(room)
    for command in (c.Remove(seat="s9"), c.ReplaceLink(seat="s9"), c.PassLead(seat="s9")):
        with refused("unknown_seat"):
            room.lead.gives(command)
    view = room.view(room.lead)
    assert isinstance(view, InterviewerView)
    assert "s9" not in [seat.id for seat in view.seats]
    assert coach.gives(c.ReplaceLink(seat="s2"))


def test_a_coach_comes_in_as_an_observer(room: Room) -> None:
    """Listed like everybody, and seeing what an observer sees."""
    coach = coached(room)
    coach.join("Cora")
    view = room.view(coach)
    assert isinstance(view, ObserverView)
    assert any(seat.name == "Cora" and seat.joined for seat in view.seats)
