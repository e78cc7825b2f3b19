"""A deck as one Markdown file that people read and write by hand, without loss: `docs/deck-format.md`.

Only lines that begin with one to three `#` and a space are structure. In a text such a line is written with a
backslash before it; inside a closed code fence nothing is structure and nothing is escaped.
"""

import difflib
import itertools
import re
from typing import Any, TypeVar

import msgspec

from server.bank.deck import Deck, body, normalised, one_line
from server.bank.question_ids import slug, unused
from server.core.content import DIMENSIONS, Dimension, Question

HEADING = re.compile(r"(#{1,3})(?:[ \t]+(.*))?$", re.DOTALL)
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})", re.DOTALL)
ESCAPED = re.compile(r"\\+(?:#{1,3}(?:[ \t]|$)| {0,3}(?:`{3}|~{3}))")
META = re.compile(r"([a-z]+):(?:[ \t]+(.*))?$", re.DOTALL)
BULLET = re.compile(r" {0,3}[-*+](?:[ \t]+(.*))?$", re.DOTALL)
STEP = re.compile(r" {0,3}\d+[.)](?:[ \t]+(.*))?$", re.DOTALL)
TOPIC = re.compile(r"(?:\\.|[^,])+", re.DOTALL)

DECK_KEYS = ("language", "source", "licence", "author")
QUESTION_KEYS = ("id", "number", "topics", "difficulty", "seconds")
SCALE = re.compile(r"scale:", re.IGNORECASE)
SECTIONS = {
    "question": "prompt",
    "how to answer": "guidance",
    "answer": "answer",
    "example answer": "example",
    "talking points": "points",
}

Checked = TypeVar("Checked", Deck, Question, Dimension)


