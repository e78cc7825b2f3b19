"""Files of every kind, written by these tests: which kind it is, is said by what is in it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from server.bank.importers import preview, preview_all
from server.bank.importers.formats import pdf as pdfs
from server.bank.importers.formats.word import markdown_of
from server.bank.importers.kinds import known
from server.bank.importers.preview import Preview, Unreadable
from tests.bank.files import new_collection, new_package, old_collection, old_package, pdf

PROMPTS = ["What is yeast?", "Why does salt matter?", "How hot is the oven?"]
ANSWERS = ["A fungus that eats sugar.", "It slows yeast down.", "As hot as it can be."]
CODE = "def bake(x):\n    return x + 1"


def read(data: bytes | str) -> Preview:
    return preview(data.encode() if isinstance(data, str) else data, "bread.bin")


def assert_bread(found: Preview) -> None:
    """Assert that the three questions are there, in order, with their answers."""
    assert [each.prompt for each in found.questions] == PROMPTS
    assert [each.answer for each in found.questions] == ANSWERS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# Deck\n\nlanguage: en\n\n## What is it?\n", "deck"),
        ("1. What is it?\n2. Why?\n", "text"),
        ("---\ntitle: Bread\ntags: [a, b]\n---\n\n# Bread\n\n1. What is it?\n", "text"),
        (
            '<h1 align="center">Bread</h1>\n\n<p align="center"><img src="x.png"></p>\n\n## What is it?\n\nA thing.\n',
            "text",
        ),
        ("<details>\n<summary>What is it?</summary>\n\n- a thing\n</details>\n", "text"),
        ("<!-- written by hand -->\n# Bread\n\n1. What is it?\n", "text"),
        ("<!DOCTYPE html>\n<html><body><h2>What is it?</h2></body></html>", "page"),
        ("<!-- a page -->\n<html lang=en><body>x</body></html>", "page"),
        ("<h2>What is it?</h2>\n<p>A thing.</p>\n<h2>Why?</h2>\n<p>So.</p>\n", "page"),
        ('{"questions": []}', "data"),
        ('[{"q": "x"}]', "data"),
        ('{"q": "x"}\n{"q": "y"}\n', "data"),
        ("[Home](x) [About](y)\n\n1. What is it?\n", "text"),
        ("questions:\n  - question: What is it?\n    answer: x\n", "data"),
        ("- question: What is it?\n  answer: x\n- question: Why?\n  answer: y\n", "data"),
        ("Question: What is it?\nAnswer: x\n\nQuestion: Why?\nAnswer: y\n", "text"),
        ("- What is it?\n- Why: or how?\n", "text"),
        ("question,answer\nWhat is it?,x\n", "table"),
        ("What is it?\tA thing\nWhy?\tSo\n", "table"),
        ("sep=;\nquestion;answer\nWhat is it?;x\n", "table"),
        ("What is it?\tA thing\n", "table"),
        ("Topic,Task\nA,Explain it\nB,Describe it\n", "table"),
        ("- title: Bread\n  questions:\n    - What is it?\n    - Why?\n", "data"),
        ("What is it?: A thing\nWhy?: So\n", "data"),
        ('// ours\nexport const questions = [\n  { question: "What is it?", answer: "x" },\n];\n', "data"),
        ('[[questions]]\nquestion = "What is it?"\n', "text"),
        ("| Question | Answer |\n|---|---|\n| What is it? | x |\n", "text"),
        ("#separator:tab\n#html:true\nWhat is it?\tx\n", "anki"),
        ("#name:Bread\n#separator:tab\nWhat is it?\tx\n", "anki"),
        ("#python #bread\n\n1. What is it?\n2. Why?\n", "text"),
    ],
)
def test_the_kind_is_known_by_the_content(text: str, kind: str) -> None:
    """Markdown that begins with HTML, a list with dashes, a table in pipes is text; the name is never asked."""
    assert known(text.encode()).kind == kind


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old Office document"),
        (b"\x1f\x8b" + bytes(100), "compressed file"),
        (b"PK\x03\x04" + b"x" * 100, "archive is broken"),
    ],
)
def test_what_is_not_read_gets_a_sentence(data: bytes, says: str) -> None:
    """A kind that is not read is named, with what to do."""
    with pytest.raises(Unreadable, match=says):
        read(data)


def test_a_page_is_read_without_what_surrounds_it() -> None:
    """Navigation, asides, footers and scripts are no questions; code keeps its language, the title is the page's."""
    found = read(
        "<!doctype html><html><head><title>Bread &amp; butter | Blog</title><style>p{}</style></head><body>"
        "<nav><a href=/>What is this?</a></nav><main><h1>Bread questions</h1><p>Hello, bakers.</p>"
        + "".join(f"<h3>{n}. {q}</h3><p>{a}</p>" for n, (q, a) in enumerate(zip(PROMPTS, ANSWERS, strict=True), 1))
        + f'<pre><code class="language-python">{CODE}</code></pre></main>'
        "<aside>Why subscribe?</aside><footer>Imprint</footer><script>alert('What is x?')</script></body></html>"
    )
    assert [each.prompt for each in found.questions] == PROMPTS
    assert [(each.language, each.text) for each in found.questions[2].code] == [("python", CODE)]
    assert found.title == "Bread questions"
    said = "\n".join(found.left_out)
    assert all(word in said for word in ("What is this?", "Hello, bakers.", "Why subscribe?", "Imprint"))
    assert "alert" not in said


