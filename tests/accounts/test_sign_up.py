"""Signing up and in: what the guest had comes along, and nobody learns who has an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from server import db
from server.accounts import guard
from server.people.accounts import AccountRecord
from server.people.models import Person
from tests.accounts.visits import ADA, SENTENCE, has_account, says, signs_in, signs_up
from tests.website import Browser, StandIn


@pytest.mark.both_databases
def test_what_the_guest_had_is_theirs_with_the_account_too(somebody: Callable[[], Browser]) -> None:
    """Signing up keeps what the guest had; another device finds it by signing in."""
    first, second = somebody(), somebody()
    before = first.start()
    has_account(first)
    assert before in first.get("/interviews").get_data(as_text=True)
    on_the_phone = second.start()
    assert signs_in(second).status_code == 302
    listed = second.get("/interviews").get_data(as_text=True)
    assert before in listed
    assert on_the_phone in listed


def test_a_room_stays_open_across_signing_in(host: Browser) -> None:
    """The seats that a browser kept as a guest are kept when it signs in."""
    interview = host.start()
    has_account(host)
    assert host.get(f"/room/{interview}/s1").status_code == 200


def test_nobody_learns_that_an_address_is_in_use(somebody: Callable[[], Browser]) -> None:
    """Signing up with a used address answers as with a free one, word for word; its password stays what it was."""
    has_account(somebody())
    free, used = somebody(), somebody()
    answers = [signs_up(free, "b@example.org"), signs_up(used, ADA, "another password")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].location == answers[1].location
    told = [
        says(each.get("/account/sign-in")).replace(address, "X")
        for each, address in ((free, "b@example.org"), (used, ADA))
    ]
    assert told[0] == told[1]
    assert signs_in(somebody(), ADA, "another password").status_code == 200
    assert signs_in(somebody()).status_code == 302


def test_nobody_learns_it_by_signing_in_or_asking_for_a_password(somebody: Callable[[], Browser]) -> None:
    """A wrong password and a wrong address are told in the same words."""
    has_account(somebody())
    wrong = says(signs_in(somebody(), ADA, "not the password")).replace(ADA, "X")
    unknown = says(signs_in(somebody(), "nobody@example.org", "not the password")).replace("nobody@example.org", "X")
    assert wrong == unknown
    assert "do not go together" in wrong


def test_addresses_differ_by_more_than_their_case(somebody: Callable[[], Browser]) -> None:
    """Ada@Example.org signs in to the account of ada@example.org."""
    has_account(somebody())
    assert signs_in(somebody(), "ADA@Example.org").status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "ada", "password": SENTENCE, "password_confirm": SENTENCE}, "That is no e-mail address"),
        ({"email": "", "password": SENTENCE, "password_confirm": SENTENCE}, "Give your e-mail address"),
        ({"email": ADA, "password": "short", "password_confirm": "short"}, "at least 10 characters"),
        ({"email": ADA, "password": SENTENCE, "password_confirm": "another"}, "The two passwords differ"),
    ],
)
def test_what_is_wrong_is_said_and_the_address_kept(host: Browser, fields: dict[str, str], sentence: str) -> None:
    """Bad input gets a sentence that says what to do; the address need not be typed again."""
    answer = host.submit("/account/sign-up", "/account/sign-up", fields)
    assert answer.status_code == 200
    assert sentence in says(answer)
    assert f'value="{fields["email"]}"' in answer.get_data(as_text=True) or not fields["email"]


def test_two_who_sign_up_with_one_address_at_once_make_one_account(app: Flask) -> None:
    """The second of two is refused by the table, not by luck, and leaves nothing behind."""
    with app.test_request_context():
        accounts = app.extensions["security"].datastore
        for _ in range(2):
            accounts.create_user(email=ADA, password="x")
            accounts.commit()
        count = db.transact(lambda session: (session.query(AccountRecord).count(), session.query(Person).count()))
    assert count == (1, 1)


def test_a_wrong_password_too_often_has_to_wait(somebody: Callable[[], Browser]) -> None:
    """After ten wrong passwords the eleventh is not tried, right or not; other accounts are not kept waiting."""
    has_account(somebody())
    has_account(somebody(), "b@example.org")
    for _ in range(10):
        assert signs_in(somebody(), ADA, "not the password").status_code == 200
    late = somebody()
    answer = signs_in(late)
    assert answer.status_code == 303
    assert "Wait 15 minutes" in says(late.get(answer.location))
    assert late.get("/account/codes").status_code == 302
    assert signs_in(somebody(), "b@example.org").status_code == 302


def test_signing_in_begins_a_new_session(host: Browser) -> None:
    """The cookie from before signing in opens nothing afterwards: nobody can be handed a session (fixation)."""
    host.start()
    before = host.client.get_cookie("greenroom_person")
    has_account(host)
    after = host.client.get_cookie("greenroom_person")
    assert before
    assert after
    assert before.value != after.value
    thief = host.client.application.test_client()
    thief.set_cookie("greenroom_person", before.value)
    assert "None yet" not in thief.get("/account").get_data(as_text=True)
    assert ADA not in thief.get("/account").get_data(as_text=True)


def test_it_leads_nowhere_else(host: Browser) -> None:
    """After signing in one is sent on to a page of ours only."""
    signs_up(host)
    fields = {"email": ADA, "password": SENTENCE}
    answer = host.submit("/account/sign-in", "/account/sign-in?next=https://evil.example/", fields)
    assert "evil" not in (answer.location or "")


def test_a_used_up_network_asks_for_no_more(somebody: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-ups and mails of one network are counted, so that nobody fills mailboxes from here."""
    monkeypatch.setattr(guard, "MOST_ASKED", 2)
    for name in "ab":
        assert signs_up(somebody(), f"{name}@example.org").status_code == 302
    late = somebody()
    assert signs_up(late, "c@example.org").status_code == 303
    assert "Too much was asked from your network" in says(late.get("/account/sign-in"))


