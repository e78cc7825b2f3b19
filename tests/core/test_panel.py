"""Several who judge one round: each for themself, sealed until all are done with it, or the lead opens the seal."""

import pytest

from server.core.content import DIMENSIONS
from server.core.events import MarksPassed, SealOpened
from server.core.views import View
from server.core.wire import PanelView
from tests.core.conftest import MakeRoom
from tests.core.participant import Participant
from tests.core.room import Room, named, refused

ALL = [dimension.id for dimension in DIMENSIONS]


@pytest.fixture
def room(make_room: MakeRoom) -> Room:
    """Three interviewers (s1, s3, s4) and an observer (s5), before whom q1 has just been asked."""
    room = make_room("lobby")
    room.enter("interviewer", "Linus")
    room.enter("interviewer", "Barbara")
    room.enter("observer", "Oz")
    return room.to("live")


@pytest.fixture
def second(room: Room) -> Participant:
    return room.participant("s3")


@pytest.fixture
def third(room: Room) -> Participant:
    return room.participant("s4")


def mark_all(who: Participant, value: int, round: int = 1) -> list[str]:
    """Mark every dimension alike; return by name what came of the last mark."""
    return [named(who.mark(dimension, value, round)) for dimension in ALL][-1]


def panel(view: View) -> PanelView:
    """The panel of the first round, the same in the list and on the open round."""
    (line, *_) = view.rounds
    assert view.round is None or view.round.id != line.id or view.round.panel == line.panel
    assert line.panel is not None
    return line.panel


def test_sealed_until_all_have_marked(room: Room, second: Participant, third: Participant) -> None:
    """Nobody sees another's marks until the last has marked every dimension; then all see all of them."""
    mark_all(room.lead, 4)
    mark_all(second, 2)
    for who in (room.lead, second, third):
        seen = panel(room.view(who))
        assert (seen.sealed, seen.done, seen.marks, seen.changed) == (True, ("s1", "s3"), {}, {})
    third.mark("depth", 1)
    assert panel(room.view(second)).sealed
    third.mark("correctness", 1)
    assert named(third.mark("communication", 1)) == ["Marked", "SealOpened"]
    for who in (room.lead, second, third):
        seen = panel(room.view(who))
        assert not seen.sealed
        assert seen.unsealed_by is None
        assert seen.marks == {"s1": dict.fromkeys(ALL, 4), "s3": dict.fromkeys(ALL, 2), "s4": dict.fromkeys(ALL, 1)}


def test_passing(room: Room, second: Participant, third: Participant) -> None:
    """Who passes is not waited for; whoever passes last opens the seal."""
    mark_all(room.lead, 4)
    assert second.pass_marks() == (MarksPassed(round=1, seat="s3"),)
    assert second.pass_marks() == ()
    assert panel(room.view(second)).passed
    assert not panel(room.view(third)).passed
    assert named(third.pass_marks()) == ["MarksPassed", "SealOpened"]
    assert panel(room.view(third)).marks == {"s1": dict.fromkeys(ALL, 4)}


def test_who_passed_may_mark_all_the_same(room: Room, second: Participant) -> None:
    """Passing says that nobody need wait; it forbids nothing."""
    second.pass_marks()
    assert named(second.mark("depth", 3)) == ["Marked"]
    assert panel(room.view(second)).sealed


def test_a_panelist_who_never_marks(room: Room, second: Participant, third: Participant) -> None:
    """The lead opens the seal, which is recorded and shown; once is enough."""
    mark_all(room.lead, 4)
    mark_all(second, 2)
    with refused("not_lead"):
        second.open_seal()
    assert room.lead.open_seal() == (SealOpened(round=1, at_ms=room.now_ms, by="s1"),)
    assert panel(room.view(third)).unsealed_by == "s1"
    assert set(panel(room.view(third)).marks) == {"s1", "s3"}
    with refused("seal_open"):
        room.lead.open_seal()
    with refused("unknown_round"):
        room.lead.open_seal(round=2)


