"""Interviews for the bench: made, joined and played as browsers do it, over HTTP and by commands of the wire."""

import http.client
import json
import re
from typing import Any

QUESTIONS = 24
Seats = list[dict[str, Any]]
"""The handshakes of a pair, the interviewer's first: `query` and `auth`."""
Step = tuple[int, str]
"""Who sends (0 the interviewer, 1 the candidate), and the packet without its head; `$` stands for the command's id."""

INTERVIEWER, CANDIDATE = 0, 1


class Website:
    """One browser at a server's pages, on one kept connection."""

    def __init__(self, port: int) -> None:
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: dict[str, str] = {}
        page = self._ask("GET", "/interviews/new")
        found = re.search(rb'name="csrf_token" value="([^"]+)"', page[1])
        assert found, "the form of a new interview has no CSRF token"
        self._csrf = found[1].decode()

    def pair(self) -> Seats:
        """Make an interview with all questions planned, take both seats, and return their handshakes."""
        form = f"csrf_token={self._csrf}&deck=flask&count={QUESTIONS}&name=Ada"
        room = self._ask("POST", "/interviews", form, kind="application/x-www-form-urlencoded")[0]["Location"]
        links = json.loads(self._ask("GET", f"{room}/links")[1])["seats"]
        link = next(each["url"] for each in links if each["role"] == "candidate").partition("/join/")[2]
        seat = json.loads(self._ask("POST", f"/join/{link}", json.dumps({"name": "Kim"}))[1])
        return [self._handshake(room), self._handshake(seat["room"])]

    def _handshake(self, room: str) -> dict[str, Any]:
        token = json.loads(self._ask("POST", f"{room}/token", "{}")[1])["token"]
        return {"query": f"interview={room.split('/')[2]}", "auth": {"token": token}}

    def _ask(self, method: str, path: str, body: str | None = None, kind: str = "application/json") -> tuple[Any, bytes]:
        headers = {"Accept": "application/json", "Content-Type": kind}
        room = re.match(r"/room/\w+/\w+", path)
        cookies = [self._cookies.get(""), self._cookies.get(room[0]) if room else None]
        headers["Cookie"] = "; ".join(cookie for cookie in cookies if cookie)
        self._link.request(method, path, body, headers)
        answer = self._link.getresponse()
        content = answer.read()
        assert answer.status < 400, f"{method} {path}: {answer.status} {content[:500]!r}"
        for cookie in answer.headers.get_all("Set-Cookie", []):
            value, _, attributes = cookie.partition(";")
            at = re.search(r"[Pp]ath=(/room/[^;]+)", attributes)
            if at:
                self._cookies[at[1]] = value
            else:
                name = value.partition("=")[0]
                kept = [each for each in self._cookies.get("", "").split("; ") if each and not each.startswith(f"{name}=")]
                self._cookies[""] = "; ".join([*kept, value])
        return answer.headers, content


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
