"""Entries of a list of lots as staff write them: a single lot, a range, “All lots”, or something unclear."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from django.utils.translation import gettext as _

from alerts.checker.characters import fold, latin, plain, skeleton
from alerts.checker.codes import is_hyphenated_ndc, looks_like_date, read_gtin

ALL_LOTS = "All lots"

_ALL = re.compile(r"all(?: lots| batches| serial numbers)?\.?", re.IGNORECASE)
_LABEL = re.compile(r"\A(?:lot|batch|serial)(?: (?:no\.?|number|code))?[ .:#]{1,4}(?=\S)", re.IGNORECASE)
_RANGE = re.compile(r"(\S+) ?(?: to | through | thru | [-\u2010-\u2015] |\.\.|…) ?(\S+)", re.IGNORECASE)
_LAST_GROUP = re.compile(r"([A-Z0-9]*?)(\d+)([A-Z]*)")
_GROUP_SEPARATOR = re.compile(r"[\W_]+")
_BETWEEN = re.compile(
    r" ?(?:[-\u2010-\u2015\u2212/~_>&+()]+|:(?=[A-Z])|(?<=\d{3})(?:to|through|thru)(?=[A-Z]{0,3}\d{3})) ?",
    re.IGNORECASE,
)
"""What may stand between the ends of a range that is not written plainly. Dots, colons and @ stand inside lots."""
_LETTERS = re.compile(r".*\d[A-Z]-[A-Z]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"[*?]|XX$|(?<![a-z])[xn]+$")
_SHORTEST, _LONGEST = 2, 40


class EntryKind(Enum):
    SINGLE = "single"
    RANGE = "range"
    ALL = "all"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Entry:
    """One line of a list of lots.

    `prefix`, `low`, `high`, `width` and `suffix` are set for a range, and for a single lot that could be one.
    """

    kind: EntryKind
    text: str
    """As a person wrote it; shown to families."""
    folded: str = ""
    prefix: str = ""
    low: int = 0
    high: int = 0
    width: int = 0
    """Digits of the counting part."""
    suffix: str = ""

    def contains(self, folded: str) -> bool:
        """True where a folded number is this lot or lies in this range."""
        if self.kind is EntryKind.SINGLE:
            return folded == self.folded
        return self.kind is EntryKind.RANGE and self._is_within(folded, self.prefix, self.suffix)

    def contains_skeleton(self, text: str) -> bool:
        """As `contains`, where look-alikes are one."""
        return self._is_within(text, skeleton(self.prefix), skeleton(self.suffix))

    @property
    def length(self) -> int:
        """Characters of each number of a range."""
        return len(self.prefix) + self.width + len(self.suffix)

    @property
    def longest(self) -> int:
        """Characters of its longest number."""
        return max(self.length if self.width else 0, len(self.folded))

    def _is_within(self, text: str, prefix: str, suffix: str) -> bool:
        if len(text) != self.length or not (text.startswith(prefix) and text.endswith(suffix)):
            return False
        digits = text[len(prefix) : len(text) - len(suffix)]
        return digits.isascii() and digits.isdigit() and self.low <= int(digits) <= self.high


def read_entry(text: str) -> Entry:
    """Read one line. Whatever is not surely a lot, a range or “All lots” is unclear, and no “no” rests on it."""
    line = " ".join(plain(text).split())
    if _ALL.fullmatch(line):
        return Entry(EntryKind.ALL, text)
    if ends := _RANGE.fullmatch(_unlabeled(line)):
        return _range(text, ends[1], ends[2]) or Entry(EntryKind.UNCLEAR, text, fold(line))
    if _LABEL.match(line):
        return _labeled(text, _unlabeled(line))
    is_single = " " not in line and _is_number(line) and not doubt_about(line)
    return Entry(EntryKind.SINGLE if is_single else EntryKind.UNCLEAR, text, fold(line))


def canonical_entry(text: str) -> str:
    """A clear entry in the one spelling that is stored: `All lots`, `A100 to A150`, or the lot as it was typed."""
    line = " ".join(plain(text).split())
    entry = read_entry(line)
    if entry.kind is EntryKind.ALL:
        return ALL_LOTS
    ends = _RANGE.fullmatch(_unlabeled(line))
    return f"{ends[1]} to {ends[2]}" if entry.kind is EntryKind.RANGE and ends else line


def doubt_about(line: str) -> str:
    """Why a line may be something else than one lot, with what to write instead; empty where nothing speaks against it.

    For staff. A line that begins with “lot” is taken as one lot, whatever it looks like.
    """
    if re.search(r"[,;|]", line):
        return _("Write one lot a line.")
    if is_hyphenated_ndc(line):
        return _("“%(line)s” looks like an NDC. Move it to the NDCs; or write “lot %(line)s”.") % {"line": line}
    if looks_like_date(line):
        return _("“%(line)s” looks like a date. Move it to the use-by date; or write “lot %(line)s”.") % {"line": line}
    if read_gtin(fold(line)) and len(fold(line)) > 8:
        return _("“%(line)s” looks like a bar code. Move it to the bar codes; or write “lot %(line)s”.") % {
            "line": line
        }
    if halves := _halves(line):
        return _doubt_about_halves(line, *halves)
    return _doubt_about_words(line)


def problem_with(text: str) -> str:
    """The error message for an unclear entry; empty for a single lot, a range and “All lots”."""
    line = " ".join(plain(text).split())
    if read_entry(line).kind is not EntryKind.UNCLEAR:
        return ""
    if ends := _RANGE.fullmatch(_unlabeled(line)):
        return _(
            "“%(line)s” cannot be counted: %(first)s and %(last)s must differ in their last digits alone, and have the "
            "same number of digits. Split the range, or list its lots."
        ) % {"line": line, "first": ends[1], "last": ends[2]}
    return doubt_about(_unlabeled(line)) or _(
        "“%(line)s” is no lot number. Write a lot, a range (A100 to A150) or “All lots”."
    ) % {"line": line}


def _doubt_about_halves(line: str, first: str, last: str) -> str:
    if _range(line, first, last):
        text = _(
            "Is this the range %(first)s to %(last)s? Write “%(first)s to %(last)s”; or “lot %(line)s” for one lot."
        )
        return text % {"first": first, "last": last, "line": line}
    return _("Are these two lots? Write each on its own line; or “lot %(line)s” for one lot.") % {"line": line}


def _doubt_about_words(line: str) -> str:
    if " " in line and re.search(r"\d", line) and not re.search(r"[A-Za-z]{4}", line):
        return _("Is “%(joined)s” one lot? Write it without spaces, or one lot a line.") % {
            "joined": line.replace(" ", "")
        }
    if not re.search(r"\d", line) or _PLACEHOLDER.search(line):
        return _("“%(line)s” is no lot number. Write a lot, a range (A100 to A150) or “All lots”.") % {"line": line}
    return ""


def _unlabeled(line: str) -> str:
    return _LABEL.sub("", line, count=1)


def _labeled(text: str, number: str) -> Entry:
    """A line that begins with “lot”: one lot, if it is one word. What could be a range is kept beside it."""
    is_single = not re.search(r"[\s,;|]", number) and _is_number(number)
    entry = Entry(EntryKind.SINGLE if is_single else EntryKind.UNCLEAR, text, fold(number))
    halves = _halves(number) if is_single else None
    meant = _range(text, *halves) if halves else None
    return replace(meant, kind=entry.kind, folded=entry.folded) if meant else entry


def _is_number(text: str) -> bool:
    folded = fold(text)
    return folded.isascii() and _SHORTEST <= len(folded) <= _LONGEST


def _range(text: str, first: str, last: str) -> Entry | None:
    """A range whose ends differ in one run of digits of the same length, at the end or before the same letters."""
    *before, one = _GROUP_SEPARATOR.split(latin(first))
    *before_last, other = _GROUP_SEPARATOR.split(latin(last))
    low, high = _LAST_GROUP.fullmatch(one), _LAST_GROUP.fullmatch(other)
    if before != before_last or low is None or high is None:
        return None
    shape = (low[1], len(low[2]), low[3])
    if shape != (high[1], len(high[2]), high[3]) or int(low[2]) > int(high[2]):
        return None
    return Entry(
        kind=EntryKind.RANGE,
        text=text,
        prefix=fold("".join(before) + low[1]),
        low=int(low[2]),
        high=int(high[2]),
        width=len(low[2]),
        suffix=low[3],
    )


def _halves(line: str) -> tuple[str, str] | None:
    """The ends of the range that a line without spaces may stand for: `A100-A150`, `A100/150`, `A-100-150`."""
    parts = [part for part in _BETWEEN.split(line) if part]
    middle = len(parts) // 2
    if len(parts) > 2 and parts[: middle - 1] == parts[middle:-1]:
        parts = ["".join(parts[:middle]), "".join(parts[middle:])]
    if len(parts) > 1 and all(re.search(r"\d", part) for part in parts[-2:]):
        return _ends(*parts[-2:], is_alone=len(parts) == 2)
    return (line[:-2], line[:-3] + line[-1]) if _LETTERS.fullmatch(line) else None


def _ends(first: str, last: str, *, is_alone: bool) -> tuple[str, str] | None:
    """Both ends in full. Of more than two parts, only those that can be counted are ends."""
    if len(first) == len(last):
        return (first, last) if is_alone or _range("", first, last) else None
    start, end = re.search(r"\d+$", first), re.fullmatch(r"(\d+)[A-Za-z]*", last)
    if start is None or end is None or len(end[1]) > len(start[0]):
        return None
    whole = first[: len(first) - len(end[1])] + end[1]
    return (first, whole) if whole > first else None
