"""What can be set, read once from the environment. Every variable is documented here; an empty one is not set."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DRIVER = "postgresql+psycopg"

_HOST = r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})"
_STUN = re.compile(rf"stuns?:{_HOST}")
_TURN = re.compile(
    rf"(?P<scheme>turns?):(?P<user>[^:]+):(?P<password>.+)@(?P<address>{_HOST}(?:\?transport=(?:udp|tcp))?)"
)


class SettingsError(Exception):
    """A setting makes no sense here. Its text is one sentence that says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between two installations."""

    host: str = "127.0.0.1"
    """HOST: the address to listen on. 127.0.0.1 is this computer only, 0.0.0.0 every network that it is in."""
    port: int = 8000
    """PORT: the port to listen on; 0 takes any that is free."""
    public_url: str | None = None
    """PUBLIC_URL: where a browser reaches this server, such as https://greenroom.example.org. Links are built from it;
    without it, from the address at which the page was opened."""
    var_dir: Path
    """VAR_DIR: the folder for everything that lasts (database, embedded Valkey, secret); `var` if not given."""
    redis_url: str | None = field(default=None, repr=False)
    """REDIS_URL: a Redis 7 or Valkey of yours (redis://, rediss://, unix://). Without it, one is run in VAR_DIR."""
    database_url: str = field(repr=False)
    """DATABASE_URL: where records are kept: sqlite:/// and a path, or postgresql://user:password@host/name.
    VAR_DIR/greenroom.sqlite if not given."""
    secret: str = field(repr=False)
    """SECRET: signs cookies and tokens, 32 characters or more. Made once and kept in VAR_DIR/secret if not given."""
    retention_days: int = 90
    """RETENTION_DAYS: how long reports are kept after an interview's end; 0 is for ever."""
    trusted_hops: int = 0
    """TRUSTED_HOPS: how many proxies in front of the server set X-Forwarded-For, -Proto and -Host. 0 trusts none."""
    smtp_url: str | None = field(default=None, repr=False)
    """SMTP_URL: a mail server, smtp://user:password@host:587 or smtps://user:password@host:465. It needs MAIL_FROM and
    PUBLIC_URL. Without it there is no mail: accounts work, and pages say what to do instead."""
    mail_from: str | None = None
    """MAIL_FROM: who mail comes from, such as Greenroom <greenroom@example.org>."""
    metrics_token: str | None = field(default=None, repr=False)
    """METRICS_TOKEN: who gives it as a bearer's token may read /metrics from elsewhere; else only this computer."""
    ice_servers: tuple[dict[str, str], ...] = field(default=(), repr=False)
    """ICE_SERVERS: what helps two browsers to reach each other for a call: stun:host:port and
    turn:user:password@host:port, spaces between them. Without any, calls work within one network. Held as WebRTC's
    RTCIceServer objects; everybody who takes part in an interview is given them, passwords and all."""


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings, and make VAR_DIR and its secret where they are missing.

    Raises: SettingsError.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    var_dir = Path(given.get("VAR_DIR", "var")).absolute()
    secret = _secret(given.get("SECRET"), var_dir)
    return Settings(
        host=given.get("HOST", "127.0.0.1"),
        port=_number(given, "PORT", default=8000, highest=65_535),
        public_url=_public_url(given.get("PUBLIC_URL")),
        var_dir=var_dir,
        redis_url=_redis_url(given.get("REDIS_URL")),
        database_url=_database_url(given.get("DATABASE_URL"), var_dir),
        secret=secret,
        retention_days=_number(given, "RETENTION_DAYS", default=90, highest=36_500),
        trusted_hops=_number(given, "TRUSTED_HOPS", default=0, highest=10),
        smtp_url=_smtp_url(given),
        mail_from=given.get("MAIL_FROM"),
        metrics_token=given.get("METRICS_TOKEN"),
        ice_servers=tuple(
            _ice_server(number, text) for number, text in enumerate(given.get("ICE_SERVERS", "").split(), 1)
        ),
    )


def _number(given: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= highest):
        raise SettingsError(f"{name} is {text!r}; set it to a whole number from 0 to {highest}, or leave it out.")
    return int(text)


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    refusal = SettingsError(
        f"PUBLIC_URL is {text!r}; set it to http:// or https:// and a name, such as https://greenroom.example.org, "
        "with no path behind it."
    )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise refusal from None
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not plain:
        raise refusal
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _ice_server(number: int, text: str) -> dict[str, str]:
    """Return the RTCIceServer object, for the browser, of one server in ICE_SERVERS, the `number`th."""
    found = _STUN.fullmatch(text) or _TURN.fullmatch(text)
    if found is None or not 0 < int(found["port"]) <= 65_535:
        raise SettingsError(  # without its text: a password may be in it
            f"ICE_SERVERS makes no sense at its entry {number}; give stun:host:port and turn:user:password@host:port, "
            "with spaces between them."
        )
    if found.re is _STUN:
        return {"urls": text}
    return {
        "urls": f"{found['scheme']}:{found['address']}",
        "username": found["user"],
        "credential": found["password"],
    }


def _smtp_url(given: Mapping[str, str]) -> str | None:
    text = given.get("SMTP_URL")
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise SettingsError(  # without its text: a password may be in it
            "SMTP_URL must be smtp:// or smtps:// with user:password@host:port; correct it, or leave it out."
        )
    if "@" not in given.get("MAIL_FROM", "") or "PUBLIC_URL" not in given:
        raise SettingsError(
            "SMTP_URL needs MAIL_FROM, an address such as greenroom@example.org, and PUBLIC_URL, to which the links in "
            "mails lead; give both."
        )
    return text


def _redis_url(text: str | None) -> str | None:
    if text is not None and not text.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("REDIS_URL must begin with redis://, rediss:// or unix://; correct it, or leave it out.")
    return text


def _database_url(text: str | None, var_dir: Path) -> str:
    if text is None:
        return f"sqlite:///{var_dir / 'greenroom.sqlite'}"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is not None and url.drivername in ("postgresql", "postgres", DRIVER) and url.database:
        return url.set(drivername=DRIVER).render_as_string(hide_password=False)
    if url is None or not text.startswith("sqlite:///") or not url.database:
        raise SettingsError(  # without its text: a password may be in it
            "DATABASE_URL must be sqlite:/// and a path, or postgresql://user:password@host/name; "
            "correct it, or leave it out."
        )
    return text


def _secret(text: str | None, var_dir: Path) -> str:
    if text is not None and len(text) < 32:
        raise SettingsError("SECRET is too short to keep anything secret; give 32 characters or more, or leave it out.")
    try:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return text or _kept_secret(var_dir / "secret")
    except OSError as error:
        raise SettingsError(
            f"Greenroom can't write to {var_dir} ({error.strerror}); make that folder writable, "
            "or set VAR_DIR to one that is."
        ) from None


def _kept_secret(path: Path) -> str:
    if not path.exists():
        handle, draft = tempfile.mkstemp(prefix="secret.", dir=path.parent)  # with mode 0600
        with open(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # whole or not at all, and the first of two starts wins
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text()
