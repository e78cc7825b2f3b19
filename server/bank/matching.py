"""Which question of a newer document is which question of a deck. Pure.

Theory of operation. The surest signs come first, and what one has matched is out of the next: the id that the document
gives, the text that it had when it was imported last, the prompt, the answer, then likeness. Likeness compares
trigrams of letters, each weighed by how few questions have it, so that "What is a list?" and "What is a dict?" are not
alike for their "What is a". Only pairs that share a rare trigram, or their number, are compared at all, which keeps the
work linear.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Any, Generic, NamedTuple, TypeVar

from server.bank.indexing import fold
from server.bank.kept import digests
from server.core.content import Question

ALIKE = 0.55
ALIKE_AT_ITS_NUMBER = 0.45
OF_ANSWER = 0.4  # what the likeness of the answers counts beside that of the prompts
SHORTEST_ANSWER = 40  # characters: "Yes." says nothing of its question
COMPARED = 400  # characters of a text
RARE = 12  # questions that have a trigram, at the most, for it to make a pair worth a look
LOOKS = 4  # pairs looked at for one question

T = TypeVar("T")
U = TypeVar("U")


class Known(NamedTuple):
    """A question of the deck, the digests of what its document said of it, and its place and id there, if known."""

    question: Question
    digests: Mapping[str, str]
    place: int | None = None
    own: str | None = None


def matched(old: Sequence[Known], new: Sequence[Question], own_ids: Collection[str]) -> dict[int, int]:
    """Return the place in `old` for the place in `new` of each question that is the same.

    Args:
        old: the questions of the deck; where two are equally like, the first is taken.
        new: those of the newer document.
        own_ids: the ids in `new` that the document itself gave.
    """
    pairs = _Pairs(len(old), len(new))
    read = [digests(each) for each in new]
    same_text = _Sides([_texts(each.digests) for each in old], [_texts(each) for each in read])
    same_prompt = _Sides([each.digests["prompt"] for each in old], [each["prompt"] for each in read])
    prompts = _Sides([fold(each.question.prompt) for each in old], [fold(each.prompt) for each in new])
    answers = _Sides([fold(each.question.answer) for each in old], [fold(each.answer) for each in new])
    numbers = _Sides([each.question.number for each in old], [each.number for each in new])
    places = _Sides([each.place for each in old], list(range(len(new))))
    pairs.by_own_id(old, new, own_ids, prompts)
    for keys in (
        same_text.beside(places),
        same_text,
        same_prompt.beside(numbers),
        same_prompt,
        prompts.beside(answers),
        prompts.beside(numbers),
        prompts,
    ):
        pairs.by_key(keys)
    pairs.by_answer(answers)
    pairs.by_likeness(prompts, answers, numbers)
    return pairs.found


def _texts(digests: Mapping[str, str]) -> tuple[str, str]:
    return digests["prompt"], digests["answer"]


class _Sides(NamedTuple, Generic[T]):
    """Something of each question of the deck and of the document, by their places."""

    old: Sequence[T]
    new: Sequence[T]

    def beside(self, other: "_Sides[U]") -> "_Sides[tuple[T, U]]":
        return _Sides(list(zip(self.old, other.old, strict=True)), list(zip(self.new, other.new, strict=True)))


class _Pairs:
    """What is matched so far, and what is not: places in the deck and in the document."""

    def __init__(self, old: int, new: int) -> None:
        self.old, self.new = set(range(old)), set(range(new))
        self.found: dict[int, int] = {}

    def match(self, old: int, new: int) -> None:
        if old in self.old and new in self.new:
            self.old.remove(old)
            self.new.remove(new)
            self.found[new] = old

    def by_own_id(
        self, old: Sequence[Known], new: Sequence[Question], own_ids: Collection[str], prompts: _Sides[str]
    ) -> None:
        """Match by the document's ids, unless they only number the places: then the old prompt stands elsewhere."""
        known = {each.question.id: place for place, each in reversed(list(enumerate(old)))}
        known |= {each.own: place for place, each in reversed(list(enumerate(old))) if each.own}
        after = set(prompts.new)
        for place, each in enumerate(new):
            if each.id in own_ids and each.id in known:
                was = prompts.old[known[each.id]]
                if was == prompts.new[place] or was not in after:
                    self.match(known[each.id], place)

    def by_key(self, keys: _Sides[Any]) -> None:
        """Match those with the same key, the first with the first."""
        having: dict[Hashable, deque[int]] = defaultdict(deque)
        for old in sorted(self.old):
            having[keys.old[old]].append(old)
        for new in sorted(self.new):
            if having[keys.new[new]]:
                self.match(having[keys.new[new]].popleft(), new)

    def by_answer(self, answers: _Sides[str]) -> None:
        """Match those with the same answer, if it is long and no other's."""
        old_with, new_with = _once(answers.old, self.old), _once(answers.new, self.new)
        for answer in old_with.keys() & new_with.keys():
            if len(answer) >= SHORTEST_ANSWER:
                self.match(old_with[answer], new_with[answer])

    def by_likeness(self, prompts: _Sides[str], answers: _Sides[str], numbers: _Sides[str | None]) -> None:
        """Match what is left, the most alike first."""
        if not self.old or not self.new:
            return
        weights = _Weights(*prompts)
        alike = []
        for new, old in self._worth_a_look(weights, prompts, numbers):
            score = weights.likeness(prompts.old[old], prompts.new[new])
            if answers.old[old] and answers.new[new]:
                score += OF_ANSWER * (weights.likeness(answers.old[old], answers.new[new]) - score)
            same_number = numbers.old[old] == numbers.new[new] is not None
            if score >= (ALIKE_AT_ITS_NUMBER if same_number else ALIKE):
                alike.append((-score, abs(new - old), new, old))
        for *_, new, old in sorted(alike):
            self.match(old, new)

    def _worth_a_look(
        self, weights: "_Weights", prompts: _Sides[str], numbers: _Sides[str | None]
    ) -> Iterator[tuple[int, int]]:
        having: dict[str, list[int]] = defaultdict(list)
        numbered: dict[str | None, list[int]] = defaultdict(list)
        for old in sorted(self.old):
            numbered[numbers.old[old]].append(old)
            for trigram in weights.trigrams(prompts.old[old]):
                having[trigram].append(old)
        for new in sorted(self.new):
            votes: Counter[int] = Counter()
            for trigram in weights.trigrams(prompts.new[new]):
                places = having.get(trigram, [])
                if len(places) <= RARE:
                    votes.update(places)
            likely = {old for old, _ in votes.most_common(LOOKS)}
            if numbers.new[new] is not None:
                likely.update(numbered[numbers.new[new]][:LOOKS])
            for old in likely:
                yield new, old


