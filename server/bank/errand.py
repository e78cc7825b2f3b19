"""Where somebody came from to add a deck: the form that asks for one, to which they go back with it."""

import re

from flask import request

from server.people.invitations import INTERVIEW_ID, SEAT_ID

NEW_INTERVIEW = "/interviews/new"
FORMS = re.compile(rf"{NEW_INTERVIEW}|/room/{INTERVIEW_ID.pattern}/{SEAT_ID.pattern}")


def given() -> str:
    """Return the path in `for` of the request: of the new interview or of a room. Anything else counts as none, ""."""
    path = request.values.get("for", "")
    return path if FORMS.fullmatch(path) else ""


def back(path: str, deck_id: str = "") -> str:
    """Return the address of the form that asked for a deck, with this one chosen in it."""
    form = path if path == NEW_INTERVIEW else f"{path}/deck/choose"
    return f"{form}?deck={deck_id}" if deck_id else form
