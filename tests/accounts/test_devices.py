"""Devices: who is signed out is out everywhere, and at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from server.people import invitations, persons
from tests.accounts.visits import ADA, SENTENCE, has_account, says, signs_in
from tests.website import Browser, StandIn


def test_signed_out_everywhere_else(somebody: Callable[[], Browser], live: StandIn) -> None:
    """Sign-out everywhere ends the other devices' pages, rooms and sockets; this one goes on."""
    here, there = has_account(somebody()), somebody()
    assert signs_in(there).status_code == 302
    interview = there.start()
    assert there.get(f"/room/{interview}/s1").status_code == 200
    assert "Sign out everywhere else" in says(here.get("/account"))
    here.submit("/account", "/account/devices/end-others")
    assert ADA not in says(there.get("/account"))
    assert there.get(f"/room/{interview}/s1").status_code == 404
    assert there.post(f"/room/{interview}/s1/token").status_code == 404
    assert (interview, "s1") in live.forgotten
    assert ADA in says(here.get("/account"))


def test_a_token_of_a_device_that_is_signed_out_opens_no_socket(app: Flask, somebody: Callable[[], Browser]) -> None:
    """A token that was fetched before signing out names its device, which is not signed in any more."""
    here, there = has_account(somebody()), somebody()
    signs_in(there)
    interview = there.start()
    token = there.post(f"/room/{interview}/s1/token").get_json()["token"]
    key = invitations.read_socket_token(app.secret_key, token)
    assert key is not None
    assert key.device
    with app.app_context():
        assert persons.is_signed_in(key.device)
        here.submit("/account", "/account/devices/end-others")
        assert not persons.is_signed_in(key.device)


def test_one_device_alone(somebody: Callable[[], Browser]) -> None:
    """One device is signed out by its row; a device of somebody else can't be."""
    here, there, other = has_account(somebody()), somebody(), has_account(somebody(), "b@example.org")
    signs_in(there)
    devices = re.findall(r'name="device" value="([^"]+)"', here.get("/account").get_data(as_text=True))
    assert len(devices) == 1
    other.submit("/account", "/account/devices/end", {"device": devices[0]})
    assert ADA in says(there.get("/account"))
    here.submit("/account", "/account/devices/end", {"device": devices[0]})
    assert ADA not in says(there.get("/account"))


def test_a_new_password_signs_the_other_devices_out(somebody: Callable[[], Browser]) -> None:
    """After a change of the password only the device that changed it is signed in."""
    here, there = has_account(somebody()), somebody()
    signs_in(there)
    fields = {"password": SENTENCE, "new_password": "another sentence", "new_password_confirm": "another sentence"}
    assert here.submit("/account/password", "/account/password", fields).status_code == 302
    assert ADA in says(here.get("/account"))
    assert ADA not in says(there.get("/account"))
    assert signs_in(somebody()).status_code == 200
    assert signs_in(somebody(), ADA, "another sentence").status_code == 302


def test_signing_out_here(host: Browser) -> None:
    """Who signs out is nobody: the old cookie opens nothing."""
    has_account(host)
    cookie = host.client.get_cookie("greenroom_person")
    assert cookie
    host.submit("/account", "/account/sign-out")
    host.client.set_cookie("greenroom_person", cookie.value)
    assert "You have none" in says(host.get("/account"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on a Mac"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_devices_have_names_that_one_recognises(agent: str, name: str) -> None:
    """A device is called by its browser and its system."""
    from server.accounts.devices import described

    assert described(agent) == name
