"""What somebody with an account does, as a browser does it."""

from __future__ import annotations

import html
import re
from typing import Any

from flask_security.totp import TOTP

from tests.website import Browser

ADA = "ada@example.org"
SENTENCE = "a sentence is good"


def signs_up(browser: Browser, email: str = ADA, password: str = SENTENCE) -> Any:
    """Fill the form for signing up in."""
    fields = {"email": email, "password": password, "password_confirm": password}
    return browser.submit("/account/sign-up", "/account/sign-up", fields)


def signs_in(browser: Browser, email: str = ADA, password: str = SENTENCE) -> Any:
    """Fill the form for signing in in."""
    return browser.submit("/account/sign-in", "/account/sign-in", {"email": email, "password": password})


def has_account(browser: Browser, email: str = ADA, password: str = SENTENCE) -> Browser:
    """Sign up and in."""
    assert signs_up(browser, email, password).status_code == 302
    assert signs_in(browser, email, password).status_code == 302
    return browser


def says(answer: Any) -> str:
    """Return what a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))).split())


def sets_codes_up(browser: Browser) -> Any:
    """Turn one-time codes on; return what makes them."""
    page = browser.submit("/account/codes", "/account/codes", {"setup": "authenticator"}).get_data(as_text=True)
    key = re.search(r"<code>([A-Z0-9 -]+)</code>", page)
    action = re.search(r'action="(/account/codes/[^"]+)"', page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert key, page
    assert action, page
    assert token, page
    maker = TOTP(key=key[1].replace("-", "").replace(" ", ""), format="base32")
    answer = browser.post(action[1], data={"csrf_token": token[1], "code": maker.generate().token})
    assert answer.status_code == 302, says(answer)
    return maker
