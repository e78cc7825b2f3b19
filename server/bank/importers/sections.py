"""What the headings above a question say of it, and what signs at its end say: its topics, and how hard it is."""

import re
from bisect import bisect_left
from collections.abc import Container

from server.bank.importers.inline import LINK, plain_text
from server.bank.importers.labels import DIFFICULTIES, difficulty
from server.bank.importers.tree import Document
from server.bank.importers.words import asking

COUNT = re.compile(r"\s*[(\[]\s*\d+\+?(?:\s*[^\W\d_]{1,12})?\s*[)\]]\s*$")
SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
NUMBER = re.compile(
    r"^\s*(?:(?:part|section|chapter|module|unit|day|week|level)\s+)?(?:\d+(?:\.\d+)*|[IVX]+)\s*[.):–—-]\s*",
    re.IGNORECASE,
)
SIGN = re.compile(r"([\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])[\ufe0e\ufe0f\u200d]*")
WORD = re.compile(r"[^\W\d_][\w-]*")
# A heading that says only this names no topic.
GENERAL = re.compile(
    r"(?:the |our |all |some |top |more |\d+ )*(?:table of )?(?:contents?|questions?(?: and answers?)?|q\s?&\s?a|"
    r"faqs?|interview questions?|"
    r"introduction|general|misc(?:ellaneous)?|others?|overview|summary|list|index|fragen|preguntas|вопросы)\W*",
    re.IGNORECASE,
)
WORDS_OF_ALL = re.compile(
    r"\b(?:interview|coding|technical)?\s*(?:questions?(?:\s*(?:and|&)\s*answers?)?|q&a)\b", re.IGNORECASE
)
BRACKETED = re.compile(r"\s*[\[(][^\w\[\]()]{0,12}(?P<word>[^\W\d_][\w -]{2,20})\s*[\])]\s*$")
LONGEST_TOPIC = 60
MOST_TOPICS = 3


class Outline:
    """Which headings each line stands under.

    Args:
        without: Lines that are no headings of sections: labels, and what belongs to an answer.
    """

    def __init__(self, document: Document, without: Container[int]) -> None:
        self._document = document
        places = document.places
        self._headings = [i for i, place in enumerate(places) if place.kind == "heading" and i not in without]
        self._parents: dict[int, int | None] = {}
        trail: list[int] = []
        for i in self._headings:
            while trail and places[trail[-1]].level >= places[i].level:
                trail.pop()
            self._parents[i] = trail[-1] if trail else None
            trail.append(i)
        highest = min((places[i].level for i in self._headings), default=0)
        top = [i for i in self._headings if places[i].level == highest]
        self._title = top[0] if len(top) == 1 else -1

    def above(self, line: int) -> list[int]:
        """Return the lines of the headings that a line stands under, the nearest first."""
        if line in self._parents:
            found = self._parents[line]
        else:
            at = bisect_left(self._headings, line)
            found = self._headings[at - 1] if at else None
        lines: list[int] = []
        while found is not None:
            lines.append(found)
            found = self._parents[found]
        return lines

    def said_above(self, line: int, questions: Container[int]) -> tuple[list[str], int | None]:
        """Return the topics and the difficulty that the headings above a line say; one that asks is no topic."""
        topics: list[str] = []
        hard: int | None = None
        for i in self.above(line):
            name = cleaned(self._document.lines[i])
            if i in questions or asking(name):
                continue
            hard = hard or hardness(name)
            if name and i != self._title and not GENERAL.fullmatch(name) and len(topics) < MOST_TOPICS:
                topics.append(name)
        return topics[::-1], hard


def cleaned(heading: str) -> str:
    """Return what a heading says: without its number, how many there are, links and signs."""
    text = SHORTCODE.sub("", plain_text(heading))
    text = LINK.sub(lambda match: match["text"], text)
    text = SIGN.sub("", text).replace("*", "").replace("`", "").replace("\u200d", "").replace("\ufe0f", "")
    text = NUMBER.sub("", COUNT.sub("", " ".join(text.split())))
    text = WORDS_OF_ALL.sub("", text).strip(" :–—-.·|") or text.strip(" :–—-.·|")
    return " ".join(text.split())[:LONGEST_TOPIC].strip()


def hardness(text: str) -> int | None:
    """Return 1-3 where a heading's words say how hard its questions are, all of them the same."""
    found = {step for word in WORD.findall(text) for step, names in DIFFICULTIES.items() if word.casefold() in names}
    return found.pop() if len(found) == 1 and len(text.split()) <= 5 else None


def legend(document: Document) -> dict[str, int]:
    """Return what signs mean, where a line explains them: "Legend: 👶 easy ⭐️ medium 🚀 expert"."""
    for line in document.lines:
        if len(line) > 300:
            continue
        found: dict[str, int] = {}
        for match in SIGN.finditer(line):
            word = WORD.search(line, match.end(), match.end() + 30)
            if word and (step := difficulty(word[0])):
                found[match[1]] = step
        if len(found) >= 2:
            return found
    return {}


def sign_of(line: str, signs: dict[str, int]) -> int | None:
    """Return how hard a question is by a sign, or a word in brackets, that stands at its end or beginning."""
    for match in SIGN.finditer(line):
        if match[1] in signs:
            return signs[match[1]]
    word = BRACKETED.search(plain_text(line))
    return difficulty(word["word"]) if word else None


def is_graded(text: str) -> bool:
    """Return whether a text only says how hard a question is: "[⭐ easy]"."""
    word = BRACKETED.fullmatch(text)
    return word is not None and difficulty(word["word"]) is not None
