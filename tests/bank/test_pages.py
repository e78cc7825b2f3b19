"""The pages of decks."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable

import pytest

from server import policy
from server.bank.deckfile import parse
from tests.website import Browser

DOCUMENT = """Questions for Monday

1. What is a lock file?
How to answer: Say what it pins.
Answer: The exact version of every package, with hashes.
Example: "Ours has hashes, so that nobody can swap a package."

2. What does WSGI stand for?
Answer: Web Server Gateway Interface.
"""


def preview(visitor: Browser, **fields: object) -> str:
    answer = visitor.submit("/decks/new", "/decks/preview", dict(fields), content_type="multipart/form-data")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def understood(page: str) -> str:
    """What the form of a review sends of the document."""
    found = re.search(r"<textarea name=\"document\" hidden>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def keep(visitor: Browser, document: str = DOCUMENT, title: str = "") -> str:
    """Go the whole way; return the id of the deck."""
    before = understood(preview(visitor, text=document))
    after = json.dumps(json.loads(before) | ({"title": title} if title else {}))
    answer = visitor.submit("/decks/new", "/decks", {"document": before, "preview": after})
    assert answer.status_code == 303
    return str(answer.location.rpartition("/")[2])


def test_a_document_is_shown_as_understood_before_it_is_stored(host: Browser) -> None:
    """Each question with its parts; nothing is kept yet, and nobody has come to exist."""
    page = preview(host, text=DOCUMENT)
    assert "2 questions" in page
    for words in ("What is a lock file?", "Say what it pins.", "with hashes", "nobody can swap"):
        assert words in page
    assert host.client.get_cookie("greenroom_person") is None
    assert "You have no deck of your own yet" in host.get("/decks").get_data(as_text=True)


def test_a_pasted_document_becomes_a_deck_and_an_interview(host: Browser) -> None:
    """Paste, look, keep, start: the way of the whole feature."""
    id = keep(host, title="For  Monday")
    page = host.get(f"/decks/{id}").get_data(as_text=True)
    assert "For Monday" in page
    assert "What is a lock file?" in page
    assert f'href="/interviews/new?deck={id}"' in page
    assert "For Monday" in host.get("/decks").get_data(as_text=True)
    assert "For Monday" in host.get(f"/interviews/new?deck={id}").get_data(as_text=True)
    interview = host.start(deck=id)
    told = host.get(f"/room/{interview}/s1/deck").get_json()
    assert told["title"] == "For Monday"
    assert len(told["questions"]) == 2


def test_several_documents_become_one_deck(host: Browser) -> None:
    """Files are read whatever their names say, in the order of these, and so is the text that was pasted."""
    first = "1. Wer fragt?\nAnswer: Du.\n2. Und wer noch?\nAnswer: Ich.\n".encode("utf-16")
    files = [(io.BytesIO(b"1. What is WSGI?\nAnswer: A gateway.\n"), "more.txt"), (io.BytesIO(first), "a/Fragen.x.doc")]
    found = json.loads(understood(preview(host, file=files, text="1. And this?\nAnswer: Yes.")))
    prompts = {"Wer fragt?", "Und wer noch?", "What is WSGI?", "And this?"}
    assert {each["prompt"] for each in found["questions"]} == prompts
    assert [each["position"] for each in found["questions"]] == [1, 2, 3, 4]


def test_a_file_gives_the_deck_its_name(host: Browser) -> None:
    """Where the document says no title."""
    file = (io.BytesIO(b"1. What is WSGI?\nAnswer: A gateway.\n"), "a/../Fragen.x.doc")
    assert json.loads(understood(preview(host, file=file)))["title"] == "Fragen.x"


def test_of_several_documents_those_that_can_not_be_read_are_named(host: Browser) -> None:
    """The others are shown, with a sentence for each that is not."""
    files = [(io.BytesIO(b"\x89PNG\r\n\x1a\n\x00\x00"), "cat.png"), (io.BytesIO(DOCUMENT.encode()), "monday.txt")]
    page = preview(host, file=files)
    assert re.search(r'role="alert"><p>cat.png: [^<]+\.</p>', page)
    assert len(json.loads(understood(page))["questions"]) == 2


@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"\x89PNG\r\n\x1a\n\x00\x00\x00", b"PK\x03\x04" + bytes(200), b"Just a poem.\n"]
)
def test_what_can_not_be_read_gets_a_sentence(data: bytes, host: Browser) -> None:
    """Empty, binary, without a question: the form again, 400, nothing stored."""
    fields = {"file": (io.BytesIO(data), "x.txt")}
    answer = host.submit("/decks/new", "/decks/preview", fields, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert re.search(r'role="alert"><p>[^<]+\.</p>', answer.get_data(as_text=True))
    assert host.client.get_cookie("greenroom_person") is None


def test_what_was_pasted_is_not_lost_when_it_can_not_be_read(host: Browser) -> None:
    """The text stands in the form again."""
    answer = host.submit("/decks/new", "/decks/preview", {"text": "Just a <poem>."})
    assert answer.status_code == 400
    assert "Just a &lt;poem&gt;." in answer.get_data(as_text=True)


def test_a_long_pasted_text_is_taken_as_a_file_is(host: Browser) -> None:
    """Flask takes 500 kB in a form; a document may have 10 MB."""
    text = DOCUMENT + "".join(f"\n{n}. What is {n}?\nAnswer: {'word ' * 150}\n" for n in range(3, 900))
    assert len(text) > 600_000
    id = keep(host, text)
    assert len(parse(host.get(f"/decks/{id}/export/deck").get_data(as_text=True)).questions) == 899


QUESTION = {"number": None, "position": 1, "prompt": "1?"}


@pytest.mark.parametrize(
    "document",
    [
        "", "{", "[]", {"title": "x"}, {"title": "x", "questions": []},
        {"title": "x", "questions": [QUESTION | {"id": "a"}, QUESTION | {"id": "a"}]},
        {"title": "x", "questions": [QUESTION], "person_id": "somebody"},
        {"title": "x", "questions": [QUESTION | {"id": "../a"}]},
        {"title": "x", "questions": [QUESTION | {"difficulty": 4}]},
        {"title": "x", "questions": [QUESTION | {"answer": "x" * 20_001}]},
        {"title": "x", "questions": [QUESTION], "author": "x" * 401},
    ],
)  # fmt: skip
def test_what_did_not_come_from_a_review_is_not_stored(document: object, host: Browser) -> None:
    """The stored deck is checked as strictly as any: fields, ids, lengths."""
    sent = document if isinstance(document, str) else json.dumps(document)
    for action in ("/decks", "/interviews/at-once"):
        answer = host.submit("/decks/new", action, {"document": sent})
        assert answer.status_code == 400
        assert re.search("nothing was stored|No question was found", answer.get_data(as_text=True))
    assert "You have no deck of your own yet" in host.get("/decks").get_data(as_text=True)


def test_a_text_that_is_too_long_is_named_and_can_be_split(host: Browser) -> None:
    """The question is named; what the document had does not stand in the way of what became of it."""
    long = {"title": "x", "questions": [QUESTION, QUESTION | {"position": 2, "answer": "x" * 30_000}]}
    answer = host.submit("/decks/new", "/decks", {"document": json.dumps(long)})
    assert "Question 2 is more than a deck takes" in answer.get_data(as_text=True)
    split = {"title": "x", "questions": [QUESTION, QUESTION | {"answer": "x"}, QUESTION | {"prompt": "y" * 9000}]}
    answer = host.submit("/decks/new", "/decks", {"document": json.dumps(long), "preview": json.dumps(split)})
    assert answer.status_code == 303
    assert host.get(answer.location).status_code == 200


def test_an_interview_at_once(host: Browser) -> None:
    """The deck is kept, and its first questions are planned in a room of one's own."""
    document = understood(preview(host, text=DOCUMENT))
    answer = host.submit("/decks/new", "/interviews/at-once", {"document": document})
    assert answer.status_code == 303
    assert answer.location.startswith("/room/")
    assert len(host.get(f"{answer.location}/deck").get_json()["questions"]) == 2
    assert "2 questions · mine" in host.get("/decks").get_data(as_text=True)


