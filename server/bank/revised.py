"""A deck after somebody has edited it whole, on a page that may be older than the deck is. Pure."""

from msgspec.structs import fields, replace

from server.bank import kept as changes
from server.bank.deck import Deck
from server.bank.kept import Kept

ABOUT = tuple(each.name for each in fields(Deck) if each.name != "questions")


def revised(kept: Kept, before: Deck, after: Deck) -> Kept:
    """Take over what differs between `before` and `after`; what was changed elsewhere meanwhile stays.

    Args:
        before: the deck as the page had it.
        after: what was made of it. A question whose id `before` does not have is a new one.
    """
    about = {field: value for field in ABOUT if (value := getattr(after, field)) != getattr(before, field)}
    kept = changes.redescribed(kept, replace(kept.deck, **about))
    was = {question.id: question for question in before.questions}
    there = {question.id for question in kept.deck.questions}
    order = []
    for question in after.questions:
        if question.id not in was:
            kept = changes.added(kept, question)
            order.append(kept.deck.questions[-1].id)
            continue
        order.append(question.id)
        if question.id in there and question != was[question.id]:
            kept = changes.edited(kept, question)
    for id in (was.keys() & there) - set(order):
        kept = changes.dropped(kept, id)
    questions = {question.id: question for question in kept.deck.questions}
    ordered = set(order)
    ids = [*(id for id in order if id in questions), *(id for id in questions if id not in ordered)]
    return replace(kept, deck=replace(kept.deck, questions=tuple(questions[id] for id in ids)))
