"""Records as questions: tables, JSON and YAML, whatever their fields are called and wherever their list is."""

import json
from typing import Any

import pytest

from server.bank.importers import preview
from server.bank.importers.preview import Preview, Unreadable
from server.bank.importers.records.questions import questions_of_table

PROMPTS = ["What is yeast?", "Why does salt matter?", "Explain how steam makes a crust."]
ANSWERS = ["A fungus that eats sugar.", "It slows yeast, and it tastes.", "It keeps the surface wet for longer."]


def read(text: str) -> Preview:
    return preview(text.encode(), "bread")


def read_data(data: Any) -> Preview:
    return read(json.dumps(data))


def assert_bread(found: Preview) -> None:
    """Assert that the three questions are there, in order, with their answers, and nothing was left out."""
    assert [each.prompt for each in found.questions] == PROMPTS
    assert [each.answer for each in found.questions] == ANSWERS
    assert [each.position for each in found.questions] == [1, 2, 3]
    assert found.left_out == ()


NAMES = [
    ("question", "answer"),
    ("Question", "Answer"),
    ("q", "a"),
    ("Q", "A"),
    ("prompt", "response"),
    ("front", "back"),
    ("Interview Question", "Sample Solution"),
    ("question_text", "answer_text"),
    ("questionTitle", "correctAnswer"),
    ("the question", "the answer"),
    ("Frage", "Antwort"),
    ("Vorderseite", "Rückseite"),
    ("question (English)", "answer (English)"),
    ("pregunta", "respuesta"),
    ("pergunta", "resposta"),
    ("domanda", "risposta"),
    ("otázka", "odpověď"),
    ("pytanie", "odpowiedź"),
    ("Вопрос", "Ответ"),
    ("问题", "答案"),
    ("質問", "回答"),
    ("السؤال", "الإجابة"),
    ("title", "description"),
    ("term", "definition"),
    ("foo", "bar"),
]


@pytest.mark.parametrize(("asks", "answers"), NAMES)
def test_fields_may_have_any_name(asks: str, answers: str) -> None:
    """What asks and what answers is known by its name in many languages, or by what is in it."""
    assert_bread(read_data([{asks: q, answers: a} for q, a in zip(PROMPTS, ANSWERS, strict=True)]))
    assert_bread(read_data([{answers: a, asks: q} for q, a in zip(PROMPTS, ANSWERS, strict=True)]))


def pairs() -> list[dict[str, str]]:
    return [{"question": q, "answer": a} for q, a in zip(PROMPTS, ANSWERS, strict=True)]


