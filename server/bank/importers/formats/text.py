"""Texts, Markdown or plain, with the metadata that may stand before them between two lines "---"."""

import re

from msgspec import structs

from server.bank.deck import one_line
from server.bank.importers.formats.structured import yaml_of
from server.bank.importers.preview import Preview, Unreadable
from server.bank.importers.question_tables import recognised
from server.bank.importers.records.finding import ABOUT
from server.bank.importers.records.names import plain
from server.bank.importers.records.values import Value, strings
from server.bank.importers.words import asking

FRONT = re.compile(r"\s*---[ \t]*\n(?P<data>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")


def preview_of(text: str) -> Preview:
    """Return what a text says; what stands before it is of the deck, or the only question that there is."""
    match = FRONT.match(text)
    front = _front(match["data"]) if match else None
    if match is None or front is None:
        return recognised(text)
    body, said = text[match.end() :], {key: _said(front, names) for key, names in ABOUT.items()}
    found = recognised(body)
    if not found.questions and asking(said["title"]):
        tags, level = _said(front, ("tags", "categories", "topics")), _said(front, ("difficulty", "level"))
        lines = [f"# {said['title']}", f"Tags: {tags}" if tags else "", f"Difficulty: {level}" if level else "", body]
        return recognised("\n\n".join(filter(None, lines)))
    return structs.replace(
        found,
        left_out=(match["data"].strip(), *found.left_out),
        title=said["title"] or found.title,
        **{key: said[key] for key in ("language", "source", "licence", "author", "description") if said[key]},
    )


def _front(data: str) -> dict[str, Value] | None:
    try:
        value = yaml_of(data)
    except Unreadable:
        return None
    return value if isinstance(value, dict) else None


def _said(front: dict[str, Value], names: tuple[str, ...]) -> str:
    found = next((value for name, value in front.items() if plain(name) in names), "")
    return one_line(", ".join(strings(found)))
