"""Zip archives, of which Word documents and Anki packages are made, opened with limits.

Nothing is unpacked to a name that the archive chooses, no archive within an archive is opened, and what an archive
says of its sizes is checked before, and what comes out of it counted while it is read.
"""

import io
import zipfile
import zlib
from typing import Literal

from server.bank.importers.preview import Unreadable

MOST_MEMBERS = 5_000
MOST_BYTES = 100 * 1024 * 1024
MOST_RATIO = 400  # a document of the same letter has 1000
RATIO_FROM_BYTES = 5 * 1024 * 1024
CHUNK_BYTES = 1 << 16

OTHERS = (
    ("xl/workbook.xml", "a spreadsheet", "Save it as CSV, and try again."),
    ("ppt/presentation.xml", "a presentation", "Copy its text and paste it."),
    ("content.xml", "an OpenDocument file", "Save it as .docx, CSV or plain text, and try again."),
    ("META-INF/container.xml", "an e-book", "Copy its text and paste it."),
)
BOMB = "The archive unpacks to more than a document has. Unpack it, and choose the file with the questions."
BROKEN = "The archive is broken{where}. Save it again, and try once more."


class Archive:
    """An archive whose sizes have been checked."""

    def __init__(self, data: bytes) -> None:
        """Open an archive.

        Raises:
            Unreadable: broken, or too large when unpacked.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, UnicodeDecodeError):
            raise Unreadable(BROKEN.format(where="")) from None
        if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
            raise Unreadable(BOMB)
        for each in members:
            if each.filename.startswith(("/", "\\")) or ".." in each.filename.replace("\\", "/").split("/"):
                raise Unreadable("The archive has a file whose name points out of it, which no document has.")
            if each.flag_bits & 1:
                raise Unreadable("The archive is encrypted. Save it without a password, and try again.")
            if each.file_size > RATIO_FROM_BYTES and each.file_size > MOST_RATIO * max(1, each.compress_size):
                raise Unreadable(BOMB)
        self.names = {each.filename for each in members}

    def read(self, name: str) -> bytes:
        """Return a member, no more than the archive said that it has.

        Raises:
            Unreadable: it is broken.
        """
        try:
            size = self._zip.getinfo(name).file_size
            with self._zip.open(name) as member:
                data = member.read(size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            KeyError,
        ):
            raise Unreadable(BROKEN.format(where=f" in its part {name}")) from None
        if len(data) != size:
            raise Unreadable(BROKEN.format(where=f" in its part {name}"))
        return data


def kind_of_archive(data: bytes) -> Literal["package", "word"]:
    """Return what an archive is.

    Raises:
        Unreadable: broken, too large, or of a kind that is not read, which is named.
    """
    names = Archive(data).names
    if any(name.startswith("collection.anki2") for name in names):
        return "package"
    if "word/document.xml" in names:
        return "word"
    for name, kind, advice in OTHERS:
        if name in names:
            raise Unreadable(f"This is {kind}, not text. {advice}")
    raise Unreadable("This is an archive. Unpack it, and choose the files with the questions.")
