"""A class for its coach: the list, a new one, and the page from which it is run."""

import random
from collections.abc import Callable, Mapping

from flask import Blueprint, abort, redirect, render_template, request
from msgspec.structs import replace
from werkzeug.wrappers import Response

from server import db
from server.bank import shelf
from server.classes import classes, driving, roster, seating, timeline
from server.classes.classes import Class, Stale
from server.classes.seating import NotSeated
from server.classes.timeline import LONGEST_MIN, PARTS, Part, Timeline
from server.core import names
from server.people import persons
from server.rooms import seats
from server.rooms.fields import number

blueprint = Blueprint("classes", __name__, url_prefix="/classes")

MOST_BYTES = 200_000
TOO_FEW = "Students who swap need a deck of two questions or more. Choose another, or let one side ask all."
UNREADABLE = "That file is not text. Save the list as CSV, or paste the names."


@blueprint.get("")
def index() -> str:
    """List one's classes."""
    person_id = persons.current()
    return render_template("classes/index.html", classes=classes.of_person(person_id) if person_id else [])


@blueprint.get("/new")
def new() -> str:
    """Show the form of a new class."""
    return _form({}, {})


@blueprint.post("")
def create() -> Response | tuple[str, int]:
    """Make a class of the names given; or show the form again, with what is wrong."""
    wrong: dict[str, str] = {}
    title = names.clean(request.form.get("title", "")) or ""
    if not title:
        wrong["title"] = "Give the class a name of 1 to 60 characters."
    swap = request.form.get("swap") == "yes"
    deck = shelf.deck(persons.current(), request.form.get("deck", ""))
    if deck is None or not deck.questions:
        wrong["deck"] = "Choose one of your decks that has questions."
    elif swap and len(deck.questions) < 2:
        wrong["deck"] = TOO_FEW
    parts = _parts(request.form, swap, wrong)
    groups: tuple[roster.Group, ...] = ()
    try:
        groups = roster.groups(roster.read(_names()), random.SystemRandom().shuffle)
    except ValueError as refusal:
        wrong["names"] = str(refusal)
    if wrong or deck is None:
        return _form(request.form, wrong), 400
    id = classes.create(persons.present(), title, deck, groups, swap=swap, timeline=Timeline(parts))
    return redirect(f"/classes/{id}", 303)


@blueprint.get("/<class_id>")
def page(class_id: str) -> str:
    """Show who is in which room, who has come in, and the timeline."""
    return _page(_mine(class_id))


@blueprint.post("/<class_id>")
def act(class_id: str) -> Response | tuple[str, int]:
    """Change something; who has not seen the class as it is now is told, and changes nothing."""
    mine = _mine(class_id)
    action = ACTIONS.get(request.form.get("do", ""))
    if action is None:
        abort(400)
    try:
        if request.form.get("rev") != str(mine.rev):
            raise Stale(classes.SEEN_OLDER)
        action(mine)
    except (Stale, NotSeated) as refusal:
        return _page(_mine(class_id), str(refusal)), 409
    seats.live().changed(mine.person_id)
    return redirect(f"/classes/{mine.id}", 303)


def _one(name: str = "student") -> int:
    return request.form.get(name, -1, type=int)


def _pair_alone(mine: Class) -> None:
    those = seating.alone(mine)
    homes = [each for each in those if each.interview_id is not None]
    while len(those) > 1 and homes:
        home = homes.pop(0)
        others = [each for each in reversed(those) if each is not home]
        guest = others[0]
        those = [each for each in those if each not in (home, guest)]
        homes = [each for each in homes if each is not guest]
        seating.move(_again(mine), guest.place, home.interview_id or "")
    for each in those:
        rooms = [room for room in mine.rooms if room.interview_id != each.interview_id]
        if rooms:
            seating.move(_again(mine), each.place, rooms[-1].interview_id)


def _again(mine: Class) -> Class:
    return classes.of(mine.person_id, mine.id) or abort(404)


def _drive(mine: Class, now: Timeline, *, began: bool) -> None:
    classes.change(mine, body=replace(mine.body, timeline=now))
    trouble = driving.enter(mine, now, began=began)
    changed = _again(mine)
    classes.change(changed, body=replace(changed.body, trouble=trouble))


ACTIONS: dict[str, Callable[[Class], None]] = {
    "free": lambda mine: seating.free(mine, _one()),
    "absent": lambda mine: seating.mark_absent(mine, _one(), absent=True),
    "present": lambda mine: seating.mark_absent(mine, _one(), absent=False),
    "move": lambda mine: seating.move(mine, _one(), request.form.get("room", "")),
    "add": lambda mine: seating.add(mine, request.form.get("name", "")),
    "pair": _pair_alone,
    "lock": lambda mine: classes.change(mine, locked=True),
    "unlock": lambda mine: classes.change(mine, locked=False),
    "next": lambda mine: _drive(mine, timeline.go_on(mine.body.timeline, db.now_ms()), began=True),
    "back": lambda mine: _drive(mine, timeline.go_back(mine.body.timeline, db.now_ms()), began=False),
    "extend": lambda mine: _drive(mine, timeline.extend(mine.body.timeline, 1, db.now_ms()), began=False),
    "end": lambda mine: classes.change(mine, ended_ms=db.now_ms(), code=None),
}


def _mine(class_id: str) -> Class:
    return classes.of(persons.current(), class_id) or abort(404)


def _page(mine: Class, wrong: str = "") -> str:
    by_room = {
        room.interview_id: [each for each in mine.students if each.interview_id == room.interview_id]
        for room in mine.rooms
    }
    return render_template(
        "classes/class.html",
        klass=mine,
        by_room=by_room,
        without=[each for each in mine.students if each.interview_id is None],
        alone=len(seating.alone(mine)),
        taken=sum(each.taken_ms is not None for each in mine.students),
        wrong=wrong,
    )


def _form(given: Mapping[str, str], wrong: dict[str, str]) -> str:
    return render_template(
        "classes/new.html",
        given=given,
        wrong=wrong,
        wrong_minutes=any(name.startswith("minutes") for name in wrong),
        decks=[(line.id, line.title) for line in shelf.decks(persons.current())],
        parts=PARTS,
        most=LONGEST_MIN,
    )


def _names() -> str:
    """Return the names that were pasted, or those of the file."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return str(request.form.get("names", ""))
    raw = file.read(MOST_BYTES)
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return str(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise ValueError(UNREADABLE)


def _parts(form: Mapping[str, str], swap: bool, wrong: dict[str, str]) -> tuple[Part, ...]:
    """Return the parts with the minutes given; without a swap there is one interview."""
    parts = []
    for place, part in enumerate(PARTS):
        minutes = number(form, f"minutes-{place}", 1, LONGEST_MIN, wrong)
        parts.append(replace(part, minutes=minutes or part.minutes))
    return tuple(parts) if swap else (parts[0], replace(parts[1], name="Interview"), parts[-1])
