"""My account: what opens it, which devices are signed in, what I have here, and its end."""

from flask import Blueprint, Response, abort, current_app, flash, make_response, redirect, render_template, request
from flask_security import logout_user
from flask_security.recoverable import generate_reset_password_token
from werkzeug.wrappers import Response as AnyResponse

from server import policy
from server.accounts import belongings, devices, recovery, security
from server.people import persons
from server.people.accounts import AccountRecord
from server.rooms.room import base_url

blueprint = Blueprint("account", __name__, url_prefix="/account")

BAD_LINK = "This recovery link is not whole, is older than a year, or the password was changed after it was made."


@blueprint.get("")
def page() -> str:
    """Show the account; to a guest, what one would be for."""
    return _page()


@blueprint.post("/devices/end")
def end_device() -> AnyResponse:
    """Sign one device out."""
    person_id = _person()
    device = request.form.get("device", "")
    if device == persons.device():
        logout_user()
        return redirect("/", 303)
    ended = devices.end(person_id, only=device)
    flash("That device is signed out." if ended else "That device was signed out already.", "info")
    return redirect("/account", 303)


@blueprint.post("/devices/end-others")
def end_others() -> AnyResponse:
    """Sign every other device out."""
    ended = devices.end(_person(), but=persons.device())
    flash(f"{ended} other device{'s' * (ended != 1)} signed out." if ended else "No other is signed in.", "info")
    return redirect("/account", 303)


@blueprint.post("/recovery-link")
def recovery_link() -> AnyResponse:
    """Show a link that sets a new password, to keep."""
    account = security.account() or abort(404)
    if not security.is_fresh():
        return security.again("/account")
    return make_response(_page(link=_link(account)))


@blueprint.get("/recover/kept/<token>")
def kept(token: str) -> AnyResponse:
    """Go on to the form for a new password."""
    account = recovery.opened(token, current_app.extensions["security"].datastore)
    if account is None:
        flash(BAD_LINK, "error")
        return redirect("/account/recover", 303)
    return redirect(f"/account/recover/{token_of(account)}", 303)


@blueprint.post("/download")
def download() -> AnyResponse:
    """Return all that the person has here, as one file."""
    person_id = _person()
    if security.account() and not security.is_fresh():
        return security.again("/account")
    answer = Response(belongings.archive(person_id), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="greenroom.zip"'
    return answer


@blueprint.get("/delete")
def ask() -> AnyResponse:
    """Say what deleting deletes."""
    return _deleting()


@blueprint.post("/delete")
def delete() -> AnyResponse:
    """Delete the person with all that is theirs."""
    person_id = _person()
    if security.account() and not security.is_fresh():
        return security.again("/account/delete")
    if request.form.get("sure") != "delete":
        return _deleting("Write the word delete to say that you mean it.", 400)
    try:
        belongings.delete_all(person_id)
    except belongings.NotDeleted as refusal:
        return _deleting(str(refusal), 409)
    answer = make_response(render_template("account/deleted.html"))
    persons.sign_out(answer)
    return answer


def token_of(account: AccountRecord) -> str:
    """Return what stands in a link of a day for a new password."""
    return str(generate_reset_password_token(account))  # type: ignore[no-untyped-call]  # theirs has no types


def _page(link: str | None = None) -> str:
    person_id = persons.current()
    return render_template(
        "account/index.html",
        account=security.account(),
        devices=devices.of(person_id) if person_id else [],
        here=persons.device(),
        is_guest=person_id is not None,
        link=link,
    )


def _deleting(wrong: str | None = None, status: int = 200) -> AnyResponse:
    account, days = security.account(), policy.settings().retention_days
    person_id = persons.current()
    page = render_template(
        "account/delete.html", account=account, wrong=wrong, retention_days=days, nobody=person_id is None
    )
    return make_response(page, status)


def _link(account: AccountRecord) -> str:
    return f"{base_url()}/account/recover/kept/{recovery.token(account)}"


def _person() -> str:
    return persons.current() or abort(404)
