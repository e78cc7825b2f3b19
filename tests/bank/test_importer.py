"""The importer on documents of the blog's shape: numbered questions with labelled parts, between a page's furniture."""

import contextlib
import json
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.bank.builtin import builtin
from server.bank.deckfile import write
from server.bank.importers import MOST_QUESTIONS, preview
from server.bank.importers.preview import Preview, PreviewQuestion, Unreadable, deck_of
from tests.bank.growth import grows

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
INTRO = "7 Questions About Bread\n\nIntroduction:\n\nAre you ready to bake? Let's go!\n\nThe Questions:\n\n\n"
FOOTER = "\n\nComments\n\nArchive\n\nContact Form\n\nSend"
PROMPTS = [
    "What is yeast?",
    "How do you knead dough?",
    "Explain the role of salt.",
    "What is a sourdough starter, and how is it fed?",
    "Describe what happens in the oven.",
    "Why does bread go stale?",
    "Can you freeze dough?",
]


def read(text: str) -> Preview:
    return preview(text.encode(), "bread.txt")


def document(
    number: str = "{}. {}",
    guidance: str = "How to answer: {}",
    example: str = 'Example Answer: "{}"',
    answer: str = "{}",
    gap: str = "\n\n",
    intro: str = INTRO,
    footer: str = FOOTER,
) -> str:
    """Return a document with each question written in the given forms."""
    written = [
        gap.join(
            (
                number.format(n, prompt),
                answer.format(f"Bread fact number {n} is plain. It has two sentences."),
                guidance.format(f"Say the thing {n} first."),
                example.format(f"I baked loaf {n} and it's good."),
            )
        )
        for n, prompt in enumerate(PROMPTS, 1)
    ]
    return intro + gap.join(written) + footer


def assert_bread(found: Preview, numbers: bool = True) -> None:
    """Assert that all seven questions are there with their parts, and nothing of the page in them."""
    assert [each.prompt for each in found.questions] == PROMPTS
    assert [each.position for each in found.questions] == [1, 2, 3, 4, 5, 6, 7]
    if numbers:
        assert [each.number for each in found.questions] == [1, 2, 3, 4, 5, 6, 7]
    for n, each in enumerate(found.questions, 1):
        assert each.answer == f"Bread fact number {n} is plain. It has two sentences."
        assert each.guidance == f"Say the thing {n} first."
        assert each.example == f"I baked loaf {n} and it's good."
        assert each.flags == ()
    assert "Send" in found.left_out
    assert any("ready to bake" in each for each in found.left_out)


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is absent")
def test_the_document_of_the_corpus_is_read_whole() -> None:
    """All 24 questions, in order, each with its answer, guidance and example, and no footer in the last."""
    found = preview((CORPUS / "flask-24.txt").read_bytes(), "flask-24.txt")
    truth = json.loads((CORPUS / "truth" / "flask-24.json").read_text())
    assert [(each.number, each.prompt) for each in found.questions] == [(t["number"], t["question"]) for t in truth]
    assert all(each.answer and each.guidance and each.example and not each.flags for each in found.questions)
    assert found.left_out[-4:] == ("Comments", "Archive", "Contact Form", "Send")


