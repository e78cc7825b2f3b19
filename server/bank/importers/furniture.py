"""What surrounds questions on a page: section headings between them, and comments, links and thanks after the last.

A footer looks like the end of the last answer. It is told apart by what the other questions end with (their last
part has one paragraph, the last one seems to have six), by where a quotation ends, by its words, and by its look.
"""

import re

from server.bank.importers.company import Candidate
from server.bank.importers.inline import HEADING, plain_text
from server.bank.importers.parts import Line, Parts
from server.bank.importers.quotes import CLOSING
from server.bank.importers.sections import Outline
from server.bank.importers.tree import Document

RULE = re.compile(r"\s*([-*_=—–·•])(?:\s*\1){2,}\s*$")
FOOTER = re.compile(
    r"(?:in )?(?:conclusions?|closing|summary|final (?:thoughts|words|tips)|wrap(?:ping)?[- ]up|"
    r"(?:\d+ |post a |leave a |add a |no )?(?:comments?|repl(?:y|ies))(?: \(?\d+\)?)?|archives?|"
    r"contact(?: (?:form|us|me))?|send|submit|subscribe(?: .{0,40})?|newsletter|"
    r"(?:related|popular|recent|more|previous|next|older|newer|you (?:may|might) also)(?: .{0,40})?|"
    r"share(?: .{0,30})?|follow (?:us|me)(?: .{0,30})?|about (?:the author|us|me)|author|categories|tags|labels|search|"
    r"further reading|references|sources|privacy(?: policy)?|terms(?: .{0,30})?|home|"
    r"menu|back to top|read more|advertisement|"
    r"(?:powered|posted|written) by .{0,60}|(?:©|\(c\)|copyright).{0,100})\s*[:.!]?",
    re.IGNORECASE,
)
SECTION = re.compile(
    r"\b(?:questions?|section|part|level|chapter|beginners?|basics?|intermediate|advanced|experienced)\b", re.IGNORECASE
)
COUNTED = re.compile(r"(\d{1,2})[.)] [^\W\d_][^.?!:]{2,60}$")
OF_QUESTIONS = re.compile(r"\b[Qq]uestions?\b")
ROMAN = re.compile(r"[IVX]{1,5}[.)] \w")
ENDS = (*'.!?"”)…', "。")
ENOUGH = 4
SHORT_INTRODUCTION = 4  # blocks, the heading among them


def without_furniture(questions: list[tuple[Candidate, Parts]], document: Document, outline: Outline) -> None:
    """Leave out of the questions' last parts what belongs to the page around them."""
    sections = _counted_sections(questions, document)
    for at, (candidate, parts) in enumerate(questions, 1):
        if gone := sections & {i for i, _ in parts.sections[-1][1]}:
            parts.cut(gone)
        counted = candidate.number is not None and at < len(questions) and questions[at][0].number is not None
        _cut_heading(candidate, parts, document, outline, counted=counted)
    if questions and not document.places[questions[-1][0].line].folded:  # details end where they are closed
        _cut_footer(questions)


def _counted_sections(questions: list[tuple[Candidate, Parts]], document: Document) -> set[int]:
    """Return the lines that head sections of a text without headings: "1. Dough" above a question, "2. Oven" later."""
    lines = document.lines
    found: list[int] = []
    for candidate, _ in questions:
        at = next((i for i in range(candidate.line - 1, max(-1, candidate.line - 4), -1) if lines[i].strip()), 0)
        match = COUNTED.match(lines[at])
        if match and int(match[1]) == len(found) + 1 and (at == 0 or not lines[at - 1].strip()):
            found.append(at)
    return set(found) if len(found) > 1 else set()


def _cut_heading(candidate: Candidate, parts: Parts, document: Document, outline: Outline, *, counted: bool) -> None:
    """Leave out the heading of the next section, which stands behind the last part.

    It is as high as the one that the question stands under, or nothing much follows it. `counted` says that the next
    question has a number, too: what is as high as the question and has none may be a part of its answer.
    """
    blocks = _blocks(parts.sections[-1][1])
    first = 0 if parts.sections[-1][0] in ("", "more") else 1
    above = outline.above(candidate.line)
    under = document.places[above[0]].level if above else 0
    high = max(2 if not candidate.level else 0, candidate.level)
    own = False  # whether what is as high as the question is its answer's
    for at in range(first, len(blocks)):
        place, short = document.places[blocks[at][0][0]], len(blocks) - at <= SHORT_INTRODUCTION
        if place.kind != "heading":
            continue
        own = own or (counted and not short and 0 < candidate.level == place.level)
        if place.level < max(high, under) or (place.level == high and not own) or (place.level <= under and short):
            _leave(parts, blocks[at:])
            blocks = blocks[:at]
            break
    while len(blocks) > first and (_is_rule(blocks[-1]) or _is_section(blocks[-1])):
        _leave(parts, [blocks.pop()])
    # In a text without blank lines it is the last line.
    if blocks and len(blocks[-1]) > 1 and OF_QUESTIONS.search(blocks[-1][-1][1]) and _is_section(blocks[-1][-1:]):
        _leave(parts, [blocks[-1][-1:]])


