"""The website with its reports, and interviews that have been played."""

from __future__ import annotations

import pytest
from flask import Flask

from server.people import persons
from server.reports import pages
from server.settings import Settings
from tests.reports.stage import Played
from tests.website import empty_records, guest, host, live, settings, somebody, stranger, wired

__all__ = ["empty_records", "guest", "host", "live", "settings", "somebody", "stranger"]


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = wired(settings)
    if pages.blueprint.name not in app.blueprints:
        app.register_blueprint(pages.blueprint)
    return app


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
