"""Candidates: a page per person, for the one who interviewed them; and one about oneself."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, select

from server import db
from server.bank.builtin import builtin
from server.candidates import acquaintances
from server.candidates.models import Acquaintance
from server.drill.merge import merge
from server.rooms.models import InterviewRecord, Participation
from tests.candidates.teacher import Teacher
from tests.website import Browser

pytestmark = pytest.mark.both_databases


def goes(app: Flask, interview: str, seat: str = "s2") -> None:
    """Let a seat be known by no browser: theirs has forgotten it."""
    with app.app_context():
        gone = delete(Participation).where(Participation.interview_id == interview, Participation.seat_id == seat)
        db.transact(lambda session: session.execute(gone) and None)


def test_a_page_per_person(grace: Teacher, guest: Browser) -> None:
    """Two interviews of one browser are one person's: marks over time, what was asked, what to ask next."""
    assert "Nobody yet" in grace.browser.get("/candidates").get_data(as_text=True)
    grace.interviews(guest, mark=1)
    grace.interviews(guest, mark=4)
    assert list(grace.pages()) == ["Kim"]
    page = grace.page("Kim")
    for said in ("Communication", "2.5", "Points missed", "What to ask next", "Asked already", "Side by side"):
        assert said in page


def test_two_interviews_side_by_side(grace: Teacher, guest: Browser) -> None:
    """In figures and question by question, for who asked and for who answered; a sentence where there are not two."""
    one, other = grace.interviews(guest, mark=1), grace.interviews(guest, mark=4, question=1)
    for browser, path in ((grace.browser, grace.pages()["Kim"]), (guest, "/candidates/me")):
        page = browser.get(f"{path}/compare?one={one}&other={other}").get_data(as_text=True)
        for said in ("1.0", "4.0", "Question by question", "What is Flask"):
            assert said in page
        for query in (f"one={one}&other={one}", "one=x", f"one={one}&other=" + "x" * 16, ""):
            assert "Choose two different" in browser.get(f"{path}/compare?{query}").get_data(as_text=True)


