"""The runs of a Word paragraph, each with its marks, as a line of Markdown."""

from docx.oxml.ns import qn

from server.bank.importers.formats.word_styles import CODE_STYLE, MONOSPACED, Element

LONGEST_INLINE = 10_000


def inline(runs: list[tuple[str, frozenset[str]]], *, is_heading: bool) -> str:
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


def marks(run: Element) -> frozenset[str]:
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
