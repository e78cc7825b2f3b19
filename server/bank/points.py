"""Talking points proposed from what a question's answer and example say. Pure: rules, no model, no key.

Theory of operation. An answer's own structure speaks first: the items of its lists, what it prints in bold. What is
left are its sentences, weighed by the words that the answer keeps coming back to. Of each, the first clauses that fit
are taken. Every point is a run of the text as it stands, less its marks: nothing is reworded, so nothing is invented.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from server.bank.indexing import fold
from server.core.content import Question

FEWEST, MOST = 3, 6
LONGEST = 90  # characters of a point; of scripts that take one for a word, a third of that
SHORTEST_WORD = 4  # characters of a word that says what a sentence is about
LONGEST_ABBREVIATION = 8
SAME = 0.6  # of the words of a point in another: they say the same

DENSE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?![a-zà-ÿа-я])|(?<=[。！？؟।])\s*")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|resp|no|fig|dr|mr|mrs|st|z\.\s?b|d\.\s?h|u\.\s?a|bzw|ca|usw|p\.\s?ej|"
    r"ex|např|tzv|tj|np|tzn|т\.\s?е|напр)\.$",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"\s*(?:[;:；：،؛]\s*|,\s+|[，、]|\s[–—-]\s|\s(?=\())")
# What only leads from one sentence to the next.
LEAD = re.compile(
    r"(?:(?i:however|therefore|thus|hence|also|moreover|furthermore|in addition|additionally|finally|first(?:ly)?|"
    r"second(?:ly)?|third(?:ly)?|then|next|lastly|in short|in summary|overall|for example|for instance|in other words|"
    r"basically|generally|so|and|but|or|well|yes|no|jedoch|daher|außerdem|zum beispiel|zunächst|schließlich|also|"
    r"cependant|donc|de plus|par exemple|d'abord|enfin|ensuite|sin embargo|por lo tanto|además|por ejemplo|primero|"
    r"finalmente|no entanto|portanto|além disso|por exemplo|tuttavia|quindi|inoltre|per esempio|však|proto|navíc|"
    r"například|nejprve|nakonec|jednak|dlatego|ponadto|na przykład|однако|поэтому|также|например|наконец|во-первых|"
    r"因此|所以|但是|然而|例如|首先|其次|最后|しかし|また|例えば|まず))(?:\s*[,，、:：]\s*|\s+(?=[A-Z]))"
)

_markdown = MarkdownIt("commonmark")
T = TypeVar("T")


class _Block(NamedTuple):
    """A paragraph, heading or item of a list as plain text, and what in it is bold."""

    text: str
    bold: tuple[str, ...]
    is_item: bool


def proposed(question: Question) -> tuple[str, ...]:
    """Return three to six points that answer and example make, fewer where they do not say as much.

    They are in the order of the text, and in its language.
    """
    answer, example = list(_blocks(question.answer)), list(_blocks(question.example))
    told = fold(question.prompt)
    found: list[str] = []
    for candidates in (_items(answer), _bold(answer), _sentences(answer), _sentences(example), _clauses(answer)):
        for each in candidates:
            if len(found) < MOST and fold(each) not in told and not any(_is_same(each, other) for other in found):
                found.append(each)
        if len(found) >= FEWEST:
            break
    text = " ".join(block.text for block in (*answer, *example))
    return tuple(sorted(found, key=lambda point: text.find(point.rstrip("…"))))


def _blocks(text: str) -> Iterator[_Block]:
    depth, fresh = 0, False  # within how many items of lists; nothing of this one has been read yet
    for token in _markdown.parse(text):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "list_item_open":
            fresh = True
        elif token.type == "inline":
            parts = token.children or []
            if plain := _plain(parts):
                yield _Block(plain, tuple(_strong(parts)), is_item=depth == 1 and fresh)
            fresh = False


def _plain(tokens: Iterable[Token]) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return " ".join("".join(breaks.get(each.type, each.content) for each in tokens if each.type != "image").split())


def _strong(tokens: list[Token]) -> Iterator[str]:
    start = None
    for i, token in enumerate(tokens):
        if token.type == "strong_open":
            start = i + 1
        elif token.type == "strong_close" and start is not None:
            if text := _plain(tokens[start:i]).strip(" :.,"):
                yield text
            start = None


def _items(blocks: list[_Block]) -> list[str]:
    """Return the points that the lists of a text make, if they have enough items."""
    items = [_short(block.text) for block in blocks if block.is_item]
    return _spread([each for each in items if each]) if len(items) >= FEWEST else []


def _bold(blocks: list[_Block]) -> list[str]:
    """Return what is said of what is bold: its sentence from there on."""
    terms = [(term, block) for block in blocks for term in block.bold]
    if len(terms) < FEWEST:
        return []
    found = []
    for term, block in _spread(terms):
        sentence = next((each for each in _split(block.text) if term in each), term)
        found.append(_short(sentence[sentence.find(term) :]))
    return [each for each in found if each]


def _sentences(blocks: list[_Block]) -> list[str]:
    """Return what the weightiest sentences begin with, in the order of the text."""
    sentences = [
        each for block in blocks for each in _split(block.text) if not each.endswith(("?", "？", "؟", ":", "："))
    ]
    often = Counter(word for each in sentences for word in set(_words(each)))
    weighed = [(_weight(each, often) * (1.2 if i == 0 else 1.0), -i) for i, each in enumerate(sentences)]
    best = sorted(-place for _, place in sorted(weighed, reverse=True)[:MOST])
    return [short for i in best if (short := _short(sentences[i]))]


def _clauses(blocks: list[_Block]) -> list[str]:
    """Return the clauses of a text that has too few sentences."""
    pieces = [piece for block in blocks for each in _split(block.text) for piece in CLAUSE.split(each)]
    return [short for piece in pieces if (short := _short(piece)) and len(_words(piece)) > 1]


def _split(text: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in SENTENCE.finditer(text):
        if not ABBREVIATION.search(text[max(start, match.start() - LONGEST_ABBREVIATION) : match.start()]):
            found.append(text[start : match.start()].strip())
            start = match.end()
    return [each for each in (*found, text[start:].strip()) if each]


def _short(sentence: str) -> str:
    """Return a sentence without what leads to it, up to the last clause that fits; "" if nothing fits."""
    sentence = sentence.strip()
    if lead := LEAD.match(sentence):
        sentence = sentence[lead.end() :]
    sentence = sentence.rstrip(".。;；। ")
    longest = LONGEST // 3 if len(DENSE.findall(sentence)) * 2 > len(sentence) else LONGEST
    if len(sentence) <= longest:
        return sentence if re.search(r"\w", sentence) else ""
    ends = [match.start() for match in CLAUSE.finditer(sentence) if longest // 4 <= match.start() <= longest]
    if ends:
        return sentence[: ends[-1]].rstrip()
    cut = sentence[: longest - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:") + "…"


def _weight(sentence: str, often: Counter[str]) -> float:
    words = set(_words(sentence))
    return sum(often[word] for word in words) / (len(words) + 4) ** 0.5 if words else 0


def _words(text: str) -> list[str]:
    folded = fold(text)
    if DENSE.search(folded):
        return [folded[i : i + 2] for i in range(len(folded) - 1)]
    return [word for word in re.findall(r"\w+", folded) if len(word) >= SHORTEST_WORD]


def _is_same(one: str, other: str) -> bool:
    first, second = set(_words(one)), set(_words(other))
    if not first or not second:
        return fold(one) == fold(other)
    return len(first & second) / min(len(first), len(second)) > SAME


def _spread(all_of_them: list[T]) -> list[T]:
    """Return at most `MOST`, spread evenly."""
    if len(all_of_them) <= MOST:
        return all_of_them
    return [all_of_them[i * (len(all_of_them) - 1) // (MOST - 1)] for i in range(MOST)]
