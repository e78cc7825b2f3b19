"""Which lines of a document may begin a question, and how much each looks like it.

A line is a candidate for what it says (a number, a question mark, "explain ..."), for its form (a heading, a summary
of details, bold, a list's item) and for its company: where most lines of one form ask, the others of that form do,
too. What stands beneath a line that asks (in its details, under its heading, in an item's list) is likelier part of its
answer. `chain` chooses among the candidates.
"""

import re

from server.bank.importers.company import PLAIN, Candidate, in_company
from server.bank.importers.inline import (
    BOLD,
    BOX,
    ITEM,
    LEAD,
    LINK,
    LONGEST_LINE,
    plain_text,
    undecorated,
    without_closing_marks,
)
from server.bank.importers.labels import Label, is_between
from server.bank.importers.sections import is_graded
from server.bank.importers.tree import Document, Place
from server.bank.importers.words import DELIMITERS, QUESTION, asking, begins_asking, commands, to_the_reader

NUMBERED = re.compile(
    r"(?P<indent>\s*)(?P<item>[-*+>•]\s+)?(?P<head>\#{1,6}\s+|\#{2,6})?(?P<open>[*_]{1,3})?\s*"
    rf"(?:(?P<word>(?:{QUESTION}|q|第)(?:\s*no)?(?![^\W\d_])[\s.:：\#]*)?(?P<mark>[\[(（\#])?"
    r"(?P<number>\d{1,4}(?:\.\d{1,3}(?!\d)){0,3}|(?-i:[IVXL]{1,6}|[a-z](?=[.)]))(?=[.):]))(?:\s*(?:of|"
    r"/)\s*\d{1,4}(?=\W|$)|\s?[题題問](?=\W|$))?"
    rf"(?P<delimiter>\s?\\?[{DELIMITERS}]{{1,2}}|\s?[-–—]{{1,2}}(?=\s))?(?P<close>[*_]{{1,3}})?(?P<late>[.):])?"
    rf"|(?P<bare>(?:{QUESTION}|q)\s*[:：.)])[*_]{{0,3}})"
    r"(?P<gap>\s+|$|(?=[^\W\d]|[\"'“‘`(*¿«]))(?P<text>.*)$",
    re.IGNORECASE,
)
PREFIX = re.compile(rf"(?:\*\*|__)?{QUESTION}\s*(?:[:：]\s*(?:\*\*|__)?|(?:\*\*|__)\s*[:：])\s*(?=\S)", re.IGNORECASE)
TASK = 1.5  # a paragraph of one line that says "explain ..."
SHORT_TASK = 90
ENOUGH = 5
MOST_BETWEEN = 12  # lines
ANSWERING = ("answer", "guidance", "example", "model")
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def candidates(document: Document, labels: dict[int, Label]) -> list[Candidate]:
    """Return the lines that may begin a question, with their scores."""
    lines, places = document.lines, document.places
    found: list[Candidate] = []
    final = labels[max(labels)].field if labels else ""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    readable = [i for i in filled if places[i].kind not in ("code", "table", "rule") and len(lines[i]) <= LONGEST_LINE]
    numbered = {i: match for i in readable if (match := _numbered(lines[i]))}
    able = set(readable)
    all_ask = _is_list_of_questions(readable, document)
    for at, i in enumerate(filled):
        line, place = lines[i], places[i]
        if i not in able or (i in labels and not (i in numbered and asking(line))):
            continue
        above, below = filled[at - 1] if at else -2, filled[at + 1] if at + 1 < len(filled) else -2
        candidate = _of_line(i, document, labels, numbered, above, below, all_ask)
        if candidate is None:
            continue
        score = candidate.score + (0.5 if above != i - 1 else -0.5) + 0.5 * (below != i + 1 or below in labels)
        score += 2 * asking(candidate.text) + begins_asking(candidate.text) - (len(candidate.text) > 250)
        if place.item and place.depth <= 1 and candidate.style[4]:
            score += float(above == i - 1) + 0.5 * (below == i + 1)  # a list's items stand next to each other
        elif candidate.style == PLAIN and not asking(candidate.text):
            alone = below != i + 1 or len(line) <= SHORT_TASK
            score += TASK if commands(candidate.text) and above != i - 1 and alone else -1.0
        if to_the_reader(candidate.text) and candidate.number is None:
            score -= 2
        if candidate.style == PLAIN and not begins_asking(candidate.text) and re.search(r"[.!] ", candidate.text):
            score -= 1  # a paragraph that ends with a question
        indent = len(line) - len(line.lstrip())
        score -= 2.5 if indent >= 4 or line.lstrip(" ").startswith("\t") else float(indent >= 2)
        score -= 1.5 * max(0, place.depth - 1) + 2 * place.quoted
        if i in numbered and place.kind == "text":
            # A list's items stand next to each other.
            score -= sum(1.0 if abs(i - k) == 1 else 0.75 for k in (above, below) if _is_item(k, numbered, places))
        if place.kind == "heading" and below in labels and labels[below].field in ANSWERING:
            score += 1  # its answer is announced right below
        if above in labels and not labels[above].rest:
            score -= 3  # it is what the label announces
        elif above in labels and labels[above].field == final:
            score += 1  # the question before it has ended
        found.append(candidate._replace(score=score))
    return in_company(found, document)


def _is_item(i: int, numbered: dict[int, re.Match[str]], places: list[Place]) -> bool:
    return i in numbered and places[i].kind == "text"


