"""Documents of strangers: read apart, with limits, and without stopping the event loop."""

import io
import resource
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from server.bank import reading
from server.bank.importers import preview
from server.bank.importers.preview import Unreadable
from server.bank.reading import BROKEN, TOO_MUCH, Answer, Sent, read, read_all

ROOT = Path(__file__).parents[2]
DOCUMENT = "".join(
    f"{n}. What is number {n}?\n\nIt is {n}.\n\nHow to answer: Count.\n\nExample Answer: “I counted to {n}.”\n\n"
    for n in range(1, 8)
).encode()
SENT = msgspec.msgpack.encode([Sent(DOCUMENT, "count.txt")])

# What a worker does: a heartbeat beside a read of 10 MB, in a process of its own because patching is for good.
UNDER_EVENTLET = """
import time
from server import runtime
runtime.patch()
from server.bank.importers.preview import Unreadable
from server.bank.reading import read
worst_busy_s, worst_gap_s, running = 0.0, 0.0, True
def beat():
    global worst_busy_s, worst_gap_s
    while running:
        before, busy = time.monotonic(), time.process_time()
        runtime.sleep(0.005)
        worst_gap_s = max(worst_gap_s, time.monotonic() - before)
        worst_busy_s = max(worst_busy_s, time.process_time() - busy)
small = b"1. Is it small?\\n\\nYes."
large = b"1. Is it big?\\n\\n" + b"It is, and it says so in every line.\\n" * 280_000
task = runtime.spawn(beat)
for document in (small, large):
    try:
        found = read(document, "x")
        print(len(found.questions), found.questions[0].prompt)
    except Unreadable as error:
        print("Unreadable:", error)
running = False
task.wait()
print(worst_busy_s)
print(worst_gap_s)
"""


def test_a_document_is_read_in_a_child() -> None:
    """What the child understood is what reading it here would give."""
    assert read(DOCUMENT, "count.txt") == preview(DOCUMENT, "count.txt")
    assert read(DOCUMENT, "count.txt").title == "count"


def test_several_files_are_read_in_one_child() -> None:
    """They are one document, in the order of their names, and what is left out says of which file."""
    found = read_all([(DOCUMENT.replace(b"number", b"square"), "b.txt"), (b"Hello.\n\n" + DOCUMENT, "a.txt")])
    assert [each.position for each in found.questions] == [*range(1, 15)]
    assert found.questions[0].prompt == "What is number 1?"
    assert found.questions[7].prompt == "What is square 1?"
    assert found.left_out == ("a.txt: Hello.",)


def test_the_event_loop_goes_on_meanwhile() -> None:
    """A read of 10 MB under eventlet works, and keeps the loop busy for less than 100 ms at a time."""
    done = subprocess.run(
        [sys.executable, "-c", UNDER_EVENTLET], capture_output=True, timeout=60, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    small, large, busy, gap = done.stdout.decode().splitlines()
    assert small == "1 Is it small?"
    assert large in ("1 Is it big?", f"Unreadable: {TOO_MUCH}")  # the latter on a very busy machine
    # Processor time, because a busy machine delays beats, too; a wait that blocked would show as a gap of seconds.
    assert float(busy) < 0.1
    assert float(gap) < 1


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"\n \n", "empty"), (b"x" * (10 * 1024 * 1024 + 1), "10 MB"), (b"\x89PNG\r\n\x1a\n", "picture")],
)
def test_what_is_no_document_gets_a_sentence(data: bytes, says: str) -> None:
    """Empty, too large and binary: refused with what to do."""
    with pytest.raises(Unreadable, match=says):
        read(data, "x")


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that a limit ended is reported as too much work."""
    stopped = subprocess.CompletedProcess([], -signal.SIGXCPU, b"", b"")
    monkeypatch.setattr(reading.subprocess, "run", lambda *_, **__: stopped)
    with pytest.raises(Unreadable, match="takes too long"):
        read(DOCUMENT, "x")


def test_a_child_that_breaks_is_reported_without_its_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of ours is logged with its place, and the person reads what to do instead."""
    broken = subprocess.CompletedProcess([], 1, b"", b"File x, line 3\nKeyError")
    monkeypatch.setattr(reading.subprocess, "run", lambda *_, **__: broken)
    with pytest.raises(Unreadable, match=BROKEN):
        read(DOCUMENT, "x")
    assert "KeyError" in caplog.text


def test_the_child_answers_refusals_and_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child answers with a preview or a sentence; no memory left is one of them."""
    nothing = msgspec.msgpack.encode([Sent(b"", "x")])
    assert reading.answered(nothing).unreadable.startswith("The document is empty")

    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "preview_all", greedy)
    assert reading.answered(SENT) == Answer(unreadable=TOO_MUCH)


class Pipe:
    """A standard stream with its bytes."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)


def test_the_child_limits_itself_before_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processor time, memory and wall time are limited first; then the document is read and answered."""
    limits: dict[int, tuple[int, int]] = {}
    alarms: list[int] = []
    output = Pipe()
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(signal, "alarm", alarms.append)
    monkeypatch.setattr(reading.sys, "stdin", Pipe(SENT))
    monkeypatch.setattr(reading.sys, "stdout", output)
    reading.main()
    assert limits[resource.RLIMIT_CPU][0] == 10
    assert limits[resource.RLIMIT_AS] == (1 << 30, 1 << 30)
    assert alarms == [20]
    assert msgspec.json.decode(output.buffer.getvalue(), type=Answer).preview == preview(DOCUMENT, "count.txt")


def test_the_childs_error_says_where_and_not_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the child prints of an error of its own names the place and the kind, not the document's words."""

    def broken(files: list[tuple[bytes, str]]) -> None:
        raise KeyError(files[0])

    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(signal, "alarm", lambda _: None)
    monkeypatch.setattr(reading, "preview_all", broken)
    monkeypatch.setattr(reading.sys, "stdin", Pipe(SENT))
    with pytest.raises(SystemExit) as ended:
        reading.main()
    assert ended.value.code == 1
    written = capsys.readouterr().err
    assert "in broken" in written
    assert written.endswith("KeyError")
    assert "counted" not in written