def test_texts_are_rendered_for_who_writes_them(host: Browser) -> None:
    """Sanitised HTML for JSON from our own pages; nothing for a form, a foreign page, or too much at once."""
    sketch = {"prompt": "**What** <script>alert(1)</script>", "choices": ["`a`"]}
    answer = host.post("/decks/render", json=[sketch])
    assert answer.get_json() == [
        {
            "prompt": "<p><strong>What</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>",
            **dict.fromkeys(("guidance", "answer", "example"), ""),
            "choices": ["<p><code>a</code></p>"],
        }
    ]
    for wrong in ({}, [{"html": "x"}], [{"prompt": "x" * 20_001}]):
        assert host.post("/decks/render", json=wrong).status_code == 400
    assert host.post("/decks/render", json=[{"prompt": "x" * 19_000}] * 30).status_code == 413
    assert host.client.post("/decks/render", json=[], headers={"Origin": "https://evil.example"}).status_code == 403
    assert host.post("/decks/render", data={"prompt": "x"}).status_code == 400
    assert host.submit("/decks/new", "/decks/render", {"prompt": "x"}).status_code == 415


def test_talking_points_are_proposed(host: Browser) -> None:
    """From the answer, as it stands there; nothing from nothing."""
    answer = "- It eats sugar.\n- It gives gas.\n- Heat ends it."
    points = host.post("/decks/points", json={"prompt": "What is yeast?", "answer": answer}).get_json()
    assert points == ["It eats sugar", "It gives gas", "Heat ends it"]
    assert host.post("/decks/points", json={"prompt": "What?"}).get_json() == []
    assert host.post("/decks/points", json=[]).status_code == 400


