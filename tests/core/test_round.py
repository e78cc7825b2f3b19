"""Asking, coming back, revealing, handing in, signalling."""

from typing import get_args

import pytest

from server.core.events import Asked, CameBack
from server.core.interview import Stage
from tests.core.canaries import deck
from tests.core.conftest import MakeRoom
from tests.core.room import Room, named, refused


@pytest.fixture
def started(lobby: Room) -> Room:
    """A room that has started, with nothing asked yet."""
    lobby.lead.start()
    return lobby


def test_ask_a_question(started: Room) -> None:
    """A round remembers who asked, who had which role, and its times; it opens with think time running."""
    started.enter("observer", "Oz")
    started.lead.invite("observer")
    (asked,) = started.lead.ask("q2")
    assert asked == Asked(
        round=1,
        question="q2",
        asker="s1",
        at_ms=started.now_ms,
        think_ms=10_000,
        answer_ms=100_000,
        roles={"s1": "interviewer", "s2": "candidate", "s3": "observer"},
    )
    assert started.round.state == "open"
    assert started.round.clock.phase == "think"
    assert started.left_ms == 10_000


def test_ask_the_next_of_the_plan(started: Room) -> None:
    """Without a name, the first of one's plan is asked, and leaves the plan."""
    started.lead.plan("q3", "q1")
    started.lead.ask()
    assert started.round.question == "q3"
    assert started.plan(started.lead) == ("q1",)


def test_ask_any_other(started: Room) -> None:
    """A named question is asked out of turn, and leaves the plan wherever it stood."""
    started.lead.plan("q3", "q1", "q2")
    started.lead.ask("q1")
    assert started.plan(started.lead) == ("q3", "q2")


def test_ask_leaves_every_plan(started: Room) -> None:
    """A question that one interviewer asked is no longer to come from another's plan either."""
    second = started.enter("interviewer", "Linus")
    second.plan("q1", "q2")
    started.lead.ask("q1")
    started.lead.pass_lead(second.id)
    second.ask()
    assert started.round.question == "q2"


def test_ask_closes_the_open_round(room: Room) -> None:
    """Asking closes what was open."""
    assert named(room.lead.ask("q2")) == ["RoundClosed", "Asked"]
    first, second = room.interview.rounds
    assert (first.state, second.state) == ("closed", "open")
    assert first.closed_ms == room.now_ms


def test_ask_nothing_planned(started: Room) -> None:
    """With an empty plan a question has to be named."""
    with refused("plan_empty"):
        started.lead.ask()


def test_ask_an_unknown_question(started: Room) -> None:
    """Only what is in this interview can be asked."""
    with refused("unknown_question"):
        started.lead.ask("q77")


def test_ask_twice(room: Room) -> None:
    """A question is asked once, whether its round is open or closed."""
    with refused("already_asked"):
        room.lead.ask("q1")
    room.lead.close()
    with refused("already_asked"):
        room.lead.ask("q1")


def test_ask_nobody(room: Room) -> None:
    """With the only candidate removed there is nobody to ask."""
    room.lead.remove("s2")
    with refused("nobody_to_ask"):
        room.lead.ask("q2")


def test_ask_before_the_start(lobby: Room) -> None:
    """Nothing is asked before the start."""
    with refused("not_now"):
        lobby.lead.ask("q1")


def test_times_of_the_options(make_room: MakeRoom) -> None:
    """Chosen times replace the question's; think time can be none, and is 30 s when nothing was chosen."""
    chosen = make_room(think_s=0, answer_s=45)
    assert (chosen.round.clock.phase, chosen.left_ms) == ("answer", 45_000)
    assert make_room(think_s=None).left_ms == 30_000


def test_extra_time(started: Room) -> None:
    """Who asked for extra time gets that much more of both times; of several candidates, the most counts."""
    started.enter("candidate", "Cy", extra_percent=25)
    started.enter("candidate", "Di", extra_percent=50)
    started.lead.ask("q1")
    assert started.left_ms == 15_000
    assert started.round.clock.answer_ms == 150_000


def test_skip_and_come_back(room: Room) -> None:
    """A skipped question goes to the end of the lead's plan; asked again, its round opens with a fresh clock."""
    room.lead.plan("q2")
    room.lead.reveal("guidance")
    room.lead.mark("depth", 2)
    room.wait(5)
    assert named(room.lead.skip()) == ["RoundSkipped"]
    assert room.plan(room.lead) == ("q2", "q1")
    assert room.interview.open_round is None
    room.lead.ask()
    (closed, came_back) = room.lead.ask()
    assert named((closed,)) == ["RoundClosed"]
    assert came_back == CameBack(round=1, asker="s1", at_ms=room.now_ms, think_ms=10_000, answer_ms=100_000)
    first = room.interview.rounds[0]
    assert len(room.interview.rounds) == 2
    assert (first.state, first.closed_ms, first.help) == ("open", None, "after guidance")
    assert (first.clock.deadline_ms, first.clock.think_used_ms) == (room.now_ms + 10_000, 5_000)
    assert first.marks["s1"]["depth"].value == 2
    assert room.plan(room.lead) == ()


