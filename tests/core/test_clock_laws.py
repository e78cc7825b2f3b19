"""Laws of the clock, over histories that hypothesis makes up: whatever is pressed, lost or late, the clock is fair."""

from contextlib import suppress
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.core import commands as c
from server.core import timers
from server.core.events import AnsweringBegan, Extended, Paused, Resumed, TimeExpired
from server.core.interview import Clock
from server.core.refusals import Refused
from tests.core.room import Room

Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["wait", "sleep", "pause", "resume", "extend", "begin", "lose", "lose lead", "back", "submit", "late"]
        ),
        st.one_of(st.integers(0, 120_000), st.sampled_from([0, 1, 10_000, 90_000, 100_000, 110_000])),
    ),
    max_size=25,
)
OPTIONS = st.fixed_dictionaries(
    {
        "expiry": st.sampled_from(["soft", "hard"]),
        "on_lost": st.sampled_from(["freeze", "run"]),
        "think_s": st.sampled_from([0, 10]),
        "answering": st.sampled_from(["typed", "spoken"]),
    }
)
HISTORIES = settings(
    max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def live(options: dict[str, Any]) -> Room:
    room = Room(**options)
    room.to("live")
    return room


def take(room: Room, step: Step) -> None:
    """Do one thing: `sleep` passes time with no poller, `wait` with one; a refusal changes nothing."""
    verb, amount = step
    with suppress(Refused):
        match verb:
            case "wait":
                room.wait(amount / 1000)
            case "sleep":
                room.now_ms += amount
            case "pause" | "resume" | "begin":
                getattr(room.lead, verb)()
            case "extend":
                room.lead.extend(5 + amount // 1000)
            case "lose":
                room.lose(room.candidate, heard_s_ago=amount / 10_000)
            case "lose lead":
                room.lose(room.lead, heard_s_ago=amount / 10_000)
            case "back":
                room.back(room.candidate)
                room.back(room.lead)
            case "submit":
                room.candidate.submit()
            case "late":
                room.candidate.offer_late("late")


def left_ms(clock: Clock, now_ms: int) -> int:
    return clock.deadline_ms - now_ms if clock.deadline_ms is not None else clock.left_ms or 0


def used_ms(clock: Clock, now_ms: int) -> int:
    """Return what was used of the phase that the clock is in."""
    settled = clock.think_used_ms if clock.phase == "think" else clock.answer_used_ms
    running = now_ms - clock.since_ms if clock.deadline_ms is not None and clock.since_ms is not None else 0
    return settled + running


@HISTORIES
@given(OPTIONS, STEPS)
def test_time_used_and_time_left_are_all_the_time_there_is(options: dict[str, Any], steps: list[Step]) -> None:
    """At every moment what was used and what is left add up to the time given, and nothing used is below zero."""
    room = live(options)
    for step in steps:
        take(room, step)
        clock = room.round.clock
        assert clock.think_used_ms >= 0
        assert clock.answer_used_ms >= 0
        if clock.phase == "stopped" and room.round.expired_ms is None:
            continue  # handed in, perhaps while thinking
        assert used_ms(clock, room.now_ms) + left_ms(clock, room.now_ms) == clock.total_ms


@HISTORIES
@given(OPTIONS, STEPS)
def test_a_clock_runs_or_stands(options: dict[str, Any], steps: list[Step]) -> None:
    """A running clock has a deadline and no remainder, a standing one the reverse; only a standing one is paused."""
    room = live(options)
    for step in steps:
        take(room, step)
        clock = room.round.clock
        assert (clock.deadline_ms is None) != (clock.left_ms is None)
        assert (clock.paused is None) or clock.deadline_ms is None
        assert (clock.paused == "lost") == (clock.paused_for is not None)
        assert (room.round.expired_ms is None) or clock.phase == "stopped"


@HISTORIES
@given(OPTIONS, STEPS)
def test_used_time_is_no_longer_than_the_interview(options: dict[str, Any], steps: list[Step]) -> None:
    """Think time and answer time used are never more than the time since the question was asked."""
    room = live(options)
    for step in steps:
        take(room, step)
    room.lead.end()
    clock = room.interview.rounds[0].clock
    assert clock.think_used_ms + clock.answer_used_ms <= room.now_ms - room.interview.rounds[0].asked_ms


@HISTORIES
@given(OPTIONS, STEPS, st.integers(0, 10_000_000))
def test_pausing_and_resuming_changes_nothing(options: dict[str, Any], steps: list[Step], pause_ms: int) -> None:
    """Pause, wait as long as you like, resume: as much is left, as much is used, as before."""
    room = live(options)
    for step in steps:
        take(room, step)
    room.wait(0)
    before, at_ms = room.round.clock, room.now_ms
    if room.interview.status != "live" or before.deadline_ms is None:
        return
    room.lead.pause()
    room.now_ms += pause_ms
    room.lead.resume()
    after = room.round.clock
    assert left_ms(after, room.now_ms) == left_ms(before, at_ms)
    assert used_ms(after, room.now_ms) == used_ms(before, at_ms)
    assert (after.phase, after.total_ms, after.over) == (before.phase, before.total_ms, before.over)


@HISTORIES
@given(OPTIONS, STEPS)
def test_a_deadline_fires_exactly_once(options: dict[str, Any], steps: list[Step]) -> None:
    """Every deadline that comes fires once, at its instant: delivered twice, early or stale, a timer does nothing."""
    room = live(options)
    for step in steps:
        take(room, step)
        due_ms = timers.next_due_ms(room.interview)
        for wrong_ms in (room.now_ms + 1, room.now_ms - 1, room.now_ms, 0):
            if wrong_ms != due_ms:
                assert room.system(c.TimersDue(at_ms=wrong_ms)) == ()
        if due_ms is not None and due_ms <= room.now_ms:
            assert room.system(c.TimersDue(at_ms=int(due_ms)))
            assert room.system(c.TimersDue(at_ms=int(due_ms))) == ()
    of_the_clock = [event for event in room.log if isinstance(event, TimeExpired | Paused | Resumed | Extended)]
    for before, after in pairwise(of_the_clock):
        assert not (isinstance(before, TimeExpired) and isinstance(after, TimeExpired))
    assert sum(isinstance(event, AnsweringBegan) for event in room.log) <= 1


@HISTORIES
@given(OPTIONS, STEPS)
def test_what_is_over_is_due_no_more(options: dict[str, Any], steps: list[Step]) -> None:
    """With a poller that keeps up, a running clock is ahead of its deadline or says that it is over."""
    room = live(options)
    for step in steps:
        take(room, step)
        room.wait(0)
        clock = room.round.clock
        if room.interview.status == "live" and clock.deadline_ms is not None:
            assert clock.over == (clock.deadline_ms <= room.now_ms)
        if room.interview.options.expiry == "hard":
            assert not clock.over
            assert clock.deadline_ms is None or clock.deadline_ms > room.now_ms or room.interview.status != "live"
