"""What a device gets of a practice drill: the next questions whole, so that nothing has to be fetched between them.

In practice one may look at everything, so the answers go along; in a strict drill none of this is sent (`strict`).
"""

from msgspec import Struct

from server import db, runtime
from server.bank.deck import rendered
from server.core.content import Rendered
from server.core.round_rules import THINK_DEFAULT_S
from server.drill import drills, due, schedule
from server.drill.drills import Drill, Graded
from server.drill.reviews import Answering
from server.drill.settings import Settings

AHEAD = 20
"""How many questions lie ready on the device: an hour in a tunnel."""


class Ready(Struct, frozen=True, omit_defaults=True):
    """A question at its place: the bodies are sanitised HTML; `back_ms` is when it comes back after each grade."""

    place: int
    title: str
    deck_id: str
    deck: str
    language: str
    think_s: int
    answer_s: int
    points: tuple[str, ...]
    back_ms: tuple[int, ...]
    prompt: str
    guidance: str = ""
    answer: str = ""
    example: str = ""


class Sheet(Struct, frozen=True):
    """A drill as a device runs it.

    `gone` are places whose question is not in its deck any more, `graded` the grades that stand, `tries` how often each
    place was graded so far, `now_ms` the server's time.
    """

    id: str
    title: str
    total: int
    answering: Answering
    ended: bool
    now_ms: int
    questions: list[Ready]
    gone: list[int]
    graded: list[Graded]
    tries: dict[int, int]


def sheet(person_id: str, drill: Drill, settings: Settings) -> Sheet:
    """Return what the device needs to begin or to carry on."""
    graded = drills.graded(person_id, drill.id)
    questions, gone = ready(person_id, drill, settings, {each.place for each in graded})
    return Sheet(
        id=drill.id,
        title=drill.body.title,
        total=len(drill.body.order),
        answering=drill.body.way.answering,
        ended=drill.ended_ms is not None,
        now_ms=db.now_ms(),
        questions=questions,
        gone=gone,
        graded=graded,
        tries=drills.tries(person_id, drill.id),
    )


def ready(
    person_id: str, drill: Drill, settings: Settings, without: set[int], first: int = 0
) -> tuple[list[Ready], list[int]]:
    """Return the next questions from a place on, those at some places left out, and the places of what is gone."""
    way = drill.body.way
    present = drills.asked(person_id, drill.body.order)
    gone = [place for place in range(len(drill.body.order)) if place not in present]
    places = [place for place in sorted(present) if place >= first and place not in without][:AHEAD]
    bodies = runtime.offload(lambda: [rendered(present[place][0]) for place in places])
    known = due.cards(person_id, [drill.body.order[place] for place in places])
    now_ms = db.now_ms()

    def question(place: int, body: Rendered) -> Ready:
        asked, deck = present[place]
        key = drill.body.order[place]
        return Ready(
            place=place,
            title=asked.title,
            deck_id=key[0],
            deck=deck.title,
            language=deck.language,
            think_s=THINK_DEFAULT_S if way.think_s is None else way.think_s,
            answer_s=way.answer_s or asked.seconds,
            points=asked.points,
            back_ms=schedule.previews(known.get(key), now_ms, settings.scheduler),
            prompt=body.prompt,
            guidance=body.guidance,
            answer=body.answer,
            example=body.example,
        )

    return [question(place, body) for place, body in zip(places, bodies, strict=True)], gone
