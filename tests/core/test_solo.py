"""The strict drill: what a soloist may do alone, on which clock, and that nothing is shown before the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

import msgspec
import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core import round_views
from server.core.content import Content
from server.core.events import ParticipantLost, Paused, Resumed
from server.core.evolve import evolve
from server.core.interview import Interview, Status
from server.core.permissions import TABLE, May
from server.core.refusals import SENTENCES, Refused
from server.core.solo_wire import SoloistView, SoloRound
from server.core.texts import Open, may_write, open_texts
from server.core.views import may_read
from tests.core.canaries import canary
from tests.core.reading import canaries, first, read
from tests.core.room import BEGIN_MS, named, refused
from tests.core.solo import Solo
from tests.core.test_permissions import COMMANDS, EXAMPLES

MakeSolo = Callable[..., Solo]
WALKS, LENGTH = 40, 60


@pytest.fixture
def make_solo() -> Iterator[MakeSolo]:
    """Make a drill at a status; whatever a test did in one, replaying its log gives the same state."""
    made: list[Solo] = []

    def make(status: Status = "live", **options: object) -> Solo:
        made.append(Solo(**options).to(status))
        return made[-1]

    yield make
    for solo in made:
        assert evolve(solo.first, solo.log) == solo.interview


@pytest.fixture
def solo(make_solo: MakeSolo) -> Solo:
    """A drill in which q1 has just been asked."""
    return make_solo()


def seen(solo: Solo) -> SoloistView:
    view = solo.view(solo.soloist)
    assert isinstance(view, SoloistView)
    return view


def test_a_whole_drill_alone(make_solo: MakeSolo) -> None:
    """Who drills starts, asks what comes next, answers, hands in, and ends; the report is there at once."""
    solo = make_solo("lobby")
    assert named(solo.soloist.start()) == ["Started"]
    for number in (1, 2, 3, 4):
        solo.soloist.ask()
        assert solo.round.question == f"q{number}"
        assert (seen(solo).planned, seen(solo).total) == (4 - number, 4)
        solo.wait(2)
        solo.soloist.begin()
        solo.wait(50)
        solo.soloist.submit()
    with refused("drill_done"):
        solo.soloist.ask()
    assert named(solo.soloist.end()) == ["RoundClosed", "Ended", "Released"]
    assert solo.interview.status == "released"


def test_the_next_question_is_not_chosen(solo: Solo) -> None:
    """A soloist asks what comes next, and neither a later question of the drill nor another one of the deck."""
    for question in ("q3", "q6"):
        with refused("unknown_question"):
            solo.soloist.ask(question)
    solo.soloist.ask("q2")
    assert solo.round.question == "q2"


def test_two_devices_ask_once(solo: Solo) -> None:
    """A second press, on another device, asks nothing more."""
    solo.soloist.ask(after=1)
    with refused("asked_meanwhile"):
        solo.soloist.ask(after=1)
    assert len(solo.interview.rounds) == 2


def test_the_clock_is_hard(solo: Solo) -> None:
    """Think time over, answering begins by itself; answer time over, nothing more is taken, and nothing is shown."""
    assert named(solo.wait(10)) == ["AnsweringBegan"]
    assert named(solo.wait(100)) == ["TimeExpired"]
    assert (solo.round.state, solo.round.clock.phase, solo.round.typing_open) == ("open", "stopped", False)
    for too_late in (lambda: may_write(solo.interview, solo.soloist.seat, "answer", 1), solo.soloist.submit):
        with refused("too_late"):
            too_late()
    assert canaries(seen(solo)) == {canary("title", "q1"), canary("prompt", "q1")}


def test_what_is_over_gets_no_time_anew(solo: Solo) -> None:
    """A question put aside comes back after the others; one that was handed in, or ran out, can't be put aside."""
    solo.soloist.skip()
    assert (seen(solo).planned, seen(solo).total) == (4, 4)
    for number in (2, 3, 4, 1):
        solo.soloist.ask()
        assert solo.interview.open_round == solo.interview.round(number)
    solo.soloist.submit()
    with refused("clock_stopped"):
        solo.soloist.skip()
    assert (seen(solo).planned, seen(solo).total) == (0, 4)


