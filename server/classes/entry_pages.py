"""How students come in: a code from the projector, their name in the list, and they sit in their room."""

import math

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server import db
from server.classes import classes, seating
from server.classes.classes import CODE_LENGTH, CODE_LETTERS, Class
from server.classes.guesses import Guesses
from server.classes.seating import NotSeated
from server.people import persons
from server.rooms import seats

blueprint = Blueprint("entry", __name__, url_prefix="/c")

NO_CLASS = "No class has that code now. Look at the projector again, or ask your coach."
SLOW = "Too many wrong codes came from this network. Wait {seconds} s, then try again."


@blueprint.get("")
def ask() -> str:
    """Ask for the code."""
    return _code_form("", "")


@blueprint.post("")
def find() -> AnyResponse:
    """Go to the class with this code."""
    code = _clean(request.form.get("code", ""))
    klass, refusal = _by_code(code)
    return redirect(f"/c/{klass.code}", 303) if klass else _refused(code, refusal)


@blueprint.get("/<code>")
def roster(code: str) -> AnyResponse:
    """List the names; whoever has come in before gets back by one press."""
    klass, refusal = _by_code(_clean(code))
    return _roster(klass) if klass else _refused(code, refusal)


@blueprint.post("/<code>")
def take(code: str) -> AnyResponse:
    """Take the seat of the name that was picked, and go to its room."""
    klass, refusal = _by_code(_clean(code))
    if klass is None:
        return _refused(code, refusal)
    try:
        key = seating.take(klass, request.form.get("student", -1, type=int), persons.present())
    except NotSeated as wrong:
        again = classes.by_code(klass.code or "", db.now_ms()) or klass
        return _roster(again, str(wrong))
    seats.live().changed(klass.person_id)
    answer = redirect(seats.address(key.interview, key.seat), 303)
    seats.give(answer, key)
    return answer


def _by_code(code: str) -> tuple[Class | None, str]:
    """Return the class with this code; else why not. Only wrong codes count, but then nobody of the address gets in."""
    now_ms, address = db.now_ms(), request.remote_addr or ""
    guesses: Guesses = current_app.extensions.setdefault("class_guesses", Guesses())
    wait_ms = guesses.wait_ms(address, now_ms)
    if wait_ms:
        return None, SLOW.format(seconds=math.ceil(wait_ms / 1000))
    shaped = len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS)
    klass = classes.by_code(code, now_ms) if shaped else None
    if klass is not None:
        return klass, ""
    guesses.wrong(address, now_ms)
    return None, NO_CLASS


def _clean(code: str) -> str:
    """Return a code as it was meant: without spaces, in capitals, without the look-alikes that no code has."""
    return "".join(code.split()).upper().replace("-", "")[:20]


def _refused(code: str, sentence: str) -> Response:
    answer = make_response(_code_form(code, sentence))
    answer.status_code = 429 if sentence != NO_CLASS else 404
    return answer


def _code_form(code: str, wrong: str) -> str:
    return render_template("classes/code.html", code=code, wrong=wrong)


def _roster(klass: Class, wrong: str = "") -> Response:
    person_id = persons.current()
    mine = [each.place for each in klass.students if each.taken_ms is not None and seating.sits(person_id, each)]
    answer = make_response(render_template("classes/entry.html", klass=klass, mine=mine, wrong=wrong))
    answer.status_code = 409 if wrong else 200
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
