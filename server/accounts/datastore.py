"""Where Flask-Security keeps accounts: every use is one transaction off the event loop, as everywhere.

It reads accounts as plain objects that belong to no session, changes them, and commits when it has answered: what it
has put aside is then written at once.
"""

from typing import Any, cast

from flask import g
from flask_security import UserDatastore, naive_utcnow
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server import db
from server.people.accounts import AccountRecord, PasskeyRecord
from server.people.models import Person


class Accounts(UserDatastore):
    """The accounts, as Flask-Security asks for them."""

    def __init__(self) -> None:
        super().__init__(AccountRecord, None, PasskeyRecord)  # type: ignore[arg-type]  # nobody has a role here

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> AccountRecord | None:
        """Return the one account of which a column has this value, or None."""
        ((name, value),) = kwargs.items()
        column = getattr(AccountRecord, name)
        wanted = func.lower(column) == value.lower() if case_insensitive else column == value
        return cast("AccountRecord | None", _found(select(AccountRecord).where(wanted)))

    def find_role(self, role: str) -> None:
        """Return None: there are no roles."""

    def create_user(self, **kwargs: Any) -> AccountRecord:
        """Make an account, with a person of its own; a guest is merged into it when they sign in."""
        made = self._prepare_create_user_args(**kwargs)  # type: ignore[no-untyped-call]  # theirs has no types
        made.pop("roles")
        account = AccountRecord(person_id=db.new_id(), created_ms=db.now_ms(), **made)
        self.put(account)
        return account

    def find_webauthn(self, credential_id: bytes) -> PasskeyRecord | None:
        """Return the passkey with this id, or None."""
        return cast(
            "PasskeyRecord | None", _found(select(PasskeyRecord).where(PasskeyRecord.credential_id == credential_id))
        )

    def create_webauthn(self, user: Any, **kwargs: Any) -> None:  # type: ignore[override]  # always called by names
        """Add a passkey to an account."""
        self.put(PasskeyRecord(user_id=user.id, lastuse_datetime=naive_utcnow(), **kwargs))

    def put(self, model: Any) -> Any:
        """Put what was made or changed aside, for `commit`."""
        if model not in _waiting():
            _waiting().append(model)
        return model

    def delete(self, model: Any) -> None:
        """Delete a passkey."""
        gone = delete(PasskeyRecord).where(PasskeyRecord.id == model.id)
        db.transact(lambda session: session.execute(gone) and None)

    def commit(self) -> None:
        """Write what was put aside.

        Of two who sign up with one address at once, the second is told the same as the first, and changes nothing.
        """
        models, g.accounts = _waiting(), []
        if not models:
            return
        try:
            db.transact(lambda session: _write(session, models))
        except IntegrityError:
            if not any(isinstance(model, AccountRecord) and "id" not in model.__dict__ for model in models):
                raise


def of_person(person_id: str | None) -> AccountRecord | None:
    """Return the account of a person, or None."""
    return _found(select(AccountRecord).where(AccountRecord.person_id == person_id)) if person_id else None


def _found(wanted: Any) -> Any:
    def work(session: Session) -> Any:
        found = session.scalar(wanted)
        session.expunge_all()
        return found

    return db.transact(work)


def _write(session: Session, models: list[Any]) -> None:
    for model in models:
        if isinstance(model, AccountRecord) and "id" not in model.__dict__:
            session.add(Person(id=model.person_id, created_ms=model.created_ms))
            session.flush()
        session.merge(model)


def _waiting() -> list[Any]:
    if "accounts" not in g:
        g.accounts = []
    waiting: list[Any] = g.accounts
    return waiting
