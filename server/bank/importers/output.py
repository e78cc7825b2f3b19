"""Markdown as it is written: lines, paragraphs, and what stands before each line of a list or a quotation."""

import re


class Output:
    """Text that grows.

    `prefix` stands before each line; `folds` counts the open tags within which a line end is a space: a heading, a
    cell, a summary.
    """

    def __init__(self) -> None:
        self.prefix: list[str] = []
        self.folds = 0
        self.fresh = True  # nothing stands on the line yet
        self._out: list[str] = []

    def text(self) -> str:
        """Return all that was written."""
        return "".join(self._out)

    def write(self, text: str) -> None:
        """Write text."""
        if not text:
            return
        prefix = "".join(self.prefix)
        self._out.append(text.replace("\n", "\n" + prefix) if prefix else text)
        self.fresh = text.endswith("\n") or (self.fresh and not text.strip())

    def begin(self, mark: str) -> None:
        """Write a mark that begins a line; what follows it begins the line, too."""
        self._out.append(mark)
        self.fresh = True

    def line(self) -> None:
        """Begin a line."""
        if self.folds:
            self.write(" ")
        elif not self.fresh:
            self.end_line()

    def end_line(self) -> None:
        """End the line, whatever stands on it."""
        self._out.append("\n" + "".join(self.prefix))
        self.fresh = True

    def block(self) -> None:
        """Begin a paragraph."""
        if self.folds:
            self.write(" ")
        elif not self.fresh:
            prefix = "".join(self.prefix)
            self._out.append(f"\n{prefix.rstrip()}\n{prefix}")
            self.fresh = True

    def break_block(self) -> None:
        """Begin a paragraph, though nothing seems to stand on the line."""
        self.fresh = False
        self.block()

    def mark(self, line: str) -> None:
        """Write a line that is a paragraph of its own, within anything."""
        self.break_block()
        self._out.append(line)
        self.break_block()

    def close_emphasis(self, mark: str) -> None:
        """Write the end of an emphasis: "** a **" is none, so the space before it goes behind it."""
        spaces = ""
        if self._out and self._out[-1].endswith(" ") and self._out[-1].strip():
            self._out[-1], spaces = self._out[-1].rstrip(" "), " "
        self.write(mark + spaces)


def fenced(text: str, language: str = "") -> str:
    """Return code in a fence that it does not hold itself."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