SHAPES = {
    "a list": pairs(),
    "under a name": {"questions": pairs()},
    "deep under names": {"data": {"result": {"items": pairs()}}},
    "lists in a list": [pairs()[:2], pairs()[2:]],
    "by name": {"q1": pairs()[0], "q2": pairs()[1], "q3": pairs()[2]},
    "questions and answers": dict(zip(PROMPTS, ANSWERS, strict=True)),
    "questions and objects": {q: {"answer": a} for q, a in zip(PROMPTS, ANSWERS, strict=True)},
    "a pair each": [{q: a} for q, a in zip(PROMPTS, ANSWERS, strict=True)],
    "rows with a header": [["Question", "Answer"], *map(list, zip(PROMPTS, ANSWERS, strict=True))],
    "rows without": [*map(list, zip(PROMPTS, ANSWERS, strict=True))],
    "columns": {"question": PROMPTS, "answer": ANSWERS},
    "columns with an index": {
        "question": {str(i): q for i, q in enumerate(PROMPTS)},
        "answer": {str(i): a for i, a in enumerate(ANSWERS)},
    },
    "wrapped": {"question": [{"question": each} for each in pairs()]},
    "nodes": {"edges": [{"node": each} for each in pairs()]},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_list_may_be_anywhere(shape: str) -> None:
    """A list, an object by name, rows, columns, questions as names: the records are found."""
    assert_bread(read_data(SHAPES[shape]))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_of_text(delimiter: str, header: bool, quoted: bool, end: str) -> None:
    """Any delimiter, with or without a header, with or without quotes, any line end."""
    answers = [each.replace(", ", "; ") if delimiter == "," and not quoted else each for each in ANSWERS]
    rows = [("Question", "Answer"), *zip(PROMPTS, answers, strict=True)][not header :]
    mark = '"' if quoted else ""
    if not quoted and delimiter == ";":
        rows = [(q, a.replace(";", ",")) for q, a in rows]
    text = end.join(delimiter.join(f"{mark}{cell}{mark}" for cell in row) for row in rows)
    found = read(text + end)
    assert [each.prompt for each in found.questions] == PROMPTS
    assert [each.answer for each in found.questions] == [row[1] for row in rows[header:]]


def test_quoted_cells_keep_their_line_ends() -> None:
    """A cell with line ends, quotes and the delimiter is one cell; code in it stays to the byte."""
    code = "```py\ndef f(x):\n    return 'a,b'\n```"
    found = read(f'Question,Answer\n"What is ""yeast"", then?","A fungus.\n\n{code}\n"\nWhy salt?,Taste\n')
    assert found.questions[0].prompt == 'What is "yeast", then?'
    assert found.questions[0].answer == f"A fungus.\n\n{code}"
    assert [(each.language, each.text) for each in found.questions[0].code] == [("py", "def f(x):\n    return 'a,b'")]


def test_a_spreadsheets_title_and_sections() -> None:
    """Rows above the header are left out, a row with one short cell is the topic of those below."""
    found = read(
        "My bread list,,,\nNo.,Question,Answer,Level\nBasics,,,\n1,What is yeast?,Fungus,1\n2,Why salt?,Taste,2\n"
        "Ovens,,,\n3,How hot?,Very,3\n4,How long?,An hour,2\n"
    )
    assert [(each.number, each.topics, each.difficulty) for each in found.questions] == [
        (1, ("Basics",), 1),
        (2, ("Basics",), 2),
        (3, ("Ovens",), 3),
        (4, ("Ovens",), 2),
    ]
    assert found.left_out == ("My bread list",)


def test_commas_that_nobody_quoted_are_the_last_texts() -> None:
    """Where the answer is the last column, its tail is not another one."""
    found = read("question,answer\nWhat is yeast?,A fungus, small and alive\nWhy salt?,Taste\n")
    assert [each.answer for each in found.questions] == ["A fungus, small and alive", "Taste"]


def test_a_notebook_is_its_cells() -> None:
    """Markdown as it is, code as blocks."""
    cells = [
        {"cell_type": "markdown", "source": ["## What is yeast?\n", "\n", "A fungus."]},
        {"cell_type": "code", "source": ["x = 1\n", "y = 2"], "outputs": []},
        {"cell_type": "markdown", "source": "## Why salt?\n\nTaste."},
    ]
    found = read_data({"cells": cells, "nbformat": 4, "metadata": {}})
    assert [each.prompt for each in found.questions] == ["What is yeast?", "Why salt?"]
    assert [each.text for each in found.questions[0].code] == ["x = 1\ny = 2"]


def test_columns_without_names_are_known_by_what_is_in_them() -> None:
    """What counts is the number, what asks the prompt, the longest the answer, few words that repeat the topic."""
    found = read(
        "1;Baking;What is yeast?;It is a fungus that eats sugar.;easy\n"
        "2;Baking;Why does salt matter?;It slows yeast down, and tastes.;hard\n"
        "3;Ovens;How does steam work?;It keeps the crust wet and thin.;easy\n"
        "4;Ovens;How hot is it?;As hot as it can be for the first time.;easy\n"
    )
    assert [(each.number, each.prompt, each.topics, each.difficulty) for each in found.questions] == [
        (1, "What is yeast?", ("Baking",), 1),
        (2, "Why does salt matter?", ("Baking",), 3),
        (3, "How does steam work?", ("Ovens",), 1),
        (4, "How hot is it?", ("Ovens",), 1),
    ]
    assert found.questions[0].answer == "It is a fungus that eats sugar."


def test_every_field_goes_where_it_belongs() -> None:
    """Guidance, example, points, topics, difficulty, links, time; what is none of ours is left out by name."""
    found = read_data(
        {
            "title": "Bread questions",
            "licence": "MIT",
            "language": "en",
            "questions": [
                {
                    "id": "q001",
                    "question": "What is yeast?",
                    "answer": "A fungus.",
                    "goodToHear": ["It is alive", "It eats sugar"],
                    "example_answer": "Yeast is a tiny fungus.",
                    "keyPoints": ["alive", "gas"],
                    "domain": "baking",
                    "sub-domain": "dough",
                    "tags": ["life", "sugar"],
                    "level": "senior",
                    "links": ["https://example.org/yeast"],
                    "seconds": 90,
                    "followUps": ["And wild yeast?"],
                    "trigger": "flour seen",
                },
                {"id": "q002", "question": "Why salt?", "answer": None, "level": "beginner", "trigger": "salt seen"},
            ],
        }
    )
    first, second = found.questions
    assert (found.title, found.licence, found.language) == ("Bread questions", "MIT", "en")
    assert (first.number, first.difficulty, first.seconds) == ("q001", 3, 90)
    assert first.guidance == "- It is alive\n- It eats sugar\n\n**Follow ups:**\n\nAnd wild yeast?"
    assert first.example == "Yeast is a tiny fungus."
    assert first.points == ("alive", "gas")
    assert first.topics == ("baking", "dough", "life", "sugar")
    assert first.answer == "A fungus.\n\nhttps://example.org/yeast"
    assert (second.number, second.answer, second.difficulty) == ("q002", None, 1)
    assert found.left_out == ("trigger (2 records): flour seen\nsalt seen",)


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", "N/A", "To be completed", "Answer here", "TBD", "-"])
def test_what_is_no_answer(nothing: str | None) -> None:
    """Null, blank and what only promises one is no answer."""
    found = read_data([{"question": q, "answer": a} for q, a in zip(PROMPTS, [nothing, *ANSWERS[1:]], strict=True)])
    assert [each.answer for each in found.questions] == [None, *ANSWERS[1:]]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (["easy", "medium", "hard"], [1, 2, 3]),
        (["Beginner", "Engineer", "Architect"], [1, 2, 3]),
        (["junior level", "mid-level", "senior level"], [1, 2, 3]),
        ([0, 1, 2], [1, 2, 3]),
        ([1, 2, 3], [1, 2, 3]),
        ([1, 3, 5], [1, 2, 3]),
        ([1, 5, 10], [1, 2, 3]),
        (["1/5", "3/5", "5/5"], [1, 2, 3]),
        (["★", "★★", "★★★"], [1, 2, 3]),
        (["L1", "L2", "L3"], [1, 2, 3]),
        (["leicht", "mittel", "schwer"], [1, 2, 3]),
        (["easy", None, "hard"], [1, None, 3]),
    ],
)
def test_scales_of_difficulty(said: list[Any], means: list[int | None]) -> None:
    """Words and numbers are read on the scale that all records use."""
    found = read_data([{"question": q, "difficulty": hard} for q, hard in zip(PROMPTS, said, strict=True)])
    assert [each.difficulty for each in found.questions] == means


