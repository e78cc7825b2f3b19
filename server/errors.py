"""What goes wrong, said in one sentence with a way home; as JSON to who asked for JSON."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from server.store.connection import NotSaved, Unconfirmed

# Status: title, sentence.
SENTENCES = {
    400: ("That did not work", "The server could not read what was sent. Go back, reload the page and try again."),
    403: ("Not from here", "That request did not come from one of our own pages. Open Greenroom and try it there."),
    404: ("Nothing here", "This address opens nothing. If a link led here, it is no longer valid: ask for another."),
    405: ("That did not work", "This address does not take that kind of request. Start again from home."),
    413: ("Too much at once", "That is more than {mb} MB, the most that is taken here. Send less; nothing was stored."),
    415: ("That did not work", "This address takes a form or JSON, and got something else."),
    500: ("Our mistake", "Something went wrong on the server, and it was noted. Try again in a moment."),
    503: ("One moment", "The store is away, so nothing could be read or saved. Reload in a few seconds."),
}  # fmt: skip
CODES = {
    400: "malformed", 403: "not_allowed", 404: "gone", 405: "malformed", 409: "not_now", 413: "too_big",
    415: "malformed", 503: "not_saved",
}  # fmt: skip
FORM_EXPIRED = "This form had expired and nothing was saved. Go back, reload the page and send it again."

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every error of `app` with a page of ours."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(NotSaved, _away)
    app.register_error_handler(Unconfirmed, _away)


def page(status: int, sentence: str | None = None, code: str | None = None) -> Response:
    """Return the answer for this status: a page, or JSON `{"code", "message"}` where that was asked for.

    Args:
        sentence: what to say, if not what is usual.
        code: one of the wire's, if not the usual one.
    """
    title, usual = SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])
    message = sentence or usual.format(mb=(request.max_content_length or 0) // 2**20)
    if wants_json():
        usual_code = CODES.get(status, "malformed" if status < 500 else "error")
        response = jsonify(code=code or usual_code, message=message)
    else:
        response = make_response(render_template("errors/page.html", status=status, title=title, message=message))
    response.status_code = status
    return response


def wants_json() -> bool:
    """Tell whether the asker is a program of ours rather than a person reading pages."""
    accepts = request.accept_mimetypes
    return request.mimetype == "application/json" or (accepts["application/json"] > accepts["text/html"])


def _expired(_: CSRFError) -> Response:
    return page(400, FORM_EXPIRED)


def _http(error: HTTPException) -> Response:
    answer = page(error.code or 500)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _away(_: NotSaved | Unconfirmed) -> Response:
    answer = page(503)
    answer.headers["Retry-After"] = "2"
    return answer


def _failed(error: InternalServerError) -> Response:
    if error.original_exception is not None:
        log.error("a request failed", exc_info=error.original_exception)
    return page(500)