@pytest.mark.parametrize(
    "number",
    [
        "{}. {}",
        "{}) {}",
        "{}: {}",
        "{} - {}",
        "({}) {}",
        "{}.{}",
        "{}.\u00a0{}",
        "Q{}. {}",
        "Q{}: {}",
        "Q.{} {}",
        "Question {}: {}",
        "Question {}\n{}",
        "{}.\n{}",
        "**{}. {}**",
        "**{}.** {}",
        "{}. **{}**",
        "__{}. {}__",
        "### {}. {}",
        "## Q{}. {}",
        "### **{}. {}**",
        "#### {}) {} ####",
        "- {}. {}",
        "#{} {}",
        "[{}] {}",
        "  {}. {}",
        "QUESTION {}. {}",
        "{}.) {}",
        "Q {}) {}",
        "Question #{}: {}",
        "**Q{}:** {}",
        "**Question {}:** {}",
        "*{}. {}*",
        "{}. Question: {}",
        "{}. **Question:** {}",
        "\u200b{}. {}",
        "{}\\. {}",
        "{}.\t{}",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n", "\n\n\n", "\n \t\n"])
def test_any_numbering_will_do(number: str, gap: str) -> None:
    """However the numbers are written, the questions and their numbers are found, with or without blank lines."""
    assert_bread(read(document(number, gap=gap)))


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("number", ["{1}", "**{1}**", "## {1}", "Q: {1}"])
def test_questions_without_numbers_are_found_by_their_parts(number: str, gap: str) -> None:
    """Where labelled parts show what a question is, it needs no number; it has none then."""
    found = read(document(number, gap=gap))
    assert_bread(found, numbers=False)
    assert {each.number for each in found.questions} == {None}


@pytest.mark.parametrize(
    ("guidance", "example"),
    [
        ("HOW TO ANSWER: {}", 'EXAMPLE ANSWER: "{}"'),
        ("how to answer : {}", "example answer : “{}”"),
        ("**How to answer:** {}", '**Example Answer:** "{}"'),
        ("    * How to answer: {}", "    * Example answer: {}"),
        ("> **How to answer:** {}", "> **Example answer:** {}"),
        ("How to answer — {}", 'Example answer — "{}"'),
        ("**How to answer**: {}", "**Example Answer**: «{}»"),
        ("*How to Answer:* {}", '_Example Answer:_ "{}"'),
        ("How to answer\n\n{}", 'Example answer\n\n"{}"'),
        ("How to answer:\n{}", 'Example answer:\n"{}"'),
        ("#### How to answer\n{}", '#### Sample answer\n"{}"'),
        ("Hint: {}", "Sample answer: {}"),
        ("Tip: {}", "Sample Response: '{}'"),
        ("Tips - {}", "Example - “{}”"),
        ("How to answer it: {}", 'Example: "{}"'),
        ("What interviewers are looking for: {}", "Possible answer: {}"),
        ("How should you answer: {}", "Example answer (short): {}"),
        ("- **How to answer:** {}", "- **Example answer:** {}"),
        ("How\u00a0to\u00a0answer:\u00a0{}", "Example\u00a0Answer:\u00a0“{}”"),
        ("How to answer：{}", "Example answer：{}"),
        ("How to answer: {}", 'Model answer: "{}"'),
        ("How to answer: {}", "Example Answer: “{}"),
        ("How to answer: {}", 'Example Answer: "{}'),
        ("How to answer: {}", "Example Answer: „{}“"),
    ],
)
def test_any_wording_of_the_labels_will_do(guidance: str, example: str) -> None:
    """Labels in other words, case, markup and punctuation; quotation marks of any kind, or half of them."""
    assert_bread(read(document(guidance=guidance, example=example)))


@pytest.mark.parametrize(
    "answer", ["Answer: {}", "**Answer:** {}", "A: {}", "Ans. {}", "### Answer\n\n{}", "Solution: {}"]
)
def test_a_labelled_answer_is_an_answer(answer: str) -> None:
    """The answer may have a label of its own."""
    assert_bread(read(document(answer=answer)))


def test_text_before_a_labelled_answer_is_the_prompts() -> None:
    """Where a label says where the answer begins, what stands before it belongs to the question."""
    found = read("1. What does this print?\n\n```python\nprint(1)\n```\n\nAnswer: 1\n\n2. Why?\n\nAnswer: Because.")
    assert found.questions[0].prompt == "What does this print?\n\n```python\nprint(1)\n```"
    assert found.questions[0].answer == "1"
    assert found.questions[1].prompt == "Why?"


@pytest.mark.parametrize("encode", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(encode: str, end: str) -> None:
    """A byte order mark, UTF-16 and the line ends of any system are read the same."""
    text = document(example="Example Answer: “{}”").replace("\n", end)
    assert_bread(preview(text.encode(encode), "x"))


@pytest.mark.parametrize(
    "footer",
    [
        "",
        "\n",
        FOOTER,
        FOOTER + "\nPrivacy Policy\n\n© 2024 Bread Ltd",
        "\nComments\nArchive\nContact Form\nSend\n",
        "\n\nConclusion:\n\nThank you for reading this far. We hope it helps you. Send us a loaf!\n\nComments",
        "\n\nGood luck with your baking, dear reader. You will need a lot of it.\n\nShare this:\n\nSend",
        "\n\n---\n\nWritten by somebody who bakes.\n\n## Related posts\n\n- Ten cakes\n- Nine pies",
        "\n\n## Conclusion\n\nBake more bread, and read our other pages.",
    ],
)
@pytest.mark.parametrize("example", ['Example Answer: "{}"', "Example Answer: “{}", "Example Answer: {}"])
def test_the_last_answer_does_not_swallow_the_footer(footer: str, example: str) -> None:
    """What follows the last answer on the page is left out, and listed."""
    found = read(document(footer=footer, example=example))
    assert found.questions[-1].example == "I baked loaf 7 and it's good."
    for line in filter(str.strip, footer.split("\n")):
        assert line.strip() == "---" or any(line.strip() in each for each in found.left_out)


def test_a_numbered_list_in_an_answer_is_part_of_it() -> None:
    """Steps in an answer or in the guidance are no questions, whether blank lines divide them or not."""
    for gap in "\n", "\n\n":
        steps = gap.join(
            ["Steps:", "1. Take flour.", "2. Explain it to the flour.", "3. What could go wrong?", "4. Bake"]
        )
        assert_steps = read(document(answer="{}" + gap + steps))
        assert [each.prompt for each in assert_steps.questions] == PROMPTS
        assert all((each.answer or "").endswith("4. Bake") for each in assert_steps.questions)
        listed = read(
            document(guidance="How to answer:" + gap + "1. {}" + gap + "2. Give an example." + gap + "3. Stop.")
        )
        assert [each.prompt for each in listed.questions] == PROMPTS
        assert all((each.guidance or "").endswith("3. Stop.") for each in listed.questions)


def test_what_stands_before_between_and_after_questions_is_left_out() -> None:
    """Lists and headings of the page are no questions and in no answer, wherever they stand."""
    advice = "1. Read the question.\n\n2. Think about it.\n\n3. Answer it.\n\n"
    text = document(intro=INTRO + advice, footer="\n\nRelated Posts\n\n1. Ten cakes\n2. What is a cake?\n\nSend")
    text = text.replace("4. What is", "Intermediate Questions:\n\n4. What is").replace(
        "6. Why", "## Advanced\n\n6. Why"
    )
    found = read(text)
    assert [each.prompt for each in found.questions] == PROMPTS
    assert {each.example for each in found.questions} == {f"I baked loaf {n} and it's good." for n in range(1, 8)}
    for line in ("2. Think about it.", "Intermediate Questions:", "## Advanced", "Send"):
        assert line in found.left_out
    assert "1. Ten cakes\n2. What is a cake?" in found.left_out


def test_the_last_question_may_lack_its_parts() -> None:
    """The footer is told from the last answer even where that has no example to end it."""
    found = read(document(footer="").split("7. Can you")[0] + "7. Can you freeze dough?\n\nYes, for a month." + FOOTER)
    assert found.questions[-1].answer == "Yes, for a month."
    assert found.left_out[-4:] == ("Comments", "Archive", "Contact Form", "Send")


def test_code_is_never_structure() -> None:
    """Numbered lines, headings and labels within a fence are code."""
    code = "```text\n1. What is this?\n2. Why?\n# Answer\nHow to answer: no\n```"
    found = read(document(answer="{}\n\n" + code))
    assert [each.prompt for each in found.questions] == PROMPTS
    assert all((each.answer or "").endswith(code) for each in found.questions)


def test_prompts_of_several_lines() -> None:
    """A prompt that was wrapped, or that sets a scene before it asks, is one prompt."""
    text = document().replace("4. What is a sourdough starter, and", "4. What is a sourdough starter,\nand")
    assert_bread(read(text))
    text = document().replace("6. Why does", "6. You have a loaf. It is a day old.\nWhy does")
    assert read(text).questions[5].prompt == "You have a loaf. It is a day old. Why does bread go stale?"


def test_missing_parts_are_null_and_flagged() -> None:
    """A question without an example has none, says so, and the next one is not lost."""
    text = document().replace('Example Answer: "I baked loaf 3 and it\'s good."\n\n', "")
    text = text.replace("How to answer: Say the thing 5 first.\n\n", "").replace(
        'Example Answer: "I baked loaf 5 and it\'s good."\n\n', ""
    )
    found = read(text)
    assert [each.prompt for each in found.questions] == PROMPTS
    assert (found.questions[2].example, found.questions[4].guidance) == (None, None)
    assert [bool(each.flags) for each in found.questions] == [False, False, True, False, True, False, False]


def test_questions_alone_are_questions() -> None:
    """A bare list of questions is read as such, with nothing in their parts."""
    found = read("\n".join(f"{n}. {prompt}" for n, prompt in enumerate(PROMPTS, 1)))
    assert [each.prompt for each in found.questions] == PROMPTS
    assert all(each.answer is each.guidance is each.example is None for each in found.questions)


def test_a_table_of_contents_is_left_out() -> None:
    """Questions that stand again with their answers are listed once, and their first mention is left out."""
    contents = "\n".join(f"{n}. {prompt}" for n, prompt in enumerate(PROMPTS, 1))
    found = read(document(intro=INTRO + contents + "\n\n"))
    assert_bread(found)
    assert any(PROMPTS[0] in each for each in found.left_out)


def test_numbers_that_restart_or_jump() -> None:
    """Sections that count anew keep all their questions; a number that does not follow is flagged."""
    second = document(intro="\n\nAdvanced Questions\n\n").replace("?", ", really?").replace("Explain", "Then explain")
    second = second.replace("Describe", "Now describe")
    found = read(document(footer="") + second)
    assert [each.number for each in found.questions] == [1, 2, 3, 4, 5, 6, 7] * 2
    assert found.questions[6].example == "I baked loaf 7 and it's good."
    assert "Advanced Questions" in found.left_out
    assert found.questions[7].flags == ("The number 1 does not follow 7.",)
    jumped = read(document().replace("5. Describe", "6. Describe"))
    assert [each.number for each in jumped.questions] == [1, 2, 3, 4, 6, 6, 7]


def test_metadata_and_talking_points() -> None:
    """Topics, difficulty and talking points are read where the document has them."""
    extra = "Difficulty: hard\nTopics: oven, heat\n\n{}\n\nKey points:\n- hot\n- dry"
    found = read(document(answer=extra)).questions[0]
    assert (found.difficulty, found.topics, found.points) == (3, ("oven", "heat"), ("hot", "dry"))
    assert found.answer == "Bread fact number 1 is plain. It has two sentences."


def test_what_is_too_long_is_left_out_and_said() -> None:
    """A question holds what a deck allows; the rest is listed and flagged, so that the deck can always be stored."""
    long = "\n".join(["A crumb of text, again and again."] * 1000)
    found = read(document(answer="{}\n" + long))
    deck_of(found)
    assert all("longer" in each.flags[0] for each in found.questions)
    assert (
        sum(each.count("A crumb") for each in found.left_out)
        + sum((q.answer or "").count("A crumb") for q in found.questions)
        == 7000
    )


def test_our_own_format_is_read_without_loss() -> None:
    """A deck file becomes the same deck."""
    assert deck_of(preview(write(builtin()).encode(), "flask.md")) == builtin()


def test_an_error_in_a_deck_file_names_its_line() -> None:
    """A deck file that can't be parsed is not guessed at."""
    with pytest.raises(Unreadable, match=r"Line 5: .*did you mean"):
        preview(b"# T\n\nlanguage: en\nsource: me\nlicense: x\n\n## What?\n", "x")


def test_a_deck_of_a_preview_is_valid() -> None:
    """Whatever was imported, the deck keeps the types' rules, with ids of its own."""
    deck = deck_of(
        read(document(footer="") + "\n\n" + document(intro="", footer="", answer="{} Mostly.")), source="a blog"
    )
    assert msgspec.convert(msgspec.to_builtins(deck), type(deck)) == deck
    assert [each.id for each in deck.questions][::7] == ["what-is-yeast", "what-is-yeast-2"]
    assert (deck.title, deck.source) == ("7 Questions About Bread", "a blog")
    assert deck.questions[0].number == "1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\xa0".replace(b"\xa0", b""), "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04abc", "archive"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 8, "not text"),
        (b"\xff\xfe\x00\xd8", "UTF-16"),
        ("".join(f"{n}. Is {n} odd?\n\nYes.\n\n" for n in range(MOST_QUESTIONS + 1)).encode(), "Split"),
    ],
)
def test_what_is_no_document_gets_a_sentence(data: bytes, says: str) -> None:
    """Empty, too large, binary and broken files are refused with what to do."""
    with pytest.raises(Unreadable, match=says) as refused:
        preview(data, "x")
    assert str(refused.value).endswith(".")