class DeckError(ValueError):
    """A deck file that can't be read: the line, counted from 1, and a sentence that says what to do."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


class _Section:
    """A heading with the lines below it; `line` counts from 1."""

    def __init__(self, level: int, title: str, line: int) -> None:
        self.level = level
        self.title = title
        self.line = line
        self.lines: list[str] = []

    def metadata(self, keys: tuple[str, ...]) -> dict[str, tuple[int, str]]:
        """Take the `key: value` lines directly below the heading; return each value with its line.

        Raises:
            DeckError: a key that is not one of `keys`, or one that stands twice.
        """
        found: dict[str, tuple[int, str]] = {}
        at = next((i for i, line in enumerate(self.lines) if line.strip()), 0)
        while at < len(self.lines) and (match := META.match(self.lines[at])):
            key, value, line = match[1], one_line(match[2] or ""), self.line + 1 + at
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                hint = f'did you mean "{near[0]}:"?' if near else f"use one of {', '.join(keys)},"
                raise DeckError(line, f'"{key}:" is not known here; {hint} or begin a text with a capital letter.')
            if key in found:
                raise DeckError(line, f'"{key}:" stands twice; remove one.')
            found[key] = (line, value)
            at += 1
        if found and at < len(self.lines) and self.lines[at].strip():
            raise DeckError(self.line + 1 + at, 'Write "key: value", or leave a blank line before the text.')
        self.lines = self.lines[at:] if found else self.lines
        return found

    def text(self) -> str:
        """Return the text below the heading, without escapes."""
        return body("\n".join(self.lines))

    def items(self, bullet: re.Pattern[str], advice: str) -> list[str]:
        """Return the items of the list below the heading; an indented line continues its item.

        Raises:
            DeckError: a line that belongs to no item.
        """
        found: list[str] = []
        for i, line in enumerate(self.lines):
            if match := bullet.match(line):
                found.append(match[1] or "")
            elif line.strip():
                if not found or not line[0].isspace():
                    raise DeckError(self.line + 1 + i, advice)
                found[-1] += " " + line
        return [one_line(item) for item in found]


def parse(text: str) -> Deck:
    """Read a deck file.

    Raises:
        DeckError: what is wrong, in which line, and what to do.
    """
    head, *rest = _sections(text)
    values: dict[str, Any] = {key: value for key, (_, value) in head.metadata(DECK_KEYS).items() if value}
    values |= {"title": one_line(head.title), "description": head.text()}
    if scales := list(itertools.takewhile(lambda each: each.level == 3, rest)):
        values["dimensions"] = [_dimension(each) for each in scales]
    found: list[tuple[int, dict[str, Any]]] = []
    for each in rest[len(scales) :]:
        if each.level == 2:
            found.append((each.line, _prompt(each)))
        else:
            _add_part(found[-1][1], each)
    taken = {fields["id"] for _, fields in found if "id" in fields}
    for _, fields in found:
        fields.setdefault("id", unused(slug(fields["prompt"]), taken))
        taken.add(fields["id"])
    values["questions"] = [_checked(line, Question, fields) for line, fields in found]
    deck = _checked(head.line, Deck, values)
    for lines, ids in (
        ([each.line for each in scales], [each.id for each in deck.dimensions]),
        ([line for line, _ in found], [each.id for each in deck.questions]),
    ):
        for at, id in enumerate(ids):
            if id in ids[:at]:
                raise DeckError(lines[at], f'The id "{id}" is already taken above; change one of the two.')
    return deck


def write(deck: Deck) -> str:
    """Return the deck as a file; `parse` gives the same deck back, with its texts normalised."""
    deck = normalised(deck)
    lines = [f"# {deck.title}", "", f"language: {deck.language}"]
    lines += [f"{key}: {value}" for key in DECK_KEYS[1:] if (value := getattr(deck, key))]
    lines += _block(deck.description)
    if deck.dimensions != DIMENSIONS:
        for each in deck.dimensions:
            lines += ["", f"### Scale: {each.name}", "", f"id: {each.id}", ""]
            lines += [f"{i}. {step}".rstrip() for i, step in enumerate(each.steps, 1)]
    for question in deck.questions:
        lines += ["", *_written(question)]
    return "\n".join(lines) + "\n"


def _written(question: Question) -> list[str]:
    title, _, more = question.prompt.partition("\n")
    plain = title == title.strip() and (not more or (more[0] == "\n" and more[1:] == body(more) and more[1:]))
    lines = [f"## {title if plain else question.title or 'Question'}", "", f"id: {question.id}"]
    if question.number is not None:
        lines.append(f"number: {question.number}")
    if question.topics:
        lines.append("topics: " + ", ".join(re.sub(r"([\\,])", r"\\\1", topic) for topic in question.topics))
    lines += [f"difficulty: {question.difficulty}", f"seconds: {question.seconds}"]
    if plain:
        lines += _block(more)
    for section, field in SECTIONS.items():
        if field == "points":
            content = [f"- {point}" for point in question.points]
            lines += ["", f"### {section.capitalize()}", "", *content] if content else []
        elif (text := getattr(question, field)) and (field != "prompt" or not plain):
            lines += ["", f"### {section.capitalize()}", *_block(text)]
    return lines


def _block(text: str) -> list[str]:
    """Return the lines of a text, escaped, after a blank line."""
    text = body(text)
    if not text:
        return []
    lines = text.split("\n")
    closing = closing_lines(lines)
    written, i = [""], 0
    while i < len(lines):
        if i in closing:
            written += lines[i : closing[i] + 1]
            i = closing[i]
        elif HEADING.match(lines[i]) or FENCE.match(lines[i]) or ESCAPED.match(lines[i]):
            written.append("\\" + lines[i])
        else:
            written.append(lines[i])
        i += 1
    return written


def closing_lines(lines: list[str]) -> dict[int, int]:
    """Return where each code fence of the lines that has an end begins and ends."""
    found: dict[int, int] = {}
    unclosed: set[tuple[str, int]] = set()
    i = 0
    while i < len(lines):
        match = FENCE.match(lines[i])
        if match:
            mark = match[1]
            end = _end(lines, i, mark) if (mark[0], len(mark)) not in unclosed else None
            if end is None:
                # A fence that no later line closes: no longer one of its kind can be closed either.
                unclosed.add((mark[0], len(mark)))
            else:
                found[i] = end
                i = end
        i += 1
    return found


def _end(lines: list[str], start: int, mark: str) -> int | None:
    close = re.compile(rf" {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*$")
    return next((i for i in range(start + 1, len(lines)) if close.match(lines[i])), None)


def _sections(text: str) -> list[_Section]:
    """Return the headings of a file with the lines below each, the title first."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    closing = closing_lines(lines)
    found: list[_Section] = []
    verbatim_until = -1
    for i, line in enumerate(lines):
        verbatim_until = closing.get(i, verbatim_until)
        match = HEADING.match(line) if i > verbatim_until else None
        if match:
            found.append(_Section(len(match[1]), (match[2] or "").strip(), i + 1))
            _check_heading(found)
        elif found:
            found[-1].lines.append(line[1:] if i > verbatim_until and ESCAPED.match(line) else line)
        elif line.strip():
            break
    if not found:
        raise DeckError(1, 'Begin the file with the title of the deck: "# Title".')
    return found


