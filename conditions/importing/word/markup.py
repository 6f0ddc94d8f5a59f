"""Word's markup: what is not page text is taken out, and what was changed or commented is told."""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from conditions.importing.lines import visible
from conditions.importing.report import Entry, Fate
from conditions.importing.word.formatting import Formatting, W
from conditions.importing.word.numbering import Numbering, mark_numbers
from conditions.importing.word.package import WordFile
from publishing.sanitizer.symbols import readable

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
_CHANGED = {f"{W}ins": "inserted", f"{W}del": "deleted", f"{W}moveFrom": "moved away", f"{W}moveTo": "moved here"}
_WHY = {
    "inserted": (Fate.UNCERTAIN, "a tracked change: inserted, and on the page"),
    "moved here": (Fate.UNCERTAIN, "a tracked change: moved here"),
    "deleted": (Fate.LEFT_OUT, "a tracked change: deleted, and not on the page"),
}
_SPACES = {f"{W}ptab": f"{W}tab", f"{W}cr": f"{W}br"}
"""Elements that the converter does not know, and their replacements."""

_STRUCK = "struck through"
_NOT_ON_PAGE = ("deleted", "moved away", _STRUCK)
_LONGEST_QUOTE = 60


class Markup:
    """Goes once through a document; `parts` are then without what is not page text, and `entries` tell of it."""

    def __init__(self, file: WordFile) -> None:
        self.entries: list[Entry] = []
        self._file = file
        self._quotes: dict[str, str] = {}
        self._open: set[str] = set()
        self._places: dict[str, str] = {}
        """Of each comment, the paragraph that it stands at."""
        styles = _root_of(file.part("styles"))
        self._contents = set(_styles_of_contents(styles))
        self._formatting = Formatting.of(styles)
        self._numbering = Numbering.of(_root_of(file.part("numbering")), styles)
        for kind in ("document", "footnotes", "endnotes"):
            name = file.main if kind == "document" else f"word/{kind}.xml"
            if name in file.parts:
                file.parts[name] = self._rewritten(file.parts[name])
        self._comments()
        self._around()

    def _rewritten(self, content: bytes) -> bytes:
        root = _parsed(content)
        self._leave_out_contents(root)
        for paragraph in root.iter(f"{W}p"):
            self._read_runs(paragraph)
            _keep_apart(paragraph)
        self._leave_out_unreadable(root)
        for paragraph in root.iter(f"{W}p"):
            self._changes(paragraph)
        mark_numbers(root, self._numbering)
        written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        return written

    def _leave_out_contents(self, root: Element) -> None:
        for parent in list(root.iter()):
            for paragraph in parent.findall(f"{W}p"):
                style = paragraph.find(f"{W}pPr/{W}pStyle")
                if style is not None and style.get(f"{W}val", "") in self._contents:
                    self._left_out(_text(paragraph), "the document's table of contents: the page has one of its own")
                    parent.remove(paragraph)

    def _read_runs(self, paragraph: Element) -> None:
        """Leave out hidden runs, mark struck ones in one way, and put the signs of symbol fonts into letters."""
        for parent, run in list(_runs(paragraph)):
            if self._formatting.shows("vanish", run, paragraph):
                self._left_out(_text(run), "hidden text: Word does not show it either")
                parent.remove(run)
                continue
            struck = any(self._formatting.shows(name, run, paragraph) for name in ("strike", "dstrike"))
            _strike(run, is_struck=struck)
            font = self._formatting.font(run, paragraph)
            for text in run.findall(f"{W}t"):
                text.text = readable(text.text or "", font)

    def _leave_out_unreadable(self, root: Element) -> None:
        for formula in root.iter(f"{_MATH}oMath"):
            words = "".join(text.text or "" for text in formula.iter(f"{_MATH}t"))
            self._left_out(words or "<formula>", "a formula: write it in words, or add it as a picture")
        for graphic in root.iter(_GRAPHIC):
            kind = str(graphic.get("uri", "")).rpartition("/")[2]
            if kind in ("chart", "diagram"):
                self._left_out(f"<{kind}>", f"a {kind}: add it as a picture, and say in words what it shows")
        for _embedded in root.iter(f"{W}altChunk"):
            self._left_out("<document>", "a document inside the document: import it by itself")

    def _changes(self, paragraph: Element) -> None:
        found = list(self._segments(paragraph, ""))
        for change, run in groupby(found, key=lambda segment: segment[0]):
            words = visible("".join(text for _change, text in run))
            if words and change in _WHY:
                fate, why = _WHY[change]
                self.entries.append(Entry(0, words, fate, "", why))
        on_page = visible("".join(text for change, text in found if change not in _NOT_ON_PAGE))
        for mark in paragraph.iter():
            if mark.tag in (f"{W}commentRangeStart", f"{W}commentReference"):
                self._places.setdefault(mark.get(f"{W}id", ""), on_page)

    def _segments(self, element: Element, change: str) -> Iterator[tuple[str, str]]:
        """The words of a paragraph with what was done to each; the comments that stand at them are noted."""
        for child in element:
            if child.tag == f"{W}commentRangeStart":
                self._open.add(child.get(f"{W}id", ""))
            elif child.tag == f"{W}commentRangeEnd":
                self._open.discard(child.get(f"{W}id", ""))
            elif child.tag in (f"{W}t", f"{W}delText"):
                for comment in self._open:
                    self._quotes[comment] = self._quotes.get(comment, "") + (child.text or "")
                yield change, child.text or ""
            elif child.tag not in (f"{W}pPr", f"{W}rPr", f"{W}p"):
                is_struck = child.find(f"{W}rPr/{W}strike") is not None
                yield from self._segments(child, _STRUCK if is_struck else _CHANGED.get(child.tag, change))

    def _comments(self) -> None:
        content = self._file.part("comments")
        for comment in _parsed(content).iter(f"{W}comment") if content else ():
            number = comment.get(f"{W}id", "")
            quote, place = visible(self._quotes.get(number, "")), self._places.get(number, "")
            about = f", on “{_short(quote)}”" if quote else ""
            self._left_out(_text(comment), f"a comment{about}" + (f", in “{_short(place)}”" if place != quote else ""))

    def _around(self) -> None:
        """Headers and footers, which repeat on each sheet."""
        said = [_text(_parsed(part)) for kind in ("header", "footer") for part in self._file.parts_like(kind)]
        for words in dict.fromkeys(said):
            self._left_out(words, "the document's header or footer")

    def _left_out(self, words: str, why: str) -> None:
        if words:
            self.entries.append(Entry(0, words, Fate.LEFT_OUT, "", why))