def test_changed_after_opening(room: Room, second: Participant, third: Participant) -> None:
    """A mark given or changed with those of others in sight says so; one given before does not."""
    mark_all(room.lead, 4)
    second.mark("depth", 2)
    room.lead.open_seal()
    second.mark("depth", 4)
    second.mark("correctness", 4)
    room.lead.mark("depth", 4)
    third.mark("depth", None)
    assert panel(room.view(room.lead)).changed == {"s3": ("depth", "correctness")}
    assert [mark.changed for mark in room.round.marks["s1"].values()] == [False] * 3
    assert not panel(room.view(third)).sealed


def test_a_mark_taken_back_closes_no_seal(room: Room, second: Participant, third: Participant) -> None:
    """What has been seen has been seen: the seal is opened once."""
    for who in (room.lead, second, third):
        mark_all(who, 3)
    second.mark("depth", None)
    assert not panel(room.view(third)).sealed
    assert named(second.mark("depth", 3)) == ["Marked"]


def test_neither_candidate_nor_observer_sees_anything_of_it(room: Room, second: Participant) -> None:
    """Sealed or open, of the panel's marks nothing shows to who was asked or watches."""
    mark_all(second, 2)
    room.lead.open_seal()
    for who in (room.candidate, room.participant("s5")):
        view = room.view(who)
        assert not hasattr(view.rounds[0], "panel")
        assert not hasattr(view.round, "panel")
        assert view.rounds[0].marks == {}
    for give in (room.candidate.pass_marks, room.participant("s5").pass_marks, room.candidate.open_seal):
        with refused("not_allowed"):
            give()


def test_self_marks_are_not_in_the_panel(room: Room, second: Participant) -> None:
    """A candidate's marks of themself are theirs; the seal neither waits for them nor shows them."""
    room.lead.end()
    room.candidate.mark("depth", 4)
    room.lead.open_seal()
    seen = panel(room.view(second))
    assert (seen.judges, seen.marks) == (("s1", "s3", "s4"), {})


def test_one_alone_has_no_seal(make_room: MakeRoom) -> None:
    """Who judges alone marks as ever: there is no panel, and no seal to open."""
    room = make_room()
    assert mark_all(room.lead, 3) == ["Marked"]
    assert room.lead.pass_marks() == (MarksPassed(round=1, seat="s1"),)
    with refused("no_panel"):
        room.lead.open_seal()
    assert room.view(room.lead).rounds[0].panel is None
    assert room.view(room.lead).round.panel is None


def test_who_comes_later(room: Room, second: Participant, third: Participant) -> None:
    """Who comes after a round is not waited for, and sees no mark while it is sealed; by marking they are a judge."""
    mark_all(room.lead, 4)
    late = room.enter("interviewer", "Frances")
    assert panel(room.view(late)).judges == ("s1", "s3", "s4")
    assert panel(room.view(late)).marks == {}
    late.mark("depth", 1)
    second.pass_marks()
    assert third.pass_marks() == (MarksPassed(round=1, seat="s4"),)
    assert panel(room.view(third)).judges == ("s1", "s3", "s4", "s6")
    assert named(late.pass_marks()) == ["MarksPassed", "SealOpened"]


def test_a_second_judge_seals_what_one_had_marked_alone(make_room: MakeRoom) -> None:
    """Who joins a round that one had judged alone sees nothing of it before they are done, either."""
    room = make_room()
    mark_all(room.lead, 4)
    late = room.enter("interviewer", "Frances")
    assert room.view(late).rounds[0].panel is None
    late.mark("depth", 1)
    assert panel(room.view(late)).sealed
    assert named(late.pass_marks()) == ["MarksPassed", "SealOpened"]


def test_the_last_who_had_not_marked_is_removed(room: Room, second: Participant, third: Participant) -> None:
    """Nobody waits for who was removed: if all others are done, the seal opens; their marks are not shown."""
    third.mark("depth", 1)
    mark_all(room.lead, 4)
    mark_all(second, 2)
    assert named(room.lead.remove(third.id)) == ["SeatRemoved", "SealOpened"]
    assert set(panel(room.view(second)).marks) == {"s1", "s3"}


