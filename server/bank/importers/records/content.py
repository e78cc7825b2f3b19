"""What the fields of records are by what is in them, where their names say nothing."""

import re
from collections.abc import Sequence
from statistics import mean

from server.bank.importers.records.values import Value, is_nothing
from server.bank.importers.scale import scaled
from server.bank.importers.words import asking, begins_asking

LETTER = re.compile(r"\s*\(?[A-Ha-h]\)?\.?\s*(?:[,;/]\s*[A-Ha-h]\s*)*")
SAMPLE = 400
LABEL = re.compile(r"\s*[#A-Za-z]{0,8}[-_. ]?(\d{1,6})\.?\s*")


class Column:
    """What is in one field of all records."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.length = mean(map(len, texts))
        self.asked = mean(asking(text) or (begins_asking(text) and " " in text.strip()) for text in texts)
        self.distinct = len({text.strip() for text in texts}) / len(texts)

    def is_number(self) -> bool:
        """Return whether it counts the records."""
        found = [LABEL.fullmatch(text) for text in self.texts]
        numbers = [int(match[1]) for match in found if match]
        return len(numbers) == len(found) and self.distinct == 1 and numbers == sorted(numbers)

    def is_difficulty(self) -> bool:
        """Return whether it says how hard each is: in words or small numbers, few different ones."""
        steps = scaled(self.texts)
        small = all(not text.strip().isdecimal() or int(text) <= 10 for text in self.texts)
        return None not in steps and small and len(set(self.texts)) <= max(2, min(10, len(self.texts) // 2))

    def is_topic(self) -> bool:
        """Return whether it says what each is about: a few words, the same for several or divided by commas."""
        short = all(len(part.split()) <= 4 for text in self.texts for part in re.split("[,;|]", text))
        return short and self.length <= 60 and (self.distinct <= 0.5 or all("," in text for text in self.texts))


def roles_by_content(records: Sequence[dict[str, Value]], named: dict[str, str]) -> dict[str, str] | None:
    """Return what the fields are; None if none of them asks."""
    columns: dict[str, Column] = {}
    sample = records[:SAMPLE]
    for name in dict.fromkeys(name for each in sample for name in each):
        texts = [value for each in sample if isinstance(value := each.get(name), str) and not is_nothing(value)]
        if texts and len(texts) * 2 >= len(sample):
            columns[name] = Column(texts)
    prompt = max(columns, key=lambda name: columns[name].asked, default=None)
    if prompt is None or columns[prompt].asked < 0.5:
        return None
    found = {name: role for name, role in named.items() if role not in ("prompt", "title")}
    return others(columns, prompt, found)


def others(columns: dict[str, Column], prompt: str, named: dict[str, str]) -> dict[str, str]:
    """Return what the fields beside the prompt are: a number, choices, the answer, topics, how hard."""
    found = {**named, prompt: "prompt"}
    left = {name: column for name, column in columns.items() if name not in found}
    for name in list(left):
        for role, fits in (("number", Column.is_number), ("difficulty", Column.is_difficulty), ("correct", _is_letter)):
            if role not in found.values() and fits(left[name]):
                found[name] = role
                del left[name]
                break
    if "correct" in found.values() and len(left) >= 2:
        return found | dict.fromkeys([name for name in left if left[name].distinct > 0.2][:8], "choice")
    found = {name: role for name, role in found.items() if role != "correct"}
    topics = [name for name, column in left.items() if column.is_topic()]
    rest = {name: column for name, column in left.items() if name not in topics}
    if "answer" not in found.values():
        if not rest and topics:
            rest = {topics[0]: left[topics.pop(0)]}
        if rest:
            answer = max(rest, key=lambda name: rest[name].length)
            found[answer] = "answer"
    return found | dict.fromkeys(topics, "topics")


def _is_letter(column: Column) -> bool:
    return all(LETTER.fullmatch(text) for text in column.texts) and column.distinct < 1
