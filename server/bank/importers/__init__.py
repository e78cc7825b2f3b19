"""Documents that people have, understood as questions.

To read one that somebody sent, use `server.bank.reading`, which does this in a child process with limits.
"""

from codecs import BOM_UTF8
from collections.abc import Sequence
from itertools import accumulate
from pathlib import PurePath

from msgspec import DecodeError, convert, json, structs, to_builtins

from server.bank import table
from server.bank.deck import Deck
from server.bank.deckfile import DeckError, parse
from server.bank.importers import kinds
from server.bank.importers.decode import check
from server.bank.importers.preview import Preview, PreviewQuestion, Unreadable, deck_of, preview_of
from server.bank.importers.question_tables import recognised
from server.bank.importers.recognise import merged, recognise
from server.bank.importers.records.questions import preview_of_data, preview_of_table
from server.bank.importers.tree import Document

MOST_QUESTIONS = 2000
MOST_LEFT_OUT = 500_000  # characters
MOST_FILES = 1000


def preview(data: bytes, name: str) -> Preview:
    """Understand a document.

    Args:
        data: the file as it is, at most 10 MB.
        name: its name, which stands in for a title; its ending says nothing.

    Raises:
        Unreadable: empty, too large, of a kind that is not read, or broken at a place that is named.
    """
    check(data)
    return _bounded(_titled(_exported(data) or _understood(kinds.known(data), data), name))


def preview_all(files: Sequence[tuple[bytes, str]]) -> Preview:
    """Understand several documents as one, in the order of their names.

    A file that can't be read is left out and said to be; what is left out says from which file.

    Args:
        files: each as it is, and its name; 10 MB at most together.

    Raises:
        Unreadable: none of them can be read, or they are too many or too large.
    """
    if len(files) == 1:
        return preview(*files[0])
    if len(files) > MOST_FILES:
        raise Unreadable(f"{len(files)} files are more than {MOST_FILES}. Import them in parts.")
    check(b"".join(data for data, _ in files))
    found: list[tuple[str, kinds.Known, Preview]] = []
    refused: list[str] = []
    for data, name in sorted(files, key=lambda each: each[1]):
        try:
            known = kinds.known(data)
            found.append((name, known, _understood(known, data)))
        except Unreadable as error:
            refused.append(f"{name}: {error}")
    if not found:
        raise Unreadable(refused[0] if refused else "There is no file. Choose one that has questions in it.")
    questions, left_out = _of_one_each(found) or (
        [question for _, _, each in found for question in each.questions],
        [f"{name}: {text}" for name, _, each in found for text in each.left_out],
    )
    languages, sources, licences, authors = (
        {getattr(each, field) for _, _, each in found} for field in ("language", "source", "licence", "author")
    )
    return _bounded(
        Preview(
            title=None,
            questions=merged(questions),
            left_out=(*refused, *left_out),
            refused=tuple(refused),
            language=_only(languages),
            source=_only(sources),
            licence=_only(licences),
            author=_only(authors),
        )
    )


def _of_one_each(
    found: Sequence[tuple[str, kinds.Known, Preview]],
) -> tuple[Sequence[PreviewQuestion], list[str]] | None:
    """Return what texts with a question each say when they are read as one: each shows what the others look like."""
    if len(found) < 3 or any(known.kind != "text" for _, known, _ in found):
        return None
    counts = [len(each.questions) for _, _, each in found]
    if max(counts) > 2 or sum(count == 1 for count in counts) * 3 < len(counts) * 2:
        return None
    together = recognise(Document("\n\n".join(known.text.strip("\n") for _, known, _ in found)))
    if len(together.questions) < sum(counts):
        return None
    left_out = []
    at = 0
    for text in together.left_out:
        line = text.partition("\n")[0]
        at = next((i for i in (*range(at, len(found)), *range(at)) if line in found[i][1].text), at)
        left_out.append(f"{found[at][0]}: {text}")
    return together.questions, left_out


def _exported(data: bytes) -> Preview | None:
    """Return what our own table or JSON says; None for any other document, and where a value is not ours."""
    try:
        if data.startswith((table.FIRST_LINE.encode(), BOM_UTF8 + table.FIRST_LINE.encode())):
            deck = table.read(data.decode("utf-8-sig"))
            return preview_of(deck) if deck else None
        if not data.lstrip().startswith(b"{") or b'"left_out"' not in data:
            return None
        found = json.decode(data, type=Preview)
        deck = convert(to_builtins(deck_of(found)), Deck)  # a preview has no bounds, a deck has
    except (DecodeError, UnicodeDecodeError, Unreadable):
        return None
    return found if len({each.id for each in deck.questions}) == len(deck.questions) else None


def _understood(known: kinds.Known, data: bytes) -> Preview:
    match known.kind:
        case "deck":
            try:
                return preview_of(parse(known.text))
            except DeckError as error:
                raise Unreadable(f"This deck file has an error. {error}") from None
        case "data":
            return preview_of_data(known.data)
        case "table":
            from server.bank.importers.formats.tables import rows_of

            return preview_of_table(rows_of(known.text, known.delimiter))
        case "page":
            from server.bank.importers.formats import page

            return page.preview_of(known.text)
        case "anki" | "package":
            from server.bank.importers.formats import anki

            return anki.preview_of_export(known.text) if known.kind == "anki" else anki.preview_of_package(data)
        case "word":
            from server.bank.importers.formats import word

            text, left_out = word.markdown_of(data)
            return recognised(text, tagged=False, left_out=left_out)
        case "pdf":
            from server.bank.importers.formats import pdf

            text, left_out = pdf.text_of(data)
            return recognised(text, tagged=False, left_out=left_out)
        case "text":
            from server.bank.importers.formats import text as texts

            return texts.preview_of(known.text)


def _titled(found: Preview, name: str) -> Preview:
    return structs.replace(found, title=found.title or PurePath(name).stem or None)


def _bounded(found: Preview) -> Preview:
    """Return a preview with as much as a page can show of what was left out.

    Raises:
        Unreadable: there are more questions than a deck may have.
    """
    if len(found.questions) > MOST_QUESTIONS:
        raise Unreadable(
            f"The document has {len(found.questions)} questions. Split it: a deck has {MOST_QUESTIONS} at most."
        )
    return structs.replace(found, left_out=_shown(found.left_out))


def _only(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _shown(left_out: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a page can show of what was left out, and how much more there is."""
    sizes = accumulate(map(len, left_out))
    shown = next((i for i, size in enumerate(sizes) if size > MOST_LEFT_OUT), len(left_out))
    if shown == len(left_out):
        return left_out
    return (*left_out[:shown], f"… and {len(left_out) - shown} more paragraphs")
