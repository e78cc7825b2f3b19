"""The rows of a table as records: which of them names the columns, and which only heads those below."""

from collections.abc import Sequence

from server.bank.deck import one_line
from server.bank.importers.records.names import TEXTS, asks, role_of
from server.bank.importers.records.values import AGAIN, Value
from server.bank.importers.words import asking


def table(rows: Sequence[Sequence[str]]) -> tuple[list[Value], list[str]]:
    """Return the rows of a table as records, and what stands above its header.

    They are named by the header, or by number where there is none. A row that has one short cell only is the title of
    those below.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    at = header(rows)
    titles = rows[at] if at is not None else []
    names = _unique(titles, width)
    body = rows[at + 1 :] if at is not None else rows
    alone = [i for i, row in enumerate(body) if width > 1 and _is_section(row)]
    if len(alone) * 3 > len(body):
        alone = []
    records: list[Value] = []
    under = records
    for i, row in enumerate(body):
        if i in alone:
            under = []
            records.append({"title": next(cell for cell in row if cell.strip()), "questions": under})
        else:
            under.append(dict(zip(names, _fitting(row, titles), strict=False)))
    return records, [" ".join(filter(None, map(one_line, row))) for row in rows[: at or 0]]


def _fitting(row: Sequence[str], titles: Sequence[str]) -> Sequence[str]:
    """Return a row in as many cells as there are titles, if the last is a text whose commas nobody quoted."""
    if not 1 < len(titles) < len(row) or role_of(titles[-1]) not in TEXTS:
        return row
    return [*row[: len(titles) - 1], ", ".join(cell for cell in row[len(titles) - 1 :] if cell)]


def _is_section(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return (
        len(filled) == 1 and len(filled[0].split()) <= 6 and not asks(filled[0]) and not filled[0].strip().isdecimal()
    )


def header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows names the columns: one with known names, or else short words above longer ones."""
    best, most = None, 0
    for at, row in enumerate(rows[:10]):
        known = {role for cell in row if (role := role_of(cell))}
        filled = [cell for cell in row if cell.strip()]
        asks = bool(known & {"prompt", "title"})
        fits = (asks and (len(known) > 1 or len(row) == 1)) or (len(known) > 1 and len(known) * 2 >= len(filled))
        if fits and len(known) > most and not any(map(asking, filled)):
            best, most = at, len(known)
    if best is not None:
        return best
    if len(rows) < 3 or not rows[0]:
        return None
    first, rest = rows[0], rows[1:]
    short = all(0 < len(cell.split()) <= 4 and not asking(cell) and not cell.strip().isdecimal() for cell in first)
    longer = sum(len(row[i].split()) > 4 for row in rest for i in range(min(len(row), len(first)))) >= len(rest) / 2
    different = all(first[i] != row[i] for row in rest for i in range(min(len(row), len(first))))
    known_some = any(map(role_of, first))
    return 0 if short and (longer or known_some) and different and len(set(first)) == len(first) else None


def _unique(names: Sequence[str], width: int) -> list[str]:
    found: list[str] = []
    for i in range(width):
        name = one_line(names[i]) if i < len(names) and names[i].strip() else f"column {i + 1}"
        while name in found:
            name += AGAIN
        found.append(name)
    return found
