"""The website, and somebody who interviews there, for every test of this folder."""

import pytest
from flask import Flask

from tests.candidates.teacher import Teacher
from tests.website import Browser, StandIn, app, empty_records, guest, host, live, settings, somebody, stranger

__all__ = ["app", "empty_records", "guest", "host", "live", "settings", "somebody", "stranger"]


@pytest.fixture
def grace(app: Flask, host: Browser, live: StandIn) -> Teacher:
    return Teacher(app, host, live)
