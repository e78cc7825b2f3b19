"""A deck as a file to take away."""

from __future__ import annotations

import csv
import io
import json
import re

import msgspec
import pytest
from hypothesis import given
from msgspec.structs import replace

from server.bank.builtin import builtin
from server.bank.deck import Deck, normalised
from server.bank.deckfile import parse
from server.bank.exporters import FORMATS, export, table
from server.bank.importers.preview import Preview, deck_of
from server.core.content import DIMENSIONS, Question
from tests.bank.test_deckfile import decks

BREAD = Deck(
    title="Bread & butter",
    source="https://example.com/bread",
    licence="CC BY 4.0",
    author="Ana <Baker>",
    language="fr",
    questions=(
        Question(
            id="yeast",
            number="Q7",
            prompt="Why <b> yeast?\n\n# A comment\n\n```text\n# not a title\n",
            guidance="=1+1",
            answer='- one\n- "two"\n\n```python\n# comment\nx = 1\t# tab\n```',
            points=("+sugar", "@gas"),
            topics=("First things, first", "oven"),
            difficulty=3,
        ),
        Question(id="plain", prompt="Plain?"),
    ),
)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(decks)
def test_a_table_keeps_what_it_has_columns_for(deck: Deck) -> None:
    """All but description and scales comes back from a table, whatever characters there are."""
    deck = normalised(deck)
    back = table.read(rows_of(table.write(deck)))
    if deck.questions:
        assert back == replace(deck, description="", dimensions=DIMENSIONS)


@given(decks)
def test_json_keeps_everything(deck: Deck) -> None:
    """It is the JSON of a preview, from which the importer makes the same deck."""
    deck = normalised(deck)
    if deck.questions:
        assert deck_of(msgspec.json.decode(export(deck, "json").data, type=Preview)) == deck


@given(decks)
def test_no_cell_is_a_formula(deck: Deck) -> None:
    """No cell begins with =, +, -, @, a tab or a carriage return, nor with white space before one."""
    for row in rows_of(table.write(deck))[1:]:
        assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell)]


@pytest.mark.parametrize("cell", ["=1", "'=1", "''=1", "'quoted", " -1", "a=b", "", "'", "－1", "\t=cmd"])
def test_what_makes_a_cell_plain_undoes_what_made_it_neutral(cell: str) -> None:
    """One apostrophe more, one apostrophe less."""
    assert table.plain(table.neutral(cell)) == cell


def test_another_table_is_not_ours() -> None:
    """A header or a value that is not ours leaves the table to the general importer."""
    rows = rows_of(table.write(BREAD))
    assert table.read(rows) == normalised(BREAD)
    assert table.read([["question", "answer"], ["Why?", "Because."]]) is None
    assert table.read([rows[0], [*rows[1][:7], "9", *rows[1][8:]]]) is None
    assert table.read([rows[0], rows[1], rows[1]]) is None


def test_anki_gets_a_note_for_each_question() -> None:
    """Headers say what the columns are; parts are HTML; a topic is one tag; the same deck gives the same guids."""
    lines = export(BREAD, "anki").data.decode().split("\n", 6)
    assert lines[:3] == ["#separator:tab", "#html:true", "#deck:Bread & butter"]
    assert lines[4:6] == ["#guid column:1", "#tags column:9"]
    names = lines[3].removeprefix("#columns:").split("\t")
    notes = [
        dict(zip(names, row, strict=True)) for row in csv.reader(io.StringIO(lines[6], newline=""), delimiter="\t")
    ]
    first, second = notes
    assert "Why &lt;b&gt; yeast?" in first["Question"]
    assert "=1+1" in first["How to answer"]
    assert "<li>one</li>" in first["Answer"]
    assert first["Talking points"] == "<ul><li>+sugar</li><li>@gas</li></ul>"
    assert first["Tags"] == "First_things,_first oven"
    assert (first["Difficulty"], second["Answer"], second["Tags"]) == ("3", "", "")
    assert "https://example.com/bread" in first["Source"]
    assert first["GUID"] != second["GUID"]
    assert export(replace(BREAD, questions=BREAD.questions[:1]), "anki").data in export(BREAD, "anki").data


def test_markdown_to_read_has_one_structure() -> None:
    """What a text has of headings and open fences does not disturb what stands around it."""
    text = export(BREAD, "markdown").data.decode()
    assert re.findall(r"^## .*$", text, re.MULTILINE) == ["## 1. Why <b> yeast?", "## 2. Plain?"]
    assert "\n#### A comment\n" in text
    assert "\n# comment\nx = 1\t# tab\n" in text
    assert text.count("```") % 2 == 0
    assert "### How to answer\n\n=1+1\n" in text


@pytest.mark.parametrize("format", FORMATS)
def test_every_file_names_source_licence_and_author(format: str) -> None:
    """Whoever passes a deck on passes on whose it is."""
    exported = export(BREAD, format)
    text = exported.data.decode()
    assert "https://example.com/bread" in text
    assert "CC BY 4.0" in text
    assert "Ana <Baker>" in text or "Ana &lt;Baker&gt;" in text
    assert exported.name == f"bread-butter.{FORMATS[format].ending}"


def test_the_deck_file_is_lossless_and_json_is_that_of_a_preview() -> None:
    """The two that the importer gives back whole."""
    assert parse(export(builtin(), "deck").data.decode()) == builtin()
    first = json.loads(export(builtin(), "json").data)["questions"][0]
    assert {
        "number",
        "position",
        "prompt",
        "guidance",
        "answer",
        "example",
        "choices",
        "code",
        "topics",
    } <= first.keys()
