"""A class that comes in all at once, from behind one address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import requests

from tests.system.server_process import ServerProcess

STUDENTS = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path / "var") as process:
        yield process


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_of_two_who_pick_one_name_at_once_one_gets_it(server: ServerProcess) -> None:
    """Thirty names, each picked by two browsers in one moment: one sits down, the other is told so; nobody waits."""
    coach = requests.Session()
    form = {"title": "Rush", "names": "\n".join(f"Student {n}" for n in range(STUDENTS)), "deck": "flask"}
    csrf = token(coach.get(f"{server.url}/classes/new", timeout=10).text)
    page = coach.post(f"{server.url}/classes", data={**form, "csrf_token": csrf}, timeout=30).text
    code = re.search(r'code-word">(\w{6})<', page)
    assert code
    entry = f"{server.url}/c/{code[1]}"
    barrier = Barrier(2 * STUDENTS)

    def pick(number: int) -> tuple[int, int, str]:
        browser = requests.Session()
        csrf = token(browser.get(entry, timeout=30).text)
        barrier.wait(30)
        data = {"csrf_token": csrf, "student": str(number % STUDENTS)}
        answer = browser.post(entry, data=data, timeout=60, allow_redirects=False)
        return number % STUDENTS, answer.status_code, answer.headers.get("Location", answer.text)

    with ThreadPoolExecutor(2 * STUDENTS) as pool:
        answers = list(pool.map(pick, range(2 * STUDENTS)))
    assert Counter(status for _, status, _ in answers) == {303: STUDENTS, 409: STUDENTS}
    assert {number for number, status, _ in answers if status == 303} == set(range(STUDENTS))
    assert len({where for _, status, where in answers if status == 303}) == STUDENTS
    assert all("ask your coach to free it" in said for _, status, said in answers if status == 409)
