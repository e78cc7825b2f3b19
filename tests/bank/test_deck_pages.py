"""What can be done with a deck: found, put away, taken back, shared, edited whole, brought up to date."""

from __future__ import annotations

import html
import json
import re

import pytest

from server.bank.deck import Deck
from server.bank.exporters import FORMATS
from server.core.content import Question
from tests.website import Browser

BREAD = Deck(
    title="Bread",
    author="A. Baker",
    source="https://example.com/bread",
    licence="CC BY 4.0",
    questions=(
        Question(
            id="yeast", prompt="What is yeast?", answer="A fungus.", guidance="Say what it eats.", topics=("basics",)
        ),
        Question(id="salt", prompt="What does salt do?", answer="It slows the yeast.", difficulty=3),
        Question(id="rest", prompt="Why does dough rest?", answer="The gluten relaxes."),
    ),
)


@pytest.fixture
def bread(host: Browser) -> str:
    return host.keeps(BREAD)


def text(visitor: Browser, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def press(visitor: Browser, id: str, action: str, **fields: str) -> str:
    """Press a button of a deck; return where it leads."""
    answer = visitor.submit("/decks/new", f"/decks/{id}/{action}", dict(fields))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def sent(page: str) -> dict[str, object]:
    """The document that the form of a page carries."""
    found = re.search(r"<textarea name=\"document\" hidden>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    document: dict[str, object] = json.loads(html.unescape(found[1]))
    return document


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=YEAST", {"What is yeast?", "What does salt do?"}),
        ("words=yeast&guided=yes", {"What is yeast?"}),
        ("words=yeast&guided=no", {"What does salt do?"}),
        ("difficulty=3&source=https://example.com/bread", {"What does salt do?"}),
        ("topic=basics&source=https://example.com/bread", {"What is yeast?"}),
        ("words=dough&language=en", {"Why does dough rest?"}),
        ("words=dough&language=de", set()),
        ("words=nothing-has-this", set()),
    ],
)
def test_questions_are_found_by_words_and_filters_in_the_address(
    query: str, found: set[str], host: Browser, bread: str
) -> None:
    """A form that needs no script: what it was set to stands in it again, and each question leads to its place."""
    page = text(host, f"/decks?{query}")
    titles = dict(re.findall(rf'<a href="(/decks/{bread}\?question=[a-z]+#q-[a-z]+)">([^<]+)</a>', page))
    assert set(titles.values()) == found
    for link in titles:
        assert f'id="{link.rpartition("#")[2]}"' in text(host, link)
    for name, value in (pair.split("=") for pair in query.split("&")):
        assert re.search(rf'name="{name}"[^>]*value="{value}"|<option value="{value}" selected>', page, re.IGNORECASE)
    assert "Show all decks" in page


@pytest.mark.parametrize(
    "query", ["difficulty=9", "guided=x", "page=-1", "page=x", "page=99999999", "words=%00", "deck=x"]
)
def test_an_address_that_makes_no_sense_is_no_error(query: str, host: Browser, bread: str) -> None:
    """It filters nothing, or finds nothing."""
    assert text(host, f"/decks?{query}")


def test_a_deck_is_put_away_and_taken_out(host: Browser, bread: str) -> None:
    """In the archive it is offered for no interview, and can still be read."""
    assert press(host, bread, "archive") == "/decks"
    assert "Bread" not in text(host, "/interviews/new")
    assert "Archive: 1 deck" in text(host, "/decks")
    assert "Bread" in text(host, "/decks?archived=yes")
    assert "in the archive" in text(host, f"/decks/{bread}")
    assert press(host, bread, "archive", archived="no") == f"/decks/{bread}"
    assert "Bread" in text(host, "/interviews/new")


def test_a_deleted_deck_is_taken_back(host: Browser, bread: str) -> None:
    """The page that follows offers it at once, and the list of deleted decks later."""
    where = press(host, bread, "delete")
    page = text(host, where)
    assert "“Bread” is deleted." in page
    assert f'action="/decks/{bread}/restore"' in text(host, "/decks")
    assert host.get(f"/decks/{bread}").status_code == 404
    assert press(host, bread, "restore") == f"/decks/{bread}"
    assert "What is yeast?" in text(host, f"/decks/{bread}")
    assert "is deleted" not in text(host, where)


