"""The clock of a round, by plain examples; laws over all its histories stand in `test_clock_laws`."""

from server.core.events import AnsweringBegan, Resumed, TimeExpired
from tests.core.conftest import MakeRoom
from tests.core.room import BEGIN_MS, Room, named, refused


def test_think_time_runs_into_answer_time(room: Room) -> None:
    """When think time is over, answer time runs from that very instant."""
    (began,) = room.wait(10)
    assert began == AnsweringBegan(round=1, at_ms=BEGIN_MS + 10_000, deadline_ms=BEGIN_MS + 110_000)
    assert room.round.clock.think_used_ms == 10_000
    assert room.round.clock.total_ms == 100_000


def test_begin_early(room: Room) -> None:
    """Either side can end think time early; what was left of it is not added to the answer time."""
    room.wait(3)
    room.candidate.begin()
    assert (room.round.clock.phase, room.left_ms, room.round.clock.think_used_ms) == ("answer", 100_000, 3_000)
    with refused("not_thinking"):
        room.lead.begin()


def test_begin_while_paused(room: Room) -> None:
    """Beginning to answer lets a paused clock run."""
    room.lead.pause()
    room.lead.begin()
    assert (room.round.clock.paused, room.left_ms) == (None, 100_000)


def test_pause_and_resume(room: Room) -> None:
    """A pause keeps what was left, to the millisecond, however long it lasts."""
    room.wait(12.345)
    left_ms = room.left_ms
    room.lead.pause()
    with refused("already_paused"):
        room.lead.pause()
    assert room.wait(50) == ()
    assert room.left_ms == left_ms == 97_655
    assert room.lead.resume() == (Resumed(round=1, at_ms=room.now_ms, deadline_ms=room.now_ms + 97_655),)
    with refused("not_paused"):
        room.lead.resume()
    assert room.round.clock.answer_used_ms == 2_345


def test_extend_while_running(room: Room) -> None:
    """An extension moves the deadline, on record."""
    room.lead.extend(30)
    assert (room.left_ms, room.round.clock.total_ms, room.round.clock.extended_ms) == (40_000, 40_000, 30_000)
    room.lead.extend(120)
    assert (room.left_ms, room.round.clock.extended_ms) == (160_000, 150_000)


def test_extend_while_paused(room: Room) -> None:
    """A paused clock gets its extension standing still."""
    room.lead.pause()
    room.lead.extend(30)
    assert (room.left_ms, room.round.clock.paused) == (40_000, "lead")


def test_soft_expiry(room: Room) -> None:
    """A soft deadline is announced once; the clock counts on below zero and the answer is still taken."""
    assert room.wait(110)[-1] == TimeExpired(round=1, at_ms=BEGIN_MS + 110_000, hard=False)
    assert room.wait(20) == ()
    assert (room.left_ms, room.round.clock.over, room.round.expired_ms) == (-20_000, True, None)
    assert room.round.typing_open
    assert named(room.candidate.submit()) == ["Submitted"]
    assert (room.round.clock.left_ms, room.round.clock.answer_used_ms) == (-20_000, 120_000)


def test_extend_after_a_soft_expiry(room: Room) -> None:
    """An extension counts from the deadline; one that does not reach the present leaves the time over."""
    room.wait(130)
    room.lead.extend(10)
    assert (room.left_ms, room.round.clock.over) == (-10_000, True)
    room.lead.extend(30)
    assert (room.left_ms, room.round.clock.over) == (20_000, False)
    assert named(room.wait(20)) == ["TimeExpired"]


def test_pause_when_over(room: Room) -> None:
    """A pause after a soft deadline keeps how far over it was, and the deadline is not announced again."""
    room.wait(115)
    room.lead.pause()
    assert (room.left_ms, room.round.clock.over) == (-5_000, True)
    room.lead.resume()
    assert room.wait(60) == ()
    room.lead.pause()
    room.lead.extend(60)
    assert (room.left_ms, room.round.clock.over) == (-5_000, True)
    room.lead.extend(5)
    assert (room.left_ms, room.round.clock.over) == (0, True)
    room.lead.extend(5)
    assert (room.left_ms, room.round.clock.over) == (5_000, False)


