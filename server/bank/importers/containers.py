"""What holds other things in HTML, as Markdown: lists, tables and blocks of code."""

from server.bank.importers.output import Output, fenced
from server.bank.importers.tags import KNOWN

LANGUAGES = ("language-", "lang-", "brush:", "highlight-source-", "highlight-")


class Lists:
    """The lists that are open, one in another."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._numbers: list[int | None] = []

    @property
    def depth(self) -> int:
        """Return how many are open."""
        return len(self._numbers)

    def begin(self, tag: str, given: dict[str, str]) -> None:
        """Begin a list."""
        start = given.get("start", "1")
        self._break()
        self._numbers.append((int(start) if start.isdecimal() else 1) if tag == "ol" else None)
        self._out.prefix.append("")

    def end(self) -> None:
        """End a list."""
        if self._numbers:
            self._numbers.pop()
            self._out.prefix.pop()
        self._break()

    def item(self) -> None:
        """Begin an item, with its number if its list counts."""
        if not self._numbers:
            self._out.line()
            self._out.write("- ")
            return
        self._out.prefix[-1] = ""
        self._out.line()
        number = self._numbers[-1]
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self._numbers[-1] = number + 1
        self._out.write(mark)
        self._out.prefix[-1] = " " * len(mark)
        self._out.fresh = True

    def end_item(self) -> None:
        """End an item."""
        if self._numbers:
            self._out.prefix[-1] = ""
            self._out.fresh = False
            self._out.line()

    def _break(self) -> None:
        if self._numbers:
            self._out.line()
        else:
            self._out.block()


class Tables:
    """The tables that are open, one in another."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._rows: list[int] = []
        self._cells = 0

    def begin(self) -> None:
        """Begin a table."""
        self._out.block()
        self._rows.append(0)

    def end(self) -> None:
        """End a table."""
        if self._rows:
            self._rows.pop()
        self._out.block()

    def row(self) -> None:
        """Begin a row."""
        self._out.line()
        self._cells = 0

    def end_row(self) -> None:
        """End a row; the first is the header."""
        if self._rows and self._cells:
            self._out.write(" |")
            if not self._rows[-1]:
                self._out.write("\n|" + " --- |" * self._cells)
            self._rows[-1] += 1
            self._out.line()

    def cell(self) -> None:
        """Begin a cell, in which line ends are spaces."""
        self._cells += 1
        self._out.write("| " if self._cells == 1 else " | ")
        self._out.folds += 1
        self._out.fresh = True

    def end_cell(self) -> None:
        """End a cell."""
        self._out.folds = max(0, self._out.folds - 1)


class Code:
    """The block of code that is open."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._code: list[str] = []
        self._language = ""
        self.is_open = False

    def begin(self, given: dict[str, str]) -> None:
        """Begin a block."""
        self._out.block()
        self.is_open, self._code, self._language = True, [], ""
        self.tag("code", given, "")

    def write(self, text: str) -> None:
        """Write text as it is."""
        self._code.append(text)

    def tag(self, tag: str, given: dict[str, str], written: str) -> None:
        """Take a tag within the block: it ends a line, names the language, or is text as it is `written`."""
        if tag == "br":
            self._code.append("\n")
        elif tag not in KNOWN:
            self._code.append(written)
        for name in given.get("class", "").split():
            for start in LANGUAGES:
                if name.startswith(start) and not self._language and name[len(start) :].isalnum():
                    self._language = name[len(start) :]

    def end(self) -> None:
        """End the block, if one is open."""
        if self.is_open:
            self.is_open = False
            self._out.write(fenced("".join(self._code).removeprefix("\n").rstrip("\n "), self._language))
            self._out.break_block()