def test_a_deck_is_duplicated_the_built_in_one_too(host: Browser, bread: str) -> None:
    """A copy is one's own to edit."""
    assert "Bread (copy)" in text(host, press(host, bread, "duplicate"))
    copy = press(host, "flask", "duplicate")
    assert f"{copy}/edit" in text(host, copy)


def test_a_link_shows_a_deck_to_be_read_and_copied(host: Browser, guest: Browser, bread: str) -> None:
    """Read-only, not for search engines; a copy is the reader's, and no way leads from the page to the owner's deck."""
    assert press(host, bread, "link", do="make") == f"/decks/{bread}#sharing"
    link = _link(host, bread)
    answer = guest.get(link)
    page = answer.get_data(as_text=True)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert "by A. Baker" in page
    assert "A fungus." in page
    assert not re.search(rf"/decks/{bread}[/\"?]", page)
    assert len(re.findall("<form", page)) == 1
    copied = guest.submit(link, f"{link}/copy")
    assert "Bread" in text(guest, copied.location)
    assert copied.location != f"/decks/{bread}"


def test_every_link_that_opens_nothing_is_the_same_404(host: Browser, guest: Browser, bread: str) -> None:
    """Never made, replaced, ended, forged, or of a deleted deck."""
    nowhere = guest.get("/nowhere").data
    press(host, bread, "link", do="make")
    first = _link(host, bread)
    press(host, bread, "link", do="replace")
    second = _link(host, bread)
    assert first != second
    press(host, bread, "delete")
    dead = [first, second, second[:-1] + "!", f"/decks/shared/{bread}.{'a' * 26}", "/decks/shared/x"]
    for link in dead:
        answer = guest.get(link)
        assert (answer.status_code, answer.data == nowhere) == (404, True)
        assert guest.post(f"{link}/copy", json={}).status_code == 404
    press(host, bread, "restore")
    assert guest.get(second).status_code == 200
    press(host, bread, "link", do="end")
    assert guest.get(second).status_code == 404
    assert "Make a link" in text(host, f"/decks/{bread}")


