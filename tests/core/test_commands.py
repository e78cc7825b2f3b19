"""What comes off the wire."""

from typing import Any

import msgspec
import pytest

from server.core import commands as c


def decode(**fields: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(fields), type=c.Wire)


def test_a_command_is_named_by_its_type() -> None:
    """The `type` of an object says which command it is, and its other fields what is asked for."""
    assert decode(type="reveal", stage="answer", ahead=True) == c.RevealStage(stage="answer", ahead=True)
    assert decode(type="ask") == c.Ask()


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "explode"},
        {"stage": "answer"},
        {"type": "start", "role": "interviewer"},
        {"type": "start", "seat": "s1"},
        {"type": "reveal", "stage": "prompt"},
        {"type": "reveal", "stage": "answer", "ahead": 1},
        {"type": "extend", "seconds": 4},
        {"type": "extend", "seconds": 1801},
        {"type": "extend", "seconds": 30.5},
        {"type": "extend", "seconds": "30"},
        {"type": "mark", "round": 1, "dimension": "depth", "value": 5},
        {"type": "mark", "round": 0, "dimension": "depth", "value": 4},
        {"type": "mark", "round": 1, "dimension": "../x", "value": 4},
        {"type": "tick", "round": 1, "point": -1, "on": True},
        {"type": "join", "name": "Ada", "extra_percent": 101},
        {"type": "ask", "after": -1},
        {"type": "remove", "seat": "lead"},
        {"type": "plan", "questions": ["q"] * 501},
    ],
    ids=str,
)
def test_what_a_command_is_not(fields: dict[str, Any]) -> None:
    """Unknown types and fields, wrong types, and numbers out of bounds are no commands."""
    with pytest.raises(msgspec.ValidationError):
        decode(**fields)


@pytest.mark.parametrize("name", ["TimersDue", "Lost", "Back", "Archived", "timers_due", "lost", "back", "archived"])
def test_the_server_s_own_commands_are_not_on_the_wire(name: str) -> None:
    """Nobody can send what only the server itself may say."""
    with pytest.raises(msgspec.ValidationError):
        decode(type=name, seat="s2", at_ms=1)
