"""How the importer does on the documents of ../shared/corpus: `make corpus` prints the table.

For each document: how many of its true questions were found, in order, how many missed, and how many that are none
were taken for some; and for each field that the truth tells of, in how many questions it is as the truth says.
"""

import difflib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from server.bank.importers import preview_all
from server.bank.importers.preview import Preview, PreviewQuestion

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
DOCUMENTS = {
    "flask-24": "flask-24.txt",
    "30-seconds-questions": "30-seconds/questions/*.md",
    "30-seconds-README": "30-seconds/README.md",
    "30-seconds-data": "30-seconds/data/questions.json",
    "sysadmin": "sysadmin/README.md",
    "data-science": "data-science/theory.md",
    "javascript-quiz": "javascript-quiz/README.md",
    "telecom": "telecom/interview_questions.yaml",
    "anki-system-design": "anki/system-design.apkg",
    "anki-abstrakt_umeni": "anki/abstrakt_umeni.txt",
}
STEPS = {"easy": 1, "medium": 2, "expert": 3, "beginner": 1, "engineer": 2, "senior": 3, "architect": 3}
FIELDS = ("answer", "guidance", "example", "choices", "code", "topics", "difficulty")

True_ = dict[str, Any]


class Score(NamedTuple):
    """What was found of one document; `fields` has how many are right, and of how many."""

    name: str
    true: int
    found: int
    missed: list[str]
    false: list[str]
    fields: dict[str, tuple[int, int]]


def read(name: str) -> Preview:
    """Return how a document of the corpus is understood."""
    return preview_all([(path.read_bytes(), path.name) for path in sorted(CORPUS.glob(DOCUMENTS[name]))])


def truth(name: str) -> list[True_]:
    """Return the true questions of a document."""
    found: list[True_] = json.loads((CORPUS / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def score(name: str) -> Score:
    """Return how the importer does on one document."""
    questions, true = read(name).questions, truth(name)
    ours, theirs = [_key(each.prompt) for each in questions], [_key(each["question"]) for each in true]
    # The truth has the heading where the prompt goes on with code.
    known = set(theirs)
    ours = [
        prompt if prompt in known else max((each for each in known if prompt.startswith(each)), key=len, default=prompt)
        for prompt in ours
    ]
    blocks = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    pairs = [(questions[block.a + i], true[block.b + i]) for block in blocks for i in range(block.size)]
    at_ours = {block.a + i for block in blocks for i in range(block.size)}
    at_theirs = {block.b + i for block in blocks for i in range(block.size)}
    return Score(
        name,
        len(true),
        len(pairs),
        [each["question"] for i, each in enumerate(true) if i not in at_theirs],
        [each.prompt for i, each in enumerate(questions) if i not in at_ours],
        {field: told for field in FIELDS if (told := _told(field, pairs))},
    )


def _told(field: str, pairs: list[tuple[PreviewQuestion, True_]]) -> tuple[int, int] | None:
    checks = [check for ours, true in pairs if (check := _CHECKS[field](ours, true)) is not None]
    return (sum(checks), len(checks)) if checks else None


def _answer(ours: PreviewQuestion, true: True_) -> bool | None:
    if "answer" in true:
        return _key(ours.answer or "") == _key(true["answer"])
    return bool(ours.answer) is true["has_answer"] if "has_answer" in true else None


def _guidance(ours: PreviewQuestion, true: True_) -> bool | None:
    said = true.get("has_guidance", true.get("guidance"))
    return None if said is None else bool(ours.guidance) is said


def _example(ours: PreviewQuestion, true: True_) -> bool | None:
    return bool(ours.example) is true["has_example"] if "has_example" in true else None


def _topics(ours: PreviewQuestion, true: True_) -> bool | None:
    said = true.get("topics", true.get("tags"))
    return None if said is None else set(said) <= set(ours.topics) and bool(said) is bool(ours.topics)


def _difficulty(ours: PreviewQuestion, true: True_) -> bool | None:
    said = true.get("difficulty", true.get("level"))
    if said is None:
        return None
    return ours.difficulty == (STEPS[said] if isinstance(said, str) else said + 1)


def _count(field: str) -> Callable[[PreviewQuestion, True_], bool | None]:
    """Return a check of what the truth does not tell: how many questions have any."""
    return lambda ours, _: True if getattr(ours, field) else None


_CHECKS: dict[str, Callable[[PreviewQuestion, True_], bool | None]] = {
    "answer": _answer,
    "guidance": _guidance,
    "example": _example,
    "choices": _count("choices"),
    "code": _count("code"),
    "topics": _topics,
    "difficulty": _difficulty,
}


def _key(text: str) -> str:
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    return "".join(each for each in text.casefold() if each.isalnum())


def main() -> None:
    """Print the table; fail if a question was missed or is false."""
    if not CORPUS.exists():
        sys.exit("../shared/corpus is absent.")
    print(
        f"{'document':22}{'true':>6}{'found':>6}{'missed':>7}{'false':>6}  " + "".join(f"{each:>12}" for each in FIELDS)
    )
    wrong = 0
    for name in DOCUMENTS:
        one = score(name)
        cells = (f"{one.fields[each][0]}/{one.fields[each][1]}" if each in one.fields else "-" for each in FIELDS)
        print(
            f"{name:22}{one.true:>6}{one.found:>6}{len(one.missed):>7}{len(one.false):>6}  "
            + "".join(f"{cell:>12}" for cell in cells)
        )
        for text in one.missed[:5]:
            print(f"    missed: {text[:100]!r}")
        for text in one.false[:5]:
            print(f"    false:  {text[:100]!r}")
        wrong += len(one.missed) + len(one.false)
    print("Fields: right / told by the truth; choices and code: how many questions have some.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
