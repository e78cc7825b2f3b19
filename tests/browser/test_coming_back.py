"""Both sides can come back: whatever dies, they find the same state, the same clock and the text as it was typed."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import A_MOMENT, Candidate, Person
from tests.system.server_process import ServerProcess

BACK_MS = 3_000


def typing(people: People) -> tuple[Interviewer, Candidate]:
    """A typed interview with half an answer."""
    ada, kim = people.pair(**{"Answers are": "typed"})
    ada.begins().asks()
    ada.begins_answering()
    kim.types("Half a sen")
    return ada, kim


def typed(person: Person, text: str, timeout_ms: float = 5_000) -> None:
    """The interviewer reads this text."""
    expect(person.page.locator(".typed").first).to_have_text(text, timeout=timeout_ms)


def test_a_refresh_in_the_middle_of_a_word(people: People) -> None:
    """Nothing of what was typed is lost or doubled, however early the page went; the clock goes on where it is."""
    ada, kim = typing(people)
    kim.types("tence, cut")
    kim.page.reload()
    kim.has_answer("Half a sentence, cut").has_clock("Answer")
    kim.types(" short").has_saved()
    typed(ada, "Half a sentence, cut short")
    ada.page.reload()
    typed(ada, "Half a sentence, cut short")
    assert abs(ada.seconds_left() - kim.seconds_left()) <= 1


def test_a_second_tab_and_another_device(people: People) -> None:
    """The same seat in two tabs and on a phone: one text; one closed tab of several changes nothing."""
    ada, kim = typing(people)
    link = next(seat["url"] for seat in ada.fetched("links")["seats"] if seat["name"] == "Kim")
    phone = people.come(Candidate, "Kim", viewport={"width": 360, "height": 740}).open(link)
    phone.sees("Welcome back, Kim").button("Continue as Kim").click()
    phone.has_answer("Half a sen").types("tence")
    kim.has_answer("Half a sentence")
    first, kim.page = kim.page, kim.context.new_page()
    kim.open(phone.room()).has_answer("Half a sentence").types(".")
    phone.has_answer("Half a sentence.")
    first.close()
    typed(ada, "Half a sentence.")
    expect(ada.presence_of("Kim")).to_have_text(re.compile("here"))


def test_the_server_is_killed_and_started_again(people: People, server: ServerProcess) -> None:
    """Killed without warning: both say so, typing goes on, and within 3 s of the start both have everything."""
    ada, kim = typing(people)
    ada.notes("Kept through the fall")
    kim.has_saved()
    with ada.forgiving(), kim.forgiving():
        server.kill9()
        for person in (ada, kim):
            person.sees("Connection lost. Trying again; what you typed is kept.")
        kim.types("tence in the dark")
        server.start()
        back_s = time.monotonic()
        typed(ada, "Half a sentence in the dark", BACK_MS)
        kim.sees_not(re.compile("Connection lost"))
        assert time.monotonic() - back_s < BACK_MS / 1000
        expect(ada.page.get_by_label("Your note")).to_have_value("Kept through the fall")
    resumed(ada, kim)


def test_valkey_is_killed(people: People, server: ServerProcess) -> None:
    """The store dies and is started again: nothing that was acknowledged is lost, and all goes on by itself."""
    ada, kim = typing(people)
    kim.has_saved()
    pid = server.valkey_pid()
    with ada.forgiving(), kim.forgiving():
        server.kill9_valkey()
        kim.types("tence without a store")
        while pid_of_valkey(server) in (None, pid):
            kim.page.evaluate(A_MOMENT)
        typed(ada, "Half a sentence without a store", BACK_MS)
        kim.has_saved().has_answer("Half a sentence without a store")
        ada.marks("Depth", 2)
    kim.page.reload()
    kim.has_answer("Half a sentence without a store")


def pid_of_valkey(server: ServerProcess) -> int | None:
    """The process number of its Valkey; None while there is none."""
    try:
        return server.valkey_pid()
    except (FileNotFoundError, ValueError):
        return None


def test_a_lost_interviewer_is_announced(people: People) -> None:
    """Within 5 s of a closed tab the candidate knows, and the clock stands; it runs on when the interviewer says so."""
    ada, kim = typing(people)
    room = ada.room()
    ada.page.close()
    ada.page = ada.context.new_page()
    lost = re.compile("Ada has lost the connection. Stay here: your place and everything so far are kept.")
    kim.sees(lost, within_ms=5_000)
    kim.has_clock("Paused")
    left = kim.seconds_left()
    ada.open(room)
    kim.sees_not(re.compile("Ada has lost the connection")).sees("Ada is back, and resumes the clock.")
    ada.sees("You are back. Resume when you are ready.")
    resumed(ada, kim)
    assert kim.seconds_left() <= left


def resumed(ada: Interviewer, kim: Candidate) -> None:
    """If the clock stands still because somebody was lost, the interviewer lets it run on."""
    if ada.state()["round"]["clock"].get("paused"):
        ada.button("Resume the clock").click()
    kim.has_clock("Answer")
    ada.has_clock("Answer")


def test_a_network_that_dies_without_a_word_is_noticed(people: People) -> None:
    """No goodbye, no reset: within 10 s it is on the screen, and the clock stands still for who was lost."""
    ada, kim = typing(people)
    kim.has_saved()
    kim.wire.fall_silent()
    since = time.monotonic()
    expect(ada.presence_of("Kim")).to_contain_text("connection lost", timeout=12_000)
    assert time.monotonic() - since < 10.5
    ada.has_clock("Paused")
    with kim.forgiving():
        kim.wire.cut()
        kim.wire.speak_again()
        expect(ada.presence_of("Kim")).not_to_contain_text("connection lost")
    ada.sees("Kim is back. Resume when you are ready.")
    kim.sees("You are back; Ada resumes the clock.")
    resumed(ada, kim)
    kim.has_answer("Half a sen")
