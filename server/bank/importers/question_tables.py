"""Tables within a document whose header says that their rows are questions."""

import re
from collections.abc import Iterator

from msgspec import structs

from server.bank.importers.labels import apart
from server.bank.importers.preview import Preview, PreviewQuestion
from server.bank.importers.recognise import merged, recognise
from server.bank.importers.records.names import role_of
from server.bank.importers.records.questions import questions_of_table
from server.bank.importers.sections import GENERAL, cleaned
from server.bank.importers.tree import Document, fences
from server.bank.importers.words import asking

RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
CELL = re.compile(r"((?:[^|\\`]|\\.|`[^`\n]*`|`)*)(?:\||$)")
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
TELLING = {"answer", "guidance", "example", "difficulty", "topics"}
LONGEST_ROW = 50_000


def recognised(text: str, *, tagged: bool = True, left_out: list[str] | None = None) -> Preview:
    """Return what a text says, as `recognise` does; the rows of its tables of questions are questions."""
    text = apart(text)
    segments = list(_segments(text.split("\n")))
    if len(segments) == 1:
        return recognise(Document(text, tagged=tagged, left_out=left_out or ()))
    questions: list[PreviewQuestion] = []
    said: list[str] = [*(left_out or ())]
    title: str | None = None
    for segment in segments:
        if isinstance(segment, tuple):
            questions += segment
        else:
            found = recognise(Document(segment, tagged=tagged))
            title = title or found.title
            questions += found.questions
            said += found.left_out
    return Preview(title=title, questions=merged(questions), left_out=tuple(said))


def _segments(lines: list[str]) -> Iterator[str | tuple[PreviewQuestion, ...]]:
    """Yield the text between the tables of questions, and the questions of each."""
    code = {i for start, end in fences(lines).items() for i in range(start, end + 1)}
    begun = i = 0
    headings: list[tuple[int, str]] = []
    while i < len(lines):
        if i not in code and (match := HEADING.match(lines[i])):
            headings = [each for each in headings if each[0] < len(match[1])]
            headings.append((len(match[1]), cleaned(match[2])))
        if i in code or "|" not in lines[i] or i + 1 >= len(lines) or not _is_header(lines[i], lines[i + 1]):
            i += 1
            continue
        end = i + 2
        while end < len(lines) and "|" in lines[end] and end not in code:
            end += 1
        rows = [_cells(line) for line in lines[i + 2 : end] if len(line) <= LONGEST_ROW]
        questions = questions_of_table(_cells(lines[i]), rows)
        if questions and len(rows) == end - i - 2:
            topics = tuple(text for level, text in headings if _is_topic(level, text))
            yield "\n".join(lines[begun:i])
            yield tuple(structs.replace(each, topics=each.topics or topics) for each in questions)
            begun = end
        i = end
    yield "\n".join(lines[begun:])


def _is_topic(level: int, text: str) -> bool:
    return bool(text) and level > 1 and not GENERAL.fullmatch(text) and not asking(text)


def _is_header(line: str, below: str) -> bool:
    if len(line) > 1000 or len(below) > 1000 or not RULE.match(below):
        return False
    return "prompt" in (said := {role_of(cell) for cell in _cells(line)}) and bool(said & TELLING)


def _cells(line: str) -> list[str]:
    """Return the cells of a row; a bar that is escaped or in code divides nothing."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    found, at = [], 0
    while at <= len(inner):
        match = CELL.match(inner, at)
        if match is None:
            break
        found.append(match[1].strip().replace("\\|", "|"))
        at = match.end() if match.end() > at else at + 1
        if match.end() == len(inner) and not inner.endswith("|"):
            break
    return found