def _parsed(content: bytes) -> Element:
    return ElementTree.fromstring(content.replace(_STRICT, W[1:-1].encode()))  # noqa: S314 - checked by `package`


def _root_of(content: bytes | None) -> Element | None:
    return _parsed(content) if content else None


def _runs(element: Element) -> Iterator[tuple[Element, Element]]:
    """The runs of a paragraph with their parents; not those of the paragraphs inside its text boxes."""
    for child in element:
        if child.tag == f"{W}r":
            yield element, child
        if child.tag != f"{W}p":
            yield from _runs(child)


def _strike(run: Element, *, is_struck: bool) -> None:
    """Says in the run itself, and in one way, whether it is struck through."""
    properties = run.find(f"{W}rPr")
    for name in ("strike", "dstrike"):
        if properties is not None and (said := properties.find(f"{W}{name}")) is not None:
            properties.remove(said)
    if is_struck:
        if properties is None:
            properties = Element(f"{W}rPr")
            run.insert(0, properties)
        SubElement(properties, f"{W}strike")


def _keep_apart(paragraph: Element) -> None:
    """A space for each tab that places words in a line, and where a tracked change joins two paragraphs."""
    for mark in paragraph.iter():
        mark.tag = _SPACES.get(mark.tag, mark.tag)
    if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
        text = SubElement(SubElement(paragraph, f"{W}r"), f"{W}t")
        text.text = " "


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _text(element: Element) -> str:
    """Its words; a paragraph ends with a space."""
    pieces = []
    for inner in element.iter():
        if inner.tag == f"{W}t":
            pieces.append(inner.text or "")
        elif inner.tag in (f"{W}p", f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr"):
            pieces.append(" ")
    return visible("".join(pieces))


def _styles_of_contents(styles: Element | None) -> Iterator[str]:
    """The ids of the styles that the lines of a table of contents have, in whatever language Word speaks."""
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None and _CONTENTS.match(name.get(f"{W}val", "")):
            yield style.get(f"{W}styleId", "")
