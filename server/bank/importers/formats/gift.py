"""GIFT, in which Moodle exchanges questions: `::Title:: What is it? {=right ~wrong #why}`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from server.bank.importers.records.values import Value

ESCAPED = re.compile(r"\\([~=#{}:])")
BRACES = re.compile(r"\{(?P<body>[^{}]*)\}(?P<after>[^\n{}]*)")
HEAD = re.compile(r"\s*(?:::.{0,200}?::)?\s*(?:\[(?:html|moodle|plain|markdown)\])?\s*", re.DOTALL)
COMMENT = re.compile(r"^[ \t]*//[^\n]*$", re.MULTILINE)
CATEGORY = re.compile(r"^[ \t]*\$CATEGORY:[ \t]*(?P<path>[^\n]*)$", re.MULTILINE)
ANSWERS = re.compile(r"\s*(?:[=~#]|(?:t|f|true|false)\s*(?:#|$)|$)", re.IGNORECASE)
TRUTH = re.compile(r"\s*(?P<true>t(?:rue)?)?(?:f(?:alse)?)?\s*(?:#|$)", re.IGNORECASE)
OPTION = re.compile(r"(?P<mark>[=~])(?:%(?P<weight>-?[\d.]+)%)?(?P<text>[^=~]*)")
HIDDEN = 0xE020  # where escaped signs are kept while the others mean something
BLANK = "_____"


class _Question(NamedTuple):
    before: str
    body: str
    after: str


def looks_like_gift(text: str) -> bool:
    """Return whether nearly all of a text is questions with answers in braces."""
    if "{" not in text or not re.search(r"::|\{[^{}]*[=~]", text):
        return False
    plain = COMMENT.sub("", CATEGORY.sub("", _hidden(text)))
    found = list(_questions(plain))
    answered = [each for each in found if ANSWERS.match(each.body)]
    marked = sum("::" in each.before or re.search(r"[=~]", each.body) is not None for each in answered)
    inside = sum(sum(map(len, each)) + 2 for each in answered)
    return marked * 2 > len(found) > 0 and inside * 10 >= len(plain.strip()) * 8


def data_of(text: str) -> list[Value]:
    """Return the questions, each with its topics, its choices or its answer, and the general feedback."""
    parts = CATEGORY.split(COMMENT.sub("", _hidden(text)))
    return [
        {"topics": _topics(topic), **_record(each)}
        for topic, part in zip(["", *parts[1::2]], parts[::2], strict=True)
        for each in _questions(part)
    ]


def _questions(text: str) -> Iterator[_Question]:
    """Yield each question: what stands before its answers since the last one, they, and the rest of their line."""
    at = 0
    for match in BRACES.finditer(text):
        before = text[at : match.start()].strip()
        at = match.end()
        if before:
            yield _Question(before.rpartition("\n\n")[2], match["body"], match["after"].strip())


def _record(question: _Question) -> dict[str, Value]:
    body, _, feedback = question.body.partition("####")
    prompt = HEAD.sub("", question.before, 1)
    if question.after:
        prompt = f"{prompt} {BLANK} {question.after}"
    found: dict[str, Value] = {"question": _shown(prompt), "explanation": _shown(feedback)}
    options = list(OPTION.finditer(body))
    if body.lstrip().startswith("#"):
        return found | {"answer": ", ".join(_numbers(body.lstrip()[1:]))}
    if (truth := TRUTH.fullmatch(body.partition("#")[0])) and body.strip():
        right = bool(truth["true"])
        return found | {"options": [_option("True", right), _option("False", not right)]}
    if any("->" in option["text"] for option in options):
        return found | {"answer": [_text(option["text"]).replace("->", "→") for option in options]}
    if any(option["mark"] == "~" for option in options):
        return found | {"options": [_option(_text(option["text"]), _is_right(option)) for option in options]}
    return found | {"answer": " / ".join(_text(option["text"]) for option in options)}


def _numbers(body: str) -> Iterator[str]:
    for each in re.split(r"[=\n]", body):
        number, colon, tolerance = _text(each).partition(":")
        if number:
            yield f"{number} ± {tolerance}" if colon and tolerance.strip(" 0.") else number.replace("..", " – ")


def _is_right(option: re.Match[str]) -> bool:
    return option["mark"] == "=" or float(option["weight"] or 0) > 0


def _option(text: str, right: bool) -> Value:
    return {"text": text, "correct": right}


def _text(text: str) -> str:
    return _shown(re.sub(r"^%-?[\d.]+%", "", text.partition("#")[0].strip()))


def _topics(path: str) -> list[Value]:
    return [part for each in path.split("/") if (part := each.strip()) and part not in ("$course$", "top", "$module$")]


def _hidden(text: str) -> str:
    return ESCAPED.sub(lambda match: chr(HIDDEN + ord(match[1])), text)


def _shown(text: str) -> str:
    shown = re.sub(f"[{chr(HIDDEN)}-{chr(HIDDEN + 127)}]", lambda match: chr(ord(match[0]) - HIDDEN), text)
    return shown.replace("\\n", "\n").strip()
