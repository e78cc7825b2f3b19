"""Questions in a document: which lines begin them, what belongs to each, and what to no question at all."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from msgspec import structs

from server.bank.importers.answer_key import hand_out
from server.bank.importers.candidates import candidates
from server.bank.importers.chain import chain
from server.bank.importers.choices import answered
from server.bank.importers.company import Candidate
from server.bank.importers.division import parts_of
from server.bank.importers.furniture import without_furniture
from server.bank.importers.inline import plain_text
from server.bank.importers.labels import label, labels
from server.bank.importers.parts import Parts
from server.bank.importers.preview import Code, Preview, PreviewQuestion
from server.bank.importers.scale import scaled
from server.bank.importers.sections import Outline, legend, sign_of
from server.bank.importers.tree import Document
from server.bank.importers.words import asking, begins_asking

SURE = 4.0  # the score of a line that is numbered, asks, and has the parts that the others have
ON_ONE_LINE = re.compile(r"(?P<prompt>[^?？]{3,300}[?？][\"”’)*_]*)\s+(?P<answer>(?![^.!]*[?？]\s*$)\S.*)$")
ONE_SENTENCE = re.compile(r"(?P<prompt>[^.:!?]{3,200}[.:])\s+(?P<answer>\S.*)$")
IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
SERIES = 4
SHORT = 100  # characters
PARTS = (("answer", "answer"), ("guidance", "guidance"), ("example", "example answer"))

_code = MarkdownIt("commonmark").disable(["inline"])


def recognise(document: Document) -> Preview:
    """Return what a document says: its questions with their parts, and everything else."""
    lines = document.lines
    named = labels(document)
    found = _series(chain(candidates(document, named), named, document))
    for each in found:
        named.pop(each.line, None)
    starts = [each.line for each in found]
    ends = [*starts[1:], len(lines)][: len(starts)]
    out = set(range(starts[0] if starts else len(lines)))
    questions = [(each, parts_of(each, document, end, named)) for each, end in zip(found, ends, strict=True)]
    hand_out(questions)
    _split_lines([parts for _, parts in questions])
    _name_models([parts for _, parts in questions])
    _part_hints([parts for _, parts in questions])
    without_furniture(questions, document, Outline(document, named))
    contents = _contents(questions)
    kept = [each for i, each in enumerate(questions) if i not in contents]
    for i in contents:
        candidate, parts = questions[i]
        out |= {candidate.line, *parts.all_lines()}
    for _, parts in kept:
        out |= parts.left_out
    return Preview(
        title=_title(document, lines[: starts[0]] if starts else lines),
        questions=merged(_questions(kept, document)),
        left_out=_once((*_paragraphs(document, out), *document.left_out)),
    )


def _series(found: list[Candidate]) -> list[Candidate]:
    """Return a series of numbered questions without the sections of the article around it that happen to ask."""
    numbered = [i for i, each in enumerate(found) if each.number is not None]
    if len(numbered) < SERIES or len(numbered) * 2 < len(found) or found[numbered[0]].number != 1:
        return found
    first, last = numbered[0], numbered[-1]
    level = found[first].level or 7
    asked = {_key(found[i].text) for i in numbered}  # a table of contents is a series, too
    return [
        each
        for i, each in enumerate(found)
        if first <= i <= last or not 0 < each.level < level + (i < first) or _key(each.text) in asked
    ]


def _split_lines(all: list[Parts]) -> None:
    """Divide question and answer where most questions have theirs on one line: "What is yeast? A fungus."."""
    short = [parts for parts in all if len(parts.head) == 1]
    asked = [parts for parts in short if not parts.has_text() and ON_ONE_LINE.match(parts.head[0][1])]
    if len(asked) < 2 or 2 * len(asked) < len(all):
        return
    for parts in short:
        line, text = parts.head[0]
        match = ON_ONE_LINE.match(text) or (begins_asking(text) and ONE_SENTENCE.match(text))
        if match:
            parts.head = [(line, match["prompt"])]
            named = label(match["answer"])
            parts.sections.insert(0, (named.field, [(line, named.rest)]) if named else ("", [(line, match["answer"])]))


def _name_models(all: list[Parts]) -> None:
    """Take "Strong answer:" for the answer of all questions where most have no other one."""
    modelled = [parts for parts in all if parts.has("model")]
    if sum(not parts.has("") and not parts.has("answer") for parts in modelled) * 2 > len(modelled):
        for parts in modelled:
            if not parts.has("answer"):
                parts.rename("model", "answer")


def _part_hints(all: list[Parts]) -> None:
    """Divide "Hint: ..." from the answer below it where most of the others have an answer."""
    bare = [parts for parts in all if not parts.text("answer")]
    if len(bare) * 2 < len(all):
        for parts in bare:
            parts.part_hint()


def _contents(questions: list[tuple[Candidate, Parts]]) -> set[int]:
    """Return which questions are only lines of a table of contents: the same prompt stands again, with a text."""
    texts = {_key(parts.title()) for _, parts in questions if parts.has_text()}
    return {i for i, (_, parts) in enumerate(questions) if not parts.has_text() and _key(parts.title()) in texts}


def _key(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _questions(kept: list[tuple[Candidate, Parts]], document: Document) -> list[PreviewQuestion]:
    texts = [{field: parts.text(field) for field, _ in PARTS} for _, parts in kept]
    usual = [(field, name) for field, name in PARTS if sum(bool(each[field]) for each in texts) * 2 > len(kept)]
    signs = legend(document)
    taken = {i for candidate, parts in kept for i in parts.all_lines() - parts.left_out if i != candidate.line}
    outline = Outline(document, taken)
    starts = {candidate.line for candidate, _ in kept}
    said = [outline.said_above(candidate.line, starts) for candidate, _ in kept]
    common = _common([topics for topics, _ in said])
    # Headings say how hard their questions are only where they tell some from others.
    graded = len({hard for _, hard in said if hard}) > 1
    rated = scaled([parts.difficulty() for _, parts in kept])
    found: list[PreviewQuestion] = []
    for position, ((candidate, parts), text, (above, hard), own) in enumerate(
        zip(kept, texts, said, rated, strict=True), 1
    ):
        flags = list(parts.flags)
        before, number = kept[position - 2][0].number if position > 1 else None, candidate.number
        if before is not None and number is not None and number != before + 1:
            flags.append(f"The number {number} does not follow {before}.")
        if candidate.score < 1 and not asking(parts.title()) and not begins_asking(parts.title()):
            flags.append("This may not be a question.")
        flags += [f"It has no {name}; most of the others have one." for field, name in usual if not text[field]]
        prompt = parts.prompt()
        found.append(
            PreviewQuestion(
                number=candidate.label,
                position=position,
                prompt=prompt,
                guidance=text["guidance"],
                answer=text["answer"],
                example=text["example"],
                choices=tuple(answered(parts.choices, text["answer"])),
                code=code_in(prompt, *(each.text for each in parts.choices), *text.values()),
                points=parts.points(),
                topics=parts.topics() or tuple(each for each in above if each not in common),
                difficulty=own or sign_of(document.lines[candidate.line], signs) or (hard if graded else None),
                confidence=_confidence(candidate, flags),
                flags=tuple(flags),
            )
        )
    return found


def _common(all: list[list[str]]) -> set[str]:
    """Return the topics that tell no question from another, where others do."""
    common = set(all[0] if all else ()).intersection(*all)
    return common if any(set(topics) - common for topics in all) else set()


def _confidence(candidate: Candidate, flags: list[str]) -> float:
    """Return from 0 to 1 how sure the importer is of a question."""
    sure = max(0.0, min(1.0, 0.5 + candidate.score / (2 * SURE)))
    return round(sure * 0.8 ** len(flags), 2)


def code_in(*texts: str | None) -> tuple[Code, ...]:
    """Return the blocks of code in the texts, in order, to the byte."""
    return tuple(
        Code(language=token.info.strip().split(" ")[0] or None, text=token.content.removesuffix("\n"))
        for text in texts
        if text and ("```" in text or "~~~" in text or "    " in text)
        for token in _code.parse(text)
        if token.type in ("fence", "code_block")
    )


def merged(questions: Iterable[PreviewQuestion]) -> tuple[PreviewQuestion, ...]:
    """Return the questions with those that stand twice as one, which has the topics of both.

    The same prompt, with its code and its choices, is the same question, unless both have an answer, guidance, an
    example or points and not the same.
    """
    found: list[PreviewQuestion] = []
    places: dict[tuple[str, ...], int] = {}
    for each in questions:
        key = (each.prompt.strip(), *(choice.text for choice in each.choices))
        at = places.get(key)
        if at is None or _differ(found[at], each):
            places.setdefault(key, len(found))
            found.append(each)
            continue
        first = found[at]
        found[at] = structs.replace(
            first,
            guidance=first.guidance or each.guidance,
            answer=first.answer or each.answer,
            example=first.example or each.example,
            points=first.points or each.points,
            topics=tuple(dict.fromkeys((*first.topics, *each.topics)))[:12],
            difficulty=first.difficulty or each.difficulty,
        )
    return tuple(structs.replace(each, position=position) for position, each in enumerate(found, 1))


def _differ(one: PreviewQuestion, other: PreviewQuestion) -> bool:
    """Return whether both have a text and not the same, of which one would be lost."""
    pairs = [(getattr(one, field), getattr(other, field)) for field in ("answer", "guidance", "example")]
    return any(a and b and _key(a) != _key(b) for a, b in pairs) or bool(
        one.points and other.points and one.points != other.points
    )


def _title(document: Document, intro: list[str]) -> str | None:
    """Return the first heading of the first level, or the first line with text if it stands alone; None for neither."""
    worded = [i for i, line in enumerate(intro) if any(map(str.isalnum, IMAGE.sub("", line)))]
    if not worded:
        return None
    top = [i for i in worded if (place := document.places[i]).kind == "heading" and place.level == 1]
    first = (top or worded)[0]
    if not top and first + 1 < len(intro) and intro[first + 1].strip(" =-\t"):
        return None
    title = document.whole(plain_text(IMAGE.sub("", intro[first]))).lstrip("# ")
    return title if 0 < len(title) <= 150 else None


def _paragraphs(document: Document, out: set[int]) -> tuple[str, ...]:
    """Return the lines that are in no question as paragraphs."""
    found: list[list[str]] = []
    before = -2
    for i in sorted(out):
        line = document.whole(document.lines[i].strip())
        if not any(map(str.isalnum, line)):
            continue
        if i == before + 1 and found:
            found[-1].append(line)
        else:
            found.append([line])
        before = i
    return tuple("\n".join(each) for each in found)


def _once(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Return paragraphs with each short one once: "Back to top" stands under every question."""
    short = dict.fromkeys(each for each in paragraphs if len(each) <= SHORT)
    return tuple(each for each in paragraphs if len(each) > SHORT or short.pop(each, ...) is None)
