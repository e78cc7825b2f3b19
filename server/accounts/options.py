"""How Flask-Security is set: addresses, words, hashes, and what it asks for."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

from server.settings import Settings

FRESH = timedelta(minutes=30)

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


def config(settings: Settings) -> dict[str, Any]:
    """Return Flask-Security's settings for these of ours."""

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
