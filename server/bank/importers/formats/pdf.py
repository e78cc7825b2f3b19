"""PDFs with text as plain text: lines joined into paragraphs, without what stands on every page."""

import io
import logging
import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import pypdf
from pypdf.errors import FileNotDecryptedError, PyPdfError

from server.bank.importers.candidates import NUMBERED
from server.bank.importers.decode import cleaned
from server.bank.importers.labels import label
from server.bank.importers.preview import Unreadable
from server.bank.importers.words import asking

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a broken file, it says once more as an error

MOST_PAGES = 2_000
MOST_CHARS = 5_000_000
NO_TEXT = "This PDF has no text: its pages are pictures. Copy the questions with a program that recognises text."
ENCRYPTED = "This PDF is encrypted. Save it without a password, and try again."
BROKEN = "The PDF is broken{where}. Save it again, and try once more."
PRINTED = re.compile(  # what a browser prints above and below a page
    r"\s*(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? +\d{1,2}:\d{2}(?:\s*[AP]M)?\b.*|\w{3,5}://\S+\s+\d+/\d+)\s*"
)
PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|strana|стр\.?)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|из)\s*\d{1,4})?\W*", re.IGNORECASE
)
BULLET = re.compile(r"\s*(?:[-*+•●▪◦‣–]|[A-Ha-h][.)]|\(?\d{1,3}[.)])\s")
DOT = re.compile(r"^[•●▪◦‣]\s*")
ENDED = re.compile(r"[.!?:;…。？！][\"'”’»)]*$")
CODE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|return|for|if|while|else|elif|print|const|let|var|function|public|#include)\b.*[:;({]\s*$|^\s*[})\]]"
)
EDGE_LINES = 2


class Line(NamedTuple):
    """A line of a page: how far it is indented, and whether space is above it."""

    text: str
    indent: int
    apart: bool


def text_of(data: bytes) -> tuple[str, list[str]]:
    """Return a PDF's text, and what is left out of it: headers, footers and numbers of pages.

    Raises:
        Unreadable: encrypted, without text, or broken at a page that is named.
    """
    pages = _pages(data)
    repeated, usual = _repeated(pages), _usual_gap(pages)
    left_out: dict[str, None] = {}
    lines: list[Line] = []
    for page in pages:
        kept = []
        filled = [i for i, text in enumerate(page) if text.strip()]
        edges = {*filled[:EDGE_LINES], *filled[-EDGE_LINES:]}
        for i, text in enumerate(page):
            if i in edges and (_shape(text) in repeated or PAGE_NUMBER.fullmatch(text) or PRINTED.fullmatch(text)):
                left_out[" ".join(text.split())] = None
            else:
                kept.append(text)
        lines += _lines(kept, usual, goes_on=bool(lines))
    return _joined(lines), list(left_out)


def _pages(data: bytes) -> list[list[str]]:
    at = 0
    found: list[list[str]] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(ENCRYPTED)
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"The PDF has more than {MOST_PAGES} pages. Split it.")
        size = 0
        for page in reader.pages:
            at += 1
            text = cleaned(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True))
            size += len(text)
            if size > MOST_CHARS:
                raise Unreadable("The PDF has more than five million characters. Split it.")
            found.append(text.split("\n"))
    except Unreadable:
        raise
    except FileNotDecryptedError:
        raise Unreadable(ENCRYPTED) from None
    except (ImportError, NotImplementedError) as error:  # a cipher or a filter that is not here
        raise Unreadable(
            ENCRYPTED if "crypt" in str(error).casefold() else BROKEN.format(where=f" at page {at}")
        ) from None
    except RecursionError:
        raise Unreadable(BROKEN.format(where=f" at page {at}" if at else "")) from None
    except (PyPdfError, *ERRORS):
        raise Unreadable(BROKEN.format(where=f" at page {at}" if at else "")) from None
    if not any(any(map(str.isalnum, line)) for page in found for line in page):
        raise Unreadable(NO_TEXT)
    return found


