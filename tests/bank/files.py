"""Files that tests write themselves: PDFs, Word documents, Anki packages of both schemas."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import zstandard

LEADING = 14


def pdf(pages: Iterable[Sequence[tuple[int, str]] | Sequence[str]], *, left: int = 72, top: int = 760) -> bytes:
    """Return a PDF with these lines on its pages; a line may say how far it is indented, "" is a blank one."""
    objects: list[bytes] = []
    kids = []
    for lines in pages:
        commands = ["BT /F1 11 Tf"]
        for at, line in enumerate(lines):
            indent, text = line if isinstance(line, tuple) else (0, line)
            if text:
                escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
                commands.append(f"1 0 0 1 {left + indent} {top - LEADING * at} Tm ({escaped}) Tj")
        stream = "\n".join([*commands, "ET"]).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 4)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects) + 3)
        )
    head = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, each in enumerate([*head, *objects], 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, table)
    return bytes(written)


def archive(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return data.getvalue()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return an archive with something in one of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        members = {each: read.read(each) for each in read.namelist()}
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    return archive(members)


def old_collection(
    folder: Path, notes: Sequence[tuple[str, ...]], names: Sequence[str] = ("Front", "Back"), tags: str = ""
) -> bytes:
    """Return a collection with the schema of 2012, whose kinds of notes are JSON in one row."""
    path = folder / "old.sqlite"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE col (id integer primary key, models text, decks text);"
            "CREATE TABLE notes (id integer primary key, guid text, mid integer, tags text, flds text);"
            "CREATE TABLE cards (id integer primary key, nid integer, did integer);"
        )
        fields = [{"name": name, "ord": at} for at, name in enumerate(names)]
        models = {"7": {"name": "Basic", "type": 0, "flds": fields}}
        decks = {"1": {"name": "Default"}, "5": {"name": "Bread"}}
        database.execute("INSERT INTO col VALUES (1, ?, ?)", (json.dumps(models), json.dumps(decks)))
        for at, note in enumerate(notes, 1):
            database.execute("INSERT INTO notes VALUES (?, 'g', 7, ?, ?)", (at, tags, "\x1f".join(note)))
            database.execute("INSERT INTO cards VALUES (?, ?, 5)", (at, at))
    database.close()
    return path.read_bytes()


def new_collection(
    folder: Path, notes: Sequence[tuple[str, ...]], names: Sequence[str] = ("Front", "Back"), tags: str = ""
) -> bytes:
    """Return a collection with the schema of 2021, whose kinds of notes are tables with a collation of Anki's."""
    path = folder / "new.sqlite"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        database.executescript(
            "CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, config blob);"
            "CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,"
            " config blob, PRIMARY KEY (ntid, ord)) without rowid;"
            "CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);"
            "CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase);"
            "CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);"
            "CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer);"
        )
        database.execute("INSERT INTO notetypes VALUES (7, 'Basic', x'00')")
        for at, name in enumerate(names):
            database.execute("INSERT INTO fields VALUES (7, ?, ?, x'00')", (at, name))
        database.execute("INSERT INTO decks VALUES (5, 'Bread' || char(31) || 'Dough')")
        for at, note in enumerate(notes, 1):
            database.execute("INSERT INTO notes VALUES (?, 'g', 7, ?, ?)", (at, tags, "\x1f".join(note)))
            database.execute("INSERT INTO cards VALUES (?, ?, 5)", (at, at))
    database.close()
    return path.read_bytes()


def old_package(collection: bytes) -> bytes:
    """Return a package as Anki wrote it until 2021, and still writes for older versions."""
    return archive({"collection.anki2": collection, "media": b"{}"})


def new_package(collection: bytes) -> bytes:
    """Return a package as Anki writes it: compressed, beside a collection that only says to update Anki."""
    return archive(
        {
            "meta": b"\x08\x03",
            "collection.anki21b": zstandard.compress(collection),
            "collection.anki2": b"",
            "media": b"",
        }
    )
