"""Questions in plain text and simple Markdown: numbered or not, with labelled parts or without."""

from server.bank.deckfile import closing_lines
from server.bank.importers.candidates import ASKS, Candidate, asking, candidates, chain, plain_text
from server.bank.importers.furniture import without_furniture
from server.bank.importers.labels import label
from server.bank.importers.parts import Parts, parts_of
from server.bank.importers.preview import Preview, PreviewQuestion


def recognise(text: str) -> Preview:
    """Return what a text says: its questions with their parts, and everything else."""
    lines = text.split("\n")
    code = {i for start, end in closing_lines(lines).items() for i in range(start, end + 1)}
    labels = {i: named for i, line in enumerate(lines) if i not in code and (named := label(line))}
    found = chain(candidates(lines, labels, code), labels, len(lines))
    for each in found:
        labels.pop(each.line, None)
    starts = [each.line for each in found]
    ends = [*starts[1:], len(lines)][: len(starts)]
    out = set(range(starts[0] if starts else len(lines)))
    questions: list[tuple[Candidate, Parts]] = []
    for each, end in zip(found, ends, strict=True):
        questions.append((each, parts_of(each, lines[each.line : end], labels, code)))
    without_furniture(questions, lines)
    contents = _contents(questions)
    kept = [each for i, each in enumerate(questions) if i not in contents]
    for i in contents:
        candidate, parts = questions[i]
        out |= {candidate.line, *parts.all_lines()}
    for _, parts in kept:
        out |= parts.left_out
    return Preview(
        title=_title(lines[: starts[0]] if starts else lines),
        questions=_questions(kept),
        left_out=_paragraphs(lines, out),
    )


def _contents(questions: list[tuple[Candidate, Parts]]) -> set[int]:
    """Return which questions are only lines of a table of contents: the same prompt stands again, with a text."""
    texts = {parts.prompt().casefold() for _, parts in questions if parts.has_text()}
    return {i for i, (_, parts) in enumerate(questions) if not parts.has_text() and parts.prompt().casefold() in texts}


def _questions(kept: list[tuple[Candidate, Parts]]) -> tuple[PreviewQuestion, ...]:
    usual = [
        (field, name)
        for field, name in (("answer", "answer"), ("guidance", "guidance"), ("example", "example answer"))
        if sum(bool(parts.text(field)) for _, parts in kept) * 2 > len(kept)
    ]
    found: list[PreviewQuestion] = []
    for position, (candidate, parts) in enumerate(kept, 1):
        flags = list(parts.flags)
        before, number = kept[position - 2][0].number if position > 1 else None, candidate.number
        if before is not None and number is not None and number != before + 1:
            flags.append(f"The number {number} does not follow {before}.")
        if candidate.score < 1 and not asking(parts.prompt()) and not ASKS.match(parts.prompt()):
            flags.append("This may not be a question.")
        flags += [f"It has no {name}; most of the others have one." for field, name in usual if not parts.text(field)]
        found.append(
            PreviewQuestion(
                number=number,
                position=position,
                prompt=parts.prompt(),
                guidance=parts.text("guidance"),
                answer=parts.text("answer"),
                example=parts.text("example"),
                points=parts.points(),
                topics=parts.topics(),
                difficulty=parts.difficulty(),
                flags=tuple(flags),
            )
        )
    return tuple(found)


def _title(intro: list[str]) -> str | None:
    """Return the first line with text, if it stands alone and is short enough for a title."""
    first = next((i for i, line in enumerate(intro) if line.strip()), None)
    if first is None or (first + 1 < len(intro) and intro[first + 1].strip(" =-\t")):
        return None
    title = plain_text(intro[first])
    return title if 0 < len(title) <= 150 else None


def _paragraphs(lines: list[str], out: set[int]) -> tuple[str, ...]:
    """Return the lines that are in no question as paragraphs."""
    found: list[list[str]] = []
    before = -2
    for i in sorted(out):
        if not lines[i].strip():
            continue
        if i == before + 1 and found:
            found[-1].append(lines[i].strip())
        else:
            found.append([lines[i].strip()])
        before = i
    return tuple("\n".join(each) for each in found)