CHOICES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a list and an index": (
        {"options": ["Rye", "Milk", "Stone"], "correctIndex": 0},
        {"options": ["Ice", "Tea", "Oven"], "correctIndex": 2},
    ),
    "a list and a letter": (
        {"options": ["Rye", "Milk", "Stone"], "answer": "A"},
        {"options": ["Ice", "Tea", "Oven"], "answer": "C"},
    ),
    "a list and a text": (
        {"choices": ["Rye", "Milk", "Stone"], "answer": "Rye"},
        {"choices": ["Ice", "Tea", "Oven"], "answer": "Oven"},
    ),
    "labelled texts": (
        {"options": ["A) Rye", "B) Milk", "C) Stone"], "answer": "A"},
        {"options": ["A) Ice", "B) Tea", "C) Oven"], "answer": "C) Oven"},
    ),
    "an object": (
        {"options": {"A": "Rye", "B": "Milk", "C": "Stone"}, "correct": "A"},
        {"options": {"A": "Ice", "B": "Tea", "C": "Oven"}, "correct": "C"},
    ),
    "objects": (
        {
            "answers": [
                {"text": "Rye", "correct": True},
                {"text": "Milk", "correct": False},
                {"text": "Stone", "correct": False},
            ]
        },
        {
            "answers": [
                {"text": "Ice", "correct": False},
                {"text": "Tea", "correct": False},
                {"text": "Oven", "correct": True},
            ]
        },
    ),
    "objects with ids": (
        {
            "options": [{"id": "a", "text": "Rye"}, {"id": "b", "text": "Milk"}, {"id": "c", "text": "Stone"}],
            "correctOption": "a",
        },
        {
            "options": [{"id": "a", "text": "Ice"}, {"id": "b", "text": "Tea"}, {"id": "c", "text": "Oven"}],
            "correctOption": "c",
        },
    ),
    "objects with names of a program's": (
        {
            "options": [{"id": "x7", "text": "Rye"}, {"id": "x8", "text": "Milk"}, {"id": "x9", "text": "Stone"}],
            "answer": "x7",
        },
        {
            "options": [{"id": "y1", "text": "Ice"}, {"id": "y2", "text": "Tea"}, {"id": "y3", "text": "Oven"}],
            "answer": "y3",
        },
    ),
    "names that are true or false": (
        {"options": {"Rye": True, "Milk": False, "Stone": False}},
        {"options": {"Ice": False, "Tea": False, "Oven": True}},
    ),
    "fields": (
        {"option_a": "Rye", "option_b": "Milk", "option_c": "Stone", "answer": "a"},
        {"option_a": "Ice", "option_b": "Tea", "option_c": "Oven", "answer": "c"},
    ),
    "fields with numbers": (
        {"Option 1": "Rye", "Option 2": "Milk", "Option 3": "Stone", "Correct": "1"},
        {"Option 1": "Ice", "Option 2": "Tea", "Option 3": "Oven", "Correct": "3"},
    ),
    "letters": (
        {"A": "Rye", "B": "Milk", "C": "Stone", "Answer": "A"},
        {"A": "Ice", "B": "Tea", "C": "Oven", "Answer": "C"},
    ),
    "a text": (
        {"options": "A. Rye\nB. Milk\nC. Stone", "answer": "A"},
        {"options": "A. Ice\nB. Tea\nC. Oven", "answer": "C"},
    ),
    "bars": ({"options": "Rye|Milk|Stone", "answer": "Rye"}, {"options": "Ice|Tea|Oven", "answer": "Oven"}),
}


