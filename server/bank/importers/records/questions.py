"""Records as questions, with what only all of them together tell: the scale of difficulty, where code belongs."""

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from server.bank.deck import body
from server.bank.importers.preview import LONGEST_BODY, Preview, PreviewQuestion, Unreadable
from server.bank.importers.recognise import code_in, merged
from server.bank.importers.records.draft import (
    LANGUAGE,
    Custom,
    Draft,
    written_size,
)
from server.bank.importers.records.finding import Found, Record, find
from server.bank.importers.records.leftovers import Leftovers
from server.bank.importers.records.names import label_of, plain
from server.bank.importers.records.options import counts_from_one, options_of_record
from server.bank.importers.records.rows import table
from server.bank.importers.records.values import Value, is_nothing, text_of
from server.bank.importers.scale import scaled
from server.bank.importers.words import asking, begins_asking, refers_to_code

NUMBERED = re.compile(
    r"(?:(?:question|q)\s?)?(\d{1,4})\s?[.):]\s+(?=\S)|(?:question|q)\s?(\d{1,4})\s+[-–—]\s+(?=\S)", re.IGNORECASE
)
USUAL = (("answer", "answer"), ("guidance", "guidance"), ("example", "example answer"))
MOST_RECORDS = 10_000
SURE, GUESSED = 1.0, 0.7


def preview_of_data(data: Value, *, is_html: bool = False) -> Preview:
    """Return data as a preview; `is_html` says that all its texts are HTML."""
    return preview_of_records(find(data), is_html=is_html)


def preview_of_table(rows: Sequence[Sequence[str]], *, is_html: bool = False) -> Preview:
    """Return a table as a preview; its first rows may name the columns, and need not."""
    records, before = table(rows)
    found = find(records)
    return preview_of_records(found._replace(left_out=[*before, *found.left_out]), is_html=is_html)


def questions_of_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[PreviewQuestion, ...]:
    """Return the rows of a table within a document as questions; none unless the header says that they are."""
    names = [plain(name) for name in header]
    records: list[Value] = [dict(zip(names, row, strict=False)) for row in rows]
    found = find(records)
    named = any("prompt" in record.roles.values() for record in found.records[:1])
    return preview_of_records(found).questions if named else ()


def preview_of_records(found: Found, *, is_html: bool = False) -> Preview:
    """Return records as a preview.

    Raises:
        Unreadable: there are more than anybody asks.
    """
    if len(found.records) > MOST_RECORDS:
        raise Unreadable(f"The document has {len(found.records)} questions. Split it.")
    custom = Custom(is_html, _code_is_the_prompts(found.records), _counting(found.records))
    leftovers = Leftovers()
    drafts = []
    for record in found.records:
        if any(record.roles.get(name) == "prompt" and not is_nothing(value) for name, value in record.values.items()):
            drafts.append(Draft(record, custom, leftovers))
        elif not is_nothing(record.values):
            leftovers.record("A record without a question: " + text_of(record.values))
    about = found.about
    languages = {draft.language for draft in drafts}
    said = about.get("language", "") if LANGUAGE.fullmatch(about.get("language", "")) else ""
    questions = _questions(drafts)
    return Preview(
        title=about.get("title") or None,
        questions=merged(questions),
        left_out=(*leftovers.said(), *found.left_out),
        language=said or (languages.pop() if len(languages) == 1 else "") or None,
        source=about.get("source") or None,
        licence=about.get("licence") or None,
        author=about.get("author") or None,
        description=about.get("description") or None,
    )


def _questions(drafts: Sequence[Draft]) -> list[PreviewQuestion]:
    hard = scaled([draft.difficulty for draft in drafts])
    prompts = [draft.prompt() for draft in drafts]
    matches = [NUMBERED.match(prompt) for prompt in prompts]
    # A number that begins the text is the document's label, if nearly all have one.
    numbered = sum(match is not None for match in matches) * 5 >= len(matches) * 4
    found = []
    for position, (draft, prompt, match) in enumerate(zip(drafts, prompts, matches, strict=True), 1):
        number = draft.number
        if match and numbered:
            number = label_of(match[1] or match[2]) if number is None else number
            prompt = prompt[match.end() :]
        texts = {field: draft.text(field) for field, _ in USUAL}
        prompt = draft.cut("prompt", prompt, LONGEST_BODY - written_size(draft.choices)) or "…"
        found.append(
            PreviewQuestion(
                number=number,
                position=position,
                prompt=body(prompt),
                guidance=texts["guidance"],
                answer=texts["answer"],
                example=texts["example"],
                choices=draft.choices,
                code=code_in(prompt, texts["guidance"], texts["answer"], texts["example"]),
                points=tuple(draft.points),
                topics=tuple(draft.topics),
                difficulty=hard[position - 1],
                seconds=draft.seconds,
                flags=tuple(draft.flags),
            )
        )
    return _flagged(found)


def _flagged(questions: list[PreviewQuestion]) -> list[PreviewQuestion]:
    """Return the questions with why to look twice: what most of the others have and they have not."""
    usual = [
        (field, name)
        for field, name in USUAL
        if sum(bool(getattr(each, field)) for each in questions) * 2 > len(questions)
    ]
    asked = [asking(each.prompt) or begins_asking(each.prompt) for each in questions]
    mostly = sum(asked) * 2 > len(questions)
    found = []
    for each, asks in zip(questions, asked, strict=True):
        flags = list(each.flags)
        if mostly and not asks:
            flags.append("This may not be a question.")
        flags += [
            f"It has no {name}; most of the others have one." for field, name in usual if not getattr(each, field)
        ]
        sure = (SURE if mostly else GUESSED) * 0.8 ** len(flags)
        found.append(structs.replace(each, flags=tuple(flags), confidence=round(sure, 2)))
    return found


def _code_is_the_prompts(records: Sequence[Record]) -> bool:
    """Return whether code without a side belongs to the questions: it stands before answers, or they refer to it."""
    before = referring = count = 0
    for record in records:
        order = [
            role for name, value in record.values.items() if not is_nothing(value) and (role := record.roles.get(name))
        ]
        if "code" not in order:
            continue
        count += 1
        before += "answer" not in order or order.index("code") < order.index("answer")
        referring += any(
            record.roles.get(name) == "prompt" and isinstance(value, str) and refers_to_code(value)
            for name, value in record.values.items()
        )
    return max(before, referring) * 2 > count > 0


def _counting(records: Sequence[Record]) -> dict[str, bool]:
    """Return for each field that says which choice is right whether its numbers count from one."""
    said: dict[str, list[tuple[int, Value]]] = defaultdict(list)
    apart = any("choice" in record.roles.values() for record in records)
    for record in records:
        fields = [name for name in record.values if record.roles.get(name) in ("correct", "answer")]
        if fields and (options := options_of_record(record, is_html=False)[0]):
            for name in fields:
                said[name].append((len(options), record.values[name]))
    return {name: counts_from_one(pairs, name, apart=apart) for name, pairs in said.items()}
