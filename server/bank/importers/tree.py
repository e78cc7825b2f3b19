"""The neutral document: what every text, page and file becomes before anybody looks for questions in it.

A document is lines, and blocks upon them: headings, paragraphs, list items, summaries of details, code, tables. A code
block is one line, its mark; `Document.whole` puts the code back, to the byte. Comments are no lines: what they say
about a line, perhaps its topics, is in `comments`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt

from server.bank.importers import markup, tags

Kind = Literal["text", "heading", "summary", "code", "table", "rule"]

FENCE = re.compile(r"(?P<indent>[ \t]*(?:>[ ]?|(?:[-*+]|\d{1,3}[.)])[ \t]+)*)(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)$")
SPAN = re.compile(r"(?<!`)(`+)(?!`)([^\n]{0,400}?[^`\n])\1(?!`)")
MARKS = re.compile(f"[{tags.OPEN}-{tags.CODE_END}]")
MARKED = re.compile(f"{tags.CODE}(\\d+){tags.CODE_END}")
KEPT = re.compile(rf"(?m)^(?P<margin>[ \t]*(?:(?:[-*+]|\d{{1,3}}[.)])[ \t]+)*){MARKED.pattern}|{MARKED.pattern}")
TAG = re.compile(r"<(?=/?[A-Za-z][A-Za-z0-9]{0,10}(?:[\s/][^<]{0,2000}?)?>|!--)")
MARGIN = re.compile(r"#{1,6} |[^\W\d_]|\*\*\S")
CHUNK = 400  # lines: the parser's tokens are large, and are not needed for longer
SETEXT_MAX = 150

_blocks = MarkdownIt("commonmark").enable("table").disable(["fence", "html_block", "inline", "reference"])


class Place(NamedTuple):
    """What the blocks say of one line.

    `level` is that of a heading; `depth` counts the lists that a line is in, `folded` the details; `opens` says that a
    block begins with it; `item` that it begins a list's item, and `number` which, in one that counts.
    """

    kind: Kind = "text"
    level: int = 0
    depth: int = 0
    folded: int = 0
    opens: bool = False
    item: bool = False
    quoted: bool = False


class Document:
    """A document as lines and what is known of each. Treat it as immutable."""

    def __init__(self, text: str, *, tagged: bool = True, left_out: Iterable[str] = ()) -> None:
        """Take a text; `tagged` says whether HTML in it is HTML."""
        self.left_out = list(left_out)
        self._code: list[str] = []
        text = MARKS.sub("", text)
        lines = self._without_code(text.split("\n"))
        if tagged and "<" in text:
            lines = self._without_code(self._without_html("\n".join(lines)).split("\n"))  # <pre> is code now
        self.lines: list[str] = []
        self.comments: dict[int, list[str]] = {}
        folded: list[int] = []
        summaries: set[int] = set()
        depth = 0
        for line in lines:
            mark = line.strip()[:1]
            if mark == tags.OPEN:
                depth += 1
            elif mark == tags.CLOSE:
                depth = max(0, depth - 1)
            elif mark == tags.COMMENT:
                self.comments.setdefault(len(self.lines), []).append(line.strip()[1:])
            else:
                if mark == tags.SUMMARY:
                    summaries.add(len(self.lines))
                    line = line.replace(tags.SUMMARY, "", 1)
                self.lines.append(line)
                folded.append(depth)
        self.places = self._placed(summaries, folded)

    def whole(self, text: str) -> str:
        """Return a text of this document with its code put back."""
        while MARKED.search(text):  # what was kept may hold what was kept before it
            text = KEPT.sub(self._put_back, text)
        return text

    def _put_back(self, match: re.Match[str]) -> str:
        """Return code where it stands now: a text that was moved to the margin takes its code along."""
        if match["margin"] is None:
            return self._code[int(match[3])]
        first, *rest = self._code[int(match[2])].split("\n")
        indent = re.sub(r"\S", " ", match["margin"])
        return "\n".join([match["margin"] + first, *(indent + line if line.strip() else line for line in rest)])

    def _without_code(self, lines: list[str]) -> list[str]:
        """Return the lines with a mark for each block of code."""
        found: list[str] = []
        ends = fences(lines)
        i = 0
        while i < len(lines):
            end = ends.get(i)
            if end is None:
                found.append(lines[i])
                i += 1
                continue
            match = FENCE.match(lines[i])
            indent = match["indent"] if match else ""
            margin = re.compile(f"[ \\t]{{0,{len(indent)}}}" if ">" not in indent else "")
            rest = (margin.sub("", line, 1) for line in lines[i + 1 : end + 1])
            found.append(indent + self._kept("\n".join([lines[i][len(indent) :], *rest])))
            i = end + 1
        return found

    def _kept(self, code: str) -> str:
        self._code.append(code)
        return f"{tags.CODE}{len(self._code) - 1}{tags.CODE_END}"

    def _without_html(self, text: str) -> str:
        """Return Markdown with what HTML it has as Markdown; what only looks like a tag, or is code, stays."""
        text = SPAN.sub(lambda match: self._kept(match[0]) if "<" in match[0] or "&" in match[0] else match[0], text)
        known: list[str] = []
        at = 0
        for match in re.finditer("<", text):
            known.append(text[at : match.start()])
            known.append("<" if TAG.match(text, match.start()) else "&lt;")
            at = match.end()
        known.append(text[at:])
        text, left_out = markup.within("".join(known))
        self.left_out += left_out
        return re.sub(r"\n[ \t]*(?:\n[ \t]*){2,}\n", "\n\n\n", text)

    def _placed(self, summaries: set[int], folded: list[int]) -> list[Place]:
        """Return what the blocks say of each line."""
        # A summary is no list, whatever it looks like.
        masked = ["x" if i in summaries else line for i, line in enumerate(self.lines)]
        found: list[Place] = []
        for start, end in _chunks(masked):
            found += _places(masked[start:end])
        same: dict[Place, Place] = {}
        for i, line in enumerate(self.lines):
            kind = found[i].kind
            if i in summaries:
                kind = "summary"
            elif MARKED.fullmatch(line.strip(" \t>-*+.)0123456789")) and "\n" in self.whole(line):
                kind = "code"
            place = found[i]._replace(kind=kind, folded=folded[i])
            found[i] = same.setdefault(place, place)  # most lines are like others
        return found


def _chunks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield parts of a document in which blocks begin and end: a paragraph at the margin ends every list above it."""
    start = 0
    for i in range(1, len(lines)):
        if i - start >= CHUNK and not lines[i - 1].strip() and MARGIN.match(lines[i]):
            yield start, i
            start = i
    yield start, len(lines)


