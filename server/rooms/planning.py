"""When an interview is planned to begin: read from a form, and said to people in a zone of theirs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from server.core.interview import Schedule
from server.core.refusals import SENTENCES
from server.core.rules import START_GRACE_MS
from server.rooms.fields import number

FIELDS = ("date", "time", "zone", "length_min", "which")
LENGTH_MIN = 60
LONGEST_MIN = 600
FURTHEST_DAYS = 731
KEPT_DAYS = 7
DAY_MS = 24 * 3600 * 1000

BOTH_WANTED = "Give a date and a time, or leave both empty."
TOO_FAR = "Plan it within the next two years."
NO_SUCH_HOUR = "That time does not exist on this day: clocks in {zone} go forward then. Choose another."
HOUR_TWICE = "That time comes twice on this day: clocks in {zone} go back then. Say which one you mean."


def read(form: Mapping[str, str], now_ms: int, wrong: dict[str, str]) -> Schedule | None:
    """Return what the form plans; None where it plans nothing, or makes no sense.

    Args:
        form: `date` (2026-11-28), `time` (18:00), `zone` (IANA), `length_min`, and `which` ("first" or "second") for
            an hour that comes twice.
        now_ms: the time, in ms since 1970.
        wrong: takes a sentence for each field that makes no sense.
    """
    day, at = form.get("date", "").strip(), form.get("time", "").strip()
    if not day and not at:
        return None
    before = len(wrong)
    length_min = number(form, "length_min", 5, LONGEST_MIN, wrong)
    zone = form.get("zone", "").strip()
    if zone not in zones():
        wrong["zone"] = SENTENCES["bad_zone"]
    try:
        local = datetime.strptime(f"{day} {at[:5]}", "%Y-%m-%d %H:%M")
    except ValueError:
        wrong["date"] = BOTH_WANTED
        return None
    ahead = local - datetime.fromtimestamp(now_ms / 1000, UTC).replace(tzinfo=None)
    if abs(ahead.days) > FURTHEST_DAYS:
        wrong["date"] = TOO_FAR if ahead.days > 0 else SENTENCES["start_past"]
    if len(wrong) > before:
        return None
    found = instants(local, zone)
    if not found:
        wrong["time"] = NO_SUCH_HOUR.format(zone=zone)
    elif len(found) == 2 and form.get("which") not in ("first", "second"):
        wrong["which"] = HOUR_TWICE.format(zone=zone)
    else:
        starts_ms = found[-1 if form.get("which") == "second" else 0]
        if starts_ms >= now_ms - START_GRACE_MS:
            return Schedule(starts_ms=starts_ms, zone=zone, length_min=length_min or LENGTH_MIN)
        wrong["date"] = SENTENCES["start_past"]
    return None


def instants(local: datetime, zone: str) -> list[int]:
    """Return when clocks in `zone` show `local`, in ms since 1970: once, never, or twice as a clock goes back."""
    found = set()
    for fold in (0, 1):
        at = local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local:
            found.add(int(at.timestamp()) * 1000)
    return sorted(found)


@cache
def zones() -> frozenset[str]:
    """Return the names of the time zones that there are: those of places, and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")) | {"UTC"}


def form_of(schedule: Schedule | None) -> dict[str, str]:
    """Return the fields of a form that says this."""
    if schedule is None:
        return {}
    local = _local(schedule, schedule.zone)
    twice = len(instants(local.replace(tzinfo=None, fold=0), schedule.zone)) == 2
    return {
        "date": local.date().isoformat(),
        "time": f"{local:%H:%M}",
        "zone": schedule.zone,
        "length_min": str(schedule.length_min),
        **({"which": "second" if local.fold else "first"} if twice else {}),
    }


def said(schedule: Schedule, zone: str = "") -> str:
    """Return the start as people say it, in `zone` or the one it was planned in."""
    zone = zone or schedule.zone
    local = _local(schedule, zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M} ({zone})"


def line(schedule: Schedule, title: str, url: str) -> str:
    """Return a line to paste into a chat: what, when in the planner's zone and in UTC, how long, where."""
    utc = "" if schedule.zone == "UTC" else f" = {_local(schedule, 'UTC'):%d %b %H:%M} UTC"
    return f"Practice interview “{title}”: {said(schedule)}{utc}, {schedule.length_min} minutes. {url}"


def stays_until_ms(schedule: Schedule) -> int:
    """Return until when a room waits for its start, in ms since 1970."""
    return schedule.starts_ms + KEPT_DAYS * DAY_MS


def _local(schedule: Schedule, zone: str) -> datetime:
    return datetime.fromtimestamp(schedule.starts_ms / 1000, ZoneInfo(zone))
