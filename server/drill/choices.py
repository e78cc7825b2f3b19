"""The form that starts a drill: which questions, how many or how long, the times, and how one answers."""

import random
import re
from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from server.bank import shelf
from server.bank.deck import Deck
from server.bank.indexing import fold
from server.core.content import Question
from server.core.round_rules import THINK_DEFAULT_S
from server.drill import drills, due
from server.drill.drills import Body, Way
from server.drill.due import Key
from server.drill.reviews import Answering
from server.drill.settings import Settings
from server.rooms.choices import LONGEST_S, Refusals
from server.rooms.fields import number

Source = Literal["due", "deck", "topics", "weakest"]
COUNT = 10
LONGEST_MIN = 240
ORDER = re.compile(r"\d{1,3}(-\d{1,3}){0,199}")

NOTHING_DUE = "Nothing is due now, and there is nothing new in your decks. Choose a deck, or come back later."
NOTHING_WEAK = "There is nothing to go by yet: your weakest questions are known after your first drill. Choose a deck."
EMPTY_DECK = "This deck has no questions yet. Add some to it, or choose another one."
NO_TOPIC = "Tick at least one topic."
NO_DECK = "Choose one of your decks; that one is not here any more."
BAD_ORDER = (
    "The order in this link does not fit the deck as it is now. Start without it, and the drill is shuffled anew."
)


class Chosen(Struct, frozen=True):
    """What a drill was asked to be."""

    body: Body
    strict: bool


def read(form: MultiDict[str, str], person_id: str, settings: Settings, now_ms: int) -> Chosen:
    """Return the drill that the form asks for.

    Args:
        form: `from`, `deck`, `topic` (several), `count` or `minutes`, `think_s`, `answer_s`, `mode`, `answering`, and
            `order`: places in the deck, counted from 1, as `link_order` writes them.

    Raises:
        Refusals: with a sentence for each field that makes no sense.
    """
    wrong: dict[str, str] = {}
    count = number(form, "count", 1, drills.MOST_QUESTIONS, wrong)
    minutes = number(form, "minutes", 1, LONGEST_MIN, wrong)
    think_s = number(form, "think_s", 0, LONGEST_S, wrong)
    answer_s = number(form, "answer_s", 5, LONGEST_S, wrong)
    answering = form.get("answering", "head")
    source = form.get("from", "deck")
    mode = form.get("mode", "practice")
    for field, given, offered in (
        ("answering", answering, get_args(Answering)),
        ("from", source, get_args(Source)),
        ("mode", mode, ("practice", "strict")),
    ):
        if given not in offered:
            wrong[field] = "Choose one of the options offered."
    if wrong:
        raise Refusals(wrong)
    way = Way(answering, think_s, answer_s)  # type: ignore[arg-type]  # one of those offered
    most = drills.MOST_QUESTIONS if minutes else count or COUNT
    title, order = _order(form, source, most, person_id, settings, now_ms)
    if minutes:
        order = _within(order, minutes, way, person_id)
    return Chosen(Body(title, order, way), mode == "strict")


def _order(
    form: MultiDict[str, str], source: str, most: int, person_id: str, settings: Settings, now_ms: int
) -> tuple[str, tuple[Key, ...]]:
    if source == "due":
        found = due.due(person_id, now_ms, settings, most)
        if len(found) < most:
            found += new(person_id, most - len(found))
        if not found:
            raise Refusals({"from": NOTHING_DUE})
        return "What is due", shuffled(found)
    if source == "weakest":
        weakest = due.weakest(person_id, now_ms, settings, most)
        if not weakest:
            raise Refusals({"from": NOTHING_WEAK})
        return "My weakest questions", shuffled((each.deck_id, each.question_id) for each in weakest)
    deck_id = form.get("deck", shelf.BUILTIN)
    deck = shelf.deck(person_id, deck_id)
    if deck is None:
        raise Refusals({"deck": NO_DECK})
    if not deck.questions:
        raise Refusals({"deck": EMPTY_DECK})
    if form.get("order"):
        return deck.title, _linked(form["order"], deck_id, deck)
    questions: Iterable[Question] = deck.questions
    title = deck.title
    if source == "topics":
        wanted = {fold(topic) for topic in form.getlist("topic")}
        questions = [each for each in deck.questions if wanted & {fold(topic) for topic in each.topics}]
        if not questions:
            raise Refusals({"topic": NO_TOPIC})
        shown = [topic for topic in topics(deck) if fold(topic) in wanted]
        title = f"{deck.title}: {', '.join(shown)}"[:200]
    return title, _freshest([(deck_id, each.id) for each in questions], most, person_id, settings, now_ms)


def _freshest(keys: list[Key], most: int, person_id: str, settings: Settings, now_ms: int) -> tuple[Key, ...]:
    """Return some of the questions of a deck, shuffled: what is due comes in first, then what is new, then the rest."""
    falls_due = set(due.due(person_id, now_ms, settings, 20_000))
    known = due.known(person_id, {deck_id for deck_id, _ in keys})
    mixed = shuffled(keys)
    tiers = sorted(mixed, key=lambda key: 0 if key in falls_due else 2 if key in known else 1)
    return shuffled(tiers[:most])


def new(person_id: str, most: int) -> list[Key]:
    """Return questions that the person has not practised yet: of their own decks first, in the order of each."""
    found: list[Key] = []
    known = due.known(person_id)
    lines = shelf.decks(person_id)
    for line in (*lines[1:], lines[0]):
        deck = shelf.deck(person_id, line.id)
        found += [(line.id, each.id) for each in deck.questions if (line.id, each.id) not in known] if deck else []
        if len(found) >= most:
            break
    return found[:most]


def _within(order: tuple[Key, ...], minutes: int, way: Way, person_id: str) -> tuple[Key, ...]:
    """Return as many questions as fit into the minutes by their times, one at least."""
    think_s = THINK_DEFAULT_S if way.think_s is None else way.think_s
    left_s = minutes * 60
    fitting: list[Key] = []
    for place, (question, _) in drills.asked(person_id, order).items():
        left_s -= think_s + (way.answer_s or question.seconds)
        if fitting and left_s < 0:
            break
        fitting.append(order[place])
    return tuple(fitting)


def shuffled(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Return the questions in an order of chance."""
    mixed = list(keys)
    random.SystemRandom().shuffle(mixed)
    return tuple(mixed)


def topics(deck: Deck) -> list[str]:
    """Return the topics of a deck, each once, in the order in which they come."""
    return list({fold(topic): topic for question in deck.questions for topic in question.topics}.values())


def link_order(order: tuple[Key, ...], deck: Deck) -> str:
    """Return the order of a drill of one deck as its link has it: places in the deck, counted from 1."""
    places = {question.id: place for place, question in enumerate(deck.questions, 1)}
    return "-".join(str(places[id]) for _, id in order if id in places)


def _linked(text: str, deck_id: str, deck: Deck) -> tuple[Key, ...]:
    if not ORDER.fullmatch(text):
        raise Refusals({"order": BAD_ORDER})
    places = [int(each) for each in text.split("-")]
    if len(set(places)) != len(places) or not all(1 <= place <= len(deck.questions) for place in places):
        raise Refusals({"order": BAD_ORDER})
    return tuple((deck_id, deck.questions[place - 1].id) for place in places)
