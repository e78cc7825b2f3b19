"""A link that sets a new password, to keep or to hand over: for servers without mail."""

from itsdangerous import BadData, URLSafeTimedSerializer

from server import policy
from server.accounts.datastore import Accounts
from server.people.accounts import AccountRecord

KEPT_S = 365 * 24 * 3600


def token(account: AccountRecord) -> str:
    """Return what stands in such a link; it is good for a year, and until the password is changed."""
    made: str | bytes = _serializer().dumps(account.fs_uniquifier)
    return made if isinstance(made, str) else made.decode()


def opened(given: str, accounts: Accounts) -> AccountRecord | None:
    """Return the account that a link's token opens, or None."""
    try:
        named = _serializer().loads(given, max_age=KEPT_S)
    except BadData:
        return None
    return accounts.find_user(fs_uniquifier=named)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(policy.settings().secret, salt="greenroom kept recovery")
