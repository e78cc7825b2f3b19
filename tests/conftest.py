"""What many tests need. Nothing here patches the process: the pure parts are tested without an event loop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import Valkey
from tests.postgresql import Cluster


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_databases` on both."""
    if "database" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database", ["sqlite", "postgresql"])


@pytest.fixture
def database() -> str:
    """The database that holds the records of a test."""
    return "sqlite"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL of our own, one for the whole run."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Valkey, one for the whole run: use keys of your own, and never FLUSHALL."""
    valkey = Valkey(tmp_path_factory.mktemp("valkey"))
    valkey.start()
    yield valkey.url
    valkey.stop()


@pytest.fixture
def var_dir(tmp_path: Path) -> Path:
    """A folder for one server's data, not made yet."""
    return tmp_path / "var"
