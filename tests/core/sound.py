"""What holds of every state: looked at after each step of every test in this folder."""

from server.core.interview import Interview, Round
from server.core.timers import archive_due, next_due_ms


def check(interview: Interview) -> None:
    """Prove that a state makes sense."""
    open_rounds = [round for round in interview.rounds if round.state == "open"]
    assert len(open_rounds) <= (interview.status == "live")
    assert interview.open_round == (open_rounds[0] if open_rounds else None)
    assert [round.id for round in interview.rounds] == list(range(1, len(interview.rounds) + 1))
    assert len({round.question for round in interview.rounds}) == len(interview.rounds)
    for round in interview.rounds:
        _check_round(round)

    done = {round.question for round in interview.rounds if round.state != "skipped"}
    for plan in interview.plans.values():
        assert len(set(plan)) == len(plan)
        assert not done.intersection(plan)

    lead = interview.seat(interview.lead)
    assert lead is not None
    assert (lead.role, lead.removed) == ("interviewer", False)
    assert len({seat.id for seat in interview.seats}) == len(interview.seats)
    for seat in interview.seats:
        assert seat.joined or (seat.name, seat.lost_ms, seat.extra_percent, seat.left) == ("", None, 0, False)
        assert not seat.left or seat.lost_ms is not None

    assert (interview.status == "lobby") == (interview.started_ms is None)
    assert (interview.status in ("wrapup", "released")) == (interview.ended_ms is not None)
    assert (interview.status == "released") == (interview.released_ms is not None)
    assert (interview.status == "wrapup") == (interview.release_due_ms is not None)
    resting = interview.status == "lobby" or (interview.status == "released" and not archive_due(interview))
    assert (next_due_ms(interview) is None) == resting


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
