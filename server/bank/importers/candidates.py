"""Which lines of a text begin a question: every line that could is scored, and the best chain of them wins.

Theory of operation. A line that is numbered, or reads like a question, is a candidate with a score of its own. A chain
of candidates adds to that how well each follows the one before (the next number, the same form) and how well the text
between them fills one question (each labelled part at most once). So a numbered list within an answer loses against
the questions around it: it restarts, looks different and has no parts. The weights were set by hand, on documents
made for the purpose in `tests/bank/test_importer.py`.
"""

import re
from itertools import accumulate
from typing import NamedTuple

from server.bank.importers.labels import Label

NUMBERED = re.compile(
    r"(?P<indent>\s*)(?P<item>[-*+>•]\s+)?(?P<head>\#{1,6}\s+|\#{2,6})?(?P<open>[*_]{1,3})?\s*"
    r"(?:(?P<word>q(?:uestion|n)?(?:\s*no)?(?![a-z])[\s.:\#]*)?(?P<mark>[\[(\#])?(?P<number>\d{1,4})"
    r"(?P<delimiter>\s?\\?[.):\]]{1,2}|\s?[-–—]{1,2}(?=\s))?(?P<close>[*_]{1,3})?(?P<late>[.):])?"
    r"|(?P<bare>q(?:uestion)?\s*[:.)])[*_]{0,3})"
    r"(?P<gap>\s+|$|(?=[^\W\d]|[\"'“‘`(*]))(?P<text>.*)$",
    re.IGNORECASE,
)
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
BOLD = re.compile(r"\s{0,3}(\*\*|__)(?!\s)(.+?)(?<!\s)\1[.:]?\s*$")
ASKS = re.compile(
    r"(?:and |so |now |then |in your (?:own )?words,? )?(?:what|why|how|when|where|which|who|whom|whose|is|are|was|"
    r"were|do|does|did|can|could|would|should|will|have|has|had|explain|describe|define|discuss|compare|contrast|tell|give|name|list|"
    r"walk|show|write|implement|outline|differentiate|distinguish|mention|state|elaborate|illustrate|summari[sz]e|identify|"
    r"design|suppose|imagine|assume|talk|share|provide|demonstrate|highlight|clarify|if)\b",
    re.IGNORECASE,
)
ENDS_ASKING = re.compile(
    "[?？؟\u037e]"
    r"[\"'”’)*_\s]*$"
)
PREFIX = re.compile(r"(?:\*\*|__)?question\s*(?::\s*(?:\*\*|__)?|(?:\*\*|__)\s*:)\s*(?=\S)", re.IGNORECASE)
LONGEST_LINE = 1000
MOST_FOR_A_STEP = 3.0  # the next number, and the usual parts
PARTS = ("guidance", "answer", "example")


class Candidate(NamedTuple):
    """A line that may begin a question; `style` is how its number is written, `score` how much it reads like one."""

    line: int
    number: int | None
    text: str
    style: tuple[str, ...]
    score: float
    level: int


def asking(text: str) -> bool:
    """Return whether a text ends with a question mark."""
    return bool(ENDS_ASKING.search(text))


def plain_text(text: str) -> str:
    """Return a line without Markdown's marks around the whole of it."""
    text = text.strip()
    if match := HEADING.match(text):
        text = _without_closing_marks(match[2])
    if (match := BOLD.match(text)) and match[1] not in match[2]:
        text = match[2].strip()
    return text


def _without_closing_marks(text: str) -> str:
    """Return a heading's text without the marks that may close it; the mark of C# is its own."""
    text = text.strip()
    open_text = text.rstrip("#")
    return open_text.rstrip() if not open_text or open_text[-1].isspace() else text


def candidates(lines: list[str], labels: dict[int, Label], code: set[int]) -> list[Candidate]:
    """Return the lines that may begin a question, with their scores."""
    found: list[Candidate] = []
    final = labels[max(labels)].field if labels else ""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    numbered = {i: match for i in filled if i not in code and (match := _numbered(lines[i]))}
    for at, i in enumerate(filled):
        line = lines[i]
        if i in code or len(line) > LONGEST_LINE or (i in labels and not (i in numbered and asking(line))):
            continue
        above, below = filled[at - 1] if at else -2, filled[at + 1] if at + 1 < len(filled) else -2
        opens = above != i - 1 or above in labels
        candidate = _of_number(i, numbered[i], lines, labels) if i in numbered else _of_text(i, line, opens)
        if candidate is None:
            continue
        score = candidate.score + (0.5 if above != i - 1 else -0.5) + 0.5 * (below != i + 1 or below in labels)
        score += 2 * asking(candidate.text) + bool(ASKS.match(candidate.text)) - (len(candidate.text) > 250)
        indent = len(line) - len(line.lstrip())
        score -= 2.5 if indent >= 4 or line.lstrip(" ").startswith("\t") else float(indent >= 2)
        if i in numbered:
            # A list's items stand next to each other.
            score -= sum(1.0 if abs(i - k) == 1 else 0.75 for k in (above, below) if k in numbered)
        if above in labels and not labels[above].rest:
            score -= 3  # it is what the label announces
        elif above in labels and labels[above].field == final:
            score += 1  # the question before it has ended
        found.append(candidate._replace(score=score))
    return found


