"""What many tests need. Nothing here patches the process: the pure parts are tested without an event loop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import Valkey

BROWSER = "browser"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, and all in Chromium in another: two of those are too much for two cores.

    They come first, because they take the longest.
    """
    for item in items:
        group = BROWSER if BROWSER in item.path.parts else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: BROWSER not in item.path.parts)


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
