"""Two who swap roles: offered by one, accepted by the other, between two questions; each has a half of their own."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from server.core.events import SwapOffered, Swapped
from server.core.halves import choosable
from server.core.refusals import Refused
from server.core.wire import AskedRound, CandidateView, InterviewerView, RoundLine, ShownLine
from tests.core.canaries import CANARY, canary
from tests.core.conftest import MakeRoom
from tests.core.participant import Participant
from tests.core.reading import canaries
from tests.core.room import Room, named, refused


@pytest.fixture
def room(make_room: MakeRoom) -> Room:
    """Two who swap, of whom the first has asked q1 and closed it: q1 to q3 are theirs, q4 to q6 the other's."""
    room = make_room(swap=True, answering="typed")
    room.lead.close()
    return room


def may_choose(room: Room, who: Participant) -> list[str]:
    return [question.id for question in choosable(room.interview, who.seat, room.content)]


def swap(room: Room) -> None:
    """Let the two swap, whoever of them asks now."""
    asks, asked = sorted((room.lead, room.candidate), key=lambda one: one.seat.role, reverse=True)
    asks.offer_swap()
    asked.accept_swap()


def test_swap(room: Room) -> None:
    """An offer that is accepted swaps roles and passes the lead; the rounds remember who was who."""
    assert room.lead.offer_swap() == (SwapOffered(seat="s1"),)
    assert room.candidate.accept_swap() == (Swapped(interviewer="s2", candidate="s1", at_ms=room.now_ms),)
    assert (room.lead.seat.role, room.candidate.seat.role) == ("candidate", "interviewer")
    assert (room.interview.lead, room.interview.asking, room.interview.swap_offered_by) == ("s2", "b", None)
    room.candidate.ask("q4")
    assert [round.roles for round in room.interview.rounds] == [
        {"s1": "interviewer", "s2": "candidate"},
        {"s1": "candidate", "s2": "interviewer"},
    ]
    assert room.round.asker == "s2"


def test_either_may_offer_and_decline(room: Room) -> None:
    """Who is asked may offer as well; who offered takes it back, who was offered it declines it, with the same word."""
    room.candidate.offer_swap()
    assert room.lead.offer_swap(on=False) == (SwapOffered(seat=None),)
    with refused("nothing_offered"):
        room.lead.accept_swap()
    room.candidate.offer_swap()
    room.candidate.offer_swap(on=False)
    assert room.candidate.offer_swap(on=False) == ()
    assert room.interview.swap_offered_by is None


def test_a_swap_asked_twice(room: Room) -> None:
    """An offer made again is no second one; two that cross are an agreement; one's own can't be accepted."""
    room.lead.offer_swap()
    assert room.lead.offer_swap() == ()
    with refused("own_offer"):
        room.lead.accept_swap()
    assert named(room.candidate.offer_swap()) == ["Swapped"]
    with refused("nothing_offered"):
        room.candidate.accept_swap()


def test_accepted_after_the_other_left(room: Room) -> None:
    """Who has left, or was removed, can't be swapped with; when they are back, the offer stands."""
    room.candidate.offer_swap()
    room.lose(room.candidate)
    room.wait(180)
    assert room.candidate.seat.left
    with refused("nobody_to_swap"):
        room.lead.accept_swap()
    with refused("nobody_to_swap"):
        room.lead.offer_swap()
    room.back(room.candidate)
    room.candidate.offer_swap()
    room.lead.remove("s2")
    assert room.interview.swap_offered_by is None
    with refused("nobody_to_swap"):
        room.lead.accept_swap()


def test_accepted_while_the_other_is_lost(room: Room) -> None:
    """Nobody gets the lead, or is asked, while their line is broken; once they are back, the offer is accepted."""
    room.candidate.offer_swap()
    room.lose(room.candidate)
    for give in (room.lead.accept_swap, room.lead.offer_swap):
        with refused("nobody_to_swap"):
            give()
    room.back(room.candidate)
    assert named(room.lead.accept_swap()) == ["Swapped"]


def test_removing_somebody_else_leaves_the_offer(room: Room) -> None:
    """An offer ends with one of the two, not with an observer."""
    observer = room.enter("observer", "Oz")
    room.candidate.offer_swap()
    room.lead.remove(observer.id)
    assert room.interview.swap_offered_by == "s2"


def test_between_rounds_only(room: Room) -> None:
    """While a question is open nothing is swapped; asking one ends the offer, and so does the end."""
    room.lead.offer_swap()
    room.lead.ask("q2")
    assert room.interview.swap_offered_by is None
    for give in (room.candidate.offer_swap, room.lead.offer_swap):
        with refused("round_open"):
            give()
    with refused("nothing_offered"):
        room.candidate.accept_swap()
    room.lead.close()
    room.lead.offer_swap()
    room.lead.end()
    assert room.interview.swap_offered_by is None
    with refused("not_now"):
        room.candidate.accept_swap()


