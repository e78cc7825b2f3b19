"""What stands before the forms: too many wrong attempts wait, and so does a network that asks for too much."""

from typing import Any

from flask import Flask, abort, current_app, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from server import db
from server.accounts.attempts import MOST, MOST_OF_A_NETWORK, Attempts
from server.classes import guesses
from server.people import persons

MOST_ASKED = 150  # sign-ups and mails of a network in a quarter of an hour: a school signs up together
ASKING = {"security.register", "security.forgot_password", "security.send_confirmation"}
SIGNED_IN = {"security.verify", "security.change_password"}
GUARDED = SIGNED_IN | {"security.login", "security.two_factor_token_validation", "security.mf_recovery"}


def init_app(app: Flask) -> None:
    """Stand before the forms of `app`."""
    app.extensions["attempts"] = Attempts()
    app.before_request(_wait)
    app.after_request(_count)


def _keys() -> list[tuple[str, int]]:
    """Return under which keys this request counts, and what is too much under each; the account's, if any, is first."""
    network = guesses.network(request.remote_addr or "")
    if request.endpoint in ASKING:
        return [(f"asking {network}", MOST_ASKED)]
    who = request.form.get("email", "").strip().lower() or session.get("tf_user_id") or ""
    if request.endpoint in SIGNED_IN:
        who = persons.current() or ""
    return [(f"account {who}", MOST)] * bool(who) + [(f"network {network}", MOST_OF_A_NETWORK)]


def _wait() -> ResponseReturnValue | None:
    if request.method != "POST" or request.blueprint != "security":
        return None
    if request.is_json:
        abort(415)  # forms only: what is counted is what a form says
    if request.endpoint not in GUARDED | ASKING:
        return None
    g.attempt = _keys()
    attempts, now_ms = _attempts(), db.now_ms()
    wait_ms = max(attempts.wait_ms(key, most, now_ms) for key, most in g.attempt)
    if not wait_ms:
        return None
    minutes = -(-wait_ms // 60_000)
    what = "Too much was asked from your network." if request.endpoint in ASKING else "That was wrong too often."
    flash(f"{what} Wait {minutes} minute{'s' * (minutes > 1)}, then try again.", "error")
    del g.attempt
    return redirect("/account/sign-in", 303)


def _count(response: Response) -> Any:
    keys: list[tuple[str, int]] = g.pop("attempt", [])
    if response.status_code == 200 or request.endpoint in ASKING:  # the form again, with what was wrong
        for key, _ in keys:
            _attempts().wrong(key, db.now_ms())
    elif len(keys) > 1:
        _attempts().right(keys[0][0])
    return response


def _attempts() -> Attempts:
    found: Attempts = current_app.extensions["attempts"]
    return found
