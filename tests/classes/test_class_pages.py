"""The pages of a class: made, filled, changed and ended by its coach, and by nobody else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from server.classes import classes
from server.classes.classes import Class, Place
from tests.website import Browser, StandIn

pytestmark = pytest.mark.both_databases


class Coach:
    """Somebody with a class."""

    def __init__(self, app: Flask, browser: Browser, names: str, **fields: str) -> None:
        self.app = app
        self.browser = browser
        form = {"title": "Evening", "names": names, "deck": "flask", "swap": "yes", **fields}
        answer = browser.submit("/classes/new", "/classes", form)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.path = str(answer.location)

    @property
    def klass(self) -> Class:
        with self.app.app_context():
            row = classes.by_code(self.code, 0) if self.code else None
        assert row
        return row

    @property
    def code(self) -> str:
        found = re.search(r'code-word">(\w{6})<', self.page())
        return found[1] if found else ""

    def page(self) -> str:
        return str(self.browser.get(self.path).get_data(as_text=True))

    def student(self, name: str) -> Place:
        return next(each for each in self.klass.students if each.name == name)

    def does(self, do: str, rev: int | None = None, **fields: Any) -> Any:
        form = {"do": do, "rev": str(self.klass.rev if rev is None else rev), **fields}
        return self.browser.submit(self.path, self.path, form)


MakeCoach = Callable[..., Coach]


@pytest.fixture
def coach(app: Flask, host: Browser) -> MakeCoach:
    return lambda names="Ada,Kim\nBo,Li,\nVi", **fields: Coach(app, host, names, **fields)


def comes_in(browser: Browser, coach: Coach, name: str) -> Any:
    page = f"/c/{coach.code}"
    return browser.submit(page, page, {"student": coach.student(name).place})


def test_a_class_is_made_with_its_rooms(coach: MakeCoach, host: Browser) -> None:
    """A room for each pair, the one left over watches; the list has the class, and its page the rooms and the code."""
    made = coach()
    page = made.page()
    assert page.count("Room ") == 2
    assert {each.name: each.seat_id for each in made.klass.students} == {
        "Ada": "s1", "Kim": "s2", "Bo": "s1", "Li": "s2", "Vi": "s3",
    }  # fmt: skip
    assert "Evening" in host.get("/classes").get_data(as_text=True)


def test_names_come_from_a_file(app: Flask, host: Browser) -> None:
    """As spreadsheets save it: UTF-8 with its mark, UTF-16, or what Windows wrote."""
    for text, encoding in (("Ada;Kïm\n", "utf-8-sig"), ("Ada\tKïm\n", "utf-16"), ("Ada;Kïm\n", "cp1252")):
        made = Coach(app, host, "", file=(io.BytesIO(text.encode(encoding)), "names.csv"))  # type: ignore[arg-type]
        assert [each.name for each in made.klass.students] == ["Ada", "Kïm"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"names": "Ada"}, "at least two names"), ({"title": " "}, "Give the class a name"),
     ({"names": "\n".join(f"n{n}" for n in range(5000))}, "5000 names"),
     ({"deck": "nobodys"}, "Choose one of your decks"),
     ({"minutes-1": "0"}, "minutes-1-error"), ({"names": "a,b,c"}, "3 columns")],
)  # fmt: skip
def test_what_makes_no_sense_is_said(host: Browser, fields: dict[str, str], sentence: str) -> None:
    """The form comes back with what was given and a sentence."""
    form = {"title": "Evening", "names": "Ada\nKim", "deck": "flask", **fields}
    answer = host.submit("/classes/new", "/classes", form)
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)
    assert form["names"][:40] in answer.get_data(as_text=True)


def test_a_student_picks_their_name_and_sits(coach: MakeCoach, guest: Browser, live: StandIn) -> None:
    """By code and name, without another question; the name is taken then, and who has it comes back by one press."""
    made = coach()
    answer = guest.submit("/c", "/c", {"code": f" {made.code[:3].lower()}-{made.code[3:].lower()} "})
    assert answer.location == f"/c/{made.code}"
    answer = comes_in(guest, made, "Ada")
    ada = made.student("Ada")
    assert answer.location == f"/room/{ada.interview_id}/s1"
    assert guest.get(answer.location).status_code == 200
    held = live.hold(ada.interview_id or "")
    assert held
    seat = held.interview.seat("s1")
    assert seat
    assert (seat.name, seat.joined) == ("Ada", True)
    assert "back to my seat" in guest.get(f"/c/{made.code}").get_data(as_text=True)
    assert comes_in(guest, made, "Ada").location == answer.location


def test_a_taken_name_is_locked_until_the_coach_frees_it(
    coach: MakeCoach, guest: Browser, stranger: Browser, live: StandIn
) -> None:
    """A second one is told so; once it is free they get in, and the first is out."""
    made = coach()
    room = comes_in(guest, made, "Ada").location
    answer = comes_in(stranger, made, "Ada")
    assert answer.status_code == 409
    assert "ask your coach to free it" in answer.get_data(as_text=True)
    assert made.does("free", student=made.student("Ada").place).status_code == 303
    assert guest.get(room).status_code == 404
    assert comes_in(stranger, made, "Ada").location == room
    assert stranger.get(room).status_code == 200
    assert comes_in(guest, made, "Ada").status_code == 409


def test_a_locked_entry_lets_only_those_in_who_were(coach: MakeCoach, guest: Browser, stranger: Browser) -> None:
    """Whoever lost their page gets back; nobody else comes in before it is open again."""
    made = coach()
    room = comes_in(guest, made, "Ada").location
    made.does("lock")
    assert comes_in(guest, made, "Ada").location == room
    assert "closed the entry" in comes_in(stranger, made, "Kim").get_data(as_text=True)
    made.does("unlock")
    assert comes_in(stranger, made, "Kim").status_code == 303


def test_absent_ones_late_ones_and_moves(coach: MakeCoach, guest: Browser, stranger: Browser) -> None:
    """Who is left alone is paired with another; who comes late gets a room; who is moved is out of the old one."""
    made = coach("Ada,Kim\nBo,Li")
    old = comes_in(guest, made, "Ada").location
    made.does("absent", student=made.student("Kim").place)
    assert "Tell them that you are here" in comes_in(stranger, made, "Kim").get_data(as_text=True)
    made.does("add", name="Vi")
    assert made.student("Vi").interview_id is None
    made.does("pair")
    ada, vi = made.student("Ada"), made.student("Vi")
    assert ada.interview_id == vi.interview_id
    assert {ada.seat_id, vi.seat_id} == {"s1", "s2"}
    bo = made.student("Bo")
    made.does("move", student=ada.place, room=bo.interview_id)
    ada = made.student("Ada")
    assert (ada.interview_id, ada.seat_id) == (bo.interview_id, "s4")
    assert guest.get(old).status_code == 404
    assert comes_in(guest, made, "Ada").location == f"/room/{bo.interview_id}/s4"
    made.does("present", student=made.student("Kim").place)
    assert comes_in(stranger, made, "Kim").status_code == 409
    made.does("pair")
    assert comes_in(stranger, made, "Kim").status_code == 303


def test_who_has_not_seen_the_class_as_it_is_changes_nothing(coach: MakeCoach) -> None:
    """Two tabs or two coaches: the second is told, and sees the newer."""
    made = coach()
    before = made.klass.rev
    made.does("lock", rev=before)
    answer = made.does("unlock", rev=before)
    assert answer.status_code == 409
    assert "has changed meanwhile" in answer.get_data(as_text=True)
    assert made.klass.locked


def test_the_timeline_drives_every_room(coach: MakeCoach, guest: Browser, stranger: Browser, live: StandIn) -> None:
    """A part that starts the rooms starts those that can, and says where it could not, and why."""
    made = coach()
    for browser, name in ((guest, "Ada"), (stranger, "Kim")):
        comes_in(browser, made, name)
    made.does("next")
    room = made.student("Ada").interview_id or ""
    held = live.hold(room)
    assert held
    assert held.interview.phase
    assert held.interview.phase.name == "Prepare"
    made.does("next")
    held = live.hold(room)
    assert held
    assert held.interview.status == "live"
    assert "Not in Bo, Li, Vi: No candidate has taken their seat yet" in made.page()
    made.does("extend")
    for _ in range(4):
        made.does("next")
    held = live.hold(room)
    assert held
    assert held.interview.status == "wrapup"
    assert [seat.role for seat in held.interview.seats[:2]] == ["candidate", "interviewer"]


def test_a_code_dies_with_its_class(coach: MakeCoach, guest: Browser) -> None:
    """After the end nobody comes in; the interviews remain, for who sits in them."""
    made = coach()
    code = made.code
    room = comes_in(guest, made, "Ada").location
    made.does("end")
    answer = guest.get(f"/c/{code}")
    assert answer.status_code == 404
    assert "No class has that code" in answer.get_data(as_text=True)
    assert guest.get(room).status_code == 200
    assert "This class is over" in made.page()


def test_who_guesses_codes_waits(coach: MakeCoach, guest: Browser) -> None:
    """After twenty wrong ones also the right one has to wait, for a minute at most; sixty right ones never do."""
    made = coach()
    code = made.code
    for _ in range(60):
        assert guest.get(f"/c/{code}").status_code == 200
    for number in range(20):
        assert guest.get(f"/c/WRNG{number:02}").status_code == 404
    answer = guest.submit("/c", "/c", {"code": code})
    assert answer.status_code == 429
    assert "Wait" in answer.get_data(as_text=True)


def test_a_class_is_nobody_elses(coach: MakeCoach, guest: Browser, stranger: Browser) -> None:
    """A student's and a stranger's requests are the same 404 as for what never was."""
    made = coach()
    comes_in(guest, made, "Ada")
    stranger.start()
    for browser in (guest, stranger):
        for page in ("", "/projector", "/now", "/qr.svg", "/wall"):
            assert browser.get(made.path + page).status_code == 404
        assert browser.submit("/forget", made.path, {"do": "lock", "rev": "1"}).status_code == 404


def test_the_projector_is_told_where_the_class_is(coach: MakeCoach, host: Browser) -> None:
    """The code and how many are in, then the phase and when it ends; nothing of questions or people."""
    made = coach()
    before = host.get(f"{made.path}/now").get_json()
    assert before["phase"] is None
    assert (before["code"], before["students"], before["taken"]) == (made.code, 5, 0)
    made.does("next")
    now = host.get(f"{made.path}/now").get_json()
    assert now["phase"] == "Prepare"
    assert now["ends_ms"] > 0
    assert host.get(f"{made.path}/qr.svg").mimetype == "image/svg+xml"
    assert "Ada" not in host.get(f"{made.path}/projector").get_data(as_text=True)
