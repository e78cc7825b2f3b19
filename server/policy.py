"""What a browser may do with our pages: the headers, where requests may come from, and how cookies are set.

A request that changes something comes from our own pages: its Origin, where the browser says one, is ours, and a form
carries the CSRF token. JSON needs no token, because no foreign page can send it without being asked first (CORS
preflight), which is never granted.
"""

import base64
import hashlib
import re

from flask import Flask, abort, current_app, request
from flask import Response as FlaskResponse
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from server import address
from server.settings import Settings

MIB = 1024 * 1024
BODY_BYTES = MIB
DOCUMENT_BYTES = 10 * MIB + 64 * 1024  # 10 MB, and the form around it
REVIEW_BYTES = 40 * MIB
BODY_BYTES_OF = {  # documents come as they are, then as JSON, which is longer, before and after their review
    "intake.rendered": MIB // 2,  # what a second of work is
    "intake.show": DOCUMENT_BYTES,
    "revision.compare": DOCUMENT_BYTES,
    "intake.store": REVIEW_BYTES,
    "pages.at_once": REVIEW_BYTES,
    "revision.save": REVIEW_BYTES,
    "revision.apply": REVIEW_BYTES,
}
HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
HSTS = f"max-age={2 * 365 * 24 * 3600}"
DEVICES_OF = {  # calls, and spoken answers
    "room.page": "camera=(self), microphone=(self)",
    "drill.page": "camera=(), microphone=(self)",
}
NO_DEVICES = "camera=(), microphone=()"
COOKIE_S = 400 * 24 * 3600  # the longest that browsers keep one (RFC 6265bis, section 5.5)

csrf = CSRFProtect()


def init_app(app: Flask, settings: Settings) -> None:
    """Put the policy on every request and response of `app`."""
    https = is_https_url(settings.public_url)
    app.extensions["settings"] = settings
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_BYTES,
        SESSION_COOKIE_NAME="__Host-greenroom_form" if https else "greenroom_form",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # `_refuse_foreign` asks for it, and knows what needs none
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer; Origin says the same and is sent under every policy
        WTF_CSRF_TIME_LIMIT=None,  # an invitation may lie open for a day
    )
    csrf.init_app(app)
    import_map = app.jinja_env.get_template("importmap.html").render()
    app.extensions["import_map_hash"] = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    app.before_request(_allow_documents)
    app.before_request(_refuse_foreign)
    app.after_request(_add_headers)


def settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def is_https() -> bool:
    """Tell whether the browser reaches us by https, as far as this request or PUBLIC_URL shows."""
    return request.is_secure or is_https_url(settings().public_url)


def is_https_url(url: str | None) -> bool:
    """Tell whether this is an https address."""
    return url is not None and url.startswith("https://")


def set_cookie(response: Response, name: str, value: str, path: str = "/") -> None:
    """Set a cookie for as long as browsers keep one; `name` is what `cookie_name` gives."""
    response.set_cookie(name, value, max_age=COOKIE_S, path=path, secure=is_https(), httponly=True, samesite="Lax")


def drop_cookie(response: Response, name: str, path: str = "/") -> None:
    """Let the browser forget a cookie that `set_cookie` set."""
    response.delete_cookie(name, path=path, secure=is_https(), httponly=True, samesite="Lax")


def cookie_name(name: str, prefix: str) -> str:
    """Return the name of a cookie: under https with its prefix, `__Host-` or `__Secure-`, which binds it to https."""
    return prefix + name if is_https() else name


def _allow_documents() -> None:
    if most := BODY_BYTES_OF.get(request.endpoint or ""):
        request.max_content_length = most
        request.max_form_memory_size = most


def _refuse_foreign() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host and origin != settings().public_url:
        abort(403)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    if request.mimetype not in ("application/json", "") and not _is_empty():  # nothing without a type is read
        csrf.protect()


def _is_empty() -> bool:
    # Where no type is given, eventlet says that it was text/plain: a client's `POST <room>/token` arrives like that.
    return request.mimetype == "text/plain" and not request.content_length


def _add_headers(response: FlaskResponse) -> FlaskResponse:
    headers = response.headers
    headers["Content-Security-Policy"] = _content_policy()
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    # An invitation's address is a secret, and never leaves for another host. "no-referrer" would turn the Origin of our
    # own forms into "null".
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = DEVICES_OF.get(request.endpoint or "", NO_DEVICES)
    if is_https() or address.only_here(f"{request.scheme}://{request.host}"):
        headers["Cross-Origin-Opener-Policy"] = "same-origin"  # elsewhere browsers ignore it, and complain
    if is_https():
        headers["Strict-Transport-Security"] = HSTS
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response


def _content_policy() -> str:
    # Older Safari does not take 'self' for sockets of the same host.
    sockets = f" ws://{request.host} wss://{request.host}" if HOST.fullmatch(request.host) else ""
    recordings = ("media-src 'self' blob:",) if request.endpoint == "drill.page" else ()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'sha256-{current_app.extensions['import_map_hash']}'",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "font-src 'self'",
            *recordings,
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
