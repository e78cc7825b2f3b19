"""How this worker is: alive, ready for visitors, and in numbers. For whoever keeps the server."""

import hmac
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, request
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from server import db, metrics, policy
from server.store.connection import NotSaved, Unconfirmed

blueprint = Blueprint("readiness", __name__)

REDIS_AWAY = "Redis does not answer; start it, or correct REDIS_URL."
SQL_AWAY = "The database does not answer; start it, or correct DATABASE_URL."
HOPS = "A proxy speaks for this request (X-Forwarded-For), and TRUSTED_HOPS is 0; set it to the number of your proxies."
HOST = "This request is for {here!r}, but PUBLIC_URL says {public!r}; let the proxy pass Host on, or correct that."
LOOPBACK = ("127.0.0.1", "::1")


@blueprint.get("/healthz")
def healthz() -> str:
    """Say that the process answers."""
    return "ok"


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether interviews can be held here, and what about the way here is wrong, each in one sentence."""
    missing = [sentence for sentence, answers in ((REDIS_AWAY, _redis), (SQL_AWAY, _database)) if not answers()]
    answer = jsonify(ready=not missing, missing=missing, advice=advice())
    answer.status_code = 503 if missing else 200
    return answer


@blueprint.get("/metrics")
def numbers() -> Response:
    """Give the numbers, to this computer, and to who knows METRICS_TOKEN; else there is nothing here."""
    token = policy.settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    knows = token is not None and hmac.compare_digest(given.encode(), token.encode())
    here = request.remote_addr in LOOPBACK and "X-Forwarded-For" not in request.headers
    if not (knows or here):
        abort(404)
    return Response(metrics.text(), content_type=metrics.CONTENT_TYPE)


def advice() -> list[str]:
    """Return what is wrong about the way by which this request came."""
    settings, found = policy.settings(), []
    if "X-Forwarded-For" in request.headers and not settings.trusted_hops:
        found.append(HOPS)
    public = urlsplit(settings.public_url or "").netloc
    if public and "X-Forwarded-For" in request.headers and request.host != public:
        found.append(HOST.format(here=request.host, public=public))
    return found


def _redis() -> bool:
    live: Any = current_app.extensions.get("live")
    try:
        return live is not None and bool(live.ping())
    except (NotSaved, Unconfirmed):
        return False


def _database() -> bool:
    try:
        return db.transact(lambda session: session.scalar(select(1))) == 1
    except SQLAlchemyError:
        return False
