"""CSV, TSV and other tables of text: which character divides their cells, and the rows."""

import csv
import io
import re
from collections import Counter

from server.bank.importers.preview import Unreadable
from server.bank.importers.records.names import role_of
from server.bank.importers.records.rows import header
from server.bank.importers.words import asking

DELIMITERS = "\t;,|"
SAMPLE_CHARS = 200_000
LONGEST_CELL = 1_000_000
MOST_ROWS = 100_000
SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)  # what Excel reads and writes
MARKDOWN = re.compile(r"\s*(?:#{1,6}\s|```|~~~|[-*+]\s|\||>\s|\d{1,3}[.)]\s\D)")


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    """Return the rows of a table, however their cells are quoted.

    Raises:
        Unreadable: a cell has no end, or there are too many; the line is named.
    """
    if SEPARATOR_LINE.match(text):
        text = text[text.index("\n") + 1 :]
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quotechar='"', skipinitialspace=delimiter != "\t"
    )
    found: list[list[str]] = []
    try:
        for row in reader:
            found.append([cell.strip() for cell in row])
            if len(found) > MOST_ROWS:
                raise Unreadable(f"The table has more than {MOST_ROWS} rows. Split it.")
    except csv.Error as error:
        raise Unreadable(f"The table breaks off at line {reader.line_num}: {error}.") from None
    while found and not any(found[-1]):
        found.pop()
    return found


def delimiter_of(text: str) -> str | None:
    """Return what divides the cells of a table; None for a text that is none."""
    if match := SEPARATOR_LINE.match(text):
        return match[1]
    sample = text[:SAMPLE_CHARS]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    if sample.count("\n", 0, 4000) and _is_markdown(sample):
        return None
    scored = [(score, delimiter) for delimiter in DELIMITERS if (score := _score(sample, delimiter)) > 0]
    return max(scored, key=lambda each: (each[0], -DELIMITERS.index(each[1])))[1] if scored else None


def _is_markdown(sample: str) -> bool:
    lines = [line for line in sample[:4000].split("\n") if line.strip()]
    return sum(MARKDOWN.match(line) is not None for line in lines) * 4 > len(lines)


def _score(sample: str, delimiter: str) -> float:
    """Return how much a text looks like a table that a character divides; nothing if it doesn't."""
    if delimiter not in sample:
        return 0
    try:
        rows = [row for row in rows_of(sample, delimiter) if any(row)]
    except Unreadable:
        return 0
    widths = Counter(map(len, rows))
    if not rows:
        return 0
    if len(rows) == 1:
        return 2.5 if delimiter == "\t" and len(rows[0]) > 1 and asking(rows[0][0]) else 0
    at = header(rows)
    known = (
        at is not None
        and len(rows[at]) > 1
        and any(role_of(cell) in ("prompt", "answer", "title") for cell in rows[at])
    )
    if known and len(rows) - 1 - (at or 0) >= 1 and sum(len(row) > 1 for row in rows) * 10 >= len(rows) * 6:
        return 3 + len(rows[at or 0])
    width, count = widths.most_common(1)[0]
    if width < 2 or len(rows) < 2 or count * 10 < len(rows) * 9:
        return 0
    if delimiter == "\t":
        return 2.5
    # In prose, a space stands behind a comma; what is quoted is divided on purpose.
    prose = len(re.findall(re.escape(delimiter) + r"[ \n]", sample))
    quoted = len(re.findall(rf'(?:^|{re.escape(delimiter)})"', sample, re.MULTILINE))
    if quoted >= len(rows) // 2 and quoted > 1:
        return 2 + width / 100
    divided = sum(len(row) - 1 for row in rows)
    return 1 + width / 100 if prose * 10 <= divided and len(rows) >= 3 else 0