def test_a_lost_line_freezes_the_clock_until_it_is_back(solo: Solo) -> None:
    """The clock is set back to when the soloist was last heard, stands, and goes on by itself when they are back."""
    solo.wait(30)
    assert solo.lose(solo.soloist, heard_s_ago=8) == (
        ParticipantLost(seat="s1", at_ms=BEGIN_MS + 22_000),
        Paused(round=1, at_ms=BEGIN_MS + 22_000, left_ms=88_000, seat="s1"),
    )
    solo.wait(600)
    assert solo.left_ms == 88_000
    back = solo.back(solo.soloist)
    assert named(back) == ["ParticipantBack", "Resumed"]
    assert back[1] == Resumed(round=1, at_ms=solo.now_ms, deadline_ms=solo.now_ms + 88_000)
    assert (solo.left_ms, solo.round.clock.paused) == (88_000, None)
    assert named(solo.wait(88)) == ["TimeExpired"]


@pytest.mark.parametrize("phase", ["think", "between", "handed in"])
def test_a_lost_line_at_other_times(make_solo: MakeSolo, phase: str) -> None:
    """Thinking time freezes too; where no clock runs, nothing is paused or resumed."""
    solo = make_solo()
    if phase == "between":
        solo.soloist.skip()
    elif phase == "handed in":
        solo.soloist.submit()
    solo.lose(solo.soloist, heard_s_ago=0)
    assert named(solo.back(solo.soloist)) == ["ParticipantBack", *(["Resumed"] if phase == "think" else [])]
    assert solo.back(solo.soloist) == ()


def test_a_deadline_that_passed_unheard_is_taken_back(solo: Solo) -> None:
    """Time that ran out between the last sign of life and its being noticed is given back."""
    solo.wait(112)
    assert solo.round.expired_ms is not None
    assert named(solo.lose(solo.soloist, heard_s_ago=6)) == ["ParticipantLost", "Paused"]
    solo.back(solo.soloist)
    assert (solo.left_ms, solo.round.typing_open) == (4_000, True)


def test_an_empty_drill_ends_with_its_report(solo: Solo) -> None:
    """Left for an hour, a drill ends by itself, and its report needs nobody's release."""
    solo.lose(solo.soloist)
    solo.wait(3_600)
    assert (solo.interview.status, solo.interview.ended_by, solo.interview.released_by) == ("released", "empty", "lead")
    assert read(solo, solo.soloist) is not None


def test_who_drills_types_their_answer(solo: Solo, make_solo: MakeSolo) -> None:
    """The answer is typed and read by the soloist until the hard deadline; a note is not; aloud there is nothing."""
    assert may_write(solo.interview, solo.soloist.seat, "answer", 1) == "answer:1"
    assert may_read(solo.interview, solo.soloist.seat, "answer:1")
    assert open_texts(solo.interview) == Open(1, BEGIN_MS + 110_000, notes_open=True)
    with refused("not_allowed"):
        may_write(solo.interview, solo.soloist.seat, "note", 1)
    with refused("not_typed"):
        aloud = make_solo(answering="spoken")
        may_write(aloud.interview, aloud.soloist.seat, "answer", 1)


def test_the_view_has_the_prompt_alone(solo: Solo) -> None:
    """Prompt, clock, own seat and which of how many: the types have no field for what is not shown."""
    solo.wait(10)
    view = seen(solo)
    assert isinstance(view.round, SoloRound)
    assert canaries(view) == {canary("title", "q1"), canary("prompt", "q1")}
    assert set(SoloRound.__struct_fields__) == {
        "id", "prompt", "clock", "typing_open", "submitted_ms", "expired_ms",
    }  # fmt: skip
    assert not {"plan", "questions", "feedback"} & set(SoloistView.__struct_fields__)
    assert (view.round.clock.phase, view.round.clock.total_ms) == ("answer", 100_000)
    assert [seat.id for seat in view.seats] == ["s1"]


