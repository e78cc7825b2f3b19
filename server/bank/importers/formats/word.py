"""Word documents as Markdown: headings, lists with the numbers that Word shows, bold and code, tables."""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from server.bank.importers.decode import cleaned
from server.bank.importers.formats.archives import Archive
from server.bank.importers.formats.word_runs import inline, marks
from server.bank.importers.formats.word_styles import Element, Level, Style, in_shape, levels, styles
from server.bank.importers.preview import Unreadable
from server.bank.importers.records.values import fenced

MOST_XML_BYTES = 40 * 1024 * 1024
ERRORS = (
    *(etree.XMLSyntaxError, PackageNotFoundError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError),
    *(TypeError, IndexError, OSError, EOFError, NotImplementedError, RuntimeError),
)
"""What the parser raises on files that are none of Word's."""


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
        self._styles = styles(document.styles.element)
        self._levels = levels(document)
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
        text = inline(runs, is_heading=style.heading > 0)
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
            return in_shape(
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
                    own = marks(child)
                    if link and text.strip():
                        text = f"[{text.strip()}]({link})"
                    yield text, own
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
        paragraphs = (inline(list(self._runs(each)), is_heading=False) for each in element.iter(qn("w:p")))
        return "<br>".join(text.strip().replace("\n", "<br>") for text in paragraphs if text.strip()).replace(
            "|", "\\|"
        )
