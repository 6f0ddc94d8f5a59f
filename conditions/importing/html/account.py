"""Which words of a document went where: its runs of text as lines of the report."""

from bs4 import Tag

from conditions.importing.lines import Line, visible
from conditions.importing.pictures import Album
from conditions.importing.report import Fate, Ledger, Report
from publishing.html import has_undecided_picture
from publishing.pictures import BadPicture

LINE = "data-line-of-document"
"""Where the number of a line stands that the HTML was made of, if it was made by us."""


class Account:
    """The lines of a document, in the order they were met, and what became of them."""

    def __init__(self, album: Album) -> None:
        self.ledger = Ledger()
        self.album = album
        self._lines: list[Line] = []
        self._pictures: list[Line] = []

    def line(self, element: Tag, text: str) -> Line:
        line = Line(line_number(element), text)
        self._lines.append(line)
        return line

    def leave_out(self, element: Tag, why: str, text: str | None = None) -> None:
        """Account for the element and all words in it, or for the words given."""
        words = visible(element.get_text(" ")) if text is None else text
        self.ledger.leave_out((self.line(element, words or f"<{element.name}>"),), why)

    def take_pictures(self, element: Tag) -> str:
        """The pictures in it as HTML; of those that did not come along, why."""
        images = [element] if element.name == "img" else element.find_all("img")
        return "".join(self._picture(image) for image in images)

    def _picture(self, image: Tag) -> str:
        words = f"<img> {visible(str(image.get('alt') or ''))}".strip()
        try:
            html = self.album.take(image)
        except BadPicture as error:
            self.leave_out(image, " ".join(error.messages), words)
            return ""
        line = self.line(image, words)
        self._pictures.append(line)
        if has_undecided_picture(html):
            self.ledger.enter((line,), Fate.UNCERTAIN, "", "alternative text missing: say what the picture shows")
        return html

    def lines_of_pictures(self) -> tuple[Line, ...]:
        """Those of the pictures taken since it was last asked."""
        taken, self._pictures = tuple(self._pictures), []
        return taken

    def report(self) -> Report:
        return self.ledger.report(sorted(self._lines, key=lambda line: line.number))


def line_number(element: Tag) -> int:
    """Where the element begins; for one that the parser supplied, where its parent does."""
    found: Tag | None = element
    if marked := element if element.get(LINE) else element.find_parent(attrs={LINE: True}):
        number = str(marked[LINE])
        return int(number[:9]) if number.isascii() and number.isdigit() else 1
    while found is not None and found.sourceline is None:
        found = found.parent
    return found.sourceline if found is not None and found.sourceline is not None else 1
