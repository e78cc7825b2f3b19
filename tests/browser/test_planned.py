"""A planned interview, seen from two time zones, over a change of the clocks."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.looks import examine
from tests.browser.people import Candidate

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def next_change(month: int) -> date:
    """The day on which clocks in Berlin change next in that month: its last Sunday."""
    today = datetime.now(UTC).date()
    for year in (today.year, today.year + 1):
        last = date(year, month, calendar.monthrange(year, month)[1])
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday > today + timedelta(days=1):
            return sunday
    raise AssertionError("there is one in every year")


def plans(ada: Interviewer, **fields: str) -> None:
    """Fill in when the interview begins, and save."""
    for label, value in fields.items():
        ada.page.get_by_label(label, exact=True).fill(value)
    ada.button("Save").click()


def back_in_the_room(ada: Interviewer) -> Any:
    """What the lobby has as the plan, once it is there."""
    ada.page.wait_for_url(re.compile(r"/room/[^/]+/s\d+$"))
    ada.until(lambda view: view is not None and view["schedule"] is not None)
    return ada.state()["schedule"]


def said(at: datetime, zone: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B} {there:%Y}, {there:%H:%M}"


def planned(people: People, **options: Any) -> Interviewer:
    """Ada is in Berlin, has an interview, and is about to say when it begins."""
    ada = people.come(Interviewer, "Ada", timezone_id=BERLIN, **options).starts_an_interview()
    ada.link("Plan a time").click()
    expect(ada.page.get_by_label("Time zone")).to_have_value(BERLIN)
    return ada


def test_two_time_zones_and_an_hour_that_comes_twice(people: People, tmp_path: Path) -> None:
    """Asked which one, Ada means the second; Kim reads that instant in both zones, and so does a calendar."""
    ada = planned(people)
    day = next_change(10)
    with ada.forgiving():
        plans(ada, Date=day.isoformat(), Time="02:30")
        ada.sees(f"That time comes twice on this day: clocks in {BERLIN} go back then.")
    examine(ada.page, "schedule-twice")
    ada.page.get_by_role("radio", name="the second").check()
    ada.button("Save").click()
    starts = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
    assert back_in_the_room(ada)["starts_ms"] == starts.timestamp() * 1000

    kim = people.come(Candidate, "Kim", timezone_id=NEW_YORK).open(ada.link_for("candidate"))
    kim.sees(
        re.compile(rf"^{said(starts, NEW_YORK)} \(.*02:30 in {BERLIN}\)$"),
        re.compile(r"^Begins in \d+ days?( \d+ h)?$"),
    )
    examine(kim.page, "invitation-planned")
    (event,) = icalendar.Calendar.from_ical(kim.downloads("Put it into my calendar", tmp_path)).walk("VEVENT")
    assert event["DTSTART"].dt == starts


def test_home_and_report_are_in_the_readers_zone(people: People) -> None:
    """Whatever the browser's language: a start with the planner's clock beside it, and what is over by the reader's."""
    ada = planned(people)
    starts = datetime(datetime.now(UTC).year + 1, 6, 1, 8, 30, tzinfo=UTC)
    plans(ada, Date=starts.date().isoformat(), Time="10:30")
    back_in_the_room(ada)
    kim = people.come(Candidate, "Kim", timezone_id="Asia/Tokyo", locale="de-DE").join(ada.link_for("candidate"))
    kim.open("/").sees(f"{said(starts, 'Asia/Tokyo')} (10:30 in {BERLIN})")
    ada.begins().asks()
    ada.ends()
    before = datetime.now(UTC)
    ada.releases()
    kim.link("Resume").click()
    kim.link("Read the report").click()
    released = kim.page.locator("dd").filter(has_text="released").locator("time")
    here = [before + timedelta(minutes=late) for late in (0, 1)]
    expect(released).to_have_text(re.compile("|".join(said(at, "Asia/Tokyo").partition(" ")[2] for at in here)))
    expect(released).to_have_attribute("title", re.compile("UTC$"))


def test_an_hour_that_does_not_exist(people: People) -> None:
    """The hour that the clocks leave out is refused in a sentence, and nothing that was given is lost."""
    ada = planned(people)
    with ada.forgiving():
        plans(ada, Date=next_change(3).isoformat(), Time="02:30")
        ada.sees(f"That time does not exist on this day: clocks in {BERLIN} go forward then.")
    expect(ada.page.get_by_label("Time", exact=True)).to_have_value("02:30")
    plans(ada, Time="03:30")
    assert back_in_the_room(ada)["zone"] == BERLIN


def test_the_invitation_counts_down_and_says_when_it_is_time(people: People) -> None:
    """In seconds at the end, aloud once it is time; who is in the planner's zone reads it once."""
    ada = planned(people)
    starts = (datetime.now(ZoneInfo(BERLIN)) + timedelta(days=2)).replace(second=0, microsecond=0)
    plans(ada, Date=f"{starts:%Y-%m-%d}", Time=f"{starts:%H:%M}")
    back_in_the_room(ada)
    kim = people.come(Candidate, "Kim", timezone_id=BERLIN)
    kim.page.clock.install(time=starts - timedelta(minutes=2))
    kim.open(ada.link_for("candidate"))
    kim.sees(re.compile(r"^Begins in [12] min( \d+ s)?$"), said(starts, BERLIN)).sees_not(re.compile(" in Europe"))
    kim.page.clock.fast_forward("02:05")
    kim.sees("It is time.")
    expect(kim.page.get_by_role("status").filter(has_text="take your seat")).to_have_count(1)
