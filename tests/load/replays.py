"""What the replay of a long interview weighs: two hours, 24 questions, typing at five splices a second."""

from __future__ import annotations

import time

import msgspec

from server.bank.builtin import builtin
from server.bank.deck import content
from server.core import replay
from tests.core.room import Room

QUESTIONS = 24
SPLICES = 2 * 3600 * 5 // QUESTIONS


def measure() -> dict[str, float]:
    """Return how long (s) the server takes for an interviewer's replay, and how many MB it is."""
    room = Room(content(builtin()), answering="typed")
    log = [replay.first(room.first)]
    told = 0

    def tell() -> None:
        nonlocal told
        events = room.log[told:]
        log.append(msgspec.json.encode({"rev": len(log), "at_ms": room.now_ms, "by": "s1", "events": events}))
        told = len(room.log)

    room.lead.start()
    tell()
    for number, question in enumerate(room.content.questions[:QUESTIONS], 1):
        room.lead.ask(question.id)
        tell()
        for place in range(SPLICES):
            room.now_ms += 200
            typed = {"at_ms": room.now_ms, "by": "s2", "text": f"answer:{number}", "at": place * 5, "remove": 0}
            log.append(msgspec.json.encode(typed | {"insert": "word "}))
        for stage in ("guidance", "answer", "example"):
            room.lead.reveal(stage)
            tell()
        for dimension in ("communication", "correctness", "depth"):
            room.lead.mark(dimension, 3, number)
            tell()
    room.lead.end()
    tell()
    began_s = time.perf_counter()
    body = b"\n".join(msgspec.json.encode(frame) for frame in replay.frames(log, "s1", room.content, {}))
    return {"replay_2_h_s": round(time.perf_counter() - began_s, 2), "replay_2_h_mb": round(len(body) / 1e6, 1)}