def test_a_text_without_questions_has_none() -> None:
    """Prose is no question; all of it is listed, and it makes no deck."""
    found = read("Dear diary,\n\nToday I baked. It was fine.\n\nYours")
    assert (found.questions, found.left_out) == ((), ("Dear diary,", "Today I baked. It was fine.", "Yours"))
    with pytest.raises(Unreadable, match="Number the questions"):
        deck_of(found)


FORMS = [
    "{}",
    "1. {}",
    "2. {}?",
    "Q3: {}?",
    "**{}**",
    "## {}",
    "Answer: {}",
    "How to answer: {}",
    'Example: "{}"',
    "- {}",
    "    {}",
    "What {}?",
    "Explain {}.",
    "{}:",
    "Topics: {}",
    "Key points: {}",
    "```{}",
    "~~~ {}",
    "7) **{}",
    "{}\x0c",
    "Level: hard {}",
    "<details><summary>{}</summary>",
    "<summary><b>What is {}?",
    "<b>{}</b><br>",
    "<h3>{}</h3>",
    "<p>{}",
    "<ul><li>{}</li>",
    "<td>{}</td>",
    "<pre><code>{}",
    "<{}>",
    "< {}",
    "&lt;{}&gt;",
    "`<b>{}`",
    "| {} | What is it? |",
    "[{}](#top)",
    "- [ ] {}?",
    "- A: {}",
    "- B. {} (correct)",
    "**What is {}?** Yes.",
    "IV. What is {}?",
    "1. ### Why {}?",
    "> {}",
    "To be completed {}",
    "Links: {}",
]
FIXED = [
    "",
    "",
    "",
    "```",
    "---",
    "</details>",
    "</p>",
    "<br>",
    "</ul>",
    "</pre>",
    "<!-- a -->",
    "|---|---|",
    "TBD",
    "===",
    "Comments",
    "Conclusion:",
    "Answer:",
    "How to answer:",
    "12.",
    "\t",
]