def test_not_before_the_start(make_room: MakeRoom) -> None:
    """In the lobby there is nothing to swap yet."""
    with refused("not_now"):
        make_room("lobby", swap=True).lead.offer_swap()


def test_who_does_not_swap(make_room: MakeRoom, room: Room) -> None:
    """Without the option nobody swaps; with it, the two sides alone."""
    plain = make_room()
    plain.lead.close()
    with refused("no_swap"):
        plain.lead.offer_swap()
    second = room.enter("interviewer", "Linus")
    for give in (second.offer_swap, second.accept_swap):
        with refused("no_swap"):
            give()
    with refused("not_allowed"):
        room.enter("observer", "Oz").accept_swap()


def test_each_has_a_half(room: Room) -> None:
    """Each side plans and asks its own questions in either role; who does not swap, those that are being asked."""
    second, observer = room.enter("interviewer", "Linus"), room.enter("observer", "Oz")
    for asks in (["q1", "q2", "q3"], ["q4", "q5", "q6"]):
        assert may_choose(room, room.lead) == ["q1", "q2", "q3"]
        assert may_choose(room, room.candidate) == ["q4", "q5", "q6"]
        assert may_choose(room, second) == asks
        assert may_choose(room, observer) == []
        swap(room)
    for who, other in ((room.lead, "q4"), (room.candidate, "q2"), (second, "q4")):
        with refused("unknown_question"):
            who.plan(other)
    with refused("unknown_question"):
        room.lead.ask("q4")


def test_a_plan_is_prepared_before(room: Room) -> None:
    """Who will ask prepares for it while they are asked; nobody else sees it, and it is asked from after the swap."""
    room.candidate.plan("q5", "q4")
    view = room.view(room.candidate)
    assert isinstance(view, CandidateView)
    assert [planned.id for planned in view.plan] == ["q5", "q4"]
    theirs = {canary("title", "q5"), canary("title", "q4")}
    assert theirs <= canaries(view)
    assert not theirs & canaries(room.view(room.lead))
    swap(room)
    assert not theirs & canaries(room.view(room.lead))
    room.candidate.ask()
    assert room.round.question == "q5"


def test_views_before_and_after(room: Room) -> None:
    """What one sees of a round follows from the role one had in it, before and after the swap."""
    room.lead.mark("depth", 3)
    room.lead.note(released=True)
    swap(room)
    room.candidate.ask("q4")
    asks, asked = room.view(room.candidate), room.view(room.lead)
    assert isinstance(asks, InterviewerView)
    assert isinstance(asked, CandidateView)
    assert [type(line) for line in asks.rounds] == [ShownLine, RoundLine]
    assert [type(line) for line in asked.rounds] == [RoundLine, ShownLine]
    assert asked.rounds[0].marks == {"depth": 3}
    assert asks.rounds[0].marks == {}
    assert asked.interviewed
    assert isinstance(asks.round, AskedRound)
    assert {text for text in canaries(asked) if text.endswith(".q4")} == {canary("title", "q4"), canary("prompt", "q4")}
    assert canary("answer", "q4") in canaries(asks)


def test_the_count_is_of_what_can_be_asked(room: Room) -> None:
    """The candidate sees how many questions are to come, after the swap those of the other side."""
    room.lead.plan("q2", "q3")
    room.candidate.plan("q5")
    assert room.view(room.candidate).planned == 2
    swap(room)
    assert room.view(room.lead).planned == 1


def test_who_does_not_swap_may_have_planned_both_halves(room: Room) -> None:
    """What a further interviewer planned of the half that is not asked now is not shown, counted or asked meanwhile."""
    second = room.enter("interviewer", "Linus")
    second.plan("q2", "q3")
    swap(room)
    room.candidate.pass_lead(second.id)
    assert room.view(second).plan == ()
    assert room.view(room.lead).planned == 0
    with refused("plan_empty"):
        second.ask()
    second.plan("q5")
    second.ask()
    assert room.round.question == "q5"


def test_a_further_interviewer_takes_the_lead(room: Room) -> None:
    """Who does not swap takes a lost lead, too, and the swap is still between the two."""
    second = room.enter("interviewer", "Linus")
    room.lose(room.lead)
    room.wait(30)
    second.take_lead()
    second.ask("q2")
    second.close()
    room.back(room.lead)
    room.candidate.offer_swap()
    room.lead.accept_swap()
    assert room.interview.lead == "s2"
    assert second.seat.role == "interviewer"


