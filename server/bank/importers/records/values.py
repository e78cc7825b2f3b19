"""What a field holds, as Markdown: text, HTML, lists and nested fields."""

import html
import re
from collections.abc import Iterator
from typing import TypeAlias

from server.bank.deck import body
from server.bank.importers import markup, tags
from server.bank.importers.decode import cleaned
from server.bank.importers.parts import NO_ANSWER
from server.bank.importers.tree import SPAN, TAG, fences

Value: TypeAlias = "str | bool | list[Value] | dict[str, Value] | None"

AGAIN = "\u200b"
"""Stands behind a name that an object has twice, so that the second value is not lost."""

HTML = re.compile(
    r"<br\s*/?>|<(?P<tag>p|div|span|ul|ol|li|b|i|u|em|strong|code|pre|h[1-6]|table|font|sub|sup|blockquote|details|a)"
    r"(?:\s[^<>]*)?>(?s:.*?)</(?P=tag)>|<img\s[^<>]*>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
SOUND = re.compile(r"\[sound:([^\[\]\n]*)\]|\[anki:play[^\[\]\n]*\]")
IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)|<img\b[^<>]*>", re.IGNORECASE)
SOURCE = re.compile(r"""src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
EMPTY = re.compile(r"\s*(?:null|none|nil|nan|undefined|n/?a|-+)?\s*", re.IGNORECASE)
LESS = re.compile("<")
EMPTY_LINK = re.compile(r"(?<!!)\[\]\([^()\s]*\)")
PLAIN_NAMES = {"text", "body", "content", "value", "markdown", "html", "en", "title", "question", "answer", "#text"}
CODE_NAMES = {"code", "snippet", "source"}


def is_nothing(value: Value) -> bool:
    """Return whether a field says nothing: absent, null, blank, or empty all through."""
    if isinstance(value, str):
        return EMPTY.fullmatch(value) is not None if len(value) < 50 else not value.strip()
    if isinstance(value, (list, dict)):
        return all(map(is_nothing, value.values() if isinstance(value, dict) else value))
    return value is None


def is_promise(text: str) -> bool:
    """Return whether a text only says that an answer is still to come: "To be completed."."""
    return len(text) < 200 and NO_ANSWER.fullmatch(text.strip()) is not None


def text_of(value: Value, *, is_html: bool = False) -> str:
    """Return a value as Markdown; `is_html` says that all text is HTML, which it is otherwise where it has tags."""
    if isinstance(value, str):
        return markdown(value, is_html=is_html)
    if isinstance(value, list):
        return _list(value, is_html=is_html)
    if isinstance(value, dict):
        return "\n\n".join(_fields(value, is_html=is_html))
    return "" if value is None else str(value).lower()


def markdown(text: str, *, is_html: bool = False) -> str:
    """Return a cell's text as Markdown: HTML is converted, code in fences stays to the byte."""
    text = cleaned(text)
    if is_html or _is_html(text):
        if not is_html:
            text = LESS.sub(lambda match: "<" if TAG.match(text, match.start()) else "&lt;", text)
        text, more = markup.page(text if is_html or "\n" not in text else _with_breaks(text))
        text = "\n\n".join([without_marks(text), *map(without_marks, more)])
        # A link without a text is an anchor that nobody sees.
        return body(re.sub(r"\n[ \t]*(?:\n[ \t]*){2,}", "\n\n", EMPTY_LINK.sub("", text)))
    if "&" in text and ENTITY.search(text) and "`" not in text:
        text = cleaned(html.unescape(text))
    return body(without_marks(text))


def without_marks(text: str) -> str:
    """Return Markdown without the marks of details and comments, which mean something only in a document."""
    if not re.search("[\ue010-\ue013]", text):
        return text
    lines = (line for line in text.split("\n") if line.strip()[:1] not in (tags.OPEN, tags.CLOSE))
    return "\n".join(line.replace(tags.SUMMARY, "").replace(tags.COMMENT, "") for line in lines)


def fenced(code: str, language: str = "") -> str:
    """Return code as a block of Markdown that holds it to the byte; what is one already stays as it is."""
    lines = code.strip("\n").split("\n")
    if FENCED.match(lines[0]) and fences(lines).get(0) == len(lines) - 1:
        return code.strip("\n")
    longest = max((len(run[0]) for run in re.finditer("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language if re.fullmatch(r'[A-Za-z0-9_+#.-]{1,20}', language) else ''}\n{code}\n{fence}"


FENCED = re.compile(r" {0,3}(?:`{3,}|~{3,})")


def media(value: Value) -> Iterator[str]:
    """Yield the pictures and sounds that a value names; none is ever fetched."""
    if isinstance(value, str):
        for match in SOUND.finditer(value):
            yield match[1] or match[0]
        for match in IMAGE.finditer(value):
            source = SOURCE.search(match[0])
            yield next(filter(None, source.groups()), match[0]) if source else match[0]
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from media(each)


def strings(value: Value) -> list[str]:
    """Return the texts of a list, or a text alone as a list of one."""
    if isinstance(value, list):
        return [text for each in value if (text := text_of(each)) and not is_nothing(each)]
    return [] if is_nothing(value) else [text_of(value)]


def _is_html(text: str) -> bool:
    if "<" not in text or "```" in text or "~~~" in text:
        return False
    return HTML.search(SPAN.sub("", text)) is not None


def _with_breaks(text: str) -> str:
    """Return HTML within which line ends mean something, because no tag makes paragraphs."""
    if re.search(r"<(?:p|div|li|pre|table|h[1-6])\b", text, re.IGNORECASE):
        return text
    return re.sub(r"(?:<br\s*/?>)?\n", "<br>", text, flags=re.IGNORECASE)


def _list(values: list[Value], *, is_html: bool) -> str:
    texts = [text_of(each, is_html=is_html) for each in values if not is_nothing(each)]
    if len(texts) < 2:
        return "".join(texts)
    if any(FENCED.match(text) or re.match(r"\s*(?:[-*+]|\d{1,3}[.)])\s", text) for text in texts):
        return "\n\n".join(texts)
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts)


def _fields(values: dict[str, Value], *, is_html: bool) -> Iterator[str]:
    language = values.get("language") or values.get("lang")
    has_code = any(name.casefold() in CODE_NAMES and isinstance(value, str) for name, value in values.items())
    for name, value in values.items():
        if is_nothing(value) or name.startswith("@") or (has_code and name in ("language", "lang")):
            continue
        plain = name.strip(AGAIN).casefold()
        if plain in CODE_NAMES and isinstance(value, str):
            yield fenced(cleaned(value), language if isinstance(language, str) else "")
        elif plain in PLAIN_NAMES:
            yield text_of(value, is_html=is_html)
        else:
            text = text_of(value, is_html=is_html)
            # What begins a block can't stand behind a label.
            gap = "\n\n" if re.match(r"\s*(?:[-*+>#|`~]|\d{1,3}[.)])", text) else " "
            yield f"**{cleaned(name).strip(AGAIN)}:**{gap}{text}"