ERRORS = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    OSError,
    EOFError,
    LookupError,
)
"""What the parser raises on files that are no PDFs but begin as one."""


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _repeated(pages: list[list[str]]) -> set[str]:
    """Return the shapes of the lines that stand at the edge of most pages."""
    counts: Counter[str] = Counter()
    filled = [[text for text in page if text.strip()] for page in pages]
    filled = [page for page in filled if page]
    for page in filled:
        counts.update({_shape(text) for text in (*page[:EDGE_LINES], *page[-EDGE_LINES:])})
    return {
        shape for shape, count in counts.items() if len(filled) >= 3 and count * 5 >= len(filled) * 3 and shape != "#"
    }


def _usual_gap(pages: list[list[str]]) -> int:
    """Return how many blank lines stand between two that belong together: none, unless nearly all are apart."""
    counts: Counter[int] = Counter()
    for page in pages:
        filled = [i for i, text in enumerate(page) if text.strip()]
        counts.update(below - above - 1 for above, below in pairwise(filled))
    return min((gap for gap, count in counts.items() if count * 10 >= counts.total()), default=0)


def _lines(page: list[str], usual: int, *, goes_on: bool) -> list[Line]:
    """Return a page's lines; the first one may go on with the page before."""
    found: list[Line] = []
    filled = [i for i, text in enumerate(page) if text.strip()]
    least = min((len(page[i]) - len(page[i].lstrip()) for i in filled), default=0)
    for at, i in enumerate(filled):
        text = page[i]
        apart = i - filled[at - 1] - 1 > usual if at else not goes_on
        found.append(Line(text.rstrip()[least:], len(text) - len(text.lstrip()) - least, apart))
    return found


def _joined(lines: list[Line]) -> str:
    """Return lines as paragraphs: a line goes on with the next one unless something says that it ends."""
    width = max((len(line.text) for line in lines), default=0)
    code = _code(lines)
    found: list[str] = []
    before: Line | None = None
    i = 0
    while i < len(lines):
        line, text = lines[i], lines[i].text.strip()
        if line.apart and found:
            found.append("")
        if end := code.get(i):
            block = [each.text for each in lines[i:end]]
            indent = min(len(each) - len(each.lstrip()) for each in block)
            found += ["", "```", *(each[indent:] for each in block), "```", ""]
            before, i = None, end
            continue
        if before is not None and not line.apart and _goes_on(before, line, width):
            last = found[-1]
            hyphened = last.endswith("-") and last[-2:-1].isalpha() and text[:1].islower()
            found[-1] = last[:-1] + text if hyphened or last.endswith("\u00ad") else f"{last} {text}"
        else:
            text = re.sub(r"(?<=\S) {2,}", " ", DOT.sub("- ", text))
            nested = line.indent >= 2 and BULLET.match(text) is not None and NUMBERED.match(text) is not None
            found.append("   " + text if nested else text)
        before = line
        i += 1
    return "\n".join(found)


def _code(lines: list[Line]) -> dict[int, int]:
    """Return where runs of code begin and end: two lines or more that look like it, or are indented below one."""
    found: dict[int, int] = {}
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and (
            CODE.search(lines[end].text) or (end > start and lines[end].indent > lines[start].indent)
        ):
            end += 1
        if end - start > 1:
            found[start] = end
        start = max(end, start + 1)
    return found


def _goes_on(before: Line, line: Line, width: int) -> bool:
    """Return whether a line of text continues the one above it."""
    if BULLET.match(line.text) or label(line.text.strip()):
        return False
    if (match := NUMBERED.match(line.text)) and (match["delimiter"] or match["word"]):
        return False
    if asking(before.text) or (ENDED.search(before.text) and len(before.text) < width * 0.75):
        return False
    return len(before.text) >= width * 0.5 or line.text.strip()[:1].islower()
