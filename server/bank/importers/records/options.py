"""Answers to choose from as records have them: lists, objects, fields of their own, and which is said to be right."""

import re
import string
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from server.bank.importers.choices import Choice
from server.bank.importers.preview import LONGEST_BODY
from server.bank.importers.records.finding import Record
from server.bank.importers.records.names import CHOICE, plain, role_of
from server.bank.importers.records.values import Value, is_nothing, text_of

LABELLED = re.compile(r"\s*(?:[-*•]\s+)?[(\[]?(?P<label>[A-Za-z]|\d{1,2})\s?[).:：\]]\s+(?P<text>\S(?s:.*))")
LETTERS = re.compile(
    r"\W*(?:(?:option|choice|answer)s?\W+)?([A-Z](?:\W{0,3}(?:and|or)?\W{0,3}[A-Z])*)\W*", re.IGNORECASE
)
INDEX = re.compile(r"\b(?:index|idx|position)\b")
LETTER = re.compile(r"[A-Za-z]|[A-Za-z]?\d{1,2}")
ENOUGH = 6  # numbers of a list's places without a 0
TRUE = {"true", "yes", "1", "x", "correct", "right", "y", "✓", "✔", "✅"}
FALSE = {"false", "no", "0", "", "wrong", "incorrect", "n", "null", "none"}
LABEL_NAMES = {"label", "key", "id", "letter", "option", "index", "no", "number"}
TEXT_NAMES = {
    "text",
    "value",
    "answer",
    "content",
    "title",
    "body",
    "option",
    "choice",
    "label",
    "name",
    "answer text",
    "option text",
}


class Option(NamedTuple):
    """One answer to choose; `key` is what its field calls it, where `label` is the letter that we show."""

    label: str
    text: str
    correct: bool | None = None
    key: str = ""


def options_of(value: Value, *, is_html: bool = False) -> list[Option]:
    """Return the choices that a field holds: a list, an object by label, or lines of a text."""
    if isinstance(value, str):
        return _of_text(value, is_html)
    if isinstance(value, dict):
        return [_of_name(name, each, is_html) for name, each in value.items() if each is not None and each != ""]
    if not isinstance(value, list):
        return []
    found = []
    for each in value:
        if isinstance(each, dict):
            found.append(_of_fields(each, is_html))
        elif text := text_of(each, is_html=is_html):
            found.append(Option("", text))
    return _unlabelled(found)


def _of_name(name: str, value: Value, is_html: bool) -> Option:
    if isinstance(value, bool):
        return Option("", text_of(name), value)
    text, label = text_of(value, is_html=is_html), _label(name)
    return Option(label, text) if LETTER.fullmatch(label) else Option("", f"{label}: {text}", None, label)


def _of_text(text: str, is_html: bool) -> list[Option]:
    lines = [line for line in text_of(text, is_html=is_html).split("\n") if line.strip()]
    if len(lines) < 2:
        for mark in ("|", ";", ","):
            if len(lines) == 1 and lines[0].count(mark):
                return _unlabelled([Option("", part.strip()) for part in lines[0].split(mark) if part.strip()])
    return _unlabelled([Option("", re.sub(r"^\s*[-*•]\s+", "", line).strip()) for line in lines])


def _of_fields(fields: dict[str, Value], is_html: bool) -> Option:
    label = text = ""
    correct: bool | None = None
    rest: list[str] = []
    for name, value in fields.items():
        words = plain(name)
        if role_of(name) == "correct" or words in ("correct", "is answer", "right"):
            correct = as_truth(value)
        elif words in TEXT_NAMES and not text and not (words in LABEL_NAMES and _is_label(value) and len(fields) > 1):
            text = text_of(value, is_html=is_html)
        elif words in LABEL_NAMES and isinstance(value, str) and not label:
            label = _label(value)
        elif not is_nothing(value):
            rest.append(text_of(value, is_html=is_html))
    if not text and rest:
        text = rest.pop(0)
    return Option(label if LETTER.fullmatch(label) else "", "\n".join([text, *rest]), correct, label)


def _is_label(value: Value) -> bool:
    return isinstance(value, str) and len(value.strip()) <= 2


def _unlabelled(found: list[Option]) -> list[Option]:
    """Return the choices without the labels that their texts begin with, if all of them follow on: "A) ..."."""
    matches = [LABELLED.match(each.text) for each in found]
    labels = [match["label"].upper() for match in matches if match]
    if len(found) < 2 or labels not in (
        [*string.ascii_uppercase[: len(found)]],
        [str(n) for n in range(1, len(found) + 1)],
    ):
        return found
    return [
        each._replace(label=each.label or label, text=match["text"].strip())
        for each, match, label in zip(found, matches, labels, strict=True)
        if match
    ]


def _label(name: str) -> str:
    match = CHOICE.fullmatch(plain(name))
    return (match["label"] or match["letter"]).upper() if match else name.strip()[:20]


def option_label(name: str) -> str:
    """Return which choice a field of its own is: "option_b" is B."""
    return _label(name)


