"""Which records of nested data are questions, and what everything around them says.

Records are looked for three times, each time less strictly: with a field that is named as a question, or a text that
asks where questions can stand (a list, the names of an object); with a field that has a title or turns out to ask;
with a title and any text. The first that finds something has found the questions, and the rest is left out.
"""

from collections.abc import Iterable
from typing import NamedTuple

from server.bank.deck import one_line
from server.bank.importers.decode import cleaned
from server.bank.importers.records.content import roles_by_content
from server.bank.importers.records.names import TEXTS, asks, flat, is_general, plain, role_of, roles
from server.bank.importers.records.rows import table
from server.bank.importers.records.values import AGAIN, Value, is_nothing, text_of
from server.bank.importers.scale import scaled

NAMED, TITLED, ANYTHING = 1, 2, 3
ABOUT = {
    "title": ("title", "name"),
    "language": ("language", "lang", "locale"),
    "source": ("source", "url", "source url", "homepage"),
    "author": ("author", "authors", "attribution", "created by", "copyright"),
    "licence": ("licence", "license"),
    "description": ("description", "summary", "about"),
}
LONGEST_TOPIC = 60
BOTH = {"basics", "fundamentals", "foundations", "freshers", "experienced"}
"""Titles that are a topic and say how hard it is."""


class Record(NamedTuple):
    """A question's fields, what each of them is, and what it stands under."""

    values: dict[str, Value]
    roles: dict[str, str]
    topics: tuple[str, ...] = ()
    difficulty: str = ""


class Found(NamedTuple):
    """The records of a document, what it says of itself, and what is in neither."""

    records: list[Record]
    about: dict[str, str]
    left_out: list[str]


def find(data: Value) -> Found:
    """Return the records of data that are questions."""
    for strictness in (NAMED, TITLED, ANYTHING):
        walk = _Walk(strictness, data)
        if records := walk.value(data, "", _Above()):
            return Found(records, walk.about, walk.left_out)
    return Found([], {}, _said("", data))


class _Above(NamedTuple):
    topics: tuple[str, ...] = ()
    difficulty: str = ""

    def under(self, name: str) -> "_Above":
        name = one_line(text_of(name.strip(AGAIN)))
        if is_general(name) or len(name) > LONGEST_TOPIC or name in self.topics:
            return self
        if len(name.split()) <= 3 and scaled([name]) != [None] and not name.isdecimal():
            topics = (*self.topics, name) if name.casefold() in BOTH else self.topics
            return self._replace(difficulty=name, topics=topics)
        return self._replace(topics=(*self.topics, name))


