"""What many tests need. Nothing here patches the process: the pure parts are tested without an event loop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import Valkey


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