@pytest.mark.parametrize("shape", CHOICES)
def test_choices_and_which_is_right(shape: str) -> None:
    """Lists, objects, fields; the right one by index, letter, text or mark."""
    first, second = CHOICES[shape]
    found = read_data([{"question": "Which is bread?", **first}, {"question": "Which one is hot?", **second}])
    assert [[(each.label, each.text, each.correct) for each in q.choices] for q in found.questions] == [
        [("A", "Rye", True), ("B", "Milk", False), ("C", "Stone", False)],
        [("A", "Ice", False), ("B", "Tea", False), ("C", "Oven", True)],
    ]
    assert found.left_out == ()


def test_wrong_answers_are_choices_beside_the_right_one() -> None:
    """The right one is not always the first; entities are characters."""
    found = read_data(
        {
            "results": [
                {"question": "Who&#039;s the baker?", "correct_answer": "Max", "incorrect_answers": ["Ann", "Zoe"]}
            ]
        }
    )
    assert found.questions[0].prompt == "Who's the baker?"
    assert [(each.text, each.correct) for each in found.questions[0].choices] == [
        ("Ann", False),
        ("Max", True),
        ("Zoe", False),
    ]


def test_an_explanation_is_the_answer_of_a_question_with_choices() -> None:
    """The letter in words, and then why."""
    found = read(
        "question,a,b,correct,explanation\n"
        "Which is bread?,Rye,Milk,a,Milk is none.\nWhich is hot?,Ice,Oven,b,Ice is not.\n"
    )
    assert [each.answer for each in found.questions] == ["A: Rye\n\nMilk is none.", "B: Oven\n\nIce is not."]


CODE = "def f(x):\n\treturn {\n        'a': x  \n    }\n\n# end"


