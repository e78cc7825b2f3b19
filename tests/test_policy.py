"""What a browser may do with our pages."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from server import policy
from server.settings import Settings
from tests.website import Browser, app, empty_records, guest, host, live, settings, stranger, wired

__all__ = ["app", "empty_records", "guest", "host", "live", "settings", "stranger"]

PATHS = ["/", "/interviews/new", "/decks/flask", "/nowhere", "/join/x", "/static/icon.svg", "/decks/flask/export/deck"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers(path: str, host: Browser) -> None:
    """Pages, files, errors: nothing unsafe is allowed, nobody frames us, nothing is guessed, no address leaks."""
    headers = host.get(path).headers
    content = headers["Content-Security-Policy"]
    assert "default-src 'none'" in content
    assert "unsafe" not in content
    assert "frame-ancestors 'none'" in content
    assert "base-uri 'none'" in content
    assert "form-action 'self'" in content
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    if not path.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


def test_an_error_of_ours_has_the_headers_too(app: Flask, host: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the page that says that we failed."""
    app.testing = False
    monkeypatch.setattr("server.bank.shelf.decks", lambda person_id: 1 / 0)
    answer = host.get("/decks")
    assert answer.status_code == 500
    assert "Content-Security-Policy" in answer.headers


def test_the_one_inline_script_is_allowed_by_its_hash(host: Browser) -> None:
    """The import map on the page is byte for byte the one whose hash is in the policy, and nothing else is inline."""
    answer = host.get("/")
    page = answer.get_data(as_text=True)
    (import_map,) = re.findall(r'<script type="importmap">(.*?)</script>', page, re.DOTALL)
    hash = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    assert f"'sha256-{hash}'" in answer.headers["Content-Security-Policy"]
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)
    assert all("src=" in tag for tag in re.findall(r"<script(?![^>]*importmap)[^>]*>", page))


def test_sockets_of_the_same_host_are_allowed_by_name(settings: Settings) -> None:
    """'self' does not cover sockets in older Safari; a strange Host adds nothing to the policy."""
    app = wired(settings)
    content = Browser(app, "http://room.test:8000").get("/").headers["Content-Security-Policy"]
    assert "connect-src 'self' ws://room.test:8000 wss://room.test:8000;" in content
    with app.test_request_context("/", headers={"Host": "x; script-src *"}):
        assert "connect-src 'self';" in policy._content_policy()


def test_only_a_room_may_see_and_hear(host: Browser) -> None:
    """Camera and microphone are for the page of a room, and for nothing that it would frame."""
    interview = host.start()
    assert host.get(f"/room/{interview}/s1").headers["Permissions-Policy"] == "camera=(self), microphone=(self)"
    for path in ("/", f"/room/{interview}/s1/deck", "/nowhere"):
        assert host.get(path).headers["Permissions-Policy"] == "camera=(), microphone=()"


def test_a_drill_may_hear_and_play_what_it_heard(host: Browser) -> None:
    """The page of a drill records answers: its own microphone, no camera, recordings played from memory."""
    answer = host.submit("/drill", "/drill")
    page = host.get(answer.location)
    assert page.status_code == 200
    assert page.headers["Permissions-Policy"] == "camera=(), microphone=(self)"
    assert "; media-src 'self' blob:;" in page.headers["Content-Security-Policy"]
    for path in ("/", "/drill", f"{answer.location}/summary"):
        assert host.get(path).headers["Permissions-Policy"] == "camera=(), microphone=()"
        assert "media-src" not in host.get(path).headers["Content-Security-Policy"]


def test_https_is_kept(settings: Settings) -> None:
    """HSTS for two years where the address is https, and only there."""
    public = wired(replace(settings, public_url="https://greenroom.example"))
    answer = Browser(public, "https://greenroom.example").get("/interviews/new")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-greenroom_form=")
    assert "Secure" in cookie
    assert "Strict-Transport-Security" not in Browser(wired(settings)).get("/").headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost:3000"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://[::"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_what_changes_something_comes_from_our_own_pages(headers: dict[str, str], status: int, host: Browser) -> None:
    """A foreign Origin is refused although it has the right token; where a program sends none, the token counts."""
    answer = host.submit("/interviews/new", "/interviews", {"deck": "flask"}, headers=headers)
    assert answer.status_code == status


def test_public_url_is_an_origin_of_ours(settings: Settings) -> None:
    """Behind a proxy that changes Host, the address that people see is still ours."""
    public = wired(replace(settings, public_url="https://greenroom.example"))
    visitor = Browser(public, "https://inside:8000")
    answer = visitor.submit(
        "/interviews/new", "/interviews", {"deck": "flask"}, headers={"Origin": "https://greenroom.example"}
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("host_header", ["[::", "[:::::]:8000", "x y", "a" * 300, "localhost:99999999", "é"])
def test_a_strange_host_is_no_error_of_ours(host_header: str, settings: Settings) -> None:
    """Whatever a client calls us, it gets an answer that is not a 500."""
    app = wired(settings)
    app.testing = False
    environ = create_environ("/") | {"HTTP_HOST": host_header}
    _, status, _ = run_wsgi_app(app, environ)  # a test client would trip over the name itself
    assert int(status[:3]) < 500


def test_cross_origin_opener_policy_is_sent_where_browsers_take_it(settings: Settings) -> None:
    """By https and on this computer; elsewhere browsers ignore it with an error on the console."""
    app = wired(settings)
    assert "Cross-Origin-Opener-Policy" in Browser(app, "http://127.0.0.1:8000").get("/").headers
    assert "Cross-Origin-Opener-Policy" not in Browser(app, "http://room.test:8000").get("/").headers


@pytest.mark.parametrize("type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"])
def test_what_a_form_can_send_needs_the_token(type: str, host: Browser) -> None:
    """The three types that a foreign form can send are never taken without the CSRF token."""
    host.get("/interviews/new")
    assert host.post("/interviews", data=b"deck=flask", content_type=type).status_code == 400


def test_a_body_without_a_type_is_not_read(host: Browser) -> None:
    """It needs no token, because nothing in it counts."""
    answer = host.post("/interviews", data=b"deck=flask")
    assert answer.status_code == 400
    assert "Choose one of your decks" in answer.get_data(as_text=True)


def test_no_body_and_no_type_needs_no_token(host: Browser) -> None:
    """A client asks for a socket's token with an empty POST; eventlet calls what has no type text/plain."""
    interview = host.start()
    answer = host.post(f"/room/{interview}/s1/token", content_type="text/plain")
    assert answer.status_code == 200
    assert answer.get_json()["token"]


def test_too_much_is_refused_with_a_sentence(host: Browser) -> None:
    """1 MB for a form, 10 MB for a document; more is not read."""
    form = host.submit("/interviews/new", "/interviews", {"deck": "flask", "name": "x" * (policy.MIB + 1)})
    assert form.status_code == 413
    assert "more than 1 MB" in form.get_data(as_text=True)
    text = host.submit("/decks/new", "/decks/preview", {"text": "x" * (10 * policy.MIB + 70_000)})
    assert text.status_code == 413
    assert "more than 10 MB" in text.get_data(as_text=True)
