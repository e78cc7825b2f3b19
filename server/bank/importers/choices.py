"""Answers to choose from: lines such as "- A: ...", "b) ..." or "- [x] ...", and which of them is said to be right."""

import re

from msgspec import Struct
from msgspec.structs import replace

from server.bank.importers.tags import CODE

ONE = re.compile(
    r"\s*(?:[-*+•]\s+|>\s*)?(?P<bold>\*\*|__)?(?P<star>\*(?=\S))?(?:[(\[](?P<inner>[A-Ha-h])[)\]]|(?P<label>[A-Ha-h])\s?\\?[.):：])"
    r"(?P<close>\*\*|__)?\s+(?P<text>\S.*)$"
)
BOX = re.compile(r"\s*(?:[-*+•]\s+)?\[(?P<tick>[ xX✓✔])\](?:\s+(?P<text>\S.*)|\s*)$")
BARE = re.compile(r"[A-Ha-h]?[.):]?")  # whose text is the code below it
INLINE = re.compile(r"(?:^|\s)[(\[]?([A-Ha-h])[)\].](?:\s+)(?=\S)")
LONGEST_INLINE = 1000
RIGHT = re.compile(
    r"\s*(?:[✓✔✅☑]\ufe0f?|\((?:correct|right|richtig|correcto|correcte)[^)]{0,12}\)|\[(?:correct|x)\]|"
    r"<-+ ?correct|← ?correct)\s*",
    re.IGNORECASE,
)
WRONG = re.compile(r"\s*(?:[❌✗✘]\ufe0f?|\((?:wrong|incorrect|falsch)\))\s*", re.IGNORECASE)
LETTERS = "ABCDEFGH"
ANSWERED = re.compile(
    r"\W*(?:(?:option|choice|the )?(?:correct |right )?(?:answer|option|choice)?s?(?: (?:is|are))?\W{0,4})"
    r"(?P<letters>[A-Ha-h](?:\s*(?:,|and|&|or|/)\s*[A-Ha-h])*)(?![\w'’])",
    re.IGNORECASE,
)


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """One answer to choose; `correct` is None where the document does not say."""

    label: str
    text: str
    correct: bool | None = None


def choices(lines: list[tuple[int, str]]) -> tuple[dict[int, Choice], set[int]]:
    """Return the choices among numbered lines, by line, with the lines that continue them; none unless two follow on.

    Choices are labelled A, B, C ... in order, or are two or more boxes to tick.
    """
    found: dict[int, Choice] = {}
    more: set[int] = set()
    boxes = sum(bool(BOX.match(text)) for _, text in lines) >= 2
    for i, text in lines:
        if boxes and (match := BOX.match(text)):
            found[i] = _choice(LETTERS[len(found) % 8], match["text"] or "", True if match["tick"].strip() else None)
        elif not boxes and (match := ONE.match(text)):
            label = (match["label"] or match["inner"]).upper()
            if len(found) < len(LETTERS) and label == LETTERS[len(found)]:
                words = match["text"]
                marked = bool(match["star"]) or bool(
                    match["bold"] and not match["close"] and words.rstrip().endswith(match["bold"])
                )
                found[i] = _choice(label, words.rstrip().removesuffix(match["bold"] or "\0"), True if marked else None)
            elif found:
                break
        elif found and text.strip():
            last = max(found)
            if text.lstrip().startswith(CODE) and BARE.fullmatch(found[last].text):
                found[last] = replace(found[last], text=text.strip())
            elif text[:1].isspace():
                found[last] = replace(found[last], text=f"{found[last].text}\n{text.strip()}")
            else:
                break
            more.add(i)
    if len(found) < 2 or not all(each.text for each in found.values()):
        return {}, set()
    if boxes or any(each.correct for each in found.values()):
        if not any(each.correct for each in found.values()):
            return found, more
        found = {i: replace(each, correct=bool(each.correct)) for i, each in found.items()}
        if all(each.correct for each in found.values()):  # all in bold: that is how they are written
            found = {i: replace(each, correct=None) for i, each in found.items()}
    return found, more


def inline(text: str) -> tuple[str, list[Choice]]:
    """Return a line without the choices that stand at its end, and these: "Which? A) One B) Two C) Three"."""
    pieces = INLINE.split(text[:LONGEST_INLINE])
    labels = "".join(pieces[1::2]).upper()
    if len(labels) < 3 or not LETTERS.startswith(labels) or not all(piece.strip() for piece in pieces[2::2]):
        return text, []
    found = [_choice(label, piece.strip(" ,;|"), None) for label, piece in zip(labels, pieces[2::2], strict=True)]
    return pieces[0].strip(), found


def _choice(label: str, text: str, correct: bool | None) -> Choice:
    if RIGHT.search(text):
        text, correct = RIGHT.sub(" ", text).strip(), True
    elif WRONG.search(text):
        text, correct = WRONG.sub(" ", text).strip(), False
    return Choice(label=label, text=text.strip(), correct=correct)


def answered(found: list[Choice], answer: str | None) -> list[Choice]:
    """Return the choices with what the answer says of them: "D", "Answer: B and C", or the text of one."""
    if not found or not answer or any(each.correct is not None for each in found):
        return found
    first = answer.strip().partition("\n")[0].strip()
    right: set[str] = set()
    if match := ANSWERED.match(first):
        right = set(re.findall(r"(?<![A-Za-z])[A-H](?![A-Za-z])", match["letters"].upper()))
    if not right:
        right = {each.label for each in found if each.text.strip("`*_ .").casefold() == first.strip("`*_ .").casefold()}
    known = {each.label for each in found}
    if not right or not right <= known:
        return found
    return [replace(each, correct=each.label in right) for each in found]


def written(found: tuple[Choice, ...]) -> str:
    """Return choices as the list that stands below a prompt."""
    return "\n".join(f"- {each.label}: " + each.text.replace("\n", "\n  ") for each in found)


def right(found: tuple[Choice, ...]) -> str:
    """Return which choices are right, as an answer; "" where nothing says so."""
    return "\n".join(f"{each.label}: {each.text}" for each in found if each.correct)
