"""Who is in a class, and who interviews whom: read from names that were pasted, or from a CSV file. Pure.

One column is a list of names, shuffled into pairs; two columns are pairs as the coach wants them. An odd one out makes
a pair a trio, with an observer.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count

from msgspec import Struct

from server.core import names

MOST_STUDENTS = 200
SEPARATORS = (";", "\t", ",")
HEADINGS = frozenset({"name", "names", "student", "students", "person", "pair", "partner", "first", "second"})

TOO_MANY = "That is {count} names; a class can have {most}. Split it into several classes."
NOBODY = "Give at least two names, each on a line of its own."
BAD_NAME = "Line {line}: “{name}” can't be a name. Give 1 to {most} characters that can be seen."


class Group(Struct, frozen=True):
    """Who shares a room: two who interview each other, and perhaps one who watches."""

    first: str
    second: str
    watches: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return everybody in it."""
        return (self.first, self.second) if self.watches is None else (self.first, self.second, self.watches)


class Roster(Struct, frozen=True):
    """What was read: everybody, by a name of their own, and the pairs that the coach has settled."""

    names: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()


def read(text: str) -> Roster:
    """Read names.

    Args:
        text: lines of one name, or of two that are a pair; separated by comma, semicolon or tab, as spreadsheets do.

    Raises:
        ValueError: with a sentence that says what to do.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    if sum(len(row) for _, row in rows) > MOST_STUDENTS:
        raise ValueError(TOO_MANY.format(count=sum(len(row) for _, row in rows), most=MOST_STUDENTS))
    cleaned = [[_name(name, line) for name in row] for line, row in rows]
    numbered = iter(distinct([name for row in cleaned for name in row]))
    rows_of_own = [[next(numbered) for _ in row] for row in cleaned]
    everybody = tuple(name for row in rows_of_own for name in row)
    if len(everybody) < 2:
        raise ValueError(NOBODY)
    return Roster(everybody, tuple((row[0], row[1]) for row in rows_of_own if len(row) == 2))


def groups(roster: Roster, shuffle: Callable[[list[str]], None]) -> tuple[Group, ...]:
    """Return who shares a room: the pairs that are settled, then the others, shuffled into pairs.

    Args:
        shuffle: brings a list into an order of chance.
    """
    settled = {name for pair in roster.pairs for name in pair}
    others = [name for name in roster.names if name not in settled]
    shuffle(others)
    pairs = [*roster.pairs, *zip(others[0::2], others[1::2], strict=False)]
    found = [Group(first, second) for first, second in pairs]
    if len(others) % 2:
        if not found:
            raise ValueError(NOBODY)
        last = found.pop()
        found.append(Group(last.first, last.second, others[-1]))
    return tuple(found)


def distinct(given: Sequence[str]) -> list[str]:
    """Return the names, those that come more than once with a number: everybody picks their own."""
    often = Counter(name.casefold() for name in given)
    taken = {name for name, times in often.items() if times == 1}
    found = []
    for name in given:
        own = name
        if often[name.casefold()] > 1:
            own = next(each for each in _numbered(name) if each.casefold() not in taken)
            taken.add(own.casefold())
        found.append(own)
    return found


def _numbered(name: str) -> Iterator[str]:
    for number in count(1):
        yield f"{name[: names.MOST_CHARS - len(str(number)) - 1].rstrip()} {number}"


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines with their numbers and their fields that are not empty, without a line of headings."""
    lines = text.splitlines()
    separator = next((each for each in SEPARATORS if any(each in line for line in lines)), ",")
    found = []
    for number, fields in enumerate(_fields(lines, separator), 1):
        row = [field.strip() for field in fields if field.strip()]
        if not row or (number == 1 and {field.casefold() for field in row} <= HEADINGS):
            continue
        if len(row) > 2:
            raise ValueError(f"Line {number} has {len(row)} columns. Give one name a line, or two that are a pair.")
        found.append((number, row))
    return found


def _fields(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error:
        raise ValueError("This can't be read as a table. Paste the names, one a line.") from None


def _name(text: str, line: int) -> str:
    name = names.clean(text)
    if name is None:
        raise ValueError(BAD_NAME.format(line=line, name=names.shown(text)[:30], most=names.MOST_CHARS))
    return name
