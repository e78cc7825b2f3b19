"""The log of an interview as an interviewer of it, or a soloist, may have it: JSON lines, oldest first. An allow-list.

A line is a commit, `{"rev", "at_ms", "by", "events": [...]}`, or a splice of a typed text, whose name is its "text":
`{"at_ms", "by", "text", "at", "remove", "insert"}`. The same holds as for the report: what another interviewer planned
or noted is never there, what they ticked, marked and fed back not before the lead releases. The warm-up is in no log.
What somebody needs for themself (extra time, no replay) stands in their own log alone.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.core.interview import Interview, Seat
from server.core.views import may_read

JUDGEMENTS = frozenset({"ticked", "marked", "marks_passed", "feedback_given"})
PRIVATE = frozenset({"planned", "brought", "preferred"})
NEVER = frozenset({"warmed_up"})
OPEN = frozenset({
    "joined", "renamed", "seat_invited", "link_replaced", "seat_removed", "started", "asked", "came_back",
    "answering_began", "round_skipped", "round_closed", "paused", "resumed", "extended", "time_expired", "revealed",
    "submitted", "late_offered", "late_accepted", "signalled", "note_released", "lead_passed", "ended", "released",
    "reopened", "participant_lost", "participant_back", "participant_left", "was_archived", "seal_opened",
    "swap_offered", "swapped", "call_set", "scheduled", "announced", "wrap_up_set", "phase_set",
})  # fmt: skip
WARMUP_TEXTS = ("answer:0", "late:0", "note:0")
NEEDS = frozenset({"extra_percent", "replay"})


def lines(entries: Iterable[bytes], interview: Interview, seat: Seat) -> Iterator[bytes]:
    """Give, each with its newline, the entries that `seat` may read, less what is not theirs."""
    for entry in entries:
        line = msgspec.json.decode(entry)
        if "first" in line:  # how it was made, plans of others in it: the replay's
            continue
        if "events" in line:
            events = [_own(event, seat) for event in line["events"] if _may_read(event, interview, seat)]
            if events:
                yield msgspec.json.encode({**line, "events": events}) + b"\n"
        elif not line["text"].startswith(WARMUP_TEXTS) and may_read(interview, seat, line["text"]):
            yield entry + b"\n"


def _own(event: dict[str, Any], seat: Seat) -> dict[str, Any]:
    if event["type"] != "joined" or event["seat"] == seat.id:
        return event
    return {field: value for field, value in event.items() if field not in NEEDS}


def _may_read(event: dict[str, Any], interview: Interview, seat: Seat) -> bool:
    kind = event["type"]
    if kind in NEVER or event.get("round") == 0:
        return False
    if kind in OPEN:
        return True
    if event.get("seat") == seat.id:
        return kind in JUDGEMENTS or kind in PRIVATE
    return kind in JUDGEMENTS and interview.status == "released" and interview.released_by == "lead"
