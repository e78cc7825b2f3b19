"""JSON, JSON Lines and YAML as data: texts, lists and objects, all scalars as they are written.

Nothing is constructed but these, so that a tag of YAML makes no object; aliases are counted, so that ten lines don't
become a billion; and a name that an object has twice keeps both of its values.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import yaml

from server.bank.importers.decode import cleaned
from server.bank.importers.preview import Unreadable
from server.bank.importers.records.values import AGAIN, Value, fenced


class Hostile(Unreadable):
    """Data that is made to take too much, whatever it is."""


MOST_DEPTH = 100
MOST_VALUES = 1_000_000
MOST_YAML_CHARS_TO_TRY = 1_000_000
TOO_DEEP = f"The document is nested more than {MOST_DEPTH} levels deep. Export the questions as a plain list."
TOO_MANY = "The document has more than a million values. Split it."
OPENS_JSON = re.compile(r"""\s*(?:\[\s*(?:[{"\]]|\[\s*["\[{\d\]]|-?\d|true\b|false\b|null\b)|\{\s*["}])""")
ASKED = re.compile(r"""[^\s"'][^\n]{0,300}[?？؟]: \S|"[^"\n]{0,300}[?？؟]": \S""")
KEY = re.compile(r"""(?:- +)*(?:"[^"\n]*"|'[^'\n]*'|[^\s#:\[\]{}"'&*!|>%@`,-][^:\n]{0,80}?)\s*:(?: |$)""")


def json_of(text: str) -> Value:
    """Return the data of a JSON document.

    Raises:
        Unreadable: broken, at a line and column that it names; or too deep.
    """
    _check_depth_of_brackets(text)
    try:
        value: Value = json.loads(text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise Hostile(TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"The JSON breaks off at line {error.lineno}, column {error.colno}: {error.msg.lower()}."
        ) from None
    return value


def json_lines_of(text: str) -> Value:
    """Return the data of a document with one JSON value a line.

    Raises:
        Unreadable: a line is no JSON; it is named.
    """
    found: list[Value] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip(" \t\x1e"):
            try:
                found.append(json_of(line.strip("\x1e")))
            except Unreadable as error:
                raise Unreadable(str(error).replace("at line 1,", f"at line {number},")) from None
    return found


def yaml_of(text: str) -> Value:
    """Return the data of a YAML document; several of them in one file are a list.

    Raises:
        Unreadable: broken, at a line and column that it names; too deep; or aliases that multiply.
    """
    try:
        _check_events(yaml.parse(text, Loader=yaml.CSafeLoader))
        found: list[Value] = [each for each in yaml.load_all(text, Loader=_Loader) if each is not None]
    except RecursionError:
        raise Hostile(TOO_DEEP) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Unreadable(f"The YAML breaks off{where}: {error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise Unreadable(f"The YAML can't be read: {str(error).splitlines()[0]}.") from None
    return found[0] if len(found) == 1 else found


def looks_like_json(text: str) -> bool:
    """Return whether a text begins as JSON does: "[What is it?](link)" is Markdown."""
    return OPENS_JSON.match(text) is not None


def looks_like_json_lines(text: str) -> bool:
    """Return whether a text has an object a line."""
    lines = [line.strip() for line in text.split("\n", 20)[:20] if line.strip()]
    return len(lines) > 1 and all(line[:1] == "{" and line[-1:] == "}" for line in lines[:-1]) and lines[-1][:1] == "{"


def looks_like_yaml(text: str) -> bool:
    """Return whether nearly all lines of a text could be YAML, and some are nested as only data is."""
    lines = [line for line in text.split("\n", 3000)[:3000] if line.strip() and line.strip()[:1] != "#"]
    begins = [line for line in lines if not line.startswith(("---", "...", "%YAML"))]
    if not begins or not (KEY.match(begins[0]) or re.match(r"-\s", begins[0])):
        return False
    if len(begins) > 1 and all(ASKED.match(line) for line in begins):
        return True
    keyed = [line for line in begins if KEY.match(line.lstrip())]
    nested = [line for line in keyed if line[0].isspace() or line.lstrip().startswith("- ")]
    alone = sum(not line[0].isspace() and not line.startswith("- ") and line not in keyed for line in begins)
    # Long texts are indented lines, too.
    return len(nested) >= 1 and len(nested) * 15 >= len(begins) - alone and alone * 20 <= len(begins)


def is_surely_yaml(text: str) -> bool:
    """Return whether a text that looks like YAML has names in it that only data has, again and again."""
    names = Counter(
        re.findall(r"^[ \t]+(?:- )?([a-z_][\w-]*):(?= |$)|^- ([a-z_][\w-]*):(?= |$)", text[:200_000], re.MULTILINE)
    )
    return sum(count for count in names.values() if count > 1) >= 4


def notebook_of(value: Value) -> str:
    """Return the cells of a notebook as Markdown; nothing for other data."""
    cells = value.get("cells") if isinstance(value, dict) and "nbformat" in value else None
    found = []
    for each in cells if isinstance(cells, list) else []:
        source = each.get("source") if isinstance(each, dict) else None
        text = "".join(map(str, source)) if isinstance(source, list) else source
        if isinstance(each, dict) and isinstance(text, str) and text.strip():
            found.append(cleaned(text) if each.get("cell_type") == "markdown" else fenced(cleaned(text)))
    return "\n\n".join(found)


def _check_depth_of_brackets(text: str) -> None:
    depth = opened = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        if match[0] in "[{":
            depth += 1
            opened += 1
            if depth > MOST_DEPTH:
                raise Hostile(TOO_DEEP)
            if opened > MOST_VALUES:
                raise Hostile(TOO_MANY)
        elif match[0] in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in pairs:
        while name in found:
            name += AGAIN
        found[name] = value
    return found


def _check_events(events: Iterable[yaml.Event]) -> None:
    """Refuse what is too deep, and what aliases would make of a few lines: each counts as all that it stands for."""
    anchors: dict[str, int] = {}
    open_anchors: list[tuple[str | None, int]] = []
    size = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_anchors):
                raise Hostile(f"The YAML refers to itself at line {event.start_mark.line + 1}.")
            size += anchors.get(event.anchor, 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            size += 1
            open_anchors.append((event.anchor, size))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_anchors.pop()
            if anchor:
                anchors[anchor] = size - before + 1
        elif isinstance(event, yaml.ScalarEvent):
            size += 1
            if event.anchor:
                anchors[event.anchor] = 1
        if len(open_anchors) > MOST_DEPTH:
            raise Hostile(TOO_DEEP)
        if size > MOST_VALUES:
            raise Hostile(TOO_MANY)


class _Loader(yaml.CSafeLoader):  # type: ignore[misc]  # it ships no types
    """Makes texts, lists and objects, and nothing else: "No" is a text, and so is 2020-01-01."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # the base class's own attribute
        first: [
            (tag, pattern) for tag, pattern in known if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
        ]
        for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def object_of(self, node: yaml.MappingNode) -> dict[str, Value]:
        """Return a mapping; its names are texts, whatever they are."""
        self.flatten_mapping(node)
        pairs = []
        for key, value in node.value:
            name: Any = self.construct_object(key, deep=True)
            pairs.append(
                (
                    name if isinstance(name, str) else "" if name is None else str(name),
                    self.construct_object(value, deep=True),
                )
            )
        return _object(pairs)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.object_of)
for _tag in ("int", "float", "bool", "timestamp", "binary"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", yaml.CSafeLoader.construct_scalar)
for _tag in ("set", "omap", "pairs"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", yaml.CSafeLoader.construct_undefined)
