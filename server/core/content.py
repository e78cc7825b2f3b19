"""What an interview is about: its questions, copied once when it starts and never changed after.

State refers to questions by id; texts reach a participant only through `views.py` and `report.py`.
"""

from functools import cached_property, lru_cache
from typing import Annotated

from msgspec import Meta, Struct

from .interview import WARMUP

Line = Annotated[str, Meta(max_length=400)]
Body = Annotated[str, Meta(max_length=20_000)]


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One question of a deck. Bodies are Markdown; `seconds` is the suggested answer time.

    `number` is the label the source document gave it, if any.
    """

    id: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]+$")]
    prompt: Annotated[str, Meta(min_length=1, max_length=20_000)]
    guidance: Body = ""
    answer: Body = ""
    example: Body = ""
    points: Annotated[tuple[Line, ...], Meta(max_length=12)] = ()
    topics: Annotated[tuple[Annotated[str, Meta(max_length=60)], ...], Meta(max_length=12)] = ()
    difficulty: Annotated[int, Meta(ge=1, le=3)] = 2
    seconds: Annotated[int, Meta(ge=10, le=3600)] = 120
    number: Annotated[str, Meta(max_length=20)] | None = None

    @property
    def title(self) -> str:
        """Return the first line of the prompt, at most 80 characters: what lists show."""
        return _title(self.prompt)


@lru_cache(4096)
def _title(prompt: str) -> str:
    line = prompt.strip().partition("\n")[0].strip().lstrip("#").strip()
    return line if len(line) <= 80 else line[:79].rstrip() + "…"


class Rendered(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The bodies of a question as sanitised HTML, made once on the server (`bank/markdown.py`)."""

    prompt: str
    guidance: str = ""
    answer: str = ""
    example: str = ""


WARMUP_QUESTION = Question(
    id=WARMUP,
    prompt="What did you have for breakfast, and how would you make it?",
    guidance="Say what it is in one sentence, then the steps in order. This is only a warm-up: nothing of it is kept.",
    answer="Anything goes. A good answer names the thing first and has three or four steps.",
    example="Porridge. I boil oats in milk for five minutes, stir in a pinch of salt, and put an apple on top.",
    points=("Names it first", "Has steps in order"),
    topics=("warm-up",),
    difficulty=1,
    seconds=60,
)
"""Asked in the lobby, to try clock, reveals and typing on; everybody may know it."""

WARMUP_RENDERED = Rendered(
    prompt=f"<p>{WARMUP_QUESTION.prompt}</p>",
    guidance=f"<p>{WARMUP_QUESTION.guidance}</p>",
    answer=f"<p>{WARMUP_QUESTION.answer}</p>",
    example=f"<p>{WARMUP_QUESTION.example}</p>",
)


class Dimension(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One scale of a mark; `steps` says in a sentence what each of 1, 2, 3 and 4 looks like."""

    id: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]+$")]
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    steps: tuple[Line, Line, Line, Line]


DIMENSIONS = (
    Dimension(
        id="communication",
        name="Communication",
        steps=(
            "Hard to follow; the listener has to guess the point.",
            "The point comes across after questions or detours.",
            "Clear and in order; the listener can follow without help.",
            "Clear, short and well chosen for this listener; checks that it landed.",
        ),
    ),
    Dimension(
        id="correctness",
        name="Correctness",
        steps=(
            "The central statement is wrong or missing.",
            "The gist is right, with errors that would cause trouble at work.",
            "Right in all that matters; small slips only.",
            "Right throughout, and says where it stops being true.",
        ),
    ),
    Dimension(
        id="depth",
        name="Depth",
        steps=(
            "Repeats a definition.",
            "Explains how, not why.",
            "Explains why, with an example or a trade-off.",
            "Weighs alternatives from experience and knows the consequences.",
        ),
    ),
)


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The questions of one interview in deck order, their HTML by id, and the scales to mark on."""

    title: str
    questions: tuple[Question, ...]
    rendered: dict[str, Rendered]
    dimensions: tuple[Dimension, ...] = DIMENSIONS
    source: str = ""
    licence: str = ""
    author: str = ""

    def question(self, id: str) -> Question:
        """Return the question with this id, the warm-up included; KeyError if there is none."""
        return WARMUP_QUESTION if id == WARMUP else self._by_id[id]

    def html(self, id: str) -> Rendered:
        """Return the bodies of the question with this id as HTML; KeyError if there is none."""
        return WARMUP_RENDERED if id == WARMUP else self.rendered[id]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}