def test_what_a_page_tells_search_engines_is_read_where_it_shows_nothing() -> None:
    """Linked data of a page of questions."""
    entities = ",".join(
        f'{{"@type":"Question","name":"{q}","acceptedAnswer":{{"@type":"Answer","text":"{a}"}}}}'
        for q, a in zip(PROMPTS, ANSWERS, strict=True)
    )
    found = read(
        '<html><body><div id="app"></div><script type="application/ld+json">'
        f'{{"@context":"https://schema.org","@type":"FAQPage","mainEntity":[{entities}]}}</script></body></html>'
    )
    assert_bread(found)


@pytest.mark.parametrize("html", [True, False])
def test_tables_of_questions_within_documents(html: bool) -> None:
    """A table whose header says so is records, in a page and in Markdown; its heading is the topic."""
    if html:
        rows = "".join(f"<tr><td>{q}</td><td>{a}</td></tr>" for q, a in zip(PROMPTS, ANSWERS, strict=True))
        text = (
            "<html><body><h1>Bread</h1><h2>Baking</h2><table><thead><tr><th>Question</th><th>Answer</th></tr></thead>"
            f"<tbody>{rows}</tbody></table><p>The end.</p></body></html>"
        )
    else:
        rows = "".join(f"| {q} | {a} |\n" for q, a in zip(PROMPTS, ANSWERS, strict=True))
        text = f"# Bread\n\n## Baking\n\n| Question | **Answer** |\n|:--|--:|\n{rows}\nThe end.\n"
    found = read(text)
    assert_bread(found)
    assert {each.topics for each in found.questions} == {("Baking",)}
    assert "The end." in found.left_out


