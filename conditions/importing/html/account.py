"""Which words of a document went where: its runs of text as lines of the report."""

from bs4 import Tag

from conditions.importing.lines import Line, visible
from conditions.importing.report import Ledger, Report


class Account:
    """The lines of a document, in the order they were met, and what became of them."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._lines: list[Line] = []

    def line(self, element: Tag, text: str) -> Line:
        line = Line(line_number(element), text)
        self._lines.append(line)
        return line

    def leave_out(self, element: Tag, why: str, text: str | None = None) -> None:
        """Account for the element and all words in it, or for the words given."""
        words = visible(element.get_text(" ")) if text is None else text
        self.ledger.leave_out((self.line(element, words or f"<{element.name}>"),), why)

    def leave_out_picture(self, element: Tag) -> None:
        images = [element] if element.name == "img" else element.find_all("img")
        for image in images:
            words = visible(str(image.get("alt") or ""))
            self.leave_out(image, "a picture: add it by hand", f"<img> {words}".strip())

    def report(self) -> Report:
        return self.ledger.report(sorted(self._lines, key=lambda line: line.number))


def line_number(element: Tag) -> int:
    """Where the element begins; for one that the parser supplied, where its parent does."""
    found: Tag | None = element
    while found is not None and found.sourceline is None:
        found = found.parent
    return found.sourceline if found is not None and found.sourceline is not None else 1
