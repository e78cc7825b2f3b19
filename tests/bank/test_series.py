"""Which lines are a series of questions: numbers that restart, jump and change their level, and lists."""

from __future__ import annotations

import pytest

from tests.bank.shapes import ANSWERS, PROMPTS, TOPICS, each
from tests.bank.test_shapes import begins, first_lines, read


def listed(mark: str, head: str = "## {title}\n\n") -> str:
    """Write the questions as three lists of two, `k` counting within each."""
    found = []
    for part in range(3):
        items = [mark.format(k=k + 1, p=PROMPTS[2 * part + k]) for k in range(2)]
        found.append(head.format(title=TOPICS[part]) + "\n".join(items))
    return "# Bread\n\n" + "\n\n".join(found)


@pytest.mark.parametrize(
    "mark", ["{k}. {p}", "1. {p}", "{k}) {p}", "- {p}", "* {p}", "{k}. {p} [↗](https://bread.test/{k})"]
)
def test_each_section_may_count_anew(mark: str) -> None:
    """Lists under headings are one series of questions, of which the headings are the topics."""
    found = read(listed(mark))
    assert first_lines(found) == PROMPTS
    assert [question.answer for question in found.questions] == [None] * 6
    assert [question.topics for question in found.questions] == [(TOPICS[n // 2],) for n in range(6)]


def test_items_of_nothing_but_ones_count_as_they_are_shown() -> None:
    """Markdown numbers a list by its first item: "1." again is the next number."""
    assert [question.number for question in read(listed("1. {p}")).questions] == [1, 2] * 3
    assert [question.number for question in read(each("1. {p}", "\n")).questions] == [1, 2, 3, 4, 5, 6]


def test_numbers_go_on_at_another_level() -> None:
    """The next number is the next question, though its heading is deeper, and no question is the topic of another."""
    marks = ["##", "##", "##", "###", "###", "####"]
    text = "\n\n".join(
        f"{mark} {n}. {prompt}\n\n{answer}"
        for n, (mark, prompt, answer) in enumerate(zip(marks, PROMPTS, ANSWERS, strict=True), 1)
    )
    found = read(text)
    assert first_lines(found) == PROMPTS
    assert all(map(begins, found.questions, ANSWERS))
    assert {question.topics for question in found.questions} == {()}


def test_what_stands_under_every_question_is_none() -> None:
    """A heading that asks the reader something, again and again, is the page's."""
    found = read("# Bread\n\n" + each("## {n}. {p}\n\n{a}\n\n## Got a doubt about this ??"))
    assert first_lines(found) == PROMPTS
    assert all("doubt" not in (question.answer or "") for question in found.questions)


def test_headings_before_a_series_are_none_of_it() -> None:
    """What has no number before the first that has one is the page's, though it begins like a question."""
    found = read("## This bank will be sold soon\n\nBuy it.\n\n## Have fun?\n\n" + each("## {n}. {p}\n\n{a}"))
    assert first_lines(found) == PROMPTS


def test_parts_of_an_answer_may_be_as_high_as_the_question() -> None:
    """Headings without a number between two that have one are the answer's, if more than a line or two follows."""
    parts = "".join(f"### Way {n}\n\n```sh\nbake {n}\n```\n\nIt takes {n} hours.\n\n" for n in (1, 2, 3))
    found = read(each("### {n}. {p}\n\n{a}").replace("\n\n### 3.", "\n\n" + parts + "### 3."))
    assert first_lines(found) == PROMPTS
    assert [code.text for code in found.questions[1].code] == ["bake 1", "bake 2", "bake 3"]


def test_an_item_of_a_list_of_questions_is_one() -> None:
    """What stands among questions asks, too, whatever it begins with; what only links to another page does not."""
    items = "\n".join(
        f"- {prompt}" for prompt in [*PROMPTS, "Any experience with rye", "Make this rise:", "[Home](/home)"]
    )
    assert first_lines(read("# Bread\n\n" + items)) == [*PROMPTS, "Any experience with rye", "Make this rise:"]


def test_what_asks_further_belongs_to_its_question() -> None:
    """Items below a question that only ask, too, are part of it and no answer."""
    found = read(each("- {p}\n  - What else?\n  - And when?", "\n"))
    assert first_lines(found) == PROMPTS
    assert all(question.prompt.endswith("- What else?\n- And when?") for question in found.questions)
    assert [question.answer for question in found.questions] == [None] * 6


@pytest.mark.parametrize("prompt", ["What is the output of the following code?", "What does this print?"])
def test_code_that_a_question_speaks_of_is_its_own(prompt: str) -> None:
    """Code below "the following code" is asked about; below other questions it answers them."""
    code = "\n\n```py\nprint(1 + {n})\n```\n\nIt adds them up."
    found = read("\n\n".join(f"## {n}. {prompt}" + code.format(n=n) for n in (1, 2, 3)))
    asked = [f"{prompt}\n\n```py\nprint(1 + {n})\n```" for n in (1, 2, 3)]
    assert [question.prompt for question in found.questions] == asked
    assert [question.answer for question in found.questions] == ["It adds them up."] * 3
    other = read(each("## {n}. {p}\n\n```py\nbake()\n```"))
    assert [question.answer for question in other.questions] == ["```py\nbake()\n```"] * 6


@pytest.mark.parametrize(
    "form",
    [
        "## Question {n}\n\n**Type:** single choice\n**Tags:** {topic}\n\n### Question\n\n{p}\n\n### Answer\n\n{a}",
        "## 第 {n} 题\n\n**标签：** {topic}\n\n### 题目\n\n{p}\n\n### 答案\n\n{a}",
        "### Question {n}\nTopic: {topic}\n{p}\n\nAnswer: {a}",
    ],
)
def test_the_question_may_stand_below_its_number_and_its_tags(form: str) -> None:
    """A heading that only counts is no prompt: that is what follows, behind its type and its tags."""
    found = read("# Bread\n\n" + each(form))
    assert first_lines(found) == PROMPTS
    assert all(map(begins, found.questions, ANSWERS)), [question.answer for question in found.questions]
    assert [question.topics for question in found.questions] == [(topic,) for topic in TOPICS]
    assert [question.number for question in found.questions] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("![cover](cover.png)\n\nClick here!\n\n# Bread\n\n", "Bread"),
        ("#Bread\n\n", "Bread"),
        ("Bread\n\n", "Bread"),
        ("![](a.png)\n\n", "bread"),
    ],
)
def test_the_title_is_the_first_heading(first: str, title: str) -> None:
    """A picture is no title, nor is a line before the heading; the file's name stands in."""
    assert read(first + each("## {p}\n\n{a}")).title == title


def test_tasks_with_numbers_of_two_parts() -> None:
    """A task after "2.2" begins a question as "What is" does; a Roman number heads a section."""
    dotted = "\n\n".join(f"{n // 2 + 1}.{n % 2 + 1} {prompt}\n\n{ANSWERS[n]}" for n, prompt in enumerate(PROMPTS))
    assert first_lines(read("# Bread\n\n" + dotted)) == PROMPTS
    roman = each("{n}. {p}\n\n{one}").replace("4. What", "II. Baking\n\n4. What")
    found = read("I. Dough\n\n" + roman)
    assert first_lines(found) == PROMPTS
    assert "II. Baking" in found.left_out


def test_a_table_may_say_other_things_than_answers() -> None:
    """A column of questions beside what to listen for, or how hard they are, makes its rows questions."""
    rows = "\n".join(f"| {n} | {prompt} | loaf {n} | Hard |" for n, prompt in enumerate(PROMPTS, 1))
    found = read("# Bread\n\n| # | Question | What to listen for | Level |\n|---|---|---|---|\n" + rows)
    assert first_lines(found) == PROMPTS
    assert [(each.number, each.guidance, each.difficulty) for each in found.questions] == [
        (n, f"loaf {n}", 3) for n in range(1, 7)
    ]
    contents = "\n".join(f"| {n} | {prompt} |" for n, prompt in enumerate(PROMPTS, 1))
    listed = read("# Bread\n\n| No. | Questions |\n|---|---|\n" + contents + "\n\n" + each("## {n}. {p}\n\n{a}"))
    assert first_lines(listed) == PROMPTS


def test_sections_of_a_text_may_only_count() -> None:
    """A line with a number above a question, and the next number later, heads a section and ends no answer."""
    text = each("Q{n}. {p}\n\nAnswer: {one}")
    found = read("1. About Dough\n\n" + text.replace("Q4.", "2. About Ovens\n\nQ4."))
    assert first_lines(found) == PROMPTS
    assert "2. About Ovens" in found.left_out
    dense = each("Q{n}. {p}\nAnswer: {one}", "\n").replace("Q4.", "Advanced Bread Questions\nQ4.")
    assert [question.answer for question in read(dense).questions] == [answer.partition("\n")[0] for answer in ANSWERS]
