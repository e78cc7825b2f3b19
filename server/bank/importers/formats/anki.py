"""Anki: the text that it exports, and packages of both schemas, whose notes are records.

A package's database is a stranger's: it is opened read-only from a folder of its own, only tables are read, and
nothing in its schema is run.
"""

import io
import json
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import zstandard
from msgspec import structs

from server.bank.deck import one_line
from server.bank.importers.decode import cleaned
from server.bank.importers.formats.archives import BOMB, MOST_BYTES, Archive
from server.bank.importers.formats.tables import rows_of
from server.bank.importers.preview import Preview, Unreadable
from server.bank.importers.records.content import Column, others
from server.bank.importers.records.finding import Found, Record
from server.bank.importers.records.names import roles
from server.bank.importers.records.questions import preview_of_records
from server.bank.importers.records.values import SOUND, Value, is_nothing
from server.bank.importers.words import asking

HEADER = re.compile(r"#(?P<name>[^\s:#][^\n:]*):(?P<value>[^\n]*)(?:\n|$)")
SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
CLOZE = re.compile(r"\{\{c\d+::((?:(?!\{\{c\d+::|\}\}).)*?)(?:::((?:(?!\{\{c\d+::|\}\}).)*?))?\}\}", re.DOTALL)
STATES = {"marked", "leech"}  # Anki's own tags
MOST_NOTES = 50_000
MOST_STEPS = 2_000_000
COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
BROKEN = "The Anki package is broken in its part {part}: {error}. Export it again, and try once more."


class Note(NamedTuple):
    """A note: its fields by name, its tags, its deck."""

    fields: dict[str, str]
    tags: str = ""
    deck: str = ""


def preview_of_export(text: str) -> Preview:
    """Return the notes of a text export as a preview."""
    known, left_out, at = _headers(text)
    separator = known.get("separator", "tab").strip().casefold() if known.get("separator", "x").strip() else "tab"
    delimiter = SEPARATORS.get(separator, known.get("separator", "\t")[:1])
    rows = rows_of(text[at:], delimiter)
    columns = [one_line(each) for each in known.get("columns", "").split(delimiter)] if known.get("columns") else []
    special = {
        int(value) - 1: name.removesuffix(" column")
        for name, value in known.items()
        if name.endswith(" column") and value.strip().isdecimal()
    }
    notes = []
    for row in rows:
        fields = {
            (columns[i] if i < len(columns) and columns[i] else f"column {i + 1}"): cell
            for i, cell in enumerate(row)
            if i not in special
        }
        at_name = {name: row[i] for i, name in special.items() if i < len(row)}
        tags = f"{known.get('tags', '')} {at_name.get('tags', '')}"
        notes.append(Note(fields, tags, at_name.get("deck", "")))
    found = _preview(notes, is_html=known.get("html", "true").strip().casefold() != "false")
    title = known.get("name") or known.get("deck") or found.title
    return structs.replace(found, title=title or None, left_out=(*found.left_out, *left_out))


def _headers(text: str) -> tuple[dict[str, str], list[str], int]:
    """Return what the first lines say, which of them say nothing to us, and where the notes begin."""
    known: dict[str, str] = {}
    left_out = []
    at = 0
    while match := HEADER.match(text, at):
        name = match["name"].strip().casefold()
        known[name] = match["value"].strip() if name != "separator" else match["value"] or ","
        if name not in (
            "separator",
            "html",
            "columns",
            "name",
            "deck",
            "tags",
            "notetype",
            "if matches",
        ) and not name.endswith(" column"):
            left_out.append(match[0].strip())
        at = match.end()
    return known, left_out, at


def preview_of_package(data: bytes) -> Preview:
    """Return the notes of a package as a preview.

    Raises:
        Unreadable: broken, or too much of it; the part is named.
    """
    archive = Archive(data)
    part = next(name for name in COLLECTIONS if name in archive.names) if archive.names & set(COLLECTIONS) else ""
    if not part:
        raise Unreadable(
            "The Anki package has a collection of a kind that is not known. Export it for older versions of Anki."
        )
    collection = archive.read(part)
    if part.endswith("b"):
        collection = _unpacked(collection, part)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.sqlite"
        path.write_bytes(collection)
        try:
            return _preview(list(_notes(path)), is_html=True)
        except Unreadable:
            raise
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError, OverflowError, UnicodeError) as error:
            raise Unreadable(BROKEN.format(part=part, error=one_line(cleaned(str(error)))[:100])) from None


def _unpacked(data: bytes, part: str) -> bytes:
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(data)) as stream:
            found = stream.read(MOST_BYTES + 1)
    except zstandard.ZstdError as error:
        raise Unreadable(BROKEN.format(part=part, error=error)) from None
    if len(found) > MOST_BYTES:
        raise Unreadable(BOMB)
    return found


