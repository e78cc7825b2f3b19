"""One record on its way to a question: its fields, sorted by what they are."""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from server.bank.deck import body, one_line
from server.bank.importers.choices import Choice, written
from server.bank.importers.decode import cleaned
from server.bank.importers.inline import BOLD, HEADING, plain_text
from server.bank.importers.preview import LONGEST_BODY
from server.bank.importers.records.finding import Record
from server.bank.importers.records.leftovers import Leftovers
from server.bank.importers.records.names import label_of, plain
from server.bank.importers.records.options import (
    INDEX,
    Option,
    as_choices,
    options_of_record,
    right_ones,
)
from server.bank.importers.records.values import (
    Value,
    fenced,
    is_nothing,
    is_promise,
    media,
    strings,
    text_of,
)
from server.bank.importers.scale import scaled
from server.bank.importers.tree import fences

LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
SECONDS = re.compile(r"(\d{1,4})\s*(s|secs?|seconds?|m|mins?|minutes?)?\.?", re.IGNORECASE)
SHAPES = {
    *("multiple", "boolean", "mcq", "multiple choice", "single", "single choice", "open", "open ended", "text"),
    *("short answer", "code", "basic", "true false", "essay", "question", "long answer", "free text", "radio"),
}
"""Kinds of questions, which are no topics."""
TAG_NAMES = {"name", "text", "label", "value", "title", "tag", "slug", "id"}
CODES = ("code", "prompt code", "answer code")
MOST_ITEMS = 12
LONGEST_TOPIC, LONGEST_POINT = 60, 400
TOO_LONG = "It is longer than a question may be; the rest was left out."


class Custom(NamedTuple):
    """How the records of one document are to be read."""

    is_html: bool = False
    code_is_the_prompts: bool = False
    counts_from_one: dict[str, bool] = {}  # noqa: RUF012  # a tuple's default; nobody changes it


