"""Rules of a round: ask it, its clock, its stages, its answer, what is said of it. See `rules` for the contract."""

from . import commands as c
from . import events as e
from . import panel
from .case import Case, Events
from .evolve import evolve
from .halves import choosable, coming
from .interview import ASKED, ROUNDS_MAX, STAGES, Round, Seat
from .refusals import Refused
from .texts import ANSWER_MAX_CHARS

THINK_DEFAULT_S = 30


def ask(case: Case, command: c.Ask) -> Events:
    """Open a round, or come back to a skipped one; what was open closes."""
    interview = case.interview
    plan = coming(interview, case.seat)
    if command.question is None and not plan:
        raise Refused("drill_done" if interview.solo else "plan_empty")
    question = command.question or plan[0]
    # Who drills asks what comes next, and chooses nothing.
    own = plan[:1] if interview.solo else (one.id for one in choosable(interview, case.seat, case.content))
    if question not in frozenset(own):
        raise Refused("unknown_question")
    earlier = next((round for round in interview.rounds if round.question == question), None)
    if earlier is not None and earlier.state != "skipped":
        raise Refused("already_asked")
    open_round = interview.open_round
    if command.after not in (None, open_round.id if open_round else len(interview.rounds)):
        raise Refused("asked_meanwhile")
    if earlier is None and len(interview.rounds) == ROUNDS_MAX:
        raise Refused("rounds_full")
    candidates = [seat for seat in interview.seats if seat.role in ASKED and seat.joined and not seat.removed]
    if not candidates:
        raise Refused("nobody_to_ask")

    closed = (e.RoundClosed(round=open_round.id, at_ms=case.now_ms),) if open_round else ()
    think_ms, answer_ms = _times_ms(case, question, candidates)
    number = earlier.id if earlier else len(interview.rounds) + 1
    opened: e.Event
    if earlier:
        opened = e.CameBack(round=number, asker=case.seat.id, at_ms=case.now_ms, think_ms=think_ms, answer_ms=answer_ms)
    else:
        opened = e.Asked(
            round=number,
            question=question,
            asker=case.seat.id,
            at_ms=case.now_ms,
            think_ms=think_ms,
            answer_ms=answer_ms,
            roles={seat.id: seat.role for seat in interview.seats if seat.joined and not seat.removed},
        )
    lost = next((seat for seat in candidates if seat.lost_ms is not None), None)
    if lost is None or interview.options.on_lost == "run":
        return (*closed, opened)
    waits = e.Paused(round=number, at_ms=case.now_ms, left_ms=think_ms or answer_ms, seat=lost.id)
    return (*closed, opened, waits)


def _times_ms(case: Case, question: str, candidates: list[Seat]) -> tuple[int, int]:
    """Return think and answer time with the extra time of whoever answers."""
    options = case.interview.options
    think_s = THINK_DEFAULT_S if options.think_s is None else options.think_s
    answer_s = options.answer_s or case.content.question(question).seconds
    percent = 100 + max(seat.extra_percent for seat in candidates)
    return think_s * 10 * percent, answer_s * 10 * percent


def begin(case: Case, _command: c.Begin) -> Events:
    """End think time early. For the lead that lets a paused clock run on, too; resuming is not the candidate's."""
    round = case.open_round()
    if round.clock.phase != "think":
        raise Refused("not_thinking")
    if round.clock.paused and case.seat.role in ASKED:
        raise Refused("already_paused")
    deadline_ms = case.now_ms + round.clock.answer_ms
    return (e.AnsweringBegan(round=round.id, at_ms=case.now_ms, deadline_ms=deadline_ms),)


def skip(case: Case, _command: c.Skip) -> Events:
    """Put the open round aside; who drills can't get time anew for what is over."""
    round = case.open_round()
    if case.interview.solo and round.clock.phase == "stopped":
        raise Refused("clock_stopped")
    return (e.RoundSkipped(round=round.id, at_ms=case.now_ms),)


def close(case: Case, _command: c.Close) -> Events:
    """Close the open round."""
    return (e.RoundClosed(round=case.open_round().id, at_ms=case.now_ms),)


def pause(case: Case, _command: c.Pause) -> Events:
    """Stop the clock."""
    round = _ticking(case)
    if round.clock.deadline_ms is None:
        raise Refused("already_paused")
    return (e.Paused(round=round.id, at_ms=case.now_ms, left_ms=round.clock.deadline_ms - case.now_ms),)


def resume(case: Case, _command: c.Resume) -> Events:
    """Let the clock run on."""
    round = _ticking(case)
    if round.clock.left_ms is None:
        raise Refused("not_paused")
    return (e.Resumed(round=round.id, at_ms=case.now_ms, deadline_ms=case.now_ms + round.clock.left_ms),)


def extend(case: Case, command: c.Extend) -> Events:
    """Give more time; after a hard expiry this opens the round again."""
    round = case.open_round()
    if round.submitted_ms is not None:
        raise Refused("handed_in")
    return (e.Extended(round=round.id, at_ms=case.now_ms, by_ms=command.seconds * 1000),)


def _ticking(case: Case) -> Round:
    round = case.open_round()
    if round.clock.phase == "stopped":
        raise Refused("clock_stopped")
    return round


