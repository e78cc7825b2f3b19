"""Mail: where links lead, how much of it one address gets, and what happens when the mail server fails."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from server.accounts import mail
from server.accounts.mail import AGAIN_S, MOST_AN_HOUR, Outbox, at_home
from server.settings import Settings
from tests.website import wired

URL = "smtp://127.0.0.1:1"


@pytest.fixture
def mailing(settings: Settings) -> Settings:
    """Settings with a mail server."""
    return replace(settings, smtp_url=URL, mail_from="us@example.org", public_url="https://greenroom.example")


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was given to the mail server, at once and without waiting."""
    found: list[Any] = []
    monkeypatch.setattr(mail.runtime, "spawn", lambda function, *args: function(*args))
    monkeypatch.setattr(mail.runtime, "sleep", lambda _: None)
    monkeypatch.setattr(mail, "_send", lambda _url, message: found.append(message))
    return found


def _failing(times: int, error: type[Exception]) -> Callable[[str, Any], None]:
    left = [times]

    def send(_url: str, _message: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise error({"a@example.org": (550, b"no")}) if error is smtplib.SMTPRecipientsRefused else error()

    return send


def test_links_in_mails_lead_home(mailing: Settings) -> None:
    """A link is built on PUBLIC_URL, whatever host the request named: nobody has a password's link sent elsewhere."""
    app: Flask = wired(mailing)
    with app.test_request_context("/account/recover", base_url="https://evil.example"):
        assert (
            at_home("https://evil.example/account/recover/x?a=b") == "https://greenroom.example/account/recover/x?a=b"
        )


def test_one_address_gets_few_an_hour(mailing: Settings, tried: list[Any]) -> None:
    """Nobody's mailbox is filled from here."""
    outbox = Outbox(mailing)
    for _ in range(MOST_AN_HOUR + 3):
        outbox.post("a@example.org", "s", "b")
    outbox.post("b@example.org", "s", "b")
    assert [each["To"] for each in tried] == ["a@example.org"] * MOST_AN_HOUR + ["b@example.org"]


def test_without_a_mail_server_nothing_is_sent(settings: Settings, tried: list[Any]) -> None:
    """Mail that is off is no trouble."""
    Outbox(settings).post("a@example.org", "s", "b")
    assert tried == []


@pytest.mark.parametrize(("times", "trouble"), [(1, False), (len(AGAIN_S) - 1, False), (len(AGAIN_S), True)])
def test_it_is_tried_again(
    mailing: Settings, tried: list[Any], monkeypatch: pytest.MonkeyPatch, times: int, trouble: bool
) -> None:
    """A mail server that fails is asked again; pages say so until a mail went out."""
    monkeypatch.setattr(mail, "_send", _failing(times, OSError))
    outbox = Outbox(mailing)
    outbox.post("a@example.org", "s", "b")
    assert outbox.in_trouble is trouble
    outbox.post("b@example.org", "s", "b")
    assert outbox.in_trouble is False


def test_a_recipient_that_is_refused_is_given_up(
    mailing: Settings, tried: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that the mail server does not know is not asked for again, and is no trouble for others."""
    monkeypatch.setattr(mail, "_send", _failing(1, smtplib.SMTPRecipientsRefused))
    outbox = Outbox(mailing)
    outbox.post("a@example.org", "s", "b")
    assert outbox.in_trouble is False
