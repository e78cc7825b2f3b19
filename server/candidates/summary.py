"""What facts come to: marks over time by topic and by dimension, help, time, points missed, what to ask next. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from server.candidates.facts import Fact
from server.core.interview import Help

MOST_MISSED = 12
MOST_NEXT = 10
HELPS: tuple[Help, ...] = ("unaided", "after guidance", "after answer")


class Line(Struct, frozen=True):
    """A topic or dimension: its mean mark at first and of late, over how many questions."""

    name: str
    mean: float
    first: float
    last: float
    count: int


class Meeting(Struct, frozen=True):
    """One interview, in figures; `pace` is time used over time suggested."""

    interview_id: str
    reader: str
    at_ms: int
    deck: str
    questions: int
    mark: float | None
    marks: dict[str, float]
    unaided: int
    pace: float | None


class Summary(Struct, frozen=True):
    """All of it."""

    meetings: tuple[Meeting, ...]
    topics: tuple[Line, ...]
    dimensions: tuple[Line, ...]
    help: dict[Help, int]
    pace: float | None
    missed: tuple[tuple[str, str], ...]
    asked: tuple[Fact, ...]


class Next(Struct, frozen=True):
    """A question to ask next, and why."""

    deck_id: str
    question: str
    title: str
    why: str


class Offer(Struct, frozen=True):
    """A question of a deck that could be asked."""

    deck_id: str
    question: str
    title: str
    topics: tuple[str, ...]


def of(facts: Iterable[Fact]) -> Summary:
    """Return what facts come to, oldest first where there is a time."""
    known = sorted(facts, key=lambda fact: fact.at_ms)
    missed = [(point, fact.title) for fact in reversed(known) for point in fact.missed or ()]
    return Summary(
        meetings=_meetings(known),
        topics=_lines(known, lambda fact: {topic: fact.mark for topic in fact.topics if fact.mark is not None}),
        dimensions=_lines(known, lambda fact: fact.marks),
        help={help: sum(fact.help == help for fact in known) for help in HELPS},
        pace=_pace(known),
        missed=tuple(dict.fromkeys(missed))[:MOST_MISSED],
        asked=tuple(reversed(known)),
    )


def hardest(facts: Iterable[Fact]) -> tuple[Line, ...]:
    """Return the questions with the lowest marks, by their title, over everybody who was asked them."""
    known = sorted(facts, key=lambda fact: fact.at_ms)
    return _lines(known, lambda fact: {fact.title: fact.mark} if fact.mark is not None else {})[:MOST_NEXT]


def by_week(facts: Iterable[Fact], weeks: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return how many interviews there were in each week, given as the instants of its beginning and end."""
    began: dict[str, int] = {}
    for fact in facts:
        began[fact.interview_id] = min(fact.at_ms, began.get(fact.interview_id, fact.at_ms))
    return tuple(sum(first <= at_ms < past for at_ms in began.values()) for first, past in weeks)


def what_next(summary: Summary, offers: Sequence[Offer]) -> tuple[Next, ...]:
    """Return what to ask next: what was not asked yet comes first, of the topics with the lowest marks before others;
    then what was asked longest ago.
    """
    weak = {line.name.casefold(): line for line in summary.topics}
    asked = {_key(fact.title): fact for fact in summary.asked}
    for fact in summary.asked:
        asked[_key(fact.title)] = max(asked[_key(fact.title)], fact, key=lambda one: one.at_ms)

    def rank(offer: Offer) -> tuple[int, float]:
        before = asked.get(_key(offer.title))
        if before is not None:
            return 1, before.at_ms
        return 0, min((weak[topic.casefold()].mean for topic in offer.topics if topic.casefold() in weak), default=9)

    def why(offer: Offer) -> str:
        if _key(offer.title) in asked:
            return "asked longest ago"
        lines = [weak[topic.casefold()] for topic in offer.topics if topic.casefold() in weak]
        if not lines:
            return "a topic that you have not asked yet"
        worst = min(lines, key=lambda line: line.mean)
        return f"{worst.name}: {worst.mean:.1f} so far"

    ordered = sorted(offers, key=rank)[:MOST_NEXT]
    return tuple(Next(offer.deck_id, offer.question, offer.title, why(offer)) for offer in ordered)


def asked_last(ids: Sequence[str], titles: dict[str, str], summary: Summary) -> tuple[str, ...]:
    """Return the questions of a deck with those that were asked already last, the one asked longest ago before others.

    Args:
        titles: of the questions, by id.
    """
    when: dict[str, int] = {}
    for fact in summary.asked:
        when[_key(fact.title)] = max(when.get(_key(fact.title), 0), fact.at_ms)
    return tuple(sorted(ids, key=lambda id: when.get(_key(titles[id]), -1)))


def _key(title: str) -> str:
    """Return what a question is known by in any deck and after any edit of its answer."""
    return " ".join(title.casefold().split())


def _meetings(known: Sequence[Fact]) -> tuple[Meeting, ...]:
    by_interview: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in known:
        by_interview[fact.interview_id, fact.reader].append(fact)
    return tuple(
        Meeting(
            interview_id=id,
            reader=reader,
            at_ms=those[0].at_ms,
            deck=those[0].deck,
            questions=len(those),
            mark=_mean([fact.mark for fact in those if fact.mark is not None]),
            marks={line.name: line.mean for line in _lines(those, lambda fact: fact.marks)},
            unaided=sum(fact.help == "unaided" for fact in those),
            pace=_pace(those),
        )
        for (id, reader), those in by_interview.items()
    )


def _lines(known: Sequence[Fact], of: Callable[[Fact], dict[str, float]]) -> tuple[Line, ...]:
    """Return a line for each name, the lowest mean first; "first" and "last" are its oldest and newest third."""
    values: dict[str, list[float]] = defaultdict(list)
    for fact in known:
        for name, value in of(fact).items():
            values[name].append(value)
    found = []
    for name, given in values.items():
        third = max(1, len(given) // 3)
        found.append(Line(name, _sure(given), _sure(given[:third]), _sure(given[-third:]), len(given)))
    return tuple(sorted(found, key=lambda line: (line.mean, line.name)))


def _pace(known: Sequence[Fact]) -> float | None:
    timed = [fact for fact in known if fact.answer_ms > 0 and fact.suggested_ms > 0]
    return sum(fact.answer_ms for fact in timed) / sum(fact.suggested_ms for fact in timed) if timed else None


def _mean(values: Sequence[float]) -> float | None:
    return _sure(values) if values else None


def _sure(values: Sequence[float]) -> float:
    return sum(values) / len(values)
