"""Interviews from one template side by side."""

from __future__ import annotations

import re

from server.core import commands as c
from tests.saved.play import do, join, keep
from tests.saved.test_templates import IDS, save, text
from tests.website import Browser, StandIn

CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def started(host: Browser, template: str) -> str:
    """Start an interview from the template; return its id."""
    return str(host.submit(template, f"{template}/interviews").location.split("/")[2])


def mark(round: int, dimension: str, value: int) -> c.SetMark:
    return c.SetMark(round=round, dimension=dimension, value=value)


def tables(page: str) -> list[list[list[str]]]:
    """Return each table as rows of the words in their cells."""
    return [
        [
            [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in CELL.findall(row)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table.*?</table>", page, re.DOTALL)
    ]


def test_before_an_interview_has_ended_there_is_nothing_to_compare(
    host: Browser, guest: Browser, live: StandIn
) -> None:
    """The page says what will be here; what is going on is not."""
    template = save(host)
    assert "Nothing to compare yet" in text(host, f"{template}/compare")
    interview = started(host, template)
    join(host, guest, interview)
    do(live, interview, c.Start(), c.Ask())
    assert "Nothing to compare yet" in text(host, f"{template}/compare")


def test_interviews_stand_side_by_side(host: Browser, guest: Browser, stranger: Browser, live: StandIn) -> None:
    """A row for each: means, spread, how many are marked, help; each question's marks beneath; what is not marked is
    said and never a number."""
    template = save(host, **{"order_of": "flask", f"order-{IDS[0]}": "1", f"order-{IDS[1]}": "2"})
    for visitor, name, deep in ((guest, "Kim", 1), (stranger, "Sam <i>", 4)):
        interview = started(host, template)
        join(host, visitor, interview, name)
        do(live, interview, c.Start(), c.Ask(), mark(1, "depth", deep), mark(1, "correctness", 3))
        do(live, interview, c.Ask(), c.RevealStage(stage="guidance"), mark(2, "depth", 2), c.End())
        do(live, interview, mark(1, "depth", 2), seat="s2")  # of oneself, which is no interviewer's
        if visitor is guest:
            do(live, interview, c.Release())
        keep(live, interview)
    # In the wrap-up, marks come after the archive.
    do(live, interview, mark(2, "communication", 4))
    page = text(host, f"{template}/compare")
    assert "Sam &lt;i&gt;" in page
    overall, first, second = tables(page)
    assert overall[0] == ["Interview", "Communication", "Correctness", "Depth", "Overall", "Help"]
    sam, kim = overall[1:]
    assert "not released" in sam[0]
    assert "not released" not in kim[0]
    assert "marks missing" in sam[0]
    assert sam[1:] == [
        "4.0 1 of 2 marked", "3.0 1 of 2 marked", "3.0 2 to 4, 2 of 2 marked", "3.2 2 to 4, 4 of 6 marked",
        "1 unaided, 1 after guidance",
    ]  # fmt: skip
    assert kim[1:] == [
        "not marked", "3.0 1 of 2 marked", "1.5 1 to 2, 2 of 2 marked", "2.0 1 to 3, 3 of 6 marked",
        "1 unaided, 1 after guidance",
    ]  # fmt: skip
    assert [row[3] for row in first[1:]] == ["4", "1"]
    assert [row[5] for row in second[1:]] == ["after guidance", "after guidance"]


def test_only_interviews_from_this_template(host: Browser, guest: Browser, live: StandIn) -> None:
    """Again with somebody else belongs to it, the same people's next questions and other interviews do not."""
    template = save(host)
    first = started(host, template)
    page = f"/interviews/{first}/again"
    made = [first, host.start()]
    made += [host.submit(page, page, {"with": how}).location.split("/")[2] for how in ("others", "same")]
    for name, interview in zip(("From it", "Not from it", "Others", "Same"), made, strict=True):
        join(host, guest, interview, name)
        do(live, interview, c.Start(), c.Ask(), c.End())
        keep(live, interview)
    rows = tables(text(host, f"{template}/compare"))[0][1:]
    assert {row[0].split(" 20")[0].rsplit(" ", 2)[0] for row in rows} == {"From it", "Others"}


def test_another_interviewers_marks_stay_theirs_until_the_release(
    host: Browser, guest: Browser, stranger: Browser, live: StandIn
) -> None:
    """The comparison shows what the report shows, then the spread of all; who was only interviewed is not in it."""
    template = save(host)
    interview = started(host, template)
    join(host, guest, interview)
    do(live, interview, c.Invite(role="interviewer"))
    join(host, stranger, interview, "Barbara", "s3")
    do(live, interview, c.Start(), c.Ask(), mark(1, "depth", 4))
    do(live, interview, mark(1, "depth", 2), seat="s3")
    do(live, interview, c.End())
    keep(live, interview)
    row = tables(text(host, f"{template}/compare"))[0][1]
    assert row[3] == "4"
    do(live, interview, c.Release())
    keep(live, interview)
    row = tables(text(host, f"{template}/compare"))[0][1]
    assert row[3] == "3.0 2 to 4, 2 of 2 marked"


def test_a_deleted_template_takes_no_interview_with_it(host: Browser, live: StandIn) -> None:
    """What was made from it stays, and can be used again."""
    template = save(host)
    interview = started(host, template)
    host.submit(template, f"{template}/delete")
    page = f"/interviews/{interview}/again"
    assert host.submit(page, page, {"with": "others"}).status_code == 303