@settings(deadline=None)  # of wall time, which a busy machine stretches
@given(st.lists(st.sampled_from([*FORMS, *FIXED]), max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_no_text_is_lost(forms: list[str], end: str) -> None:
    """Every word of a document is in a question or in what was left out, whatever its lines look like."""
    words = [f"w{i}x" for i in range(len(forms))]
    text = end.join(form.format(word) for form, word in zip(forms, words, strict=True))
    if not text.strip():
        return
    found = read(text)
    kept = set(re.findall(r"w\d+x", msgspec.json.encode(found).decode()))
    assert kept == {word for form, word in zip(forms, words, strict=True) if "{}" in form}


@settings(deadline=None)  # of wall time, which a busy machine stretches
@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda data: data.decode("latin-1")))
def test_any_text_is_a_preview_or_a_sentence(text: str) -> None:
    """Nothing breaks the importer: it answers with a preview whose deck is valid, or with Unreadable."""
    try:
        found = read(text)
    except Unreadable:
        return
    assert all(isinstance(each, PreviewQuestion) and each.prompt.strip() for each in found.questions)
    if found.questions:
        deck = deck_of(found)
        assert msgspec.convert(msgspec.to_builtins(deck), type(deck)) == deck


@pytest.mark.parametrize(
    "piece",
    [
        "\n",
        " ",
        "#",
        "# ",
        "# T\n\n\n",
        "?",
        "? ",
        "*",
        "**a",
        "1. ",
        "1. a?\n",
        "1. a\n\n",
        "Answer: ",
        "Answer:\n",
        "```\n",
        "~~~~a\n",
        "What?\n",
        '"',
        "how to answer it ",
        "what interviewers are really ",
        "- ",
        "\t",
        "a\x00",
        "\u200b",
        "(",
        "- - -\n",
        "Q",
    ],
)
@pytest.mark.parametrize("before", ["", "# "])
@pytest.mark.no_cover  # its work is what is measured
def test_hostile_texts_take_no_longer_than_others(before: str, piece: str) -> None:
    """Four times as much of anything takes at most ten times as long to read."""

    def understand(text: str) -> None:
        with contextlib.suppress(Unreadable):
            read(text)

    grows(understand, lambda chars: before + piece * (chars // len(piece)) + "x", 12_000)
