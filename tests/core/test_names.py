"""What somebody may call themself."""

from __future__ import annotations

import pytest

from server.core import names


@pytest.mark.parametrize("name", ["Kim", "Zoë", "李雷", "می‌خواهم", "👩‍💻 Ada", "O'Neil-Smith", "<b>x</b>", "x" * 60])
def test_names_of_all_scripts_are_taken(name: str) -> None:
    """A name is shown as text, so nothing that can be read is refused."""
    assert names.clean(name) == name


def test_white_space_is_tidied() -> None:
    """A name is one line with single spaces."""
    assert names.clean("  Kim \n\t Lee ") == "Kim Lee"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "\u202eevil", "\u200b", "\ud800", "\x1b[31m"])
def test_what_can_not_be_shown_is_refused(name: str) -> None:
    """Nothing, too much, control characters, and what turns the text around it."""
    assert names.clean(name) is None