def _cut_footer(questions: list[tuple[Candidate, Parts]]) -> None:
    last, parts = questions[-1]
    plain = not last.level  # a page with headings has one before its footer
    field, kept = parts.sections[-1]
    blocks = _blocks(kept)
    first = 0 if field in ("", "more") else 1
    others = [len(_blocks(other.sections[-1][1])) for _, other in questions[:-1] if other.sections[-1][0] == field]
    end = len(blocks)
    for at, block in enumerate(blocks):
        if at >= first and (_is_footer(block[0][1]) or RULE.match(block[0][1])):
            end = at
            break
        if plain and len(others) >= ENOUGH and at >= max(1, *others) and not _is_code(block):
            end = at
            break
        if (
            field in ("example", "model")
            and at + 1 >= max(others, default=1)
            and (cut := _after_quotation(blocks[: at + 1]))
        ):
            _leave(parts, [cut])
            end = at + 1
            break
        if inner := next((k for k, (_, text) in enumerate(block) if k and _is_footer(text)), 0):
            _leave(parts, [block[inner:]])
            end = at + 1
            break
    gone = blocks[end:]
    least = max(first, min(others, default=0) and 1)  # where all the others say something, this one does
    while end > least and all(_is_furniture(text) for _, text in blocks[end - 1]):
        end -= 1
        gone.insert(0, blocks[end])
    _leave(parts, gone)
    if any(not _is_furniture(text) for block in gone for _, text in block):
        parts.flags.append("It is the last one: what follows it in the document was left out.")


def _after_quotation(blocks: list[list[Line]]) -> list[Line]:
    """Return the lines of the last block that stand behind the quotation that the blocks are; none if they are not."""
    opening = blocks[0][0][1].lstrip("*_ ")[:1]
    if opening not in CLOSING or not opening:
        return []
    for k, (_, text) in enumerate(blocks[-1]):
        if text.rstrip("*_ .")[-1:] in tuple(CLOSING[opening]) and (k or len(blocks) > 1 or len(text) > 2):
            return blocks[-1][k + 1 :]
    return []


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Return the paragraphs of a part; a code block is one of them."""
    found: list[list[Line]] = []
    open_block = False
    fence = ""
    for i, text in lines:
        if not text.strip() and not fence:
            open_block = False
            continue
        if open_block:
            found[-1].append((i, text))
        else:
            found.append([(i, text)])
            open_block = True
        if mark := re.match(r"\s{0,3}(`{3,}|~{3,})", text):
            fence = "" if fence and text.strip().startswith(fence) else fence or mark[1]
    return found


def _leave(parts: Parts, blocks: list[list[Line]]) -> None:
    parts.cut({i for block in blocks for i, _ in block})


def _is_rule(block: list[Line]) -> bool:
    return len(block) == 1 and bool(RULE.match(block[0][1]))


def _is_section(block: list[Line]) -> bool:
    text = block[0][1].strip()
    if len(block) > 1 or len(text) > 100:
        return False
    if HEADING.match(text):
        return True
    if text != plain_text(text):  # in bold; a sentence in italics is one all the same
        return plain_text(text)[-1:] not in ENDS
    return (
        len(text.split()) <= 8
        and text[0].isupper()
        and (text.endswith(":") or (text[-1] not in ENDS and bool(SECTION.search(text) or ROMAN.match(text))))
    )


def _is_footer(text: str) -> bool:
    return len(text) < 120 and bool(FOOTER.fullmatch(plain_text(text).strip()))


def _is_furniture(text: str) -> bool:
    """Return whether a line looks like a link or a button: a few words with a capital and no end."""
    text = plain_text(text)
    return (
        _is_footer(text)
        or bool(RULE.match(text))
        or (
            len(text.split()) <= 4
            and text[:1].isupper()
            and bool(re.fullmatch(r"[\w\s'’&,/:-]+", text))
            and text[-1] != ","
        )
    )


def _is_code(block: list[Line]) -> bool:
    return block[0][1].startswith(("    ", "\t")) or bool(
        re.match(r"\s{0,3}(?:```|~~~|[-*+•]\s|\d{1,2}[.)]\s|\|)", block[0][1])
    )
