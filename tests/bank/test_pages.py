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


def stored_deck(page: str) -> str:
    """What the preview's form sends."""
    found = re.search(r"<textarea name=\"deck\" hidden>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def keep(visitor: Browser, document: str = DOCUMENT, title: str = "") -> str:
    """Go the whole way; return the id of the deck."""
    fields = {"deck": stored_deck(preview(visitor, text=document)), "title": title}
    answer = visitor.submit("/decks/new", "/decks", fields)
    assert answer.status_code == 303
    return str(answer.location.rpartition("/")[2])


def test_a_document_is_shown_as_understood_before_it_is_stored(host: Browser) -> None:
    """Each question with its parts; nothing is kept yet, and nobody has come to exist."""
    page = preview(host, text=DOCUMENT)
    assert "2 questions" in page
    for words in ("What is a lock file?", "Say what it pins.", "with hashes", "nobody can swap"):
        assert words in page
    assert "Not in the document: guidance, example answer" in page
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


def test_an_uploaded_document_counts_more_than_a_pasted_one(host: Browser) -> None:
    """A file is read whatever its name says, and its name stands in for a title."""
    file = (
        io.BytesIO("1. Wer fragt?\nAnswer: Du.\n2. Und wer noch?\nAnswer: Ich.\n".encode("utf-16")),
        "a/../Fragen.x.doc",
    )
    page = preview(host, file=file, text="1. Not this?")
    assert "Wer fragt?" in page
    assert "Not this" not in page
    assert json.loads(stored_deck(page))["title"] == "Fragen.x"


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
    assert len(parse(host.get(f"/decks/{id}/deck.md").get_data(as_text=True)).questions) == 899


@pytest.mark.parametrize(
    "deck",
    [
        "", "{", "[]", '{"title": "x"}', '{"title": "x", "questions": []}', '{"title": "", "questions": []}',
        '{"title": "x", "questions": [{"id": "a", "prompt": "1?"}, {"id": "a", "prompt": "2?"}]}',
        '{"title": "x", "questions": [{"id": "a", "prompt": "1?"}], "person_id": "somebody"}',
        '{"title": "x", "questions": [{"id": "../a", "prompt": "1?"}]}',
    ],
)  # fmt: skip
def test_what_did_not_come_from_a_preview_is_not_stored(deck: str, host: Browser) -> None:
    """The stored deck is checked as strictly as any: fields, ids, lengths."""
    answer = host.submit("/decks/new", "/decks", {"deck": deck})
    assert answer.status_code == 400
    assert "nothing was stored" in answer.get_data(as_text=True)


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
    answer = host.get(f"/decks/{id}/deck.md")
    assert answer.mimetype == "text/markdown"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{id}.md"'
    again = json.loads(stored_deck(preview(host, file=(io.BytesIO(answer.data), "again.md"))))
    assert [question["prompt"] for question in again["questions"]] == [
        "What is a lock file?",
        "What does WSGI stand for?",
    ]
    assert host.get("/decks/flask/deck.md").status_code == 200


def test_a_title_shows_all_that_is_in_it(host: Browser) -> None:
    """Nothing in it turns the text around it or can't be seen, whether typed, posted, or the name of a file."""
    page = preview(host, file=(io.BytesIO(b"1. What is a?\nAnswer: b\n"), "an\u202egnp\x00.txt"))
    stored = json.loads(stored_deck(page))
    assert stored["title"] == "angnp"
    stored["title"] = "a\u202eb\u0000"
    for title, kept in (("x\x00\u202e y \x1b", "x y"), ("\u202e", "ab")):
        answer = host.submit("/decks/new", "/decks", {"deck": json.dumps(stored), "title": title})
        assert f">{kept}<" in host.get(answer.location).get_data(as_text=True)


def test_a_deck_is_deleted_for_good_and_its_interviews_go_on(host: Browser) -> None:
    """The interview has its own copy."""
    id = keep(host)
    interview = host.start(deck=id)
    answer = host.submit(f"/decks/{id}", f"/decks/{id}/delete")
    assert (answer.status_code, answer.location) == (303, "/decks")
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
    for path in (f"/decks/{id}", f"/decks/{id}/deck.md", f"/interviews/new?deck={id}"):
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
