"""The log of an interview as one of its interviewers may have it: JSON lines, oldest first. An allow-list.

A line is a commit, `{"rev", "at_ms", "by", "events": [...]}`, or a splice of a typed text, whose name is its "text":
`{"at_ms", "by", "text", "at", "remove", "insert"}`. The same holds as for the report: what another interviewer planned
or noted is never there, what they ticked, marked and fed back not before the lead releases.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.core.interview import Interview, Seat
from server.core.views import may_read

JUDGEMENTS = frozenset({"ticked", "marked", "feedback_given"})
PRIVATE = frozenset({"planned"})
OPEN = frozenset({
    "joined", "renamed", "seat_invited", "link_replaced", "seat_removed", "started", "asked", "came_back",
    "answering_began", "round_skipped", "round_closed", "paused", "resumed", "extended", "time_expired", "revealed",
    "submitted", "late_offered", "late_accepted", "signalled", "note_released", "lead_passed", "ended", "released",
    "reopened", "participant_lost", "participant_back", "participant_left", "was_archived",
})  # fmt: skip


def lines(entries: Iterable[bytes], interview: Interview, seat: Seat) -> Iterator[bytes]:
    """Give, each with its newline, the entries that `seat`, an interviewer, may read, less what is not theirs."""
    for entry in entries:
        line = msgspec.json.decode(entry)
        if "events" in line:
            events = [event for event in line["events"] if _may_read(event, interview, seat)]
            if events:
                yield msgspec.json.encode({**line, "events": events}) + b"\n"
        elif may_read(interview, seat, line["text"]):
            yield entry + b"\n"


def _may_read(event: dict[str, Any], interview: Interview, seat: Seat) -> bool:
    kind = event["type"]
    if kind in OPEN:
        return True
    if event.get("seat") == seat.id:
        return kind in JUDGEMENTS or kind in PRIVATE
    return kind in JUDGEMENTS and interview.status == "released" and interview.released_by == "lead"
