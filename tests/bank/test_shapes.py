"""The importer on documents of every shape that we could think of, none of which it was written for."""

from __future__ import annotations

import pytest

from server.bank.importers import preview
from server.bank.importers.preview import Preview, PreviewQuestion
from tests.bank.shapes import ABROAD, ALONE, ANSWERS, PAGES, PROMPTS, SHAPES, TOPICS, each


def read(text: str) -> Preview:
    return preview(text.encode(), "bread.md")


def first_lines(found: Preview) -> list[str]:
    return [question.prompt.partition("\n")[0] for question in found.questions]


def begins(question: PreviewQuestion, answer: str) -> bool:
    """Whether the answer is that one, however the document breaks its lines, with perhaps more behind it."""
    return " ".join((question.answer or "").split()).startswith(" ".join(answer.split()).partition(".")[0])


@pytest.mark.parametrize("shape", SHAPES)
def test_any_shape_of_text_will_do(shape: str) -> None:
    """All questions are found, in order, none besides, each with its own answer."""
    found = read(SHAPES[shape])
    assert first_lines(found) == PROMPTS
    assert all(map(begins, found.questions, ANSWERS)), [question.answer for question in found.questions]


@pytest.mark.parametrize("shape", PAGES)
def test_any_shape_of_page_will_do(shape: str) -> None:
    """The same for HTML; navigation and footer are in no question, and are listed."""
    found = read(PAGES[shape])
    assert first_lines(found) == PROMPTS
    assert all(map(begins, found.questions, ANSWERS)), [question.answer for question in found.questions]
    assert any("What is new?" in text for text in found.left_out)
    assert any("© Bread" in text for text in found.left_out)
    assert "var q" not in str(found)


@pytest.mark.parametrize("shape", ALONE)
def test_questions_without_answers_will_do(shape: str) -> None:
    """A list of questions is a list of questions."""
    found = read(ALONE[shape])
    assert first_lines(found) == PROMPTS
    assert [question.answer for question in found.questions] == [None] * 6


@pytest.mark.parametrize("language", ABROAD)
def test_other_languages_and_scripts_will_do(language: str) -> None:
    """Labels, digits and question marks of other scripts mean what they mean there."""
    prompts, text = ABROAD[language]
    found = read(text)
    assert first_lines(found) == prompts
    assert all(question.answer and question.guidance for question in found.questions)


@pytest.mark.parametrize(
    "form",
    [
        "{n}. {p}\n\nA) One\nB) Two\nC) Three\n\nAnswer: B",
        "{n}) {p}\na) One\nb) Two\nc) Three\nCorrect answer: b",
        "### {p}\n\n- [ ] One\n- [x] Two\n- [ ] Three",
        "### {p}\n\n- A: One\n- B: Two ✅\n- C: Three",
        "**{n}. {p}**\n\n- A. One\n- **B. Two**\n- C. Three",
        "###### {n}. {p}\n\n- A: One\n- B: Two\n- C: Three\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n"
        "#### Answer: B\n\nTwo it is.\n\n</p>\n</details>\n\n---",
        "{n}. {p} A) One B) Two C) Three\nAnswer: B",
        "{n}. {p}\n\n(a) One (b) Two (c) Three\n\nCorrect option: b",
        "{n}. {p}\na. One\n*b. Two\nc. Three",
        "{n}. {p}\n   (a) One\n   (b) Two\n   (c) Three\n\n   Answer: Two",
    ],
)
def test_choices_belong_to_their_question(form: str) -> None:
    """What one can choose is the question's, with the right one where the document says which."""
    found = read(each(form))
    assert first_lines(found) == PROMPTS
    for question in found.questions:
        assert [(one.label, one.text, one.correct) for one in question.choices] == [
            ("A", "One", False),
            ("B", "Two", True),
            ("C", "Three", False),
        ]


@pytest.mark.parametrize("bare", ["- [{x}]", "- [{x}] {letter}", "* [{x}] {letter}."])
def test_a_choice_may_be_a_block_of_code(bare: str) -> None:
    """What stands below a box with nothing, or only a letter, behind it is its text."""
    boxes = "\n\n".join(
        bare.format(x="x" if letter == "B" else " ", letter=letter) + f"\n\n```sh\nbake --at {letter}\n```"
        for letter in "ABC"
    )
    found = read(each("#### Q{n}. {p}\n\n" + boxes + "\n\n[Source](https://bread.test/{n})"))
    assert first_lines(found) == PROMPTS
    for question in found.questions:
        assert [one.text for one in question.choices] == [f"```sh\nbake --at {letter}\n```" for letter in "ABC"]
        assert [one.correct for one in question.choices] == [False, True, False]
        assert [code.text for code in question.code] == [f"bake --at {letter}" for letter in "ABC"]


def test_a_choice_keeps_its_code() -> None:
    """Code within a choice's line that looks like HTML is as it was."""
    found = read(each("### {p}\n\n- [x] The `<p>` tag\n- [ ] The `<b>` tag"))
    assert [one.text for one in found.questions[0].choices] == ["The `<p>` tag", "The `<b>` tag"]


