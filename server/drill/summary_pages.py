"""The pages that look back and ahead: how a drill went, how practice goes, and how the schedule is reckoned."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers import Response

from server import db
from server.bank import shelf
from server.drill import choices, drills, due, progress, schedule, settings
from server.drill.drills import Drill, Graded
from server.drill.grades import GRADES
from server.people import persons
from server.rooms.fields import number

blueprint = Blueprint("summary", __name__, url_prefix="/drill")


class Row(Struct, frozen=True):
    """A question of a drill in its summary; `due_ms` is None where its deck is gone."""

    title: str
    graded: Graded
    grade: str
    due_ms: int | None


@blueprint.get("/<drill_id>/summary")
def summary(drill_id: str) -> str:
    """Show how a drill went, question by question."""
    person_id = persons.current()
    found = drills.drill(person_id, drill_id)
    if found is None or person_id is None:
        abort(404)
    graded = drills.graded(person_id, found.id)
    present = drills.asked(person_id, found.body.order)
    cards = due.cards(person_id, [found.body.order[each.place] for each in graded])
    rows = []
    for each in graded:
        title = present[each.place][0].title if each.place in present else "A question that is not in its deck any more"
        card = cards.get(found.body.order[each.place])
        rows.append(Row(title, each, GRADES[each.grade], card.due_ms if card else None))
    return render_template(
        "drill/summary.html",
        drill=found,
        rows=rows,
        spent_ms=sum(each.think_ms + each.answer_ms for each in graded),
        longest_ms=max((max(each.answer_ms, each.suggested_ms) for each in graded), default=0) or 1,
        left=len(present.keys() - {each.place for each in graded}),
        again=_link(found, person_id),
    )


def _link(drill: Drill, person_id: str) -> str | None:
    """Return the address of a drill with the same questions in the same order; None where they are of several decks."""
    deck_ids = {deck_id for deck_id, _ in drill.body.order}
    deck = shelf.deck(person_id, next(iter(deck_ids))) if len(deck_ids) == 1 else None
    order = choices.link_order(drill.body.order, deck) if deck else ""
    return f"/drill?deck={next(iter(deck_ids))}&order={order}" if order else None


@blueprint.get("/progress")
def show_progress() -> str:
    """Show how practice goes, and what falls due."""
    person_id = persons.current()
    using = settings.of(person_id)
    found = progress.of(person_id or "", db.now_ms(), using)
    return render_template("drill/progress.html", progress=found, retention_percent=using.retention_percent)


@blueprint.app_template_filter()
def weekday(day: date) -> str:
    """Return a day as a person reads it."""
    return f"{day:%A}, {day.day} {day:%B}"


@blueprint.get("/settings")
def options() -> str:
    """Show how the schedule is reckoned."""
    return _options({})


@blueprint.post("/settings")
def change() -> Response | tuple[str, int]:
    """Change how the schedule is reckoned; or show the form again, with what is wrong."""
    wrong: dict[str, str] = {}
    least, most = schedule.LEAST_PERCENT, schedule.MOST_PERCENT
    retention_percent = number(request.form, "retention_percent", least, most, wrong) or schedule.RETENTION_PERCENT
    parameters: tuple[float, ...] = ()
    try:
        parameters = schedule.parameters(request.form.get("parameters", ""))
    except ValueError as refusal:
        wrong["parameters"] = str(refusal)
    if wrong:
        return _options(wrong), 400
    settings.change(persons.present(), retention_percent, parameters)
    return redirect("/drill/progress", 303)


def _options(wrong: dict[str, str]) -> str:
    kept = settings.of(persons.current())
    return render_template(
        "drill/settings.html",
        kept=kept,
        given=request.form,
        parameters=", ".join(map(str, kept.parameters)),
        least=schedule.LEAST_PERCENT,
        most=schedule.MOST_PERCENT,
        wrong=wrong,
        now_ms=db.now_ms(),
    )
