"""Lost connections: what freezes, what goes on, who has left, and when a room ends by itself."""

import pytest

from server.core import commands as c
from server.core.events import Ended, ParticipantLeft, ParticipantLost, Paused
from tests.core.conftest import MakeRoom
from tests.core.room import BEGIN_MS, Room, named


@pytest.mark.parametrize("side", ["lead", "candidate"])
def test_a_loss_freezes_the_clock(room: Room, side: str) -> None:
    """When either side is lost the clock is set back to when they were last heard, and stands still."""
    who = getattr(room, side)
    room.wait(30)
    assert room.lose(who, heard_s_ago=8) == (
        ParticipantLost(seat=who.id, at_ms=BEGIN_MS + 22_000),
        Paused(round=1, at_ms=BEGIN_MS + 22_000, left_ms=88_000, seat=who.id),
    )
    assert (room.round.clock.paused, room.round.clock.paused_for) == ("lost", who.id)
    assert (room.left_ms, room.round.clock.answer_used_ms) == (88_000, 12_000)


def test_resuming_is_on_purpose(room: Room) -> None:
    """Coming back does not start the clock; the lead does."""
    room.wait(30)
    room.lose(room.candidate, heard_s_ago=8)
    assert named(room.back(room.candidate)) == ["ParticipantBack"]
    assert room.back(room.candidate) == ()
    room.wait(20)
    assert room.left_ms == 88_000
    room.lead.resume()
    assert (room.left_ms, room.round.clock.paused, room.round.clock.paused_for) == (88_000, None, None)


def test_noticed_after_a_hard_expiry(make_room: MakeRoom) -> None:
    """A hard deadline that passed between the last sign of life and its being noticed is taken back."""
    room = make_room(expiry="hard")
    room.wait(112)
    assert room.round.expired_ms is not None
    assert named(room.lose(room.candidate, heard_s_ago=6)) == ["ParticipantLost", "Paused"]
    assert (room.left_ms, room.round.expired_ms, room.round.clock.phase) == (4_000, None, "answer")
    assert room.round.clock.answer_used_ms == 96_000
    assert room.round.typing_open
    room.lead.resume()
    assert named(room.wait(4)) == ["TimeExpired"]
    assert room.round.clock.answer_used_ms == 100_000


def test_noticed_after_a_soft_expiry(room: Room) -> None:
    """A soft deadline that passed meanwhile is ahead again, and will be announced again."""
    room.wait(112)
    room.lose(room.candidate, heard_s_ago=6)
    assert (room.left_ms, room.round.clock.over) == (4_000, False)
    room.back(room.candidate)
    room.lead.resume()
    assert named(room.wait(4)) == ["TimeExpired"]


def test_noticed_before_the_poller(make_room: MakeRoom) -> None:
    """A loss before a deadline whose timer is late never meets it; a loss after it does."""
    before = make_room(expiry="hard")
    before.wait(108)
    before.now_ms += 4_000
    assert named(before.lose(before.candidate, heard_s_ago=3)) == ["ParticipantLost", "Paused"]
    assert before.left_ms == 1_000
    after = make_room(expiry="hard")
    after.wait(108)
    after.now_ms += 4_000
    assert named(after.lose(after.candidate, heard_s_ago=1)) == ["TimeExpired", "ParticipantLost"]


def test_noticed_after_thinking(room: Room) -> None:
    """A loss during think time that is noticed after it sets the clock back to the start of answer time."""
    room.wait(12)
    room.lose(room.candidate, heard_s_ago=6)
    assert (room.round.clock.phase, room.left_ms) == ("answer", 100_000)


def test_never_set_back_before_a_resumption(make_room: MakeRoom) -> None:
    """What was last heard of somebody before the clock was resumed gives back no more than has run since."""
    room = make_room(expiry="hard")
    room.wait(20)
    room.lead.pause()
    room.wait(30)
    room.lead.resume()
    room.wait(5)
    room.lose(room.candidate, heard_s_ago=20)
    assert room.left_ms == 90_000
    room.lead.resume()
    room.back(room.candidate)
    room.wait(92)
    room.lose(room.candidate, heard_s_ago=99)
    assert room.left_ms == 90_000


def test_after_an_extension_it_is_not_set_back_past_it(make_room: MakeRoom) -> None:
    """A round that was extended after a hard expiry gives back at most the extension."""
    room = make_room(expiry="hard")
    room.wait(115)
    room.lead.extend(5)
    room.wait(6)
    room.lose(room.candidate, heard_s_ago=60)
    assert room.left_ms == 5_000


def test_a_loss_that_stops_nothing(room: Room) -> None:
    """Observers and interviewers who don't lead stop no clock; nor does anybody when it stands still already."""
    observer, second = room.enter("observer", "Oz"), room.enter("interviewer", "Linus")
    assert named(room.lose(observer)) == ["ParticipantLost"]
    assert named(room.lose(second)) == ["ParticipantLost"]
    room.lead.pause()
    assert named(room.lose(room.candidate)) == ["ParticipantLost"]
    assert room.lose(room.candidate) == ()
    assert room.round.clock.paused == "lead"


