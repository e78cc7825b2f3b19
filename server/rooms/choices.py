"""What is chosen for a new interview, read from its form. A field left empty means the default beside it."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from server import db
from server.bank.deck import Deck
from server.core import call, names
from server.core.interview import ROUNDS_MAX, Options, Schedule
from server.core.refusals import SENTENCES
from server.rooms import dealing, planning
from server.rooms.fields import number

FIRST_QUESTIONS = 5
HOST_NAME = "Interviewer"
LONGEST_S = 3600


Swap = Literal["no", "dealt", "bring"]


class Choices(Struct, frozen=True):
    """What the form says.

    `plan` is the one of who asks first. Where the deck is `dealt`, it is what they `picked`, or as many questions as
    each side plans.
    """

    name: str
    plan: tuple[str, ...]
    options: Options
    swap: Swap = "no"
    picked: bool = False
    schedule: Schedule | None = None
    call: str = ""


class Refusals(Exception):  # noqa: N818 - answers to who filled the form in, not errors of ours
    """What is wrong with the form: a sentence for each field, by its name."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(", ".join(sentences))
        self.sentences = sentences


def read(form: Mapping[str, str], deck_id: str, deck: Deck) -> Choices:
    """Read the form.

    Args:
        form: `name`, `count`, `order-<question>` (numbers, for the deck of which `order_of` is the id), `answering`,
            `think_s`, `answer_s`, `expiry`, `on_lost`, `show_count`, `swap`, `call`, and those of `planning`.
        deck_id: the id of the deck that was chosen.
        deck: that deck.

    Raises:
        Refusals: with a sentence for each field that makes no sense.
    """
    wrong: dict[str, str] = {}
    name = names.clean(form.get("name", "").strip() or HOST_NAME)
    if name is None:
        wrong["name"] = names.WANTED
    count = number(form, "count", 1, min(len(deck.questions), ROUNDS_MAX), wrong)
    think_s = number(form, "think_s", 0, LONGEST_S, wrong)
    answer_s = number(form, "answer_s", 5, LONGEST_S, wrong)
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
    swap = _swap(form, deck, picked, wrong)
    options["swap"] = swap != "no"
    schedule = planning.read(form, db.now_ms(), wrong)
    beside = _call(form, wrong)
    if wrong or name is None:
        raise Refusals(wrong)
    plan = picked or tuple(question.id for question in deck.questions[: count or FIRST_QUESTIONS])
    return Choices(name, plan, msgspec.convert(options, Options), swap, bool(picked), schedule, beside)


def numbered(form: Mapping[str, str], deck_id: str) -> bool:
    """Tell whether the form numbers questions of this deck."""
    return form.get("order_of") == deck_id and any(form[field] for field in form if field.startswith("order-"))


def _picked(form: Mapping[str, str], deck: Deck, wrong: dict[str, str]) -> tuple[str, ...]:
    places = [
        (place, question.id)
        for question in deck.questions
        if (place := number(form, f"order-{question.id}", 1, 999, wrong, shown="order")) is not None
    ]
    if len(places) > ROUNDS_MAX:
        wrong["order"] = f"Number {ROUNDS_MAX} questions at most: an interview holds no more."
    return tuple(id for _, id in sorted(places, key=lambda each: each[0]))


def _swap(form: Mapping[str, str], deck: Deck, picked: tuple[str, ...], wrong: dict[str, str]) -> Swap:
    match form.get("swap", "no"):
        case "no":
            return "no"
        case "bring":
            return "bring"
        case "dealt":
            try:
                dealing.deal(tuple(question.id for question in deck.questions), picked)
            except dealing.Undealable as reason:
                wrong["swap"] = str(reason)
            return "dealt"
        case _:
            wrong["swap"] = "Choose one of the options offered."
            return "no"


def _call(form: Mapping[str, str], wrong: dict[str, str]) -> str:
    """Return the address of the call, as the rules keep it."""
    given = form.get("call", "").strip()
    url = given and call.address(given)
    if url is None:
        wrong["call"] = SENTENCES["bad_call"]
    return url or ""
