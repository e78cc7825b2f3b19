"""How long the importer takes for 500 kB of Markdown, and how much memory, in a process like the one that reads."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from server.bank.builtin import builtin
from server.bank.deckfile import write

BYTES = 500_000
METADATA = ("id:", "number:", "topics:", "difficulty:", "seconds:", "language:", "source:", "licence:", "author:")
CHILD = """
import json, sys, time
from server.bank.importers import preview
small, large = (open(name, "rb").read() for name in sys.argv[1:])
def peak_kb():  # not ru_maxrss, which a process has from the one that started it
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
preview(small, "small.md")
before_kb, began_s = peak_kb(), time.process_time()
questions = len(preview(large, "large.md").questions)
print(json.dumps([time.process_time() - began_s, (peak_kb() - before_kb) * 1024 / len(large), questions]))
"""


def markdown(size: int = BYTES) -> bytes:
    """Return a document of this size: our own deck again and again, without what makes it a deck file."""
    lines = [line for line in write(builtin()).split("\n") if not line.startswith(METADATA)]
    once = "\n".join(lines).replace("\n### How to answer", "\n#### Hint").replace("\n### ", "\n#### ")
    found, copy = "", 0
    while len(found.encode()) < size:
        copy += 1
        found += "\n\n" + once.replace("\n## ", f"\n## In Flask {copy}: ")
    return found.encode()[:size]


def measure() -> tuple[float, float, int]:
    """Return the processor time in seconds, the memory as a multiple of the document, and how many questions it has."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.md"), Path(folder, "large.md")
        small.write_bytes(markdown(5_000))
        large.write_bytes(markdown())
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(small), str(large)], check=True, capture_output=True, text=True
        )
    seconds, times, questions = json.loads(child.stdout)
    return seconds, times, questions
