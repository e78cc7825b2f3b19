"""A planned interview for a calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from server.core.interview import Interview, Schedule, Seat
from server.rooms import calendar

STARTS = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
NASTY = (
    "Zoë “Ada” O'Neil", "李小龍", "محمد", "Ολυμπία", "🦊 \\n; ,:", 'A "quoted" name', "x" * 60, "Kim\r\nEND:VEVENT",
    "nul\x00bell\x07",
)  # fmt: skip


def interview(title: str = "Flask", name: str = "Kim", call: str = "") -> Interview:
    seats = (
        Seat(id="s1", role="interviewer", name="Robin", joined=True),
        Seat(id="s2", role="candidate", name=name, joined=True),
        Seat(id="s3", role="observer", name="Olu"),
    )
    schedule = Schedule(starts_ms=int(STARTS.timestamp()) * 1000, zone="Europe/Berlin", length_min=45)
    return Interview(id="a" * 16, title=title, created_ms=0, seats=seats, schedule=schedule, call=call)


def event(made: Interview, reader: int = 0) -> icalendar.Event:
    """Read the file as a calendar does."""
    raw = calendar.entry(made, made.seats[reader], "https://x.example/join/1", 1_000_000)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (found,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    return found


def test_it_says_what_when_and_where() -> None:
    """The start is an instant, so that every calendar shows it in its own zone; the link is the reader's."""
    found = event(interview(call="https://meet.example/abc"))
    assert found["UID"] == f"{'a' * 16}@greenroom"
    assert found["DTSTART"].dt == STARTS
    assert found["DTSTART"].to_ical() == b"20261025T003000Z"
    assert found["DTEND"].dt == STARTS + timedelta(minutes=45)
    assert found["SUMMARY"] == "Practice interview: Flask"
    assert found["LOCATION"] == "https://meet.example/abc"
    assert "With Kim." in found["DESCRIPTION"]
    assert "https://x.example/join/1" in found["DESCRIPTION"]
    assert "With Robin." in event(interview(), reader=1)["DESCRIPTION"]


@pytest.mark.parametrize("text", NASTY)
def test_names_of_any_script_come_through_and_add_no_line(text: str) -> None:
    """Quotes, commas and line breaks are escaped, what no calendar may hold is left out."""
    found = event(interview(title=text, name=text))
    shown = "".join(each for each in text if each >= " ") if "\n" not in text else "Kim\nEND:VEVENT"
    assert found["SUMMARY"] == f"Practice interview: {shown}"
    assert f"With {shown}." in found["DESCRIPTION"]
