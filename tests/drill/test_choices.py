"""Whatever comes in the form that starts a drill, it is a drill that can be practised, or a sentence."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from server import db
from server.bank.models import DeckRecord
from server.drill import choices, drills
from server.drill.settings import Settings
from server.rooms.choices import Refusals
from tests.drill.practice import deck, person

FIELDS = {
    "from": ["due", "deck", "topics", "weakest"],
    "deck": ["flask", "mine", "nobodys"],
    "topic": ["http", "HTTP", "routing"],
    "count": ["1", "7", "200", "201", "0", "-1", "1e3", "٣"],
    "minutes": ["1", "240", "241", "0.5"],
    "think_s": ["0", "30", "3601"],
    "answer_s": ["5", "600", "4"],
    "mode": ["practice", "strict", "exam"],
    "answering": ["head", "typed", "spoken", "sung"],
    "order": ["3-1-2", "1", "1-1", "0", "99", "1-", "24-23-22"],
}
values = st.one_of(st.none(), st.text(max_size=8))
forms = st.fixed_dictionaries({}, optional={name: st.sampled_from(known) | values for name, known in FIELDS.items()})


@pytest.mark.both_databases
@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(form=forms)
def test_a_form_is_a_drill_or_a_sentence(context: Flask, form: dict[str, str | None]) -> None:
    """A drill has 1 to 200 questions that are there, none of them twice; else each wrong field has its sentence."""
    given = MultiDict([(name, value) for name, value in form.items() if value is not None])
    if given.get("deck") == "mine":
        given["deck"] = mine()
    sentences: dict[str, str] = {}
    try:
        chosen = choices.read(given, "p", Settings(), db.now_ms())
    except Refusals as refusals:
        sentences = refusals.sentences
    if sentences:
        assert set(sentences) <= FIELDS.keys()
        assert all(sentence.endswith(".") for sentence in sentences.values())
        return
    order = chosen.body.order
    most = (
        drills.MOST_QUESTIONS
        if given.get("minutes") or given.get("order")
        else int(given.get("count") or choices.COUNT)
    )
    assert 1 <= len(order) <= most  # minutes count before a number of questions
    assert len(set(order)) == len(order)
    assert len(drills.asked("p", order)) == len(order)
    assert chosen.strict == (given.get("mode") == "strict")


def mine() -> str:
    """The deck of p, who is made when first asked for."""
    known = db.transact(lambda session: session.scalar(select(DeckRecord.id).where(DeckRecord.person_id == "p")))
    return str(known or deck(person("p"))[0][0])
