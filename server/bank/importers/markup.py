"""HTML as Markdown: a page that is HTML, and the HTML that stands within Markdown.

One writer does both. In a page white space means nothing and the HTML5 parser has closed what was left open; within
Markdown a line end is a line end and only what HTML marks is changed. `<details>` and `<summary>` have no Markdown:
they become lines that begin with a mark of `tree`'s, which reads them.
"""

from collections.abc import Callable
from html.parser import HTMLParser

from selectolax.lexbor import LexborHTMLParser

OPEN, CLOSE, SUMMARY, COMMENT, CODE, CODE_END = "\ue010", "\ue011", "\ue012", "\ue013", "\ue014", "\ue015"
"""Marks, from the range that Unicode keeps for private use: `decode` lets none of them through."""

HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~"}
CODES = {"code", "kbd", "samp", "tt", "var"}
SILENT = {"script", "style", "template", "svg", "head", "noscript", "object", "iframe", "audio", "video", "canvas"}
FURNITURE = {"nav", "footer", "aside", "form", "button", "select", "dialog"}
FEWEST_WORDS = 3  # of a button that is no "Send" or "Log in"
BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "figure", "figcaption", "center", "address", "body", "html"),
    *("hgroup", "fieldset", "dd", "caption", "search", "menu"),
}
INLINE = {
    *("a", "span", "font", "small", "big", "sub", "sup", "u", "ins", "mark", "abbr", "cite", "q", "time", "label", "bdi"),
    *("bdo", "dfn", "wbr", "ruby", "rt", "rp", "picture", "source", "input", "strike", "tbody", "thead", "tfoot", "col"),
    *("colgroup", "title", "meta", "link", "base", "area", "map", "param", "track", "legend", "option", "textarea"),
}
OTHERS = {"br", "hr", "img", "ul", "ol", "li", "dl", "dt", "table", "tr", "td", "th", "pre", "blockquote"}
KNOWN = (
    {*HEADINGS, *EMPHASIS, *CODES, *BLOCKS, *INLINE, *OTHERS, "details", "summary"} | SILENT | FURNITURE
)


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
    """Writes Markdown as it reads HTML.

    `prefix` stands before each line (of a list or a quotation), `folds` counts the open tags within which a line end
    is a space: a heading, a cell, a summary.
    """

    def __init__(self, *, within_markdown: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._markdown = within_markdown
        self._out: list[str] = []
        self._left_out: list[str] = []
        self._prefix: list[str] = []
        self._lists: list[int | None] = []
        self._folds = 0
        self._hidden: list[str] = []
        self._hidden_text: list[str] = []
        self._code: list[str] = []
        self._code_language = ""
        self._in_pre = 0
        self._rows: list[int] = []
        self._links: list[str] = []
        self._fresh = True

    def result(self) -> tuple[str, list[str]]:
        """Return what was written, and what was left out."""
        return "".join(self._out), self._left_out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins; a tag that is none of HTML's is text."""
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT or (tag in FURNITURE and not self._markdown):
            self._hidden.append(tag)
        elif self._hidden:
            return
        elif self._in_pre:
            self._in_code(tag, given)
        elif tag in _STARTS:
            _STARTS[tag](self, tag, given)
        elif tag in BLOCKS or tag in FURNITURE:
            self._block()
        elif tag not in KNOWN:
            self._write(self.get_starttag_text() or "")

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
        elif self._in_pre:
            if tag == "pre":
                self._end_pre()
        elif tag in _ENDS:
            _ENDS[tag](self, tag)
        elif tag in BLOCKS or tag in FURNITURE:
            self._block()
        elif tag not in KNOWN:
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        if self._hidden:
            if self._hidden[0] not in SILENT:
                self._hidden_text.append(data)
        elif self._in_pre:
            self._code.append(data)
        elif self._folds or self._lists or not self._markdown:
            gap = " " if data[:1].isspace() and not self._fresh else ""
            words = " ".join(data.split())
            if words or gap:
                self._write(gap + words + (" " if words and data[-1:].isspace() else ""))
        else:
            self._write(data)

    def handle_comment(self, data: str) -> None:
        """Keep a comment where metadata may be in it; it is no text."""
        if not self._hidden and data.strip():
            self._mark(COMMENT + " ".join(data.split()))

    def unknown_decl(self, data: str) -> None:
        """Keep what is no HTML: `<![CDATA[...]]>`."""
        self._write(data)

    def _write(self, text: str) -> None:
        if not text:
            return
        prefix = "".join(self._prefix)
        self._out.append(text.replace("\n", "\n" + prefix) if prefix else text)
        self._fresh = text.endswith("\n") or (self._fresh and not text.strip())

    def _line(self) -> None:
        """Begin a line."""
        if self._folds:
            self._write(" ")
        elif not self._fresh:
            self._out.append("\n" + "".join(self._prefix))
            self._fresh = True

    def _block(self) -> None:
        """Begin a paragraph."""
        if self._folds:
            self._write(" ")
        elif not self._fresh:
            prefix = "".join(self._prefix)
            self._out.append(f"\n{prefix.rstrip()}\n{prefix}")
            self._fresh = True

    def _mark(self, line: str) -> None:
        self._fresh = False
        self._block()
        self._out.append(line)
        self._fresh = False
        self._block()

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
        if self._folds:
            self._write(words)
        else:
            self._block()
            self._write(f"**{words}**")
            self._block()

    def _heading(self, tag: str, _given: dict[str, str]) -> None:
        self._fresh = False
        self._block()
        self._out.append(HEADINGS[tag])
        self._folds += 1
        self._fresh = True

    def _end_heading(self, _tag: str) -> None:
        if self._folds:
            self._folds -= 1
        self._fresh = False
        self._block()

    def _summary(self, _tag: str, _given: dict[str, str]) -> None:
        self._fresh = False
        self._block()
        self._out.append(SUMMARY)
        self._fresh = True
        # One that is never closed ends with its line.
        if not self._markdown or self._closes("</summary", ("<details", "</details", "<summary")):
            self._folds += 1

    def _end_summary(self, tag: str) -> None:
        self._end_heading(tag)

    def _closes(self, closing: str, others: tuple[str, ...]) -> bool:
        rest = self.rawdata[self._at() : self._at() + 3000].lower()
        at = rest.find(closing)
        first = min((found for found in (rest.find(other, 1) for other in others) if found > 0), default=len(rest))
        return 0 <= at <= first

    def _at(self) -> int:
        """Return where in the text this tag begins."""
        line, column = self.getpos()
        if line != self._line_seen:
            for _ in range(line - self._line_seen):
                self._line_start = self.rawdata.index("\n", self._line_start) + 1
            self._line_seen = line
        return self._line_start + column

    _line_seen, _line_start = 1, 0

    def _details(self, _tag: str, _given: dict[str, str]) -> None:
        self._mark(OPEN)

    def _end_details(self, _tag: str) -> None:
        self._mark(CLOSE)

    def _emphasis(self, tag: str, _given: dict[str, str]) -> None:
        self._write(EMPHASIS[tag])

    def _end_emphasis(self, tag: str) -> None:
        spaces = ""
        if self._out and self._out[-1].endswith(" ") and self._out[-1].strip():  # "** a **" is no emphasis
            self._out[-1], spaces = self._out[-1].rstrip(" "), " "
        self._write(EMPHASIS[tag] + spaces)

    def _inline_code(self, _tag: str, _given: dict[str, str]) -> None:
        self._write("`")

    def _end_inline_code(self, _tag: str) -> None:
        self._write("`")

    def _break(self, _tag: str, _given: dict[str, str]) -> None:
        if self._folds:
            self._write(" ")
        elif self._markdown:
            self._line()
        else:
            self._out.append("\n" + "".join(self._prefix))
            self._fresh = True

    def _rule(self, _tag: str, _given: dict[str, str]) -> None:
        self._block()
        self._write("---")
        self._block()

    def _image(self, _tag: str, given: dict[str, str]) -> None:
        if given.get("alt"):
            self._write(f"![{' '.join(given['alt'].split())}]({given.get('src', '').strip().replace(' ', '%20')})")

    def _link(self, _tag: str, given: dict[str, str]) -> None:
        target = given.get("href", "").strip()
        self._links.append(target if target and not target.startswith(("#", "javascript:")) else "")
        if self._links[-1]:
            self._write("[")

    def _end_link(self, _tag: str) -> None:
        if self._links and (target := self._links.pop()):
            self._write(f"]({target.replace(' ', '%20').replace(')', '%29')})")

    def _list(self, tag: str, given: dict[str, str]) -> None:
        start = given.get("start", "1")
        if self._lists:
            self._line()
        else:
            self._block()
        self._lists.append((int(start) if start.isdecimal() else 1) if tag == "ol" else None)
        self._prefix.append("")

    def _end_list(self, _tag: str) -> None:
        if self._lists:
            self._lists.pop()
            self._prefix.pop()
        if self._lists:
            self._line()
        else:
            self._block()

    def _item(self, _tag: str, _given: dict[str, str]) -> None:
        if not self._lists:
            self._line()
            self._write("- ")
            return
        self._prefix[-1] = ""
        self._line()
        number = self._lists[-1]
        mark = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._write(mark)
        self._prefix[-1] = " " * len(mark)
        self._fresh = True

    def _end_item(self, _tag: str) -> None:
        if self._lists:
            self._prefix[-1] = ""
            self._fresh = False
            self._line()

    def _term(self, _tag: str, _given: dict[str, str]) -> None:
        self._block()
        self._write("**")

    def _end_term(self, _tag: str) -> None:
        self._end_emphasis("b")
        self._fresh = False
        self._block()

    def _quote(self, _tag: str, _given: dict[str, str]) -> None:
        self._block()
        self._prefix.append("> ")
        self._out.append("> ")

    def _end_quote(self, _tag: str) -> None:
        if "> " in self._prefix:
            del self._prefix[len(self._prefix) - 1 - self._prefix[::-1].index("> ") :]
        self._fresh = False
        self._block()

    def _pre(self, _tag: str, given: dict[str, str]) -> None:
        self._block()
        self._in_pre, self._code, self._code_language = 1, [], ""
        self._in_code("code", given)

    def _in_code(self, tag: str, given: dict[str, str]) -> None:
        if tag == "br":
            self._code.append("\n")
        for name in given.get("class", "").split():
            for start in ("language-", "lang-", "brush:", "highlight-source-", "highlight-"):
                if name.startswith(start) and not self._code_language and name[len(start) :].isalnum():
                    self._code_language = name[len(start) :]

    def _end_pre(self) -> None:
        self._in_pre = 0
        text = "".join(self._code).removeprefix("\n").rstrip("\n ")
        longest = max((len(run) for run in text.replace("`", " ` ").split() if run == "`"), default=0)
        fence = "`" * max(3, longest + 1) if "```" not in text else "`" * 8
        self._write(f"{fence}{self._code_language}\n{text}\n{fence}")
        self._fresh = False
        self._block()

    def _table(self, _tag: str, _given: dict[str, str]) -> None:
        self._block()
        self._rows.append(0)

    def _end_table(self, _tag: str) -> None:
        if self._rows:
            self._rows.pop()
        self._block()

    def _row(self, _tag: str, _given: dict[str, str]) -> None:
        self._line()
        self._cells = 0

    def _end_row(self, _tag: str) -> None:
        if self._rows and self._cells:
            self._write(" |")
            if not self._rows[-1]:
                self._write("\n|" + " --- |" * self._cells)
            self._rows[-1] += 1
            self._line()

    _cells = 0

    def _cell(self, _tag: str, _given: dict[str, str]) -> None:
        self._cells += 1
        self._write("| " if self._cells == 1 else " | ")
        self._folds += 1
        self._fresh = True

    def _end_cell(self, _tag: str) -> None:
        self._folds = max(0, self._folds - 1)


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
    "ul": _Writer._list,
    "ol": _Writer._list,
    "li": _Writer._item,
    "dt": _Writer._term,
    "blockquote": _Writer._quote,
    "pre": _Writer._pre,
    "table": _Writer._table,
    "tr": _Writer._row,
    "td": _Writer._cell,
    "th": _Writer._cell,
}
_ENDS: dict[str, Callable[[_Writer, str], None]] = {
    **dict.fromkeys(HEADINGS, _Writer._end_heading),
    **dict.fromkeys(EMPHASIS, _Writer._end_emphasis),
    **dict.fromkeys(CODES, _Writer._end_inline_code),
    "summary": _Writer._end_summary,
    "details": _Writer._end_details,
    "a": _Writer._end_link,
    "ul": _Writer._end_list,
    "ol": _Writer._end_list,
    "li": _Writer._end_item,
    "dt": _Writer._end_term,
    "blockquote": _Writer._end_quote,
    "table": _Writer._end_table,
    "tr": _Writer._end_row,
    "td": _Writer._end_cell,
    "th": _Writer._end_cell,
}