class _Walk:
    def __init__(self, strictness: int, root: Value) -> None:
        self._strictness, self._root = strictness, root
        self.left_out: list[str] = []
        self.about: dict[str, str] = {}

    def value(self, value: Value, name: str, above: _Above) -> list[Record]:
        if isinstance(value, list):
            return self._list(value, name, above)
        if isinstance(value, dict):
            return self._dict(value, name, above)
        return []

    def _list(self, values: list[Value], name: str, above: _Above) -> list[Record]:
        filled = [flat(each) for each in values if not is_nothing(each)]
        if filled and all(isinstance(each, str) for each in filled):
            return self._strings([each for each in filled if isinstance(each, str)], name, above)
        if len(filled) > 1 and all(isinstance(each, list) for each in filled):
            rows = [[_cell(cell) for cell in each] for each in filled if isinstance(each, list)]
            if all(isinstance(cell, str) for row in rows for cell in row):
                body, before = table([[cell or "" for cell in row] for row in rows])
                self.left_out += before
                return self._list(body, name, above)
        dicts = [each for each in filled if isinstance(each, dict)]
        named = roles(_names(dicts))
        by_content: dict[str, str] | None = None
        if self._strictness >= TITLED and not any(self._is_record(each, named) for each in dicts):
            by_content = roles_by_content(dicts, named)
        found: list[Record] = []
        for each in filled:
            if isinstance(each, dict) and (by_content or self._is_record(each, named)):
                found.append(Record(each, by_content or self._promoted(named), above.topics, above.difficulty))
            elif records := self.value(each, "", above):
                found += records
            else:
                self.left_out += _said(name, each)
        return found if any(_has_prompt(each) for each in found) else []

    def _strings(self, texts: list[str], name: str, above: _Above) -> list[Record]:
        asked = sum(map(asks, texts))
        if asked * 2 <= len(texts) and not (
            self._strictness == ANYTHING and role_of(name) == "prompt" and len(texts) > 1
        ):
            return []
        return [Record({"question": each}, {"question": "prompt"}, above.topics, above.difficulty) for each in texts]

    def _dict(self, values: dict[str, Value], name: str, above: _Above) -> list[Record]:
        if (columns := _columns(values)) is not None:
            return self._list(list(columns), name, above)
        named = roles(list(values))
        if self._is_record(values, named):
            return [Record(values, self._promoted(named), above.topics, above.difficulty)]
        if records := self._asked_by_names(values, above):
            return records
        if self._strictness >= TITLED and (records := self._numbered(values, above)):
            return records
        return self._container(values, named, above)

    def _numbered(self, values: dict[str, Value], above: _Above) -> list[Record]:
        """Return the questions of an object whose values are objects alike, with its names as their numbers."""
        dicts = [each for each in values.values() if isinstance(each, dict)]
        if len(dicts) < 2 or len(dicts) < len(values) or len({frozenset(each) for each in dicts}) > 1:
            return []
        by_content = roles_by_content(dicts, roles(_names(dicts)))
        if by_content is None:
            return []
        records = [Record(each, by_content, above.topics, above.difficulty) for each in dicts]
        return [_labelled(record, name) for record, name in zip(records, values, strict=True)]

    def _asked_by_names(self, values: dict[str, Value], above: _Above) -> list[Record]:
        """Return the questions of an object whose names are questions and whose values are their answers."""
        filled = [name for name in values if name.strip()]
        if not filled or sum(map(asks, filled)) * 2 <= len(filled):
            return []
        found = []
        for name, value in values.items():
            prompt = name.strip(AGAIN)
            if isinstance(value, dict) and any(role_of(each) for each in value):
                fields = {"question": prompt, **value}
                found.append(
                    Record(fields, {**roles(list(value)), "question": "prompt"}, above.topics, above.difficulty)
                )
            else:
                fields = {"question": prompt, "answer": value}
                found.append(Record(fields, {"question": "prompt", "answer": "answer"}, above.topics, above.difficulty))
        return found

    def _container(self, values: dict[str, Value], named: dict[str, str], above: _Above) -> list[Record]:
        """Return the questions within an object that is none itself: its title and its names are their topics."""
        own, used = above, set()
        is_root = values is self._root
        for name, value in values.items():
            if not isinstance(value, str) or is_nothing(value):
                continue
            if is_root and (key := next((key for key, names in ABOUT.items() if plain(name) in names), None)):
                self.about.setdefault(key, one_line(cleaned(value)))
                used.add(name)
            elif named.get(name) in ("title", "topics", "difficulty"):
                if named[name] == "difficulty" and scaled([value]) != [None]:
                    own = own._replace(difficulty=value)
                else:
                    own = own.under(value)
                used.add(name)
        found: list[Record] = []
        gone: list[str] = []
        for position, (name, value) in enumerate(values.items(), 1):
            if name in used:
                continue
            before = len(self.left_out)
            if isinstance(value, (list, dict)) and (records := self.value(value, name, own.under(name))):
                found += (
                    [_labelled(each, name) for each in records]
                    if isinstance(value, dict) and len(records) == 1
                    else records
                )
            else:
                del self.left_out[before:]
                gone += _said(name or str(position), value)
        self.left_out += gone
        return found

    def _is_record(self, values: dict[str, Value], named: dict[str, str]) -> bool:
        mine = {role for name, value in values.items() if (role := named.get(name)) and not is_nothing(value)}
        if any(named.get(name) == "prompt" and _is_text(value) for name, value in values.items()):
            return True
        title = next(
            (value for name, value in values.items() if named.get(name) == "title" and isinstance(value, str)), ""
        )
        if self._strictness == NAMED:
            # One whose question is missing is a record, too, which has nothing to ask.
            return (
                "prompt" in {named.get(name) for name in values}
                and bool(mine & {"answer", "guidance"})
                and not any(
                    isinstance(value, (list, dict)) and named.get(name) == "prompt" and not is_nothing(value)
                    for name, value in values.items()
                )
            )
        if not title or any(_holds_records(value) for value in values.values()):
            return False
        return bool(mine & {"answer", "model"}) or asks(title) or (self._strictness == ANYTHING and bool(mine & TEXTS))

    def _promoted(self, named: dict[str, str]) -> dict[str, str]:
        """Return the roles with a title as the prompt where nothing else is."""
        if "prompt" in named.values():
            return {name: role for name, role in named.items() if role != "title"}
        return {name: "prompt" if role == "title" else role for name, role in named.items()}


