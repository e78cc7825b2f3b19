"""The fields that a view may have for who does not interview, or did not in that round: written down a second time."""

from typing import Any

PUBLIC = {"rev", "status", "title", "me", "lead", "options", "seats", "rounds", "round", "role"}
PUBLIC |= {"in_class", "swap_offered_by", "schedule", "call", "started_ms", "ended_ms", "released_ms"}
OWN = {"planned", "plan", "feedback", "interviewed", "content_rev", "released_before"}
OWN |= {"release_due_ms", "show_answers"}
TOP = {"candidate": PUBLIC | OWN, "observer": PUBLIC}
OPTIONS = {"answering", "expiry", "on_lost", "swap"}
SEAT = {"id", "role", "name", "joined", "lost_ms", "left", "side", "deckless"}
SEAT |= {"extra_percent", "replay"}
LINE = {"seen", "id", "title", "state", "marks", "expired", "late"}
ROUND = {"seen", "id", "prompt", "clock", "guidance", "answer", "example", "revealed", "signals", "typing_open"}
ROUND |= {"submitted_ms", "expired_ms", "late"}
CLOCK = {"phase", "total_ms", "deadline_ms", "left_ms", "paused", "paused_for", "over"}


def unknown(seen: dict[str, Any]) -> set[str]:
    """Return the fields of a view that its reader should not have, wherever they stand in it."""
    found = set(seen["options"]) - OPTIONS
    if seen["role"] in TOP:
        found |= set(seen) - TOP[seen["role"]]
        for one in seen["seats"]:
            found |= set(one) - SEAT
    for line in seen.get("rounds", []):
        found |= set(line) - LINE if line["seen"] == "shown" else set()
    round = seen.get("round")
    if round and round["seen"] == "shown":
        clock = CLOCK - {"total_ms"} if seen["role"] == "observer" else CLOCK
        found |= (set(round) - ROUND) | (set(round["clock"]) - clock)
    return found
