"""What an importer understood of a document, before anything is stored."""

from msgspec import Struct

from server.bank.deck import Deck, body, title_line
from server.bank.importers.choices import Choice, right, written
from server.bank.question_ids import slug, unused
from server.core.content import DIMENSIONS, Dimension, Question

LONGEST_BODY = 20_000


class Unreadable(ValueError):  # noqa: N818  # the house's way: a refusal is named for what it says
    """A document that can't be read; the message is one sentence or two that say what to do."""


class Code(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A block of code as it stands in a document; `language` is what its fence says."""

    language: str | None
    text: str


class PreviewQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question as the document has it: None where the document says nothing.

    `number` is the document's own label, `position` runs from 1. `flags` are sentences: why to look twice.
    """

    number: int | str | None
    position: int
    prompt: str
    guidance: str | None = None
    answer: str | None = None
    example: str | None = None
    choices: tuple[Choice, ...] = ()
    code: tuple[Code, ...] = ()
    points: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    difficulty: int | None = None
    seconds: int | None = None
    id: str | None = None
    confidence: float = 1.0
    flags: tuple[str, ...] = ()


class Preview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document as understood. Every line with text is in a question or, as part of a paragraph, in `left_out`.

    `refused` says of each of several files that can't be read why; the same stands in `left_out`.
    """

    title: str | None
    questions: tuple[PreviewQuestion, ...]
    left_out: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    language: str | None = None
    source: str | None = None
    licence: str | None = None
    author: str | None = None
    description: str | None = None
    dimensions: tuple[Dimension, ...] | None = None


def deck_of(preview: Preview, title: str = "", source: str = "") -> Deck:
    """Return the deck that a preview becomes; `title` and `source` stand in where the document has none.

    Raises:
        Unreadable: there is no question in it.
    """
    if not preview.questions:
        raise Unreadable("No question was found. Number the questions, each on a line of its own, and try again.")
    taken = {each.id for each in preview.questions if each.id}
    questions = []
    for each in preview.questions:
        id = each.id or unused(slug(each.prompt), taken)
        taken.add(id)
        questions.append(
            Question(
                id=id,
                prompt=f"{each.prompt}\n\n{written(each.choices)}" if each.choices else each.prompt,
                guidance=each.guidance or "",
                answer=each.answer or right(each.choices),
                example=each.example or "",
                points=each.points,
                topics=each.topics,
                difficulty=each.difficulty or 2,
                seconds=each.seconds or 120,
                number=None if each.number is None else str(each.number),
            )
        )
    return Deck(
        title=(title_line(preview.title or "") or title_line(title) or "Imported questions")[:200],
        language=preview.language or "en",
        source=(preview.source or source)[:400],
        licence=preview.licence or "",
        author=preview.author or "",
        description=body(preview.description or ""),
        dimensions=preview.dimensions or DIMENSIONS,
        questions=tuple(questions),
    )


def own_ids(preview: Preview) -> frozenset[str]:
    """Return the ids that the document itself gave: by them its next version is matched."""
    return frozenset(each.id for each in preview.questions if each.id)


def preview_of(deck: Deck) -> Preview:
    """Return a deck that was a document in our own format as its preview; `deck_of` gives it back."""
    return Preview(
        title=deck.title,
        questions=tuple(
            PreviewQuestion(
                number=_label(each.number),
                position=position,
                prompt=each.prompt,
                guidance=each.guidance or None,
                answer=each.answer or None,
                example=each.example or None,
                points=each.points,
                topics=each.topics,
                difficulty=each.difficulty,
                seconds=each.seconds,
                id=each.id,
            )
            for position, each in enumerate(deck.questions, 1)
        ),
        language=deck.language,
        source=deck.source or None,
        licence=deck.licence or None,
        author=deck.author or None,
        description=deck.description or None,
        dimensions=deck.dimensions,
    )


def _label(number: str | None) -> int | str | None:
    return int(number) if number and number.isascii() and number.isdigit() and str(int(number)) == number else number
