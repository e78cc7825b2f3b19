"""A deck as a file to take away."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from msgspec.structs import replace

from server.bank import importers, table
from server.bank.builtin import builtin
from server.bank.deck import Deck, normalised, title_line
from server.bank.deckfile import parse
from server.bank.exporters import FORMATS, export
from server.bank.importers.preview import deck_of
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


def words(question: Question, field: str) -> list[str]:
    """What a field says, white space aside, which a tag of Anki can't have."""
    return re.split(r"[\s_]+", str(getattr(question, field)))


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(decks)
def test_a_table_keeps_what_it_has_columns_for(deck: Deck) -> None:
    """All but description and scales comes back from a table, whatever characters there are."""
    deck = normalised(deck)
    back = table.read(table.write(deck).decode("utf-8-sig"))
    if deck.questions:
        assert back == replace(deck, description="", dimensions=DIMENSIONS)


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
    text = table.write(BREAD).decode("utf-8-sig")
    assert table.read(text) == normalised(BREAD)
    for other in (
        "question,answer\r\nWhy?,Because.\r\n",
        text.partition("\r\n")[0],
        text.replace("3,120,yeast", "9,120,yeast"),
        text.replace("120,plain", "120,yeast"),
        text + '"',
        text + "1,2\r\n",
    ):
        assert table.read(other) is None


@given(decks)
def test_the_importer_reads_what_was_exported(deck: Deck) -> None:
    """JSON gives the same deck back, a table all but description and scales; the deck file has tests of its own."""
    deck = normalised(deck)
    if not deck.questions:
        return
    deck = replace(deck, title=title_line(deck.title) or "Imported questions")  # what can't be seen is no title
    for format, expected in (
        ("json", deck),
        ("csv", replace(deck, description="", dimensions=DIMENSIONS)),
    ):
        assert deck_of(importers.preview(export(deck, format).data, "x")) == expected


@pytest.mark.parametrize("format", FORMATS)
def test_the_importer_finds_every_question_in_every_format(format: str) -> None:
    """Those for other programs lose ids and times; never a question or its texts."""
    back = deck_of(importers.preview(export(builtin(), format).data, "x"))
    for field in ("title", "guidance", "answer", "example", "points", "topics", "difficulty"):
        assert [words(each, field) for each in back.questions] == [words(each, field) for each in builtin().questions]


def test_json_that_only_looks_like_ours_is_read_as_any_other() -> None:
    """Bounds hold for what is sent in our own shape, too."""
    sent = json.loads(export(BREAD, "json").data)
    sent["questions"][0]["topics"] = ["x" * 61]
    found = importers.preview(json.dumps(sent).encode(), "x")
    assert [each.topics for each in found.questions] == [(), ()]


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
    assert "https://example.com/bread" in first["Attribution"]
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