def _notes(path: Path) -> Iterator[Note]:
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        database.set_authorizer(_authorised)
        steps = iter(range(MOST_STEPS // 1000))
        database.set_progress_handler(lambda: next(steps, None) is None, 1000)
        tables = {
            name
            for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if _is_plain(sql)
        }
        if "notes" not in tables:
            raise Unreadable("The Anki package has no table of notes. Export it again, and try once more.")
        if {"notetypes", "fields"} <= tables:
            names, decks = _names_of_tables(database, tables)
        else:
            names, decks = _names_of_json(database, tables)
        where = dict(database.execute("SELECT nid, did FROM cards")) if "cards" in tables else {}
        query = "SELECT id, mid, tags, flds FROM notes ORDER BY id LIMIT ?"
        for id, kind, tags, text in database.execute(query, (MOST_NOTES + 1,)):
            fields = dict(zip(names.get(kind, ()), text.split("\x1f"), strict=False))
            if len(fields) < text.count("\x1f") + 1:
                fields = {f"column {i}": cell for i, cell in enumerate(text.split("\x1f"), 1)}
            yield Note(fields, tags or "", decks.get(where.get(id, 0), ""))


def _names_of_tables(
    database: sqlite3.Connection, tables: Iterable[str]
) -> tuple[dict[int, list[str]], dict[int, str]]:
    names: dict[int, list[str]] = {}
    for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        names.setdefault(kind, []).append(name)
    decks = dict(database.execute("SELECT id, name FROM decks")) if "decks" in tables else {}
    return names, {id: name.replace("\x1f", "::") for id, name in decks.items()}


def _names_of_json(database: sqlite3.Connection, tables: Iterable[str]) -> tuple[dict[int, list[str]], dict[int, str]]:
    if "col" not in tables:
        return {}, {}
    models, decks = database.execute("SELECT models, decks FROM col").fetchone() or ("{}", "{}")
    kinds = json.loads(models or "{}")
    return (
        {
            int(id): [field["name"] for field in sorted(each["flds"], key=lambda field: field.get("ord", 0))]
            for id, each in kinds.items()
        },
        {int(id): each["name"] for id, each in json.loads(decks or "{}").items()},
    )


def _authorised(action: int, *_: object) -> int:
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY


def _is_plain(sql: object) -> bool:
    return isinstance(sql, str) and re.match(r"\s*CREATE\s+TABLE\b", sql, re.IGNORECASE) is not None


def _preview(notes: list[Note], *, is_html: bool) -> Preview:
    if len(notes) > MOST_NOTES:
        raise Unreadable(f"The Anki package has more than {MOST_NOTES} notes. Export one deck of it.")
    decks = Counter(note.deck for note in notes if note.deck)
    title = next(iter(decks), "") if len(decks) == 1 else _common(list(decks))
    kinds: dict[tuple[str, ...], list[Note]] = {}
    for note in notes:
        kinds.setdefault(tuple(note.fields), []).append(note)
    named = {names: _roles([note.fields for note in each]) for names, each in kinds.items()}
    states: list[str] = []
    records = []
    for note in notes:
        tags = note.tags.split()
        states += [tag for tag in tags if tag in STATES]
        topics = [part.strip() for part in note.deck.removeprefix(title).split("::") if part.strip()]
        topics += [tag for tag in tags if tag not in STATES]
        fields, about = _without_cloze(note.fields), named[tuple(note.fields)]
        if "cloze" in fields:
            about = {
                **{name: role if role != "answer" else "explanation" for name, role in about.items()},
                "cloze": "answer",
            }
        values: dict[str, Value] = {**fields, "tags of Anki": list[Value](topics)}
        records.append(Record(values, {**about, "tags of Anki": "topics"}))
    left_out = [f"tags of Anki: {state}" for state in dict.fromkeys(states)]
    found = preview_of_records(Found(records, {}, left_out), is_html=is_html)
    questions = tuple(
        structs.replace(
            each,
            **{
                field: SOUND.sub("", text).strip() or None
                for field in ("answer", "guidance", "example")
                if (text := getattr(each, field))
            },
            prompt=SOUND.sub("", each.prompt).strip() or each.prompt,
        )
        for each in found.questions
    )
    return structs.replace(found, questions=questions, title=title.split("::")[-1] or None)


def _common(decks: list[str]) -> str:
    """Return the deck that all decks are in."""
    parts = [deck.split("::") for deck in decks]
    shared = []
    for each in zip(*parts, strict=False):
        if len(set(each)) > 1:
            break
        shared.append(each[0])
    return "::".join(shared)


def _roles(notes: list[dict[str, str]]) -> Mapping[str, str]:
    """Return what the fields of one kind of notes are: unless names or texts say else, the first one asks."""
    names = list(notes[0])
    found = roles(names)
    if "prompt" not in found.values():
        columns = {
            name: Column(texts)
            for name in names
            if (texts := [note[name] for note in notes if not is_nothing(note[name])])
        }
        if not columns:
            return found
        first = next((name for name in columns if found.get(name) in ("title", "detail", None)), next(iter(columns)))
        asks = max(columns, key=lambda name: columns[name].asked)
        prompt = asks if sum(map(asking, columns[asks].texts)) * 2 > len(notes) else first
        found = others(columns, prompt, {name: role for name, role in found.items() if role not in ("detail", "title")})
    if "answer" not in found.values():
        prompt = next(name for name, role in found.items() if role == "prompt")
        second = next((name for name in names if name != prompt and found.get(name) in ("detail", "title", None)), None)
        if second is not None:
            found[second] = "answer"
    return found


def _without_cloze(fields: dict[str, str]) -> dict[str, str]:
    """Return a note's fields with a blank for each word that is to be said, and these words as an answer."""
    if not any("{{c" in text for text in fields.values()):
        return fields
    words: list[str] = []

    def blank(match: re.Match[str]) -> str:
        words.append(match[1])
        return f"_____ ({match[2]})" if match[2] else "_____"

    found = {}
    for name, text in fields.items():
        for _ in range(8):  # one may be within another
            text, count = CLOZE.subn(blank, text)
            if not count:
                break
        found[name] = text
    answers = [word for word in words if word.replace("_____", "").strip()]
    return {**found, "cloze": "<br>".join(answers)} if answers else found
