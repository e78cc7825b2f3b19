"""The website, and interviews that have been played."""

from __future__ import annotations

import pytest
from flask import Flask

from server.people import persons
from server.settings import Settings
from tests.reports.stage import Played
from tests.website import app, empty_records, guest, host, live, settings, somebody, stranger

__all__ = ["app", "empty_records", "guest", "host", "live", "settings", "somebody", "stranger"]


@pytest.fixture
def played(app: Flask, settings: Settings) -> Played:
    """An interview that has ended, and is not released."""
    with app.app_context():
        owner = persons.operator()
    played = Played(app, settings, owner)
    played.play()
    return played


@pytest.fixture
def released(played: Played) -> Played:
    """One that is released."""
    played.release()
    return played
