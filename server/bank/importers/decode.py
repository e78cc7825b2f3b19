"""Bytes to text, or a sentence that says why not."""

import codecs
import re

from server.bank.importers.preview import Unreadable

MAX_BYTES = 10 * 1024 * 1024

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
KNOWN = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word document, a spreadsheet or another archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a compressed file"),
)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f\u2000\u2001\u2002\u2003\u2009\u3000", " ") | {"\ufeff": None})
# Marks of direction and joining before a line hide how it begins; within one they mean something.
INVISIBLE = re.compile("^[\u200b-\u200f\u2060]+", re.MULTILINE)
# Surrogates have no bytes, and the private ones are `markup`'s marks.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ue010-\ue015]")


def check(data: bytes) -> None:
    """Refuse what needs no look inside.

    Raises:
        Unreadable: empty, or more than MAX_BYTES.
    """
    if not data.strip():
        raise Unreadable("The document is empty. Choose one that has questions in it.")
    if len(data) > MAX_BYTES:
        raise Unreadable("The document is larger than 10 MB. Split it, or paste the part with the questions.")


def decode(data: bytes) -> str:
    """Return the text with line feeds as line ends, plain spaces for the unusual ones, and no byte order mark.

    UTF-8, UTF-16 and UTF-32 are recognised; what is none of them is read as Windows-1252.

    Raises:
        Unreadable: empty, too large, or not text.
    """
    check(data)
    for magic, kind in KNOWN:
        if data.startswith(magic):
            raise Unreadable(f"This is {kind}, not text. Copy its text and paste it, or save it as plain text.")
    text = _text(data)
    if len(CONTROLS.findall(text[:100_000])) > 2 + len(text[:100_000]) // 200:
        raise Unreadable("This is not text. Save the questions as plain text or Markdown, and try again.")
    text = cleaned(text)
    if not text.strip():
        raise Unreadable("The document is empty. Choose one that has questions in it.")
    return text


def cleaned(text: str) -> str:
    """Return a text as `decode` gives it; for what another parser has decoded."""
    text = LINE_ENDS.sub("\n", text).translate(SPACES)
    # Stray control characters can't be typed, shown or searched for.
    return INVISIBLE.sub("", CONTROLS.sub("", text))


def _text(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(f"The document says it is {encoding.upper()} and is not. Save it as UTF-8.") from None
    sample = data[:2000]
    if (zeros := sample.count(0)) > len(sample) // 4:
        encoding = "utf-16-le" if sample[1::2].count(0) > zeros // 2 else "utf-16-be"
    else:
        encoding = "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
