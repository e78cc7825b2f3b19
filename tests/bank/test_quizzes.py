"""Questions in the formats of other programs: scripts, GIFT, XML, and metadata before a text."""

from __future__ import annotations

import json

import pytest

from server.bank.importers import preview
from server.bank.importers.preview import Preview, Unreadable
from tests.bank.shapes import ANSWERS, PROMPTS, TOPICS, each
from tests.bank.test_shapes import begins, first_lines


def read(text: str) -> Preview:
    return preview(text.encode(), "bread.txt")


RECORDS = ",\n".join(
    f"  {{ id: {n}, text: {json.dumps(prompt)}, answer: '{answer.partition(chr(10))[0]}', tags: ['{topic}'], }}"
    for n, (prompt, answer, topic) in enumerate(zip(PROMPTS, ANSWERS, TOPICS, strict=True), 1)
)


@pytest.mark.parametrize(
    "script",
    [
        "const questions = [\n{}\n];",
        "import type {{ Loaf }} from './loaf';\n\nexport const all: Loaf[] = [\n{}\n];\n",
        "export type Loaf = {{\n  id: string;\n}};\n\nexport const all: Array<Loaf> = [\n{}\n];\n",
        "/* ours */\nexport default [\n{}\n]",
        "module.exports = [ // all\n{}\n]",
        "# of bread\nquestions = [\n{}\n]\n",
    ],
)
def test_a_list_in_a_script_is_data(script: str) -> None:
    """What a script gives a name is read as JSON would be, with quotes, comments and commas of its own."""
    found = read(script.format(RECORDS))
    assert first_lines(found) == PROMPTS
    assert all(map(begins, found.questions, ANSWERS))
    assert [question.topics for question in found.questions] == [(topic,) for topic in TOPICS]


def test_texts_of_a_script_are_what_they_mean() -> None:
    """Escapes, pieces that are added up and texts over several lines are one text."""
    text = (
        "q = [{'question': 'What\\'s yeast?', 'answer': 'A ' + \"fungus\"}, {'question': \"\"\"Why\nsalt?\"\"\","
        " 'answer': ('x')}]"
    )
    assert read(text.replace("('x')", "`taste \\u2713`")).questions[1].answer == "taste ✓"
    found = read(text.replace("('x')", "'x'"))
    assert [each.prompt for each in found.questions] == ["What's yeast?", "Why\nsalt?"]
    assert [each.answer for each in found.questions] == ["A fungus", "x"]


GIFT = """// made by hand
$CATEGORY: $course$/top/Bread

::Yeast::[html]<p>What is yeast?</p>{
  =A fungus#Right
  ~A plant#No: it eats sugar \\= food
  ~%-50%A mineral
}

Salt slows yeast. {TRUE}

::Year:: When was the mill built? {#1822:2}

What feeds yeast? {=sugar =flour}

The baker puts {~sand =salt} into the dough.

Describe the oven. {}

Which are grains? {~%50%rye ~%50%wheat ~%-100%yeast ####They are seeds.}
"""


def test_gift() -> None:
    """Choices with which are right, true or false, numbers, short answers, blanks and essays, under their category."""
    found = read(GIFT)
    assert [question.prompt for question in found.questions] == [
        *("What is yeast?", "Salt slows yeast.", "When was the mill built?", "What feeds yeast?"),
        *("The baker puts _____ into the dough.", "Describe the oven.", "Which are grains?"),
    ]
    assert [[one.correct for one in question.choices] for question in found.questions] == [
        *([True, False, False], [True, False], [], [], [False, True], [], [True, True, False])
    ]
    answers = [question.answer for question in found.questions]
    assert answers[2:4] == ["1822 ± 2", "sugar / flour"]
    assert answers[5:] == [None, "They are seeds."]
    assert {question.topics for question in found.questions} == {("Bread",)}
    assert found.questions[0].choices[1].text == "A plant"


QUIZ = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>$course$/top/Bread</text></category></question>
 <question type="multichoice">
  <questiontext format="html"><text><![CDATA[<p>What is <b>yeast</b>?</p>]]></text></questiontext>
  <generalfeedback><text>It is alive.</text></generalfeedback>
  <answer fraction="100"><text><![CDATA[<p>A fungus</p>]]></text></answer>
  <answer fraction="0"><text>A plant</text></answer>
  <tags><tag><text>basics</text></tag></tags>
 </question>
 <question type="shortanswer">
  <questiontext><text>What feeds yeast?</text></questiontext>
  <answer fraction="100"><text>sugar</text></answer>
 </question>
 <question type="essay">
  <questiontext><text>Describe the oven.</text></questiontext><graderinfo><text>Heat.</text></graderinfo>
 </question>
</quiz>
"""


def test_a_quiz_of_moodle() -> None:
    """Its XML has choices, feedback, what to grade by, tags and categories."""
    one, two, three = read(QUIZ).questions
    assert (one.prompt, one.answer, one.topics) == ("What is **yeast**?", "It is alive.", ("Bread", "basics"))
    assert [(each.text, each.correct) for each in one.choices] == [("A fungus", True), ("A plant", False)]
    assert (two.prompt, two.answer) == ("What feeds yeast?", "sugar")
    assert (three.prompt, three.guidance, three.answer) == ("Describe the oven.", "Heat.", None)


def test_xml_of_any_names_is_data() -> None:
    """Elements are fields, those of one name a list; what breaks off is named, and nothing outside is ever fetched."""
    rows = "".join(
        f"<item id='{n}'><question>{prompt}</question><answer>{answer}</answer></item>"
        for n, (prompt, answer) in enumerate(zip(PROMPTS, ANSWERS, strict=True), 1)
    )
    found = read(f"<bank><title>Bread</title><items>{rows}</items></bank>")
    assert (found.title, first_lines(found)) == ("Bread", PROMPTS)
    assert all(map(begins, found.questions, ANSWERS))
    with pytest.raises(Unreadable, match="The XML breaks off at line 1"):
        read("<bank><item></bank>")
    hostile = '<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/hostname">]><b><q>What is &x; it?</q><a>x</a></b>'
    assert "localhost" not in str(read(hostile.replace("<b>", "<b>", 1)))


def test_what_stands_before_a_text_is_of_its_deck() -> None:
    """The title and the author are the deck's; the rest is listed, and nothing of it is a question."""
    front = "---\ntitle: Bread, a deck?\nauthor: Us\nlayout: post\n---\n\n"
    found = read(front + each("## {p}\n\n{a}"))
    assert (found.title, found.author) == ("Bread, a deck?", "Us")
    assert first_lines(found) == PROMPTS
    assert "layout: post" in found.left_out[0]


def test_a_text_may_have_its_question_before_it() -> None:
    """A title that asks, above a text that does not, is the question that the text answers."""
    (one,) = read("---\ntitle: What is yeast?\ntags: [fungi, dough]\nlevel: hard\n---\n\nA fungus.\n").questions
    assert (one.prompt, one.answer) == ("What is yeast?", "A fungus.")
    assert (one.topics, one.difficulty) == (("fungi", "dough"), 3)


def test_fields_may_stand_in_an_object_of_their_own() -> None:
    """What a record keeps as its metadata is its own."""
    records = [
        {"id": n, "question": {"text": prompt}, "answer": "So.", "metadata": {"difficulty": "hard", "tags": [topic]}}
        for n, (prompt, topic) in enumerate(zip(PROMPTS, TOPICS, strict=True), 1)
    ]
    found = read(json.dumps({"questions": records}))
    assert first_lines(found) == PROMPTS
    assert [(each.difficulty, each.topics) for each in found.questions] == [(3, (topic,)) for topic in TOPICS]