def test_a_loss_when_the_time_was_up_or_handed_in(make_room: MakeRoom) -> None:
    """Who was heard after a hard deadline, handed in, or offered late text, gets no time back."""
    expired = make_room(expiry="hard")
    expired.wait(115)
    assert named(expired.lose(expired.candidate, heard_s_ago=2)) == ["ParticipantLost"]
    done = make_room()
    done.candidate.submit()
    assert named(done.lose(done.candidate)) == ["ParticipantLost"]
    offered = make_room(expiry="hard", answering="typed")
    offered.wait(112)
    offered.candidate.offer_late("late")
    assert named(offered.lose(offered.candidate, heard_s_ago=6)) == ["ParticipantLost"]


def test_run_on_when_lost(make_room: MakeRoom) -> None:
    """Where so chosen, the clock runs on when somebody is lost, and when a lost candidate is asked."""
    room = make_room(on_lost="run")
    assert named(room.lose(room.candidate)) == ["ParticipantLost"]
    assert named(room.lead.ask("q2")) == ["RoundClosed", "Asked"]
    assert room.round.clock.deadline_ms is not None


def test_asking_a_lost_candidate(room: Room) -> None:
    """A question asked while the candidate is lost waits, with its clock unused, until the lead resumes it."""
    room.lose(room.candidate)
    assert named(room.lead.ask("q2")) == ["RoundClosed", "Asked", "Paused"]
    assert (room.left_ms, room.round.clock.paused_for) == (10_000, "s2")
    room.back(room.candidate)
    room.lead.resume()
    assert (room.round.clock.phase, room.left_ms) == ("think", 10_000)


def test_nobody_to_lose(room: Room) -> None:
    """Seats that are unknown, not taken or removed are neither lost nor back."""
    room.lead.invite("observer")
    assert room.lose(room.participant("s3")) == ()
    assert room.lose(room.participant("s9")) == ()
    room.lead.remove("s2")
    assert room.lose(room.candidate) == ()
    assert room.back(room.candidate) == ()
    assert room.back(room.participant("s9")) == ()


def test_lost_outside_the_interview(lobby: Room, wrapup: Room) -> None:
    """In the lobby and in the wrap-up a loss is noted, and nothing else."""
    for room in (lobby, wrapup):
        assert named(room.lose(room.candidate)) == ["ParticipantLost"]
        assert ParticipantLeft(seat="s2") not in room.wait(600)


def test_left_after_three_minutes(room: Room) -> None:
    """Who does not come back for three minutes has left; coming back later undoes it."""
    room.lose(room.candidate)
    room.wait(179.999)
    assert not room.candidate.seat.left
    assert room.wait(0.001) == (ParticipantLeft(seat="s2"),)
    assert room.wait(600) == ()
    room.back(room.candidate)
    assert (room.candidate.seat.left, room.candidate.seat.lost_ms) == (False, None)


def test_left_counts_from_the_start(lobby: Room) -> None:
    """Who was lost in the lobby has three minutes from the start."""
    lobby.lose(lobby.candidate)
    lobby.wait(3600)
    lobby.lead.start()
    assert lobby.wait(179) == ()
    assert named(lobby.wait(1)) == ["ParticipantLeft"]


def test_an_empty_room_ends(room: Room) -> None:
    """An hour after the last one was lost the interview ends by itself, and its open round closes."""
    room.lose(room.candidate)
    room.wait(600)
    room.lose(room.lead)
    assert named(room.wait(3599)) == ["ParticipantLeft"]
    brought = room.wait(1)
    assert named(brought) == ["RoundClosed", "Ended", "WasArchived"]
    assert brought[1] == Ended(at_ms=room.now_ms, empty=True)
    assert (room.interview.status, room.interview.ended_by) == ("wrapup", "empty")


def test_an_empty_room_without_a_round(lobby: Room) -> None:
    """A room with nothing open ends all the same, an hour after it started at the earliest."""
    lobby.lose(lobby.candidate)
    lobby.lose(lobby.lead)
    lobby.wait(24 * 3600)
    assert lobby.interview.status == "lobby"
    lobby.lead.start()
    lobby.wait(3599)
    assert lobby.interview.status == "live"
    assert named(lobby.wait(1)) == ["Ended", "WasArchived"]


def test_a_room_with_somebody_in_it_goes_on(room: Room) -> None:
    """While anybody is there, nothing ends; who was removed does not count."""
    observer = room.enter("observer", "Oz")
    room.lose(room.candidate)
    room.lose(room.lead)
    room.wait(7200)
    assert room.interview.status == "live"
    room.lead.remove(observer.id)
    assert named(room.wait(0)) == ["RoundClosed", "Ended", "WasArchived"]


def test_a_timer_fires_once(room: Room) -> None:
    """A due timer that is delivered again, early, or at an instant that the state does not have, does nothing."""
    due_ms = BEGIN_MS + 10_000
    assert room.system(c.TimersDue(at_ms=due_ms)) == ()
    room.now_ms = due_ms + 30
    assert room.system(c.TimersDue(at_ms=due_ms + 1)) == ()
    assert named(room.system(c.TimersDue(at_ms=due_ms))) == ["AnsweringBegan"]
    assert room.system(c.TimersDue(at_ms=due_ms)) == ()


def test_an_unknown_system_command_is_a_bug(room: Room) -> None:
    """What the server asks of itself and no rule knows is an error, not a refusal."""
    with pytest.raises(TypeError):
        room.system(c.System())