def _is_list_of_questions(readable: list[int], document: Document) -> bool:
    """Return whether most items of the document's lists ask: the others are questions, too."""
    items = [document.lines[i] for i in readable if document.places[i].item and document.places[i].depth <= 1]
    texts = [line[match.end() :].strip() for line in items if (match := ITEM.match(line))]
    texts = [plain_text(text) for text in texts if not LINK.fullmatch(text) or asking(plain_text(text))]
    asked = sum(asking(text) or begins_asking(text) for text in texts)
    return asked >= ENOUGH and asked * 10 >= len(texts) * 7


def _numbered(line: str) -> re.Match[str] | None:
    if not (match := NUMBERED.match(line)):
        return None
    clear = match["bare"] or match["delimiter"] or match["late"] or match["word"] or match["mark"]
    label = match["number"] or ""
    if label[:1].isalpha():
        text = plain_text(match["text"])
        return match if clear and len(label) < len(line.strip()) - 1 and (asking(text) or begins_asking(text)) else None
    dotted = "." in label and (match["head"] or commands(match["text"]))
    return match if clear or asking(line) or dotted else None


def _of_line(
    i: int,
    document: Document,
    labels: dict[int, Label],
    numbered: dict[int, re.Match[str]],
    above: int,
    below: int,
    all_ask: bool,
) -> Candidate | None:
    line, place = document.lines[i], document.places[i]
    if i in numbered:
        return _of_number(i, numbered[i], document, labels, below)
    if place.kind == "summary":
        text = plain_text(line)
        return Candidate(i, None, None, text, ("text", "summary", "", "", ""), 0.0, 0) if _worded(text) else None
    opens = above != i - 1 or above in labels or place.opens
    return _of_text(i, line, place, opens, all_ask and place.item and place.depth <= 1)


def _of_number(
    i: int, match: re.Match[str], document: Document, labels: dict[int, Label], below: int
) -> Candidate | None:
    text, rest = _led(_inner(match))
    if not text:
        text = _below(i, below, document, labels)
        if not text:
            return None
    place = document.places[i]
    word = match["word"] or match["bare"]
    head = place.kind if place.kind in ("heading", "summary") else ""
    style = (
        "word" if word else "number",
        f"{head}{place.level or ''}",
        "bold" if match["open"] or (match["text"].startswith("**") and match["text"].rstrip().endswith("**")) else "",
        (match["delimiter"] or match["late"] or "").strip(),
        "item" if match["item"] else "",
    )
    score = -0.5 + 2 * bool(word) + bool(style[1] or style[2])
    label = match["number"]
    number = _counted(label) if label else None
    plain = label is not None and label.isdecimal()
    return Candidate(i, number if plain else label, number, text, style, score, place.level, rest)


def _below(i: int, below: int, document: Document, labels: dict[int, Label]) -> str:
    """Return the question below a number that stands alone, perhaps behind "Tags: ..." and "### Question"."""
    if not i < below < i + 3:
        return ""
    for k in range(below, min(below + MOST_BETWEEN, len(document.lines))):
        line = document.lines[k]
        if is_between(line, labels.get(k)):
            continue
        asks = k not in labels and document.places[k].kind != "code" and not _numbered(line)
        return plain_text(line) if asks and _worded(plain_text(line)) else ""
    return ""


def _led(text: str) -> tuple[str, str]:
    """Return a prompt in bold, and what stands behind it on its line."""
    match = LEAD.match(text)
    if (
        not match
        or not _worded(match["rest"])
        or asking(match["rest"])
        or not (asking(match["text"]) or begins_asking(match["text"]))
    ):
        return text, ""
    rest = match["rest"].strip(" :–—-\t")
    return match["text"].strip(), "" if is_graded(rest) else rest


def _counted(label: str) -> int:
    """Return which one a label says: the last part of 1.2, a roman number, or a letter's place."""
    last = label.rpartition(".")[2]
    if last.isdecimal():
        return int(last)
    if not last.isupper():
        return ord(last) - ord("a") + 1
    values = [ROMAN[each] for each in last]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _inner(match: re.Match[str]) -> str:
    text = match["text"].strip()
    opened = match["open"]
    if match["head"]:
        text = without_closing_marks(text)
    if opened and not match["close"] and text.endswith(opened) and text.count(opened) % 2:
        text = text[: -len(opened)].rstrip()
    elif opened and not match["close"] and text.startswith(opened) and text.count(opened) == 1:
        text = text[len(opened) :]
    text = PREFIX.sub("", plain_text(text), 1)
    return text if _worded(text) else ""


def _of_text(i: int, line: str, place: Place, opens: bool, listed: bool) -> Candidate | None:
    """Return a line without a number as a candidate, if it looks like a question.

    Args:
        opens: whether it begins a paragraph.
        listed: whether it is an item of a list of questions.
    """
    heading, item = place.kind == "heading", ITEM.match(line)
    inner = BOX.sub("", line[item.end() :], 1) if item else line
    text, rest = _led(inner.strip())
    text = plain_text(text)
    bold = bool(rest) or BOLD.match(undecorated(inner.rstrip()))
    if len(text) > 300 or not re.match(r"\W{0,3}\w", text) or (text[0] in "+>|" and not item):
        return None
    asks = asking(text) or heading or (opens and bold) or (begins_asking(text) and (opens or bold)) or commands(text)
    if not asks and (not listed or item is None or LINK.fullmatch(inner.strip())):
        return None
    if (whole := LINK.fullmatch(inner.strip("*_ "))) and whole["target"].startswith("#"):
        return None  # a line of a table of contents
    style = ("text", f"heading{place.level}" if heading else "", "bold" if bold else "", "", "item" if item else "")
    score = -2.5 + 1.5 * bool(heading or bold or (listed and item and not asking(text))) - 0.5 * bool(item)
    return Candidate(i, None, None, text, style, score, place.level, rest)


def _worded(text: str) -> bool:
    return bool(re.search(r"\w", text))
