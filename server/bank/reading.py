"""Read a document that somebody sent in a child process with limits, so that no room on this worker notices.

The child is this module run as a script: the files on its standard input, an `Answer` on its output. It gets no
environment, and imports nothing but what it reads with. Waiting for it is cooperative where `runtime.patch` was
called: do not offload `read`, whose ten seconds would hold up everybody's SQL.
"""

import logging
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import msgspec

from server import runtime
from server.bank.importers import preview_all
from server.bank.importers.decode import check
from server.bank.importers.preview import Preview, Unreadable

CPU_LIMIT_S = 10
WALL_LIMIT_S = 20
MEMORY_LIMIT_BYTES = 1 << 30
AT_ONCE = 2
NICENESS = 10
ROOT = Path(__file__).parents[2]

TOO_MUCH = "This document takes too long to read. Split it, or paste the part with the questions."
BROKEN = "This document could not be read. Paste the part with the questions as plain text."

log = logging.getLogger(__name__)
_turns = runtime.Semaphore(AT_ONCE)  # the others wait; without it, ten documents would take ten gigabytes


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the child says: a preview, or why there is none."""

    preview: Preview | None = None
    unreadable: str = ""


class Sent(msgspec.Struct, frozen=True, array_like=True):
    """A file on its way to the child."""

    data: bytes
    name: str


def read(data: bytes, name: str) -> Preview:
    """Understand a document, within ten seconds of processor time and a gigabyte.

    Args:
        data: the file as it is, at most 10 MB.
        name: its name, which stands in for a title.

    Raises:
        Unreadable: empty, too large, of a kind that is not read, broken, or too much work; the message is for the
            person who sent it.
    """
    return read_all([(data, name)])


def read_all(files: Sequence[tuple[bytes, str]]) -> Preview:
    """Understand several files as one document, in the order of their names, within the same limits.

    Raises:
        Unreadable: none of them can be read; the message is for the person who sent them.
    """
    check(b"".join(data for data, _ in files))
    sent = msgspec.msgpack.encode([Sent(*file) for file in files])
    # No timeout here: the child ends itself. (Under eventlet it would raise a class that nobody can name.)
    command = [sys.executable, "-m", __spec__.name]
    with _turns:
        child = subprocess.run(command, input=sent, capture_output=True, check=False, cwd=ROOT, env={})
    if child.returncode < 0:
        log.warning("reading a document was stopped by signal %d", -child.returncode)
        raise Unreadable(TOO_MUCH)
    if child.returncode:
        log.error("reading a document failed:\n%s", child.stderr.decode(errors="replace")[-2000:])
        raise Unreadable(BROKEN)
    answer = msgspec.json.decode(child.stdout, type=Answer)
    if answer.preview is None:
        raise Unreadable(answer.unreadable)
    return answer.preview


def answered(sent: bytes) -> Answer:
    """Return what the child says of the files that it was sent."""
    try:
        return Answer(
            preview=preview_all([(each.data, each.name) for each in msgspec.msgpack.decode(sent, type=list[Sent])])
        )
    except Unreadable as error:
        return Answer(unreadable=str(error))
    except MemoryError:
        return Answer(unreadable=TOO_MUCH)


def main() -> None:
    """Be the child."""
    signal.alarm(WALL_LIMIT_S)
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(msgspec.json.encode(answered(sys.stdin.buffer.read())))
    except Exception as error:
        # Where it broke and what kind of error; its message could quote the document, which is not for a log.
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
        sys.exit(1)


if __name__ == "__main__":
    main()
