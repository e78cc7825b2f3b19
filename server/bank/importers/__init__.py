"""Documents that people have, understood as questions.

To read one that somebody sent, use `server.bank.reading`, which does this in a child process with limits.
"""

import re
from itertools import accumulate
from pathlib import PurePath

from msgspec import structs

from server.bank.deckfile import DECK_KEYS, QUESTION_KEYS, DeckError, parse
from server.bank.importers.decode import decode
from server.bank.importers.preview import Preview, Unreadable, preview_of
from server.bank.importers.recognise import recognise
from server.bank.importers.tree import Document

MOST_QUESTIONS = 2000
MOST_LEFT_OUT = 500_000  # characters

# Our own format: metadata right below the title or below a question. Other Markdown is read for what it looks like.
OURS = re.compile(
    rf"\s*#[ \t][^\n]*\n(?:[ \t]*\n)*(?:{'|'.join(DECK_KEYS)}):[ \t]"
    rf"|\s*#[ \t](?s:.*?)\n##[ \t][^\n]*\n(?:[ \t]*\n)*(?:{'|'.join(QUESTION_KEYS)}):[ \t]"
)


def preview(data: bytes, name: str) -> Preview:
    """Understand a document.

    Args:
        data: the file as it is, at most 10 MB.
        name: its name, which stands in for a title; its ending says nothing.

    Raises:
        Unreadable: empty, too large, not text, or a deck file with an error, whose line is named.
    """
    text = decode(data)
    if OURS.match(text):
        try:
            return preview_of(parse(text))
        except DeckError as error:
            raise Unreadable(f"This deck file has an error. {error}") from None
    found = recognise(Document(text))
    if len(found.questions) > MOST_QUESTIONS:
        raise Unreadable(
            f"The document has {len(found.questions)} questions. Split it: a deck has {MOST_QUESTIONS} at most."
        )
    return structs.replace(found, title=found.title or PurePath(name).stem or None, left_out=_shown(found.left_out))


def _shown(left_out: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a page can show of what was left out, and how much more there is."""
    sizes = accumulate(map(len, left_out))
    shown = next((i for i, size in enumerate(sizes) if size > MOST_LEFT_OUT), len(left_out))
    if shown == len(left_out):
        return left_out
    return (*left_out[:shown], f"… and {len(left_out) - shown} more paragraphs")
