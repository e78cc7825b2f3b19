"""What the environment may say, and what it gets when it makes no sense."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url

from server import settings as configuration
from server.settings import Settings, SettingsError, read

ROOT = Path(__file__).parents[1]
VARIABLES = [name.upper() for name in Settings.__dataclass_fields__]


def given(var_dir: Path, **environ: str) -> Settings:
    return read({"VAR_DIR": str(var_dir), **environ})


def test_defaults(var_dir: Path) -> None:
    """With nothing set the server is for this computer, keeps reports for 90 days and trusts no proxy."""
    settings = given(var_dir)
    assert (settings.host, settings.port, settings.retention_days, settings.trusted_hops) == ("127.0.0.1", 8000, 90, 0)
    assert (settings.public_url, settings.redis_url) == (None, None)
    assert settings.database_url == f"sqlite:///{var_dir}/greenroom.sqlite"


def test_empty_is_not_set(var_dir: Path) -> None:
    """An empty variable, as compose files write them, counts as not set."""
    assert given(var_dir, PORT="", PUBLIC_URL=" ", SECRET="", REDIS_URL="") == given(var_dir)


def test_secret_is_made_once(var_dir: Path) -> None:
    """The secret is random, kept for the next start, and readable by its owner only."""
    first = given(var_dir).secret
    assert given(var_dir).secret == first
    assert len(first) >= 32
    assert (var_dir / "secret").stat().st_mode & 0o777 == 0o600
    assert given(var_dir.with_name("other")).secret != first


def test_two_first_starts_agree(var_dir: Path) -> None:
    """Servers that start at once on a new folder take the same secret."""
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: given(var_dir).secret, range(40)))
    assert len(made) == 1
    assert os.listdir(var_dir) == ["secret"]


def test_secrets_are_not_shown(var_dir: Path) -> None:
    """Printing the settings shows no secret and no password."""
    shown = repr(
        given(
            var_dir,
            SECRET="s" * 40,
            REDIS_URL="redis://:hunter2@localhost",
            ICE_SERVERS="turn:u:hunter2@h:1",
            SMTP_URL="smtp://u:hunter2@h",
            MAIL_FROM="a@b.example",
            PUBLIC_URL="https://c.example",
        )
    )
    assert "ssss" not in shown
    assert "hunter2" not in shown


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://greenroom.example.org", "https://greenroom.example.org"),
        ("https://Greenroom.Example.org/", "https://greenroom.example.org"),
        ("http://192.168.1.7:8000", "http://192.168.1.7:8000"),
    ],
)
def test_public_url(var_dir: Path, text: str, url: str) -> None:
    """PUBLIC_URL is taken as an origin, without the slash that people type behind it."""
    assert given(var_dir, PUBLIC_URL=text).public_url == url


def test_ice_servers(var_dir: Path) -> None:
    """ICE_SERVERS becomes what a browser takes, in order; a password may hold any sign but a space."""
    text = (
        "stun:stun.example.org:3478  turn:kim:a@b:c%20@turn.example.org:443?transport=tcp turns:k:p@[2001:db8::1]:5349"
    )
    assert given(var_dir, ICE_SERVERS=text).ice_servers == (
        {"urls": "stun:stun.example.org:3478"},
        {"urls": "turn:turn.example.org:443?transport=tcp", "username": "kim", "credential": "a@b:c%20"},
        {"urls": "turns:[2001:db8::1]:5349", "username": "k", "credential": "p"},
    )
    assert given(var_dir).ice_servers == ()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_postgresql_can_be_named_as_people_name_it(var_dir: Path, scheme: str) -> None:
    """The driver is ours to choose; the rest of the address, its password too, stays as it is."""
    for rest in ("://kim:h%2Fush@localhost:5433/greenroom?sslmode=require", ":///greenroom?host=/run/postgresql"):
        found = make_url(given(var_dir, DATABASE_URL=f"{scheme}{rest}").database_url)
        assert found == make_url(f"postgresql+psycopg{rest}")


@pytest.mark.parametrize(
    "environ",
    [
        {"PORT": "http"},
        {"PORT": "65536"},
        {"PORT": "-1"},
        {"PORT": "²"},
        {"RETENTION_DAYS": "90.5"},
        {"TRUSTED_HOPS": "11"},
        {"PUBLIC_URL": "greenroom.example.org"},
        {"PUBLIC_URL": "ftp://greenroom.example.org"},
        {"PUBLIC_URL": "https://greenroom.example.org/path"},
        {"PUBLIC_URL": "https://user@greenroom.example.org"},
        {"PUBLIC_URL": "https://greenroom.example.org:port"},
        {"PUBLIC_URL": "https://"},
        {"REDIS_URL": "localhost:6379"},
        {"DATABASE_URL": "mysql://kim:hush@localhost/greenroom"},
        {"DATABASE_URL": "postgresql://kim:hush@localhost"},
        {"DATABASE_URL": "postgresql://kim:hush@localhost:port/greenroom"},
        {"DATABASE_URL": "postgresql+asyncpg://kim:hush@localhost/greenroom"},
        {"DATABASE_URL": "sqlite://"},
        {"DATABASE_URL": "sqlite:///"},
        {"DATABASE_URL": "greenroom.sqlite"},
        {"SECRET": "hush"},
        {"ICE_SERVERS": "stun.example.org:3478"},
        {"ICE_SERVERS": "stun:stun.example.org"},
        {"ICE_SERVERS": "stun:stun.example.org:70000"},
        {"ICE_SERVERS": "stun:stun.example.org:0"},
        {"ICE_SERVERS": "stun:kim:hush@stun.example.org:3478"},
        {"ICE_SERVERS": "turn:turn.example.org:3478"},
        {"ICE_SERVERS": "turn:hush@turn.example.org:3478"},
        {"ICE_SERVERS": "turn:kim:hush@turn.example.org:3478?transport=smoke"},
        {"ICE_SERVERS": "stun:stun.example.org:3478,turn:kim:hush@turn.example.org:3478"},
        {"ICE_SERVERS": "stun:stun.example.org:3478 https://kim:hush@turn.example.org"},
        {"SMTP_URL": "mail.example.org", "MAIL_FROM": "us@example.org", "PUBLIC_URL": "https://greenroom.example"},
        {"SMTP_URL": "smtp://kim:hush@mail.example.org", "PUBLIC_URL": "https://greenroom.example"},
        {"SMTP_URL": "smtp://kim:hush@mail.example.org", "MAIL_FROM": "us@example.org"},
    ],
)
def test_refused(var_dir: Path, environ: dict[str, str]) -> None:
    """What makes no sense is refused by one sentence that begins with the variable's name."""
    with pytest.raises(SettingsError) as refusal:
        given(var_dir, **environ)
    assert str(refusal.value).startswith(next(iter(environ)))
    assert str(refusal.value).endswith(".")
    assert "hush" not in str(refusal.value)


def test_every_variable_is_documented() -> None:
    """Each variable is explained beside its field and listed in docs/running.md, and no other is."""
    source = Path(configuration.__file__).read_text()
    page = (ROOT / "docs" / "running.md").read_text()
    for name in VARIABLES:
        assert f'"""{name}: ' in source
        assert f"| `{name}` |" in page
    assert len(re.findall(r"^\| `[A-Z]", page, re.MULTILINE)) == len(VARIABLES)
