"""How hard questions are said to be, in words, numbers and stars, on the scale that all of them use."""

import re

from server.bank.importers.labels import difficulty

NUMBER = re.compile(r"(?:\D{0,20}\s)?[LlSs]?(\d{1,2})(?:\.\d+)?\s*(?:/\s*(\d{1,2})|\(.{0,40}\)|[-–:]\s.{0,40})?")
STARS = re.compile(r"(?P<full>[★⭐🌟*🔥🌶]\ufe0f?)(?:(?P=full))*[☆✩]*")


def scaled(said: list[str]) -> list[int | None]:
    """Return 1-3 for each of what all questions of a document say of how hard they are."""
    texts = [text.strip() for text in said]
    worded = [_of_words(text) for text in texts]
    numbers = [
        None if word and not text.isdecimal() else _number(text) for text, word in zip(texts, worded, strict=True)
    ]
    used = {number for number in numbers if number is not None}
    tops = {int(match[2]) for text in texts if (match := NUMBER.fullmatch(text)) and match[2]}
    return [
        word if number is None else _step(number, used, max(tops, default=0))
        for word, number in zip(worded, numbers, strict=True)
    ]


def _of_words(text: str) -> int | None:
    if found := difficulty(text):
        return found
    steps = {step for word in re.findall(r"[^\W\d_][\w-]*", text[:60]) if (step := difficulty(word))}
    return steps.pop() if len(steps) == 1 else None


def _number(text: str) -> int | None:
    if match := NUMBER.fullmatch(text):
        return int(match[1])
    if STARS.fullmatch(text):
        return len(re.findall("[★⭐🌟*🔥🌶]", text))
    return None


def _step(number: int, used: set[int], top: int) -> int:
    low, high = min(used), max(top, *used, 0)
    if low == 0:
        return min(3, number + 1) if high <= 2 else 1 + min(2, 3 * number // (high + 1))
    return (
        min(3, number)
        if high <= 3
        else 1 + min(2, 3 * (number - 1) // (5 if high <= 5 else 10 if high <= 10 else high))
    )