def _link(owner: Browser, id: str) -> str:
    found = re.search(r'id="shared-link" value="http://localhost(/decks/shared/[^"]+)"', text(owner, f"/decks/{id}"))
    assert found
    return found[1]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_deck_is_exported_in_every_format(kind: str, host: Browser, bread: str) -> None:
    """A file with a name of its own, of the built-in deck too; an unknown kind is a 404."""
    for id in (bread, "flask"):
        answer = host.get(f"/decks/{id}/export/{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert host.get(f"/decks/{bread}/export/exe").status_code == 404


def test_a_deck_is_edited_whole_and_what_was_changed_elsewhere_stays(host: Browser, bread: str) -> None:
    """Two pages of the same deck: each saves what it changed, and neither takes back what the other did."""
    before = sent(text(host, f"/decks/{bread}/edit"))
    one, two = json.loads(json.dumps(before)), json.loads(json.dumps(before))
    one["questions"][0]["prompt"] = "What is yeast, really?"
    one["author"] = "B. Baker"
    two["questions"] = [two["questions"][2], two["questions"][0], two["questions"][0] | {"id": None, "prompt": "New?"}]
    for after in (one, two):
        press(host, bread, "edit", document=json.dumps(before), preview=json.dumps(after))
    now = sent(text(host, f"/decks/{bread}/edit"))
    assert [(each["id"], each["prompt"]) for each in now["questions"]] == [  # type: ignore[attr-defined]
        ("rest", "Why does dough rest?"),
        ("yeast", "What is yeast, really?"),
        ("new", "New?"),
    ]
    assert now["author"] == "B. Baker"
    page = text(host, f"/decks/{bread}")
    assert "Taken out: 1 question" in page
    press(host, bread, "settle/salt", do="put back")
    assert "Taken out" not in text(host, f"/decks/{bread}")


def test_an_edit_that_is_too_much_is_refused_and_nothing_is_saved(host: Browser, bread: str) -> None:
    """The question is named."""
    before = sent(text(host, f"/decks/{bread}/edit"))
    after = json.loads(json.dumps(before))
    after["questions"][1]["answer"] = "x" * 20_001
    fields = {"document": json.dumps(before), "preview": json.dumps(after)}
    answer = host.submit("/decks/new", f"/decks/{bread}/edit", fields)
    assert answer.status_code == 400
    assert "Question 2 is more than a deck takes" in answer.get_data(as_text=True)
    assert sent(text(host, f"/decks/{bread}/edit")) == before


def test_importing_again_shows_what_would_change_and_then_does_it(host: Browser) -> None:
    """Changed, new, gone and edited on both sides; what is left open is settled on the deck's page."""
    document = "1. What is yeast?\nAnswer: A fungus.\n\n2. What is salt?\nAnswer: A mineral.\n\n"
    document += "3. Why rest?\nAnswer: Gluten.\n"
    newer = document.replace("A fungus", "A fungus of one cell").replace("Gluten.", "It swells.")
    newer = newer.replace("2. What is salt?\nAnswer: A mineral.\n\n3.", "2.") + "\n3. What is rye?\nAnswer: A grain.\n"
    shown = host.submit("/decks/new", "/decks/preview", {"text": document}).get_data(as_text=True)
    answer = host.submit("/decks/new", "/decks", {"document": json.dumps(sent(shown))})
    id = answer.location.rpartition("/")[2]
    before = sent(text(host, f"/decks/{id}/edit"))
    after = json.loads(json.dumps(before))
    after["questions"][2]["answer"] = "Mine."
    press(host, id, "edit", document=json.dumps(before), preview=json.dumps(after))

    page = host.submit("/decks/new", f"/decks/{id}/again", {"text": newer}).get_data(as_text=True)
    for words in (
        "Changed in the document: 1",
        "New: 1",
        "Not in the document any more: 1",
        "Edited by you, and changed",
    ):
        assert words in page
    assert "A fungus of one cell." in page
    assert "one cell" not in text(host, f"/decks/{id}")
    press(host, id, "again/apply", document=json.dumps(sent(page)))
    page = text(host, f"/decks/{id}")
    for words in (
        "one cell",
        "What is rye?",
        "does not have this question any more",
        "Mine.",
        "2 questions are to be settled",
    ):
        assert words in page
    again = host.submit("/decks/new", f"/decks/{id}/again", {"text": newer}).get_data(as_text=True)
    assert "says nothing that the deck does not have" in again

    press(host, id, "settle/what-is-salt", do="drop")
    press(host, id, "settle/why-rest", do="take")
    page = text(host, f"/decks/{id}")
    assert "to be settled" not in page
    assert "It swells." in page
    assert "Taken out: 1 question" in page


@pytest.mark.parametrize(
    ("question", "do"), [("yeast", "burn"), ("yeast", ""), ("nothing", "drop"), ("yeast", "put back")]
)
def test_what_can_not_be_settled_is_a_404(question: str, do: str, host: Browser, bread: str) -> None:
    """An unknown question, an unknown answer."""
    assert host.submit("/decks/new", f"/decks/{bread}/settle/{question}", {"do": do}).status_code == 404


def test_a_long_deck_is_shown_a_page_at_a_time(host: Browser) -> None:
    """Fifty questions, and the way to the others; a question is shown on the page where it stands."""
    id = host.keeps(Deck(title="Long", questions=tuple(Question(id=f"q{n}", prompt=f"No. {n}?") for n in range(120))))
    first, last = text(host, f"/decks/{id}"), text(host, f"/decks/{id}?question=q119")
    assert first.count('class="stack stack--tight deck-question"') == 50
    assert 'id="q-q119"' in last
    assert 'href="?page=1"' in first
    assert 'href="?page=1"' in last


def test_whose_questions_these_are_reaches_the_interviewer_alone(host: Browser, guest: Browser, bread: str) -> None:
    """Source, licence and author come with the questions, to who asks them."""
    interview = host.start(deck=bread)
    guest.join(host.links(f"/room/{interview}/s1")["s2"])
    told = host.get(f"/room/{interview}/s1/deck").get_json()
    assert (told["author"], told["licence"]) == ("A. Baker", "CC BY 4.0")
    assert "author" not in guest.get(f"/room/{interview}/s2/deck").get_json()