def test_after_the_end_everything_is_there(solo: Solo) -> None:
    """The report has each question with all of its answer and what was typed, and nobody's marks, ticks or notes."""
    solo.soloist.submit()
    assert read(solo, solo.soloist) is None
    solo.soloist.end()
    round = first(solo, solo.soloist)
    assert [stage.stage for stage in round.stages] == ["guidance", "answer", "example"]
    assert [point.ticked for point in round.points] == [None, None, None]
    assert (round.marks, round.notes, round.panel) == ((), (), None)
    assert (round.answer.text, round.answer.submitted_after_ms) == (canary("answer", "r1"), 0)
    assert (round.time.think_suggested_ms, round.time.answer_suggested_ms) == (10_000, 100_000)
    assert not any(each.endswith((".q2", ".q6")) for each in canaries(read(solo, solo.soloist)))


@pytest.mark.parametrize("status", ["lobby", "live", "released"])
def test_rules_add_nothing_about_authority(make_solo: MakeSolo, status: Status) -> None:
    """Asked through `decide`, a command that the table forbids a soloist is refused as the table says."""
    for command in COMMANDS:
        row = TABLE[command]
        if row.soloist is May.NO or status not in row.when:
            with refused("not_allowed" if row.soloist is May.NO else "not_now"):
                make_solo(status).soloist.gives(EXAMPLES[command])


def test_no_refusal_speaks_of_somebody_else(make_solo: MakeSolo) -> None:
    """Whatever a soloist asks for, and whenever: no sentence that they get speaks of an interviewer or candidate."""
    said = set()
    for status in ("lobby", "live", "released"):
        for seconds in (0, 200):
            for command in (*EXAMPLES.values(), c.Ask(question="q6"), c.Ask(after=3)):
                solo = make_solo(status)
                solo.wait(seconds)
                try:
                    solo.soloist.gives(command)
                except Refused as refusal:
                    said.add(refusal.code)
    assert {"not_allowed", "not_now", "too_late", "asked_meanwhile", "unknown_question"} <= said
    said |= {"drill_done", "not_typed", "round_closed", "handed_in", "clock_stopped", "no_open_round", "not_thinking"}
    for code in said - {"not_lead"}:
        assert not any(word in SENTENCES[code].lower() for word in ("interviewer", "candidate", "your plan")), code
    assert "not_lead" not in said


def test_nothing_is_shown_before_the_end() -> None:
    """Whatever a soloist tries, in any order, lines lost and time run out: a view holds what was asked, and no more."""
    accepted = sum(_walk(Random(seed)) for seed in range(WALKS))
    assert accepted > WALKS * 5


def test_a_leak_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a round that carries the answer in its prompt is found out."""
    honest = round_views.solo_round

    def leaky(interview: Interview, content: Content) -> SoloRound | None:
        round, shown = interview.open_round, honest(interview, content)
        return round and shown and replace(shown, prompt=shown.prompt + content.html(round.question).answer)

    monkeypatch.setattr(round_views, "solo_round", leaky)
    with pytest.raises(AssertionError):
        _walk(Random(0))


def _walk(random: Random) -> int:
    solo = Solo(answering=random.choice(["typed", "spoken"]), think_s=random.choice([0, 10]))
    accepted = 0
    often = [c.Start(), c.Ask(), c.Ask(), c.Begin(), c.Skip(), c.Submit()]
    for _ in range(LENGTH):
        match random.randrange(8):
            case 0:
                solo.wait(random.choice([1, 11, 101]))
            case 1:
                solo.lose(solo.soloist)
                solo.wait(random.choice([1, 400]))
                solo.back(solo.soloist)
            case kind:
                command = random.choice(often) if kind > 3 else EXAMPLES[random.choice(COMMANDS)]
                with suppress(Refused):
                    accepted += bool(solo.soloist.gives(command))
        _check(solo)
    return accepted


def _check(solo: Solo) -> None:
    asked = {canary("title", round.question) for round in solo.interview.rounds}
    round = solo.interview.open_round
    shown = asked | ({canary("prompt", round.question)} if round else set())
    view = msgspec.json.encode(solo.view(solo.soloist)).decode()
    assert canaries(view) == shown
    assert (read(solo, solo.soloist) is not None) == (solo.interview.status == "released")
