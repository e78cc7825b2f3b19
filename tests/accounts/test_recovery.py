"""A forgotten password: by mail, by a link that was kept, by whoever keeps the server."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from server.accounts import security
from tests.accounts.visits import ADA, has_account, says, signs_in
from tests.website import Browser

NEW = {"password": "a new sentence", "password_confirm": "a new sentence"}


def _kept(browser: Browser) -> str:
    page = browser.submit("/account", "/account/recovery-link").get_data(as_text=True)
    found = re.search(r'value="http://[^/]+(/account/recover/kept/[^"]+)"', page)
    assert found, page
    return found[1]


def test_without_mail_the_page_says_so_and_a_kept_link_works_once(somebody: Callable[[], Browser]) -> None:
    """A link that was copied while signed in sets a new password, once, and signs every device out."""
    here, lost = has_account(somebody()), somebody()
    link = _kept(here)
    assert "Mail is off on this server" in says(lost.get("/account/recover"))
    form = lost.get(link).location
    assert lost.submit(form, form, NEW).status_code == 302
    assert ADA not in says(here.get("/account"))
    assert signs_in(somebody(), ADA, NEW["password"]).status_code == 302
    assert somebody().get(link).location == "/account/recover"


def test_whoever_keeps_the_server_can_make_one(app: Flask, somebody: Callable[[], Browser]) -> None:
    """The command line prints a link for an address that has an account, and says where there is none."""
    has_account(somebody())
    run = app.test_cli_runner().invoke
    made = run(args=["account", "recovery-link", ADA])
    assert made.exit_code == 0, made.output
    path = made.output.strip().partition("8000")[2]
    assert somebody().get(path).location.startswith("/account/recover/")
    none = run(args=["account", "recovery-link", "nobody@example.org"])
    assert none.exit_code == 1
    assert "There is no account for nobody@example.org" in none.output


def test_a_forged_link_says_what_to_do(host: Browser) -> None:
    """A link that nobody made leads to the page that says what one can do."""
    answer = host.get("/account/recover/kept/nonsense")
    assert answer.status_code == 303
    assert "This recovery link is not whole" in says(host.get(answer.location))
    forged = host.get("/account/recover/nonsense")
    assert forged.status_code == 302
    assert "Ask for another" in says(host.get(forged.location))


def test_what_opens_an_account_asks_for_the_password_again(
    somebody: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an hour after signing in, codes, passkeys, links, the download and the end are behind the password again."""
    here = has_account(somebody())
    monkeypatch.setattr(security, "_age", lambda: security.FRESH * 2)
    for action in ("/account/recovery-link", "/account/download", "/account/delete"):
        answer = here.submit("/account", action, {"sure": "delete"})
        assert answer.status_code == 303
        assert answer.location.startswith("/account/verify")