def test_all_but_one_are_removed(room: Room, second: Participant, third: Participant) -> None:
    """Who is left alone has no panel any more."""
    second.mark("depth", 1)
    assert named(room.lead.remove(second.id)) == ["SeatRemoved"]
    assert named(room.lead.remove(third.id)) == ["SeatRemoved"]
    assert room.view(room.lead).rounds[0].panel is None


def test_each_round_has_its_seal(room: Room, second: Participant, third: Participant) -> None:
    """The seal of one round says nothing of the next; in the wrap-up they open as before."""
    room.lead.open_seal()
    room.lead.ask("q2")
    mark_all(second, 1, round=2)
    assert [line.panel.sealed for line in room.view(second).rounds] == [False, True]
    room.lead.end()
    mark_all(room.lead, 2, round=2)
    assert mark_all(third, 3, round=2) == ["Marked", "SealOpened"]
    room.lead.release()
    with refused("not_now"):
        room.lead.pass_marks(round=2)


def test_two_who_ask_at_once(room: Room, second: Participant) -> None:
    """The lead alone asks; the other is told so, and the same question asked twice is asked once."""
    room.lead.ask("q2")
    with refused("not_lead"):
        second.ask("q3")
    with refused("already_asked"):
        room.lead.ask("q2")
    assert [round.question for round in room.interview.rounds] == ["q1", "q2"]


def test_asked_by_the_old_lead_and_the_new(room: Room, second: Participant) -> None:
    """When the lead went over in between, whoever held it is told; what the new one asked stands."""
    room.lead.pass_lead(second.id)
    second.ask("q2")
    with refused("not_lead"):
        room.lead.ask("q3")
    assert (room.round.question, room.round.asker) == ("q2", "s3")


def test_the_lead_lost_in_mid_reveal(room: Room, second: Participant, third: Participant) -> None:
    """What was revealed stays; after 30 s another takes the lead and reveals on; who was lost is back without it."""
    room.lead.reveal("guidance")
    room.lose(room.lead)
    with refused("not_lead"):
        second.reveal("answer")
    room.wait(29)
    with refused("lead_present"):
        second.take_lead()
    room.wait(1)
    second.take_lead()
    with refused("lead_present"):
        third.take_lead()
    second.resume()
    second.reveal("answer")
    room.back(room.lead)
    assert [reveal.stage for reveal in room.round.revealed] == ["guidance", "answer"]
    assert room.interview.lead == "s3"
    with refused("lead_present"):
        room.lead.take_lead()
    with refused("not_lead"):
        room.lead.ask("q2")


def test_who_asked_keeps_their_say_in_the_round(room: Room, second: Participant) -> None:
    """Whoever asked a round opens its seal though the lead has passed on; a new lead may as well."""
    room.lead.pass_lead(second.id)
    second.ask("q2")
    assert named(room.lead.open_seal(round=1)) == ["SealOpened"]
    assert named(second.open_seal(round=2)) == ["SealOpened"]


def test_a_panel_after_a_swap(make_room: MakeRoom) -> None:
    """Of a round those judge it who interviewed in it; who was asked in it never sees their marks."""
    room = make_room("lobby", swap=True)
    second = room.enter("interviewer", "Linus")
    room.to("live")
    room.lead.close()
    room.lead.offer_swap()
    room.candidate.accept_swap()
    room.candidate.ask("q4")
    mark_all(room.lead, 4)
    assert mark_all(second, 2) == ["Marked", "SealOpened"]
    mark_all(second, 3, round=2)
    asked, asks = room.view(room.lead), room.view(room.candidate)
    assert panel(asked).marks == {"s1": dict.fromkeys(ALL, 4), "s3": dict.fromkeys(ALL, 2)}
    assert not hasattr(asked.rounds[1], "panel")
    assert not hasattr(asks.rounds[0], "panel")
    assert asks.rounds[1].panel.judges == ("s2", "s3")
    with refused("not_allowed"):
        room.candidate.open_seal(round=1)