def _cell(value: Value) -> str | None:
    return "" if value is None else str(value) if isinstance(value, (str, bool)) else None


def _names(dicts: Iterable[dict[str, Value]]) -> list[str]:
    return list(dict.fromkeys(name for each in dicts for name in each))


def _columns(values: dict[str, Value]) -> list[dict[str, Value]] | None:
    """Return the rows of an object whose fields are columns: lists of one length, or objects with the same names."""
    if "prompt" not in roles(list(values)).values() or len(values) < 2:
        return None
    lists = list(values.values())
    if all(isinstance(each, dict) for each in lists):
        keys = [list(each) for each in lists if isinstance(each, dict)]
        if len(keys[0]) < 2 or any(each != keys[0] for each in keys[1:]) or any(role_of(name) for name in keys[0]):
            return None
        lists = [list(each.values()) for each in lists if isinstance(each, dict)]
    columns = [each for each in lists if isinstance(each, list)]
    if len(columns) < len(lists) or len({len(each) for each in columns}) != 1 or len(columns[0]) < 2:
        return None
    if any(isinstance(cell, dict) for cell in columns[0]):
        return None
    return [dict(zip(values, row, strict=True)) for row in zip(*columns, strict=True)]


def _labelled(record: Record, name: str) -> Record:
    """Return a record with the name that it stands under as its number, where it has none: "q1": {...}."""
    if "number" in record.roles.values() or not (name.strip(AGAIN).isdecimal() or _is_label(name)):
        return record
    topics = tuple(topic for topic in record.topics if topic != name)
    return record._replace(
        values={"number": name, **record.values}, roles={**record.roles, "number": "number"}, topics=topics
    )


def _is_label(name: str) -> bool:
    letters = name.rstrip("0123456789")
    return (
        letters != name
        and len(name) <= 12
        and letters.strip("_-. ").casefold() in ("q", "question", "no", "nr", "item")
    )


def _has_prompt(record: Record) -> bool:
    return any(record.roles.get(name) == "prompt" and not is_nothing(value) for name, value in record.values.items())


def _is_text(value: Value) -> bool:
    if isinstance(value, dict):
        return not is_nothing(value) and not _holds_records(value) and "prompt" not in roles(list(value)).values()
    return isinstance(value, str) and not is_nothing(value)


def _holds_records(value: Value) -> bool:
    if isinstance(value, dict):
        return any(isinstance(each, (dict, list)) and _holds_records(each) for each in value.values())
    if not isinstance(value, list):
        return False
    return any(isinstance(each, dict) and "prompt" in roles(list(each)).values() for each in value)


def _said(name: str, value: Value) -> list[str]:
    """Return what is left out of data as text."""
    if is_nothing(value):
        return []
    text, name = text_of(value), text_of(name.strip(AGAIN))
    return [f"{name}: {text}" if name else text]
