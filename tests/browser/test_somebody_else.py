"""Somebody is missing: a candidate who was removed, and another who comes in their place."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer, Swapper
from tests.browser.people import Candidate


def removes(ada: Interviewer, name: str, among: str) -> None:
    """Remove somebody, found in the list of people."""
    ada.expands(among)
    row = ada.page.locator(".person").filter(has_text=name)
    row.locator("summary").click()
    row.get_by_role("button", name="Remove").click()
    row.get_by_role("button", name="Press again").click()
    expect(row).to_have_count(0)


def test_another_candidate_in_the_lobby(people: People) -> None:
    """With the candidate removed the lobby offers to invite one, with a link of their own."""
    ada, kim = people.pair()
    old = kim.page.url
    removes(ada, "Kim", "More people, and my other devices")
    expect(ada.heading("There is no candidate")).to_be_visible()
    ada.sees_not("Fetching the link")
    ada.button("Invite a candidate").first.click()
    expect(ada.button("Copy the invitation for your candidate")).to_be_visible()
    expect(ada.button("Invite a candidate")).to_have_count(0)
    lee = people.come(Candidate, "Lee").join(ada.link_for("candidate"))
    assert lee.page.url != old
    expect(ada.heading("Lee is here")).to_be_visible()
    ada.begins()


def test_another_candidate_in_the_room(people: People) -> None:
    """A question that nobody can answer leads to an invitation; what the removed one asked for goes with them."""
    ada, kim = people.pair()
    ada.begins().asks()
    kim.signals("A hint, please")
    ada.sees("asks for a hint")
    removes(ada, "Kim", "People and links")
    ada.sees_not("asks for a hint")
    expect(ada.next_step()).to_contain_text("Nobody is here to answer")
    expect(ada.button("Begin answering")).to_have_count(0)
    ada.next_step().click()
    expect(ada.next_step()).to_contain_text("The candidate has not come yet")
    expect(ada.page.locator("#people > summary")).to_be_focused()
    lee = people.come(Candidate, "Lee").join(ada.link_for("candidate"))
    lee.sees("What is Flask, and why is it called a micro framework?")
    expect(ada.button(re.compile("^Begin answering"))).to_be_visible()


def test_the_other_side_of_a_swap_is_invited_again(people: People) -> None:
    """Who comes in the place of a removed candidate has their side: the one with whom roles are swapped."""
    ada = people.come(Interviewer, "Ada").starts_an_interview(
        **{"Roles": "we swap; the deck is dealt into two halves", "How many questions": "1"}
    )
    people.come(Swapper, "Kim").join(ada.link_for("candidate")).prepares()
    ada.sees("You swap roles: later Kim asks you, from questions that you have never seen.")
    removes(ada, "Kim", "More people, and my other devices")
    ada.button("Invite a candidate").first.click()
    ada.until(lambda view: [seat.get("side") for seat in view["seats"]] == ["a", "b"])