def _numbered(line: str) -> re.Match[str] | None:
    if len(line) > LONGEST_LINE or not (match := NUMBERED.match(line)):
        return None
    clear = match["bare"] or match["delimiter"] or match["late"] or match["word"] or match["mark"]
    return match if clear or asking(line) else None


def _of_number(i: int, match: re.Match[str], lines: list[str], labels: dict[int, Label]) -> Candidate | None:
    text = _inner(match)
    if not text:
        # The number stands alone and the question below it.
        below = next((k for k in range(i + 1, min(len(lines), i + 3)) if lines[k].strip()), None)
        if below is None or below in labels or _numbered(lines[below]):
            return None
        text = plain_text(lines[below])
    word = match["word"] or match["bare"]
    style = (
        "word" if word else "number",
        "heading" if match["head"] else "",
        "bold" if match["open"] or (match["text"].startswith("**") and match["text"].rstrip().endswith("**")) else "",
        (match["delimiter"] or match["late"] or "").strip(),
        "item" if match["item"] else "",
    )
    score = -0.5 + 2 * bool(word) + bool(style[1] or style[2])
    number = int(match["number"]) if match["number"] else None
    return Candidate(i, number, text, style, score, len((match["head"] or "").strip()))


def _inner(match: re.Match[str]) -> str:
    text = match["text"].strip()
    opened = match["open"]
    if match["head"]:
        text = _without_closing_marks(text)
    if opened and not match["close"] and text.endswith(opened) and text.count(opened) % 2:
        text = text[: -len(opened)].rstrip()
    elif opened and not match["close"] and text.startswith(opened) and text.count(opened) == 1:
        text = text[len(opened) :]
    text = PREFIX.sub("", plain_text(text), 1)
    return text if re.search(r"\w", text) else ""


def _of_text(i: int, line: str, opens: bool) -> Candidate | None:
    """Return a line without a number as a candidate, if it looks like a question; `opens`: it begins a paragraph."""
    heading, bold = HEADING.match(line), BOLD.match(line)
    text = plain_text(line)
    if len(text) > 300 or not re.match(r"\W{0,3}\w", text) or text[0] in "-+>|<":
        return None
    if not asking(text) and not (ASKS.match(text) and (opens or heading or bold)):
        return None
    style = ("text", "heading" if heading else "", "bold" if bold else "", "", "")
    return Candidate(i, None, text, style, -2.5 + 1.5 * bool(heading or bold), len(heading[1]) if heading else 0)


def chain(all: list[Candidate], labels: dict[int, Label], size: int) -> list[Candidate]:
    """Return the candidates that together explain a document of `size` lines best, in order; none if none do."""
    counts = {field: _running(labels, field, size) for field in PARTS}
    totals = {field: counts[field][size] for field in PARTS}
    usual = [field for field in PARTS if totals[field] >= 2 and totals[field] >= 0.6 * max(totals.values())]

    def filled(start: int, end: int) -> float:
        """Score the text between two candidates: are the usual parts there, each once?"""
        twice = missing = 0
        for field, running in counts.items():  # asked so often that the loop is worth spelling out
            inside = running[end] - running[start]
            if inside > 1:
                twice += inside - 1
            elif not inside and field in usual:
                missing += 1
        return (2 - 2.5 * missing if usual else 0.0) - 3 * min(twice, 4)

    # Far enough to step over a list in an answer; bounded, so that a file of nothing but numbers ends too.
    window = max(20, min(300, 300_000 // max(1, len(all))))
    best: list[tuple[float, int]] = []
    for i, candidate in enumerate(all):
        score, before = (0.0 if candidate.number in (0, 1, None) else -1.0), -1
        for j in range(i - 1, max(-1, i - window - 1), -1):
            if best[j][0] + MOST_FOR_A_STEP <= score:
                continue
            value = best[j][0] + _step(all[j], candidate) + filled(all[j].line, candidate.line)
            if value > score:
                score, before = value, j
        best.append((score + candidate.score, before))
    ends = [(best[i][0] + filled(all[i].line, size), i) for i in range(len(all))]
    score, at = max(ends, default=(0.0, -1))
    found: list[Candidate] = []
    while score > 0 and at >= 0:
        found.append(all[at])
        at = best[at][1]
    return found[::-1]


def _running(labels: dict[int, Label], field: str, size: int) -> list[int]:
    return [0, *accumulate(int(i in labels and labels[i].field == field) for i in range(size))]


def _step(one: Candidate, next: Candidate) -> float:
    score = 0.0 if one.style == next.style else -2.0
    if one.number is None or next.number is None:
        return score + (0.3 if one.number is next.number else -0.5)
    gap = next.number - one.number
    if gap == 1:
        return score + 1
    if gap > 1:
        return score - (1 if gap <= 5 else 2)
    return score - (2.5 if gap == 0 else 3 if next.number == 1 else 4)