def test_after_the_swap_each_keeps_what_is_theirs(room: Room) -> None:
    """Marks and authorship stay with who gave them; each judges the rounds that they asked, and feeds back on them."""
    swap(room)
    room.candidate.ask("q4")
    room.lead.mark("depth", 2)
    room.lead.tick(1)
    with refused("not_allowed"):
        room.candidate.tick(0)
    with refused("not_allowed"):
        room.lead.tick(0, round=2)
    with refused("not_now"):
        room.candidate.mark("depth", 4)  # themself, in the wrap-up
    room.candidate.end()
    room.candidate.mark("depth", 4)
    room.lead.mark("depth", 1, round=2)
    room.lead.feedback(keep=("calm",))
    room.candidate.feedback(stop=("rushing",))
    assert {seat: marks["depth"].value for seat, marks in room.interview.rounds[0].marks.items()} == {"s1": 2, "s2": 4}
    assert set(room.interview.feedback) == {"s1", "s2"}
    assert room.view(room.lead).feedback.keep == ("calm",)


def test_who_asked_accepts_late_text_after_the_swap(make_room: MakeRoom) -> None:
    """Who asked a question decides about its late text, though they lead no more; nobody else does."""
    room = make_room(swap=True, answering="typed", expiry="hard")
    room.wait(111)
    room.lead.close()
    swap(room)
    room.candidate.offer_late("and so on")
    with refused("not_allowed"):
        room.candidate.accept_late()
    assert named(room.lead.accept_late()) == ["LateAccepted"]


def test_extra_time_stays_with_its_person(room: Room) -> None:
    """Each has their own extra time when they answer; only they and who interviews them see it."""
    room.candidate.prefer(extra_percent=50)
    room.lead.prefer(extra_percent=20)
    room.enter("observer", "Oz")
    assert room.view(room.lead).seats[1].extra_percent == 50
    assert room.view(room.candidate).seats[0].extra_percent is None
    swap(room)
    assert room.view(room.candidate).seats[0].extra_percent == 20
    assert [seat.extra_percent for seat in room.view(room.lead).seats] == [20, None, None]
    assert [seat.extra_percent for seat in room.view(room.participant("s3")).seats] == [None, None, None]
    room.candidate.ask("q4")
    assert room.round.clock.answer_ms == 120_000
    room.candidate.close()
    swap(room)
    room.lead.ask("q2")
    assert room.round.clock.answer_ms == 150_000


def test_a_swap_and_back(room: Room) -> None:
    """Roles are swapped as often as both like; a question put aside comes back to who put it aside."""
    room.lead.ask("q2")
    room.lead.skip()
    swap(room)
    room.candidate.ask("q4")
    room.candidate.close()
    swap(room)
    assert room.plan(room.lead) == ("q2",)
    room.lead.ask()
    assert (room.interview.rounds[1].state, room.interview.lead) == ("open", "s1")


def test_one_candidate(room: Room) -> None:
    """There is one candidate: another is invited once the first was removed, and gets their side of the questions."""
    with refused("one_candidate"):
        room.lead.invite("candidate")
    room.lead.remove("s2")
    other = room.enter("candidate", "Barbara")
    assert other.seat.side == "b"
    room.lead.offer_swap()
    other.accept_swap()
    assert may_choose(room, other) == ["q4", "q5", "q6"]
    with refused("one_candidate"):
        other.invite("candidate")


def test_nobody_is_asked_from_their_own_half(room: Room) -> None:
    """When both have gone, who is invited as a candidate gets the half that is not being asked."""
    second = room.enter("interviewer", "Linus")
    room.lead.pass_lead(second.id)
    second.remove("s1")
    with refused("one_candidate"):
        second.invite("candidate")
    second.remove("s2")
    other = room.enter("candidate", "Barbara")
    assert other.seat.side == "b"
    second.ask("q2")
    with refused("no_swap"):
        second.offer_swap()
    with refused("nobody_to_swap"):
        other.offer_swap()


def test_who_came_later_sees_the_past_as_they_came(room: Room) -> None:
    """A swap opens nothing of the rounds before somebody came: they came as a candidate."""
    room.lead.remove("s2")
    other = room.enter("candidate", "Barbara")
    room.lead.offer_swap()
    other.accept_swap()
    assert [type(line) for line in room.view(other).rounds] == [ShownLine]
    with refused("not_allowed"):
        other.tick(0)


