"""What is said of a round: ticks, notes, marks; and text that came too late."""

import pytest

from server.core.events import LateAccepted, LateOffered, Marked
from server.core.texts import ANSWER_MAX_CHARS
from tests.core.conftest import MakeRoom
from tests.core.room import Room, named, refused


def test_tick(room: Room) -> None:
    """Each interviewer ticks the points for themself; a tick that is there already, or is not, changes nothing."""
    second = room.enter("interviewer", "Linus")
    assert named(room.lead.tick(2)) == ["Ticked"]
    assert room.lead.tick(2) == ()
    assert room.lead.tick(1, on=False) == ()
    room.lead.tick(0)
    second.tick(1)
    assert room.round.ticks == {"s1": (0, 2), "s3": (1,)}
    room.lead.tick(2, on=False)
    assert room.round.ticks["s1"] == (0,)
    with refused("unknown_point"):
        room.lead.tick(3)
    with refused("unknown_round"):
        room.lead.tick(0, round=2)


def test_release_a_note(wrapup: Room) -> None:
    """An author releases their own note into the report, and can take it back until the report is out."""
    assert named(wrapup.lead.note(released=True)) == ["NoteReleased"]
    assert wrapup.lead.note(released=True) == ()
    assert wrapup.round.released_notes == ("s1",)
    wrapup.lead.note(released=False)
    assert wrapup.round.released_notes == ()
    assert wrapup.lead.note(released=False) == ()
    with refused("unknown_round"):
        wrapup.lead.note(released=True, round=7)


def test_mark(room: Room) -> None:
    """A mark records the help given when it was set; it can be changed and taken back; the same again is nothing."""
    assert room.lead.mark("depth", 3) == (Marked(round=1, seat="s1", dimension="depth", value=3, help="unaided"),)
    assert room.lead.mark("depth", 3) == ()
    assert room.lead.mark("correctness", None) == ()
    room.lead.reveal("guidance")
    room.lead.mark("correctness", 2)
    assert {name: (mark.value, mark.help) for name, mark in room.round.marks["s1"].items()} == {
        "depth": (3, "unaided"),
        "correctness": (2, "after guidance"),
    }
    room.lead.mark("depth", None)
    assert set(room.round.marks["s1"]) == {"correctness"}


def test_mark_what_is_there(room: Room) -> None:
    """Marks are given on the deck's dimensions and on rounds that were asked."""
    with refused("unknown_dimension"):
        room.lead.mark("charm", 4)
    with refused("unknown_round"):
        room.lead.mark("depth", 4, round=2)


def test_self_marks(room: Room) -> None:
    """A candidate marks themself in the wrap-up, and not before."""
    with refused("not_now"):
        room.candidate.mark("depth", 4)
    room.lead.mark("depth", 2)
    room.lead.end()
    assert named(room.candidate.mark("depth", 4)) == ["Marked"]
    assert {seat: marks["depth"].value for seat, marks in room.round.marks.items()} == {"s1": 2, "s2": 4}


def test_the_role_is_that_of_the_round(room: Room) -> None:
    """What one may say of a round follows from the role one had in it, whatever one is now."""
    roles = {**room.round.roles, "s1": "candidate", "s2": "interviewer"}
    (round,) = room.interview.rounds
    fields = {name: getattr(round, name) for name in round.__struct_fields__}
    swapped = type(round)(**fields | {"roles": roles})
    fields = {name: getattr(room.interview, name) for name in room.interview.__struct_fields__}
    room.first = room.interview = type(room.interview)(**fields | {"rounds": (swapped,)})
    room.log.clear()
    with refused("not_now"):  # a candidate of the round, who marks themself in the wrap-up
        room.lead.mark("depth", 3)
    for give in (
        lambda: room.lead.tick(0),
        lambda: room.lead.note(released=True),
        lambda: room.lead.accept_late(),
        lambda: room.lead.pass_marks(),
        lambda: room.lead.open_seal(),
        lambda: room.candidate.submit(),
        lambda: room.candidate.signal("hint"),
        lambda: room.candidate.offer_late("late"),
    ):
        with refused("not_allowed"):
            give()


@pytest.fixture
def cut_off(make_room: MakeRoom) -> Room:
    """A room in which a hard expiry has cut off what the candidate was typing."""
    room = make_room(expiry="hard", answering="typed")
    room.wait(111)
    return room


def test_late_text(cut_off: Room) -> None:
    """Late text is offered, replaced, and accepted on record; accepting twice changes nothing."""
    assert cut_off.candidate.offer_late("and so") == (LateOffered(round=1, at_ms=cut_off.now_ms, chars=6),)
    cut_off.candidate.offer_late("and so on")
    assert cut_off.lead.accept_late() == (LateAccepted(round=1, at_ms=cut_off.now_ms, by="s1"),)
    assert cut_off.lead.accept_late() == ()
    assert cut_off.round.late is not None
    assert (cut_off.round.late.chars, cut_off.round.late.accepted_ms) == (9, cut_off.now_ms)
    with refused("late_accepted"):
        cut_off.candidate.offer_late("once more")


def test_late_text_that_is_too_long(cut_off: Room) -> None:
    """It has the limit of any answer, and its sentence."""
    with refused("too_long"):
        cut_off.candidate.offer_late("x" * (ANSWER_MAX_CHARS + 1))
    assert named(cut_off.candidate.offer_late("x" * ANSWER_MAX_CHARS)) == ["LateOffered"]


def test_late_text_after_the_end(cut_off: Room) -> None:
    """Late text is offered and accepted in the wrap-up, too."""
    cut_off.lead.end()
    cut_off.candidate.offer_late("and so on")
    assert named(cut_off.lead.accept_late()) == ["LateAccepted"]


def test_an_extension_withdraws_the_offer(cut_off: Room) -> None:
    """Whoever gets more time types on: what they had offered can't be accepted over it any more."""
    cut_off.candidate.offer_late("and so")
    cut_off.lead.extend(30)
    with refused("nothing_late"):
        cut_off.lead.accept_late()
    cut_off.wait(31)
    cut_off.candidate.offer_late("and so on")
    assert named(cut_off.lead.accept_late()) == ["LateAccepted"]


def test_late_again(cut_off: Room) -> None:
    """What a second hard expiry cuts off can be offered, too, after an earlier text was accepted."""
    cut_off.candidate.offer_late("and so")
    cut_off.lead.accept_late()
    cut_off.lead.extend(30)
    assert cut_off.round.late is not None
    assert cut_off.lead.accept_late() == ()
    cut_off.wait(31)
    assert named(cut_off.candidate.offer_late("and so on")) == ["LateOffered"]
    assert named(cut_off.lead.accept_late()) == ["LateAccepted"]


def test_late_text_is_never_in_the_log_or_the_state(cut_off: Room) -> None:
    """Of a late text the log and the state know the length; its words travel apart."""
    cut_off.candidate.offer_late("hush hush")
    assert "hush" not in f"{cut_off.log} {cut_off.interview}"


def test_nothing_late(make_room: MakeRoom, room: Room) -> None:
    """Late text needs a typed interview, a hard expiry, and an offer before it is accepted."""
    with refused("not_typed"):
        room.candidate.offer_late("aloud")
    typed = make_room(answering="both", expiry="hard")
    with refused("not_now"):
        typed.candidate.offer_late("early")
    with refused("unknown_round"):
        typed.candidate.offer_late("where", round=9)
    with refused("nothing_late"):
        typed.lead.accept_late()
    with refused("unknown_round"):
        typed.lead.accept_late(round=9)
