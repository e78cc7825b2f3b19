"""A line of Markdown without its marks: what it says, whatever it is wrapped in."""

import re

HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
BOLD = re.compile(r"\s{0,3}(\*{1,3}|_{1,3})(?![\s*_])(.+?)(?<![\s*_])\1[.:：]?\s*$")
LEAD = re.compile(r"(?P<mark>\*\*|__)(?!\s)(?P<text>[^\n]{3,300}?)(?<!\s)(?P=mark)(?P<rest>[\s:–—-]+\S.*)$")
BOX = re.compile(r"\[[ xX]\]\s+")
ITEM = re.compile(r"\s*[-*+•●▪◦‣]\s+(?=\S)")
LINK = re.compile(r"\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]\((?P<target>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
# What authors put around a question: stars, flames, checks.
SIGNS = "\\u2190-\\u21ff\\u2300-\\u27bf\\u2b00-\\u2bff\\U0001f000-\\U0001faff\\ufe0f\\u200b-\\u200d\\u2060"
DECORATION = re.compile(rf"(?<=\S)(?:[\s{SIGNS}]*[{SIGNS}]|\s+\*+)(?P<marks>\s*[*_]*)$")
ARROW = re.compile(r"\s*\[[^\w\[\]\n]{1,4}\]\([^()\s]*\)$")  # a link that says nothing
DECORATIONS = "\u200b\u200c\u200d\u2060\ufe0f "
LONGEST_LINE = 1000
LONGEST_DECORATION = 40


def plain_text(text: str) -> str:
    """Return a line without Markdown's marks around the whole of it."""
    text = text.strip()
    if len(text) > LONGEST_LINE:
        return text
    text = undecorated(ARROW.sub("", text))
    if match := HEADING.match(text):
        text = without_closing_marks(match[2])
    for _ in range(2):
        if (match := BOLD.match(text)) and match[1] not in match[2]:
            text = match[2].strip()
        if match := LINK.fullmatch(text):
            text = match["text"].strip()
        text = undecorated(text)
    # Half of a pair, whose other half was forgotten.
    return text[2:].lstrip() if text.startswith(("**", "__")) and text.count(text[:2]) == 1 else text


def undecorated(text: str) -> str:
    """Return a line without the signs behind it; the end of what is bold stays."""
    text = text.lstrip(DECORATIONS)
    return text[:-LONGEST_DECORATION] + DECORATION.sub(lambda match: match["marks"].strip(), text[-LONGEST_DECORATION:])


def without_closing_marks(text: str) -> str:
    """Return a heading's text without the marks that may close it; the mark of C# is its own."""
    text = text.strip()
    open_text = text.rstrip("#")
    return open_text.rstrip() if not open_text or open_text[-1].isspace() else text