def reveal(case: Case, command: c.RevealStage) -> Events:
    """Show a stage; an earlier one that was not shown needs `ahead`."""
    round = case.open_round()
    rendered = case.content.html(round.question)
    existing = [stage for stage in STAGES if getattr(rendered, stage)]
    if command.stage not in existing:
        raise Refused("unknown_stage")
    shown = {reveal.stage for reveal in round.revealed}
    if command.stage in shown:
        raise Refused("stage_revealed")
    passed_over = set(existing[: existing.index(command.stage)]) - shown
    if passed_over and not command.ahead:
        raise Refused("stage_ahead")
    return (e.Revealed(round=round.id, stage=command.stage, at_ms=case.now_ms),)


def submit(case: Case, _command: c.Submit) -> Events:
    """Hand in."""
    round = case.round(case.open_round().id, *ASKED)
    if round.submitted_ms is not None:
        return ()
    if round.expired_ms is not None:
        raise Refused("too_late")
    return (e.Submitted(round=round.id, at_ms=case.now_ms),)


def offer_late(case: Case, command: c.OfferLate) -> Events:
    """Offer what a hard expiry cut off."""
    round = case.round(command.round, "candidate")
    if case.interview.options.answering == "spoken":
        raise Refused("not_typed")
    if len(command.text) > ANSWER_MAX_CHARS:
        raise Refused("too_long")
    if round.expired_ms is None:
        raise Refused("not_now")
    accepted_ms = round.late.accepted_ms if round.late else None
    if accepted_ms is not None and accepted_ms >= round.expired_ms:
        raise Refused("late_accepted")
    return (e.LateOffered(round=round.id, at_ms=case.now_ms, chars=len(command.text)),)


def accept_late(case: Case, command: c.AcceptLate) -> Events:
    """Take the late text as the answer."""
    round = case.round(command.round, "interviewer")
    if round.late is None:
        raise Refused("nothing_late")
    if round.late.accepted_ms is not None:
        return ()
    return (e.LateAccepted(round=round.id, at_ms=case.now_ms, by=case.seat.id),)


def signal(case: Case, command: c.SendSignal) -> Events:
    """Raise or lower a quiet signal."""
    round = case.round(case.open_round().id, "candidate")
    if (command.signal in round.signals) == command.on:
        return ()
    return (e.Signalled(round=round.id, signal=command.signal, at_ms=case.now_ms, on=command.on),)


def tick(case: Case, command: c.Tick) -> Events:
    """Tick a talking point."""
    round = case.round(command.round, "interviewer")
    if command.point >= len(case.content.question(round.question).points):
        raise Refused("unknown_point")
    if (command.point in round.ticks.get(case.seat.id, ())) == command.on:
        return ()
    return (e.Ticked(round=round.id, seat=case.seat.id, point=command.point, on=command.on),)


def note(case: Case, command: c.Note) -> Events:
    """Release one's note into the report, or take it back."""
    round = case.round(command.round, "interviewer")
    if (case.seat.id in round.released_notes) == command.released:
        return ()
    return (e.NoteReleased(round=round.id, seat=case.seat.id, released=command.released),)


def mark(case: Case, command: c.SetMark) -> Events:
    """Rate a round: interviewers while it lasts and after, candidates themselves in the wrap-up.

    Of several judges the last to have marked all opens the seal.
    """
    round = case.interview.round(command.round)
    if round is None:
        raise Refused("unknown_round")
    role = round.role_of(case.seat)
    if role == "candidate" and case.interview.status != "wrapup":
        raise Refused("not_now")
    if command.dimension not in {dimension.id for dimension in case.content.dimensions}:
        raise Refused("unknown_dimension")
    held = round.marks.get(case.seat.id, {}).get(command.dimension)
    if (held.value if held else None) == command.value:
        return ()
    changed = role == "interviewer" and round.unsealed_ms is not None
    return unsealed(
        case,
        e.Marked(
            round=round.id,
            seat=case.seat.id,
            dimension=command.dimension,
            value=command.value,
            help=round.help,
            changed=changed,
        ),
    )


def pass_marks(case: Case, command: c.PassMarks) -> Events:
    """Give no further marks."""
    round = case.round(command.round, "interviewer")
    if case.seat.id in round.passed:
        return ()
    return unsealed(case, e.MarksPassed(round=round.id, seat=case.seat.id))


def open_seal(case: Case, command: c.OpenSeal) -> Events:
    """Show the judges each other's marks."""
    round = case.round(command.round, "interviewer")
    if round.unsealed_ms is not None:
        raise Refused("seal_open")
    if not panel.sealed(case.interview, round):
        raise Refused("no_panel")
    return (e.SealOpened(round=round.id, at_ms=case.now_ms, by=case.seat.id),)


def unsealed(case: Case, event: e.Event) -> Events:
    """Return `event`, and the seals that open because nobody is waited for any more."""
    after = evolve(case.interview, (event,))
    opened = (
        e.SealOpened(round=round.id, at_ms=case.now_ms)
        for round in after.rounds
        if panel.sealed(after, round) and len(panel.done(after, round, case.content)) == len(panel.judges(after, round))
    )
    return (event, *opened)
