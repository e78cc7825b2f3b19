"""Flask-Security, fitted in: our addresses and words, our sessions, our thread.

Who is signed in is who the browser's person is (`people/persons.py`): Flask's cookie carries only the steps of a form
and when a password was given last. Signing in makes the browser that person; what its guest had is merged into them.
"""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import segno
from flask import Flask, Request, abort, after_this_request, current_app, flash, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import user_logged_out
from flask_security import (
    Security,
    Totp,
    WebauthnUtil,
    naive_utcnow,
    password_changed,
    password_reset,
    user_authenticated,
    user_registered,
)
from flask_security.utils import set_request_attr
from sqlalchemy.exc import IntegrityError
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from werkzeug.wrappers import Response

from server import db, policy, runtime
from server.accounts import devices, mail
from server.accounts.attempts import MOST, MOST_OF_A_NETWORK, Attempts
from server.accounts.datastore import Accounts, of_person
from server.accounts.mail import Mail, Outbox
from server.classes import guesses
from server.drill import merge
from server.people import persons
from server.people.accounts import AccountRecord
from server.settings import Settings

FRESH = timedelta(minutes=30)
MOST_ASKED = 150  # sign-ups and mails of a network in a quarter of an hour: a school signs up together
ASKING = {"security.register", "security.forgot_password", "security.send_confirmation"}
GUARDED = {"security.login", "security.two_factor_token_validation", "security.mf_recovery", "security.verify"}

WORDS = {
    "GENERIC_AUTHN_FAILED": "That address and password do not go together. Try again, or ask for a new password.",
    "TWO_FACTOR_INVALID_TOKEN": "That code is wrong or too old. Take the newest one.",
    "INVALID_CODE": "That code is wrong or too old. Take the newest one.",
    "INVALID_PASSWORD": "That password is wrong. Try again.",
    "INVALID_PASSWORD_CODE": "That password or code is wrong. Try again.",
    "INVALID_RECOVERY_CODE": "That recovery code is wrong, or has been used. Each one works once.",
    "PASSWORD_RESET_REQUEST": "If there is an account for %(email)s, a mail with a link is on its way to it.",
    "PASSWORD_RESET_NO_LOGIN": "Your new password is set, and every device was signed out. Sign in with it.",
    "PASSWORD_CHANGE": "Your new password is set. Your other devices were signed out.",
    "CONFIRMATION_REQUEST": "If %(email)s waits to be confirmed, a mail with a new link is on its way to it.",
    "EMAIL_CONFIRMED": "Your address is confirmed. Sign in.",
    "ALREADY_CONFIRMED": "That address is confirmed already. Sign in.",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": "Codes are on: signing in asks for one from now on.",
    "TWO_FACTOR_DISABLED": "Codes are off: your password alone signs you in.",
    "WEBAUTHN_REGISTER_SUCCESSFUL": "The passkey %(name)s is added.",
    "WEBAUTHN_CREDENTIAL_DELETED": "The passkey %(name)s is deleted.",
    "REAUTHENTICATION_SUCCESSFUL": "Thank you. Go on.",
    "REAUTHENTICATION_REQUIRED": "Give your password once more first: this changes who can open your account.",
    "UNAUTHENTICATED": "Sign in first.",
    "EMAIL_NOT_PROVIDED": "Give your e-mail address.",
    "INVALID_EMAIL_ADDRESS": "That is no e-mail address. It looks like name@example.org.",
    "PASSWORD_NOT_PROVIDED": "Give a password.",
    "PASSWORD_INVALID_LENGTH": "Take at least %(length)s characters.",
    "RETYPE_PASSWORD_MISMATCH": "The two passwords differ.",
    "INVALID_RESET_PASSWORD_TOKEN": "This link for a new password has been used, or is not whole. Ask for another.",
    "PASSWORD_RESET_EXPIRED": "This link for a new password was good for %(within)s. We sent another if we can.",
    "INVALID_CONFIRMATION_TOKEN": "This link is not whole. Ask for another.",
}
MAILED = "We have sent a mail to %(email)s. Follow the link in it, then sign in."
UNMAILED = "If %(email)s had no account, it has one now: sign in with your password."


