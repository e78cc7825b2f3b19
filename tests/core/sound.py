"""What holds of every state: looked at after each step of every test in this folder."""

from server.core import panel
from server.core.content import Content
from server.core.halves import OTHER
from server.core.interview import Interview, Round
from server.core.timers import archive_due, next_due_ms


def check(interview: Interview, content: Content) -> None:
    """Prove that a state makes sense."""
    open_rounds = [round for round in interview.rounds if round.state == "open"]
    assert len(open_rounds) <= (interview.status == "live")
    assert interview.warmup is None or interview.status == "lobby"
    assert interview.open_round == interview.warmup or interview.open_round in open_rounds
    assert [round.id for round in interview.rounds] == list(range(1, len(interview.rounds) + 1))
    assert len({round.question for round in interview.rounds}) == len(interview.rounds)
    for round in interview.rounds:
        _check_round(round)
        assert not panel.sealed(interview, round) or len(panel.done(interview, round, content)) < len(
            panel.judges(interview, round)
        )
    if interview.warmup is not None:
        _check_round(interview.warmup)
    _check_swap(interview)

    done = {round.question for round in interview.rounds if round.state != "skipped"}
    for plan in interview.plans.values():
        assert len(set(plan)) == len(plan)
        assert not done.intersection(plan)

    lead = interview.seat(interview.lead)
    assert lead is not None
    assert (lead.role, lead.removed) == ("soloist" if interview.solo else "interviewer", False)
    assert not interview.solo or (len(interview.seats) == 1 and not any(round.revealed for round in interview.rounds))
    assert len({seat.id for seat in interview.seats}) == len(interview.seats)
    for seat in interview.seats:
        assert seat.joined or (seat.name, seat.lost_ms, seat.extra_percent, seat.left) == ("", None, 0, False)
        assert not seat.left or seat.lost_ms is not None

    assert (interview.status == "lobby") == (interview.started_ms is None)
    assert (interview.status in ("wrapup", "released")) == (interview.ended_ms is not None)
    assert (interview.status == "released") == (interview.released_ms is not None)
    assert (interview.status == "wrapup") == (interview.release_due_ms is not None)
    resting = interview.status == "released" and not archive_due(interview)
    assert interview.status == "lobby" or (next_due_ms(interview) is None) == resting
    assert interview.status != "lobby" or interview.warmup is not None or next_due_ms(interview) is None


def _check_swap(interview: Interview) -> None:
    sides = {seat.side: seat for seat in interview.seats if seat.side and not seat.removed}
    if not interview.options.swap:
        assert (sides, interview.halves, interview.swap_offered_by) == ({}, {}, None)
        return
    assert not set(interview.halves["a"]).intersection(interview.halves["b"])
    assert len(sides) == sum(1 for seat in interview.seats if seat.side and not seat.removed)
    for side, seat in sides.items():
        assert seat.role == ("interviewer" if side == interview.asking else "candidate")
        assert set(interview.plans.get(seat.id, ())) <= set(interview.halves[side])
    candidates = {seat.side for seat in interview.seats if seat.role == "candidate" and not seat.removed}
    assert candidates <= {OTHER[interview.asking]}
    if interview.swap_offered_by is not None:
        assert interview.status == "live"
        assert interview.open_round is None
        assert interview.swap_offered_by in {seat.id for seat in sides.values()}


def _check_round(round: Round) -> None:
    clock = round.clock
    assert (clock.deadline_ms is None) != (clock.left_ms is None)
    assert (clock.paused is not None) == (clock.phase != "stopped" and clock.deadline_ms is None)
    assert (clock.paused == "lost") == (clock.paused_for is not None)
    assert min(clock.think_used_ms, clock.answer_used_ms) >= 0
    if round.state != "open" or round.submitted_ms is not None or round.expired_ms is not None:
        assert clock.phase == "stopped"
        assert (round.state == "open") == (round.closed_ms is None)
    assert round.state == "open" or not round.signals
    stages = [reveal.stage for reveal in round.revealed]
    assert len(set(stages)) == len(stages)
    assert round.late is None or round.expired_ms is not None or clock.extended_ms