def word(write: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    write(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def numbered(document: Any) -> None:
    for q, a in zip(PROMPTS, ANSWERS, strict=True):
        document.add_paragraph(q, style="List Number")
        document.add_paragraph(a)


def typed(document: Any) -> None:
    for n, (q, a) in enumerate(zip(PROMPTS, ANSWERS, strict=True), 1):
        document.add_paragraph(f"{n}. {q}")
        document.add_paragraph(a)


def headed(document: Any) -> None:
    document.add_heading("Bread", 0)
    for q, a in zip(PROMPTS, ANSWERS, strict=True):
        document.add_heading(q, 2)
        document.add_paragraph(a)


def bold(document: Any) -> None:
    for q, a in zip(PROMPTS, ANSWERS, strict=True):
        document.add_paragraph().add_run(q).bold = True
        document.add_paragraph(a)


def tabled(document: Any) -> None:
    table = document.add_table(rows=1, cols=3)
    for cell, name in zip(table.rows[0].cells, ("No.", "Question", "Answer"), strict=True):
        cell.text = name
    for n, (q, a) in enumerate(zip(PROMPTS, ANSWERS, strict=True), 1):
        for cell, text in zip(table.add_row().cells, (str(n), q, a), strict=True):
            cell.text = text


@pytest.mark.parametrize("write", [numbered, typed, headed, bold, tabled])
def test_word_documents(write: Callable[[Any], None]) -> None:
    """Numbers that Word counts, numbers that are typed, headings, bold questions, tables."""
    found = read(word(write))
    assert_bread(found)
    if write in (numbered, typed, tabled):
        assert [each.number for each in found.questions] == [1, 2, 3]


def test_word_keeps_code_marks_lists_and_links() -> None:
    """Monospaced paragraphs are one block, runs are code, lists are nested; headers and comments are left out."""

    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Bread Weekly"
        document.add_heading("What is yeast?", 2)
        paragraph = document.add_paragraph("It is ")
        paragraph.add_run("alive").bold = True
        paragraph.add_run(", see ")
        paragraph.add_run("grow()").font.name = "Courier New"
        for line in CODE.split("\n"):
            document.add_paragraph().add_run(line).font.name = "Consolas"
        document.add_paragraph("sugar", style="List Bullet")
        document.add_paragraph("white", style="List Bullet 2")
        document.add_heading("Why salt?", 2)
        document.add_paragraph("Taste.")

    text, left_out = markdown_of(word(write))
    assert "It is **alive**, see `grow()`" in text
    assert f"```\n{CODE}\n```" in text
    assert "- sugar\n   - white\n" in text
    assert left_out == ["Bread Weekly"]
    found = read(word(write))
    assert [each.text for each in found.questions[0].code] == [CODE]


def pages() -> list[list[str]]:
    return [
        [
            *("Bread Weekly, issue 7", "", "1. What is yeast?", ""),
            *(
                "It is a fungus that eats sugar and makes the gas by which the",
                "dough rises when it is left alone for an hour or so, inter-",
            ),
            *(
                "mittently.",
                "",
                "How to answer: Say what it is first and then what it eats, and",
                "only then what for.",
                "",
                "Page 1 of 3",
            ),
        ],
        [
            *("Bread Weekly, issue 7", "", "2. Why does salt matter?", "", "- it slows yeast down", "- it tastes", ""),
            *("def bake(x):", "    return x + 1", "", "It is the second most important of all things in bread, which"),
            *("", "Page 2 of 3"),
        ],
        [
            "Bread Weekly, issue 7",
            "",
            "needs only four.",
            "",
            "3. How hot is the oven?",
            "",
            "Very hot.",
            "",
            "Page 3 of 3",
        ],
    ]


def test_pdfs_with_text() -> None:
    """Lines are joined, also over pages, hyphens mended, code kept, headers and page numbers left out."""
    found = read(pdf(pages()))
    assert [(each.number, each.prompt) for each in found.questions] == list(enumerate(PROMPTS, 1))
    first, second, third = found.questions
    assert first.answer == (
        "It is a fungus that eats sugar and makes the gas by which the dough rises when it is left alone for an hour "
        "or so, intermittently."
    )
    assert first.guidance == "Say what it is first and then what it eats, and only then what for."
    assert [each.text for each in second.code] == [CODE]
    assert (second.answer or "").endswith("important of all things in bread, which needs only four.")
    assert third.answer == "Very hot."
    assert found.left_out == ("Bread Weekly, issue 7", "Page 1 of 3", "Page 2 of 3", "Page 3 of 3")


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    """The time above it and the address below it are no part of a question, though there is only one page."""
    lines = [
        "3/24/26, 6:40 PM",
        "",
        *(line for n, each in enumerate(PROMPTS, 1) for line in (f"{n}. {each}", "", "So.", "")),
    ]
    found = read(pdf([[*lines, "https://bread.test/all   1/1"]]))
    assert [(each.prompt, each.answer) for each in found.questions] == [(each, "So.") for each in PROMPTS]
    assert found.left_out == ("3/24/26, 6:40 PM", "https://bread.test/all 1/1")


def test_pdfs_that_are_locked_empty_or_broken_get_a_sentence() -> None:
    """A password, pages without text, half a file; an owner's password locks nothing that is read."""

    def encrypted(user: str) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(pages())))
        writer.encrypt(user, "owner")
        data = io.BytesIO()
        writer.write(data)
        return data.getvalue()

    assert len(read(encrypted("")).questions) == 3
    for data, says in (
        (encrypted("secret"), "encrypted"),
        (pdf([[], []]), "no text"),
        (pdf(pages())[:900], "broken"),
        (b"%PDF-1.7\n" + b"x" * 1000, "broken"),
    ):
        with pytest.raises(Unreadable, match=says):
            read(data)


