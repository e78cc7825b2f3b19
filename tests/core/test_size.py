"""State and views stay small on the built-in deck, over a whole interview in which everything is used."""

import msgspec
import pytest

from server.bank.builtin import builtin
from server.bank.deck import content
from tests.core.room import Room

KB = 1024


def test_sizes_of_a_panel() -> None:
    """Before a panel of three who all mark, tick and note all 24, the state is at most 24 kB and a view 16 kB."""
    room = Room(content(builtin()), answering="both", think_s=None)
    judges = [room.lead, room.enter("interviewer", "Linus"), room.enter("interviewer", "Barbara")]
    room.lead.start()
    for number, question in enumerate(room.content.questions, 1):
        room.lead.ask(question.id)
        for judge in judges:
            for point in range(len(question.points)):
                judge.tick(point, round=number)
            for dimension in room.content.dimensions:
                judge.mark(dimension.id, 3, round=number)
            judge.note(released=True, round=number)
    assert len(msgspec.json.encode(room.interview)) <= 24 * KB
    assert max(len(msgspec.json.encode(room.view(judge))) for judge in judges) <= 16 * KB


@pytest.mark.parametrize(("planned", "state_max_kb", "view_max_kb"), [(5, 8, 4), (24, 20, 8)])
def test_sizes(planned: int, state_max_kb: int, view_max_kb: int) -> None:
    """As JSON the state is at most 8 kB and a view at most 4 kB with 5 questions, 20 kB and 8 kB with all 24."""
    room = Room(content(builtin()), answering="both", think_s=None)
    questions = room.content.questions[:planned]
    state = views = 0
    biggest = ""

    def measure(step: str) -> None:
        nonlocal state, views, biggest
        state = max(state, len(msgspec.json.encode(room.interview)))
        for who in (room.lead, room.candidate):
            size = len(msgspec.json.encode(room.view(who)))
            if size > views:
                views, biggest = size, f"{type(room.view(who)).__name__} at {step}"

    room.lead.plan(*(question.id for question in questions))
    room.lead.start()
    measure("start")
    for number, question in enumerate(questions, 1):
        room.lead.ask()
        room.wait(30)
        room.candidate.signal("hint")
        stages = room.content.rendered[question.id]
        for stage in ("guidance", "answer", "example"):
            if getattr(stages, stage):
                room.wait(20)
                room.lead.reveal(stage)
            measure(f"{stage} of {question.id}")
        for point in range(len(question.points)):
            room.lead.tick(point, round=number)
        for dimension in room.content.dimensions:
            room.lead.mark(dimension.id, 3, round=number)
        room.lead.note(released=True, round=number)
        measure(f"marks of {question.id}")
        room.candidate.submit()
        measure(f"submit of {question.id}")
    room.lead.end()
    for number in range(1, planned + 1):
        for dimension in room.content.dimensions:
            room.candidate.mark(dimension.id, 4, round=number)
    room.lead.feedback(keep=("x" * 120,), stop=("y" * 120,), start=("z" * 120,))
    measure("wrap-up")
    room.lead.release()
    measure("release")
    print(f"\n{planned} questions: state {state} bytes; largest view {views} bytes ({biggest})")
    assert state <= state_max_kb * KB
    assert views <= view_max_kb * KB
