"""The Markdown export says what the report says, and nobody can write into it beyond their place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from server.core.report import report
from server.core.report_wire import Body, Report
from server.reports import markdown
from tests.core.played import before_a_panel, swapped
from tests.core.room import Room

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TYPED = st.text(st.sampled_from(list("`~#>-*_[]()!<>&|:/.\\ \n1aw@")), max_size=80)


def parsed(text: str) -> list[Token]:
    """Every block and inline piece of the Markdown, in order."""
    return [piece for block in GITHUB.parse(text) for piece in (block, *(block.children or ()))]


def exported(typed: str, name: str = "Ada", note: str = "") -> tuple[Report, str]:
    """A released report in which this was typed, and its Markdown."""
    room = Room(answering="typed")
    room.candidate.rename(name)
    room.to("live")
    room.lead.mark("depth", 2)
    room.lead.tick(1)
    room.lead.note(released=True)
    room.lead.end()
    room.lead.feedback(keep=(name[:300],))
    room.lead.release()
    texts = {"answer:1": typed, "note:1:s1": note}
    found = report(room.interview, room.content, texts, room.candidate.seat)
    assert found is not None
    return found, markdown.export(found)


def headings(text: str) -> list[str]:
    """The texts of the headings outside of quotations."""
    blocks = GITHUB.parse(text)
    return [
        blocks[at + 1].content for at, block in enumerate(blocks) if block.type == "heading_open" and block.level == 0
    ]


def test_it_reads_as_a_report() -> None:
    """One title, a part for each question, its answer, marks, points and model answers, in this order."""
    found, text = exported("It is a microframework.", note="Good pace.")
    assert headings(text) == [
        "Practice: report", "Feedback by Grace", "Question 1", "Answer", "Marks", "Talking points", "Note by Grace",
        "How to answer (not shown in the interview)", "Model answer (not shown in the interview)",
        "Example answer (not shown in the interview)",
    ]  # fmt: skip
    assert "- **Depth** (Grace): 2 of 4, unaided. Explains how, not why." in text
    assert "- **Communication** (Grace): not marked" in text
    assert "- [x] CANARY.point1.q1" in text
    assert "- [ ] CANARY.point0.q1" in text
    assert "```text\nIt is a microframework.\n```" in text
    assert found.rounds[0].prompt.markdown.splitlines()[-1] in text


@settings(deadline=None, max_examples=40)
@given(TYPED.filter(str.strip))
def test_an_answer_stays_in_its_fence(typed: str) -> None:
    """Whatever is typed, the document has the same headings and no more links, and one block with just that text."""
    _, text = exported(typed)
    _, plain = exported("plain")
    assert headings(text) == headings(plain)
    pieces = parsed(text)
    assert not [piece for piece in pieces if piece.type in ("link_open", "html_block", "html_inline", "image")]
    assert [piece.content for piece in pieces if piece.type == "fence"] == [typed + "\n"]


@settings(deadline=None)
@given(st.text(st.sampled_from(list("`~#>-*_[]()!<>&|:/.\\ 1aw@=+")), min_size=1, max_size=40).filter(str.strip))
def test_a_line_is_a_line_of_text(typed: str) -> None:
    """A name or a point shows as itself: no heading, list, link, emphasis or HTML."""
    pieces = parsed(f"- {markdown.line(typed)}\n")
    inside = [piece.type for piece in pieces if piece.level >= 2 or not piece.block]
    assert set(inside) <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}, inside
    told = "".join(piece.content for piece in pieces if piece.type in ("text", "text_special"))
    assert told == " ".join(typed.split())


def test_addresses_in_a_line_do_not_become_links() -> None:
    """GitHub makes links of bare addresses; in a name they are broken up."""
    assert markdown.line("https://evil.example www.evil.example") == "https\\://evil.example www\\.evil.example"


def test_a_deck_can_not_leave_its_quotation() -> None:
    """Headings and open fences of the deck stay in the quotation."""
    quoted = markdown.quoted(Body(markdown="# Big\n\n```\nopen\n<div>", html=""))
    assert headings(f"{quoted}\n\n## After\n") == ["After"]


def test_what_is_rare_is_said_too() -> None:
    """Released by itself says so; offered text that was not accepted is apart from the answer; extra time is there."""
    room = Room(answering="typed", expiry="hard")
    room.enter("candidate", "Lin", extra_percent=50)
    room.to("live")
    room.lead.extend(30)
    room.wait(400)
    room.candidate.offer_late("x")
    room.lead.skip()
    room.lead.end()
    room.wait(24 * 3600)
    found = report(room.interview, room.content, {"answer:1": "", "late:1": "too late"}, room.lead.seat)
    assert found is not None
    text = markdown.export(found)
    assert "by itself after 24 hours" in text
    assert "Lin, 50 % extra time" in text
    assert "(skipped)" in text
    assert "0:30 added during the question" in text
    assert "and not accepted:\n\n```text\ntoo late\n```" in text


def test_both_halves_stand_below_who_asked_whom() -> None:
    """Each question is below its half, and a name can't make it another heading."""
    room = swapped()
    room.candidate.rename("# K*im")
    room.candidate.release()
    found = report(room.interview, room.content, {}, room.lead.seat)
    assert found is not None
    told = [heading for heading in headings(markdown.export(found)) if "asked" in heading or "Question" in heading]
    assert told == ["Grace asked # K\\*im", "Question 1", "# K\\*im asked Grace".replace("#", "\\#", 1), "Question 2"]


def test_a_panel_says_its_spread_its_seal_and_what_changed() -> None:
    """Who opened the marks, who passed, what was changed after that; and when the report was."""
    room, _, third = before_a_panel()
    third.pass_marks()
    room.lead.open_seal()
    room.lead.mark("depth", 2)
    room.lead.end()
    room.lead.release()
    room.wait(60)
    room.lead.reopen()
    room.lead.release()
    found = report(room.interview, room.content, {}, room.candidate.seat)
    assert found is not None
    text = markdown.export(found)
    assert "Grace opened the marks after 0:00, before all had marked or passed.\n\n- **Comm" in text
    assert "- **Communication** (spread): 4, 1 of 3 marked\n" in text
    assert "- **Depth** (spread): 2–4, 2 of 3 marked\n" in text
    assert "- **Depth** (Grace): 2 of 4, unaided, changed after the marks were opened. Explains how" in text
    assert "- **Depth** (Frances): passed" in text
    assert "- **Changed on:** 15 January 2027, 08:01 UTC" in text
