"""Ids for questions that came without one."""

import itertools
import re
import unicodedata
from collections.abc import Container


def slug(text: str) -> str:
    """Return an id made from the first words of a text: ASCII letters, digits and hyphens, at most 37 of them."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.partition("\n")[0])[:37].strip("-") or "question"


def unused(id: str, taken: Container[str]) -> str:
    """Return the id, with a number after it if it is taken."""
    candidates = itertools.chain([id], (f"{id[:34]}-{n}" for n in itertools.count(2)))
    return next(each for each in candidates if each not in taken)