def test_markup_in_a_document_stays_text_or_is_made_harmless(host: Browser) -> None:
    """No text of a deck reaches a page as script, neither in the preview nor on the deck's page or its list."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))"
    document = f"1. What is {evil}?\nAnswer: {evil}\n\n2. Why {evil}?\nAnswer: {evil}\n"
    pages = [preview(host, text=document)]
    id = keep(host, document, title=evil)
    pages += [
        host.get(path).get_data(as_text=True) for path in (f"/decks/{id}", "/decks", "/", f"/interviews/new?deck={id}")
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_a_deck_leaves_as_a_file_and_comes_back(host: Browser) -> None:
    """The exported file is the deck, without loss, and its name holds nothing that a title could inject."""
    id = keep(host, title='x"; filename="evil.exe')
    answer = host.get(f"/decks/{id}/export/deck")
    assert answer.mimetype == "text/markdown"
    assert answer.headers["Content-Disposition"] == "attachment; filename=x-filename-evil-exe.md"
    again = json.loads(understood(preview(host, file=(io.BytesIO(answer.data), "again.md"))))
    assert [question["prompt"] for question in again["questions"]] == [
        "What is a lock file?",
        "What does WSGI stand for?",
    ]
    assert host.get("/decks/flask/export/deck").status_code == 200


def test_a_title_shows_all_that_is_in_it(host: Browser) -> None:
    """Nothing in it turns the text around it or can't be seen, whether it is posted or the name of a file."""
    page = preview(host, file=(io.BytesIO(b"1. What is a?\nAnswer: b\n"), "an\u202egnp\x00.txt"))
    assert json.loads(understood(page))["title"] == "angnp"
    id = keep(host, title="x\x00\u202e y \x1b")
    assert ">x y<" in host.get(f"/decks/{id}").get_data(as_text=True)


def test_a_deleted_deck_is_gone_and_its_interviews_go_on(host: Browser) -> None:
    """The interview has its own copy."""
    id = keep(host)
    interview = host.start(deck=id)
    answer = host.submit(f"/decks/{id}", f"/decks/{id}/delete")
    assert (answer.status_code, answer.location) == (303, f"/decks?deleted={id}")
    assert host.get(f"/decks/{id}").status_code == 404
    assert len(host.get(f"/room/{interview}/s1/deck").get_json()["questions"]) == 2


def test_the_built_in_deck_can_not_be_deleted(host: Browser) -> None:
    """It is everybody's, and its page has no such button."""
    assert "/delete" not in host.get("/decks/flask").get_data(as_text=True)
    assert host.submit("/decks/new", "/decks/flask/delete").status_code == 404


def test_a_foreign_deck_is_the_same_404_everywhere(somebody: Callable[[], Browser]) -> None:
    """Another person, with decks of their own, can neither open, export, use nor delete it."""
    owner, other = somebody(), somebody()
    id = keep(owner)
    keep(other)
    for path in (f"/decks/{id}", f"/decks/{id}/export/deck", f"/interviews/new?deck={id}"):
        answer = other.get(path)
        assert answer.status_code == 404
        assert answer.data == other.get("/decks/0000000000000000").data
    assert other.submit("/decks/new", f"/decks/{id}/delete").status_code == 404
    assert other.submit("/interviews/new", "/interviews", {"deck": id}).status_code == 400
    assert id not in other.get("/decks").get_data(as_text=True)
    assert owner.get(f"/decks/{id}").status_code == 200


def test_over_10_mb_gets_a_sentence(host: Browser) -> None:
    """Just above the limit the reader says so, far above it nothing is read; either way nothing is stored."""
    file = (io.BytesIO(b"x" * (10 * policy.MIB + 1)), "x.txt")
    answer = host.submit("/decks/new", "/decks/preview", {"file": file}, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "10 MB" in answer.get_data(as_text=True)
