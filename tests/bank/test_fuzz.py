"""Anything at all, to every parser: a preview or a sentence, never an error, and no word of a record is lost."""

import io
import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.bank.deckfile import parse, write
from server.bank.importers import preview, preview_all
from server.bank.importers.preview import Preview, Unreadable, deck_of
from tests.bank.files import archive, new_collection, new_package, old_collection, old_package, pdf

SHORT = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(
    max_examples=int(os.environ.get("FUZZ", "3000")), deadline=None, suppress_health_check=list(HealthCheck)
)

PIECES = [
    *(
        "#",
        "##",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "**",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "|",
        "|---|",
        "> ",
        "---",
        "<br>",
    ),
    *(
        "<details>",
        "</details>",
        "<summary>",
        "<p>",
        "</p>",
        "<table><tr><td>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&amp;",
        "&#0;",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ":",
        ": ",
        ",",
        ";",
        "\\",
        "null",
        "true",
        "1",
        "-",
        "?",
        "*a",
        "&a ",
        "!!str ",
        "<<: ",
    ),
    *("question", "answer", "What is it?", "Answer:", "Q: ", "A) ", "options", "tags", "level", "{{c1::", "::", "}}"),
    *(
        "#separator:tab\n",
        "#html:true\n",
        "#columns:",
        "\x00",
        "\ufeff",
        "\u200b",
        "\ud83d\ude00",
        "\ue010",
        "\ue014",
        "é",
        "¿",
    ),
]
pieces = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
words = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=6)
texts = st.one_of(pieces, st.text(max_size=60), words)
names = st.one_of(
    st.sampled_from(
        ["question", "answer", "tags", "level", "id", "options", "correct", "code", "hint", "title", "a", "b", "links"]
    ),
    texts,
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 99), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=5)),
    max_leaves=25,
)


def understood(data: bytes) -> Preview | None:
    """Return a preview that keeps the types' rules and can be sent; None for one that is refused with a sentence."""
    try:
        found = preview(data, "x")
    except Unreadable as error:
        assert str(error).endswith(".")  # noqa: PT017  # either is right
        return None
    assert msgspec.json.decode(msgspec.json.encode(found), type=Preview) == found
    assert [each.position for each in found.questions] == list(range(1, len(found.questions) + 1))
    assert all(each.prompt.strip() for each in found.questions)
    if found.questions:
        deck = deck_of(found, title="x")
        assert msgspec.convert(msgspec.to_builtins(deck), type(deck)) == deck
        assert parse(write(deck)).questions
    return found


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def any_text(text: str) -> None:
    understood(encoded(text))


def any_data(value: Any) -> None:
    understood(json.dumps(value).encode())
    understood(encoded(yaml.safe_dump(value, allow_unicode=True)))


def any_page(text: str) -> None:
    understood(encoded(f"<html><body>{text}"))


def any_rows(rows: list[list[str]]) -> None:
    for delimiter in "\t,;":
        understood(
            encoded("question,answer\n".replace(",", delimiter) + "\n".join(delimiter.join(row) for row in rows))
        )


SEEDS: dict[str, Callable[[Path], bytes]] = {
    "old package": lambda folder: old_package(old_collection(folder, [("What is it?", "x"), ("Why?", "y")])),
    "new package": lambda folder: new_package(new_collection(folder, [("What is it?", "x"), ("Why?", "y")])),
    "old collection": lambda folder: old_collection(folder, [("What is it?", "x"), ("Why?", "y")]),
    "pdf": lambda _: pdf([["1. What is it?", "", "A thing", "", "2. Why?"], ["So (it) is"]]),
    "word": lambda _: word_document(),
    "document": lambda _: word_part(),
}


def word_document() -> bytes:
    data = io.BytesIO()
    document = docx.Document()
    document.add_heading("What is it?", 2)
    document.add_paragraph("one", style="List Number")
    document.add_table(2, 2)
    document.save(data)
    return data.getvalue()


def word_part() -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(word_document())) as read:
        return read.read("word/document.xml")


def wrapped(name: str, data: bytes) -> bytes:
    """Return a part in what it is a part of, so that it is what breaks and not the archive around it."""
    if name == "old collection":
        return old_package(data)
    if name == "document":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(word_document())) as read:
            members = {each: read.read(each) for each in read.namelist()}
        return archive({**members, "word/document.xml": data})
    return data


