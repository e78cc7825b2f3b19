"""A deck as Markdown to read or to print: the questions, numbered, with their parts below them."""

from server.bank.deck import Deck, normalised
from server.bank.deckfile import FENCE, HEADING, SECTIONS, closing_lines
from server.core.content import Question

DIFFICULTIES = {1: "easy", 2: "medium", 3: "hard"}
PARTS = {field: name.capitalize() for name, field in SECTIONS.items() if field != "prompt"}


def write(deck: Deck) -> bytes:
    """Return the deck as Markdown."""
    deck = normalised(deck)
    said = (("Source", deck.source), ("Licence", deck.licence), ("Author", deck.author))
    blocks = [
        f"# {deck.title}",
        "\n".join(f"- {name}: {text}" for name, text in said if text),
        _below(deck.description),
    ]
    for place, question in enumerate(deck.questions, 1):
        blocks += _blocks(question, place)
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def _blocks(question: Question, place: int) -> list[str]:
    title, _, more = question.prompt.partition("\n")
    about = [f"Difficulty: {DIFFICULTIES[question.difficulty]}"]
    about += [f"Topics: {', '.join(question.topics)}"] if question.topics else []
    blocks = [
        f"## {place}. {title.strip().lstrip('#').strip() or 'Question'}",
        _below(more.strip("\n")),
        "\n".join(f"- {line}" for line in about),
    ]
    for field, name in PARTS.items():
        value = getattr(question, field)
        text = "\n".join(f"- {point}" for point in value) if isinstance(value, tuple) else _below(value)
        if text:
            blocks += [f"### {name}", text]
    return blocks


def _below(text: str) -> str:
    """Return a text whose headings stand below those of a question, and whose code fences all have an end."""
    lines = text.split("\n")
    closing = closing_lines(lines)
    written, until, open_fence = [], -1, ""
    for i, line in enumerate(lines):
        until = closing.get(i, until)
        if i > until and HEADING.match(line):
            line = f"###{line}"
        elif i > until and not open_fence and (fence := FENCE.match(line)):
            open_fence = fence[1]
        written.append(line)
    return "\n".join([*written, open_fence] if open_fence else written)
