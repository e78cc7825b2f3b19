"""The lines of one question, sorted into its prompt and its parts."""

import re
import textwrap

from server.bank.deck import body, one_line
from server.bank.importers.candidates import ASKS, LONGEST_LINE, Candidate, asking
from server.bank.importers.labels import Label, difficulty
from server.bank.importers.preview import LONGEST_BODY

Line = tuple[int, str]

BULLET = re.compile(r"\s*(?:[-*+•·–]|\d{1,2}[.)])\s+")
CLOSING = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»", "‘": "’", "”": "”"}
ONE_LINE_FIELDS = ("topics", "difficulty")
MOST_ITEMS = 12


class Parts:
    """What one question consists of: `head` begins its prompt, a section whose field is "" has no label."""

    def __init__(self, head: list[Line]) -> None:
        self.head = head
        self.sections: list[tuple[str, list[Line]]] = []
        self.left_out: set[int] = set()
        self.flags: list[str] = []

    def prompt(self) -> str:
        """Return the prompt: with the unlabelled text, if a label says where the answer begins."""
        head = one_line(" ".join(text for _, text in self.head))
        more = self._joined("") if self._answer_is_labelled() else ""
        return f"{head}\n\n{more}" if more else head

    def text(self, field: str) -> str | None:
        """Return the guidance, the answer or the example; None if the document has none."""
        fields = [field]
        model_is = "example" if self._joined("answer") or (self._joined("") and not self._is_prompt("")) else "answer"
        if field == model_is:
            fields.append("model")
        if field == "answer" and not self._answer_is_labelled():
            fields.insert(0, "")
        text = "\n\n".join(filter(None, map(self._joined, fields)))
        if field == "example":
            text = unquoted(text)
        return text or None

    def points(self) -> tuple[str, ...]:
        """Return the talking points, one for each line or list item."""
        return tuple(filter(None, (one_line(BULLET.sub("", text, 1)) for text in self._joined("points").split("\n"))))

    def topics(self) -> tuple[str, ...]:
        """Return the topics, which commas, semicolons or bars divide."""
        return tuple(filter(None, map(one_line, re.split(r"[,;|]", self._joined("topics").replace("\n", ",")))))

    def difficulty(self) -> int | None:
        """Return 1-3, or None if the document does not say."""
        return difficulty(self._joined("difficulty"))

    def has_text(self) -> bool:
        """Return whether there is anything but the prompt."""
        return any(self._joined(field) for field, _ in self.sections)

    def all_lines(self) -> set[int]:
        """Return the lines that this question took from the document."""
        return {i for i, _ in self.head} | {i for _, lines in self.sections for i, _ in lines} | self.left_out

    def cut(self, lines: set[int]) -> None:
        """Leave lines out of the last section."""
        field, kept = self.sections[-1]
        self.sections[-1] = (field, [each for each in kept if each[0] not in lines])
        self.left_out |= lines

    def limit(self) -> None:
        """Leave out what is more than a question may hold, and say so."""
        sizes: dict[str, int] = {"": sum(len(text) + 1 for _, text in self.head)}
        over: set[int] = set()
        for position, (field, lines) in enumerate(self.sections):
            kept = []
            for i, text in lines:
                # The answer is what is unlabelled, labelled or a model, together; two more for the blank line between.
                of = "" if field in ("answer", "model") else field
                items = field in ("points", "topics")
                sizes[of] = sizes.get(of, 0) + (bool(text.strip()) if items else len(text) + 3)
                most = MOST_ITEMS if items else LONGEST_BODY
                if field == "topics":
                    fits = text.count(",") + text.count(";") + text.count("|") < MOST_ITEMS and all(
                        len(topic) <= 60 for topic in re.split(r"[,;|]", text)
                    )
                else:
                    fits = field != "points" or len(text) <= 400
                if sizes[of] <= most and fits:
                    kept.append((i, text))
                elif text.strip():
                    over.add(i)
            self.sections[position] = (field, kept)
        if over:
            self.left_out |= over
            self.flags.append("It is longer than a question may be; the rest was left out.")

    def _joined(self, field: str) -> str:
        texts = (_text(lines) for name, lines in self.sections if name == field)
        return "\n\n".join(text for text in texts if text)

    def _answer_is_labelled(self) -> bool:
        return any(field == "answer" for field, _ in self.sections)

    def _is_prompt(self, field: str) -> bool:
        return field == "" and self._answer_is_labelled()


