"""Every route, tried with a stranger's and another participant's cookies.

A new route fails here until it is in one of the two tables.
"""

from __future__ import annotations

import pytest
from flask import Flask

from tests.website import Browser, StandIn

# Open to anybody; what they show of somebody's own depends on the person's cookie.
PUBLIC = {
    ("GET", "/"),
    ("GET", "/interviews/new"),
    ("POST", "/interviews"),
    ("GET", "/interviews"),
    ("POST", "/interviews/token"),  # which opens what its own person may watch
    ("GET", "/candidates"),
    ("GET", "/candidates/me"),
    ("GET", "/candidates/me/compare"),
    ("GET", "/glance"),
    ("GET", "/shared/<token>"),  # which say to whoever has no good link what to do
    ("GET", "/shared/<token>/still"),
    ("GET", "/shared/<token>/report.<kind>"),
    ("GET", "/decks"),
    ("GET", "/decks/new"),
    ("POST", "/decks/preview"),
    ("POST", "/decks"),
    ("POST", "/decks/render"),
    ("POST", "/decks/points"),
    ("POST", "/interviews/at-once"),
    ("POST", "/templates"),
    ("GET", "/static/<path:filename>"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),  # 404 but to this computer, and with its token
    ("GET", "/forget"),
    ("POST", "/forget"),
    ("GET", "/classes"),
    ("GET", "/classes/new"),
    ("POST", "/classes"),
    ("GET", "/c"),
    ("POST", "/c"),
    ("GET", "/c/<code>"),  # whose answer asks for the code again, where it is wrong
    ("POST", "/c/<code>"),
    ("GET", "/drill"),
    ("POST", "/drill"),
    ("POST", "/drill/spare"),
    ("GET", "/drill/progress"),
    ("GET", "/drill/settings"),
    ("POST", "/drill/settings"),
    ("GET", "/drill/worker.js"),
    ("GET", "/drill/app.webmanifest"),
    ("GET", "/carry"),
    ("POST", "/carry"),
    ("GET", "/carry/qr.svg"),
    ("GET", "/carry/<token>"),  # whose answer says what to do, to whoever has no token or an old one
    ("POST", "/carry/<token>"),
    # An account is its own person's; whoever has none is told how to get in.
    ("GET", "/account"),
    ("GET", "/account/code"),
    ("POST", "/account/code"),
    ("POST", "/account/codes"),
    ("GET", "/account/codes"),
    ("POST", "/account/codes/<token>"),
    ("GET", "/account/confirm"),
    ("POST", "/account/confirm"),
    ("POST", "/account/confirm/<token>"),
    ("GET", "/account/confirm/<token>"),
    ("POST", "/account/delete"),
    ("GET", "/account/delete"),
    ("POST", "/account/devices/end"),
    ("POST", "/account/devices/end-others"),
    ("POST", "/account/download"),
    ("POST", "/account/passkey"),
    ("GET", "/account/passkey"),
    ("POST", "/account/passkey/<token>"),
    ("GET", "/account/passkeys"),
    ("POST", "/account/passkeys"),
    ("POST", "/account/passkeys/<token>"),
    ("GET", "/account/passkeys/delete"),
    ("POST", "/account/passkeys/delete"),
    ("GET", "/account/password"),
    ("POST", "/account/password"),
    ("GET", "/account/recover"),
    ("POST", "/account/recover"),
    ("GET", "/account/recover/<token>"),
    ("POST", "/account/recover/<token>"),
    ("GET", "/account/recover/kept/<token>"),
    ("GET", "/account/recovery-code"),
    ("POST", "/account/recovery-code"),
    ("GET", "/account/recovery-codes"),
    ("POST", "/account/recovery-codes"),
    ("POST", "/account/recovery-link"),
    ("GET", "/account/rescue"),
    ("POST", "/account/rescue"),
    ("GET", "/account/sign-in"),
    ("POST", "/account/sign-in"),
    ("POST", "/account/sign-out"),
    ("POST", "/account/sign-up"),
    ("GET", "/account/sign-up"),
    ("GET", "/account/verify"),
    ("POST", "/account/verify"),
    ("GET", "/account/verify-passkey"),
    ("POST", "/account/verify-passkey"),
    ("POST", "/account/verify-passkey/<token>"),
    ("POST", "/account/which"),
    ("GET", "/account/which"),
}
# Opened by a secret: the link's token, the seat's cookie, the cookie of a deck's or template's owner, or of who leads.
OWN = {
    ("GET", "/join/<token>"): "link",
    ("POST", "/join/<token>"): "link",
    ("GET", "/join/<token>/interview.ics"): "link",
    ("GET", "/decks/<deck_id>"): "deck",
    ("GET", "/decks/shared/<token>"): "link",
    ("POST", "/decks/shared/<token>/copy"): "link",
    ("GET", "/decks/<deck_id>/export/<kind>"): "deck",
    ("POST", "/decks/<deck_id>/archive"): "deck",
    ("POST", "/decks/<deck_id>/duplicate"): "deck",
    ("POST", "/decks/<deck_id>/delete"): "deck",
    ("POST", "/decks/<deck_id>/restore"): "deck",
    ("POST", "/decks/<deck_id>/link"): "deck",
    ("POST", "/decks/<deck_id>/settle/<question_id>"): "deck",
    ("GET", "/decks/<deck_id>/edit"): "deck",
    ("POST", "/decks/<deck_id>/edit"): "deck",
    ("GET", "/decks/<deck_id>/again"): "deck",
    ("POST", "/decks/<deck_id>/again"): "deck",
    ("POST", "/decks/<deck_id>/again/apply"): "deck",
    ("GET", "/templates/<template_id>"): "template",
    ("GET", "/templates/<template_id>/compare"): "template",
    ("POST", "/templates/<template_id>/interviews"): "template",
    ("POST", "/templates/<template_id>/name"): "template",
    ("POST", "/templates/<template_id>/deck"): "template",
    ("POST", "/templates/<template_id>/delete"): "template",
    ("GET", "/templates/<template_id>/form"): "template",
    ("GET", "/classes/<class_id>"): "class",
    ("POST", "/classes/<class_id>"): "class",
    ("GET", "/classes/<class_id>/wall"): "class",
    ("POST", "/classes/<class_id>/wall/token"): "class",
    ("GET", "/classes/<class_id>/rooms/<interview_id>/drop-in"): "class",
    ("POST", "/classes/<class_id>/rooms/<interview_id>/drop-in"): "class",
    ("GET", "/classes/<class_id>/projector"): "class",
    ("GET", "/classes/<class_id>/now"): "class",
    ("GET", "/classes/<class_id>/qr.svg"): "class",
    ("GET", "/candidates/<candidate_id>"): "interviewer",
    ("POST", "/candidates/<candidate_id>"): "interviewer",
    ("GET", "/candidates/<candidate_id>/compare"): "interviewer",
    ("GET", "/candidates/<candidate_id>/again"): "interviewer",
    ("GET", "/drill/<drill_id>"): "drill",
    ("GET", "/drill/<drill_id>/questions"): "drill",
    ("POST", "/drill/<drill_id>/reviews"): "drill",
    ("POST", "/drill/<drill_id>/end"): "drill",
    ("GET", "/drill/<drill_id>/summary"): "drill",
    ("POST", "/interviews/<interview_id>/delete"): "owner",
    ("POST", "/interviews/<interview_id>/undo"): "owner",
    ("GET", "/interviews/<interview_id>/again"): "lead",
    ("POST", "/interviews/<interview_id>/again"): "lead",
    ("POST", "/interviews/<interview_id>/template"): "lead",
    ("GET", "/room/<interview_id>/<seat_id>"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/token"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/deck"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/links"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/schedule"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/schedule"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/interview.ics"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/deck/choose"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/deck/choose"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/leave"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/leave"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/qr/<named>.svg"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/report"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/report.<kind>"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/report/links"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/report/links"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/report/links/<link_id>/revoke"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/report/reply"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/replay"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/replay/frames.jsonl"): "seat",
    ("GET", "/room/<interview_id>/<seat_id>/log.jsonl"): "seat",
    ("POST", "/room/<interview_id>/<seat_id>/report/marks"): "seat",
}


def test_every_route_is_listed(app: Flask) -> None:
    """Whoever adds a route says who may open it."""
    found = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found - PUBLIC - set(OWN) == set()


@pytest.mark.parametrize("route", sorted(OWN), ids=" ".join)
def test_a_route_of_somebodys_own_is_closed_to_others(
    route: tuple[str, str], app: Flask, live: StandIn, host: Browser, guest: Browser, stranger: Browser
) -> None:
    """A stranger, the other participant, and a participant of another interview: the same 404 as for what never was."""
    method, rule = route
    interview = host.start()
    links = host.links(f"/room/{interview}/s1")
    guest.join(links["s2"])
    elsewhere = stranger.start()
    deck = _deck(host)
    path = (
        rule.replace("<interview_id>", interview)
        .replace("<seat_id>", "s1")
        .replace("<named>", "s1")
        .replace("<deck_id>", deck)
        .replace("report.<kind>", "report.md")
        .replace("<kind>", "deck")
        .replace("<link_id>", "x" * 16)
        .replace("<question_id>", "one")
        .replace("<template_id>", _template(host))
        .replace("<drill_id>", _drill(host))
        .replace("<class_id>", _class(host))
        .replace("<candidate_id>", "x" * 16)
        .replace("<token>", links["s2"].rpartition("/")[2][:-1] + "!")
    )
    nowhere = _ask(stranger, method, "/nowhere").data
    for visitor in (stranger, guest, Browser(app)):
        answer = _ask(visitor, method, path)
        assert answer.status_code == 404
        assert answer.data == nowhere
    if OWN[route] == "seat":
        # A seat's cookie, sent along for another seat or another interview, keeps neither.
        for visitor, own in ((guest, f"/room/{interview}/s2"), (stranger, f"/room/{elsewhere}/s1")):
            cookie = visitor.client.get_cookie("greenroom_seat", path=own)
            assert cookie is not None
            visitor.client.set_cookie("greenroom_seat", cookie.value)
            assert _ask(visitor, method, path).status_code == 404
            assert _ask(visitor, method, path.replace(interview, "0" * 16)).status_code == 404
            assert _ask(visitor, method, path.replace(interview, "x")).status_code == 404
            assert _ask(visitor, method, path.replace("/s1", "/s9")).status_code == 404


def _ask(visitor: Browser, method: str, path: str):  # type: ignore[no-untyped-def]  # werkzeug names no type for it
    if method == "GET":
        return visitor.get(path)
    return visitor.post(path, json={})


def _deck(owner: Browser) -> str:
    return owner.keeps({"title": "Mine", "questions": [{"id": "one", "prompt": "Only for my eyes?"}]})


def _template(owner: Browser) -> str:
    answer = owner.submit("/interviews/new", "/templates", {"deck": "flask", "template": "Mine"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location.rpartition("/")[2])


def _class(owner: Browser) -> str:
    answer = owner.submit("/classes/new", "/classes", {"title": "Evening", "names": "Bo\nLi", "deck": "flask"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location.rpartition("/")[2])


def _drill(owner: Browser) -> str:
    answer = owner.submit("/drill", "/drill", {"deck": "flask", "count": "2"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location.rpartition("/")[2])
