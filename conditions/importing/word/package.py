"""A Word document's file: opened with bounds on time and memory, and with nothing but what is read."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from conditions.importing.unreadable import Unreadable

MAX_BYTES = 25_000_000
"""Of the file: some thousand words are some kilobytes, and pictures some megabytes."""

MAX_MEMBERS = 3_000
MAX_UNPACKED = 200_000_000
"""Bytes of all members together, as the file declares them; no member gives more than it declares."""

MAX_XML = 25_000_000
"""Bytes of one part."""

MAX_ELEMENTS = 250_000
"""Of all parts: a page of 5,000 words has about 30,000. They take a kilobyte each."""

MAX_DEPTH = 120

_SAVE_AGAIN = "Open it in Word, save it as a Word document (.docx), and import that"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_READ = ("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer", "document")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_OTHERS = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "a LibreOffice (OpenDocument) document",
    "META-INF/container.xml": "an e-book",
}


@dataclass
class WordFile:
    """The parts that are read, by name; those of XML hold no DTD, and are neither too many nor too deep."""

    main: str
    """The name of the part that holds the text."""
    parts: dict[str, bytes] = field(default_factory=dict)

    def part(self, kind: str) -> bytes | None:
        """A part beside the text, such as `comments`."""
        return self.parts.get(posixpath.join(posixpath.dirname(self.main), f"{kind}.xml"))

    def parts_like(self, kind: str) -> Iterator[bytes]:
        """All parts of a kind of which there may be several, such as `header`."""
        for name in sorted(self.parts):
            if posixpath.basename(name).startswith(kind) and name.endswith(".xml") and "_rels" not in name:
                yield self.parts[name]

    def as_file(self) -> io.BytesIO:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        target.seek(0)
        return target


def open_word(content: bytes) -> WordFile:
    """Raises `Unreadable` for whatever is no plain, whole Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _opened(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(
            f"it is damaged, or was not copied to its end. {_SAVE_AGAIN}; or copy it again from where it came from."
        ) from error
    except (KeyError, ValueError, expat.ExpatError, ElementTree.ParseError) as error:
        raise Unreadable(f"a part of it is not what Word writes. {_SAVE_AGAIN}.") from error


def _opened(archive: zipfile.ZipFile) -> WordFile:
    members = archive.infolist()
    _refuse_bombs(members)
    names = {member.filename for member in members}
    if not any(name.startswith("word/") for name in names):
        what = next((what for name, what in _OTHERS.items() if name in names), "an archive (ZIP)")
        raise Unreadable(f"it is {what}, not a Word document. Copy its text into Word, save that, and import it.")
    _refuse_macros(archive, names)
    budget = _Budget()
    main = _main_part(budget.checked(archive.read("_rels/.rels"), "_rels/.rels"))
    found = WordFile(main)
    for member in members:
        if _is_read(member.filename):
            found.parts[member.filename] = budget.read(archive, member)
    if main not in found.parts:
        raise Unreadable(f"it holds no text. {_SAVE_AGAIN}.")
    return found


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable(
            "it would grow far beyond what a page needs when it is unpacked. Copy its text into a new Word document, "
            "save that, and import it."
        )
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(f"it is protected with a password. Take that off: {_SAVE_AGAIN[0].lower()}{_SAVE_AGAIN[1:]}.")


def _refuse_macros(archive: zipfile.ZipFile, names: set[str]) -> None:
    has_macros = any(name.lower().endswith(_MACROS) for name in names)
    if has_macros or b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Unreadable(f"it holds macros (programs), which are never read. {_SAVE_AGAIN}: macros do not come along.")


def _is_read(name: str) -> bool:
    if name in ("[Content_Types].xml", "_rels/.rels") or name.startswith("word/media/"):
        return True
    base = posixpath.basename(name)
    return name.startswith("word/") and name.endswith((".xml", ".rels")) and base.startswith(_READ)


def _main_part(relations: bytes) -> str:
    for relation in ElementTree.fromstring(relations):  # noqa: S314 - checked: it declares no entities
        if relation.get("Type") in (f"{_OFFICE}/officeDocument", f"{_STRICT_OFFICE}/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    raise ValueError("no main part")


class _Budget:
    """What is left to read."""

    def __init__(self) -> None:
        self._elements = MAX_ELEMENTS
        self._depth = 0

    def read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        is_xml = member.filename.endswith((".xml", ".rels"))
        if is_xml and member.file_size > MAX_XML:
            raise self._too_large()
        content = archive.read(member)
        return self.checked(content, member.filename) if is_xml else content

    def checked(self, content: bytes, name: str) -> bytes:
        """The same XML. Nothing of it is kept while it is looked through."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._enter
        parser.EndElementHandler = self._leave
        self._depth = 0
        parser.Parse(content, True)
        return content

    def _enter(self, _name: str, _attributes: dict[str, str]) -> None:
        self._elements -= 1
        self._depth += 1
        if self._elements < 0 or self._depth > MAX_DEPTH:
            raise self._too_large()

    def _leave(self, _name: str) -> None:
        self._depth -= 1

    @staticmethod
    def _refuse_doctype(*_declared: object) -> None:
        raise Unreadable(f"it declares entities of its own, which Word never does and attackers do. {_SAVE_AGAIN}.")

    @staticmethod
    def _too_large() -> Unreadable:
        return Unreadable("it is too long, or its parts stand too deep in one another. Divide it into pages.")