def broken(name: str, folder: Path, seed: int) -> None:
    """Read a file with some of its bytes changed, cut, doubled or moved."""
    chance = random.Random(seed)
    data = bytearray(SEEDS[name](folder))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 40)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 40)]
            case _:
                data[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\x00\x00\x00\x7f"])
        if not data:
            return
    understood(wrapped(name, bytes(data)))


@SHORT
@given(texts)
@example("---\n- question: [")
def test_any_text(text: str) -> None:
    """Markdown, HTML, YAML and CSV, and what begins like them."""
    any_text(text)


@SHORT
@given(values)
def test_any_data(value: Any) -> None:
    """Any JSON and any YAML."""
    any_data(value)


@SHORT
@given(pieces)
def test_any_page(text: str) -> None:
    """Any HTML."""
    any_page(text)


@SHORT
@given(st.lists(st.lists(texts, max_size=6), max_size=8))
def test_any_rows(rows: list[list[str]]) -> None:
    """Any table."""
    any_rows(rows)


@pytest.mark.parametrize("name", SEEDS)
def test_any_broken_file(name: str, tmp_path: Path) -> None:
    """Files of Anki, Word and PDF with their bytes changed."""
    for seed in range(25):
        broken(name, tmp_path, seed)


@pytest.mark.long
@LONG
@given(texts)
def test_any_text_long(text: str) -> None:
    """The same for longer."""
    any_text(text)


@pytest.mark.long
@LONG
@given(values)
def test_any_data_long(value: Any) -> None:
    """The same for longer."""
    any_data(value)


@pytest.mark.long
@LONG
@given(pieces)
def test_any_page_long(text: str) -> None:
    """The same for longer."""
    any_page(text)


@pytest.mark.long
@LONG
@given(st.lists(st.lists(texts, max_size=6), max_size=8))
def test_any_rows_long(rows: list[list[str]]) -> None:
    """The same for longer."""
    any_rows(rows)


@pytest.mark.long
@pytest.mark.parametrize("name", SEEDS)
def test_any_broken_file_long(name: str, tmp_path: Path) -> None:
    """The same for longer."""
    for seed in range(int(os.environ.get("FUZZ", "3000")) // 2):
        broken(name, tmp_path, seed)


fields = st.sampled_from(
    [
        "question",
        "answer",
        "hint",
        "example",
        "tags",
        "level",
        "id",
        "options",
        "correct",
        "code",
        "notes",
        "links",
        "title",
        "foo",
        "q",
    ]
)
plain_values = st.one_of(words, st.lists(words, max_size=4), st.dictionaries(words, words, max_size=3), st.none())


records_of_words = st.lists(st.dictionaries(fields, plain_values, min_size=1, max_size=6), min_size=1, max_size=5)


def all_texts(value: Any) -> list[str]:
    if isinstance(value, (dict, list, tuple)):
        return [text for each in (value.values() if isinstance(value, dict) else value) for text in all_texts(each)]
    return [str(value)]


def no_word_is_lost(records: list[dict[str, Any]]) -> None:
    found = preview(json.dumps(records).encode(), "x")
    said = "\n".join(all_texts(msgspec.to_builtins(found)))
    for record in records:
        for value in record.values():
            for text in [value] if isinstance(value, str) else value or ():
                for word in [text, value[text]] if isinstance(value, dict) else [text]:
                    assert re.search(rf"\b{re.escape(word)}\b", said, re.IGNORECASE), (word, said)


@SHORT
@given(records_of_words)
def test_every_word_of_a_record_is_somewhere(records: list[dict[str, Any]]) -> None:
    """In a question, or in what was left out."""
    no_word_is_lost(records)


@pytest.mark.long
@LONG
@given(records_of_words)
def test_every_word_of_a_record_is_somewhere_long(records: list[dict[str, Any]]) -> None:
    """The same for longer."""
    no_word_is_lost(records)


@SHORT
@given(st.lists(st.tuples(texts.map(encoded), words), min_size=1, max_size=4))
def test_any_files_together(files: list[tuple[bytes, str]]) -> None:
    """Several files are a preview or a sentence, too."""
    try:
        found = preview_all(files)
    except Unreadable as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        assert [each.position for each in found.questions] == list(range(1, len(found.questions) + 1))
