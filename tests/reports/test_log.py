"""The log's allow-list knows every event."""

from __future__ import annotations

from typing import get_args

from server.core import events as e
from server.reports import log


def test_every_event_is_open_a_judgement_or_private() -> None:
    """A new event is in nobody's log until somebody has decided whose it is: this test says so."""
    tags = {event.__struct_config__.tag for event in get_args(e.AnyEvent)}
    assert tags == log.OPEN | log.JUDGEMENTS | log.PRIVATE
    assert len(tags) == len(log.OPEN) + len(log.JUDGEMENTS) + len(log.PRIVATE)
