"""Marks into one's schedule: what a report says becomes reviews, once, and nothing of what it withholds is copied."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy.orm import Session

from server import db
from server.bank.deck import Deck
from server.bank.models import DeckRecord
from server.core.content import Question
from server.drill import drills
from server.drill.drills import Body
from server.drill.models import CardRecord, ReviewRecord
from server.people import persons
from server.people.models import Person
from server.reports import archive
from server.settings import Settings
from tests.core.canaries import CANARY
from tests.core.solo import Solo
from tests.reports.stage import ID, Played
from tests.website import Browser

PRESS = f"/room/{ID}/s2/report"
MARKS = f"{PRESS}/marks"


@pytest.fixture
def played(app: Flask, settings: Settings) -> Played:
    """An interview that has ended: q1 was asked, its guidance shown, and marked 3 and 1; not released."""
    with app.app_context():
        owner = persons.operator()
    played = Played(app, settings, owner)
    played.play()
    return played


@pytest.fixture
def kim(played: Played) -> Browser:
    """The candidate, of the released report."""
    played.release()
    return played.browser("s2")


def presses(browser: Browser, **fields: str) -> Any:
    answer = browser.submit(PRESS, MARKS, fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer


def page(browser: Browser, path: str = PRESS) -> str:
    return str(browser.get(path).get_data(as_text=True))


def rows(app: Flask, table: Any) -> list[Any]:
    def work(session: Session) -> list[Any]:
        return [dict(row._mapping) for row in session.execute(sqlalchemy.select(table.__table__))]

    with app.app_context():
        return db.transact(work)


def copied(app: Flask) -> list[Question]:
    """The questions of all decks that are kept."""
    decks = [msgspec.json.decode(row["body"], type=Deck) for row in rows(app, DeckRecord) if not row["deleted_ms"]]
    return [question for deck in decks for question in deck.questions]


@pytest.mark.both_databases
def test_one_press_makes_a_review(app: Flask, kim: Browser) -> None:
    """Marks of 3 and 1 after guidance are a Hard; the page says so before, and when it comes back after."""
    before = page(kim)
    assert "Put it into my schedule" in before
    assert "3 after guidance" not in before, "help is said once for marks in a row"
    assert "3, 1 after guidance" in before
    assert "Hard" in before
    assert presses(kim).location.endswith("/report#into-schedule")
    (review,) = rows(app, ReviewRecord)
    assert {name: review[name] for name in ("id", "drill_id", "place", "grade", "help", "answering", "undone_ms")} == {
        "id": f"report:{ID}:1",
        "drill_id": ID,
        "place": 1,
        "grade": 2,
        "help": "after guidance",
        "answering": "typed",
        "undone_ms": None,
    }
    after = page(kim)
    assert "One is due today." in after or "One is due tomorrow." in after
    assert "Put it into my schedule" not in after
    assert "Take out of my schedule again" in after


@pytest.mark.both_databases
def test_pressed_on_two_devices_at_once_it_is_there_once(app: Flask, kim: Browser, played: Played) -> None:
    """A double click, and the same person on two devices: one review, one copied question, one deck."""
    page(kim)
    kim.get("/drill", headers={"Sec-Fetch-Dest": "document"})  # makes them somebody
    tablet = played.browser("s2")
    cookie = kim.client.get_cookie("greenroom_person")
    assert cookie is not None
    tablet.client.set_cookie("greenroom_person", cookie.value)
    together = threading.Barrier(4)
    answers: list[int] = []

    def press(cookies: Browser) -> None:
        mine = Browser(app)
        for path in ("/", f"/room/{ID}/s2"):
            for name in ("greenroom_person", "greenroom_seat"):
                if found := cookies.client.get_cookie(name, path=path):
                    mine.client.set_cookie(name, found.value, path=path)
        token = page(mine).split('name="csrf_token" value="')[1].split('"')[0]
        together.wait()
        answers.append(mine.post(MARKS, data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=(browser,)) for browser in (kim, kim, tablet, tablet)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert [row["id"] for row in rows(app, ReviewRecord)] == [f"report:{ID}:1"]
    assert [row["reviews"] for row in rows(app, CardRecord)] == [1]
    assert [row["title"] for row in rows(app, DeckRecord)] == ["From my interviews"]
    assert len(copied(app)) == 1


@pytest.mark.parametrize("answers", [True, False])
def test_what_the_report_withholds_is_not_copied(answers: bool, app: Flask, played: Played) -> None:
    """With the answers kept back the copy has the prompt and the guidance that was shown, and no other canary."""
    played.room.wait(60)
    played.room.lead.release(show_answers=answers)
    played.hold()
    kim = played.browser("s2")
    presses(kim)
    text = "".join(str(row) for table in (DeckRecord, ReviewRecord, CardRecord) for row in rows(app, table))
    found = {each.removesuffix(".q1").removeprefix("CANARY.") for each in CANARY.findall(text)}
    shown = {"title", "prompt", "guidance"}
    assert found == shown | ({"answer", "example", "point0", "point1", "point2"} if answers else set())
    assert "NOTE" not in text
    (question,) = copied(app)
    assert (bool(question.answer), len(question.points), question.topics) == (answers, 3 * answers, ())


def test_before_the_release_there_is_nothing_to_press(app: Flask, played: Played) -> None:
    """No section, no answer to a press, and nothing is stored."""
    kim = played.browser("s2")
    assert "Into your schedule" not in page(kim)
    assert kim.post(MARKS, json={}).status_code == 404
    assert rows(app, DeckRecord) == rows(app, ReviewRecord) == []


def test_who_was_not_asked_has_no_section(app: Flask, kim: Browser, played: Played) -> None:
    """Interviewers and who watched can't take somebody's marks into a schedule of theirs."""
    for seat in ("s1", played.second.id, played.observer.id):
        browser = played.browser(seat)
        assert "Into your schedule" not in page(browser, played.path(seat))
        assert browser.post(played.path(seat, "report/marks"), json={}).status_code == 404
    assert rows(app, ReviewRecord) == []


def test_looking_makes_nobody_pressing_does(app: Flask, kim: Browser) -> None:
    """A candidate who came by a link alone is somebody from the press on."""
    people = len(rows(app, Person))
    page(kim)
    assert len(rows(app, Person)) == people
    presses(kim)
    assert len(rows(app, Person)) == people + 1
    assert "From my interviews" in page(kim, "/decks")


def test_a_question_of_ones_own_is_not_copied(app: Flask, kim: Browser) -> None:
    """The same prompt in a deck of theirs is the question that is scheduled, whatever its answer says there."""
    prompt = "CANARY.title.q1\n\nCANARY.prompt.q1"
    other = {"id": "other", "prompt": "CANARY.title.q1\n\nSomething else"}
    deck = kim.keeps({"title": "Mine", "questions": [other, {"id": "own", "prompt": prompt, "answer": "My words"}]})
    presses(kim)
    (review,) = rows(app, ReviewRecord)
    assert (review["deck_id"], review["question_id"]) == (deck, "own")
    assert [row["title"] for row in rows(app, DeckRecord)] == ["Mine"]


@pytest.mark.both_databases
def test_it_can_be_taken_back_and_done_again(app: Flask, kim: Browser) -> None:
    """Taken back, the question has no card; pressed again there is one review of it, in the same copy."""
    presses(kim)
    presses(kim, do="undo")
    assert rows(app, CardRecord) == []
    assert "Put it into my schedule" in page(kim)
    presses(kim)
    (review,) = rows(app, ReviewRecord)
    assert review["undone_ms"] is None
    assert len(copied(app)) == len(rows(app, CardRecord)) == 1


def test_a_deck_that_was_deleted(app: Flask, kim: Browser) -> None:
    """The page says that the question will not be asked; taken back and put in again, it is copied anew."""
    presses(kim)
    (deck,) = rows(app, DeckRecord)
    kim.submit(f"/decks/{deck['id']}", f"/decks/{deck['id']}/delete")
    assert "A question is not in your decks any more" in page(kim)
    presses(kim)
    assert copied(app) == []
    presses(kim, do="undo")
    presses(kim)
    assert len(copied(app)) == 1
    (review,) = rows(app, ReviewRecord)
    assert review["deck_id"] != deck["id"]
    assert "not in your decks any more" not in page(kim)


def test_the_press_is_for_ones_own_copy_too(app: Flask, kim: Browser, played: Played) -> None:
    """From a copy that was kept one comes back to that copy."""
    with app.app_context():
        assert archive.archive(ID, played.parked())
    released_ms = played.interview.released_ms
    copy = f"{PRESS}?released={released_ms}"
    answer = kim.submit(copy, f"{MARKS}?released={released_ms}")
    assert answer.location.endswith(f"/report?released={released_ms}#into-schedule")
    assert len(rows(app, ReviewRecord)) == 1


@pytest.fixture
def solo(app: Flask, played: Played) -> Browser:
    """Who drilled alone: q1 answered, q2 put aside, q3 answered, q2 again; the report is there."""
    drill = Solo().to("live")
    for put_aside in (False, True, False):
        drill.wait(12)
        drill.soloist.skip() if put_aside else drill.soloist.submit()
        drill.soloist.ask()
    drill.soloist.end()
    played.take(drill)
    browser = played.browser("s1")
    browser.get("/drill", headers={"Sec-Fetch-Dest": "document"})
    order = tuple(("flask", id) for id in ("what-flask-is", "second", "third", "fourth"))
    with app.app_context():
        (person_id,) = [row["id"] for row in rows(app, Person) if row["id"] != persons.OPERATOR]
        drills.start(person_id, Body("Strict", order), id=ID)
    return browser


def test_a_soloist_grades_each_question(app: Flask, played: Played, solo: Browser) -> None:
    """What they give is the review at its place of the drill, of the deck's own question; blanks are none."""
    path = played.path("s1")
    shown = page(solo, path)
    rounds = [round.id for round in played.interview.rounds]
    asked = {round.id: round.question for round in played.interview.rounds if round.state != "skipped"}
    assert [f'name="grade-{round}"' in shown for round in rounds] == [round in asked for round in rounds]
    first, second, *_ = asked
    given = {f"grade-{first}": "3", f"grade-{second}": "9"}
    assert solo.submit(path, f"{path}/marks", given).status_code == 303
    (review,) = rows(app, ReviewRecord)
    assert (review["deck_id"], review["question_id"], review["place"]) == ("flask", "what-flask-is", 0)
    assert (review["grade"], review["help"], review["drill_id"]) == (3, "unaided", ID)
    assert solo.submit(path, f"{path}/marks", {f"grade-{first}": "1", f"grade-{second}": "1"}).status_code == 303
    assert [(row["place"], row["grade"]) for row in rows(app, ReviewRecord)] == [
        (0, 3),
        (int(asked[second][1:]) - 1, 1),
    ]
    assert [row["title"] for row in rows(app, DeckRecord)] == []
