"""Greenroom: mock interviews in real time. `server/README.md` is the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from server.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the Flask application; open no connection and take no lock.

    Args:
        settings: what to run with; read from the environment when not given, as `flask --app server` does.
    """
    from server.app import create_app as wire  # here, so that importing server.core does not import Flask

    return wire(settings)
