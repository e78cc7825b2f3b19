"""docs/security.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text()


def test_every_check_is_there_once() -> None:
    """Each of the 32 checks has its row."""
    assert re.findall(r"^\| (\d+) \|", PAGE, re.M) == [str(number) for number in range(1, 33)]


def test_every_test_that_is_named_is_there() -> None:
    """Nobody renames a test and leaves the page promising it."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 40
    missing = [f"{path}::{name}" for path, name in named if not re.search(rf"def {name}\b", (ROOT / path).read_text())]
    assert missing == []
