"""Decks from the command line: `flask --app server decks ...`."""

from pathlib import Path

import click
import msgspec
from flask import current_app
from flask.cli import AppGroup

from server import db
from server.bank import exporters, models, reading, reimport, shelf
from server.bank.deck import one_line
from server.bank.exporters import FORMATS
from server.bank.importers.preview import Preview, Unreadable, deck_of, own_ids
from server.bank.kept import Kept, imported
from server.people import persons

NO_DECK = "There is no deck {!r}; `decks list` shows what there is."

group = AppGroup("decks", help="Read documents as decks; keep, list and export decks.")
Files = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))


@group.command("preview")
@Files
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def preview(files: tuple[Path, ...], as_json: bool) -> None:
    """Show how FILES are understood, several as one deck; store nothing."""
    understood = _read(files)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(understood)))
        return
    click.echo(f"{understood.title or _title(files)}: {len(understood.questions)} questions")
    for question in understood.questions:
        parts = [part for part in ("guidance", "answer", "example") if getattr(question, part)]
        click.echo(f"{question.position:>4}. {one_line(question.prompt)[:90]}  [{', '.join(parts)}]")
        for flag in question.flags:
            click.echo(f"      look twice: {flag}")
    for text in understood.left_out:
        click.echo(f"left out: {text}")


@group.command("import")
@Files
@click.option("--again", "deck_id", metavar="DECK", help="Take FILES, a newer version of its document, over into DECK.")
def import_(files: tuple[Path, ...], deck_id: str | None) -> None:
    """Store FILES as one deck of the command line's; print its id and title, with --again what has changed."""
    understood = _read(files)
    try:
        deck = deck_of(understood, title=_title(files))
    except Unreadable as unreadable:
        raise click.ClickException(str(unreadable)) from None
    _upgrade()
    own = own_ids(understood)
    if deck_id is None:
        click.echo(f"{models.store(persons.operator(), deck, imported(deck, None, own).traces)} {deck.title}")
        return
    changes: list[reimport.Change] = []

    def work(kept: Kept) -> Kept:
        merged = reimport.merge(kept, deck, own)
        changes.extend(merged.changes)
        return merged.kept

    if models.change(persons.operator(), deck_id, work) is None:
        raise click.ClickException(NO_DECK.format(deck_id))
    for change in changes:
        question = change.after or change.before
        click.echo(f"{change.kind}: {question.title if question else change.id}")


@group.command("list")
def list_() -> None:
    """List the decks: id, number of questions, title."""
    _upgrade()
    for line in shelf.decks(persons.operator()):
        click.echo(f"{line.id} {line.questions} {line.title}")


@group.command("export")
@click.argument("deck")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="deck", help="The kind of file.")
def export(deck: str, format_: str) -> None:
    """Print DECK, named by its id, as a deck file or one of another kind."""
    _upgrade()
    found = shelf.deck(persons.operator(), deck)
    if found is None:
        raise click.ClickException(NO_DECK.format(deck))
    click.echo(exporters.export(found, format_).data, nl=False)


def _title(files: tuple[Path, ...]) -> str:
    """Return what stands in for a title: a file's name, or that of the folder that several are in."""
    return files[0].stem if len(files) == 1 else files[0].absolute().parent.name


def _read(files: tuple[Path, ...]) -> Preview:
    try:
        return reading.read_all([(file.read_bytes(), file.name) for file in files])
    except Unreadable as unreadable:
        raise click.ClickException(str(unreadable)) from None


def _upgrade() -> None:
    db.upgrade(current_app)