def _once(texts: Sequence[str], places: Iterable[int]) -> dict[str, int]:
    """Return the place of each text that stands at one of the places only."""
    places = list(places)
    numbers = Counter(texts[place] for place in places)
    return {texts[place]: place for place in places if numbers[texts[place]] == 1}


class _Weights(dict[str, float]):
    """How much a trigram says: the fewer prompts have it, the more."""

    def __init__(self, *texts: Iterable[str]) -> None:
        self._trigrams: dict[str, frozenset[str]] = {}
        self._sums: dict[str, float] = {}
        distinct = {text for each in texts for text in each}
        having = Counter(trigram for text in distinct for trigram in self.trigrams(text))
        self._most = log(1 + len(distinct))
        super().__init__({trigram: self._most - log(number) for trigram, number in having.items()})

    def __missing__(self, trigram: str) -> float:
        return self._most

    def trigrams(self, text: str) -> frozenset[str]:
        if text not in self._trigrams:
            padded = f"  {text[:COMPARED]} "
            self._trigrams[text] = frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
        return self._trigrams[text]

    def likeness(self, one: str, other: str) -> float:
        """Return how much of what two texts say they both say, from 0 to 1 (Dice's coefficient, weighed)."""
        both = self.trigrams(one) & self.trigrams(other)
        return 2 * sum(map(self.__getitem__, both)) / (self._sum(one) + self._sum(other))

    def _sum(self, text: str) -> float:
        if text not in self._sums:
            self._sums[text] = sum(map(self.__getitem__, self.trigrams(text)))
        return self._sums[text]