class Codes(Totp):
    """One-time codes: drawn by segno, and good once."""

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return the QR code as an image's address."""
        return segno.make(self.get_totp_uri(username, totp)).svg_data_uri(scale=5, border=2)

    def get_last_counter(self, user: Any) -> int | None:
        """Return which code was used last."""
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Note that a code was used."""
        user.totp_counter = tmatch.counter
        _accounts().put(user)


class Fitted(Security):
    """Flask-Security, without asking for a second library that draws QR codes: `Codes` draws them."""

    def _check_modules(self, module: str, config_name: str) -> None:
        if module != "qrcode":
            super()._check_modules(module, config_name)  # type: ignore[no-untyped-call]  # theirs has no types


class Passkeys(WebauthnUtil):
    """Passkeys: bound to the address at which browsers reach us."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """Ask for what stands alone: a key that is found without a name, on any device, and asks who holds it."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """Have the device ask who holds it, since nothing else is asked."""
        return UserVerificationRequirement.REQUIRED

    def origin(self) -> str:
        """Return that address."""
        return policy.settings().public_url or str(request.host_url).rstrip("/")


class Offloaded:
    """A hasher of passwords that keeps the event loop running."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def hash(self, *args: Any, **kwargs: Any) -> str:
        """Hash, off the loop."""
        return runtime.offload(lambda: str(self._context.hash(*args, **kwargs)))

    def verify(self, *args: Any) -> bool:
        """Verify, off the loop."""
        return runtime.offload(lambda: bool(self._context.verify(*args)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def init_app(app: Flask, settings: Settings) -> None:
    """Put accounts on the application, under /account."""
    app.extensions["outbox"] = Outbox(settings)
    app.extensions["attempts"] = Attempts()
    app.config.update(_config(settings))
    app.jinja_env.filters["at_home"] = mail.at_home
    app.jinja_env.globals["mail_is_on"] = mail.is_on
    app.jinja_env.globals["mail_in_trouble"] = lambda: mail.outbox().in_trouble
    security = Fitted(
        app, Accounts(), register_blueprint=True, mail_util_cls=Mail, totp_cls=Codes, webauthn_util_cls=Passkeys
    )
    security.pwd_context = Offloaded(security.pwd_context)
    security.login_manager.request_loader(_of_browser)
    security.login_manager.user_loader(lambda _: None)
    security.login_manager.session_protection = None
    security.want_json(lambda _: False)
    security.reauthn_handler(_again)  # type: ignore[arg-type]  # its alias leaves redirects out
    # They would look for the account at every request and in every page; ours ask where they need it.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    for each in list(app.template_context_processors[None]):
        if each.__module__.startswith("flask_login"):
            app.template_context_processors[None].remove(each)
    app.before_request(_wait)
    app.after_request(_count)
    user_registered.connect(_registered, app)
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_changed, app)
    password_reset.connect(_reset, app)


def _config(settings: Settings) -> dict[str, Any]:
    def key(purpose: str) -> str:
        digest = hashlib.sha256(f"greenroom {purpose} {settings.secret}".encode()).digest()
        return base64.urlsafe_b64encode(digest).decode()

    words = {**WORDS, "CONFIRM_REGISTRATION": MAILED if settings.smtp_url else UNMAILED}
    own = {
        "URL_PREFIX": "/account",
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": False,
        "CLI_ROLES_NAME": False,
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "REGISTER_URL": "/sign-up",
        "RESET_URL": "/recover",
        "CHANGE_URL": "/password",
        "VERIFY_URL": "/verify",
        "CONFIRM_URL": "/confirm",
        "TWO_FACTOR_SETUP_URL": "/codes",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/code",
        "TWO_FACTOR_RESCUE_URL": "/rescue",
        "TWO_FACTOR_SELECT_URL": "/which",
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/recovery-code",
        "WAN_REGISTER_URL": "/passkeys",
        "WAN_SIGNIN_URL": "/passkey",
        "WAN_DELETE_URL": "/passkeys/delete",
        "WAN_VERIFY_URL": "/verify-passkey",
        "POST_LOGIN_VIEW": "/account",
        "POST_LOGOUT_VIEW": "/",
        "POST_REGISTER_VIEW": "/account/sign-in",
        "POST_CONFIRM_VIEW": "/account/sign-in",
        "CONFIRM_ERROR_VIEW": "/account/confirm",
        "POST_RESET_VIEW": "/account/sign-in",
        "RESET_ERROR_VIEW": "/account/recover",
        "POST_CHANGE_VIEW": "/account",
        "POST_VERIFY_VIEW": "/account",
        "TWO_FACTOR_POST_SETUP_VIEW": "/account",
        "WAN_POST_REGISTER_VIEW": "/account",
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [key("recovery codes")],
        "TOTP_SECRETS": {"1": key("codes")},
        "TOTP_ISSUER": "Greenroom",
        "WEBAUTHN": True,
        "WAN_RP_NAME": "Greenroom",
        "WAN_ALLOW_AS_FIRST_FACTOR": True,
        "WAN_ALLOW_USER_HINTS": False,  # a hint would tell whether there is an account
        "RETURN_GENERIC_RESPONSES": True,
        # Source of the figures: OWASP's Password Storage Cheat Sheet.
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": 19456,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        "PASSWORD_LENGTH_MIN": 10,
        "FRESHNESS": FRESH,
        "FRESHNESS_GRACE_PERIOD": timedelta(0),
        "API_ENABLED_METHODS": ["session"],
        "EMAIL_HTML": False,
        # No question to the name servers of the world: this server may have none, or a network of its own.
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "globally_deliverable": False},
        "EMAIL_SENDER": settings.mail_from or "greenroom@localhost",
        "EMAIL_SUBJECT_REGISTER": "Confirm your address for Greenroom",
        "EMAIL_SUBJECT_CONFIRM": "Confirm your address for Greenroom",
        "EMAIL_SUBJECT_PASSWORD_RESET": "A new password for Greenroom",
        "EMAIL_SUBJECT_PASSWORD_NOTICE": "Your Greenroom password was set anew",
        "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your Greenroom password was changed",
        **{f"MSG_{name}": (text, "error" if "INVALID" in name else "info") for name, text in words.items()},
    }
    return {f"SECURITY_{name}": value for name, value in own.items()}


