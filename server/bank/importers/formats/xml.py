"""XML as data: elements are objects of their children; a quiz of Moodle has its questions' fields under our names."""

import re
from typing import Any

from lxml import etree

from server.bank.importers.preview import Unreadable
from server.bank.importers.records.values import Value
from server.bank.importers.tags import KNOWN

ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--(?s:.{0,5000}?)-->\s*)*<(?P<root>[A-Za-z_][\w.-]*)[\s>]")
MOST_DEPTH = 60

Element = Any  # lxml's elements have no types


def looks_like_xml(text: str) -> bool:
    """Return whether a text is XML of a kind of its own, and no page."""
    match = ROOT.match(text)
    return match is not None and match["root"].lower() not in KNOWN and f"</{match['root']}>" in text[-500:]


def data_of(text: str) -> Value:
    """Return a document's data.

    Raises:
        Unreadable: broken, at a line that it names; or too deep.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"The XML breaks off at line {error.lineno}: {error.msg}.") from None
    if _name(root) == "quiz" and root.find("question/questiontext") is not None:
        return _quiz(root)
    return _value(root, 0)


def _value(element: Element, depth: int) -> Value:
    """Return an element: its text, or an object of its attributes and children; several of one name are a list."""
    if depth > MOST_DEPTH:
        raise Unreadable(f"The XML is nested more than {MOST_DEPTH} levels deep. Export the questions as a plain list.")
    text = (element.text or "").strip()
    if not len(element) and not element.attrib:
        return text
    found: dict[str, list[Value]] = {str(name): [str(value)] for name, value in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(_name(child), []).append(_value(child, depth + 1))
    if text:
        found.setdefault("text", []).append(text)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _quiz(root: Element) -> Value:
    found: list[Value] = []
    topics: list[Value] = []
    for question in root.iter("question"):
        kind = question.get("type", "")
        if kind == "category":
            path = _said(question, "category").split("/")
            topics = [part.strip() for part in path if part.strip() not in ("", "top", "$course$", "$module$")]
        elif text := _said(question, "questiontext"):
            tags: list[Value] = [_text(each) for each in question.iterfind("tags/tag")]
            found.append({"question": text, "topics": [*topics, *tags], **_answers(question, kind)})
    return found


def _answers(question: Element, kind: str) -> dict[str, Value]:
    said: dict[str, Value] = {
        "explanation": _said(question, "generalfeedback"),
        "guidance": _said(question, "graderinfo"),
    }
    pairs: list[Value] = [f"{_text(each)} → {_said(each, 'answer')}" for each in question.iterfind("subquestion")]
    given = [(_text(each), float(each.get("fraction") or 0) > 0) for each in question.iterfind("answer")]
    if kind in ("multichoice", "truefalse"):
        return said | {"options": [{"text": text, "correct": right} for text, right in given]}
    return said | {"answer": pairs or " / ".join(text for text, right in given if right and text)}


def _said(element: Element, name: str) -> str:
    child = element.find(name)
    return _text(child) if child is not None else ""


def _text(element: Element) -> str:
    return (element.findtext("text") or element.text or "").strip()


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
