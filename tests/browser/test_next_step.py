"""What the page makes of a view: the one button that names the next step, who is away, who releases. Pure functions."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

KIM = {"id": "s2", "role": "candidate", "name": "Kim", "joined": True}
VIEW: dict[str, Any] = {
    "status": "live", "me": "s1", "lead": "s1", "rounds": [], "plan": [], "round": None, "options": {},
    "seats": [{"id": "s1", "role": "interviewer", "joined": True}, KIM],
}  # fmt: skip
SWAP = {
    "options": {"swap": True},
    "seats": [{"id": "s1", "role": "interviewer", "side": "a", "joined": True}, {**KIM, "side": "b"}],
}
NEXT = "(view) => window['next-step'].nextStep(view, [{id: 'depth'}])"
STEPS: dict[str, dict[str, Any]] = {
    "ask": {"round": None, "plan": [{"id": "q", "title": "Q"}]},
    "choose": {"round": None, "plan": []},
    "begin": {"clock": {"phase": "think", "deadline_ms": 1}},
    "resume": {"clock": {"phase": "answer", "paused": "lost", "left_ms": 1}},
    "reveal": {"clock": {"phase": "answer", "deadline_ms": 1}},
    "mark": {"clock": {"phase": "answer", "deadline_ms": 1}, "submitted_ms": 5},
}


@pytest.mark.parametrize("kind", STEPS)
def test_one_button_names_the_next_step(modules: Page, kind: str) -> None:
    """Ask, begin answering, offer guidance, mark, next: what comes next follows from the view."""
    given_ = STEPS[kind]
    round_ = None
    if "clock" in given_:
        round_ = {"id": 1, "question": "q", "guidance": "<p>", "revealed": [], "marks": {}, **given_}
    view = VIEW | {"plan": given_.get("plan", []), "round": round_}
    assert modules.evaluate("(v) => window['next-step'].nextStep(v, [{id: 'depth'}]).kind", view) == kind


def test_a_marked_round_leads_on_and_the_last_one_to_the_end(modules: Page) -> None:
    """When all dimensions are marked the next question follows; without one, the end, which asks for a second press."""
    round_ = {
        "id": 1,
        "question": "q",
        "revealed": [],
        "marks": {"depth": 3},
        "submitted_ms": 5,
        "clock": {"phase": "stopped"},
    }
    view = VIEW | {"rounds": [round_], "round": round_}
    step = modules.evaluate("(v) => window['next-step'].nextStep(v, [{id: 'depth'}])", view)
    assert step["kind"] == "end"
    assert step["confirm"]
    view["plan"] = [{"id": "r", "title": "R"}]
    assert modules.evaluate("(v) => window['next-step'].nextStep(v, [{id: 'depth'}]).kind", view) == "ask"
    assert modules.evaluate("(v) => window['next-step'].nextStep({...v, lead: 's9'}, [{id: 'depth'}])", view) is None


@pytest.mark.parametrize("next_", ["ask", "close", "end"])
def test_who_is_still_answering_is_cut_off_on_purpose(modules: Page, next_: str) -> None:
    """While the answer clock runs, what closes the question asks for a second press that says so; not over time."""
    round_: dict[str, Any] = {
        "id": 1, "question": "q", "revealed": [], "marks": {"depth": 3}, "clock": {"phase": "answer", "deadline_ms": 1},
    }  # fmt: skip
    plan = [{"id": "r", "title": "R"}] if next_ == "ask" else []
    view = VIEW | (SWAP if next_ == "close" else {}) | {"rounds": [round_], "round": round_, "plan": plan}
    step = modules.evaluate(NEXT, view)
    assert step["kind"] == next_
    assert step["confirm"].startswith("Kim is still answering. Press again to ")
    over = round_ | {"clock": {"phase": "answer", "deadline_ms": 1, "over": True}}
    assert "still answering" not in str(modules.evaluate(NEXT, view | {"round": over}))


def test_a_candidate_is_missing(modules: Page) -> None:
    """With nobody to ask, a candidate is invited next, open question or not; who has not come gets the invitation."""
    round_ = {"id": 1, "question": "q", "revealed": [], "marks": {}, "clock": {"phase": "think", "deadline_ms": 1}}
    for open_ in (None, round_):
        step = modules.evaluate(NEXT, VIEW | {"seats": [], "round": open_})
        assert (step["kind"], step["command"]) == ("invite", {"type": "invite", "role": "candidate"})
        step = modules.evaluate(NEXT, VIEW | {"seats": [KIM | {"joined": False}], "round": open_})
        assert (step["kind"], step.get("command")) == ("invite", None)


def test_who_has_no_questions_brings_a_deck(modules: Page) -> None:
    """Whose half is empty is led to their decks before anything else; the other is told before they swap."""
    mine, theirs = SWAP["seats"]
    brings = VIEW | SWAP | {"seats": [mine | {"deckless": True}, theirs]}
    assert modules.evaluate(NEXT, brings)["kind"] == "bring"
    offers = (
        VIEW
        | SWAP
        | {"seats": [mine, theirs | {"deckless": True}], "rounds": [{"id": 1, "question": "q", "marks": {}}]}
    )
    assert modules.evaluate(NEXT, offers)["detail"] == "Kim has still to bring a deck"


@pytest.mark.parametrize(
    ("status", "where"), [("lobby", "lost"), ("live", "lost"), ("wrapup", "away"), ("released", "away")]
)
def test_who_looks_at_another_page_is_away(modules: Page, status: str, where: str) -> None:
    """A connection counts as lost while a clock may run; afterwards who is not here is away."""
    script = "([seat, status]) => window['room-state'].whereabouts(seat, new Set(), status)"
    assert modules.evaluate(script, [KIM, status]) == where
    assert modules.evaluate(script, [KIM | {"left": True}, status]) == "left"
    assert modules.evaluate(script, [KIM | {"joined": False}, status]) == "awaited"


def test_in_a_swap_both_sides_release(modules: Page) -> None:
    """The lead, and whoever has interviewed on a side of the swap; nobody else."""
    script = "(view) => window['room-state'].releases(view)"
    swapped = VIEW | SWAP | {"role": "candidate", "lead": "s2"}
    assert modules.evaluate(script, VIEW | {"role": "interviewer"})
    assert modules.evaluate(script, swapped | {"interviewed": True})
    assert modules.evaluate(script, swapped | {"role": "interviewer"})
    assert not modules.evaluate(script, swapped)
    assert not modules.evaluate(script, VIEW | {"role": "interviewer", "lead": "s2"})


def test_the_swap_comes_before_the_end(modules: Page) -> None:
    """With an empty plan the swap is next, once the question is closed; after it the end, and an offer is accepted."""
    mine = {"id": 1, "question": "q", "revealed": [], "marks": {"depth": 3}, "clock": {"phase": "stopped"}}
    theirs = {"id": 2, "title": "R", "marks": {}}
    kind = "(v) => window['next-step'].nextStep(v, [{id: 'depth'}])?.kind ?? null"
    asked = VIEW | SWAP | {"rounds": [mine]}
    assert modules.evaluate(kind, asked | {"round": mine}) == "close"
    assert modules.evaluate(kind, asked) == "swap"
    assert modules.evaluate(kind, asked | {"swap_offered_by": "s1"}) is None
    assert modules.evaluate(kind, asked | {"swap_offered_by": "s2"}) == "accept"
    assert modules.evaluate(kind, asked | {"rounds": [mine, theirs]}) == "end"
    assert modules.evaluate(kind, asked | {"plan": [{"id": "r", "title": "R"}]}) == "ask"


def test_who_passed_on_marking_has_nothing_to_mark(modules: Page) -> None:
    """A judge who passed is not asked for marks again; in a warm-up nobody is, and its end is the next step."""
    line = {"id": 1, "question": "q", "marks": {}, "state": "closed"}
    script = "(v) => window['next-step'].unmarkedRounds(v, [{id: 'depth'}]).length"
    assert modules.evaluate(script, {"rounds": [line]}) == 1
    assert modules.evaluate(script, {"rounds": [line | {"panel": {"passed": True}}]}) == 0
    round_ = {"id": 0, "question": "warm-up", "revealed": ["guidance"], "marks": {}, "clock": {"phase": "answer"}}
    view = VIEW | {"status": "lobby", "round": round_}
    assert modules.evaluate("(v) => window['next-step'].nextStep(v, [{id: 'depth'}]).kind", view) == "close"
