"""How much a line looks like a question because of the lines around it.

Where most lines of one form ask, the others of that form do, too. What stands beneath a line that asks (in its details,
under its heading, in an item's list) is likelier part of its answer.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from server.bank.importers.labels import difficulty
from server.bank.importers.tree import Document
from server.bank.importers.words import asking, begins_asking

GRADE = re.compile(r"\s*[\[(](?P<word>[^\W\d_][\w -]{2,20})[\])](?P<end>[?.]?)$")
PLAIN = ("text", "", "", "", "")
STRONG = 3.0
OFTEN = 3


class Candidate(NamedTuple):
    """A line that may begin a question.

    `label` is what the document calls it, `number` the last number in that, `style` how its line is written, `score`
    how much it reads like a question, `level` that of a heading, `rest` what stands on the line behind it.
    """

    line: int
    label: int | str | None
    number: int | None
    text: str
    style: tuple[str, ...]
    score: float
    level: int
    rest: str = ""


def in_company(all: list[Candidate], document: Document) -> list[Candidate]:
    """Score each with what the others of its form are, and with what it stands beneath."""
    furniture = _repeated(all, document)
    count: Counter[tuple[str, ...]] = Counter()
    asks: Counter[tuple[str, ...]] = Counter()
    items = sum(place.item and place.depth <= 1 for place in document.places)
    for each in all:
        count[each.style] += 1
        asks[each.style] += asking(each.text) or begins_asking(each.text)
    found: list[Candidate] = []
    filled = sum(bool(line.strip()) for line in document.lines)
    # Nothing but questions, a line each.
    listed = {style for style, number in asks.items() if not (style[1] or style[2] or style[4]) and number * 2 > filled}
    strong = Counter(each.style for each in all if each.score >= STRONG and asking(each.text))
    owned = False  # whether a question of a clear form stands before
    above: Candidate | None = None  # the heading that asks, under which we are
    fold: Candidate | None = None  # the summary that asks, in whose details we are
    by_line = {each.line: each for each in _counted_on(all) if each.line not in furniture}
    for i, place in enumerate(document.places):
        if above is not None and place.kind == "heading" and place.level <= above.level:
            above = None
        if fold is not None and place.folded < document.places[fold.line].folded:
            fold = None
        if i not in by_line:
            continue
        each = by_line[i]
        size = max(count[each.style], items if each.style[4] and not each.style[2] else 0)
        share = asks[each.style] / size
        formed = any(each.style[1:3]) or each.style[0] == "word" or bool(each.style[4])
        score = each.score
        asks_itself = asking(each.text) or begins_asking(each.text)
        # The next number is the next question, however deep its heading is.
        next = above is not None and above.number is not None and asks_itself and each.number == above.number + 1
        beneath = (fold is not None and place.kind != "summary") or (above is not None and not next)
        if beneath:
            score -= 3
        elif formed and size >= 3:
            score += max(-1.5, min(1.5, 4 * (share - 0.5)))
        if each.style in listed:
            score += 3
        clear = each.style[0] != "text" or any(each.style[1:3])
        if owned and not clear:
            score -= 1.5
        owned = owned or (clear and each.score >= STRONG and strong[each.style] > 2)
        if place.kind == "heading" and (next or (asks_itself and share >= 0.5 and asks[each.style] > 1)):
            above, fold = each, None
        elif place.kind == "summary" and place.folded and (share >= 0.5 or asking(each.text)):
            fold = each
        found.append(each._replace(score=score, text=_ungraded(each.text)))
    return found


def _repeated(candidates: list[Candidate], document: Document) -> set[int]:
    """Return the lines of headings that stand again and again with nothing below: "## Got a question about this?"."""
    lines: dict[str, list[int]] = {}
    for each in candidates:
        if each.number is None and each.level:
            lines.setdefault(each.text.casefold(), []).append(each.line)
    filled = [i for i, line in enumerate(document.lines) if line.strip()]
    below = dict(pairwise([*filled, -1]))
    ends = {-1, *(each.line for each in candidates), *(i for i in filled if document.places[i].kind == "heading")}
    return {
        i for places in lines.values() if len(places) >= OFTEN and all(below[k] in ends for k in places) for i in places
    }


def _counted_on(all: list[Candidate]) -> list[Candidate]:
    """Return the candidates as Markdown shows them where all items of a list are written "1."."""
    ones = Counter(each.style for each in all if each.label == 1)
    labelled = Counter(each.style for each in all if each.number is not None)
    found: list[Candidate] = []
    number: dict[tuple[str, ...], int] = {}
    for each in all:
        if each.level:
            number.clear()
        if each.label == 1 and ones[each.style] >= OFTEN and ones[each.style] * 2 > labelled[each.style]:
            number[each.style] = number.get(each.style, 0) + 1
            each = each._replace(label=number[each.style], number=number[each.style])
        found.append(each)
    return found


def _ungraded(text: str) -> str:
    """Return a prompt without the word in brackets that says how hard it is."""
    match = GRADE.search(text[-30:])
    if not match or difficulty(match["word"]) is None:
        return text
    return (text[: len(text) - len(match[0])] + match["end"]).strip()
