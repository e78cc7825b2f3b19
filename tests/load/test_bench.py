"""The bench itself works: each server is measured, and nothing is refused or lost. No speed is asserted."""

import json
from pathlib import Path

import pytest

from tests.load import bench, importing, rooms
from tests.load.generator import frame


class Little(bench.Plan):
    """Seconds in place of minutes; so many pairs that no seat sends more than its pace allows."""

    def __init__(self) -> None:
        super().__init__(quick=True)
        self.pairs, self.rounds, self.seconds, self.warmup_s = (16,), 1, 1.0, 0.2
        self.rate, self.rate_pairs = 20, 2
        self.idle_sockets, self.idle_s = 20, 0.2


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> bench.Figures:
    """One little run of everything."""
    return bench.run(Little(), tmp_path_factory.mktemp("bench"), say=lambda _: None)


def test_everything_promised_is_in_the_record(measured: bench.Figures) -> None:
    """bench.json carries the five figures, and is JSON."""
    promised = {
        "per_cpu_vs_flask_socketio", "per_cpu_vs_asgi", "push_p50_ms", "push_p99_vs_asgi",
        "kb_per_socket_vs_flask_socketio",
    }  # fmt: skip
    assert promised <= json.loads(json.dumps(measured)).keys()


def test_no_command_is_refused(measured: bench.Figures) -> None:
    """The mix is a real interview: every command of it is accepted, and counted."""
    for figures in measured["closed"]["16"], measured["steady"]:
        for values in figures.values():
            assert values["refusals"] == 0
            assert values["commands"] > 0


def test_latencies_are_of_the_command_they_belong_to(measured: bench.Figures) -> None:
    """No push or acknowledgement comes before its command was sent."""
    for values in measured["steady"].values():
        assert 0 < values["push_p50_ms"] <= values["push_p99_ms"]
        assert 0 < values["ack_p50_ms"] <= values["ack_p99_ms"]


def test_the_references_emit_as_much(measured: bench.Figures) -> None:
    """A reference's event is as long as Greenroom's mean view, but for the digits of its numbers."""
    for name in "flask_socketio", "asgi":
        assert measured["closed"]["16"][name]["event_bytes"] == pytest.approx(measured["event_bytes"], abs=8)


def test_the_script_plays_all_questions_and_repeats_from_inside_the_last() -> None:
    """An interview asks each question once, and what repeats asks none."""
    steps, repeat_from = rooms.script()
    asked = [number for number, (_, text) in enumerate(steps) if '"type":"ask"' in text]
    assert len(asked) == rooms.QUESTIONS
    assert asked[-1] < repeat_from < len(steps)


@pytest.mark.parametrize("length", [0, 125, 126, 70_000])
def test_frames_say_their_length(length: int) -> None:
    """A client's frame is masked, with its length in as many bytes as it needs."""
    if length > 65_535:
        with pytest.raises(OverflowError):
            frame(b"x" * length)
        return
    made = frame(b"x" * length)
    assert made[1] & 0x80
    assert made.endswith(b"x" * length)


def test_a_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    """The bench ends with a sentence when a server does not come up."""
    with pytest.raises(SystemExit, match="did not start"):
        bench.Server("broken", 1, ["false"], {}, None)


def test_a_large_document_is_read_whole() -> None:
    """What the import is measured with is half a megabyte of questions, all found."""
    seconds, times, questions = importing.measure()
    assert len(importing.markdown()) == importing.BYTES
    assert questions > 100
    assert seconds > 0 < times