def _places(lines: list[str]) -> list[Place]:
    """Return what the blocks say of each of some lines."""
    found = [Place()] * len(lines)
    depth = 0
    for token in _blocks.parse("\n".join(lines)):
        if token.type.endswith("_list_open"):
            depth += 1
        elif token.type.endswith("_list_close"):
            depth -= 1
        if not token.map:
            continue
        start, end = token.map
        match token.type:
            case "list_item_open":
                for i in range(start, end):
                    found[i] = found[i]._replace(depth=depth, item=found[i].item or i == start)
            case "blockquote_open":
                for i in range(start, end):
                    found[i] = found[i]._replace(quoted=True)
            case "heading_open" if token.markup[:1] != "#" and (end - start > 2 or len(lines[start]) > SETEXT_MAX):
                found[end - 1] = found[end - 1]._replace(kind="rule")
                found[start] = found[start]._replace(opens=True)
            case "heading_open":
                found[start] = found[start]._replace(kind="heading", level=int(token.tag[1]), opens=True)
                for i in range(start + 1, end):
                    found[i] = found[i]._replace(kind="rule")
            case "paragraph_open":
                found[start] = found[start]._replace(opens=True)
            case "table_open":
                for i in range(start, end):
                    found[i] = found[i]._replace(kind="table")
            case "hr":
                found[start] = found[start]._replace(kind="rule")
    return found


def fences(lines: list[str]) -> dict[int, int]:
    """Return where each block of code begins and ends.

    One that is never closed is none. It shows itself by what comes before its end: another that opens, with a
    language, before anything closed it.
    """
    found: dict[int, int] = {}
    marks: dict[int, re.Match[str]] = {}
    for i, line in enumerate(lines):
        if ("```" in line or "~~~" in line) and (match := FENCE.match(line)):
            marks[i] = match
    order = sorted(marks)
    position = {line: at for at, line in enumerate(order)}
    i = 0
    while i < len(order):
        opening = marks[order[i]]
        mark = opening["mark"]
        end = None
        for k in order[i + 1 :]:
            other = marks[k]
            if other["mark"][0] != mark[0] or len(other["mark"]) < len(mark):
                continue
            if not other["info"].strip():
                end = k
                break
            if len(other["mark"]) == len(mark) and len(other["indent"]) <= len(opening["indent"]):
                break  # a second one opens: this one was left open
        if end is None:
            i += 1
            continue
        found[order[i]] = end
        i = position[end] + 1
    return found
