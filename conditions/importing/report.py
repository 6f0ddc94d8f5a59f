"""What became of each line of an imported file."""

from dataclasses import dataclass
from enum import StrEnum

from conditions.importing.lines import Line


class Fate(StrEnum):
    PLACED = "placed"
    UNCERTAIN = "uncertain"
    """It is on the page, and an editor should look whether it stands there rightly."""
    LEFT_OUT = "left out"
    BLANK = "blank"


@dataclass(frozen=True)
class Entry:
    """The account of one line (of a text file) or of one run of text (of an HTML file)."""

    number: int
    """The line of the file, from 1. In an HTML file the line where the text's element begins; in a Word document the
    paragraph, item or row; 0 for what has no place in the text, such as a comment."""
    text: str
    fate: Fate
    where: str = ""
    """The tab, “introduction”, “title” or “draft alert”; empty for what is left out."""
    why: str = ""


@dataclass(frozen=True)
class Report:
    entries: tuple[Entry, ...]

    def of(self, fate: Fate) -> list[Entry]:
        return [entry for entry in self.entries if entry.fate == fate]


class Ledger:
    """Gathers the accounts; a line that is used twice (a question and its answer) has one account of both uses."""

    def __init__(self) -> None:
        self._accounts: dict[Line, Entry] = {}

    def enter(self, lines: tuple[Line, ...], fate: Fate, where: str, why: str) -> None:
        for line in lines:
            entry = Entry(line.number, line.text, fate, where, why)
            before = self._accounts.get(line)
            self._accounts[line] = _both(before, entry) if before else entry

    def leave_out(self, lines: tuple[Line, ...], why: str, where: str = "") -> None:
        self.enter(lines, Fate.LEFT_OUT, where, why)

    def report(self, lines: list[Line]) -> Report:
        """The account of all lines of the file, in their order."""
        return Report(tuple(self._accounts.get(line) or _unused(line) for line in lines))


def _unused(line: Line) -> Entry:
    if line.text:
        raise AssertionError(f"Line {line.number} has no account: {line.text}")
    return Entry(line.number, "", Fate.BLANK)


_WORST_FIRST = (Fate.UNCERTAIN, Fate.LEFT_OUT, Fate.PLACED)


def _both(first: Entry, second: Entry) -> Entry:
    fate = min(first.fate, second.fate, key=_WORST_FIRST.index)
    return Entry(first.number, first.text, fate, _joined(first.where, second.where), _joined(first.why, second.why))


def _joined(first: str, second: str) -> str:
    return "; ".join(dict.fromkeys(part for part in (first, second) if part))
