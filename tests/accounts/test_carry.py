"""A link of the drill on a browser that has an account: nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.accounts.visits import ADA, has_account, says
from tests.website import Browser


def test_a_link_takes_no_account_along(somebody: Callable[[], Browser]) -> None:
    """Who is signed in to an account of their own is told to sign out before they become somebody else."""
    here, phone = somebody(), has_account(somebody())
    here.start()
    page = here.submit("/carry", "/carry")
    shown = (here.get(page.location) if page.status_code == 303 else page).get_data(as_text=True)
    link = re.search(r"/carry/[A-Za-z0-9._-]{10,}", shown)
    assert link, shown
    told = phone.get(link[0])
    assert told.status_code == 409
    assert "Sign out here first" in says(told)
    token = re.search(r'name="csrf_token" value="([^"]+)"', phone.get("/account").get_data(as_text=True))
    assert token
    assert phone.post(link[0], data={"csrf_token": token[1]}).status_code == 409
    assert ADA in says(phone.get("/account"))
