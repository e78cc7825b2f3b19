"""Interviews for the bench: made, joined and played as browsers do it, over HTTP and by commands of the wire."""

import json
import re
from typing import Any

import requests

QUESTIONS = 24
Seats = list[dict[str, Any]]
"""The handshakes of a pair, the interviewer's first: `query` and `auth`."""
Step = tuple[int, str]
"""Who sends (0 the interviewer, 1 the candidate), and the packet without its head; `$` stands for the command's id."""

INTERVIEWER, CANDIDATE = 0, 1


class Website:
    """One browser at a server's pages, on one kept connection."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        self._session.headers["Accept"] = "application/json"
        found = re.search(r'name="csrf_token" value="([^"]+)"', self._ask("GET", "/interviews/new").text)
        assert found, "the form of a new interview has no CSRF token"
        self._csrf = found[1]

    def pair(self) -> Seats:
        """Make an interview with all questions planned, take both seats, and return their handshakes."""
        form = {"csrf_token": self._csrf, "deck": "flask", "count": str(QUESTIONS), "name": "Ada"}
        room = self._ask("POST", "/interviews", data=form).headers["Location"]
        links = self._ask("GET", f"{room}/links").json()["seats"]
        link = next(each["url"] for each in links if each["role"] == "candidate").partition("/join/")[2]
        seat = self._ask("POST", f"/join/{link}", json={"name": "Kim"}).json()
        pair = [self._handshake(room), self._handshake(seat["room"])]
        for path in room, seat["room"]:
            self._session.cookies.clear("127.0.0.1", path)
        return pair

    def _handshake(self, room: str) -> dict[str, Any]:
        token = self._ask("POST", f"{room}/token", json={}).json()["token"]
        return {"query": f"interview={room.split('/')[2]}", "auth": {"token": token}}

    def _ask(self, method: str, path: str, **what: Any) -> requests.Response:
        answer = self._session.request(method, self._base + path, timeout=30, allow_redirects=False, **what)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer


def script() -> tuple[list[Step], int]:
    """Return an interview over all questions, and the place from which to go on when it is through.

    Every command changes something. What follows the last question are the few that can go on for ever.
    """
    steps = [_step(INTERVIEWER, type="start")]
    for round in range(1, QUESTIONS + 1):
        steps += _round(round)
        if round < QUESTIONS:
            steps.append(_step(CANDIDATE, type="submit"))
    return steps + _again(QUESTIONS), len(steps)


def _round(round: int) -> list[Step]:
    ask, tell = INTERVIEWER, CANDIDATE
    return [
        _step(ask, type="ask"),
        _step(tell, type="signal", signal="moment", on=True),
        _step(ask, type="begin"),
        _step(tell, type="signal", signal="moment", on=False),
        _step(ask, type="tick", round=round, point=0, on=True),
        _step(tell, type="signal", signal="hint", on=True),
        _step(ask, type="reveal", stage="guidance"),
        _step(tell, type="signal", signal="hint", on=False),
        _step(ask, type="pause"),
        _step(ask, type="resume"),
        _step(ask, type="tick", round=round, point=1, on=True),
        _step(ask, type="extend", seconds=30),
        _step(ask, type="reveal", stage="answer"),
        _step(ask, type="mark", round=round, dimension="communication", value=3),
        _step(ask, type="tick", round=round, point=2, on=True),
        _step(ask, type="tick", round=round, point=1, on=False),
        _step(ask, type="reveal", stage="example"),
        _step(ask, type="mark", round=round, dimension="correctness", value=2),
        _step(ask, type="mark", round=round, dimension="depth", value=4),
        _step(ask, type="note", round=round, released=True),
    ]


def _again(round: int) -> list[Step]:
    ask, tell = INTERVIEWER, CANDIDATE
    return [
        _step(ask, type="tick", round=round, point=1, on=True),
        _step(tell, type="signal", signal="moment", on=True),
        _step(ask, type="mark", round=round, dimension="communication", value=2),
        _step(ask, type="pause"),
        _step(tell, type="signal", signal="moment", on=False),
        _step(ask, type="resume"),
        _step(ask, type="note", round=round, released=False),
        _step(ask, type="tick", round=round, point=1, on=False),
        _step(ask, type="mark", round=round, dimension="communication", value=3),
        _step(ask, type="note", round=round, released=True),
    ]


def _step(seat: int, **command: Any) -> Step:
    request = json.dumps({"id": "$", "command": command}, separators=(",", ":"))
    return seat, f'["command",{request}]'
