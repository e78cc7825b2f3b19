"""Every refusal has a code and a sentence."""

import ast
import re
from pathlib import Path

import server
from server.core.refusals import SENTENCES, Refused

SERVER = Path(server.__file__).parent


def codes(file: Path) -> set[str]:
    """Return the codes that a file refuses with."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
            (code,) = node.args
            either = (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,)
            found |= {ast.literal_eval(one) for one in either}
    return found


def test_every_code_has_a_sentence() -> None:
    """Whatever the core refuses with is a known code."""
    for file in (SERVER / "core").glob("*.py"):
        assert codes(file) <= set(SENTENCES), file.name


def test_every_sentence_is_used() -> None:
    """No sentence waits for a code that nobody gives."""
    source = "".join(file.read_text() for file in SERVER.rglob("*.py") if file.name != "refusals.py")
    assert [code for code in SENTENCES if f'"{code}"' not in source] == []


def test_a_refusal_says_both() -> None:
    """A refusal carries its code and a whole sentence that is safe to show to anybody."""
    refusal = Refused("not_lead")
    assert (refusal.code, str(refusal)) == ("not_lead", "not_lead")
    for code, sentence in SENTENCES.items():
        assert re.fullmatch(r"[a-z_]+", code)
        assert re.fullmatch(r"[A-Z][^{}]*\.", sentence)
