"""What the styles and the lists of a Word document say of its paragraphs."""

import re
from typing import Any, NamedTuple

from docx.oxml.ns import qn

CODE_STYLE = re.compile(r"\b(?:code|source|verbatim|preformatted|listing|quelltext|monospace)", re.IGNORECASE)
MONOSPACED = re.compile(
    r"courier|consolas|menlo|monaco|mono\b|lucida console|inconsolata|fira code|source code|cascadia|jetbrains|andale",
    re.IGNORECASE,
)
HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
NESTED = re.compile(r"list (?:bullet |number |continue )?(\d)", re.IGNORECASE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
Element = Any  # lxml's, which has no types


class Style(NamedTuple):
    """What a style says of its paragraphs.

    `list` and `level` are those of its numbering; `nested` is how deep it is in others by its name: "List Bullet 2".
    """

    heading: int = 0
    is_code: bool = False
    list: str = ""
    level: int = 0
    nested: int = 0


class Level(NamedTuple):
    """How one level of a list is written: "decimal" and "%1." are 1. 2. 3."""

    format: str
    text: str
    start: int


def styles(element: Element) -> dict[str, Style]:
    """Return what each style says, with what it has from the one that it is based on."""
    by_id = {each.get(qn("w:styleId")): each for each in element.findall(qn("w:style"))}
    found: dict[str, Style] = {}
    for id in by_id:
        chain: list[Element] = []
        at = id
        while at in by_id and by_id[at] not in chain and len(chain) < 12:
            chain.append(by_id[at])
            base = by_id[at].find(qn("w:basedOn"))
            at = base.get(qn("w:val")) if base is not None else ""
        said = Style()
        for each in reversed(chain):
            said = _said(each, said)
        found[id] = said
    default = next(
        (
            id
            for id, each in by_id.items()
            if each.get(qn("w:default")) == "1" and each.get(qn("w:type")) == "paragraph"
        ),
        "",
    )
    return {**found, "": found.get(default, Style())}


def _said(style: Element, base: Style) -> Style:
    name = style.find(qn("w:name"))
    words = (name.get(qn("w:val")) or "") if name is not None else ""
    found = base
    if match := HEADING.fullmatch(words):
        found = found._replace(heading=min(6, int(match[1])))
    elif match := NESTED.fullmatch(words):
        found = found._replace(nested=int(match[1]) - 1)
    elif words.casefold() == "title":
        found = found._replace(heading=1)
    fonts = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    mono = fonts is not None and MONOSPACED.search(fonts.get(qn("w:ascii")) or "") is not None
    if CODE_STYLE.search(words) or mono:
        found = found._replace(is_code=True)
    properties = style.find(qn("w:pPr"))
    if properties is not None:
        numbering, level = properties.find(qn("w:numPr")), properties.find(qn("w:outlineLvl"))
        if numbering is not None:
            id, at = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
            found = found._replace(
                list=id.get(qn("w:val")) if id is not None else found.list,
                level=min(8, int(at.get(qn("w:val")))) if at is not None else found.level,
            )
        if level is not None and not found.heading and int(level.get(qn("w:val"), "9")) < 6:
            found = found._replace(heading=int(level.get(qn("w:val"))) + 1)
    return found


def levels(document: Any) -> dict[str, dict[int, Level]]:
    """Return how the levels of each list are written."""
    related = [each.target_part for each in document.part.rels.values() if each.reltype.endswith("/numbering")]
    if not related:
        return {}
    element = related[0].element
    abstract = {each.get(qn("w:abstractNumId")): _levels_of(each) for each in element.findall(qn("w:abstractNum"))}
    found: dict[str, dict[int, Level]] = {}
    for each in element.findall(qn("w:num")):
        of = each.find(qn("w:abstractNumId"))
        levels = dict(abstract.get(of.get(qn("w:val")) if of is not None else "", {}))
        for override in each.findall(qn("w:lvlOverride")):
            at, start = int(override.get(qn("w:ilvl"), "0")), override.find(qn("w:startOverride"))
            if start is not None and at in levels:
                levels[at] = levels[at]._replace(start=int(start.get(qn("w:val"), "1")))
        found[each.get(qn("w:numId"))] = levels
    return found


def _levels_of(element: Element) -> dict[int, Level]:
    found = {}
    for each in element.findall(qn("w:lvl")):
        format, text, start = (each.find(qn(tag)) for tag in ("w:numFmt", "w:lvlText", "w:start"))
        found[int(each.get(qn("w:ilvl"), "0"))] = Level(
            format.get(qn("w:val")) if format is not None else "decimal",
            (text.get(qn("w:val")) or "") if text is not None else "",
            int(start.get(qn("w:val"), "1")) if start is not None else 1,
        )
    return found


def in_shape(number: int, format: str) -> str:
    if format in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return LETTERS[number - 1].upper() if format == "upperLetter" else LETTERS[number - 1]
    if format in ("lowerRoman", "upperRoman") and 0 < number < 40:
        text = ""
        for value, letters in ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if format == "upperRoman" else text
    return str(number)
