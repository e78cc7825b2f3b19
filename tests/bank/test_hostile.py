"""Files that are made to do harm: each gets a sentence, soon, and touches nothing."""

import io
import json
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import zstandard

from server.bank.importers import preview
from server.bank.importers.formats import archives
from server.bank.importers.preview import Unreadable
from server.bank.reading import read
from tests.bank.files import archive, changed, new_collection, old_collection, old_package

SOON_S = 20


def word() -> bytes:
    data = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("1. What is yeast?")
    document.save(data)
    return data.getvalue()


def refused(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        preview(data, "x")


def test_a_zip_bomb_is_not_unpacked() -> None:
    """Sizes and ratio are checked before anything is read."""
    refused(archive({"word/document.xml": b"0" * 50_000_000}), "unpacks to more")
    refused(
        archive({f"{n}.xml": b"0" * 30_000_000 for n in range(4)} | {"word/document.xml": b"<a/>"}), "unpacks to more"
    )
    refused(
        archive({f"{n}.xml": b"0" for n in range(archives.MOST_MEMBERS)} | {"word/document.xml": b""}),
        "unpacks to more",
    )


def test_an_archive_that_lies_about_a_size_is_broken() -> None:
    """No more is read than the archive said before."""
    data = archive({"collection.anki2": b"x" * 100_000, "media": b"{}"})
    size = (100_000).to_bytes(4, "little")
    refused(data.replace(size, (50).to_bytes(4, "little")), "broken in its part collection.anki2")


def test_names_that_point_out_of_an_archive_are_refused(tmp_path: Path) -> None:
    """Nothing is written where an archive says."""
    for name in ("../evil", "/etc/evil", "a/../../evil", "..\\evil"):
        refused(archive({name: b"x", "collection.anki2": old_collection(tmp_path, [("a", "b")])}), "points out of it")


def test_archives_within_archives_are_not_opened() -> None:
    """Other archives are named, or sent back."""
    refused(archive({"inner.zip": word()}), "This is an archive")
    refused(archive({"xl/workbook.xml": b"<a/>"}), "This is a spreadsheet")
    refused(archive({"content.xml": b"<a/>", "mimetype": b""}), "OpenDocument")


def test_an_encrypted_archive_gets_a_sentence() -> None:
    """The flag says so; no password is tried."""
    data = bytearray(archive({"word/document.xml": b"<a/>"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    refused(bytes(data), "encrypted")


def test_a_bomb_of_zstandard_is_not_unpacked() -> None:
    """What comes out is counted."""
    refused(archive({"collection.anki21b": zstandard.compress(bytes(200_000_000))}), "unpacks to more")
    refused(archive({"collection.anki21b": b"no zstandard"}), "broken in its part collection.anki21b")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"<w:document ", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document ', "defines entities"),
        (b"<w:body>", b"<w:body><w:p><w:r>", "broken in its part word/document.xml, line"),
        (b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 5000, "broken in its part word/document.xml"),
        (b"What is yeast?", b"&a;", "broken in its part word/document.xml"),
    ],
)
def test_word_documents_with_what_word_never_writes(old: bytes, new: bytes, says: str) -> None:
    """Entities, tags without end, five thousand levels: the part is named."""
    refused(changed(word(), "word/document.xml", old, new), says)


def test_a_word_document_without_its_document_is_broken() -> None:
    """Nor with one that is something else."""
    refused(archive({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"}), "broken")
    refused(word()[:-100], "broken")


def views(path: Path, script: str) -> bytes:
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.executescript(script)
    database.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("CREATE TABLE x (id)", "no table of notes"),
        ("CREATE VIEW notes AS SELECT 1 AS id, 1 AS mid, '' AS tags, 'a' AS flds", "no table of notes"),
        ("CREATE VIRTUAL TABLE notes USING fts5(id, mid, tags, flds)", "no table of notes"),
        ("CREATE TABLE notes (id, mid, tags, flds GENERATED ALWAYS AS (hex(zeroblob(90000000))))", ""),
        ("CREATE TABLE notes (id); INSERT INTO notes VALUES (1)", "broken in its part collection.anki2"),
    ],
)
def test_a_packages_schema_is_not_trusted(tmp_path: Path, script: str, says: str) -> None:
    """Views and virtual tables are no tables of notes."""
    data = old_package(views(tmp_path / "x.sqlite", script))
    if says:
        refused(data, says)
    else:
        assert preview(data, "x").questions == ()


def test_a_broken_database_names_its_part(tmp_path: Path) -> None:
    """Half a database, or none."""
    whole = new_collection(tmp_path, [("What is it?", "x")])
    refused(archive({"collection.anki21": whole[:3000]}), "broken in its part collection.anki21:")
    refused(old_package(b"no database"), "broken in its part collection.anki2:")


def aliases() -> str:
    lines = ["q:", "  - question: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  - question: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (aliases(), "more than a million values"),
        ("[" * 5000 + "]" * 5000, "nested more than 100"),
        ('{"a":' * 5000, "nested more than 100"),
        ("q:\n  - question: " + "[" * 200 + "]" * 200, "nested more than 100"),
        ("q:\n" + "".join(" " * n + "question:\n" for n in range(1, 300)), "nested more than 100"),
        ("<html>" + "<div>" * 5000 + "What is it?", "nested more than 500"),
    ],
)
def test_data_that_multiplies_or_is_too_deep(text: str, says: str) -> None:
    """Billion laughs and thousands of levels get a sentence."""
    refused(text.encode(), says)


LARGE: dict[str, Callable[[], bytes]] = {
    "hashes": lambda: b"#" * 10_000_000,
    "headings": lambda: b"# a\n" * 2_500_000,
    "commas": lambda: b"," * 10_000_000,
    "quotes": lambda: b'"' * 10_000_000,
    "rows": lambda: b"a,b\n" * 2_500_000,
    "brackets": lambda: b"[" * 10_000_000,
    "objects": lambda: b"[" + b"{}," * 3_000_000 + b"{}]",
    "records": lambda: json.dumps([{"question": f"What is {n}?", "answer": "x" * 50} for n in range(90_000)]).encode(),
    "yaml": lambda: b"q:\n" + b"  - question: What is it?\n    answer: x\n" * 230_000,
    "keys": lambda: b"".join(b"a%d: b\n" % n for n in range(700_000)),
    "tags": lambda: b"<html>" + b"<p>" * 3_000_000,
    "less": lambda: b"<html>" + b"<" * 9_000_000,
    "clozes": lambda: b"#separator:tab\n#html:true\n" + b"{{c1::" * 1_600_000,
    "pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 1_000_000,
    "pipes": lambda: b"|" * 10_000_000,
    "tables": lambda: b"| question | answer |\n|---|---|\n" * 300_000,
}


@pytest.mark.long
@pytest.mark.parametrize("name", LARGE)
def test_ten_megabytes_of_anything_end_in_time(name: str) -> None:
    """A preview or a sentence within twenty seconds."""
    data = LARGE[name]()
    before = time.monotonic()
    try:
        read(data, "x")
    except Unreadable as error:
        assert str(error)  # noqa: PT017  # either is right
    assert time.monotonic() - before < SOON_S + 5


def test_zipfile_is_not_asked_to_extract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members are read into memory, never to a path of the archive's."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zipfile.ZipFile, "extract", never)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", never)
    preview(word(), "x")
