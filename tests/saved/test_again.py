"""An interview after an interview: with somebody else, with the same people, as a template."""

from __future__ import annotations

import msgspec
import pytest

from server.bank.builtin import builtin
from server.core import commands as c
from tests.saved.play import do, join, meet, state
from tests.saved.test_templates import IDS, MINE, keep_deck
from tests.website import Browser, StandIn

pytestmark = pytest.mark.both_databases


def again(host: Browser, interview: str, how: str) -> str:
    """Make the next interview; return its id."""
    page = f"/interviews/{interview}/again"
    answer = host.submit(page, page, {"with": how})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert answer.location.endswith("/s1")
    assert host.get(answer.location).status_code == 200
    return str(answer.location.split("/")[2])


def test_again_with_somebody_else(host: Browser, guest: Browser, live: StandIn) -> None:
    """Same questions, plan and options, seats that are free; the earlier interview stays as it is."""
    first = meet(host, guest, answering="typed", name="Robin", call="https://meet.example/x")
    do(live, first, c.Start(), c.Ask(question=IDS[7]), c.Ask(), c.End())
    second = again(host, first, "others")
    before, after = state(live, first), state(live, second)
    assert after.status == "lobby"
    assert after.options == before.options
    assert after.call == before.call
    assert after.plans == {"s1": (IDS[7], *IDS[:5])}
    assert [(seat.role, seat.name, seat.joined) for seat in after.seats] == [
        ("interviewer", "Robin", True),
        ("candidate", "", False),
    ]
    assert live.held[second].content == live.held[first].content
    assert guest.get(f"/room/{second}/s2").status_code == 404


def test_the_same_people_get_the_next_questions(host: Browser, guest: Browser, live: StandIn) -> None:
    """What was asked is left out, a third time too; seats expect the same names and are taken by new links."""
    first = meet(host, guest, count="2")
    do(live, first, c.Start(), c.Ask(), c.Skip(), c.Ask(question=IDS[5]), c.End())
    second = again(host, first, "same")
    after = state(live, second)
    assert after.plans == {"s1": (IDS[1], IDS[2], IDS[3])}  # as many as were asked or planned; the skipped was asked
    assert [(seat.name, seat.joined) for seat in after.seats] == [("Interviewer", True), ("Kim", False)]
    assert guest.get(f"/room/{second}/s2").status_code == 404
    link = host.links(f"/room/{second}/s1")["s2"]
    assert 'value="Kim"' in guest.get(link).get_data(as_text=True)
    assert "seats for Kim" in host.get(f"/interviews/{second}/again").get_data(as_text=True)
    assert state(live, again(host, second, "same")).seats[1].name == "Kim"  # also where nobody came
    join(host, guest, second)
    do(live, second, c.Start(), c.Ask(), c.Ask(), c.End())
    third = state(live, again(host, second, "same"))
    assert third.plans == {"s1": (IDS[3], IDS[4], IDS[6])}


def test_one_question_that_is_left_is_one(host: Browser, guest: Browser, live: StandIn) -> None:
    """Not "the next 1 question"."""
    first = meet(host, guest, deck=keep_deck(host), count="1")
    do(live, first, c.Start(), *(c.Ask(question=question.id) for question in MINE.questions[:-1]), c.End())
    assert "<p>The next question of the deck" in host.get(f"/interviews/{first}/again").get_data(as_text=True)


def test_when_nothing_is_left_a_sentence_says_so(host: Browser, guest: Browser, live: StandIn) -> None:
    """Neither the page nor its target makes an interview without questions."""
    deck = keep_deck(host)
    first = meet(host, guest, deck=deck)
    do(live, first, c.Start(), *(c.Ask(question=question.id) for question in MINE.questions), c.End())
    page = f"/interviews/{first}/again"
    assert "All questions of this deck have been asked" in host.get(page).get_data(as_text=True)
    answer = host.submit(page, page, {"with": "same"})
    assert answer.status_code == 409
    assert "All questions of this deck have been asked" in answer.get_data(as_text=True)
    assert host.submit(page, page, {"with": "cats"}).status_code == 400
    assert host.submit(page, page).status_code == 400


def test_the_deck_may_be_gone(host: Browser, guest: Browser, live: StandIn) -> None:
    """Questions come from the interview's own copy; a template of it brings a deck with it."""
    deck = keep_deck(host)
    first = meet(host, guest, deck=deck)
    host.submit(f"/decks/{deck}", f"/decks/{deck}/delete")
    assert live.held[again(host, first, "others")].content.questions == MINE.questions
    answer = host.submit(f"/interviews/{first}/again", f"/interviews/{first}/template", {"template": "From it"})
    assert answer.status_code == 303
    started = host.submit(answer.location, f"{answer.location}/interviews")
    assert live.hold(started.location.split("/")[2]).content.questions == MINE.questions  # type: ignore[union-attr]


