"""Small decks whose every text is a canary: `CANARY.<what>.<question>`, found again wherever it goes."""

import re

from server.core.content import Content, Question, Rendered

CANARY = re.compile(r"CANARY\.[a-z0-9-]+\.[a-z0-9-]+")
POINTS = 3


def canary(what: str, of: str) -> str:
    """Return the text that stands for `what` of a question or a seat."""
    return f"CANARY.{what}.{of}"


def deck(questions: int = 6, *, without: dict[str, tuple[str, ...]] | None = None) -> Content:
    """Return questions q1, q2, ... of 100 s each; `without` names, by question, the stages that it lacks."""
    lacking = without or {}
    ids = [f"q{number}" for number in range(1, questions + 1)]
    return Content(
        title=canary("deck", "title"),
        questions=tuple(_question(id, lacking.get(id, ())) for id in ids),
        rendered={id: _rendered(id, lacking.get(id, ())) for id in ids},
        source=canary("deck", "source"),
        licence=canary("deck", "licence"),
        author=canary("deck", "author"),
    )


def _question(id: str, lacking: tuple[str, ...]) -> Question:
    return Question(
        id=id,
        prompt=f"{canary('title', id)}\n\n{canary('prompt', id)}",
        points=tuple(canary(f"point{number}", id) for number in range(POINTS)),
        topics=(canary("topic", id),),
        seconds=100,
        number=canary("number", id),
        **{stage: canary(stage, id) for stage in ("guidance", "answer", "example") if stage not in lacking},
    )


def _rendered(id: str, lacking: tuple[str, ...]) -> Rendered:
    return Rendered(
        prompt=f"<h1>{canary('title', id)}</h1><p>{canary('prompt', id)}</p>",
        **{stage: f"<p>{canary(stage, id)}</p>" for stage in ("guidance", "answer", "example") if stage not in lacking},
    )
