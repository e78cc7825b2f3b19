"""The report as page, Markdown and JSON, and the log: below the address of the seat that they are for."""

import re
from datetime import UTC, datetime
from typing import NamedTuple, cast

import msgspec
from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.exceptions import NotFound

from server import errors, policy
from server.core.interview import Seat
from server.core.permissions import has_interviewed
from server.core.report import report
from server.core.report_wire import Report
from server.live.held import Held
from server.live.live import Live
from server.people import persons
from server.people.invitations import SeatKey
from server.reports import archive, log, markdown, replies, spreadsheet, words
from server.reports.archive import Copies
from server.rooms import seats

blueprint = Blueprint("reports", __name__, url_prefix="/room/<interview_id>/<seat_id>")

KINDS = {"md": "text/markdown", "json": "application/json", "csv": "text/csv"}
NOT_YET = "There is no report yet: it is there for you when your interviewer has released it."
NOT_DRILLED = "There is no report yet: it is there for you when the drill has ended."
NOT_ENDED = "The log can be had when the interview has ended. End it first, or ask its lead to."


class Reading(NamedTuple):
    """What is open to who asks.

    Args:
        report: None where nothing is yet.
        kept: whether it is a copy, given when the report was released, which is not what the interview shows now.
        copies: when the copies that they were given were released, newest first.
        led: whether they lead the interview, or asked in it: then they may use it again.
        solo: whether it is a drill of theirs.
    """

    report: Report | None
    kept: bool
    copies: tuple[int, ...]
    led: bool = False
    solo: bool = False

    @property
    def not_yet(self) -> str:
        """Return why there is no report."""
        return NOT_DRILLED if self.solo else NOT_YET


@blueprint.get("/report")
def page(interview_id: str, seat_id: str) -> Response:
    """Show the report; before there is one, say what is going on."""
    reading = read(interview_id, seat_id)
    if reading.report is None:
        return make_response(
            render_template("reports/waiting.html", room=seats.address(interview_id, seat_id), solo=reading.solo)
        )
    return make_response(
        render_template(
            "reports/report.html",
            report=reading.report,
            words=words,
            kept=reading.kept,
            copies=reading.copies,
            led=reading.led,
            room=seats.address(interview_id, seat_id),
            retention_days=policy.settings().retention_days,
            replies=replies.of(interview_id, None if words.interviewed(reading.report) else seat_id),
            may_reply=may_reply(reading.report),
            reply_rounds=_asked(reading.report),
        )
    )


@blueprint.get("/report.<kind>")
def as_file(interview_id: str, seat_id: str, kind: str) -> Response:
    """Give the report as Markdown, JSON or CSV."""
    reading = read(interview_id, seat_id)
    if kind not in KINDS:
        abort(404)
    if reading.report is None:
        return errors.page(403, reading.not_yet)
    return download(reading.report, kind) or abort(404)


@blueprint.get("/log.jsonl")
def as_log(interview_id: str, seat_id: str) -> Response:
    """Give an interviewer, or who drilled, the log, as far as it is theirs to read."""
    held, seat = seated(interview_id, seat_id) or abort(404)
    if not (held.interview.solo or has_interviewed(held.interview, seat)):
        return errors.page(403, "The log is for the interviewers of this interview only.")
    if held.interview.status not in ("wrapup", "released"):
        return errors.page(403, NOT_ENDED)
    entries = archive.recorded(cast(Live, seats.live()).log(interview_id), held.interview)
    body = b"".join(log.lines(entries, held.interview, seat))
    return _download(body, "application/x-ndjson", held.interview.title, held.interview.ended_ms, "log", "jsonl")


def read(interview_id: str, seat_id: str) -> Reading:
    """Return what the asker may read: the copy they name in `released`, else the report, else their newest copy.

    Answers 404 to whoever does not keep the seat.
    """
    here = seated(interview_id, seat_id)
    given = archive.copies(interview_id, seat_id)
    if here is None and not _outlived(interview_id, seat_id, given):
        abort(404)
    named = request.args.get("released")
    if named is not None:
        named_ms = next((each for each in given.released_ms if str(each) == named), None)
        if named_ms is None:
            abort(404)
        return Reading(archive.copy(interview_id, seat_id, named_ms), True, given.released_ms)
    found = _current(*here) if here else None
    if found is not None or not given.released_ms:
        if here is None:
            return Reading(found, False, given.released_ms)
        return Reading(found, False, given.released_ms, _led(*here), here[0].interview.solo)
    return Reading(archive.copy(interview_id, seat_id, given.released_ms[0]), True, given.released_ms)


def seated(interview_id: str, seat_id: str) -> tuple[Held, Seat] | None:
    """Return the seat of who asks, theirs by its cookie, or because the interview is their own; else None."""
    try:
        taken = seats.by_cookie(interview_id, seat_id)
    except NotFound:
        person_id = persons.current()
        if not person_id or not archive.owns(person_id, interview_id, seat_id):
            return None
        held = seats.live().hold(interview_id)
        seat = held.interview.seat(seat_id) if held else None
        return (cast(Held, held), seat) if seat and not seat.removed else None
    return cast(Held, taken.held), taken.seat


def _outlived(interview_id: str, seat_id: str, given: Copies) -> bool:
    """Tell whether the asker was given copies on this seat before they were removed, or the interview was deleted."""
    if not given.released_ms or not seats.keeps(SeatKey(interview_id, seat_id, given.link)):
        return False
    held = seats.live().hold(interview_id)
    seat = held.interview.seat(seat_id) if held else None
    # Removing made the next generation of the link; one that had been replaced before opens nothing again.
    return held is None or (seat is not None and seat.removed and seat.link == given.link + 1)


def download(found: Report, kind: str) -> Response | None:
    """Return a report as a file of a kind; None where there is no such kind."""
    match kind:
        case "md":
            body: str | bytes = markdown.export(found)
        case "json":
            body = msgspec.json.format(msgspec.json.encode(found), indent=2)
        case "csv":
            body = spreadsheet.export(found)
        case _:
            return None
    return _download(body, KINDS[kind], found.title, found.ended_ms, "report", kind)


def _asked(found: Report) -> list[tuple[str, str]]:
    """Return the questions that the reader was asked, as a form offers them."""
    return [(str(each.id), f"question {each.id}: {each.title}") for each in found.rounds if each.role == "candidate"]


def may_reply(found: Report) -> bool:
    """Tell whether the reader of a report may answer to it: who was asked in it, once it is released."""
    return found.released_by is not None and any(round.role == "candidate" for round in found.rounds)


def _led(held: Held, seat: Seat) -> bool:
    interview = held.interview
    return not interview.solo and seat.id in {interview.lead, *(round.asker for round in interview.rounds)}


def _current(held: Held, seat: Seat) -> Report | None:
    return report(held.interview, held.content, {name: text.text for name, text in held.texts.items()}, seat)


def _download(body: bytes | str, mimetype: str, title: str, ended_ms: int | None, what: str, suffix: str) -> Response:
    day = datetime.fromtimestamp((ended_ms or 0) / 1000, UTC).date().isoformat()
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    name = "-".join(part for part in ("greenroom", slug, day, what) if part)
    response = Response(body, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{suffix}")
    return response
