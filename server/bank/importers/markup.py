"""HTML as Markdown: a page that is HTML, and the HTML that stands within Markdown.

One writer does both. In a page white space means nothing and the HTML5 parser has closed what was left open; within
Markdown a line end is a line end and only what HTML marks is changed. `<details>` and `<summary>` have no Markdown:
they become lines that begin with a mark of `tree`'s, which reads them.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from selectolax.lexbor import LexborHTMLParser

from server.bank.importers.containers import Code, Lists, Tables
from server.bank.importers.output import Output
from server.bank.importers.tags import (
    BLOCKS,
    CLOSE,
    CODES,
    COMMENT,
    EMPHASIS,
    FEWEST_WORDS,
    FURNITURE,
    HEADINGS,
    KNOWN,
    OPEN,
    SILENT,
    SUMMARY,
)

BLOCK = re.compile(r"\n[ \t]*\n|<(?:p|div|ul|ol|pre|table|h[1-6]|details|blockquote)\b", re.IGNORECASE)
LONGEST_EMPHASIS = 3000


def page(text: str) -> tuple[str, list[str]]:
    """Return a page of HTML as Markdown, and what was left out of it: navigation, asides, forms and the like."""
    tree = LexborHTMLParser(text)
    writer = _Writer(within_markdown=False)
    writer.feed(tree.html or "")
    writer.close()
    return writer.result()


def within(text: str) -> tuple[str, list[str]]:
    """Return Markdown whose HTML is Markdown, too; code must have been taken out of `text` before."""
    writer = _Writer(within_markdown=True)
    writer.feed(text)
    writer.close()
    return writer.result()


class _Writer(HTMLParser):
    """Writes Markdown as it reads HTML."""

    def __init__(self, *, within_markdown: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._markdown = within_markdown
        self._out = Output()
        self._left_out: list[str] = []
        self._lists = Lists(self._out)
        self._tables = Tables(self._out)
        self._hidden: list[str] = []
        self._hidden_text: list[str] = []
        self._code = Code(self._out)
        self._links: list[str] = []
        self._emphases: list[bool] = []

    def result(self) -> tuple[str, list[str]]:
        """Return what was written, and what was left out; what was never closed ends here."""
        self._code.end()
        if words := " ".join("".join(self._hidden_text).split()):
            self._left_out.append(words)
        return self._out.text(), self._left_out

    def feed(self, data: str) -> None:
        """Read all of a text; it is kept, because what the parser has read it forgets."""
        self._text = data
        super().feed(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins; a tag that is none of HTML's is text."""
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT or (tag in FURNITURE and not self._markdown):
            self._hidden.append(tag)
        elif self._hidden:
            return
        elif self._code.is_open:
            self._code.tag(tag, given, self.get_starttag_text() or "")
        elif tag in _STARTS:
            _STARTS[tag](self, tag, given)
        elif tag in BLOCKS or tag in FURNITURE:
            self._out.block()
        elif tag not in KNOWN:
            self._out.write(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<br/>` for `<br>`, and `<details/>` for nothing."""
        if tag in ("br", "hr", "img", *BLOCKS) or tag not in KNOWN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End what a tag began."""
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
                self._leave_out(tag)
        elif self._code.is_open:
            if tag == "pre":
                self._code.end()
            elif tag not in KNOWN:
                self._code.write(f"</{tag}>")
        elif tag in _ENDS:
            _ENDS[tag](self, tag)
        elif tag in BLOCKS or tag in FURNITURE:
            self._out.block()
        elif tag not in KNOWN:
            self._out.write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        if self._hidden:
            if self._hidden[0] not in SILENT:
                self._hidden_text.append(data)
        elif self._code.is_open:
            self._code.write(data)
        elif self._out.folds or self._lists.depth or not self._markdown:
            gap = " " if data[:1].isspace() and not self._out.fresh else ""
            words = " ".join(data.split())
            if words or gap:
                self._out.write(gap + words + (" " if words and data[-1:].isspace() else ""))
        else:
            self._out.write(data)

    def handle_comment(self, data: str) -> None:
        """Keep a comment where metadata may be in it; it is no text."""
        if not self._hidden and data.strip():
            self._out.mark(COMMENT + " ".join(data.split()))

    def unknown_decl(self, data: str) -> None:
        """Keep what is no HTML: `<![CDATA[...]]>`."""
        self._out.write(data)

    def _leave_out(self, tag: str) -> None:
        if not self._hidden and tag in FURNITURE:
            words = " ".join("".join(self._hidden_text).split())
            self._hidden_text.clear()
            if tag == "button" and len(words.split()) >= FEWEST_WORDS:
                self._opener(words)
            elif words:
                self._left_out.append(words)

    def _opener(self, words: str) -> None:
        """Write what a button opens an answer with."""
        if self._out.folds:
            self._out.write(words)
        else:
            self._out.block()
            self._out.write(f"**{words}**")
            self._out.block()

    def _heading(self, tag: str, _given: dict[str, str]) -> None:
        self._out.break_block()
        self._out.begin(HEADINGS[tag])
        self._out.folds += 1

    def _end_heading(self, _tag: str) -> None:
        if self._out.folds:
            self._out.folds -= 1
        self._out.break_block()

    def _summary(self, _tag: str, _given: dict[str, str]) -> None:
        self._out.break_block()
        self._out.begin(SUMMARY)
        # One that is never closed ends with its line.
        if not self._markdown or self._closes("</summary", ("<details", "</details", "<summary")):
            self._out.folds += 1

    def _closes(self, closing: str, others: tuple[str, ...]) -> bool:
        rest = self._text[self._at() : self._at() + 3000].lower()
        at = rest.find(closing)
        first = min((found for found in (rest.find(other, 1) for other in others) if found > 0), default=len(rest))
        return 0 <= at <= first

    def _at(self) -> int:
        """Return where in the text this tag begins."""
        line, column = self.getpos()
        if line != self._line_seen:
            for _ in range(line - self._line_seen):
                self._line_start = self._text.index("\n", self._line_start) + 1
            self._line_seen = line
        return self._line_start + column

    _line_seen, _line_start = 1, 0

    def _details(self, _tag: str, _given: dict[str, str]) -> None:
        self._out.mark(OPEN)

    def _end_details(self, _tag: str) -> None:
        self._out.mark(CLOSE)

    def _emphasis(self, tag: str, _given: dict[str, str]) -> None:
        # Around paragraphs it is how an answer is shown, which Markdown has no words for.
        at = self._at()
        end = self._text.find(f"</{tag}", at, at + LONGEST_EMPHASIS)
        self._emphases.append(end >= 0 and BLOCK.search(self._text, at, end) is None)
        if self._emphases[-1]:
            self._out.write(EMPHASIS[tag])

    def _end_emphasis(self, tag: str) -> None:
        if self._emphases and self._emphases.pop():
            self._out.close_emphasis(EMPHASIS[tag])

    def _inline_code(self, _tag: str, _given: dict[str, str] | None = None) -> None:
        self._out.write("`")

    def _break(self, _tag: str, _given: dict[str, str]) -> None:
        if self._out.folds:
            self._out.write(" ")
        elif self._markdown:
            self._out.line()
        else:
            self._out.end_line()

    def _rule(self, _tag: str, _given: dict[str, str]) -> None:
        self._out.block()
        self._out.write("---")
        self._out.block()

    def _image(self, _tag: str, given: dict[str, str]) -> None:
        if given.get("alt"):
            self._out.write(f"![{' '.join(given['alt'].split())}]({given.get('src', '').strip().replace(' ', '%20')})")

    def _link(self, _tag: str, given: dict[str, str]) -> None:
        target = given.get("href", "").strip()
        self._links.append(target if target and not target.startswith(("#", "javascript:")) else "")
        if self._links[-1]:
            self._out.write("[")

    def _end_link(self, _tag: str) -> None:
        if self._links and (target := self._links.pop()):
            self._out.write(f"]({target.replace(' ', '%20').replace(')', '%29')})")

    def _term(self, _tag: str, _given: dict[str, str]) -> None:
        self._out.block()
        self._emphases.append(True)
        self._out.write("**")

    def _end_term(self, _tag: str) -> None:
        self._end_emphasis("b")
        self._out.break_block()

    def _quote(self, _tag: str, _given: dict[str, str]) -> None:
        self._out.block()
        self._out.prefix.append("> ")
        self._out.begin("> ")

    def _end_quote(self, _tag: str) -> None:
        if "> " in self._out.prefix:
            del self._out.prefix[len(self._out.prefix) - 1 - self._out.prefix[::-1].index("> ") :]
        self._out.break_block()


_STARTS: dict[str, Callable[[_Writer, str, dict[str, str]], None]] = {
    **dict.fromkeys(HEADINGS, _Writer._heading),
    **dict.fromkeys(EMPHASIS, _Writer._emphasis),
    **dict.fromkeys(CODES, _Writer._inline_code),
    "summary": _Writer._summary,
    "details": _Writer._details,
    "br": _Writer._break,
    "hr": _Writer._rule,
    "img": _Writer._image,
    "a": _Writer._link,
    "ul": lambda writer, tag, given: writer._lists.begin(tag, given),
    "ol": lambda writer, tag, given: writer._lists.begin(tag, given),
    "li": lambda writer, _tag, _given: writer._lists.item(),
    "dt": _Writer._term,
    "blockquote": _Writer._quote,
    "pre": lambda writer, _tag, given: writer._code.begin(given),
    "table": lambda writer, _tag, _given: writer._tables.begin(),
    "tr": lambda writer, _tag, _given: writer._tables.row(),
    "td": lambda writer, _tag, _given: writer._tables.cell(),
    "th": lambda writer, _tag, _given: writer._tables.cell(),
}
_ENDS: dict[str, Callable[[_Writer, str], None]] = {
    **dict.fromkeys(HEADINGS, _Writer._end_heading),
    **dict.fromkeys(EMPHASIS, _Writer._end_emphasis),
    **dict.fromkeys(CODES, _Writer._inline_code),
    "summary": _Writer._end_heading,
    "details": _Writer._end_details,
    "a": _Writer._end_link,
    "ul": lambda writer, _tag: writer._lists.end(),
    "ol": lambda writer, _tag: writer._lists.end(),
    "li": lambda writer, _tag: writer._lists.end_item(),
    "dt": _Writer._end_term,
    "blockquote": _Writer._end_quote,
    "table": lambda writer, _tag: writer._tables.end(),
    "tr": lambda writer, _tag: writer._tables.end_row(),
    "td": lambda writer, _tag: writer._tables.end_cell(),
    "th": lambda writer, _tag: writer._tables.end_cell(),
}