def test_an_interview_with_somebody_else_is_in_no_comparison(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Nor is one that another gave."""
    one, foreign = grace.interviews(guest), grace.interviews(stranger, "Bo")
    path = grace.pages()["Kim"]
    assert "Choose two different" in grace.browser.get(f"{path}/compare?one={one}&other={foreign}").get_data(
        as_text=True
    )


def test_two_are_one_person_where_the_interviewer_says_so(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Under the name of the first; and two again, each with the name that is theirs."""
    grace.interviews(guest, "Kim")
    grace.interviews(stranger, "Kimberly")
    assert set(grace.pages()) == {"Kim", "Kimberly"}
    assert grace.joins("Kim", "Kimberly") == 303
    assert list(grace.pages()) == ["Kim"]
    assert grace.page("Kim").count("/report") == 2
    assert grace.says("Kim", "rename", name="Kim L.") == 303
    assert list(grace.pages()) == ["Kim L."]
    assert grace.parts("Kim L.", "Kimberly") == 303
    assert set(grace.pages()) == {"Kim L.", "Kimberly"}
    assert grace.says("Kim L.", "rename", name="") == 303
    assert set(grace.pages()) == {"Kim", "Kimberly"}
    assert grace.joins("Kimberly", "Kim") == 303
    assert list(grace.pages()) == ["Kimberly"]


def test_who_gave_the_name_takes_it_along(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Who is left is called as they call themselves; a name that the interviewer made up stays."""
    grace.interviews(guest, "Kim")
    grace.interviews(stranger, "Kimberly")
    for name, left in (("", {"Kim", "Kimberly"}), ("The tall one", {"Kim", "The tall one"})):
        grace.joins("Kim", "Kimberly")
        if name:
            grace.says("Kim", "rename", name=name)
        grace.parts(name or "Kim", "Kim")
        assert set(grace.pages()) == left


def test_a_third_goes_along(grace: Teacher, guest: Browser, stranger: Browser, somebody: Callable[[], Browser]) -> None:
    """Who was taken for the second is the first's too; the address of the first stays."""
    for name, browser in (("Kim", guest), ("Kimberly", stranger), ("K.", somebody())):
        grace.interviews(browser, name)
    path = grace.pages()["Kim"]
    assert grace.joins("Kimberly", "K.") == 303
    assert grace.joins("Kim", "Kimberly") == 303
    assert grace.pages() == {"Kim": path}
    assert grace.page("Kim").count("/report") == 3
    assert grace.parts("Kim", "K.") == 303
    assert set(grace.pages()) == {"Kim", "K."}


def test_one_browser_may_have_been_two_persons(grace: Teacher, guest: Browser) -> None:
    """One interview is taken out, and put back."""
    one = grace.interviews(guest, "Kim")
    grace.interviews(guest, "Kim")
    other = grace.interviews(guest, "Bo")
    assert list(grace.pages()) == ["Bo"]
    assert grace.says("Bo", "part_in", interview=other) == 303
    assert set(grace.pages()) == {"Bo", "Kim"}
    assert grace.page("Kim").count("/report") == 2
    assert grace.says("Kim", "part_in", interview=other) == 404
    assert grace.says("Bo", "part_in", interview=other) == 400
    assert grace.joins("Kim", "Bo") == 303
    assert grace.page("Kim").count("/report") == 3
    assert one in grace.page("Kim")


def test_what_cannot_be_said(grace: Teacher, guest: Browser) -> None:
    """A name that cannot be seen, somebody taken for themself, one who is met in one way, nothing at all."""
    grace.interviews(guest)
    assert grace.says("Kim", "rename", name="\u200b") == 400
    assert grace.says("Kim", "rename", name="x" * 61) == 400
    assert grace.joins("Kim", "Kim") == 400
    assert grace.says("Kim", "part", way="x" * 16) == 404
    assert grace.says("Kim", "") == 400
    assert list(grace.pages()) == ["Kim"]


def test_without_a_browser_the_name_counts(grace: Teacher, app: Flask, guest: Browser, stranger: Browser) -> None:
    """In any script and spelling, however long it is when it is compared; two of a name in one room are two."""
    long = "\ufdfa" * 60  # eighteen letters each, when folded
    for name in ("Zoë", "ZOË", "Ελένη", "山田 太郎", "محمد", long, long):
        goes(app, grace.interviews(guest, name))
    assert set(grace.pages()) == {"ZOË", "Ελένη", "山田 太郎", "محمد", long}
    assert grace.page("ZOË").count("/report") == 2
    assert grace.says(long, "rename", name="Long") == 303
    assert grace.page("Long").count("/report") == 2
    id = grace.browser.start(name="Grace")
    assert grace.live.hold(id)
    grace.live.add_seat(id, "s3", "candidate")
    links = grace.browser.links(f"/room/{id}/s1")
    guest.join(links["s2"], "Sam")
    stranger.join(links["s3"], "Sam")
    grace.ends(id)
    goes(app, id, "s2")
    goes(app, id, "s3")
    listed = grace.browser.get("/candidates").get_data(as_text=True)
    assert listed.count(">Sam</a>") == 2


def test_who_has_tried_a_link_is_not_who_answered(grace: Teacher, app: Flask, guest: Browser) -> None:
    """An interviewer opens the candidate's link on their own browser, and sends it on: the candidate is who came."""
    first = grace.interviews(guest)
    id = grace.browser.start(name="Grace")
    link = grace.browser.links(f"/room/{id}/s1")["s2"]
    guest.join(link)
    grace.browser.join(link)
    grace.ends(id)
    assert list(grace.pages()) == ["Kim"]
    assert first in grace.page("Kim")
    assert id in grace.page("Kim")


def test_a_candidate_on_two_devices_is_one(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """The browser that one has met before counts, whichever other had the seat as well."""
    grace.interviews(guest)
    for first, second in ((guest, stranger), (stranger, guest)):
        id = grace.browser.start(name="Grace")
        link = grace.browser.links(f"/room/{id}/s1")["s2"]
        first.join(link)
        second.join(link)
        grace.ends(id)
    assert list(grace.pages()) == ["Kim"]
    assert grace.page("Kim").count("/report") == 3


def test_what_two_devices_say_at_once(grace: Teacher, app: Flask, guest: Browser, stranger: Browser) -> None:
    """Each waits for the other; one of them is what is kept."""
    grace.interviews(guest, "Kim")
    grace.interviews(stranger, "Bo")
    with app.app_context():
        owner = db.transact(lambda session: session.scalar(select(InterviewRecord.person_id)))
        assert owner is not None
        kim, bo = sorted(acquaintances.candidates(owner), key=lambda one: one.name, reverse=True)

    def say(number: int) -> None:
        with app.app_context():
            if number % 2:
                acquaintances.rename(owner, kim, f"Name {number}")
            else:
                acquaintances.join(owner, kim, bo)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, range(12)))
    assert len(grace.pages()) == 1
    assert re.fullmatch(r"Kim|Name \d+", next(iter(grace.pages())))


def test_another_interview_with_somebody_known(grace: Teacher, guest: Browser) -> None:
    """The form plans what they were not asked; what they were stands last, with its day. It makes what it shows."""
    grace.interviews(guest)
    path = grace.pages()["Kim"]
    page = grace.browser.get(f"{path}/again?deck=flask").get_data(as_text=True)
    assert "New interview with Kim" in page
    assert page.count("asked on") == 1
    rows = re.findall(r'name="order-([\w-]+)" value="(\d*)"', page)
    asked = builtin().questions[0].id
    assert rows[-1] == (asked, "")
    assert [place for _, place in rows[:6]] == ["1", "2", "3", "4", "5", ""]
    fields = {f"order-{id}": place for id, place in rows} | {"deck": "flask", "order_of": "flask"}
    candidate = path.rpartition("/")[2]
    wrong = grace.browser.submit("/forget", "/interviews", {**fields, "candidate": candidate, "think_s": "x"})
    assert wrong.status_code == 400
    assert wrong.get_data(as_text=True).count("asked on") == 1
    made = grace.browser.submit("/forget", "/interviews", {**fields, "candidate": candidate})
    held = grace.live.hold(made.location.split("/")[2])
    assert held
    assert held.interview.plans["s1"] == tuple(id for id, _ in rows[:5])


def test_another_deck_shows_what_it_has_for_them(grace: Teacher, guest: Browser) -> None:
    """Before anything is made with it: its first questions may be those that they were asked."""
    grace.interviews(guest)
    first = builtin().questions[0].prompt
    deck = grace.browser.keeps(
        {"title": "Mine", "questions": [{"id": "one", "prompt": first}, {"id": "two", "prompt": "B?"}]}
    )
    fields = {"candidate": grace.pages()["Kim"].rpartition("/")[2], "deck": deck, "order_of": "flask"}
    answer = grace.browser.submit("/forget", "/interviews", fields)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert re.findall(r'name="order-([\w-]+)" value="(\d*)"', page) == [("two", "1"), ("one", "2")]
    assert page.count("asked on") == 1


def test_a_form_tells_nothing_of_anothers_candidate(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Their id in the form is no candidate, and the form is that of anybody."""
    grace.interviews(guest)
    path = grace.pages()["Kim"]
    assert stranger.get(f"{path}/again").status_code == 404
    fields = {"candidate": path.rpartition("/")[2], "deck": "flask", "show": "questions"}
    page = stranger.submit("/forget", "/interviews", fields).get_data(as_text=True)
    assert "asked on" not in page
    assert "with Kim" not in page
    assert grace.browser.get(f"{path}/again?deck=" + "x" * 16).status_code == 404


def test_what_to_ask_next_comes_from_ones_own_decks(grace: Teacher, guest: Browser) -> None:
    """Not from one that is deleted, and a question of two decks once."""
    grace.interviews(guest, mark=1)
    topic = builtin().questions[0].topics[0]
    deck = grace.browser.keeps(
        {"title": "Mine", "questions": [{"id": "one", "prompt": "Never asked?", "topics": [topic]}]}
    )
    assert "Never asked?" in grace.page("Kim")
    assert f"{topic}: 1.0 so far" in grace.page("Kim")
    grace.browser.submit(f"/decks/{deck}", f"/decks/{deck}/delete")
    assert "Never asked?" not in grace.page("Kim")


def test_candidates_are_found_by_any_of_their_names(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Whatever accents are typed; and a sentence where nobody has it."""
    grace.interviews(guest, "José")
    grace.interviews(stranger, "Bo")
    grace.says("José", "rename", name="Pepe")
    for name, found in (("jose", {"Pepe"}), ("PEPE", {"Pepe"}), ("b", {"Bo"}), ("", {"Pepe", "Bo"})):
        listed = grace.browser.get(f"/candidates?name={name}").get_data(as_text=True)
        assert set(re.findall(r'<a href="/candidates/\w{16}">([^<]+)</a>', listed)) == found
    assert "Nobody whom you have interviewed" in grace.browser.get("/candidates?name=zzz").get_data(as_text=True)


def test_what_was_said_is_forgotten_with_the_interviews(
    grace: Teacher, app: Flask, guest: Browser, stranger: Browser
) -> None:
    """By the job: of a browser that one shares no interview with any more, of a seat that is gone; not of others."""
    one, other = grace.interviews(guest), grace.interviews(stranger, "Bo")
    third = grace.interviews(stranger, "Bo")
    grace.says("Kim", "rename", name="K.")
    grace.says("Bo", "part_in", interview=third)

    def kept() -> set[str]:
        with app.app_context():
            acquaintances.expire()
            keys = db.transact(lambda session: session.scalars(select(Acquaintance.key)).all())
        return {key.partition(":")[0] for key in keys}

    assert kept() == {"person", "seat"}
    for id, left in ((one, {"seat"}), (third, set()), (other, set())):
        with app.app_context():
            gone = delete(InterviewRecord).where(InterviewRecord.id == id)
            db.transact(lambda session, gone=gone: session.execute(gone) and None)
        assert kept() == left


def test_everybody_about_themself(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """What was released to them, and not before; who has answered nothing is told what will be there."""
    grace.interviews(guest, released=False)
    assert "Nothing yet" in guest.get("/candidates/me").get_data(as_text=True)
    grace.interviews(guest, mark=4)
    page = guest.get("/candidates/me").get_data(as_text=True)
    assert "4.0" in page
    assert "What to ask next" not in page
    assert "Nothing yet" in stranger.get("/candidates/me").get_data(as_text=True)


def test_at_a_glance(grace: Teacher, guest: Browser, stranger: Browser) -> None:
    """Interviews per week, marks, the hardest questions, help, pacing; of those that one gave and no others."""
    assert "Nothing yet" in grace.browser.get("/glance").get_data(as_text=True)
    grace.interviews(guest, mark=2)
    grace.interviews(stranger, "Bo", mark=4)
    page = grace.browser.get("/glance").get_data(as_text=True)
    for said in ("Interviews per week", "3.0", "Hardest questions", "What is Flask", "Help taken", "Pacing"):
        assert said in page
    assert "Nothing yet" in guest.get("/glance").get_data(as_text=True)


def test_nobody_else_sees_it(grace: Teacher, app: Flask, guest: Browser, stranger: Browser) -> None:
    """The candidate, and another who has interviewed the same person, get the 404 of what never was."""
    grace.interviews(guest)
    [path] = grace.pages().values()
    other = Teacher(app, stranger, grace.live)
    other.interviews(guest)
    for browser in (guest, stranger, Browser(app)):
        assert browser.get(path).status_code == 404
        assert browser.get(f"{path}/compare").status_code == 404
        assert browser.submit("/forget", path, {"do": "rename", "name": "x"}).status_code == 404
    theirs = next(iter(other.pages().values())).rpartition("/")[2]
    assert grace.browser.submit("/forget", path, {"do": "join", "same": theirs}).status_code == 404


def test_a_deleted_interview_is_in_no_page(grace: Teacher, guest: Browser) -> None:
    """And back after the undo."""
    one = grace.interviews(guest, mark=1)
    grace.interviews(guest, mark=4)
    grace.browser.submit("/forget", f"/interviews/{one}/delete", {"what": "delete"})
    assert grace.page("Kim").count("/report") == 1
    grace.browser.submit("/forget", f"/interviews/{one}/undo", {"what": "delete"})
    assert grace.page("Kim").count("/report") == 2


def test_browsers_that_become_one_person(
    grace: Teacher, app: Flask, guest: Browser, stranger: Browser, somebody: Callable[[], Browser]
) -> None:
    """Two of a candidate: what was said of one holds for both. Two of an interviewer: what was said goes along."""
    one, other = grace.interviews(guest, "Kim"), grace.interviews(stranger, "Bo")
    bo = grace.pages()["Bo"]
    grace.says("Kim", "rename", name="K.")
    third = grace.interviews(somebody(), "Lin")
    grace.joins("K.", "Lin")

    def becomes(before: tuple[str, str], after: tuple[str, str]) -> None:
        with app.app_context():
            seat = select(Participation.person_id)
            first, second = (
                seat.where(Participation.interview_id == id, Participation.seat_id == place)
                for id, place in (before, after)
            )
            db.transact(lambda session: merge(session, session.scalars(first).one(), session.scalars(second).one()))

    becomes((one, "s2"), (other, "s2"))
    assert list(grace.pages()) == ["K."]
    assert grace.page("K.").count("/report") == 3
    assert grace.browser.get(bo).status_code == 404
    again = Teacher(app, somebody(), grace.live)
    fourth = again.interviews(stranger, "Bo")
    becomes((third, "s1"), (fourth, "s1"))
    assert again.page("K.").count("/report") == 4
