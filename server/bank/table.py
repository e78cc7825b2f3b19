"""A deck as CSV for spreadsheets, and such a file read again.

A cell that a spreadsheet would take for a formula has an apostrophe before it, as OWASP advises; `plain` takes it off.
"""

import csv
import io
import re
from typing import Any

import msgspec

from server.bank.deck import Deck, normalised
from server.core.content import Question

# What begins a formula, its full-width forms included; also behind the white space that some programs skip.
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")
OF_QUESTION = ("number", "prompt", "guidance", "answer", "example", "points", "topics", "difficulty", "seconds", "id")
OF_DECK = ("title", "language", "source", "licence", "author")
HEADER = (*OF_QUESTION, *(f"deck {field}" for field in OF_DECK))
LIST_FIELDS = ("points", "topics")
FIRST_LINE = ",".join(HEADER)


def write(deck: Deck) -> bytes:
    """Return the deck as CSV: a row for each question, which also says what deck it is of.

    Lists have a line for each item. With a byte order mark, by which spreadsheets know UTF-8.
    """
    deck = normalised(deck)
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(HEADER)
    about = [getattr(deck, field) for field in OF_DECK]
    for question in deck.questions:
        rows.writerow([neutral(cell) for cell in (*_cells(question), *about)])
    return file.getvalue().encode("utf-8-sig")


def read(text: str) -> Deck | None:
    """Return the deck that a table from `write` holds, None for any other text and where its values are not ours.

    Description and scales are not in a table; ids stay.
    """
    if not text.startswith(FIRST_LINE):
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None
    if len(rows) < 2 or tuple(rows[0]) != HEADER or any(len(row) != len(HEADER) for row in rows):
        return None
    questions: list[dict[str, Any]] = []
    for row in rows[1:]:
        cells = dict(zip(HEADER, map(plain, row), strict=True))
        fields: dict[str, Any] = {field: cells[field] for field in OF_QUESTION}
        fields |= {field: cells[field].split("\n") if cells[field] else [] for field in LIST_FIELDS}
        questions.append(fields | {"number": cells["number"] or None})
    about = {field: plain(rows[1][len(OF_QUESTION) + i]) for i, field in enumerate(OF_DECK)}
    try:
        deck = msgspec.convert(about | {"questions": questions}, Deck, strict=False)
    except msgspec.ValidationError:
        return None
    return deck if len({question.id for question in deck.questions}) == len(questions) else None


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return a cell without the apostrophe that `neutral` puts before a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _cells(question: Question) -> list[str]:
    return [
        "\n".join(value)
        if isinstance(value := getattr(question, field), tuple)
        else ""
        if value is None
        else str(value)
        for field in OF_QUESTION
    ]
