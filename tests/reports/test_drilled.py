"""The report of a strict drill: one person, what they wrote, every model answer, and nobody's judgement."""

from __future__ import annotations

import json

import pytest

from tests.core.canaries import canary
from tests.core.solo import Solo
from tests.reports.stage import Played

OF_OTHERS = ("nterviewer", "andidate", "bserver", "Marks", "Feedback", "eleased", "Asked by", "Help", "somebody else")


@pytest.fixture
def solo(played: Played) -> Solo:
    """A drill in which q1 was answered, q2 put aside, and q3 is open; it stands where `played` did."""
    solo = Solo().to("live")
    solo.wait(12)
    solo.soloist.submit()
    solo.soloist.ask()
    solo.soloist.skip()
    solo.soloist.ask()
    played.take(solo, {"answer:1": "What I wrote"})
    return solo


def ended(played: Played, solo: Solo) -> None:
    solo.soloist.end()
    played.hold()


def test_before_the_end_there_is_none(played: Played, solo: Solo) -> None:
    """Page, files and log say that the drill is not over, and nothing of any question."""
    browser = played.browser("s1")
    page = browser.get(played.path("s1")).get_data(as_text=True)
    assert "The drill is not over" in page
    files = [browser.get(played.path("s1", below)) for below in ("report.md", "report.json", "log.jsonl")]
    assert [file.status_code for file in files] == [403, 403, 403]
    said = page + "".join(file.get_data(as_text=True) for file in files)
    assert "CANARY" not in said
    assert not any(word in page for word in OF_OTHERS)


def test_after_the_end_it_is_there_at_once(played: Played, solo: Solo) -> None:
    """The page has each question with its model answers and what was written, and a way to practise again."""
    ended(played, solo)
    page = played.browser("s1").get(played.path("s1")).get_data(as_text=True)
    assert "What I wrote" in page
    assert all(canary(what, "q1") in page for what in ("prompt", "guidance", "answer", "example", "point0"))
    assert canary("prompt", "q4") not in page
    assert 'href="/drill"' in page
    assert not [word for word in OF_OTHERS if word in page]
    assert "missed" not in page


def test_it_can_be_kept(played: Played, solo: Solo) -> None:
    """Markdown, JSON and the log can be had by who drilled; they speak of nobody else, and of no help."""
    ended(played, solo)
    browser = played.browser("s1")
    text = browser.get(played.path("s1", "report.md")).get_data(as_text=True)
    assert text.startswith("# Practice: report\n\n- **Drill:**")
    assert "What I wrote" in text
    assert not [word for word in OF_OTHERS if word in text]
    assert browser.get(played.path("s1", "report.json")).get_json()["role"] == "soloist"
    log = [json.loads(line) for line in browser.get(played.path("s1", "log.jsonl")).get_data().splitlines()]
    assert [event["type"] for line in log for event in line.get("events", ())][-2:] == ["ended", "released"]
