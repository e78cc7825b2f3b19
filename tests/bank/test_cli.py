"""Decks from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from server.bank import exporters
from server.bank.builtin import builtin
from server.bank.deckfile import parse
from tests.bank.test_pages import DOCUMENT


def run(app: Flask, *args: object):  # type: ignore[no-untyped-def]  # click names it in a private module
    return app.test_cli_runner().invoke(args=["decks", *map(str, args)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Monday.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_a_preview_is_json_with_every_question(app: Flask, file: Path) -> None:
    """number, position, prompt, guidance, answer, example; null where the document says nothing."""
    result = run(app, "preview", file, "--json")
    assert result.exit_code == 0, result.output
    first, second = json.loads(result.stdout)["questions"]
    assert (first["number"], first["position"], first["prompt"]) == (1, 1, "What is a lock file?")
    assert first["guidance"] == "Say what it pins."
    assert first["answer"].startswith("The exact version")
    assert "nobody can swap" in first["example"]
    assert (second["position"], second["guidance"], second["example"]) == (2, None, None)


def test_a_preview_for_people_says_what_was_found(app: Flask, file: Path) -> None:
    """One line a question, with the parts it has."""
    result = run(app, "preview", file)
    assert result.exit_code == 0
    assert "2 questions" in result.stdout
    assert "1. What is a lock file?  [guidance, answer, example]" in result.stdout
    assert "left out: Questions for Monday" in result.stdout or "Questions for Monday: 2" in result.stdout


def test_a_preview_for_people_says_where_to_look_twice(app: Flask, tmp_path: Path) -> None:
    """What seems wrong with a question stands below it."""
    path = tmp_path / "gap.txt"
    path.write_text(DOCUMENT + "\n7. Why is there a gap?\nAnswer: Nobody knows.\n", encoding="utf-8")
    assert "look twice: The number 7 does not follow 2." in run(app, "preview", path).stdout


def test_several_files_are_one_deck(app: Flask, file: Path, tmp_path: Path) -> None:
    """In the order of their names, whatever they are; the folder's name is the title, and left out says from which."""
    table = tmp_path / "A table.csv"
    table.write_text("Title,,\nQuestion,Answer,Level\nWhat is a wheel?,A zip,easy\nWhat is an egg?,One too,hard\n")
    found = json.loads(run(app, "preview", file, table, "--json").stdout)
    assert [each["prompt"] for each in found["questions"]] == [
        "What is a wheel?",
        "What is an egg?",
        "What is a lock file?",
        "What does WSGI stand for?",
    ]
    assert [each["difficulty"] for each in found["questions"]] == [1, 3, None, None]
    assert "A table.csv: Title" in found["left_out"]
    id, title = run(app, "import", file, table).stdout.strip().split(" ", 1)
    assert title == tmp_path.name
    assert f"{id} 4 {title}" in run(app, "list").stdout


def test_an_imported_deck_can_be_listed_and_exported(app: Flask, file: Path) -> None:
    """The id that import prints is the one the others take."""
    result = run(app, "import", file)
    assert result.exit_code == 0, result.output
    id, title = result.stdout.strip().split(" ", 1)
    lines = run(app, "list").stdout.splitlines()
    assert lines == [f"flask 24 {builtin().title}", f"{id} 2 {title}"]
    deck = parse(run(app, "export", id).stdout)
    assert [question.prompt for question in deck.questions] == ["What is a lock file?", "What does WSGI stand for?"]
    assert parse(run(app, "export", "flask").stdout) == builtin()


@pytest.mark.parametrize("data", [b"", bytes(range(256)) * 4, b"Just a poem."])
def test_what_can_not_be_read_gets_a_sentence_and_an_exit_code(app: Flask, tmp_path: Path, data: bytes) -> None:
    """On stderr, one line; nothing is stored."""
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    result = run(app, "import", path)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
    assert len(run(app, "list").stdout.splitlines()) == 1


def test_what_is_not_there_gets_a_sentence(app: Flask, tmp_path: Path) -> None:
    """A missing file, an unknown deck."""
    assert "does not exist" in run(app, "preview", tmp_path / "none.txt").stderr
    result = run(app, "export", "nothing")
    assert result.exit_code == 1
    assert "There is no deck 'nothing'" in result.stderr


def test_a_file_imported_again_changes_the_deck_that_it_was(app: Flask, file: Path) -> None:
    """What is different is listed; the same file once more is no change."""
    id = run(app, "import", file).stdout.split(" ")[0]
    assert run(app, "import", file, "--again", id).stdout == ""
    file.write_text(DOCUMENT.replace("The exact version", "The very version"), encoding="utf-8")
    assert run(app, "import", file, "--again", id).stdout == "changed: What is a lock file?\n"
    assert "The very version" in run(app, "export", id).stdout
    assert len(run(app, "list").stdout.splitlines()) == 2
    assert "There is no deck 'none'" in run(app, "import", file, "--again", "none").stderr


@pytest.mark.parametrize("format", exporters.FORMATS)
def test_a_deck_is_exported_in_every_format(app: Flask, format: str) -> None:
    """Each kind of file has every question of the built-in deck."""
    result = run(app, "export", "flask", "--format", format)
    assert result.exit_code == 0, result.output
    assert builtin().questions[-1].points[0].split()[0] in result.stdout
    assert result.stdout_bytes == exporters.export(builtin(), format).data