@pytest.mark.parametrize(
    ("fields", "side"),
    [
        ({"code": CODE, "answer": "It returns."}, "prompt"),
        ({"answer": "It returns.", "code": CODE}, "answer"),
        ({"answer": "It returns.", "answerCodeBlocks": [CODE]}, "answer"),
        ({"answer": "It returns.", "questionCode": CODE}, "prompt"),
        ({"snippet": CODE, "options": ["1", "2"], "answer": "B"}, "prompt"),
        ({"answer": {"text": "It returns.", "code": CODE}}, "answer"),
    ],
)
def test_code_is_kept_to_the_byte(fields: dict[str, Any], side: str) -> None:
    """It is a fenced block below the text that it belongs to."""
    found = read_data(
        [
            {"question": "How does it return?", "language": "python", **fields},
            {"question": "Why salt?", "answer": "Taste"},
        ]
    )
    assert [each.text for each in found.questions[0].code] == [CODE]
    assert CODE in (getattr(found.questions[0], side) or "")


def test_code_that_stands_in_the_text_already_is_not_doubled() -> None:
    """Some keep a copy of the code of an answer; one with a fence in it gets a longer fence."""
    block = "```js\nlet a = 1\n```"
    inner = "text\n```\ncode\n```\nmore"
    found = read_data(
        [
            {"question": "What is a?", "answer": f"One.\n\n{block}", "answerCodeBlocks": [block]},
            {"question": "What is b?", "answer": "Two.", "answerCodeBlocks": [inner]},
        ]
    )
    assert found.questions[0].answer == f"One.\n\n{block}"
    assert [each.text for each in found.questions[1].code] == [inner]


def test_topics_and_difficulty_from_what_records_stand_under() -> None:
    """Names of objects and titles of groups are topics; "hard" says how hard they are."""
    found = read_data(
        {
            "Baking": {"easy": [{"q": "What is yeast?", "a": "F"}], "hard": [{"q": "Why salt?", "a": "T"}]},
            "groups": [{"name": "Ovens", "level": "medium", "items": [{"q": "How hot?", "a": "V"}]}],
        }
    )
    assert [(each.topics, each.difficulty) for each in found.questions] == [
        (("Baking",), 1),
        (("Baking",), 3),
        (("Ovens",), 2),
    ]


def test_what_is_no_question_is_left_out_whole() -> None:
    """A second list that is none, settings, and a record that asks nothing: each word is said."""
    found = read_data(
        {
            "tag_rules": {"yeast": ["fungus", "sugar"]},
            "version": "2.1",
            "people": [{"name": "Ann", "role": "baker"}],
            "questions": [*pairs(), {"question": None, "answer": "An answer to nothing"}],
        }
    )
    assert [each.prompt for each in found.questions] == PROMPTS
    said = "\n".join(found.left_out)
    for word in ("tag_rules", "yeast", "fungus", "sugar", "2.1", "Ann", "baker", "An answer to nothing"):
        assert word in said


def test_html_in_cells_is_markdown_and_code_about_html_is_not() -> None:
    """Tags that close are converted; a tag in code or alone is what the text is about."""
    found = read_data(
        [
            {"question": "What is <b>yeast</b>?", "answer": "<p>A fungus:</p><ul><li>small</li><li>alive</li></ul>"},
            {"question": "What is the `<b>` tag?", "answer": "Use `<b>x</b>` for bold."},
            {"question": "What is <main>?", "answer": "```html\n<main><p>x</p></main>\n```"},
            {"question": "Is a < b and b > a?", "answer": "Yes: a<b.<br>Truly."},
        ]
    )
    assert [(each.prompt, each.answer) for each in found.questions] == [
        ("What is **yeast**?", "A fungus:\n\n- small\n- alive"),
        ("What is the `<b>` tag?", "Use `<b>x</b>` for bold."),
        ("What is <main>?", "```html\n<main><p>x</p></main>\n```"),
        ("Is a < b and b > a?", "Yes: a<b.\nTruly."),
    ]


def test_the_same_question_twice_is_one_with_both_topics() -> None:
    """A record that stands under two topics is one question."""
    found = read_data({"Baking": pairs()[:1], "Biology": pairs()[:1]})
    assert [(each.prompt, each.topics) for each in found.questions] == [(PROMPTS[0], ("Baking", "Biology"))]


def test_names_that_stand_twice_lose_nothing() -> None:
    """An object with a name twice keeps both values, in JSON and in YAML."""
    for text in (
        '{"Baking": [{"q": "What is yeast?", "a": "F"}], "Baking": [{"q": "Why salt?", "a": "T"}]}',
        "Baking:\n  - q: What is yeast?\n    a: F\nBaking:\n  - q: Why salt?\n    a: T\n",
    ):
        assert [(each.prompt, each.topics) for each in read(text).questions] == [
            ("What is yeast?", ("Baking",)),
            ("Why salt?", ("Baking",)),
        ]


