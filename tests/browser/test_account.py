"""An account in a browser: signing up, a passkey, codes, recovery by mail, a device that is signed out while open."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask_security.totp import TOTP
from playwright.sync_api import Browser, expect

from tests.browser import looks
from tests.browser.conftest import People
from tests.browser.interviewer import Interviewer
from tests.browser.people import Person
from tests.system.server_process import ServerProcess

SENTENCE = "a sentence is good"


class Reader(Person):
    """Somebody with an account."""

    def opens(self, path: str) -> Reader:
        """Go to a page."""
        self.page.goto(path)
        return self

    def signs_up(self, email: str) -> Reader:
        """Sign up on the page for it."""
        self.opens("/account").page.get_by_role("link", name="Sign up").click()
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(SENTENCE)
        self.page.get_by_label("The same password again").fill(SENTENCE)
        self.page.get_by_role("button", name="Sign up").click()
        expect(self.page).to_have_url(re.compile("/account/sign-in$"))
        return self

    def signs_in(self, email: str, password: str = SENTENCE) -> Reader:
        """Sign in with a password."""
        self.opens("/account/sign-in").page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        return self

    def sees(self, *texts: str) -> Reader:
        """Wait until the page says all of these."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)
        return self

    def has_authenticator(self) -> Reader:
        """Plug a virtual authenticator in, which keeps passkeys and says yes."""
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        on = {**options, "isUserVerified": True, "automaticPresenceSimulation": True}
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": on})
        return self


class Teacher(Reader, Interviewer):
    """Somebody with an account who interviews."""


def test_a_guest_signs_up_and_finds_their_things_with_a_passkey(people: People) -> None:
    """Sign up, add a passkey, sign out, sign in with it: what the guest had is there."""
    ada = people.come(Reader, "Ada", host="localhost")
    looks.examine(ada.opens("/account").page, "account-guest")
    ada.opens("/account/sign-up")
    looks.examine(ada.page, "account-sign-up")
    ada.signs_up("passkey@example.org").sees("it has one now: sign in with your password")
    looks.examine(ada.page, "account-sign-in")
    ada.signs_in("passkey@example.org").sees("My account", "this one", "Make a recovery link")
    looks.examine(ada.page, "account")
    ada.has_authenticator().page.get_by_role("link", name="Passkeys").click()
    ada.page.get_by_label("What to call it").fill("my phone")
    looks.examine(ada.page, "account-passkeys")
    ada.page.get_by_role("button", name="Add a passkey").click()
    expect(ada.page).to_have_url(re.compile("/account$"))
    ada.sees("The passkey my phone is added", "Passkeys (1)")
    ada.page.get_by_role("button", name="Sign out here").click()
    expect(ada.page).to_have_url(re.compile("localhost:[0-9]+/$"))
    ada.opens("/account").sees("You have none")
    ada.opens("/account/sign-in").page.get_by_role("button", name="Sign in with a passkey").click()
    ada.sees("passkey@example.org", "Passkeys (1)")
    ada.page.get_by_role("link", name="Passkeys").click()
    ada.page.get_by_role("button", name="Delete my phone").click()
    ada.page.get_by_role("button", name="It will not sign you in").click()
    ada.sees("deleted")


def test_codes_from_an_app(people: People) -> None:
    """Codes are set up by QR code or key; signing in asks for one; recovery codes are shown to be written down."""
    ada = people.come(Reader, "Ada", host="localhost")
    ada.signs_up("codes@example.org").signs_in("codes@example.org").sees("Codes from an app: off")
    ada.page.get_by_role("link", name="Codes from an app").click()
    ada.page.get_by_role("button", name="Set up codes").click()
    expect(ada.page.get_by_role("img", name="QR code")).to_be_visible()
    ada.page.evaluate("document.querySelector('img.qr').decode()")  # it fails where there is no picture
    looks.examine(ada.page, "account-codes")
    key = ada.page.locator("main code").inner_text().replace("-", "").replace(" ", "")
    maker = TOTP(key=key, format="base32")
    ada.page.get_by_label("Code").fill(maker.generate().token)
    ada.page.get_by_role("button", name="Turn codes on").click()
    ada.sees("Codes are on")
    ada.page.get_by_role("link", name="Recovery codes").click()
    ada.page.get_by_role("button", name="Make new codes").click()
    expect(ada.page.locator(".codes code")).to_have_count(8)
    looks.examine(ada.page, "account-recovery-codes")
    recovery = ada.page.locator(".codes code").first.inner_text()
    ada.opens("/account").page.get_by_role("button", name="Sign out here").click()
    expect(ada.page).to_have_url(re.compile("localhost:[0-9]+/$"))
    ada.signs_in("codes@example.org").sees("Your code")
    looks.examine(ada.page, "account-code")
    ada.page.get_by_role("link", name="use a recovery code").click()
    ada.page.get_by_label("Recovery code").fill(recovery)
    ada.page.get_by_role("button", name="Go on").click()
    ada.sees("Codes from an app: on")


