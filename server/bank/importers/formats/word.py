"""Word documents as Markdown: headings, lists with the numbers that Word shows, bold and code, tables."""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from server.bank.importers.decode import cleaned
from server.bank.importers.formats.archives import Archive
from server.bank.importers.preview import Unreadable
from server.bank.importers.records.values import fenced

MOST_XML_BYTES = 40 * 1024 * 1024
CODE_STYLE = re.compile(r"\b(?:code|source|verbatim|preformatted|listing|quelltext|monospace)", re.IGNORECASE)
MONOSPACED = re.compile(
    r"courier|consolas|menlo|monaco|mono\b|lucida console|inconsolata|fira code|source code|cascadia|jetbrains|andale",
    re.IGNORECASE,
)
HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
NESTED = re.compile(r"list (?:bullet |number |continue )?(\d)", re.IGNORECASE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LONGEST_INLINE = 10_000

ERRORS = (
    *(etree.XMLSyntaxError, PackageNotFoundError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError),
    *(TypeError, IndexError, OSError, EOFError, NotImplementedError, RuntimeError),
)
"""What the parser raises on files that are none of Word's."""

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


def markdown_of(data: bytes) -> tuple[str, list[str]]:
    """Return a Word document as Markdown, and what is left out of it: running headers, text boxes, comments.

    Raises:
        Unreadable: broken, at a part that is named; or a document that no Word makes.
    """
    archive = Archive(data)
    _check(archive)
    try:
        document = docx.Document(io.BytesIO(data))
        return _Writer(document).written()
    except RecursionError:
        raise Unreadable("The Word document is nested too deep. Save it as plain text, and try again.") from None
    except ERRORS as error:
        raise Unreadable(f"The Word document is broken{_where(archive)}. Save it again, and try once more.") from error


def _check(archive: Archive) -> None:
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            part = archive.read(name)
            if len(part) > MOST_XML_BYTES:
                raise Unreadable(f"The Word document is too long in its part {name}. Split it.")
            start = part[:2000].replace(b"\0", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise Unreadable(f"The Word document defines entities in its part {name}, which Word never does.")


def _where(archive: Archive) -> str:
    """Return which part of a document can't be parsed, and where."""
    for name in sorted(archive.names):
        if name.endswith((".xml", ".rels")):
            try:
                etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            except etree.XMLSyntaxError as error:
                return f" in its part {name}, line {error.lineno}"
            except ValueError:
                return f" in its part {name}"
    return ""


class _Writer:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = _styles(document.styles.element)
        self._levels = _levels(document)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._links = {id: each.target_ref for id, each in document.part.rels.items() if each.is_external}
        self._lines: list[str] = []
        self._code: list[str] = []
        self._in_list = False
        self._left_out: list[str] = []

    def written(self) -> tuple[str, list[str]]:
        self._blocks(self._document.element.body)
        self._end_code()
        for section in self._document.sections:
            for part in (section.header, section.footer):
                text = "\n".join(each.text for each in part.paragraphs if each.text.strip())
                if text and text not in self._left_out:
                    self._left_out.append(text)
        comments = getattr(self._document, "comments", ())
        self._left_out += [text for each in comments if (text := each.text.strip())]
        return cleaned("\n".join(self._lines)), self._left_out

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._end_code()
                self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
                self._blocks(child)

    def _paragraph(self, element: Element) -> None:
        style, properties = self._style(element), element.find(qn("w:pPr"))
        runs = list(self._runs(element))
        plain = "".join(text for text, _ in runs)
        all_code = bool(plain.strip()) and all("code" in marks for text, marks in runs if text.strip())
        if style.is_code or (
            all_code and (self._code or "\n" in plain or plain[:1].isspace() or len(plain) > 60 or style.list == "")
        ):
            self._code += plain.split("\n")
            return
        if self._code and not plain.strip():
            self._code.append("")
            return
        self._end_code()
        text = _inline(runs, is_heading=style.heading > 0)
        if not text.strip():
            self._gap()
            return
        if style.heading:
            self._gap()
            self._lines += ["#" * style.heading + " " + self._number(style, properties) + " ".join(text.split()), ""]
            self._in_list = False
        elif mark := self._mark(style, properties):
            if not self._in_list:
                self._gap()
            indent = " " * len(mark)
            self._lines.append(mark + text.replace("\n", "\n" + indent))
            self._in_list = True
        else:
            self._gap()
            self._in_list = False
            self._lines += [text, ""]

    def _gap(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _end_code(self) -> None:
        while self._code and not self._code[-1].strip():
            self._code.pop()
        if self._code:
            self._gap()
            self._lines += [fenced("\n".join(self._code)), ""]
            self._code = []
            self._in_list = False

    def _style(self, element: Element) -> Style:
        properties = element.find(qn("w:pPr"))
        id = properties.find(qn("w:pStyle")) if properties is not None else None
        found = self._styles.get(id.get(qn("w:val")) if id is not None else "", Style())
        level = properties.find(qn("w:outlineLvl")) if properties is not None else None
        if level is not None and not found.heading and int(level.get(qn("w:val"), "9")) < 6:
            found = found._replace(heading=int(level.get(qn("w:val"))) + 1)
        return found

    def _numbering(self, style: Style, properties: Element) -> tuple[str, int]:
        given = properties.find(qn("w:numPr")) if properties is not None else None
        if given is None:
            return style.list, style.level
        id, level = given.find(qn("w:numId")), given.find(qn("w:ilvl"))
        return (
            id.get(qn("w:val")) if id is not None else style.list,
            min(8, int(level.get(qn("w:val")))) if level is not None else style.level,
        )

    def _mark(self, style: Style, properties: Element) -> str:
        """Return what Word shows before an item of a list, indented by its level; nothing for what is none."""
        list, at = self._numbering(style, properties)
        levels = self._levels.get(list)
        if not levels:
            return ""
        level = levels.get(at, Level("bullet", "", 1))
        indent = "   " * (at + style.nested)
        if level.format in ("bullet", "none"):
            return f"{indent}- "
        return f"{indent}{self._counted(list, at, levels)} "

    def _number(self, style: Style, properties: Element) -> str:
        list, at = self._numbering(style, properties)
        levels = self._levels.get(list)
        if not levels or levels.get(at, Level("bullet", "", 1)).format in ("bullet", "none"):
            return ""
        return self._counted(list, at, levels) + " "

    def _counted(self, list: str, at: int, levels: dict[int, Level]) -> str:
        counts = self._counts[list]
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper in [each for each in counts if each > at]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            shape = levels.get(level, Level("decimal", "", 1))
            return _in_shape(
                counts.get(level, shape.start),
                shape.format if level == at else "decimal" if shape.format == "bullet" else shape.format,
            )

        text = re.sub(r"%(\d)", number, levels[at].text)
        return text if re.search(r"\w", text) else f"{counts[at]}."

    def _runs(self, element: Element, link: str = "") -> Iterator[tuple[str, frozenset[str]]]:
        """Yield a paragraph's text with its marks; what was deleted is not in it, and what was inserted is."""
        for child in element:
            if child.tag == qn("w:r"):
                text = self._text(child)
                if text:
                    marks = _marks(child)
                    if link and text.strip():
                        text = f"[{text.strip()}]({link})"
                    yield text, marks
            elif child.tag == qn("w:hyperlink"):
                yield from self._runs(
                    child, self._links.get(child.get(qn("r:id")), "").replace(" ", "%20").replace(")", "%29")
                )
            elif child.tag in (
                qn("w:ins"),
                qn("w:smartTag"),
                qn("w:sdt"),
                qn("w:sdtContent"),
                qn("w:fldSimple"),
                qn("w:customXml"),
            ):
                yield from self._runs(child, link)

    def _text(self, run: Element) -> str:
        found = []
        for child in run:
            if child.tag == qn("w:t"):
                found.append(child.text or "")
            elif child.tag == qn("w:tab"):
                found.append("\t")
            elif child.tag in (qn("w:br"), qn("w:cr")):
                found.append("\n")
            elif child.tag == qn("w:noBreakHyphen"):
                found.append("-")
            elif boxes := list(child.iter(qn("w:txbxContent"))):
                text = " ".join("".join(t.text or "" for t in boxes[0].iter(qn("w:t"))).split())
                if text:
                    self._left_out.append(text)
        return "".join(found)

    def _table(self, element: Element) -> None:
        rows = [[cell for cell in row if cell.tag == qn("w:tc")] for row in element if row.tag == qn("w:tr")]
        if not rows or max(map(len, rows)) < 2:
            # One column is a frame around paragraphs.
            for row in rows:
                for cell in row:
                    self._blocks(cell)
            return
        self._gap()
        self._in_list = False
        width = max(map(len, rows))
        for at, row in enumerate(rows):
            cells = [self._cell(cell) for cell in row] + [""] * (width - len(row))
            self._lines.append("| " + " | ".join(cells) + " |")
            if not at:
                self._lines.append("|" + " --- |" * width)
        self._lines.append("")

    def _cell(self, element: Element) -> str:
        paragraphs = (_inline(list(self._runs(each)), is_heading=False) for each in element.iter(qn("w:p")))
        return "<br>".join(text.strip().replace("\n", "<br>") for text in paragraphs if text.strip()).replace(
            "|", "\\|"
        )


def _inline(runs: list[tuple[str, frozenset[str]]], *, is_heading: bool) -> str:
    """Return runs as Markdown; neighbours with the same marks are one."""
    joined: list[tuple[str, frozenset[str]]] = []
    for text, marks in runs:
        if joined and (joined[-1][1] == marks or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, marks))
    found = []
    for text, marks in joined:
        inner = text.strip()
        if not inner or len(inner) > LONGEST_INLINE or "](" in inner:
            found.append(text)
            continue
        mark = "`" if "code" in marks and "`" not in inner else ""
        if not mark and not is_heading:
            mark = ("**" if "bold" in marks else "") + ("*" if "italic" in marks else "")
        lines = [mark + line + mark[::-1] if line.strip() else line for line in inner.split("\n")] if mark else [inner]
        at = text.index(inner)
        found.append(text[:at] + "\n".join(lines) + text[at + len(inner) :])
    return "".join(found).strip("\n").rstrip()


def _marks(run: Element) -> frozenset[str]:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return frozenset()
    found = set()
    for tag, mark in (("w:b", "bold"), ("w:i", "italic")):
        each = properties.find(qn(tag))
        if each is not None and each.get(qn("w:val"), "1") not in ("0", "false", "off"):
            found.add(mark)
    font, style = properties.find(qn("w:rFonts")), properties.find(qn("w:rStyle"))
    name = (font.get(qn("w:ascii")) or "") if font is not None else ""
    if MONOSPACED.search(name) or (style is not None and CODE_STYLE.search(style.get(qn("w:val"), ""))):
        found.add("code")
    return frozenset(found)


def _styles(element: Element) -> dict[str, Style]:
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


def _levels(document: Any) -> dict[str, dict[int, Level]]:
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


def _in_shape(number: int, format: str) -> str:
    if format in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return LETTERS[number - 1].upper() if format == "upperLetter" else LETTERS[number - 1]
    if format in ("lowerRoman", "upperRoman") and 0 < number < 40:
        text = ""
        for value, letters in ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if format == "upperRoman" else text
    return str(number)