def test_yaml_is_text_throughout() -> None:
    """Blocks keep their lines, "No" and dates are what is written, aliases and several documents are read."""
    found = read(
        "# Bread\nbase: &base\n  domain: baking\n---\nquestions:\n"
        "  - <<: {domain: baking}\n    question: What is yeast?\n"
        "    answer: |\n      A fungus.\n\n      ```py\n      x = 1\n      ```\n"
        "  - question: Is salt bad?\n    answer: No\n"
        "  - question: When was it found?\n    answer: 1857-04-01\n"
    )
    assert [each.answer for each in found.questions] == ["A fungus.\n\n```py\nx = 1\n```", "No", "1857-04-01"]
    assert found.questions[0].topics == ("baking",)


def test_json_lines_and_json_that_is_nearly_some() -> None:
    """An object a line; a comma too many."""
    lines = "\n".join(map(json.dumps, pairs()))
    assert_bread(read(lines))
    assert_bread(read(json.dumps(pairs())[:-1] + ",]"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"question": "What is it?",\n "answer": "x"\n "more": 1}]', "JSON breaks off at line 3, column 2"),
        ('{"question": "a"}\n{"question": "b"}\n{"question": c}\n{"q": 1}', "at line 3, column"),
        ('{"a": ' * 200 + "1" + "}" * 200, "nested more than 100"),
        (
            "questions:\n  - question: a\n    answer: b\n  - question: c\n    answer: d\n  - question: e: f\n",
            "YAML breaks off at line 6",
        ),
        (
            "- question: &a x\n  answer: [*a, *b]\n- question: y\n  answer: z\n- question: y\n  answer: z\n",
            "YAML breaks off at line 2",
        ),
        (
            "questions:\n  - question: !!python/object:os.system x\n    answer: b\n"
            "  - question: c\n    answer: d\n  - question: e\n    answer: f\n",
            "YAML breaks off at line 2",
        ),
        ("q: &q\n  - question: *q\n", "refers to itself"),
    ],
)
def test_what_is_broken_names_the_place(text: str, says: str) -> None:
    """The line, and the column where there is one."""
    with pytest.raises(Unreadable, match=says):
        read(text)


def test_what_is_too_long_is_left_out_and_said() -> None:
    """A text longer than a question may hold is cut between lines, never in code, and flagged."""
    code = "```\n" + "x = 1\n" * 3000 + "```"
    found = read_data(
        [{"question": "What is it?", "answer": "A line.\n" * 1000 + code}, {"question": "Why?", "answer": "So."}]
    )
    first = found.questions[0]
    assert first.flags[0].startswith("It is longer")
    assert len(first.answer or "") <= 20_000
    assert "```" not in (first.answer or "")
    assert found.left_out[0].startswith("answer (too long): ```\nx = 1\n")


def test_a_table_in_a_document_is_records_if_its_header_says_so() -> None:
    """Its rows are questions; another table's are not."""
    rows = [[q, a] for q, a in zip(PROMPTS, ANSWERS, strict=True)]
    assert [each.prompt for each in questions_of_table(["**Question**", "Answer"], rows)] == PROMPTS
    assert questions_of_table(["Flour", "Water"], [["500 g", "300 g"]]) == ()


def test_prose_is_no_table_and_a_list_is_no_yaml() -> None:
    """Commas in sentences, labels with colons, Markdown lists and links are text."""
    for text in (
        "1. What is a, b?\n2. What is c, d?\n3. What is e, f?\n",
        "- What is yeast?\n- Why does salt matter?\n- How hot is it?\n",
        "Q: What is yeast?\nA: A fungus, of course.\n\n"
        "Q: Why salt?\nA: Taste, and strength.\n\nQ: How hot?\nA: Very, very.\n",
        "[Questions](#a)\n\n1. What is yeast?\n2. Why salt?\n3. How hot?\n",
    ):
        found = read(text)
        assert len(found.questions) in (2, 3)
        assert len(found.questions) == text.count("?")