def test_pause_at_the_very_deadline(room: Room) -> None:
    """A pause in the millisecond of a soft deadline does not announce it a second time."""
    room.wait(110)
    room.lead.pause()
    room.lead.resume()
    assert room.wait(60) == ()


def test_hard_expiry(make_room: MakeRoom) -> None:
    """A hard deadline stops the clock and closes the typing, once."""
    room = make_room(expiry="hard", answering="typed")
    assert room.wait(110)[-1] == TimeExpired(round=1, at_ms=BEGIN_MS + 110_000, hard=True)
    assert (room.round.clock.phase, room.round.clock.left_ms) == ("stopped", 0)
    assert not room.round.typing_open
    assert room.wait(60) == ()
    with refused("too_late"):
        room.candidate.submit()
    for verb in (room.lead.pause, room.lead.resume):
        with refused("clock_stopped"):
            verb()


def test_extend_after_a_hard_expiry(make_room: MakeRoom) -> None:
    """After a hard expiry an extension opens the round again, for so long from now; then it expires again."""
    room = make_room(expiry="hard", answering="typed")
    room.wait(140)
    room.lead.extend(30)
    assert room.round.typing_open
    assert (room.round.clock.phase, room.left_ms, room.round.clock.extended_ms) == ("answer", 30_000, 30_000)
    assert named(room.wait(30)) == ["TimeExpired"]
    assert room.round.clock.answer_used_ms == 130_000


def test_hand_in_at_the_deadline(make_room: MakeRoom) -> None:
    """At a hard deadline it is too late, also when the timer has not fired yet; a millisecond before, not."""
    late = make_room(expiry="hard")
    late.wait(10)
    late.now_ms += 100_000
    with refused("too_late"):
        late.candidate.submit()
    just = make_room(expiry="hard")
    just.wait(10)
    just.now_ms += 99_999
    assert named(just.candidate.submit()) == ["Submitted"]


def test_a_late_poller_leaves_no_gap(make_room: MakeRoom) -> None:
    """A command after a deadline finds it passed: no pause keeps a hard deadline or the end of thinking off."""
    room = make_room(expiry="hard")
    room.now_ms += 10_020
    assert named(room.lead.pause()) == ["AnsweringBegan", "Paused"]
    assert (room.round.clock.phase, room.left_ms) == ("answer", 99_980)
    room.lead.resume()
    room.now_ms += 100_000
    with refused("clock_stopped"):
        room.lead.pause()
    assert named(room.lead.ask("q2")) == ["TimeExpired", "RoundClosed", "Asked"]


def test_a_refusal_or_a_repeat_brings_no_time(room: Room) -> None:
    """What changes nothing leaves due timers to their poller."""
    room.lead.plan("q2")
    room.now_ms += 10_020
    assert room.lead.plan("q2") == ()
    with refused("not_paused"):
        room.lead.resume()
    assert room.round.clock.phase == "think"


def test_submit_stops_the_clock_for_good(room: Room) -> None:
    """Once handed in, the clock is not paused, resumed or begun any more."""
    room.candidate.submit()
    for verb in (room.lead.pause, room.lead.resume):
        with refused("clock_stopped"):
            verb()
    with refused("not_thinking"):
        room.lead.begin()
    assert room.wait(170) == ()


def test_a_candidate_does_not_resume(room: Room) -> None:
    """Beginning to answer lets a paused clock run on for the lead; the candidate's waits until the lead resumes."""
    room.lead.pause()
    with refused("already_paused"):
        room.candidate.begin()
    room.lead.begin()
    round = room.interview.open_round
    assert round is not None
    assert round.clock.phase == "answer"