class Draft:
    """A record's fields, each where it belongs."""

    def __init__(self, record: Record, custom: Custom, leftovers: Leftovers) -> None:
        self._record, self._custom, self._leftovers = record, custom, leftovers
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._links: list[str] = []
        self._promised = False
        self._code_language = ""
        self.number: int | str | None = None
        self.seconds: int | None = None
        self.difficulty = record.difficulty
        self.language = ""
        self.topics: list[str] = []
        self.points: list[str] = []
        self.flags: list[str] = []
        for topic in record.topics:
            self._topic("topic", topic)
        self.options, self._option_names = options_of_record(record, is_html=custom.is_html)
        self._roles = {name: role for name, role in record.roles.items() if not is_nothing(record.values.get(name))}
        self._find_right_ones()
        for name, value in record.values.items():
            if not is_nothing(value) and name not in self._option_names:
                for each in media(value):
                    leftovers.field("pictures and sounds", each)
                _TAKES.get(record.roles.get(name, ""), Draft._unknown)(self, name, value)
        self.choices = as_choices(self.options, self._right)

    def prompt(self) -> str:
        """Return what is asked, with its code; what describes it is part of it if something else answers it."""
        parts = [*self._texts["prompt"], *self._texts["prompt code"]]
        if self._is_answered():
            parts += self._texts["detail"]
        return _without_marks("\n\n".join(parts))

    def text(self, field: str) -> str | None:
        """Return the guidance, the answer or the example."""
        roles = {
            "guidance": ["guidance", "followups"],
            "example": ["example", *(["model"] if self._texts["answer"] else [])],
            "answer": [
                *("answer", *([] if self._texts["answer"] else ["model"]), "answer code"),
                *([] if self._is_answered() else ["detail"]),
                "explanation",
            ],
        }[field]
        parts = [text for role in roles for text in self._texts[role]]
        if field == "answer" and self._links and (parts or not self._promised):
            links = self._links if len(self._links) == 1 else ["- " + link for link in self._links]
            parts.append("\n".join(links))
        return self.cut(field, "\n\n".join(parts), LONGEST_BODY) or None

    def cut(self, field: str, text: str, most: int) -> str:
        """Return as many lines of a text as a question may hold, and leave the others out; code is never divided."""
        if len(text) <= most:
            return text
        lines = text.split("\n")
        size = end = 0
        while end < len(lines) and size + len(lines[end]) + 1 <= most:
            size += len(lines[end]) + 1
            end += 1
        end = next((start for start, last in fences(lines).items() if start < end <= last), end)
        kept, rest = "\n".join(lines[:end]).rstrip(), "\n".join(lines[end:])
        self._leftovers.field(f"{field} (too long)", rest)
        if TOO_LONG not in self.flags:
            self.flags.append(TOO_LONG)
        return kept

    def _is_answered(self) -> bool:
        return bool(self._texts["answer"] or self._texts["model"] or self._texts["answer code"] or self.choices)

    def _find_right_ones(self) -> None:
        """Find which choices are right, and say so in words where the answer is only a letter or a number."""
        self._right: set[int] | None = None
        if not self.options:
            return
        for name, role in self._roles.items():
            if role not in ("correct", "answer") or name in self._option_names:
                continue
            value = self._record.values[name]
            from_one = self._custom.counts_from_one.get(name, False)
            right = right_ones(self.options, value, from_one=from_one, by_text=not INDEX.search(plain(name)))
            if right is not None and (self._right is None or role == "correct"):
                self._right = right
            if right is not None and (role == "correct" or _is_short(value)):
                self._option_names.add(name)
                if role == "answer" or "answer" not in self._roles.values():
                    self._texts["answer"] += [_in_words(self.options[i]) for i in sorted(right)]

    def _unknown(self, name: str, value: Value) -> None:
        self._leftovers.field(name, text_of(value, is_html=self._custom.is_html))

    def _text(self, name: str, value: Value) -> None:
        role = self._record.roles[name]
        if role != "prompt" and isinstance(value, str) and is_promise(value):
            self._promised |= role in ("answer", "model")
            self._leftovers.field(name, value)
            return
        text = text_of(value, is_html=self._custom.is_html)
        if role == "followups":
            text = f"**{plain(name).capitalize()}:**\n\n{text}"
        # What names no file but a picture only is still an answer; what is left of a sound alone is none.
        if text.strip():
            self._texts[role].append(text)

    def _code(self, name: str, value: Value) -> None:
        role = self._record.roles[name]
        prompts = role == "prompt code" or (role == "code" and (self._custom.code_is_the_prompts or bool(self.options)))
        side = "prompt code" if prompts else "answer code"
        language = next(
            (each for field, each in self._record.values.items() if self._roles.get(field) == "code language"), ""
        )
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and not is_nothing(each):
                block = fenced(cleaned(each), language if isinstance(language, str) else "")
                # Some keep a copy of the code that stands in the text.
                if not any(block in text for texts in self._texts.values() for text in texts):
                    self._texts[side].append(block)
            elif not is_nothing(each):
                self._texts[side].append(text_of(each))

    def _number(self, name: str, value: Value) -> None:
        label = label_of(value) if self.number is None else None
        if label is None:
            self._unknown(name, value)
        else:
            self.number = label

    def _topic(self, name: str, value: Value) -> None:
        for text in _words(value):
            parts = re.split(r"\s*(?:[,;|\n]|::|\s>\s)\s*", text) if len(text) > 3 else [text]
            for part in (one_line(each).strip("`#*- ") for each in parts):
                if not part or part in self.topics:
                    continue
                if plain(part) in SHAPES or len(part) > LONGEST_TOPIC or len(self.topics) >= MOST_ITEMS:
                    self._leftovers.field(name, part)
                else:
                    self.topics.append(part)

    def _difficulty(self, name: str, value: Value) -> None:
        text = text_of(value)
        if scaled([text]) == [None]:
            self._topic(name, value)  # "level: networking"
        elif self.difficulty and self.difficulty != self._record.difficulty:
            self._leftovers.field(name, text)
        else:
            self.difficulty = text

    def _link(self, name: str, value: Value) -> None:
        for text in strings(value):
            links = "://" in text or "](" in text or text.startswith("www.")
            self._links.append(text if links else f"**{plain(name).capitalize()}:** {text}")
        if self._promised and not self._texts["answer"]:
            self._leftovers.field(name, "\n".join(strings(value)))

    def _points(self, name: str, value: Value) -> None:
        texts = strings(value) if isinstance(value, list) else text_of(value, is_html=self._custom.is_html).split("\n")
        for text in filter(None, (one_line(BULLET.sub("", each)) for each in texts)):
            if len(text) > LONGEST_POINT or len(self.points) >= MOST_ITEMS:
                self._leftovers.field(name, text)
            else:
                self.points.append(text)

    def _seconds(self, name: str, value: Value) -> None:
        match = SECONDS.fullmatch(value.strip()) if isinstance(value, str) else None
        seconds = int(match[1]) * (60 if (match[2] or "s")[0] in "mM" else 1) if match else 0
        if 10 <= seconds <= 3600:
            self.seconds = seconds
        else:
            self._unknown(name, value)

    def _language(self, name: str, value: Value) -> None:
        if any(role in CODES for role in self._roles.values()):
            return  # of the code, whose fence says it
        if isinstance(value, str) and LANGUAGE.fullmatch(value):
            self.language = value
        else:
            self._topic(name, value)

    def _correct(self, name: str, value: Value) -> None:
        if self.options:
            self._unknown(name, value)
        else:
            self._texts["answer"].append(text_of(value, is_html=self._custom.is_html))

    _right: set[int] | None = None
    choices: tuple[Choice, ...] = ()


_TAKES: dict[str, Callable[[Draft, str, Value], None]] = {
    **dict.fromkeys(
        ("prompt", "answer", "model", "explanation", "guidance", "followups", "example", "detail"), Draft._text
    ),
    **dict.fromkeys(CODES, Draft._code),
    "number": Draft._number,
    "topics": Draft._topic,
    "difficulty": Draft._difficulty,
    "links": Draft._link,
    "points": Draft._points,
    "seconds": Draft._seconds,
    "code language": Draft._language,
    "correct": Draft._correct,
    "wrong": Draft._unknown,
    "choices": Draft._unknown,
}


def _words(value: Value) -> list[str]:
    """Return the texts of a value, however nested: a tag may be an object with a name."""
    if isinstance(value, dict):
        pairs = ((() if plain(name) in TAG_NAMES else (name,), each) for name, each in value.items())
        return [text for names, each in pairs for text in (*names, *_words(each))]
    if isinstance(value, list):
        return [text for each in value for text in _words(each)]
    return [] if is_nothing(value) else [text_of(value)]


def _is_short(value: Value) -> bool:
    return not isinstance(value, str) or len(value.strip()) <= 3


def _in_words(option: Option) -> str:
    return f"{option.label}: {option.text}"


def _without_marks(prompt: str) -> str:
    """Return a prompt whose first line is no heading and not all bold."""
    first, end, rest = prompt.lstrip("\n").partition("\n")
    if HEADING.match(first) or BOLD.match(first):
        first = plain_text(first)
    return body(first + end + rest)


def written_size(choices: tuple[Choice, ...]) -> int:
    """Return how many characters choices take below a prompt."""
    return len(written(choices)) + 2 if choices else 0
