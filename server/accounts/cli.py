"""`flask --app server account`: what the keeper of a server does for people who can't get in."""

import click
from flask import current_app
from flask.cli import AppGroup

from server import db, policy
from server.accounts import recovery

group = AppGroup("account", help="Accounts of this server.")


@group.command("recovery-link")
@click.argument("email")
def recovery_link(email: str) -> None:
    """Print a link by which the owner of EMAIL sets a new password. Hand it to nobody else."""
    db.upgrade(current_app)
    accounts = current_app.extensions["security"].datastore
    found = accounts.find_user(case_insensitive=True, email=email)
    if found is None:
        raise click.ClickException(f"There is no account for {email}. They can sign up.")
    base = policy.settings().public_url or f"http://localhost:{policy.settings().port}"
    click.echo(f"{base}/account/recover/kept/{recovery.token(found)}")
