"""The wiring, top to bottom, and nothing else."""

from __future__ import annotations

import logging
from pathlib import Path

from click import ClickException
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server import bank, db, errors, policy, readiness, rooms, runtime  # noqa: F401 - packages whose tables migrations must see
from server import settings as configuration
from server.accounts import cli as account_cli
from server.accounts import pages as account_pages
from server.accounts import security
from server.bank import cli as bank_cli
from server.bank import deck_forms, intake_pages, revision_pages, sharing_pages
from server.bank import models as decks
from server.bank import pages as bank_pages
from server.candidates import acquaintances, glance_pages
from server.candidates import pages as candidate_pages
from server.classes import entry_pages, projector_pages, wall_pages, watching
from server.classes import pages as class_pages
from server.drill import carry_pages, marks_pages, summary_pages
from server.drill import pages as drill_pages
from server.history import deleting, home
from server.history import pages as history_pages
from server.live.held import Held
from server.live.live import Live
from server.live.walls import Watched
from server.people import persons
from server.people.invitations import WallKey
from server.reports import archive, replay_pages, share_pages
from server.reports import pages as report_pages
from server.rooms import cli as room_cli
from server.rooms import expiry, forget, join, lobby, parking, room
from server.rooms import pages as room_pages
from server.saved import again_pages
from server.saved import pages as template_pages
from server.settings import Settings
from server.sockets.wire import Wire

ROOT = Path(__file__).parent.parent
DAY_S = 24 * 3600

log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the Flask application; open no connection and take no lock."""
    settings = settings or _read_settings()
    app = Flask("server", static_folder=ROOT / "static", template_folder=ROOT / "templates")
    app.secret_key = settings.secret

    db.init_app(app, settings.database_url)
    policy.init_app(app, settings)
    errors.init_app(app)
    security.init_app(app, settings)

    app.register_blueprint(home.blueprint)
    app.register_blueprint(room_pages.blueprint)
    app.register_blueprint(bank_pages.blueprint)
    app.register_blueprint(intake_pages.blueprint)
    app.register_blueprint(deck_forms.blueprint)
    app.register_blueprint(revision_pages.blueprint)
    app.register_blueprint(sharing_pages.blueprint)
    app.register_blueprint(join.blueprint)
    app.register_blueprint(room.blueprint)
    app.register_blueprint(lobby.blueprint)
    app.register_blueprint(forget.blueprint)
    app.register_blueprint(report_pages.blueprint)
    app.register_blueprint(share_pages.blueprint)
    app.register_blueprint(replay_pages.blueprint)
    app.register_blueprint(template_pages.blueprint)
    app.register_blueprint(again_pages.blueprint)
    app.register_blueprint(drill_pages.blueprint)
    app.register_blueprint(summary_pages.blueprint)
    app.register_blueprint(carry_pages.blueprint)
    app.register_blueprint(marks_pages.blueprint)
    app.register_blueprint(class_pages.blueprint)
    app.register_blueprint(wall_pages.blueprint)
    app.register_blueprint(history_pages.blueprint)
    app.register_blueprint(candidate_pages.blueprint)
    app.register_blueprint(glance_pages.blueprint)
    app.register_blueprint(projector_pages.blueprint)
    app.register_blueprint(entry_pages.blueprint)
    app.register_blueprint(account_pages.blueprint)
    app.cli.add_command(account_cli.group)
    app.cli.add_command(bank_cli.group)
    app.cli.add_command(room_cli.group)
    app.register_blueprint(readiness.blueprint)
    return app


def _read_settings() -> Settings:
    try:
        return configuration.read()
    except configuration.SettingsError as refusal:
        raise ClickException(str(refusal)) from None  # said in one sentence by `flask --app server`


def start(app: Flask, redis_url: str) -> None:
    """Begin what is live: the interviews in Redis, the sockets, and what runs beside the requests."""
    settings: Settings = app.extensions["settings"]
    db.upgrade(app)

    def parked(id: str) -> parking.Parked | None:
        with app.app_context():
            return parking.parked(id)

    def put_away(held: Held, log: list[bytes]) -> None:
        texts = {name: text.text.encode() for name, text in held.texts.items()}
        ended = parking.Parked(held.rev, held.encoded_state(), held.encoded_content(), texts, log)
        with app.app_context():
            archive.archive(held.id, ended)

    def forget() -> None:
        while True:
            try:
                with app.app_context():
                    archive.expire(db.now_ms())
                    expiry.expire(live, db.now_ms())
                    deleting.purge(db.now_ms())
                    decks.purge(db.now_ms())
                    acquaintances.expire()
            except Exception:
                log.exception("what is older than the retention allows could not be deleted; trying again tomorrow")
            runtime.sleep(DAY_S)

    def watched(key: WallKey) -> Watched | None:
        with app.app_context():
            return watching.watched(key)

    def is_signed_in(device: str) -> bool:
        with app.app_context():
            return persons.is_signed_in(device)

    live = Live(redis_url, parked, put_away)
    app.extensions["live"] = live
    app.extensions["wire"] = Wire(app, live, settings.secret, settings.public_url, is_signed_in, watched)
    if settings.trusted_hops:
        hops = settings.trusted_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's own way to wrap it
    live.start()
    runtime.spawn(forget)


def stop(app: Flask) -> None:
    """End what `start` began."""
    if "live" in app.extensions:
        app.extensions["wire"].close()
        app.extensions["live"].stop()
