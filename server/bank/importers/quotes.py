"""What somebody says, in quotation marks of any kind."""

import re

from server.bank.deck import body

EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<inner>[^*_\s](?:[^*_]*[^*_\s])?)(?P=mark)$")
CLOSING = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»", "‘": "’", "”": "”"}


def unquoted(text: str) -> str:
    """Return a spoken answer without the quotation marks around the whole of it, of which the last may be missing."""
    if (mark := EMPHASIS.match(text)) and mark["inner"][-1] in CLOSING.get(mark["inner"][0], ""):
        text = mark["inner"]  # spoken in italics
    if not text or text[0] not in CLOSING:
        return text
    closing = CLOSING[text[0]]
    inner = text[1:].rstrip("*_ .")
    ends = bool(inner) and inner[-1] in closing
    inner = inner[:-1] if ends else text[1:]
    # An apostrophe within a word closes nothing.
    marks = list(re.finditer(rf"(?<!\w)[{closing}]|[{closing}](?!\w)", inner))
    if (marks and not ends) or (marks and text[0] in "\"'" and not _opens(inner, marks[0].start())):
        return text  # two quotations, one at either end, or only one at the beginning
    return body(inner).strip() or text


def _opens(text: str, at: int) -> bool:
    return not text[at - 1 : at].strip(" (") and not text[at + 1 : at + 2].isspace()