@pytest.mark.parametrize("indent", ["   ", "    ", "\t"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_a_list_indents_is_moved_to_the_margin(indent: str, gap: str) -> None:
    """An answer below an item is no code because it is indented, and code in it is indented no more than it."""
    lines = ["One:", "", "- two", "", "```py", "if hot:", "    bake()", "", "```"]
    answer = "\n".join(indent + line if line else line for line in lines)
    found = read(each("{n}. {p}" + gap + answer.replace("{", "{{").replace("}", "}}")))
    assert first_lines(found) == PROMPTS
    for question in found.questions:
        assert question.answer == "\n".join(lines)
        assert [code.text for code in question.code] == ["if hot:\n    bake()\n"]


def test_points_of_an_answer_are_no_choices() -> None:
    """A and B in an answer stay in it."""
    found = read(each("{n}. {p}\n\nThere are two sides.\n\nA. The first one of them.\nB. The second one."))
    assert all("B. The second" in (question.answer or "") and not question.choices for question in found.questions)


def test_code_is_kept_to_the_byte() -> None:
    """A fence is in the text as it stands in the document, and in the list of the question's code."""
    code = "def f(x):\n    \treturn x   \n\n\n# What is this?\n<b>no</b> &amp; `tick`"
    found = read(each("## {p}\n\n{one}\n\n```python\n" + code.replace("{", "{{").replace("}", "}}") + "\n```"))
    for question in found.questions:
        assert f"```python\n{code}\n```" in (question.answer or "")
        assert [(block.language, block.text) for block in question.code] == [("python", code)]


@pytest.mark.parametrize("opening", ["```", "```python", "~~~~"])
def test_a_fence_that_is_never_closed_swallows_no_question(opening: str) -> None:
    """The questions behind it are found, and so is the code of the next one."""
    text = each("## {p}\n\n{one}").replace("Salt slows", f"{opening}\nfeed(1)\n\nSalt slows")
    found = read(text + "\n\n## What is steam for?\n\n```sh\nls\n```\n")
    assert first_lines(found) == [*PROMPTS, "What is steam for?"]
    assert found.questions[-1].code[0].text == "ls"


@pytest.mark.parametrize(
    "nothing", ["To be completed.", "Answer here", "*TBD*", "TODO", "Coming soon...", "N/A", "_No answer yet_", "..."]
)
def test_a_promise_is_no_answer(nothing: str) -> None:
    """What says only that an answer will come is none, and is listed."""
    text = (
        each("## {p}\n\n{one}")
        + f"\n\n## What is steam for?\n\n{nothing}\n\nUseful links:\n\n- [a](https://a.example)\n"
    )
    found = read(text)
    assert found.questions[-1].prompt == "What is steam for?"
    assert found.questions[-1].answer is None
    assert nothing == "..." or any(nothing.strip("_* ") in left for left in found.left_out)
    assert any("https://a.example" in left for left in found.left_out)


def test_what_headings_and_signs_say() -> None:
    """A question has the topics of the headings it stands under, and the difficulty that a sign at its end means."""
    text = "# Bread\n\nLegend: 👶 easy ⭐️ medium 🚀 expert\n\n## Basics (2)\n\n**What is yeast? 👶**\n\nA fungus.\n\n"
    text += "**Why salt? ⭐️**\n\nTaste.\n\n## Oven\n\n### Heat\n\n**What is steam for? ‍🚀**\n\nGloss.\n"
    found = read(text).questions
    assert [(each.prompt, each.topics, each.difficulty) for each in found] == [
        ("What is yeast?", ("Basics",), 1),
        ("Why salt?", ("Basics",), 2),
        ("What is steam for?", ("Oven", "Heat"), 3),
    ]


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        (("0", "1", "2"), (1, 2, 3)),
        (("1", "2", "3"), (1, 2, 3)),
        (("1", "3", "5"), (1, 2, 3)),
        (("2", "5", "10"), (1, 2, 3)),
        (("easy", "Medium", "HARD"), (1, 2, 3)),
        (("junior", "mid", "senior"), (1, 2, 3)),
    ],
)
def test_any_scale_of_difficulty_becomes_ours(values: tuple[str, ...], steps: tuple[int, ...]) -> None:
    """Numbers are read on the scale that the whole document uses, words by what they mean."""
    text = "\n\n".join(
        f"## {prompt}\n\nDifficulty: {value}\n\nYes." for prompt, value in zip(PROMPTS, values, strict=False)
    )
    assert tuple(question.difficulty for question in read(text).questions) == steps


def test_a_question_under_two_topics_is_one() -> None:
    """The same text twice is one question with both topics; the same words over other code are two."""
    text = "# Bread\n\n## Yeast\n\n### What is it?\n\nAlive.\n\n## Biology\n\n### What is it?\n\nAlive.\n\n"
    text += (
        "### What does it print?\n\n```\n1\n```\n\nAnswer: 1\n\n### What does it print?\n\n```\n2\n```\n\nAnswer: 2\n"
    )
    found = read(text).questions
    assert [each.prompt.partition("\n")[0] for each in found] == [
        "What is it?",
        "What does it print?",
        "What does it print?",
    ]
    assert found[0].topics == ("Yeast", "Biology")


def test_metadata_in_comments_is_read() -> None:
    """What a comment says of a question's topics and difficulty counts; other comments are nothing."""
    form = "### {p}\n\n#### Answer\n\n{a}\n\n#### Good to hear\n\n- {topic}\n\n"
    form += "<!-- tags: (oven, heat) -->\n<!-- expertise: (2) -->"
    found = read(each(form) + "\n<!-- nothing -->\n")
    assert {question.topics for question in found.questions} == {("oven", "heat")}
    assert {question.guidance for question in found.questions} == {f"- {topic}" for topic in TOPICS}
