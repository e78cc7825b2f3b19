"""A deck as a text that Anki imports: https://docs.ankiweb.net/importing/text-files.html.

A note for each question with a field for each part, as HTML. The guid is made from the deck and the question, so that
importing the file again changes the notes that are there.
"""

import csv
import io
from hashlib import sha256
from html import escape

from server.bank.deck import Deck, normalised, one_line
from server.bank.markdown import render
from server.core.content import Question

COLUMNS = (
    "GUID",
    "Question",
    "How to answer",
    "Answer",
    "Example answer",
    "Talking points",
    "Difficulty",
    "Attribution",
    "Tags",
)


def write(deck: Deck) -> bytes:
    """Return the deck as a text file for Anki."""
    deck = normalised(deck)
    file = io.StringIO(newline="")
    head = [
        "#separator:tab",
        "#html:true",
        f"#deck:{one_line(deck.title)}",
        "#columns:" + "\t".join(COLUMNS),
        "#guid column:1",
        f"#tags column:{len(COLUMNS)}",
    ]
    file.writelines(f"{line}\n" for line in head)
    rows = csv.writer(file, delimiter="\t", lineterminator="\n")
    source = _source(deck)
    for question in deck.questions:
        rows.writerow(_cells(question, deck.title, source))
    return file.getvalue().encode()


def _cells(question: Question, title: str, source: str) -> tuple[str, ...]:
    points = "".join(f"<li>{escape(point, quote=False)}</li>" for point in question.points)
    return (
        sha256(f"{title}\n{question.id}".encode()).hexdigest()[:20],
        render(question.prompt),
        render(question.guidance),
        render(question.answer),
        render(question.example),
        f"<ul>{points}</ul>" if points else "",
        str(question.difficulty),
        source,
        " ".join("_".join(topic.split()) for topic in question.topics),
    )


def _source(deck: Deck) -> str:
    said = (("Source", deck.source), ("Licence", deck.licence), ("Author", deck.author))
    return "<br>".join(f"{name}: {escape(text, quote=False)}" for name, text in said if text)
