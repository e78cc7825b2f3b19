"""The website, for every test of this folder, and a clock for those below its pages."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.drill.practice import Clock
from tests.website import app, empty_records, guest, host, live, settings, somebody, stranger

__all__ = ["app", "empty_records", "guest", "host", "live", "settings", "somebody", "stranger"]


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application, entered."""
    with app.app_context():
        yield app


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock."""
    return Clock(monkeypatch)
