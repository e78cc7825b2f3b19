"""The published protocol is the one that the server speaks."""

import jsonschema
import pytest

from server.sockets import protocol


def test_the_documents_are_fresh() -> None:
    """The documents say what the types say; if not: `python -m server.sockets.protocol`."""
    for path, text in protocol.files().items():
        assert path.read_text() == text, f"{path.name} is stale"


def test_the_documents_say_what_comes_from_a_form() -> None:
    """A command of the permission table that is not on the wire is named as such, and the wire refuses it."""
    whole = protocol.schema()
    check = jsonschema.Draft202012Validator({**whole["client_events"]["command"]["payload"], "$defs": whole["$defs"]})
    assert "`schedule`, `bring` and `set_phase`\ncome from a form on a page" in protocol.document()
    assert check.is_valid({"id": "a1", "command": {"type": "plan", "questions": ["q1"]}})
    assert not check.is_valid({"id": "a1", "command": {"type": "bring", "questions": ["q1"]}})
    assert not check.is_valid({"id": "a1", "command": {"type": "schedule", "starts_ms": 1}})


@pytest.mark.no_cover  # measured, it is four times as slow
def test_the_schema_is_one() -> None:
    """`protocol.json` is valid JSON Schema: each event's schema can be resolved and used."""
    whole = protocol.schema()
    for event in (*whole["client_events"].values(), *whole["server_events"].values()):
        for schema in event.values():
            jsonschema.Draft202012Validator.check_schema({**schema, "$defs": whole["$defs"]})


def test_a_command_matches_its_schema() -> None:
    """The schema takes a command that the server takes, and refuses an unknown field as the server does."""
    whole = protocol.schema()
    schema = {**whole["client_events"]["command"]["payload"], "$defs": whole["$defs"]}
    check = jsonschema.Draft202012Validator(schema)
    assert check.is_valid({"id": "a1", "command": {"type": "reveal", "stage": "guidance"}})
    assert not check.is_valid({"id": "a1", "command": {"type": "reveal", "stage": "guidance", "role": "interviewer"}})
    assert not check.is_valid({"id": "a 1", "command": {"type": "start"}})
