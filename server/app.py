"""The wiring, top to bottom."""

from __future__ import annotations

from flask import Flask

from server import settings as configuration
from server.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the Flask application; open no connection and take no lock."""
    settings = settings or configuration.read()
    app = Flask("server")
    app.secret_key = settings.secret

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app


def start(app: Flask) -> None:
    """Begin what runs beside the requests."""


def stop(app: Flask) -> None:
    """End what `start` began."""