def account() -> AccountRecord | None:
    """Return the account of who is asking, or None."""
    return of_person(persons.current())


def is_fresh() -> bool:
    """Tell whether who is asking has proved to be the account's owner within half an hour."""
    return bool(session.get("fs_paa_person")) and session["fs_paa_person"] == persons.current() and _age() < FRESH


def _age() -> timedelta:
    return timedelta(milliseconds=db.now_ms()) - timedelta(seconds=session.get("fs_paa", 0))


def _of_browser(_request: Request) -> AccountRecord | None:
    found = account()
    if found is None or not found.active:
        return None
    mine = session.get("fs_paa_person") == found.person_id
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0) if mine else 0)
    return found


def _again(_within: timedelta, _grace: timedelta) -> ResponseReturnValue:
    flash(WORDS["REAUTHENTICATION_REQUIRED"], "info")
    back = request.path if request.method == "GET" else "/account"
    return redirect(f"/account/verify?next={back}")


def _registered(_app: Flask, user: AccountRecord, **_: Any) -> None:
    if not mail.is_on():
        user.confirmed_at = naive_utcnow()  # nobody can ask


def _signed_in(_app: Flask, user: AccountRecord, **_: Any) -> None:
    """Make the browser the account's person; what its guest had goes along."""
    guest = persons.current()
    if guest == user.person_id or (guest and of_person(guest)):
        guest = None

    def merged(sql: Any) -> bool:
        if guest:
            merge.merge(sql, guest, user.person_id)
        return True

    try:
        persons.become(user.person_id, merged)
    except IntegrityError:  # the guest has gone meanwhile
        persons.become(user.person_id, lambda _: True)
    session["fs_paa_person"] = user.person_id
    for each in filter(None, (guest, user.person_id)):
        devices.tell(each)


def _changed(_app: Flask, user: AccountRecord, **_: Any) -> None:
    devices.end(user.person_id, but=persons.device())


def _reset(_app: Flask, user: AccountRecord, **_: Any) -> None:
    devices.end(user.person_id)


def _signed_out(_app: Flask, user: Any, **_: Any) -> None:
    """Let the browser be nobody from now on, and close its sockets; who was never signed in stays who they are."""
    person_id = persons.current()
    if not isinstance(user, AccountRecord) or user.person_id != person_id:
        return

    @after_this_request
    def gone(response: Any) -> Any:
        persons.sign_out(response)
        devices.close(user.person_id)
        return response


def _keys() -> list[tuple[str, int]]:
    """Return under which keys this request counts, and what is too much under each; the account's, if any, is first."""
    network = guesses.network(request.remote_addr or "")
    if request.endpoint in ASKING:
        return [(f"asking {network}", MOST_ASKED)]
    who = request.form.get("email", "").strip().lower() or session.get("tf_user_id") or ""
    if request.endpoint == "security.verify":
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


def _accounts() -> Accounts:
    found: Accounts = current_app.extensions["security"].datastore
    return found
