"""At a glance: the interviews that one gave, as charts that can be read as tables."""

from datetime import date, timedelta
from itertools import pairwise

from flask import Blueprint, render_template

from server import db
from server.candidates import ended, summary
from server.drill import schedule
from server.drill import settings as configuration
from server.people import persons

blueprint = Blueprint("glance", __name__)

WEEKS = 12


@blueprint.get("/glance")
def page() -> str:
    """Show interviews per week, marks by topic and dimension, the hardest questions, help taken and pacing."""
    person_id = persons.current()
    facts = [each.fact for each in ended.given(person_id)] if person_id else []
    days, weeks = _weeks(configuration.of(person_id).zone)
    return render_template(
        "candidates/glance.html",
        summary=summary.of(facts),
        hardest=summary.hardest(facts),
        weeks=tuple(zip(days, summary.by_week(facts, weeks), strict=True)),
    )


def _weeks(zone: str) -> tuple[list[date], list[tuple[int, int]]]:
    """Return the last weeks, oldest first: their Mondays, and when each begins and ends in the person's zone."""
    today = schedule.day(db.now_ms(), zone)
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]
    ends = [schedule.day_ends_ms(day - timedelta(days=1), zone) for day in (*days, monday + timedelta(weeks=1))]
    return days, list(pairwise(ends))
