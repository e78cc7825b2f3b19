"""What is in no question: by field, and records as a whole."""

from collections import defaultdict

from server.bank.deck import one_line
from server.bank.importers.decode import cleaned
from server.bank.importers.records.values import AGAIN


class Leftovers:
    """What is in no question: by field, and records as a whole."""

    def __init__(self) -> None:
        self._fields: dict[str, list[str]] = defaultdict(list)
        self._whole: list[str] = []

    def field(self, name: str, text: str) -> None:
        """Leave out what a field says."""
        if text.strip():
            self._fields[one_line(cleaned(name)).strip(AGAIN)].append(text)

    def record(self, text: str) -> None:
        """Leave out a record."""
        self._whole.append(text)

    def said(self) -> list[str]:
        """Return a paragraph for each field, with how many records have it and what they say, and each record."""
        found = []
        for name, texts in self._fields.items():
            count = f" ({len(texts)} records)" if len(texts) > 1 else ""
            found.append(f"{name}{count}: " + "\n".join(dict.fromkeys(texts)))
        return [*found, *self._whole]
