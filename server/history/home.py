"""Home: what this is, an offer to start, and what is one's own."""

from flask import Blueprint, render_template

from server.bank import shelf
from server.history import pages
from server.people import persons

blueprint = Blueprint("home", __name__)

NEWEST = 8


@blueprint.get("/")
def home() -> str:
    """Say what this is, offer to start, and list the newest of what is one's own."""
    person_id = persons.current()
    found = pages.newest(person_id, NEWEST) if person_id else None
    return render_template(
        "home.html",
        interviews=found.lines if found else (),
        more=found is not None and found.more is not None,
        decks=shelf.decks(person_id),
    )
