"""A replay rebuilds from the log every state that was live then, and shows each seat what it was shown then."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from server.core import commands as c
from server.core import replay
from server.core.content import Content
from server.core.interview import Interview
from server.core.replay import NoReplay
from server.core.views import view
from tests.core.canaries import CANARY
from tests.core.room import Room
from tests.core.walk import Walk

LENGTH = 40


class Shown(Walk):
    """A walk that keeps what everybody was shown, by seat and revision."""

    def __init__(self, seed: int, length: int) -> None:
        super().__init__(seed, length)
        self.seen: dict[tuple[str, int], Any] = {}

    def give(self, seat: str, command: c.Command) -> None:
        """Give a command; look over everybody's shoulder."""
        before = len(self.commits)
        super().give(seat, command)
        if len(self.commits) > before:
            for each in self.room.interview.seats:
                if not each.removed:
                    interview = replace(self.room.interview, warmup=None)
                    shown = view(interview, len(self.commits), each, self.room.content)
                    self.seen[each.id, len(self.commits)] = msgspec.to_builtins(shown)


def played(log: list[bytes], seat: str, content: Content) -> dict[int, Any]:
    """What a replay shows a seat, by revision: its frames put together."""
    shown: dict[str, Any] = {}
    found = {}
    for frame in replay.frames(log, seat, content, {}):
        if "set" in frame:
            shown = {name: value for name, value in shown.items() if name not in frame["gone"]} | frame["set"]
            found[shown["rev"]] = dict(shown)
    return found


def check(seeds: range) -> None:
    for seed in seeds:
        walk = Shown(seed, LENGTH).run()
        log = [replay.first(walk.made), *(entry for entry, _ in walk.commits)]
        rebuilt = [(moment.rev, moment.interview) for moment in replay.moments(log)][1:]
        assert rebuilt == [(number, kept) for number, (_, kept) in enumerate(walk.commits, 1)], f"walk {seed}"
        for seat in {seat for seat, _ in walk.seen}:
            for rev, shown in played(log, seat, walk.room.content).items():
                if (seat, rev) in walk.seen:
                    assert shown == walk.seen[seat, rev], f"walk {seed}, {seat} at {rev}"


@pytest.mark.no_cover  # measured, it is four times as slow
def test_a_replay_is_what_was_live() -> None:
    """At every commit of 50 random interviews: the state, and of each seat the view; through JSON, as it is kept."""
    check(range(3000, 3050))


@pytest.mark.long
@pytest.mark.no_cover
def test_five_hundred_replays() -> None:
    """The same, of 500 others."""
    check(range(4000, 4500))


def log_of(room: Room, *typed: dict[str, Any]) -> list[bytes]:
    commits = [
        msgspec.json.encode({"rev": rev, "at_ms": room.now_ms, "by": "s1", "events": [event]})
        for rev, event in enumerate(room.log, 1)
    ]
    return [replay.first(room.first), *commits, *map(msgspec.json.encode, typed)]


def test_typing_is_replayed_where_it_was_recorded() -> None:
    """Splice by splice, to who might read it then; nobody's notes, not even their author's."""
    room = Room(answering="typed").to("live")
    typed = [
        {"at_ms": 1, "by": "s2", "text": "answer:1", "at": 0, "remove": 0, "insert": "héllo"},
        {"at_ms": 2, "by": "s1", "text": "note:1:s1", "at": 0, "remove": 0, "insert": "secret"},
    ]
    found = list(replay.frames(log_of(room, *typed), "s1", room.content, {}))
    assert [frame["insert"] for frame in found if "insert" in frame] == ["héllo"]
    assert "secret" not in str(found)


def test_an_answer_stands_whole_where_its_typing_was_not_recorded() -> None:
    """From when it was handed in, and not before."""
    room = Room(answering="typed").to("live")
    room.candidate.submit()
    frames = list(replay.frames(log_of(room), "s1", room.content, {"answer:1": "All at once"}))
    assert [frame for frame in frames if frame.get("full")] == [frames[-1]]
    assert frames[-1]["full"] == "All at once"


def test_a_candidates_replay_has_no_more_than_they_saw() -> None:
    """Stages that were not revealed, points, notes and others' plans are in no frame, at no time."""
    for seed in range(5100, 5110):
        walk = Shown(seed, LENGTH).run()
        log = [replay.first(walk.made), *(entry for entry, _ in walk.commits)]
        for seat in ("s2", "s5"):
            frames = list(replay.frames(log, seat, walk.room.content, {}))
            assert set(CANARY.findall(str(frames))) <= walk.shown.so_far[seat]


def test_a_log_from_before_there_were_replays() -> None:
    """It says so, and is not taken for an empty one."""
    for log in ([], [b'{"rev": 1, "at_ms": 1, "by": "s1", "events": []}']):
        with pytest.raises(NoReplay):
            list(replay.moments(log))


def test_the_first_entry_is_small() -> None:
    """As the interview that was made is."""
    assert len(replay.first(Interview(id="x", title="t", created_ms=1))) < 200
