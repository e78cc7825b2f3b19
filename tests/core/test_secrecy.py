"""Nobody sees what was not shown to them: random walks through whole interviews, with everybody's view searched."""

from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from server.core import round_views, rules, views
from server.core.wire import FeedbackView
from tests.core.ledger import Leak
from tests.core.walk import PAIRS, Pair, Walk

WALKS = 110
LENGTH = 100
EACH_AT_LEAST = 50
ALL_AT_LEAST = 5_000


def walk_all(walks: int) -> Counter[Pair]:
    """Walk so many interviews, the same ones in every run; return how often each command was accepted, by role."""
    accepted: Counter[Pair] = Counter()
    looks: list[int] = []

    @settings(
        max_examples=walks,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**64 - 1))
    def walk(seed: int) -> None:
        done = Walk(seed, LENGTH).run()
        accepted.update(done.accepted)
        looks.append(done.views)

    walk()
    for command, role in PAIRS:
        print(f"{command.__name__:14} {role:12} {accepted[command, role]:6}")
    print(f"{len(looks)} walks, {accepted.total()} commands accepted, {sum(looks)} views searched")
    return accepted


def enough(accepted: Counter[Pair], times: int = 1) -> None:
    assert accepted.total() >= ALL_AT_LEAST * times
    assert {pair: accepted[pair] for pair in PAIRS if accepted[pair] < EACH_AT_LEAST * times} == {}


@pytest.mark.no_cover  # measured, it is four times as slow
def test_nobody_sees_what_was_not_shown_to_them() -> None:
    """Whatever is accepted, every view holds texts that its reader was shown by the rules, and else their own."""
    enough(walk_all(WALKS))


@pytest.mark.long
def test_nobody_sees_what_was_not_shown_to_them_for_long() -> None:
    """The same, ten times as long."""
    enough(walk_all(10 * WALKS), 10)


def _early_answer(interview: Any, round: Any, seat: Any, content: Any) -> Any:
    return replace(SHOWN(interview, round, seat, content), answer=content.html(round.question).answer)


def _everybodys_clock(round: Any, seat: Any) -> bool:
    return True


def _coming_title(interview: Any, rev: int, seat: Any, content: Any) -> Any:
    coming = [id for plan in interview.plans.values() for id in plan][:1]
    return replace(OBSERVER(interview, rev, seat, content), title="".join(content.question(id).title for id in coming))


def _others_plan(interview: Any, rev: int, seat: Any, content: Any) -> Any:
    plan = [views._planned(id, content) for plan in interview.plans.values() for id in plan]
    return replace(INTERVIEWER(interview, rev, seat, content), plan=tuple(plan))


def _others_feedback(interview: Any, rev: int, seat: Any, content: Any) -> Any:
    theirs = next(iter(interview.feedback.values()), None)
    shown = FeedbackView(keep=theirs.keep, stop=theirs.stop, start=theirs.start) if theirs is not None else None
    return replace(INTERVIEWER(interview, rev, seat, content), feedback=shown)


def _other_half(interview: Any, rev: int, seat: Any, content: Any) -> Any:
    half = interview.halves.get(interview.asking, ())
    return replace(
        CANDIDATE(interview, rev, seat, content), plan=tuple(views._planned(question, content) for question in half)
    )


def _everybodys_extra_time(interview: Any, one: Any, reader: Any, *, private: bool) -> Any:
    return SEAT(interview, one, reader, private=True)


def _everybodys_replay(interview: Any, one: Any, reader: Any, *, private: bool) -> Any:
    return SEAT(interview, one, one, private=private)


def _others_marks(interview: Any, round: Any, seat: Any, content: Any) -> Any:
    marks = {dimension: mark.value for given in round.marks.values() for dimension, mark in given.items()}
    return replace(LINE(interview, round, seat, content), marks=marks)


def _present_role(interview: Any, round: Any, seat: Any, content: Any) -> Any:
    return LINE(interview, replace(round, roles={}), seat, content)


def _broken_seal(interview: Any, round: Any, seat: Any, content: Any) -> Any:
    return PANEL(interview, replace(round, unsealed_ms=1), seat, content)


def _count_for_all(interview: Any, rev: int, seat: Any, content: Any) -> Any:
    return replace(CANDIDATE(interview, rev, seat, content), planned=len(interview.plans.get(interview.lead, ())))


def _removed_too(interview: Any) -> Any:
    return interview.seats


def _whole_deck(_interview: Any, _seat: Any, content: Any) -> Any:
    return content.questions


SHOWN, LINE, PANEL, SEAT = round_views._shown, round_views._line, round_views._panel, views._seat
INTERVIEWER, CANDIDATE, OBSERVER = views._interviewer, views._candidate, views._observer
LEAKS: list[tuple[ModuleType, str, Callable[..., Any]]] = [
    (round_views, "_shown", _early_answer),
    (round_views, "knows_total", _everybodys_clock),
    (round_views, "_line", _others_marks),
    (round_views, "_line", _present_role),
    (round_views, "_panel", _broken_seal),
    (views, "_seat", _everybodys_extra_time),
    (views, "_seat", _everybodys_replay),
    (views, "_seated", _removed_too),
    (rules, "choosable", _whole_deck),
]
LEAKY_FRAMES: list[tuple[str, Callable[..., Any]]] = [
    ("observer", _coming_title),
    ("interviewer", _others_plan),
    ("interviewer", _others_feedback),
    ("candidate", _count_for_all),
    ("candidate", _other_half),
]


@pytest.mark.parametrize(("module", "name", "leaky"), LEAKS, ids=lambda leak: getattr(leak, "__name__", leak))
def test_a_leak_is_found(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, leaky: Callable[..., Any]
) -> None:
    """A view that shows an answer early, a sealed mark, or what is another's is found out within a few walks."""
    monkeypatch.setattr(module, name, leaky)
    _expect_leak()


@pytest.mark.parametrize(("role", "leaky"), LEAKY_FRAMES)
def test_a_leaky_frame_is_found(monkeypatch: pytest.MonkeyPatch, role: str, leaky: Callable[..., Any]) -> None:
    """So is one that shows what comes next, the other half, another's plan or feedback, or a count to be hidden."""
    monkeypatch.setitem(views._FRAMES, role, leaky)  # type: ignore[arg-type]  # a role by parametrize
    _expect_leak()


def _expect_leak() -> None:
    assert any(_leaks(Walk(seed, LENGTH)) for seed in range(10))


def _leaks(walk: Walk) -> bool:
    try:
        walk.run()
    except Leak:
        return True
    return False
