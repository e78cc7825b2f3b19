"""The words that announce a part of a question, one after another in all orders."""

from __future__ import annotations

import pytest

from tests.bank.shapes import ANSWERS, PROMPTS, TOPICS, each
from tests.bank.test_shapes import begins, first_lines, read


@pytest.mark.parametrize(
    "label",
    [
        "What interviewers want",
        "What they're looking for",
        "What the panel is looking for:",
        "What hiring managers want to hear:",
        "Strong answer structure",
        "How to structure your answer:",
        "### 💡 Interview tip:",
        "**Pro tip:**",
        "Why it matters:",
        "Why the interviewer asks this question:",
        "Hint:",
    ],
)
def test_words_that_announce_guidance(label: str) -> None:
    """What to say, why it is asked and how to build an answer is guidance, before the answer or behind it."""
    found = read(each("{n}. {p}\n\n{one}\n\n" + label + "\nSay it plainly, loaf {n}."))
    assert first_lines(found) == PROMPTS
    assert [question.guidance for question in found.questions] == [f"Say it plainly, loaf {n}." for n in range(1, 7)]
    assert all(map(begins, found.questions, ANSWERS))


def test_several_pieces_of_guidance_say_what_they_are() -> None:
    """One question may have several; what is to be avoided never reads as if it were to be done."""
    found = read(each("{n}. {p}\n\n{one}\n\nHow to answer:\nBe brief.\n\nWhat to avoid:\nLong stories."))
    assert first_lines(found) == PROMPTS
    assert {question.guidance for question in found.questions} == {"Be brief.\n\n**What to avoid:**\n\nLong stories."}
    alone = read(each("{n}. {p}\n\n{one}\n\nWhat to avoid:\nLong stories."))
    assert {question.guidance for question in alone.questions} == {"**What to avoid:**\n\nLong stories."}


@pytest.mark.parametrize("label", ["Follow-up:", "### Follow-up questions", "**Follow-ups:**"])
def test_follow_ups_are_guidance(label: str) -> None:
    """What may be asked next is for who asks, and no question of its own."""
    found = read(each("## {n}. {p}\n\n{one}\n\n" + label + "\n\n- What else?"))
    assert first_lines(found) == PROMPTS
    assert {question.guidance for question in found.questions} == {"**Follow-ups:**\n\n- What else?"}


@pytest.mark.parametrize("label", ["✅ **Strong answer:**", "**Model answer:**", "### Ideal answer"])
def test_a_model_is_the_answer_where_there_is_no_other(label: str) -> None:
    """All of a document's models are one or the other: a scene that one question sets is no answer for that."""
    text = each("**Q{n}. {p}**\n\n" + label + "\n\n{one}")
    found = read(text.replace("salt.**\n\n", "salt.**\n\n*Scene: the bakery is closed.*\n\n"))
    assert [question.prompt.partition("\n")[0] for question in found.questions] == PROMPTS
    assert found.questions[2].prompt.endswith("the bakery is closed.*")
    assert all(map(begins, found.questions, ANSWERS))
    assert {question.example for question in found.questions} == {None}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("**Type:** single choice", "### ✅ Correct answer: B"), ("Question type: MCQ", "Right option: B")],
)
def test_the_kind_of_a_question_is_left_out(kind: str, answer: str) -> None:
    """It is no topic and no text; what it says of other things ("Type: text") stays."""
    found = read(each("## {n}. {p}\n\n" + kind + "\n\n- A. One\n- B. Two\n- C. Three\n\n" + answer))
    assert first_lines(found) == PROMPTS
    assert all([one.correct for one in question.choices] == [False, True, False] for question in found.questions)
    assert all("choice" not in question.prompt and not question.topics for question in found.questions)
    assert any(kind in left for left in found.left_out)
    assert "Type: text" in (read(each("## {n}. {p}\n\nType: text")).questions[0].answer or "")


@pytest.mark.parametrize("key", ["Answer key", "## Answers", "**Solutions:**"])
@pytest.mark.parametrize("mark", ["{n}. ", "{n}) ", "Q{n}: "])
def test_answers_may_stand_together_behind_the_questions(key: str, mark: str) -> None:
    """A list of answers with the questions' numbers gives each question its own."""
    answers = "\n".join(mark.format(n=n) + answer.partition("\n")[0] for n, answer in enumerate(ANSWERS, 1))
    found = read("# Bread\n\n" + each("{n}. {p}", "\n") + f"\n\n{key}\n\n{answers}\n")
    assert first_lines(found) == PROMPTS
    assert all(map(begins, found.questions, ANSWERS)), [question.answer for question in found.questions]
    assert all("\n" not in (question.answer or "") for question in found.questions)


