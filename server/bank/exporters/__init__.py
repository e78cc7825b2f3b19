"""A deck as a file to take away: each kind names the deck's source, licence and author. Pure.

Long decks take a while: call `export` through `runtime.offload`.
"""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from server.bank import deckfile, table
from server.bank.deck import Deck, normalised
from server.bank.exporters import anki, reading
from server.bank.importers.preview import preview_of
from server.bank.question_ids import slug


class Format(Struct, frozen=True, kw_only=True):
    """A kind of file: what it is for, in words for a list; how its name ends; its media type; what writes it."""

    label: str
    ending: str
    mimetype: str
    write: Callable[[Deck], bytes]


class Exported(Struct, frozen=True, kw_only=True):
    """A file: its bytes, the name to give it, its media type."""

    data: bytes
    name: str
    mimetype: str


def _json(deck: Deck) -> bytes:
    """Return the deck as `decks preview --json` prints it."""
    return msgspec.json.format(msgspec.json.encode(preview_of(normalised(deck))), indent=2) + b"\n"


FORMATS = {
    "deck": Format(
        label="Deck file (everything, to read in again)",
        ending="md",
        mimetype="text/markdown",
        write=lambda deck: deckfile.write(deck).encode(),
    ),
    "json": Format(label="JSON", ending="json", mimetype="application/json", write=_json),
    "csv": Format(label="CSV for spreadsheets", ending="csv", mimetype="text/csv", write=table.write),
    "anki": Format(label="Anki (text)", ending="txt", mimetype="text/plain", write=anki.write),
    "markdown": Format(label="Markdown, to read", ending="md", mimetype="text/markdown", write=reading.write),
}


def export(deck: Deck, format: str) -> Exported:
    """Return the deck as a file of one of `FORMATS`.

    Raises:
        KeyError: there is no such format.
    """
    found = FORMATS[format]
    return Exported(
        data=found.write(deck), name=f"{slug(deck.title)}.{found.ending}", mimetype=f"{found.mimetype}; charset=utf-8"
    )
