"""Pages of HTML: what they show, and the questions that they tell search engines of."""

import html
import re

from msgspec import structs

from server.bank.deck import one_line
from server.bank.importers import markup
from server.bank.importers.decode import cleaned
from server.bank.importers.formats.structured import json_of
from server.bank.importers.preview import Preview, Unreadable
from server.bank.importers.question_tables import recognised
from server.bank.importers.records.questions import preview_of_data

MOST_DEPTH = 500
TOO_DEEP = f"The page is nested more than {MOST_DEPTH} levels deep. Paste the part with the questions as plain text."
VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "p", "li"}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(/?)>")
TITLE = re.compile(r"<title[^>]*>([^<]{1,400})</title>", re.IGNORECASE)
HEADING = re.compile(r"<h1\b[^>]{0,500}>((?s:.){1,2000}?)</h1>", re.IGNORECASE)
LINKED_DATA = re.compile(r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>((?s:.)*?)</script>", re.IGNORECASE)


def preview_of(text: str) -> Preview:
    """Return a page as a preview.

    Raises:
        Unreadable: it is nested too deep.
    """
    _check_depth(text)
    shown, left_out = markup.page(text)
    found = recognised(shown, tagged=False, left_out=left_out)
    for match in LINKED_DATA.finditer(text):
        try:
            data = json_of(match[1])
        except Unreadable:
            continue
        told = preview_of_data(data)
        if "FAQPage" in match[1] and len(told.questions) > len(found.questions):
            found = structs.replace(
                told, left_out=(*found.left_out, *(each.prompt for each in found.questions)), title=None
            )
    return structs.replace(found, title=_title(text) or found.title)


def _title(text: str) -> str | None:
    headings = HEADING.findall(text)
    named = TITLE.search(text)
    raw = re.sub(r"<[^<>]*>", "", headings[0]) if len(headings) == 1 else named[1] if named else ""
    return one_line(cleaned(html.unescape(raw)))[:150] or None


def _check_depth(text: str) -> None:
    depth = 0
    for match in TAG.finditer(text):
        if match[2].lower() in VOID or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MOST_DEPTH:
            raise Unreadable(TOO_DEEP)