def test_a_room_that_is_open_closes_when_its_device_is_signed_out(people: People) -> None:
    """Sign-out everywhere: the other device's open room says within seconds that it is not its own any more."""
    here = people.come(Reader, "Ada", host="localhost")
    there = people.come(Teacher, "Ada’s laptop", host="localhost")
    here.signs_up("devices@example.org").signs_in("devices@example.org").sees("this one")
    there.signs_in("devices@example.org").sees("this one")
    there.starts_an_interview()
    with there.forgiving():
        here.opens("/account").sees("Devices")
        here.page.get_by_role("button", name="Sign out everywhere else").click()
        here.sees("1 other device signed out")
        expect(there.page.get_by_role("main")).to_contain_text("You are not in this room any more")
        assert there.page.request.get("/account").text().count("You have none") == 1
        room = there.page.url
        assert there.page.request.get(room).status == 404


class Sink:
    """A mail server that keeps what it is sent."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.port = 0

    def has(self, page: Any, number: int) -> str:
        """Wait until so many mails have come; return the text of the last of them."""
        for _ in range(600):
            if len(self.mails) >= number:
                break
            page.wait_for_timeout(20)
        text: str = self.mails[number - 1].content.decode()
        return text

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return "250 kept"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A real mail server on a free port."""
    found = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        found.port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    yield found
    controller.stop()


def link_in(page: Any, sink: Sink, number: int) -> str:
    """Wait for a mail; return the path of the link in it."""
    text = sink.has(page, number)
    found = re.search(r"http://greenroom\.example(/\S+)", text.replace("=\r\n", "").replace("=3D", "="))
    assert found, text
    return found[1]


def test_by_mail_an_address_is_confirmed_and_a_password_set_anew(browser: Browser, sink: Sink, tmp_path: Path) -> None:
    """The mails come, their links are on PUBLIC_URL and work once; a used address gets a mail, and the page no hint."""
    settings = {
        "SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
        "MAIL_FROM": "Greenroom <greenroom@example.org>",
        "PUBLIC_URL": "http://greenroom.example",
    }
    with ServerProcess(tmp_path / "var", **settings) as server:
        crowd = People(browser, server.port)
        ada = crowd.come(Reader, "Ada", host="localhost")
        ada.signs_up("ada@example.org").sees("We have sent a mail to ada@example.org")
        ada.signs_in("ada@example.org").sees("do not go together")
        ada.opens(link_in(ada.page, sink, 1)).sees("Your address is confirmed")
        ada.signs_in("ada@example.org").sees("My account")
        ada.page.get_by_role("button", name="Sign out here").click()
        ada.opens("/account/recover").page.get_by_label("E-mail address").fill("ada@example.org")
        looks.examine(ada.page, "account-recover")
        ada.page.get_by_role("button", name="Send me a link").click()
        ada.sees("a mail with a link is on its way")
        reset = link_in(ada.page, sink, 2)
        ada.opens(reset).page.get_by_label("New password").fill("another sentence")
        ada.page.get_by_label("The same password again").fill("another sentence")
        ada.page.get_by_role("button", name="Set it").click()
        ada.sees("Your new password is set")
        ada.opens(reset).sees("Ask for another")
        ada.signs_in("ada@example.org", "another sentence").sees("My account")

        eve = crowd.come(Reader, "Eve", host="localhost")
        eve.signs_up("ada@example.org").sees("We have sent a mail to ada@example.org")
        assert "has an account already" in sink.has(eve.page, 4)
        for each in crowd.all:
            each.close()
        assert not [trouble for each in crowd.all for trouble in each.troubles]


def test_a_mail_server_that_hangs_keeps_nobody_waiting(browser: Browser, tmp_path: Path) -> None:
    """While the mail server says nothing, pages answer at once, and say soon that mail is in trouble."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings = {
            "SMTP_URL": f"smtp://127.0.0.1:{deaf.getsockname()[1]}",
            "MAIL_FROM": "greenroom@example.org",
            "PUBLIC_URL": "http://greenroom.example",
        }
        with ServerProcess(tmp_path / "var", **settings) as server:
            crowd = People(browser, server.port)
            ada = crowd.come(Reader, "Ada", host="localhost")
            ada.signs_up("ada@example.org").sees("We have sent a mail")
            ada.opens("/account/confirm")
            for _ in range(40):
                if "Mail is in trouble" in ada.page.content():
                    break
                ada.page.wait_for_timeout(500)
                ada.opens("/account/confirm")
            ada.sees("Mail is in trouble on this server just now")
            ada.close()
