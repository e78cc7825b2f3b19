"""Seats, names, links, plans, the start and the lead."""

import pytest

from server.core.events import Joined, SeatInvited
from server.core.rules import SEATS_MAX
from tests.core.room import Room, named, refused


def test_join(lobby: Room) -> None:
    """Whoever joins has a name and counts as lost until a device of theirs connects."""
    lobby.lead.invite("candidate")
    guest = lobby.participant("s3")
    assert guest.join("Bo", 25) == (Joined(seat="s3", name="Bo", at_ms=lobby.now_ms, extra_percent=25),)
    assert guest.seat.joined
    assert guest.seat.lost_ms == lobby.now_ms
    lobby.back(guest)
    assert guest.seat.lost_ms is None


def test_join_again(lobby: Room) -> None:
    """A second device joins nothing twice; another name renames, extra time stays as first asked for."""
    assert lobby.candidate.join("Ada", 50) == ()
    assert named(lobby.candidate.join("Ada L.", 50)) == ["Renamed"]
    assert lobby.candidate.seat.name == "Ada L."
    assert lobby.candidate.seat.extra_percent == 0


def test_extra_time_is_a_candidates(lobby: Room) -> None:
    """Extra time is kept for candidates only."""
    assert lobby.enter("observer", "Oz", extra_percent=50).seat.extra_percent == 0
    assert lobby.enter("candidate", "Cy", extra_percent=50).seat.extra_percent == 50


def test_rename(lobby: Room) -> None:
    """One changes one's own name; the same name changes nothing."""
    assert named(lobby.lead.rename("G. Hopper")) == ["Renamed"]
    assert lobby.lead.rename("G. Hopper") == ()
    assert lobby.lead.seat.name == "G. Hopper"


def test_invite(lobby: Room) -> None:
    """The lead adds seats of any role, each with the next number, up to as many as an interview can hold."""
    assert lobby.lead.invite("observer") == (SeatInvited(seat="s3", role="observer"),)
    for _ in range(SEATS_MAX - 3):
        lobby.lead.invite("candidate")
    with refused("seats_full"):
        lobby.lead.invite("observer")


def test_replace_link(lobby: Room) -> None:
    """Replacing a link moves the seat's link on by a generation; the seat stays taken."""
    assert named(lobby.lead.replace_link("s2")) == ["LinkReplaced"]
    assert lobby.candidate.seat.link == 2
    assert lobby.candidate.seat.joined
    with refused("unknown_seat"):
        lobby.lead.replace_link("s9")


def test_remove(lobby: Room) -> None:
    """Removing somebody is for good, takes their link, and can't be done twice or to the lead."""
    assert named(lobby.lead.remove("s2")) == ["SeatRemoved"]
    assert lobby.candidate.seat.removed
    assert lobby.candidate.seat.link == 2
    with refused("unknown_seat"):
        lobby.lead.remove("s2")
    with refused("unknown_seat"):
        lobby.lead.replace_link("s2")
    with refused("own_seat"):
        lobby.lead.remove("s1")
    with refused("gone"):
        lobby.candidate.rename("Back again")


def test_plan(lobby: Room) -> None:
    """A plan is replaced whole, holds each known question once, and the same plan changes nothing."""
    assert named(lobby.lead.plan("q2", "q1")) == ["Planned"]
    assert lobby.lead.plan("q2", "q1") == ()
    assert lobby.plan(lobby.lead) == ("q2", "q1")
    assert named(lobby.lead.plan()) == ["Planned"]
    with refused("unknown_question"):
        lobby.lead.plan("q1", "q77")
    with refused("planned_twice"):
        lobby.lead.plan("q1", "q1")


def test_plan_what_was_asked(room: Room) -> None:
    """What was asked can't be planned again, unless it was skipped."""
    with refused("already_asked"):
        room.lead.plan("q1")
    room.lead.skip()
    room.lead.plan("q3", "q1")
    assert room.plan(room.lead) == ("q3", "q1")


def test_start(lobby: Room) -> None:
    """The interview starts once."""
    assert named(lobby.lead.start()) == ["Started"]
    assert lobby.interview.started_ms == lobby.now_ms
    with refused("not_now"):
        lobby.lead.start()


