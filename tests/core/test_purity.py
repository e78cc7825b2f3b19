"""The rules are pure: no I/O, no clock, no randomness, nothing from outside but msgspec."""

import ast
import sys
from pathlib import Path

import pytest

import server.core

CORE = Path(server.core.__file__).parent
FILES = sorted(CORE.glob("*.py"))
IMPURE = {"datetime", "logging", "os", "pathlib", "random", "secrets", "socket", "sys", "threading", "time", "uuid"}
ASKS_OUTSIDE = {"open", "print", "input", "exec", "eval", "compile", "__import__", "globals", "id", "hash"}


def imports(tree: ast.Module) -> set[str]:
    """Return the top-level packages that a module imports from outside its own."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1, "core reaches above itself"
            if node.level == 0 and node.module is not None:
                found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_the_standard_library_and_msgspec(file: Path) -> None:
    """Nothing is imported but the standard library's pure parts, msgspec, and core itself."""
    found = imports(ast.parse(file.read_text()))
    assert found <= set(sys.stdlib_module_names) | {"msgspec"}
    assert not found & IMPURE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_asks_the_world(file: Path) -> None:
    """Nothing opens, prints or evaluates; nothing global is changed."""
    for node in ast.walk(ast.parse(file.read_text())):
        assert not isinstance(node, ast.Global | ast.Nonlocal | ast.Await | ast.AsyncFunctionDef)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ASKS_OUTSIDE


def test_the_check_would_notice() -> None:
    """A file that took the time itself would be found out."""
    assert imports(ast.parse("from time import monotonic")) & IMPURE
    assert "redis" in imports(ast.parse("import redis.client"))
