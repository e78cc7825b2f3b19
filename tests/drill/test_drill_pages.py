"""The pages of drills: what a form starts, what a device is given, and what becomes of what it sends."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select

from server import db
from server.bank import models
from server.bank.deck import Deck
from server.bank.models import DeckRecord
from server.core.content import Content
from server.rooms import parking
from tests.website import Browser

QUESTIONS = [
    {"id": "one", "prompt": "First?", "answer": "It *is*.", "guidance": "Slowly.", "topics": ["a"], "seconds": 60},
    {"id": "two", "prompt": "Second?", "topics": ["b"]},
    {"id": "three", "prompt": "Third?", "topics": ["a", "c"], "points": ["says why"]},
]


@pytest.fixture
def deck(host: Browser) -> str:
    return host.keeps({"title": "Mine", "questions": QUESTIONS})


def started(browser: Browser, **fields: Any) -> str:
    """Start a drill; return its path."""
    answer = browser.submit("/drill", "/drill", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def sheet(browser: Browser, path: str) -> Any:
    """What the page of a drill gives to the device."""
    page = browser.get(path).get_data(as_text=True)
    return json.loads(html.unescape(re.search(r'data-sheet="([^"]*)"', page)[1]))  # type: ignore[index]  # it is there


def grades(browser: Browser, path: str, *acts: dict[str, Any]) -> Any:
    answer = browser.post(f"{path}/reviews", json={"sent_ms": 2, "acts": list(acts)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["outcomes"]


def grade(path: str, place: int, value: int = 3, attempt: int = 1) -> dict[str, Any]:
    id = f"{path.rpartition('/')[2]}-{place}-{attempt}"
    return {"act": "grade", "id": id, "place": place, "at_ms": 1, "grade": value}


def test_a_device_gets_the_questions_whole(host: Browser, deck: str) -> None:
    """Bodies as sanitised HTML, points, times, when each grade brings it back: nothing is left to fetch."""
    given = sheet(host, started(host, deck=deck, order="1-3", answering="typed"))
    assert [each["title"] for each in given["questions"]] == ["First?", "Third?"]
    first = given["questions"][0]
    assert tuple(first[field] for field in ("answer", "guidance", "think_s", "answer_s")) == (
        "<p>It <em>is</em>.</p>",
        "<p>Slowly.</p>",
        30,
        60,
    )
    assert first["back_ms"] == sorted(first["back_ms"])
    assert given["questions"][1]["points"] == ["says why"]
    assert (given["total"], given["answering"], given["graded"], given["tries"]) == (2, "typed", [], {})


def test_twenty_questions_lie_ready_and_more_are_given(host: Browser) -> None:
    """A drill of 24 questions has 20 in its page; the other four are there for the asking."""
    path = started(host, deck="flask", count="24")
    ready = [each["place"] for each in sheet(host, path)["questions"]]
    assert ready == list(range(20))
    more = host.get(f"{path}/questions?from=20").get_json()
    assert [each["place"] for each in more["questions"]] == [20, 21, 22, 23]


def test_topics_choose_questions(host: Browser, deck: str) -> None:
    """Any of the topics ticked is enough."""
    found = sheet(host, started(host, deck=deck, **{"from": "topics"}, topic=["a"]))
    assert {each["title"] for each in found["questions"]} == {"First?", "Third?"}


def test_what_went_worst_comes_as_the_weakest(host: Browser, deck: str) -> None:
    """After a drill the weakest are those that were graded, the worst first among what is taken."""
    path = started(host, deck=deck, order="1-2-3")
    grades(host, path, grade(path, 0, 4), grade(path, 1, 1), grade(path, 2, 3))
    found = sheet(host, started(host, **{"from": "weakest"}, count="1"))
    assert [each["title"] for each in found["questions"]] == ["Second?"]


def test_what_was_failed_is_due_again_the_same_day(host: Browser, deck: str) -> None:
    """A question graded again is what is due; those of other decks that are new fill up the rest."""
    path = started(host, deck=deck, order="2")
    outcome = grades(host, path, grade(path, 0, 1))[0]
    assert outcome["grade"] == 1
    assert "My weakest" in host.get("/drill").get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"deck": "gone"}, "Choose one of your decks"),
        ({"deck": "flask", "from": "topics"}, "Tick at least one topic."),
        ({"from": "weakest"}, "There is nothing to go by yet"),
        ({"deck": "flask", "count": "0"}, "Give a whole number from 1 to 200"),
        ({"deck": "flask", "think_s": "soon"}, "Give a whole number"),
        ({"deck": "flask", "order": "1-1"}, "The order in this link does not fit"),
        ({"deck": "flask", "order": "99"}, "The order in this link does not fit"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(host: Browser, fields: dict[str, str], sentence: str) -> None:
    """The menu comes back with what was given and what to do."""
    answer = host.submit("/drill", "/drill", fields)
    assert answer.status_code == 400
    assert sentence in html.unescape(answer.get_data(as_text=True))


def test_an_empty_deck_says_what_to_do(app: Flask, host: Browser, deck: str) -> None:
    """A deck without questions starts nothing, and says how it gets some."""
    with app.app_context():
        owner = db.transact(lambda session: session.scalar(select(DeckRecord.person_id).where(DeckRecord.id == deck)))
        empty = models.store(owner, Deck(title="Empty"))
    answer = host.submit("/drill", "/drill", {"deck": empty})
    assert answer.status_code == 400
    assert "This deck has no questions yet" in answer.get_data(as_text=True)


def test_a_link_with_an_order_starts_the_same_drill(host: Browser, guest: Browser) -> None:
    """The summary's link gives anybody who has the deck the same questions in the same order."""
    path = started(host, deck="flask", count="3")
    grades(host, path, grade(path, 0))
    page = html.unescape(host.get(f"{path}/summary").get_data(as_text=True))
    link, order = re.findall(r'href="(/drill\?deck=flask&order=([\d-]+))"', page)[0]
    assert "Start with these" in guest.get(link).get_data(as_text=True)
    titles = [each["title"] for each in sheet(host, path)["questions"]]
    again = sheet(guest, started(guest, deck="flask", order=order))
    assert [each["title"] for each in again["questions"]][1:] == titles