def test_start_needs_a_candidate(lobby: Room) -> None:
    """It does not start before a candidate has taken a seat, or when they were removed."""
    lobby.lead.remove("s2")
    lobby.lead.invite("candidate")
    with refused("nobody_to_ask"):
        lobby.lead.start()
    lobby.participant("s3").join("Bo")
    assert named(lobby.lead.start()) == ["Started"]


def test_pass_lead(lobby: Room) -> None:
    """The lead goes to another interviewer who has taken their seat; with it goes what only the lead may do."""
    second = lobby.enter("interviewer", "Linus")
    assert named(lobby.lead.pass_lead(second.id)) == ["LeadPassed"]
    with refused("not_lead"):
        lobby.lead.start()
    assert named(second.start()) == ["Started"]
    with refused("has_lead"):
        second.pass_lead(second.id)


@pytest.mark.parametrize("role", ["candidate", "observer", "interviewer"])
def test_pass_lead_to_nobody_else(lobby: Room, role: str) -> None:
    """The lead can't go to a candidate, an observer, an empty seat or a removed one."""
    lobby.lead.invite(role)  # type: ignore[arg-type]  # parametrize has no literals
    guest = lobby.participant("s3")
    if role != "interviewer":
        guest.join("Bo")
    with refused("not_interviewer"):
        lobby.lead.pass_lead("s3")
    lobby.lead.remove("s3")
    with refused("unknown_seat"):
        lobby.lead.pass_lead("s3")


def test_take_lead(room: Room) -> None:
    """A second interviewer takes the lead over when its holder has been lost for 30 s, and not before."""
    second = room.enter("interviewer", "Linus")
    with refused("lead_present"):
        second.take_lead()
    with refused("has_lead"):
        room.lead.take_lead()
    room.lose(room.lead)
    room.wait(29.999)
    with refused("lead_present"):
        second.take_lead()
    room.wait(0.001)
    (passed,) = second.take_lead()
    assert passed.taken
    room.back(room.lead)
    with refused("lead_present"):
        room.lead.take_lead()


def test_take_lead_from_who_left(room: Room) -> None:
    """The lead of a participant who has left can be taken."""
    second = room.enter("interviewer", "Linus")
    room.lose(room.lead)
    room.wait(180)
    assert room.lead.seat.left
    assert named(second.take_lead()) == ["LeadPassed"]


def test_the_plan_goes_with_the_lead(room: Room) -> None:
    """Who gets the lead, passed or taken, asks on from the plan of who held it, whose it is no more."""
    second = room.enter("interviewer", "Linus")
    room.lead.plan("q3", "q2", "q4")
    room.lead.pass_lead(second.id)
    assert (room.plan(second), room.plan(room.lead)) == (("q3", "q2", "q4"), ())
    assert room.view(room.candidate).planned == 3
    second.ask()
    assert (room.round.question, room.round.asker) == ("q3", second.id)
    room.lose(second)
    room.wait(30)
    room.lead.take_lead()
    assert (room.plan(second), room.plan(room.lead)) == ((), ("q2", "q4"))


def test_who_has_a_plan_of_their_own_keeps_it(room: Room) -> None:
    """A plan takes the place of none: who gets the lead with one asks from that, and both stay whose they are."""
    second = room.enter("interviewer", "Linus")
    room.lead.plan("q3", "q2")
    second.plan("q4")
    room.lead.pass_lead(second.id)
    assert (room.plan(second), room.plan(room.lead)) == (("q4",), ("q3", "q2"))


def test_an_empty_seat_does_nothing_but_join(room: Room) -> None:
    """Before somebody has taken a seat, the only thing that can be done from it is to take it."""
    room.lead.invite("interviewer")
    room.lose(room.lead)
    room.wait(60)
    guest = room.participant("s3")
    for give in (guest.take_lead, lambda: guest.rename("Linus"), lambda: guest.mark("depth", 3)):
        with refused("not_seated"):
            give()
    guest.join("Linus")
    assert named(guest.take_lead()) == ["LeadPassed"]


def test_a_name_can_be_seen(room: Room) -> None:
    """A name that is blank, too long, or turns the text around it is refused as on the page; spaces are made single."""
    for name in ("", "   ", "\u202egnp.exe", "a\x00b", "x" * 61, "x" * 100_000):
        with refused("bad_name"):
            room.candidate.rename(name)
    room.candidate.rename("  Lin   Q ")
    assert room.candidate.seat.name == "Lin Q"