def test_the_old_password_can_not_be_tried_for_ever(host: Browser) -> None:
    """Who has found a browser signed in has ten tries at its password, not more."""
    has_account(host)
    fields = {"password": "a wrong one", "new_password": "another sentence", "new_password_confirm": "another sentence"}
    for _ in range(10):
        assert host.submit("/account/password", "/account/password", fields).status_code == 200
    fields["password"] = SENTENCE
    assert host.submit("/account/password", "/account/password", fields).status_code == 303


def test_only_forms_sign_in(host: Browser) -> None:
    """JSON is refused, so that every attempt is counted."""
    signs_up(host)
    assert host.post("/account/sign-in", json={"email": ADA, "password": SENTENCE}).status_code == 415


def test_a_room_is_open_on_the_other_device_too(somebody: Callable[[], Browser], live: StandIn) -> None:
    """Who signs in elsewhere opens the rooms of their list; not a seat whose link was replaced since."""
    here, there, eve = has_account(somebody()), somebody(), somebody()
    interview = here.start()
    room = f"/room/{interview}/s1"
    signs_in(there)
    eve.start()
    assert eve.get(room).status_code == 404
    assert there.get(room).status_code == 200
    assert there.post(f"{room}/token").status_code == 200
    third = somebody()
    signs_in(third)
    live.hold(interview)
    live.change_seat(interview, "s1", link=2)
    assert third.get(room).status_code == 404
    assert there.get(room).status_code == 404


def test_passwords_are_kept_as_hashes_that_cost(app: Flask, host: Browser) -> None:
    """Argon2id with at least OWASP's cost: 19 MiB, two passes."""
    has_account(host)
    with app.app_context():
        kept = db.transact(lambda session: session.query(AccountRecord).one().password)
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert SENTENCE not in kept