def test_a_pdf_names_the_page_that_broke(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser's error is a sentence with the page's number."""

    def broken(*_: object, **__: object) -> str:
        raise KeyError("/Font")

    monkeypatch.setattr(pdfs.pypdf.PageObject, "extract_text", broken)
    with pytest.raises(Unreadable, match="broken at page 1"):
        read(pdf(pages()))


Collection = Callable[..., bytes]


@pytest.mark.parametrize(("collection", "package"), [(old_collection, old_package), (new_collection, new_package)])
def test_anki_packages_of_both_schemas(
    tmp_path: Path, collection: Collection, package: Callable[[bytes], bytes]
) -> None:
    """Fronts ask and backs answer, HTML is Markdown, tags are topics, the deck is the title."""
    notes = [(f'<h2 style="color: red">{q}</h2>', f"<p>{a}</p>") for q, a in zip(PROMPTS, ANSWERS, strict=True)]
    found = read(package(collection(tmp_path, notes, tags=" baking yeast::wild marked ")))
    assert_bread(found)
    assert {each.topics for each in found.questions} == {("baking", "yeast", "wild")}
    assert found.title in ("Bread", "Dough")
    assert found.left_out == ("tags of Anki: marked",)


@pytest.mark.parametrize("names", [("Nr", "Frage", "Antwort", "Hinweis"), ("x", "y", "z", "Tip")])
def test_anki_notes_with_fields_of_their_own(tmp_path: Path, names: tuple[str, ...]) -> None:
    """Fields are known by their names, or by what is in them."""
    notes = [(str(n), q, a, f"Say {n}") for n, (q, a) in enumerate(zip(PROMPTS, ANSWERS, strict=True), 1)]
    found = read(old_package(old_collection(tmp_path, notes, names)))
    assert_bread(found)
    assert [(each.number, each.guidance) for each in found.questions] == [(1, "Say 1"), (2, "Say 2"), (3, "Say 3")]


def test_fronts_that_do_not_ask_are_prompts_all_the_same(tmp_path: Path) -> None:
    """A card is a question whatever stands on its front."""
    found = read(new_package(new_collection(tmp_path, [("Yeast", "A fungus"), ("Salt", "A mineral")])))
    assert [(each.prompt, each.answer) for each in found.questions] == [("Yeast", "A fungus"), ("Salt", "A mineral")]


def test_clozes_are_blanks_and_media_is_named(tmp_path: Path) -> None:
    """The hidden words are the answer; pictures and sounds are left out by name, and never fetched."""
    notes = [
        ("{{c1::Yeast}} eats {{c2::sugar::food}}.", "More here."),
        ("{{c1::Salt {{c2::slows}} it}}", ""),
        ('See <img src="http://example.org/a.png"> it', "Hear [sound:b.mp3] it"),
    ]
    found = read(old_package(old_collection(tmp_path, notes, ("Text", "Back Extra"))))
    assert [(each.prompt, each.answer) for each in found.questions[:2]] == [
        ("_____ eats _____ (food).", "Yeast\nsugar\n\nMore here."),
        ("_____", "slows\nSalt _____ it"),
    ]
    assert found.questions[2].answer == "Hear  it"
    assert found.left_out == ("pictures and sounds (2 records): http://example.org/a.png\nb.mp3",)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("#separator:tab\n#html:true\n", "{q}\t{a}\n"),
        ("#separator:Semicolon\n#html:false\n", '"{q}";"{a}"\n'),
        ("#separator:,\n", '"{q}","{a}"\n'),
        ("#html:true\n#separator:pipe\n#columns:Back|Front\n", "{a}|{q}\n"),
        (
            "#separator:tab\n#html:true\n#notetype column:1\n#deck column:2\n#tags column:5\n",
            "Basic\tBread\t{q}\t{a}\tx\n",
        ),
        ("#separator:tab\n#html:true\n#guid column:1\n#columns:id\tfront\tback\n", "gu!d\t{q}\t{a}\n"),
        ("#name:Bread\n#separator:tab\n#whatever:1\n\n", "{q}\t{a}\n"),
    ],
)
def test_anki_exports_as_text(header: str, rows: str) -> None:
    """Any separator, names of columns, columns that are no fields, and headers that nobody knows."""
    found = read(header + "".join(rows.format(q=q, a=a) for q, a in zip(PROMPTS, ANSWERS, strict=True)))
    assert_bread(found)
    assert found.left_out == (("#whatever:1",) if "whatever" in header else ())


def test_several_files_of_several_kinds_are_one_preview(tmp_path: Path) -> None:
    """In the order of their names; one that can't be read is left out, and said to be."""
    files = [
        (pdf(pages()), "c.pdf"),
        (b"question,answer\nWhat is flour?,Dust\n", "a.csv"),
        (b"\x89PNG", "d.png"),
        (b'[{"question": "What is water?", "answer": "Wet", "x": "1"}]', "b.json"),
    ]
    found = preview_all(files)
    assert [each.prompt for each in found.questions] == ["What is flour?", "What is water?", *PROMPTS]
    assert [each.position for each in found.questions] == [1, 2, 3, 4, 5]
    assert any(text.startswith("d.png: This is a picture") for text in found.left_out)
    assert "b.json: x: 1" in found.left_out
    with pytest.raises(Unreadable, match=r"d\.png: This is a picture"):
        preview_all([(b"\x89PNG", "d.png"), (b"\x89PNG", "e.png")])


def test_files_with_a_question_each_show_what_the_others_look_like() -> None:
    """The scale of difficulty is that of all, and one that doesn't ask is a question as the others are."""
    prompts = [*PROMPTS, "Given flour and water, make a dough."]
    files = [
        (
            f"### {q}\n\n#### Answer\n\nSo {n}.\n\n#### Good to hear\n\n- {n}\n\n<!-- level: {n % 3} -->\n".encode(),
            f"{n}.md",
        )
        for n, q in enumerate(prompts)
    ]
    found = preview_all(files[::-1])
    assert [(each.prompt, each.difficulty) for each in found.questions] == list(zip(prompts, [1, 2, 3, 1], strict=True))
    assert [each.answer for each in found.questions] == ["So 0.", "So 1.", "So 2.", "So 3."]