def test_an_interview_is_kept_as_a_template(host: Browser, guest: Browser, live: StandIn) -> None:
    """With the deck that it was made with, its plan, asked or not, and its options; under a name that is free."""
    first = meet(host, guest, expiry="hard", name="Robin")
    do(live, first, c.Start(), c.Ask(question=IDS[9]), c.End())
    page = f"/interviews/{first}/again"
    answer = host.submit(page, f"/interviews/{first}/template", {"template": "From it"})
    assert answer.status_code == 303
    assert 'href="/decks/flask"' in host.get(answer.location).get_data(as_text=True)
    made = state(live, host.submit(answer.location, f"{answer.location}/interviews").location.split("/")[2])
    assert made.plans == {"s1": (IDS[9], *IDS[:5])}
    assert made.options.expiry == "hard"
    assert made.seats[0].name == "Robin"
    taken = host.submit(page, f"/interviews/{first}/template", {"template": "From it"})
    assert taken.status_code == 400
    assert "You have a template of that name already." in taken.get_data(as_text=True)


def test_after_a_swap_each_keeps_their_own_half(host: Browser, guest: Browser, live: StandIn) -> None:
    """Who makes the next interview asks first, from the half that was theirs: nobody gets to see the other's."""
    first = meet(host, guest, swap="dealt")
    do(live, first, c.Start(), c.Ask(), c.Close(), c.OfferSwap(on=True))
    do(live, first, c.AcceptSwap(), c.Ask(), c.End(), seat="s2")
    before = state(live, first)
    asked = {round.question for round in before.rounds}
    second = state(live, again(guest, first, "same"))
    assert second.halves == {"a": before.halves["b"], "b": before.halves["a"]}
    assert [(seat.role, seat.side, seat.name) for seat in second.seats] == [
        ("interviewer", "a", "Kim"),
        ("candidate", "b", "Interviewer"),
    ]
    assert second.lead == "s1"
    for seat, side in (("s1", "a"), ("s2", "b")):
        assert len(second.plans[seat]) == 5
        assert set(second.plans[seat]) <= set(second.halves[side]) - asked  # type: ignore[index]
    deck = guest.get(f"/room/{second.id}/s1/deck").get_json()
    assert {question["id"] for question in deck["questions"]} == set(before.halves["b"])
    kept = guest.submit(f"/interviews/{first}/again", f"/interviews/{first}/template", {"template": "Mine"})
    assert kept.status_code == 303


def test_a_panel_and_observers_are_expected_again(host: Browser, guest: Browser, live: StandIn) -> None:
    """Every seat that is not removed comes back in its role; without a candidate there is a seat for one."""
    first = meet(host, guest)
    do(live, first, c.Invite(role="interviewer"), c.Invite(role="observer"), c.Remove(seat="s2"))
    second = state(live, again(host, first, "others"))
    assert [(seat.id, seat.role) for seat in second.seats] == [
        ("s1", "interviewer"), ("s2", "interviewer"), ("s3", "observer"), ("s4", "candidate"),
    ]  # fmt: skip
    assert all(seat.link == 1 for seat in second.seats)


@pytest.mark.parametrize("path", ["again", "template"])
def test_only_who_led_or_made_it(path: str, host: Browser, guest: Browser, stranger: Browser, live: StandIn) -> None:
    """The candidate, a panelist without the lead and a stranger find nothing; who was given the lead does."""
    first = meet(host, guest)
    do(live, first, c.Invite(role="interviewer"))
    join(host, stranger, first, "Barbara", "s3")
    action, fields = f"/interviews/{first}/{path}", {"with": "others", "template": "Mine"}
    for visitor in (guest, stranger):
        assert visitor.get(f"/interviews/{first}/again").status_code == 404
        assert visitor.submit("/interviews/new", action, fields).status_code == 404
    assert host.post(action, data=fields).status_code == 400  # no token: not from our form
    do(live, first, c.PassLead(seat="s3"))
    assert stranger.submit("/interviews/new", action, fields).status_code == 303
    assert host.submit("/interviews/new", action, fields).status_code == 303


def test_the_report_leads_there(host: Browser, guest: Browser, live: StandIn) -> None:
    """For who led or made the interview, and for nobody else."""
    first = meet(host, guest)
    do(live, first, c.Start(), c.Ask(), c.End(), c.Release())
    live.held[first].texts = {}  # type: ignore[attr-defined]  # more than other pages need
    assert f"/interviews/{first}/again" in host.get(f"/room/{first}/s1/report").get_data(as_text=True)
    assert "/again" not in guest.get(f"/room/{first}/s2/report").get_data(as_text=True)


def test_the_copy_is_as_good_as_the_deck(host: Browser, live: StandIn) -> None:
    """An interview that nobody has entered can be used again at once."""
    second = again(host, host.start(), "others")
    questions = live.held[second].content.questions
    assert msgspec.json.encode(questions) == msgspec.json.encode(builtin().questions)