def test_a_question_dropped_meanwhile_is_left_out_and_its_grade_still_counts(host: Browser, deck: str) -> None:
    """A deck that was deleted leaves places that are gone; what was graded on a device without a line is kept."""
    path = started(host, deck=deck, order="1-2-3")
    host.submit(f"/decks/{deck}", f"/decks/{deck}/delete", {})
    given = sheet(host, path)
    assert (given["questions"], given["gone"]) == ([], [0, 1, 2])
    assert grades(host, path, grade(path, 1, 2))[0]["grade"] == 2
    assert "not in its deck any more" in host.get(f"{path}/summary").get_data(as_text=True)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"sent_ms": 1, "acts": [{"act": "steal"}]}', b'{"sent_ms": -1, "acts": []}',
     b'{"sent_ms": 1, "acts": [{"act": "grade", "id": "x", "place": 0, "at_ms": 1, "grade": 5}]}'],
)  # fmt: skip
def test_a_queue_that_makes_no_sense_is_refused(host: Browser, body: bytes) -> None:
    """400 with a sentence, and nothing is stored."""
    path = started(host, deck="flask", count="1")
    answer = host.post(f"{path}/reviews", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert sheet(host, path)["graded"] == []


def test_a_drill_is_ended_and_gone_on_with(host: Browser) -> None:
    """Stopping leads to the summary, which leads back."""
    path = started(host, deck="flask", count="2")
    assert host.submit("/drill", f"{path}/end").location == f"{path}/summary"
    assert sheet(host, path)["ended"]
    assert host.submit(f"{path}/summary", f"{path}/end", {"on": "yes"}).location == path
    assert not sheet(host, path)["ended"]


def test_a_drill_lies_ready_once_a_day(host: Browser) -> None:
    """The same drill is laid ready until it is begun; it is in no list before."""
    started(host, deck="flask", count="1")
    first = host.post("/drill/spare", json={}).get_json()["address"]
    assert host.post("/drill/spare", json={}).get_json()["address"] == first
    assert first not in host.get("/drill").get_data(as_text=True)
    grades(host, first, grade(first, 0))
    assert host.post("/drill/spare", json={}).get_json()["address"] != first
    assert first in host.get("/drill").get_data(as_text=True)


def test_nobody_is_made_for_a_spare(host: Browser) -> None:
    """Who has stored nothing gets no drill laid ready, and no cookie."""
    answer = host.post("/drill/spare", json={})
    assert answer.get_json() == {"address": None}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"retention_percent": "99"}, "Give a whole number from 70 to 97"),
        ({"parameters": "1, 2, 3"}, "FSRS 6 has 21 parameters, these are 3"),
        ({"parameters": "one two"}, "Paste numbers only"),
    ],
)
def test_settings_that_make_no_sense_are_said(host: Browser, fields: dict[str, str], sentence: str) -> None:
    """What was pasted stays in its field, with a sentence."""
    answer = host.submit("/drill/settings", "/drill/settings", fields)
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)
    assert next(iter(fields.values())) in answer.get_data(as_text=True)


def test_a_wish_to_remember_more_brings_questions_back_sooner(host: Browser) -> None:
    """The retention wanted is what the page and the schedule reckon by."""
    path = started(host, deck="flask", count="1")
    grades(host, path, grade(path, 0, 4))
    easy = sheet(host, started(host, deck="flask", order="1"))["questions"][0]["back_ms"][3]
    host.submit("/drill/settings", "/drill/settings", {"retention_percent": "97"})
    assert sheet(host, started(host, deck="flask", order="1"))["questions"][0]["back_ms"][3] < easy


def test_a_strict_drill_is_a_room_of_its_own(host: Browser, deck: str) -> None:
    """The form leads into the soloist's seat; the page holds nothing of an answer, and no device runs it."""
    path = started(host, deck=deck, mode="strict", answering="typed")
    assert re.fullmatch(r"/room/[^/]+/s1", path)
    assert "It <em>is</em>" not in host.get(path).get_data(as_text=True)
    drill = path.split("/")[2]
    assert host.get(f"/drill/{drill}").status_code == 302
    assert host.get(f"/drill/{drill}/questions").status_code == 404
    assert host.post(f"/drill/{drill}/reviews", json={"sent_ms": 1, "acts": []}).status_code == 404


def test_a_strict_drill_of_several_decks_keeps_their_questions_apart(app: Flask, host: Browser, deck: str) -> None:
    """Two decks may have a question of the same id: each is asked as what it is."""
    other = host.keeps({"title": "Other", "questions": [{"id": "one", "prompt": "Another first?"}]})
    for each in (deck, other):
        path = started(host, deck=each, order="1")
        grades(host, path, grade(path, 0, 2))
    path = started(host, **{"from": "weakest"}, mode="strict")
    with app.app_context():
        parked = parking.parked(path.split("/")[2])
    assert parked is not None
    content = msgspec.json.decode(parked.content, type=Content)
    assert sorted(each.prompt for each in content.questions) == ["Another first?", "First?"]
    assert [each.id for each in content.questions] == ["q1", "q2"]
