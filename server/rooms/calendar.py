"""A planned interview as a file for calendars (iCalendar, RFC 5545)."""

import unicodedata
from datetime import UTC, datetime, timedelta

from flask import Response
from icalendar import Calendar, Event

from server import db
from server.core.interview import Interview, Seat


def response(interview: Interview, reader: Seat, url: str) -> Response:
    """Answer with the file; the interview has to be planned.

    Args:
        reader: whose calendar it is for.
        url: their own link.
    """
    answer = Response(entry(interview, reader, url, db.now_ms()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return answer


def entry(interview: Interview, reader: Seat, url: str, now_ms: int) -> bytes:
    """Return the file. Its `UID` is the interview's, so that a later one replaces an earlier one in a calendar."""
    schedule = interview.schedule
    assert schedule is not None  # noqa: S101 - whoever asks has looked
    starts = datetime.fromtimestamp(schedule.starts_ms / 1000, UTC)
    others = [seat.name for seat in interview.seats if seat.joined and not seat.removed and seat.id != reader.id]
    lines = [
        f"With {', '.join(others)}." if others else "",
        f"Your seat: {url}",
        f"The call beside it: {interview.call}" if interview.call else "",
    ]
    event = Event()
    event.add("uid", f"{interview.id}@greenroom")
    event.add("dtstamp", datetime.fromtimestamp(now_ms // 1000, UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=schedule.length_min))
    event.add("summary", _clean(f"Practice interview: {interview.title}"))
    event.add("description", _clean("\n".join(filter(None, lines))))
    event.add("location", interview.call or url)
    event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Greenroom//Practice interviews//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _clean(text: str) -> str:
    """Return the text without what no calendar may hold: control characters; line ends are escaped as it is written."""
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) not in ("Cc", "Cs"))