def test_bring(make_room: MakeRoom) -> None:
    """Each side brings its own questions before the start; they are planned, and the old nowhere any more."""
    lobby = make_room("lobby", swap=True)
    second = lobby.enter("interviewer", "Linus")
    second.plan("q1", "q2")
    assert named(lobby.lead.bring("q2", "q3")) == ["Brought"]
    assert lobby.lead.bring("q2", "q3") == ()
    assert lobby.interview.halves == {"a": ("q2", "q3"), "b": ("q4", "q5", "q6")}
    assert (lobby.plan(lobby.lead), lobby.plan(second)) == (("q2", "q3"), ())
    lobby.candidate.bring("q6")
    assert (lobby.plan(lobby.candidate), lobby.interview.content_rev) == (("q6",), 2)


def test_bring_at_the_swap(make_room: MakeRoom) -> None:
    """Who brought none before the start brings a deck between two questions, until their side has asked."""
    room = make_room("lobby", swap=True)
    room.first = room.interview = replace(room.interview, halves={"a": ("q1", "q2"), "b": ()})
    room.log.clear()
    assert [seat.deckless for seat in room.view(room.lead).seats] == [False, True]
    room.lead.start()
    room.lead.ask("q1")
    for late in (room.candidate, room.lead):
        with refused("round_open"):
            late.bring("q5")
    room.lead.skip()
    with refused("deck_in_use"):
        room.lead.bring("q3")
    swap(room)
    room.candidate.bring("q5", "q6")
    assert not any(seat.deckless for seat in room.view(room.lead).seats)
    assert room.plan(room.candidate) == ("q5", "q6")
    room.candidate.bring("q6")
    room.candidate.ask("q6")
    room.candidate.close()
    with refused("deck_in_use"):
        room.candidate.bring("q5")
    room.candidate.end()
    with refused("not_now"):
        room.candidate.bring("q5")


def test_either_side_releases_and_reopens(room: Room) -> None:
    """Who made the interview and answers now decides on its report as who asks now does; nobody else does."""
    second = room.enter("interviewer", "Linus")
    swap(room)
    room.candidate.end()
    with refused("not_lead"):
        second.release()
    assert room.view(room.lead).release_due_ms == room.interview.release_due_ms
    room.lead.release(show_answers=False)
    assert room.view(room.lead).show_answers is False
    with refused("not_lead"):
        second.reopen()
    room.lead.reopen()
    room.lead.reopen()
    assert room.interview.status == "live"
    assert room.interview.lead == room.candidate.id


def test_who_has_not_asked_releases_nothing(room: Room) -> None:
    """A side that has not asked yet decides nothing about the report, and is not told when it is due."""
    room.lead.end()
    with refused("not_allowed"):
        room.candidate.release()
    with refused("not_allowed"):
        room.candidate.reopen()
    assert room.view(room.candidate).release_due_ms is None


def test_bring_what_is_one_s_own(make_room: MakeRoom) -> None:
    """Nobody brings what the other side has, or one question twice; who does not swap brings nothing."""
    lobby = make_room("lobby", swap=True)
    for questions in (("q1", "q4"), ("q1", "q1")):
        with refused("unknown_question"):
            lobby.lead.bring(*questions)
    with refused("no_swap"):
        lobby.enter("interviewer", "Linus").bring("q1")
    with refused("not_allowed"):
        lobby.enter("observer", "Oz").bring("q1")
    with refused("no_swap"):
        make_room("lobby").lead.bring("q1")


STEPS = st.lists(st.tuples(st.sampled_from("planswap"), st.integers(0, 3), st.integers(1, 6)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_nobody_sees_the_other_half_before_it_is_asked(steps: list[tuple[str, int, int]]) -> None:
    """Whatever the two and a further interviewer do, a side sees of the other's half what was asked and shown alone."""
    room = Room(swap=True)
    people = [room.lead, room.candidate, room.enter("interviewer", "Linus"), room.enter("observer", "Oz")]
    room.lead.start()
    for step, who, number in steps:
        _try(room, people[who], step, f"q{number}")
        assert not set(may_choose(room, room.lead)) & set(may_choose(room, room.candidate))
        asked = {round.question for round in room.interview.rounds}
        for one, half in ((room.lead, "123"), (room.candidate, "456")):
            seen = {text.rpartition(".")[2] for text in CANARY.findall(str(room.view(one)))}
            assert {id for id in seen if id[0] == "q" and id[1] not in half} <= asked
            open_round = room.interview.open_round
            whole = {canary("answer", question) for question in asked if question[1] not in half}
            assert not whole & canaries(room.view(one)) or (open_round and open_round.revealed)


def _try(room: Room, who: Participant, step: str, question: str) -> None:
    """Let somebody try something; most may not."""
    with suppress(Refused):
        match step:
            case "p":
                who.plan(question)
            case "l":
                who.ask()
            case "a":
                who.ask(question)
            case "n":
                who.close()
            case "s":
                who.offer_swap()
            case "w":
                who.accept_swap()
