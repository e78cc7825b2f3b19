"""Interviews from the command line, while the server runs or not: `flask --app server interviews ...`."""

from typing import Any

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
@click.option("--order", default="", help="Which questions are planned, in this order: ids with commas between them.")
@click.option("--answering", type=click.Choice(["spoken", "typed", "both"]), default="spoken", show_default=True)
@click.option("--think-s", default="", help="Time to think, in seconds; as the question suggests if not given.")
@click.option("--answer-s", default="", help="Time to answer, in seconds; as the question suggests if not given.")
@click.option("--expiry", type=click.Choice(["soft", "hard"]), default="soft", show_default=True)
@click.option("--on-lost", type=click.Choice(["freeze", "run"]), default="freeze", show_default=True)
@click.option("--hide-count", is_flag=True, help="The candidate does not see how many questions are planned.")
@click.option("--swap", type=click.Choice(["no", "dealt"]), default="no", show_default=True, help="Whether roles swap.")
@click.option("--interviewers", type=click.IntRange(1, 9), default=1, show_default=True, help="Seats that interview.")
@click.option("--observers", type=click.IntRange(0, 9), default=0, show_default=True, help="Seats that look on.")
@click.option("--observer", is_flag=True, help="The same as --observers 1.")
@click.option("--starts", default="", help='When it is planned to begin, such as "2027-03-01 18:00".')
@click.option("--zone", default="UTC", show_default=True, help="The time zone of --starts, such as Europe/Berlin.")
@click.option("--length", "length_min", default="", help="How long it is planned for, in minutes (60).")
@click.option("--call", default="", help="The https address of the call beside it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(deck_id: str, as_json: bool, **given: Any) -> None:
    """Make an interview and print the links of its seats."""
    base = _base()
    db.upgrade(current_app)
    person_id = persons.operator()
    deck = shelf.deck(person_id, deck_id)
    if deck is None:
        raise click.ClickException(f"There is no deck {deck_id!r}; `decks list` shows what there is.")
    order = tuple(id.strip() for id in given["order"].split(",") if id.strip())
    if unknown := set(order) - {question.id for question in deck.questions}:
        raise click.ClickException(f"There is no question {min(unknown)!r} in it; `decks export` shows their ids.")
    try:
        chosen = choices.read(_form(deck_id, order, given), deck_id, deck)
    except choices.Refusals as refusals:
        raise click.ClickException(
            " ".join(f"{name}: {sentence}" for name, sentence in refusals.sentences.items())
        ) from None
    observers = max(given["observers"], given["observer"])
    interviewing: tuple[Role, ...] = ("interviewer",)
    watching: tuple[Role, ...] = ("observer",)
    more = interviewing * (given["interviewers"] - 1) + watching * observers
    interview = creation.create(person_id, deck, chosen, seated=False, more=more)
    links = _links(base, interview)
    if as_json:
        click.echo(msgspec.json.encode({"interview": interview.id, "links": links}))
    else:
        click.echo("\n".join(f"{role}: {url}" for role, url in links.items()))


def _base() -> str:
    settings = policy.settings()
    if not settings.public_url and not settings.port:
        raise click.ClickException(
            "Set PORT to the port that the server has printed, or PUBLIC_URL: links begin with it."
        )
    return settings.public_url or f"http://localhost:{settings.port}"


def _form(deck_id: str, order: tuple[str, ...], given: dict[str, Any]) -> dict[str, str]:
    """Return the options as the form of a new interview has them."""
    date, _, time = given["starts"].partition(" ")
    fields = {name: value for name, value in given.items() if isinstance(value, str)}
    fields |= {"show_count": "no" if given["hide_count"] else "yes", "order_of": deck_id, "date": date, "time": time}
    return fields | {f"order-{id}": str(place) for place, id in enumerate(order, 1)}


def _links(base: str, interview: Interview) -> dict[str, str]:
    """Return the links by role; a role's further seats are numbered: `interviewer`, `interviewer-2`."""
    links: dict[str, str] = {}
    for seat in interview.seats:
        before = sum(other.role == seat.role for other in interview.seats[: interview.seats.index(seat)])
        name = f"{seat.role}-{before + 1}" if before else seat.role
        links[name] = join_url(base, SeatKey(interview.id, seat.id, seat.link))
    return links
