"""The words that announce a part of a question, such as "How to answer:"."""

import re
from typing import NamedTuple

ASKED = r"(?: (?:it|this|that|the|to|such|an?|question|questions|one|well|best|these))*"
NAMES = {
    "guidance": (
        rf"how (?:to|do you|should (?:you|i)|you (?:should|can|could|might|would)|would you|can you) (?:best )?"
        rf"(?:answer|approach|respond|reply|tackle|handle){ASKED}",
        r"(?:tips?|hints?|advice|guidance|strategy) (?:for|to|on) "
        rf"(?:answer(?:ing)?|respond(?:ing)?|the answer|your answer){ASKED}",
        r"(?:quick |answer(?:ing)? |pro )?"
        r"(?:guidance|guidelines?|guide|strategy|strategies|advice|approach|tips?|hints?)",
        r"what (?:the |your |an )?interviewers? (?:is |are |really )*"
        r"(?:looking for|looks? for|wants?(?: to (?:hear|know))?|expects?)",
        r"what (?:they|we)(?:['’]re| are) (?:looking for|after)",
        r"what to (?:say|mention|cover|include|look for|listen for)",
        r"good to (?:hear|mention)",
        rf"why (?:they|interviewers?|we) ask{ASKED}",
    ),
    "example": (
        r"(?:an? )?(?:sample|example|possible|spoken|exemplary|typical)(?: (?:interview|candidate))? "
        r"(?:answer|response|reply)s?",
        r"example of (?:an?|the) (?:good )?(?:answer|response|reply)",
        r"(?:answer|response) (?:example|sample)s?",
        r"(?:how (?:you|to) (?:might|could) say it|in your own words|say it like this)",
    ),
    # What it is depends on whether the question has another answer.
    "model": (
        r"(?:an? |the )?(?:model|suggested|ideal|good|strong|great|best|recommended) (?:answer|response|reply)s?",
    ),
    "answer": (
        r"(?:the )?(?:(?:short|long|full|detailed|expected|correct|right|reference) )?"
        r"(?:answer|ans\.?|solution|response)s?",
    ),
    "points": (
        r"(?:talking|key|main|important|bullet) points?(?: to (?:mention|cover|make|include))?",
        r"points to (?:mention|cover|make|include|touch on)",
        r"key takeaways?",
    ),
    "topics": (r"topics?|tags?|categor(?:y|ies)|keywords?",),
    "difficulty": (r"difficulty(?: level)?|level",),
}
# These need a colon: as a line of their own they are more often a page's furniture.
WITH_COLON = {"topics", "difficulty"}

LABEL = re.compile(
    r"\s{0,12}(?:[-*+>•]\s+)?(?P<head>\#{1,6}\s*)?(?P<bold>[*_]{1,3})?\s*(?:"
    + "|".join(f"(?P<{field}>{'|'.join(names)})" for field, names in NAMES.items())
    + r"|(?P<one>example)|(?P<a>a)(?=\s?\d{0,4}[*_]{0,3}\s*[:：])|(?P<an>a)(?=\d{1,4}[.)]))"
    r"(?:\s*\#?\d{1,4})?(?:\s*\([^)]{0,40}\))?\s*(?P<close>[*_]{1,3})?\s*"
    r"(?P<colon>[:：]|[-–—](?=\s)|(?<=\d)[.)](?=\s|$))?\s*(?P<close2>[*_]{1,3}(?=\s|$))?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
QUOTES = ('"', "“", "„", "«", "‘", "'", "”")

DIFFICULTIES = {
    1: {"1", "easy", "beginner", "basic", "junior", "entry", "simple", "low"},
    2: {"2", "medium", "intermediate", "middle", "mid", "moderate", "normal"},
    3: {"3", "hard", "advanced", "senior", "expert", "difficult", "high", "experienced"},
}


class Label(NamedTuple):
    """A part's name in a line: which field it announces, and the text behind it."""

    field: str
    rest: str


def label(line: str) -> Label | None:
    """Return the label that a line begins with, or None."""
    # A label is short: what a line holds beyond that is never searched, however long.
    if len(line) < 2 or not (match := LABEL.match(line[:200])):
        return None
    rest = (match["rest"] + line[200:]).strip()
    colon = match["colon"] or re.match(r"\W*ans\.", line, re.IGNORECASE)
    if match["one"]:
        # "Example:" is an example answer only if somebody speaks; otherwise it is part of an answer.
        return Label("example", rest) if colon and rest.startswith(QUOTES) else None
    if match["a"] or match["an"]:
        return Label("answer", rest)
    field = next(name for name in NAMES if match[name])
    if not colon and (rest or field in WITH_COLON):
        return None
    if not colon and not match["head"] and not match["bold"] and match[field].islower():
        return None
    if field == "difficulty" and difficulty(rest) is None:
        return None
    return Label(field, rest)


def difficulty(text: str) -> int | None:
    """Return 1-3 for a word that says how hard a question is, or None."""
    word = text.strip("*_ .").lower()
    return next((step for step, names in DIFFICULTIES.items() if word in names), None)