def test_come_back_by_name(room: Room) -> None:
    """A skipped question comes back by its name, too."""
    room.lead.skip()
    assert named(room.lead.ask("q1")) == ["CameBack"]


def test_skip_after_the_lead_was_passed(room: Room) -> None:
    """The plan that a skipped question goes to is that of whoever skips it, once."""
    second = room.enter("interviewer", "Linus")
    room.lead.skip()
    second.plan("q1", "q4")
    room.lead.ask("q1")
    room.lead.pass_lead(second.id)
    second.skip()
    assert room.plan(second) == ("q4", "q1")
    assert room.plan(room.lead) == ()


@pytest.mark.parametrize("verb", ["skip", "close", "pause", "resume", "begin", "submit"])
def test_nothing_open(started: Room, verb: str) -> None:
    """What is about the open round needs one."""
    who = started.candidate if verb == "submit" else started.lead
    with refused("no_open_round"):
        getattr(who, verb)()


def test_nothing_open_to_extend_reveal_signal(room: Room) -> None:
    """A closed round is extended, revealed and signalled no more."""
    assert named(room.lead.close()) == ["RoundClosed"]
    for give in (
        lambda: room.lead.extend(30),
        lambda: room.lead.reveal("guidance"),
        lambda: room.candidate.signal("hint"),
    ):
        with refused("no_open_round"):
            give()


def test_reveal_in_order(room: Room) -> None:
    """Guidance, answer and example are shown in this order, each once, and the help given is recorded by itself."""
    helps = [room.round.help]
    for stage in get_args(Stage):
        assert named(room.lead.reveal(stage)) == ["Revealed"]
        helps.append(room.round.help)
        with refused("stage_revealed"):
            room.lead.reveal(stage)
    assert helps == ["unaided", "after guidance", "after answer", "after answer"]


def test_reveal_ahead(room: Room) -> None:
    """Skipping ahead has to be confirmed; what was passed over can still be shown afterwards, unconfirmed."""
    with refused("stage_ahead"):
        room.lead.reveal("answer")
    with refused("stage_ahead"):
        room.lead.reveal("example")
    room.lead.reveal("example", ahead=True)
    assert room.round.help == "after answer"
    assert named(room.lead.reveal("guidance")) == ["Revealed"]
    room.lead.reveal("answer")
    assert [reveal.stage for reveal in room.round.revealed] == ["example", "guidance", "answer"]


def test_reveal_what_is_missing(make_room: MakeRoom) -> None:
    """A stage that the question lacks can't be shown, and is not passed over by the next one."""
    room = make_room(content=deck(without={"q1": ("guidance",), "q2": ("guidance", "answer", "example")}))
    with refused("unknown_stage"):
        room.lead.reveal("guidance")
    room.lead.reveal("answer")
    room.lead.ask("q2")
    for stage in get_args(Stage):
        with refused("unknown_stage"):
            room.lead.reveal(stage, ahead=True)


def test_submit(room: Room) -> None:
    """ "I'm done" stops the clock, closes the typing and lowers the signals; saying it again changes nothing."""
    room.candidate.signal("hint")
    room.wait(4)
    assert named(room.candidate.submit()) == ["Submitted"]
    assert room.candidate.submit() == ()
    assert (room.round.submitted_ms, room.round.signals) == (room.now_ms, {})
    assert (room.round.clock.phase, room.round.clock.left_ms) == ("stopped", 6_000)
    assert not room.round.typing_open
    with refused("handed_in"):
        room.lead.extend(30)


def test_come_back_after_submit(room: Room) -> None:
    """A round that comes back can be answered again."""
    room.candidate.submit()
    room.lead.skip()
    room.lead.ask("q1")
    assert room.round.typing_open
    assert named(room.candidate.submit()) == ["Submitted"]


def test_signals(room: Room) -> None:
    """Quiet signals go up and down; one that is up already, or down, changes nothing."""
    assert named(room.candidate.signal("moment")) == ["Signalled"]
    assert room.candidate.signal("moment") == ()
    assert room.candidate.signal("hint", on=False) == ()
    room.candidate.signal("hint")
    assert set(room.round.signals) == {"moment", "hint"}
    room.candidate.signal("moment", on=False)
    assert set(room.round.signals) == {"hint"}
    room.lead.close()
    assert room.round.signals == {}


def test_signals_go_with_who_raised_them(make_room: MakeRoom) -> None:
    """With the last candidate removed nobody asks for a hint any more; while another is there, somebody may."""
    room = make_room("live")
    other = room.enter("candidate", "Barbara")
    room.lead.ask("q2")
    room.candidate.signal("hint")
    room.lead.remove(other.id)
    assert set(room.round.signals) == {"hint"}
    room.lead.remove("s2")
    assert room.round.signals == {}
