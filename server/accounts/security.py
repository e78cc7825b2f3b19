"""Flask-Security, fitted in: our addresses and words, our sessions, our thread.

Who is signed in is who the browser's person is (`people/persons.py`): Flask's cookie carries only the steps of a form
and when a password was given last. Signing in makes the browser that person; what its guest had is merged into them.
"""

from datetime import timedelta
from typing import Any

import segno
from flask import Flask, Request, after_this_request, current_app, flash, redirect, request, session
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
from server.accounts import devices, guard, mail, options
from server.accounts.datastore import Accounts, of_person
from server.accounts.mail import Mail, Outbox
from server.accounts.options import FRESH, WORDS
from server.drill import merge
from server.people import persons
from server.people.accounts import AccountRecord
from server.settings import Settings


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
    app.config.update(options.config(settings))
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
    guard.init_app(app)
    user_registered.connect(_registered, app)
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_changed, app)
    password_reset.connect(_reset, app)


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


def again(back: str) -> Response:
    """Ask for the password once more, then lead to `back`, a path of ours."""
    flash(WORDS["REAUTHENTICATION_REQUIRED"], "info")
    return redirect(f"/account/verify?next={back}", 303)


def _again(_within: timedelta, _grace: timedelta) -> ResponseReturnValue:
    return again(request.path if request.method == "GET" else "/account")


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


def _accounts() -> Accounts:
    found: Accounts = current_app.extensions["security"].datastore
    return found