def parts_of(candidate: Candidate, lines: list[str], labels: dict[int, Label], code: set[int]) -> Parts:
    """Sort the lines of one question; `lines[0]` is the candidate's, which is line `candidate.line` of the document."""
    start = candidate.line
    head, at = [(start, candidate.text)], 1
    if at < len(lines) and candidate.text not in lines[0]:
        at = next(i for i in range(1, len(lines)) if lines[i].strip()) + 1
        head.append((start + at - 1, ""))
    run = at
    while run < len(lines) and lines[run].strip() and start + run not in labels and start + run not in code:
        run += 1
    more = _more_of_prompt(candidate, lines[at:run])
    head += [(start + at + i, lines[at + i].strip().strip("*_")) for i in range(more)]
    parts = Parts(head)
    parts.sections.append(("", []))
    for i in range(at + more, len(lines)):
        found = labels.get(start + i)
        if found and (found.field != "difficulty" or all(field != "difficulty" for field, _ in parts.sections)):
            parts.sections.append((found.field, [(start + i, found.rest)]))
        elif parts.sections[-1][0] in ONE_LINE_FIELDS:
            parts.sections.append(("", [(start + i, lines[i])]))
        else:
            parts.sections[-1][1].append((start + i, lines[i]))
    parts.limit()
    return parts


def _more_of_prompt(candidate: Candidate, run: list[str]) -> int:
    """Return how many of the lines right below belong to the prompt; `run` is the rest of its paragraph."""
    run = run[:5] if all(len(line) <= LONGEST_LINE for line in run[:5]) else []
    text = candidate.text.rstrip()
    asked = [i for i, line in enumerate(run) if asking(line)]
    if asking(text):
        every = len(asked) == len(run) and all(ASKS.match(line.strip()) for line in run)
        return len(run) if every else 0
    if candidate.style[1] or candidate.style[2]:
        return 0
    ended = text.endswith((".", "!", ":"))
    if asked and (not ended or asked[0] == len(run) - 1):
        return asked[0] + 1
    count = 0
    while count < len(run) and not text.endswith((".", "!", ":", "?")):
        line = run[count].strip()
        if len(text) < 60 and not (line[0].islower() or line[0] in "(`'\"" or line[0].isdigit()):
            break
        if BULLET.match(run[count]):
            break
        text = line
        count += 1
    return count


def unquoted(text: str) -> str:
    """Return a spoken answer without the quotation marks around the whole of it, of which the last may be missing."""
    if not text or text[0] not in CLOSING:
        return text
    closing = CLOSING[text[0]]
    inner = text[1:].rstrip("*_ .")
    ends = bool(inner) and inner[-1] in closing
    inner = inner[:-1] if ends else text[1:]
    # An apostrophe within a word closes nothing.
    marks = list(re.finditer(rf"(?<!\w)[{closing}]|[{closing}](?!\w)", inner))
    if (marks and not ends) or (marks and text[0] in "\"'" and not _opens(inner, marks[0].start())):
        return text  # two quotations, one at either end, or only one at the beginning
    return body(inner).strip() or text


def _opens(text: str, at: int) -> bool:
    return not text[at - 1 : at].strip(" (") and not text[at + 1 : at + 2].isspace()


def _text(lines: list[Line]) -> str:
    """Return the text of a section; what a list indented is moved back."""
    if not lines:
        return ""
    first, rest = lines[0][1], "\n".join(text for _, text in lines[1:])
    # The first line stands behind a label, at whatever column: only the others have an indentation of their own.
    indented = rest and all(line[:1].isspace() for line in rest.split("\n") if line.strip())
    return body(first + "\n" + (textwrap.dedent(rest) if indented else rest)).rstrip()