def as_truth(value: Value) -> bool | None:
    """Return what a field says that is true or false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in TRUE | FALSE:
        return value.strip().casefold() in TRUE
    return None


def labelled(found: Sequence[Option]) -> list[Option]:
    """Return the choices with A, B, C ... where they have no letters; numbers of a list become letters, too."""
    alone = all(len(each.label) == 1 and each.label.isalpha() for each in found)
    if alone and len({each.label for each in found}) == len(found):
        return list(found)
    names = [*string.ascii_uppercase, *(str(n) for n in range(27, len(found) + 1))]
    return [
        each._replace(
            label=names[i],
            key=each.key or each.label,
            text=f"{each.label}: {each.text}" if each.label.isalpha() and each.label != names[i] else each.text,
        )
        for i, each in enumerate(found)
    ]


def right_ones(found: Sequence[Option], said: Value, *, from_one: bool, by_text: bool = True) -> set[int] | None:
    """Return which choices a field says to be right: by letter, number, label or text; None if it says none of them."""
    if isinstance(said, list):
        sets = [right_ones(found, one, from_one=from_one, by_text=by_text) for one in said if not is_nothing(one)]
        return {i for each in sets for i in each or ()} if sets and None not in sets else None
    if isinstance(said, dict):
        names = [
            _label(re.sub(r"[_ -]?(?:is[_ -]?)?correct$", "", name)) for name, value in said.items() if as_truth(value)
        ]
        return right_ones(found, list(names), from_one=from_one, by_text=by_text) if names else None
    if not isinstance(said, str) or is_nothing(said):
        return None
    text = said.strip()
    same: set[int] | None = {i for i, option in enumerate(found) if _key(option.text) == _key(text_of(text))}
    if same and by_text:
        return same
    if CHOICE.fullmatch(plain(text)) and not text.isdecimal():
        text = _label(text)
    given = {(option.key or option.label).casefold(): i for i, option in enumerate(found)}
    if text.casefold() in given:
        return {given[text.casefold()]}
    if text.isdecimal() and len(text) < 3:
        at = int(text) - from_one
        return {at} if 0 <= at < len(found) else None
    if (match := LABELLED.match(text)) and (
        same := right_ones(found, match["text"], from_one=from_one, by_text=by_text)
    ):
        return same
    if match := LETTERS.fullmatch(text):
        at_each = {ord(letter) - ord("A") for letter in re.findall(r"(?<![A-Z])[A-Z](?![A-Z])", match[1].upper())}
        return at_each if at_each and max(at_each) < len(found) else None
    parts = [part.strip() for part in re.split(r"[,;|]", text) if part.strip()]
    if len(parts) > 1 and all(len(part) < len(text) for part in parts):
        return right_ones(found, list(parts), from_one=from_one, by_text=by_text)
    return None


def counts_from_one(pairs: Sequence[tuple[int, Value]], name: str, *, apart: bool) -> bool:
    """Return whether numbers of right choices count from one.

    Args:
        pairs: how many choices there are, and which is said to be right, of each record.
        name: the field's name.
        apart: whether choices are fields of their own, which people number, and no list, which programs do.
    """
    numbers = [
        (count, int(each))
        for count, said in pairs
        for each in (said if isinstance(said, list) else [said])
        if isinstance(each, str) and each.strip().isdecimal() and len(each.strip()) < 3
    ]
    if any(number == 0 for _, number in numbers):
        return False
    if any(number == count for count, number in numbers):
        return True
    return (apart or len(numbers) >= ENOUGH) and not INDEX.search(plain(name))


def as_choices(found: Sequence[Option], right: set[int] | None) -> tuple[Choice, ...]:
    """Return the choices, with which of them are right if anything says so."""
    told = right is not None or any(option.correct is not None for option in found)
    return tuple(
        Choice(
            label=option.label,
            text=option.text,
            correct=(i in right if right is not None else bool(option.correct)) if told else None,
        )
        for i, option in enumerate(found)
    )


def _key(text: str) -> str:
    return " ".join(text.strip("`*_ .\n").casefold().split())


def options_of_record(record: Record, *, is_html: bool) -> tuple[list[Option], set[str]]:
    """Return the choices that a record has, and which fields they are from; none unless there are two."""
    values = {name: value for name, value in record.values.items() if not is_nothing(value)}
    by_role: dict[str, list[str]] = defaultdict(list)
    for name in values:
        by_role[record.roles.get(name, "")].append(name)
    found: list[Option] = []
    names: set[str] = set()
    if len(by_role["choice"]) >= 2:
        names = set(by_role["choice"])
        found = [Option(option_label(name), text_of(values[name], is_html=is_html), None) for name in by_role["choice"]]
        found = [each if len(each.label) == 1 else each._replace(label="") for each in found]
    elif by_role["wrong"] and (by_role["correct"] or by_role["answer"]):
        right = (by_role["correct"] or by_role["answer"])[0]
        names = {right, *by_role["wrong"]}
        wrong = [option for name in by_role["wrong"] for option in options_of(values[name], is_html=is_html)]
        both = [*(each._replace(correct=True) for each in options_of(_one(values[right]), is_html=is_html)), *wrong]
        # The right one is not to be the first each time.
        found = sorted((each._replace(correct=bool(each.correct)) for each in both), key=lambda each: each.text)
    else:
        fields = by_role["choices"] or [
            name for name in by_role["answer"] if _is_choices(values[name], bool(by_role["correct"]))
        ]
        names = set(fields[:1])
        found = [option for name in fields[:1] for option in options_of(values[name], is_html=is_html)]
    found = labelled([each for each in found if each.text])
    fits = len(found) >= 2 and sum(len(each.text) for each in found) < LONGEST_BODY // 2
    return (found, names) if fits else ([], set())


def _one(value: Value) -> Value:
    """Return a text as a list of one, so that its commas divide nothing."""
    return [value] if isinstance(value, str) else value


def _is_choices(value: Value, told: bool) -> bool:
    """Tell choices that are named answers from an answer that has several parts."""
    if isinstance(value, list) and len(value) > 1:
        marked = all(isinstance(each, dict) and any(role_of(name) == "correct" for name in each) for each in value)
        return marked or (told and all(isinstance(each, (str, dict)) for each in value))
    if isinstance(value, dict):
        return told and len(value) > 1 and all(isinstance(each, (str, type(None))) for each in value.values())
    return False
