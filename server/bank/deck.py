"""A deck: an ordered, named set of questions."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct, structs

from server.bank.markdown import render
from server.core import names
from server.core.content import DIMENSIONS, Content, Dimension, Question, Rendered

Text = Annotated[str, Meta(max_length=400)]


class Deck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A deck as it is stored, exported and imported. `description` is Markdown; `language` is a BCP 47 tag."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    language: Annotated[str, Meta(min_length=1, max_length=35)] = "en"
    source: Text = ""
    licence: Text = ""
    author: Text = ""
    description: Annotated[str, Meta(max_length=20_000)] = ""
    dimensions: Annotated[tuple[Dimension, ...], Meta(min_length=1, max_length=8)] = DIMENSIONS
    questions: tuple[Question, ...] = ()


def content(deck: Deck, question_ids: Iterable[str] | None = None) -> Content:
    """Return what an interview copies of a deck: the questions named, in deck order, with their HTML.

    Rendering takes about a millisecond a question: call it through `runtime.offload`.

    Args:
        deck: the deck to take from.
        question_ids: which questions; all of them if None.

    Raises:
        KeyError: an id that is not in the deck.
    """
    questions = deck.questions
    if question_ids is not None:
        wanted = set(question_ids)
        if unknown := wanted - {question.id for question in questions}:
            raise KeyError(min(unknown))
        questions = tuple(question for question in questions if question.id in wanted)
    return Content(
        title=deck.title,
        questions=questions,
        rendered={question.id: rendered(question) for question in questions},
        dimensions=deck.dimensions,
        source=deck.source,
        licence=deck.licence,
        author=deck.author,
    )


def rendered(question: Question) -> Rendered:
    """Return the four bodies of a question as sanitised HTML."""
    return Rendered(
        prompt=render(question.prompt),
        guidance=render(question.guidance),
        answer=render(question.answer),
        example=render(question.example),
    )


def normalised(deck: Deck) -> Deck:
    """Return the deck as its file keeps it: the rules are those of `docs/deck-format.md`."""
    return structs.replace(
        deck,
        title=one_line(deck.title),
        language=one_line(deck.language),
        source=one_line(deck.source),
        licence=one_line(deck.licence),
        author=one_line(deck.author),
        description=body(deck.description),
        dimensions=tuple(
            structs.replace(
                each,
                name=one_line(each.name),
                steps=(
                    one_line(each.steps[0]),
                    one_line(each.steps[1]),
                    one_line(each.steps[2]),
                    one_line(each.steps[3]),
                ),
            )
            for each in deck.dimensions
        ),
        questions=tuple(
            structs.replace(
                each,
                prompt=body(each.prompt),
                guidance=body(each.guidance),
                answer=body(each.answer),
                example=body(each.example),
                points=tuple(filter(None, map(one_line, each.points))),
                topics=tuple(filter(None, map(one_line, each.topics))),
                number=one_line(each.number or "") or None,
            )
            for each in deck.questions
        ),
    )


def one_line(text: str) -> str:
    """Return the text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def title_line(text: str) -> str:
    """Return the text as a title: one line, with nothing in it that can't be shown or turns what stands around it."""
    return one_line(names.shown(one_line(text)))


def body(text: str) -> str:
    """Return the text with line feeds as its line ends and without blank lines before and after it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    return "\n".join(lines[first:])
