"""When a question comes back: the package `fsrs`, and the day of a person. Pure.

What is known of a question is a fold of its reviews in the order in which they were made, so that reviews that arrive
late, twice, or from two devices end in the same schedule. Nothing is left to chance (`enable_fuzzing`): a due date that
was shown is the one that is kept.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler, State
from msgspec import Struct

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MS = timedelta(milliseconds=1)
DAY_TURNS = time(4)
"""Who practises after midnight does so on the day before, as in Anki."""

PARAMETERS = 21
RETENTION_PERCENT = 90
LEAST_PERCENT, MOST_PERCENT = 70, 97

LEARNING = int(State.Learning)
REVIEW = int(State.Review)


class Known(Struct, frozen=True):
    """What the schedule knows of a question; `state` and `step` are those of `fsrs`, `stability` is in days."""

    state: int
    step: int | None
    stability: float
    difficulty: float
    due_ms: int
    last_ms: int


@lru_cache(64)
def scheduler(retention_percent: int = RETENTION_PERCENT, parameters: tuple[float, ...] = ()) -> Scheduler:
    """Return the scheduler for a desired retention, with parameters optimised elsewhere or those of the package.

    Raises:
        ValueError: the parameters are not 21, or one is out of its bounds; the message says which.
    """
    retention = retention_percent / 100
    if not parameters:
        return Scheduler(desired_retention=retention, enable_fuzzing=False)
    return Scheduler(parameters, desired_retention=retention, enable_fuzzing=False)


def fold(reviews: Iterable[tuple[int, int]], using: Scheduler) -> Known | None:
    """Return what is known after reviews of one question, given as (at_ms, grade) in the order of their time."""
    known = None
    for at_ms, grade in reviews:
        known = after(known, at_ms, grade, using)
    return known


def after(known: Known | None, at_ms: int, grade: int, using: Scheduler) -> Known:
    """Return what is known after one more review."""
    card, _ = using.review_card(_card(known), Rating(grade), EPOCH + at_ms * MS)
    assert card.stability is not None and card.difficulty is not None  # noqa: S101, PT018 - a reviewed card has both
    return Known(int(card.state), card.step, card.stability, card.difficulty, (card.due - EPOCH) // MS, at_ms)


def previews(known: Known | None, at_ms: int, using: Scheduler) -> tuple[int, ...]:
    """Return in how many ms the question would come back after a review now, for each of the four grades."""
    if known is not None and known.last_ms > at_ms:
        at_ms = known.last_ms
    return tuple(after(known, at_ms, grade, using).due_ms - at_ms for grade in (1, 2, 3, 4))


def recalled(known: Known, at_ms: int, using: Scheduler) -> float:
    """Return how likely the answer is known at this time, from 0 to 1."""
    return using.get_card_retrievability(_card(known), EPOCH + at_ms * MS)


def day(at_ms: int, zone: str) -> date:
    """Return the day on which an instant counts in a zone: the one before until 04:00."""
    local = (EPOCH + at_ms * MS).astimezone(ZoneInfo(zone))
    return local.date() - timedelta(days=local.time() < DAY_TURNS)


def day_ends_ms(day: date, zone: str) -> int:
    """Return the instant at which a day is over in a zone: 04:00 of the next, however many hours the day has."""
    turns = datetime.combine(day + timedelta(days=1), DAY_TURNS, ZoneInfo(zone))
    return (turns.astimezone(UTC) - EPOCH) // MS


def parameters(text: str) -> tuple[float, ...]:
    """Read parameters as they are pasted from an optimiser: numbers with anything between them; none if empty.

    Raises:
        ValueError: with a sentence that says what is wrong.
    """
    words = text.replace(",", " ").replace("[", " ").replace("]", " ").replace("(", " ").replace(")", " ").split()
    if not words:
        return ()
    try:
        given = tuple(float(word) for word in words)
    except ValueError:
        raise ValueError("Paste numbers only, with commas or spaces between them.") from None
    if len(given) != PARAMETERS:
        raise ValueError(
            f"FSRS 6 has {PARAMETERS} parameters, these are {len(given)}. Paste them all, or leave the field empty."
        )
    try:
        scheduler(RETENTION_PERCENT, given)
    except ValueError as refusal:
        first = str(refusal).partition("\n")[2].partition("\n")[0]
        raise ValueError(f"One of these parameters can't be: {first}. Copy them from the optimiser again.") from None
    return given


def _card(known: Known | None) -> Card:
    if known is None:
        return Card(card_id=1)  # else it waits a millisecond for an id of its own
    return Card(
        card_id=1,
        state=State(known.state),
        step=known.step,
        stability=known.stability,
        difficulty=known.difficulty,
        due=EPOCH + known.due_ms * MS,
        last_review=EPOCH + known.last_ms * MS,
    )