def _check_heading(found: list[_Section]) -> None:
    new = found[-1]
    if not new.title:
        raise DeckError(new.line, "Write a title after the #, or a backslash before it if it is part of a text.")
    if (len(found) == 1) != (new.level == 1):
        if len(found) == 1:
            raise DeckError(new.line, 'Begin the file with the title of the deck: "# Title".')
        raise DeckError(new.line, "A deck has one title; write ## for a question, or \\# if this is part of a text.")
    if new.level == 3 and not SCALE.match(new.title) and all(each.level != 2 for each in found):
        raise DeckError(new.line, "Write the question above this, after ##.")


def _dimension(section: _Section) -> Dimension:
    name = one_line(SCALE.sub("", section.title, count=1))
    meta = section.metadata(("id",))
    advice = "Write four steps, one a line, from 1. to 4."
    steps = section.items(STEP, advice)
    if len(steps) != 4:
        raise DeckError(section.line, advice)
    _, id = meta.get("id", (0, slug(name)))
    return _checked(section.line, Dimension, {"id": id, "name": name, "steps": steps})


def _prompt(section: _Section) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, (line, value) in section.metadata(QUESTION_KEYS).items():
        if key == "topics":
            topics = [one_line(re.sub(r"\\([\\,])", r"\1", topic)) for topic in TOPIC.findall(value)]
            fields[key] = [topic for topic in topics if topic]
        elif key in ("difficulty", "seconds"):
            if not re.fullmatch("[0-9]{1,4}", value):
                raise DeckError(line, f'Write a whole number after "{key}:".')
            fields[key] = int(value)
        elif value:
            fields[key] = value
    more = section.text()
    fields["prompt"] = f"{section.title}\n\n{more}" if more else section.title
    return fields


def _add_part(fields: dict[str, Any], section: _Section) -> None:
    field = SECTIONS.get(section.title.lower())
    if field is None:
        names = ", ".join(name.capitalize() for name in SECTIONS)
        raise DeckError(section.line, f"A question has these parts: {names}. Write #### for a heading within one.")
    if field in fields.setdefault("parts", set()):
        raise DeckError(section.line, "This part stands twice in the question; join the two.")
    fields["parts"].add(field)
    if field == "points":
        fields[field] = [each for each in section.items(BULLET, 'Begin each talking point with "- ".') if each]
    elif field == "prompt" and "\n" in fields["prompt"]:
        raise DeckError(section.line, "Write the question's text either under the ## or under this heading, not both.")
    else:
        fields[field] = section.text()


def _checked(line: int, type: type[Checked], fields: dict[str, Any]) -> Checked:
    fields.pop("parts", None)
    try:
        return msgspec.convert(fields, type)
    except msgspec.ValidationError as error:
        raise DeckError(line, f"{str(error).replace('`', '').rstrip('.')}; change it.") from None
