"""The pages of decks: mine in a list, found by words and filters; one to read; its file."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from server import policy, runtime
from server.bank import exporters, models, search, sharing, shelf
from server.bank.deck import Deck, content
from server.bank.kept import Kept
from server.bank.markdown import render
from server.bank.search import Search
from server.people import persons

blueprint = Blueprint("decks", __name__)

PER_PAGE = 50
MOST_OPTIONS = 200
FIELDS = ("words", "topic", "difficulty", "guided", "source", "language", "deck", "flagged", "archived")
GUIDED = {"yes": True, "no": False}


@blueprint.get("/decks")
def index() -> str:
    """List the decks that this person can use, and the questions that are looked for."""
    person_id = persons.current()
    wanted = _search(request.args)
    page = number(request.args.get("page"))
    looking = wanted != Search(archived=wanted.archived)
    found = search.questions(person_id, wanted, page * PER_PAGE, PER_PAGE) if looking else None
    deleted = models.deleted_of(person_id) if person_id else []
    return render_template(
        "bank/decks.html",
        decks=search.decks(person_id, wanted),
        found=found,
        pages=pages(found.total, page) if found else (),
        wanted=wanted,
        filtered=wanted != Search(words=wanted.words, archived=wanted.archived),
        choices=search.choices(person_id),
        archived=len(models.decks_of(person_id, archived=True)) if person_id else 0,
        deleted=deleted,
        just_deleted=next((each for each in deleted if each.id == request.args.get("deleted")), None),
        undo_days=models.UNDO_DAYS,
        builtin=shelf.BUILTIN,
        own=bool(person_id and models.decks_of(person_id)),
    )


@blueprint.get("/decks/<deck_id>")
def show(deck_id: str) -> str:
    """Show a deck, a page of questions at a time; to whom it belongs with what can be done with it."""
    person_id = persons.current()
    kept = models.kept_of(person_id, deck_id) if person_id else None
    deck = kept.deck if kept else _deck(deck_id)
    ids = [question.id for question in deck.questions]
    named = request.args.get("question")
    page = ids.index(named) // PER_PAGE if named in ids else number(request.args.get("page"))
    line = models.line_of(person_id, deck_id) if kept and person_id else None
    token = sharing.link_of(policy.settings().secret, person_id, deck_id) if kept and person_id else None
    values = {
        "line": line,
        "link": f"{_base_url()}/decks/shared/{token}" if token else None,
        "saved": "saved" in request.args,
        "mine": kept is not None,
        "undo_days": models.UNDO_DAYS,
        "exports": [(kind, each.label) for kind, each in exporters.FORMATS.items()],
        "flagged": [id for id in ids if kept and (kept.trace(id).gone or kept.trace(id).offered)],
        "pages": pages(len(ids), page),
    }
    return runtime.offload(deck_page, deck_id, deck, kept, page, values)


@blueprint.get("/decks/<deck_id>/export/<kind>")
def export(deck_id: str, kind: str) -> Response:
    """Give a deck as a file of one of the formats there are."""
    deck = _deck(deck_id)
    if kind not in exporters.FORMATS:
        abort(404)
    file = runtime.offload(exporters.export, deck, kind)
    answer = Response(file.data, mimetype=file.mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


def deck_page(deck_id: str, deck: Deck, kept: Kept | None, page: int, values: Mapping[str, object]) -> str:
    """Return the page of a deck with its questions from `page`, counted from 0; it takes a while: offload it."""
    some = deck.questions[page * PER_PAGE : (page + 1) * PER_PAGE]
    offered = {each.id: trace.offered for each in some if kept and (trace := kept.trace(each.id)).offered}
    return render_template(
        "bank/deck.html",
        deck=deck,
        deck_id=deck_id,
        description=Markup(render(deck.description)),  # noqa: S704 - sanitised by `render`
        questions=some,
        first=page * PER_PAGE + 1,
        content=content(deck, [each.id for each in some]),
        trace=kept.trace if kept else None,
        offered={id: content(Deck(title="-", questions=(each,))).rendered[each.id] for id, each in offered.items()},
        dropped=kept.dropped if kept else (),
        **values,
    )


def _deck(deck_id: str) -> Deck:
    deck = shelf.deck(persons.current(), deck_id)
    if deck is None:
        abort(404)
    return deck


def _search(given: Mapping[str, str]) -> Search:
    """Read what is looked for from an address; what makes no sense filters nothing."""
    difficulty = given.get("difficulty", "")
    return Search(
        words=given.get("words", "").strip()[: search.LONGEST_WORDS],
        topic=given.get("topic", ""),
        difficulty=int(difficulty) if difficulty in ("1", "2", "3") else None,
        guided=GUIDED.get(given.get("guided", "")),
        source=given.get("source", ""),
        language=given.get("language", ""),
        deck_id=given.get("deck", ""),
        flagged=given.get("flagged") == "yes",
        archived=given.get("archived") == "yes",
    )


@blueprint.app_template_global()
def filter_options(counts: Mapping[str, int], chosen: str) -> list[tuple[str, str]]:
    """Return the options of a filter: each with how often it is there, and what is chosen, there or not."""
    options = [(value, f"{value} ({count})") for value, count in list(counts.items())[:MOST_OPTIONS]]
    return options if not chosen or chosen in dict(options) else [(chosen, chosen), *options]


def number(given: str | None) -> int:
    """Return the page that an address asks for, from 0."""
    return min(int(given), 10_000) if given and given.isascii() and given.isdigit() else 0


def pages(total: int, page: int) -> tuple[tuple[str, str], ...]:
    """Return the words and addresses of the pages before and after this one."""
    args = {name: value for name, value in request.args.items() if name in FIELDS}
    there = ((page - 1, "Earlier questions"), (page + 1, "Later questions"))
    return tuple(
        (words, f"?{urlencode(args | {'page': str(other)})}")
        for other, words in there
        if other >= 0 and other * PER_PAGE < total
    )


def _base_url() -> str:
    return policy.settings().public_url or f"{request.scheme}://{request.host}"
