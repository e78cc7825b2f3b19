"""The PostgreSQL of the tests: `programs()` finds it, `python -m tests.postgresql` installs what is missing."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

OWNER = "greenroom"
USERS = ("postgres", "nobody")  # whom it runs as where we are root: it refuses to be root
MISSING = "The tests of records need PostgreSQL; install it, for instance with: apt-get install postgresql"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "shared_buffers=32MB")
# It ends when we do, however that is: the pipe on its standard input is closed then.
UNTIL_CLOSED = 'folder=$1; shift; "$@" <&- & read -r _; kill -QUIT $!; wait; rm -rf "$folder"'


def programs() -> Path | None:
    """Return the folder with PostgreSQL's programs: from the PATH, else Debian's newest, else None."""
    found = [Path(path).resolve().parent for path in (shutil.which("initdb"), shutil.which("postgres")) if path]
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(versions, key=lambda path: float(path.parent.name), reverse=True)
    return next((path for path in found if (path / "initdb").exists() and (path / "postgres").exists()), None)


def install() -> None:
    """Install PostgreSQL from Debian where that is allowed; say nothing of what did not work."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    apt = [*as_root, "apt-get", "-qq", "-y"]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        subprocess.run([*apt, "update"], check=True)
        subprocess.run([*apt, "install", "postgresql"], check=True, stdin=subprocess.DEVNULL)


class Cluster:
    """A PostgreSQL in a temporary folder, reached by a unix socket there; fast, because it keeps nothing in a crash."""

    def __init__(self) -> None:
        self.has_tables = False
        self._made = 0

    def __enter__(self) -> Cluster:
        found = programs()
        if found is None:
            install()
            found = programs()
        assert found is not None, MISSING
        self._folder = Path(tempfile.mkdtemp(prefix="greenroom-postgresql-"))
        who: dict[str, object] = {}
        if os.geteuid() == 0:
            user = next(each for name in USERS for each in pwd.getpwall() if each.pw_name == name)
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = self._folder / "data"
        options = ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", f"--username={OWNER}"]
        subprocess.run(
            [found / "initdb", *options, data], check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **who
        )
        settings = [part for setting in FAST for part in ("-c", setting)]
        command = [found / "postgres", "-D", data, "-k", self._folder, *settings]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", UNTIL_CLOSED, "sh", self._folder, *command],
                stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=self._folder, start_new_session=True, **who,
            )  # fmt: skip
        self._wait()
        self._say("CREATE DATABASE empty")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    @property
    def template_url(self) -> str:
        """The address of the database that every other is a copy of."""
        return self._url("empty")

    @contextlib.contextmanager
    def database(self, template: str = "empty") -> Iterator[str]:
        """Make a copy of a template, by default of the one with our tables, for as long as the block runs."""
        self._made += 1
        name = f"copy{self._made}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._url(name)
        finally:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self._folder}"

    def _say(self, statement: str) -> None:
        with psycopg.connect(host=str(self._folder), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _wait(self) -> None:
        for _ in range(600):
            try:
                return self._say("SELECT 1")
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self._folder / "log").read_text()
                time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())


if __name__ == "__main__":
    if programs() is None:
        print("Installing PostgreSQL for the tests of records.", flush=True)
        install()
    if programs() is None:
        sys.exit(MISSING)
