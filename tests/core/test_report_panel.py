"""What a report says where several have judged, and of a report that was changed."""

from __future__ import annotations

from tests.core.conftest import MakeRoom
from tests.core.played import DIMENSIONS, before_a_panel
from tests.core.reading import first, read
from tests.core.room import named


def test_sealed_marks_are_each_ones_own() -> None:
    """In the wrap-up a judge reads their own marks, and that the others' are sealed."""
    room, second, third = before_a_panel()
    room.lead.end()
    for reader in (room.lead, second, third):
        round = first(room, reader)
        assert [marks.seat for marks in round.marks] == [reader.id]
        assert round.panel is not None
        assert (round.panel.sealed, round.panel.spreads) == (True, ())


def test_once_the_lead_opens_the_seal_the_judges_read_each_others_marks_and_nobody_else_does() -> None:
    """With who opened it. Ticks, notes and feedback wait for the release; so does the candidate, for all of it."""
    room, second, third = before_a_panel()
    second.tick(1)
    second.note(released=True)
    room.lead.open_seal()
    room.lead.end()
    second.feedback(keep=("Calm",))
    for reader in (room.lead, second, third):
        round = first(room, reader)
        assert [marks.seat for marks in round.marks] == ["s1", second.id, third.id]
        assert round.panel is not None
        assert (round.panel.sealed, round.panel.unsealed_by) == (False, "Grace")
    assert first(room, third).notes[0].seat == third.id
    assert not any(point.ticked for point in first(room, third).points)
    assert read(room, room.candidate) is None
    room.wait(24 * 3600)
    assert (first(room, room.candidate).marks, first(room, room.candidate).panel) == ((), None)


def test_the_spread_is_over_those_who_have_marked() -> None:
    """Lowest, highest, and how many of how many; nothing where nobody has marked."""
    room, _, _ = before_a_panel()
    room.lead.end()
    room.lead.release()
    panel = first(room, room.candidate).panel
    assert panel is not None
    assert [(spread.lowest, spread.highest, spread.marked, spread.judges) for spread in panel.spreads] == [
        (4, 4, 1, 3), (4, 4, 1, 3), (1, 4, 2, 3),
    ]  # fmt: skip
    assert (panel.unsealed_by, panel.unsealed_after_ms) == ("Grace", 0)


def test_a_mark_changed_after_the_seal_says_so_and_who_passed_has_passed() -> None:
    """The last to mark or pass opens the seal: by nobody. What is set from then on has changed."""
    room, second, third = before_a_panel()
    third.pass_marks()
    for dimension in DIMENSIONS[:2]:
        room.lead.mark(dimension, 2)
    second.mark("depth", 2)
    room.lead.end()
    room.lead.release()
    round = first(room, room.candidate)
    assert round.panel is not None
    assert (round.panel.unsealed_by, round.panel.unsealed_after_ms) == (None, 0)
    changed = {marks.seat: [rating.changed for rating in marks.ratings] for marks in round.marks}
    assert changed == {"s1": [False] * 3, second.id: [False, False, True], third.id: [False] * 3}
    assert [marks.seat for marks in round.marks if marks.passed] == [third.id]


def test_a_release_opens_what_is_sealed() -> None:
    """The report shows every mark, so releasing it opens the seals, on record; a mark changed after that says so."""
    room, second, _ = before_a_panel()
    room.lead.ask("q2")
    room.lead.open_seal(round=2)
    room.lead.end()
    assert named(room.lead.release()) == ["SealOpened", "Released"]
    room.lead.reopen()
    second.mark("depth", 1)
    panel = room.view(room.lead).rounds[0].panel
    assert (panel.sealed, panel.unsealed_by, panel.changed) == (False, "s1", {second.id: ("depth",)})
    assert named(room.lead.release()) == ["Released"]
    changed = {marks.seat: [rating.changed for rating in marks.ratings] for marks in first(room, room.candidate).marks}
    assert changed[second.id] == [False, False, True]


def test_a_release_by_time_opens_no_seal() -> None:
    """Nobody saw a mark in a report that time released, so they stay sealed when it is reopened."""
    room, _, _ = before_a_panel()
    room.lead.end()
    room.wait(24 * 3600)
    assert room.interview.released_by == "due"
    room.lead.reopen()
    assert room.view(room.lead).rounds[0].panel.sealed


def test_one_judge_is_no_panel(make_room: MakeRoom) -> None:
    """Alone there is no seal and no spread; a candidate's self-marks are nobody's panel."""
    room = make_room()
    room.lead.mark("depth", 1)
    room.lead.end()
    room.candidate.mark("depth", 4)
    assert first(room, room.lead).panel is None
    room.lead.release()
    assert first(room, room.lead).panel is None
    assert len(first(room, room.lead).marks) == 2


def test_an_observer_reads_nothing_of_the_panel() -> None:
    """Neither marks nor spread."""
    room, _, _ = before_a_panel()
    watcher = room.enter("observer", "Hedy")
    room.lead.end()
    room.lead.release()
    assert (first(room, watcher).marks, first(room, watcher).panel) == ((), None)


def test_released_anew_it_says_when_it_changed_to_who_had_it(make_room: MakeRoom) -> None:
    """Not the first time, not while it is reopened, and not to somebody who came after the first release."""
    room = make_room("released")

    def changed_ms(reader: str) -> list[int | None]:
        report = read(room, room.participant(reader))
        assert report is not None
        return [report.changed_ms]

    assert changed_ms("s2") == [None]
    room.wait(60)
    room.lead.reopen()
    assert changed_ms("s1") == [None]
    room.lead.reopen()
    late = room.enter("observer", "Hedy")
    room.lead.ask("q2")
    room.lead.end()
    room.lead.release()
    assert [changed_ms(reader) for reader in ("s1", "s2")] == [[room.now_ms]] * 2
    assert changed_ms(late.id) == [None]
