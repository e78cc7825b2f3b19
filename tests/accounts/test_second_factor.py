"""Codes from an app: asked for after the password, good once, and replaced by a recovery code where the app is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from tests.accounts.visits import ADA, has_account, says, sets_codes_up, signs_in
from tests.website import Browser


def test_a_code_is_asked_for_and_good_once(somebody: Callable[[], Browser]) -> None:
    """The password alone signs nobody in; a code that was used is refused, the next one is taken."""
    maker = sets_codes_up(has_account(somebody()))
    other = somebody()
    answer = signs_in(other)
    assert ADA not in says(other.get("/account"))
    assert "Your code" in says(answer if answer.status_code == 200 else other.get(answer.location))
    used = maker.generate().token
    refused = other.submit("/account/code", "/account/code", {"code": used})
    assert refused.status_code == 200
    assert "wrong or too old" in says(refused)
    following = maker.generate(time=time.time() + 30).token
    assert other.submit("/account/code", "/account/code", {"code": following}).status_code == 302
    assert ADA in says(other.get("/account"))


def test_a_recovery_code_works_once(somebody: Callable[[], Browser]) -> None:
    """Who has lost the app signs in with a code that they wrote down; it is used up then."""
    here = has_account(somebody())
    sets_codes_up(here)
    page = here.submit("/account/recovery-codes", "/account/recovery-codes", {"generate_new_codes": "1"})
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", page.get_data(as_text=True))
    assert len(codes) == 8
    for expected in (302, 200):
        lost = somebody()
        signs_in(lost)
        answer = lost.submit("/account/recovery-code", "/account/recovery-code", {"code": codes[0]})
        assert answer.status_code == expected, says(answer)
        assert (ADA in says(lost.get("/account"))) == (expected == 302)


def test_codes_are_turned_off(somebody: Callable[[], Browser]) -> None:
    """With codes off the password alone signs in again."""
    here = has_account(somebody())
    sets_codes_up(here)
    assert here.submit("/account/codes", "/account/codes", {"setup": "disable"}).status_code in (200, 302)
    other = somebody()
    signs_in(other)
    assert ADA in says(other.get("/account"))
