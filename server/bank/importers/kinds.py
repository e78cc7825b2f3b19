"""Which kind of file a document is, by what is in it; its name says nothing."""

import re
from typing import Literal, NamedTuple

from server.bank.deckfile import DECK_KEYS, QUESTION_KEYS
from server.bank.importers.decode import check, decode
from server.bank.importers.formats import gift, script, structured, xml
from server.bank.importers.formats.tables import delimiter_of
from server.bank.importers.preview import Unreadable
from server.bank.importers.records.finding import find
from server.bank.importers.records.values import Value

# Our own format: metadata right below the title or below a question. Other Markdown is read for what it looks like.
OURS = re.compile(
    rf"\s*#[ \t][^\n]*\n(?:[ \t]*\n)*(?:{'|'.join(DECK_KEYS)}):[ \t]"
    rf"|\s*#[ \t](?s:.*?)\n##[ \t][^\n]*\n(?:[ \t]*\n)*(?:{'|'.join(QUESTION_KEYS)}):[ \t]"
)
ANKI = re.compile(
    r"(?:#[^\s:#][^\n:]*:[^\n]*\n)*?#(?:separator|html|columns|notetype|deck|tags|guid|if matches)(?: column)?:",
    re.IGNORECASE,
)
PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--(?s:.*?)-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
TAG_LINE = re.compile(r"\s*</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
MARKDOWN_LINE = re.compile(r" {0,3}(?:#{1,6} |```|~~~|[-*+] |\d{1,3}[.)] |\*\*|\|)|.*(?:\]\(|`[^`<>]+`)", re.IGNORECASE)

Kind = Literal["deck", "text", "page", "table", "data", "anki", "package", "word", "pdf"]


class Known(NamedTuple):
    """A document's kind, with what finding it out has read already: its text, its data, what divides its cells."""

    kind: Kind
    text: str = ""
    data: Value = None
    delimiter: str = ""


def known(data: bytes) -> Known:
    """Return what a file is.

    Raises:
        Unreadable: empty, too large, of a kind that is not read, or broken at a place that is named.
    """
    check(data)
    if b"%PDF-" in data[:1024]:
        return Known("pdf")
    if data.startswith(b"PK\x03\x04"):
        from server.bank.importers.formats.archives import kind_of_archive  # few documents are archives

        return Known(kind_of_archive(data))
    text = decode(data)
    if OURS.match(text):
        return Known("deck", text)
    if ANKI.match(text):
        return Known("anki", text)
    if xml.looks_like_xml(text):
        return Known("data", text, xml.data_of(text))
    if is_page(text):
        return Known("page", text)
    if structured.looks_like_json(text):
        value = _json(text)
        notebook = structured.notebook_of(value)
        return Known("text", notebook) if notebook else Known("data", text, value)
    if gift.looks_like_gift(text):
        return Known("data", text, gift.data_of(text))
    if (value := script.data_of(text)) is not None and _is_data(value):
        return Known("data", text, value)
    if structured.looks_like_yaml(text) and (value := _yaml(text)) is not None:
        return Known("data", text, value)
    if delimiter := delimiter_of(text):
        return Known("table", text, delimiter=delimiter)
    return Known("text", text)


def is_page(text: str) -> bool:
    """Return whether a text is HTML as a whole: a README that begins with some is Markdown."""
    if PAGE.match(text):
        return True
    if not TAG_LINE.match(text):
        return False
    lines = [line for line in text.split("\n", 2000)[:2000] if line.strip()]
    return not any(MARKDOWN_LINE.match(line) for line in lines) and sum(
        TAG_LINE.match(line) is not None for line in lines
    ) * 2 > len(lines)


def _json(text: str) -> Value:
    """Return the data of JSON, or of JSON Lines, or of what is nearly JSON and is YAML."""
    try:
        return structured.json_of(text)
    except structured.Hostile:
        raise
    except Unreadable as error:
        if structured.looks_like_json_lines(text):
            return structured.json_lines_of(text)
        if len(text) <= structured.MOST_YAML_CHARS_TO_TRY:  # a comma too many, a comment
            try:
                value = structured.yaml_of(text)
            except Unreadable:
                raise error from None
            if find(value).records:
                return value
        raise


def _yaml(text: str) -> Value:
    """Return the data of YAML; None for a text that only looks like it and has no records."""
    try:
        value = structured.yaml_of(text)
    except structured.Hostile:
        raise
    except Unreadable:
        if structured.is_surely_yaml(text):
            raise
        return None
    return value if _is_data(value) else None


def _is_data(value: Value) -> bool:
    """Tell data from a list with dashes, some of whose items have a colon."""
    if isinstance(value, list) and any(isinstance(each, str) for each in value):
        return False
    return isinstance(value, (list, dict)) and bool(find(value).records)
