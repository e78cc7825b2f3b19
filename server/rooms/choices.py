"""What is chosen for a new interview, read from its form. A field left empty means the default beside it."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from server.bank.deck import Deck
from server.core import names
from server.core.interview import Options

FIRST_QUESTIONS = 5
HOST_NAME = "Interviewer"
LONGEST_S = 3600


class Choices(Struct, frozen=True):
    """What the form says."""

    name: str
    plan: tuple[str, ...]
    options: Options


class Refusals(Exception):  # noqa: N818 - answers to who filled the form in, not errors of ours
    """What is wrong with the form: a sentence for each field, by its name."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(", ".join(sentences))
        self.sentences = sentences


def read(form: Mapping[str, str], deck_id: str, deck: Deck) -> Choices:
    """Read the form.

    Args:
        form: `name`, `count`, `order-<question>` (numbers, for the deck of which `order_of` is the id), `answering`,
            `think_s`, `answer_s`, `expiry`, `on_lost`, `show_count`.
        deck_id: the id of the deck that was chosen.
        deck: that deck.

    Raises:
        Refusals: with a sentence for each field that makes no sense.
    """
    wrong: dict[str, str] = {}
    name = names.clean(form.get("name", "").strip() or HOST_NAME)
    if name is None:
        wrong["name"] = names.WANTED
    count = _number(form, "count", 1, len(deck.questions), wrong)
    think_s = _number(form, "think_s", 0, LONGEST_S, wrong)
    answer_s = _number(form, "answer_s", 5, LONGEST_S, wrong)
    picked = _picked(form, deck, wrong) if form.get("order_of") == deck_id else ()
    options: dict[str, object] = {"think_s": think_s, "answer_s": answer_s}
    for field in ("answering", "expiry", "on_lost"):
        if value := form.get(field):
            try:
                msgspec.convert({field: value}, Options)
            except msgspec.ValidationError:
                wrong[field] = "Choose one of the options offered."
            options[field] = value
    options["show_count"] = form.get("show_count") != "no"
    if wrong or name is None:
        raise Refusals(wrong)
    plan = picked or tuple(question.id for question in deck.questions[: count or FIRST_QUESTIONS])
    return Choices(name, plan, msgspec.convert(options, Options))


def numbered(form: Mapping[str, str], deck_id: str) -> bool:
    """Tell whether the form numbers questions of this deck."""
    return form.get("order_of") == deck_id and any(form[field] for field in form if field.startswith("order-"))


def _picked(form: Mapping[str, str], deck: Deck, wrong: dict[str, str]) -> tuple[str, ...]:
    places = [
        (place, question.id)
        for question in deck.questions
        if (place := _number(form, f"order-{question.id}", 1, 999, wrong, shown="order")) is not None
    ]
    return tuple(id for _, id in sorted(places, key=lambda each: each[0]))


def _number(
    form: Mapping[str, str], field: str, least: int, most: int, wrong: dict[str, str], shown: str = ""
) -> int | None:
    text = form.get(field, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
        return int(text)
    wrong[shown or field] = f"Give a whole number from {least} to {most}, or leave it empty."
    return None
