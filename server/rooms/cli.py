"""Interviews from the command line, while the server runs or not: `flask --app server interviews ...`."""

import click
import msgspec
from flask import current_app
from flask.cli import AppGroup

from server import db, policy
from server.bank import shelf
from server.core.interview import Interview, Role
from server.people import persons
from server.people.invitations import SeatKey
from server.rooms import choices, creation
from server.rooms.room import join_url

group = AppGroup("interviews", help="Make interviews.")


@group.command()
@click.option("--deck", "deck_id", required=True, help="The id of a deck: flask, or one of `decks list`.")
@click.option("--name", default="", help="The interviewer's name.")
@click.option("--questions", "count", default="", help="How many questions are planned (5).")
@click.option("--answering", type=click.Choice(["spoken", "typed", "both"]), default="spoken", show_default=True)
@click.option("--think-s", default="", help="Time to think, in seconds; as the question suggests if not given.")
@click.option("--answer-s", default="", help="Time to answer, in seconds; as the question suggests if not given.")
@click.option("--expiry", type=click.Choice(["soft", "hard"]), default="soft", show_default=True)
@click.option("--on-lost", type=click.Choice(["freeze", "run"]), default="freeze", show_default=True)
@click.option("--observer", is_flag=True, help="Add an observer's seat.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(deck_id: str, observer: bool, as_json: bool, **form: str) -> None:
    """Make an interview and print the links of its seats."""
    db.upgrade(current_app)
    person_id = persons.operator()
    deck = shelf.deck(person_id, deck_id)
    if deck is None:
        raise click.ClickException(f"There is no deck {deck_id!r}; `decks list` shows what there is.")
    try:
        chosen = choices.read(form, deck_id, deck)
    except choices.Refusals as refusals:
        raise click.ClickException(
            " ".join(f"{name}: {sentence}" for name, sentence in refusals.sentences.items())
        ) from None
    more: tuple[Role, ...] = ("observer",) if observer else ()
    interview = creation.create(person_id, deck, chosen, seated=False, more=more)
    links = _links(interview)
    if as_json:
        click.echo(msgspec.json.encode({"interview": interview.id, "links": links}))
    else:
        click.echo("\n".join(f"{role}: {url}" for role, url in links.items()))


def _links(interview: Interview) -> dict[str, str]:
    settings = policy.settings()
    base = settings.public_url or f"http://localhost:{settings.port}"
    return {seat.role: join_url(base, SeatKey(interview.id, seat.id, seat.link)) for seat in interview.seats}