def test_an_answer_key_may_be_letters() -> None:
    """It says which choices are right."""
    form = "{n}. {p}\nA) One\nB) Two\nC) Three"
    found = read(each(form) + "\n\nAnswers:\n" + "\n".join(f"{n}. {'ABC'[n % 3]}" for n in range(1, 7)))
    assert first_lines(found) == PROMPTS
    right = [[one.label for one in question.choices if one.correct] for question in found.questions]
    assert right == [["B"], ["C"], ["A"], ["B"], ["C"], ["A"]]


def test_what_stands_below_an_empty_heading_is_its_part() -> None:
    """A heading of links beneath "Good to hear" is all that it has; the links are not lost to the answer."""
    links = "\n\n##### Additional links\n\n- [Loaf](https://bread.test/{n})"
    found = read(each("### {p}\n\n#### Answer\n\n{one}\n\n#### Good to hear" + links))
    assert all("https://bread.test" in (question.guidance or "") for question in found.questions)
    assert all("https://bread.test" not in (question.answer or "") for question in found.questions)


@pytest.mark.parametrize("form", ['*"{}"*', '**"{}"**', "_“{}”_"])
def test_what_is_spoken_in_italics_is_spoken(form: str) -> None:
    """Neither the marks nor the quotation marks are part of an example."""
    found = read(each("{n}. {p}\n\n{one}\n\n**Sample answer:** " + form.format("I bake daily.")))
    assert {question.example for question in found.questions} == {"I bake daily."}


def test_an_answer_may_follow_a_hint_without_a_name() -> None:
    """Where the others have an answer, what stands below the paragraph of a hint is this one's."""
    found = read(each("## {n}. {p}\n\n{one}").replace("Salt slows", "**Hint:** Taste it.\n\nSalt slows"))
    assert first_lines(found) == PROMPTS
    assert found.questions[2].guidance == "Taste it."
    assert all(map(begins, found.questions, ANSWERS))


@pytest.mark.parametrize("sign", ["[⭐ hard]", "(hard)", "[hard]"])
def test_how_hard_a_question_is_may_stand_behind_it(sign: str) -> None:
    """A word in brackets behind what is bold is no answer."""
    found = read(each("{n}. **{p}** " + sign + "\n   - {one}"))
    assert first_lines(found) == PROMPTS
    assert [question.answer for question in found.questions] == ["- " + answer.partition("\n")[0] for answer in ANSWERS]
    assert {question.difficulty for question in found.questions} == {3}


def test_an_answer_that_is_shown_in_bold_is_not_marked() -> None:
    """Bold around paragraphs is none in Markdown: neither half of it is left in the text."""
    form = "<details>\n<summary>{p}</summary><br><b>\n\n{one}\n\n`bake` <b>now</b>\n</b></details>"
    found = read(each(form))
    assert first_lines(found) == PROMPTS
    expected = [answer.partition("\n")[0] + "\n\n`bake` **now**" for answer in ANSWERS]
    assert [question.answer for question in found.questions] == expected


def test_question_and_answer_may_share_a_line() -> None:
    """What announces the answer within the line is no part of it."""
    found = read(each("Question: {p} Answer: {one}", "\n", ["What is yeast?", "Why salt?", "When is it done?"]))
    assert first_lines(found) == ["What is yeast?", "Why salt?", "When is it done?"]
    assert [question.answer for question in found.questions] == [answer.partition("\n")[0] for answer in ANSWERS[:3]]


def test_the_last_answer_may_be_a_word() -> None:
    """It looks like a page's button, and is none where all the others have an answer."""
    found = read(each("{p}\n\n{one}") + "\n\nWhat is the best bread?\n\nRye")
    assert found.questions[-1].answer == "Rye"


def test_a_label_and_its_text_may_be_bold_together() -> None:
    """The marks around both are no part of the text."""
    form = "{n}. {p}\n   - A) One\n   - B) Two\n   - C) Three\n\n   **Answer: B**"
    assert {question.answer for question in read(each(form)).questions} == {"B"}


@pytest.mark.parametrize("bar", ["|", "•", "·"])
def test_facts_may_stand_on_one_line(bar: str) -> None:
    """How hard a question is and what it is about may be divided by bars."""
    found = read(each("### {n}. {p}\n\n**Difficulty:** Hard " + bar + " **Topic:** {topic}\n\n**Answer:**\n{one}"))
    assert first_lines(found) == PROMPTS
    assert [(each.difficulty, each.topics) for each in found.questions] == [(3, (topic,)) for topic in TOPICS]
    assert [each.prompt for each in found.questions] == PROMPTS
