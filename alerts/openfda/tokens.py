"""The code information of a recall record, split into lots, dates, other numbers and words.

A recall's `code_info` is free text. `tokens_of` gives every part of it a kind; `numbers` takes lots from a text only
where every part is clear, and the assisted view shows the rest to a person in colour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from alerts.openfda import labels
from alerts.openfda.dates import CLEAR_DATE, DATE_RANGE, LABELLED_DATE, is_date
from alerts.openfda.shapes import (
    NDC_SHAPES,
    may_be_lot,
    may_be_unlabelled_lot,
    range_entry,
)

Kind = Literal["lot", "date", "ndc", "gtin", "range", "word", "unknown"]


@dataclass(frozen=True)
class Token:
    """A part of the text. The texts of all tokens, joined, are the text itself."""

    text: str
    kind: Kind
    value: str = ""
    """A lot, range entry, NDC or the digits of a bar code; empty for the rest."""
    is_clear: bool = True
    """False where the token could change which lots are meant, so that a person must read the record."""
    role: str = ""
    """The topic of a word or date: `lot`, `expiry`, `made`, `other` …"""


_CODE = (
    r"(?=[a-z@_:./-]{0,60}\d)(?>[a-z0-9]+(?:(?:[-_@/]|\.(?=[a-z]{0,9}\d)|:(?=\d{1,3}(?![\d/]))|\#(?=\d))[a-z0-9]+)*)"
)
_MARK = r"(?<![a-z0-9])(?:(?<!\()[a-z]\)|(?<=\()[a-z]\)(?![a-z0-9])|\d\)(?=\s))"
"""The letters and numbers of a list: `a)`, `(b)`, `1)`. In `(L)11053105` the letter may belong to the lot."""
_DIGITS = r"\d(?:[ -]{0,2}\d|\s?\(\d\)){5,13}(?![\da-z])"
_PATTERN = re.compile(
    rf"(?P<space>[\s,;:.()\[\]\"'“”’&®™]+)"
    rf"|(?P<made>(?:{labels.MADE})(?![a-z]){labels.DATE_TAIL})"
    rf"|(?P<expiry>(?:{labels.EXPIRY})(?:(?![a-z])|(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W?\d))"
    rf"{labels.DATE_TAIL})"
    rf"|(?P<label>(?:{labels.LOT})(?![a-z]){labels.LOT_TAIL})"
    rf"|(?P<ndclabel>(?:{labels.NDC})(?![a-z]){labels.TAIL})"
    rf"|(?P<gtinlabel>(?:{labels.GTIN})(?![a-z]){labels.TAIL})"
    rf"|(?P<other>(?:{labels.OTHER}){labels.TAIL})"
    rf"|(?P<dates>{DATE_RANGE})"
    rf"|(?P<date>{CLEAR_DATE})"
    r"|(?P<ndc>\d{4,5}-\d{3,4}-\d{1,2}(?![\w-]))"
    r"|(?P<quantity>\d{1,4}(?:[.,]\d+)?\s?-?(?:mg|mcg|µg|g|gm|grams?|kg|ml|l|oz|lbs?|%|ct|counts?|units?|iu|tablets?|capsules?"
    r"|caps|bottles?|vials?)(?![a-z0-9])(?:/\d{0,4}\s?(?:ml|l|mg|g|h|hr|hours?)(?![a-z0-9]))?)"
    rf"|(?P<mark>{_MARK})"
    rf"|(?P<range>\#?{_CODE}\s{{1,2}}(?:to|through|thru)\s{{1,2}}\#?{_CODE})"
    rf"|(?P<code>(?:\#\s?)?{_CODE})"
    r"|(?P<word>(?>[^\W\d_]+(?:['’-][^\W\d_]+)*))"
    r"|(?P<hash>\#)"
    r"|(?P<dash>[-–—](?=\s))"
    r"|(?P<rest>.)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)

_NEXT_DATE_LABEL = re.compile(rf"\s*(?:{labels.EXPIRY}|{labels.MADE})(?![a-z])", re.IGNORECASE)
_LABEL_ROLES = ("lot label", "table head", "date label", "other label")
_SEPARATOR = re.compile(r"[;\n\r]")
_SPELLED_NDC = re.compile(r"\d{4,5}-\d{3,4}|\d{10,11}", re.ASCII)
_GTIN_DIGITS = re.compile(_DIGITS, re.IGNORECASE | re.ASCII)
_BARE_DIGITS = re.compile(r"\d(?:[ -]{0,2}\d){9,13}(?!\d)", re.ASCII)
_PIECE = re.compile(r"[\w@./:-]+", re.ASCII)
_MEASURE = re.compile(
    r"\s?(?:mg|mcg|ml|g|gm|oz|lbs?|iu|mm|cm|%|counts?|ct|tablets?|capsules?|bottles?|vials?)(?![a-z0-9])", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3,}")


def tokens_of(code_info: str, description: str = "") -> list[Token]:
    """The text in parts. `description` is the product's: its words and numbers are no lots. Linear in the length."""
    return _Reader(code_info, description).read()


class _Reader:
    """Goes through the text once. `label` says what the next number is; `list_label` what numbers are after dates."""

    def __init__(self, text: str, description: str) -> None:
        self.text, self.description = text, description
        self.label = self.list_label = ""
        self.last = ""
        """Role of the last token that was not punctuation."""
        self.gap = ""
        """Punctuation since then."""

    def read(self) -> list[Token]:
        tokens: list[Token] = []
        place = 0
        while place < len(self.text):
            token = self._special(place) or self._ordinary(place)
            place += len(token.text)
            tokens.append(token)
            if token.role == "space":
                self.gap += token.text
            else:
                self.last, self.gap = token.role, ""
        return tokens

    def _special(self, place: int) -> Token | None:
        """Values that only their label identifies: a date like `08 2020`, a bar code in groups of digits."""
        if self.label == "expiry" or self.label == "made":
            match = LABELLED_DATE.match(self.text, place)
            if match and is_date(match[0]) and not self._is_table_head():
                return self._date(match)
        if self.label == "gtin":
            match = _GTIN_DIGITS.match(self.text, place)
            return Token(match[0], "gtin", "".join(re.findall(r"\d", match[0])), role="gtin") if match else None
        return None

    def _ordinary(self, place: int) -> Token:
        match = _PATTERN.match(self.text, place)
        if match is None or match.lastgroup is None:
            raise AssertionError("The last alternative of the pattern matches any character.")
        return self._readers[match.lastgroup](match)

    @cached_property
    def _readers(self) -> dict[str, Callable[[re.Match[str]], Token]]:
        return {
            "space": lambda match: Token(match[0], "word", role="space"),
            "made": self._date_label,
            "expiry": self._date_label,
            "label": self._lot_label,
            "ndclabel": self._other_label,
            "gtinlabel": self._other_label,
            "other": self._other_label,
            "dates": self._dates,
            "date": self._date,
            "ndc": self._ndc,
            "quantity": lambda match: Token(match[0], "word", role="word"),
            "mark": lambda match: Token(match[0], "word", role="space"),
            "range": self._range,
            "code": self._code,
            "word": self._word,
            "dash": self._dash,
            "hash": lambda match: Token(match[0], "word", role="space"),
            "rest": lambda match: Token(match[0], "word" if match[0].isalpha() else "unknown", is_clear=False),
        }

    def _lot_label(self, match: re.Match[str]) -> Token:
        self.label = self.list_label = "lot"
        return Token(match[0], "word", role="lot label")

    def _date_label(self, match: re.Match[str]) -> Token:
        is_head = self.last == "lot label"
        self.label = match.lastgroup or ""
        return Token(match[0], "word", role="table head" if is_head else "date label")

    def _other_label(self, match: re.Match[str]) -> Token:
        self.label = {"ndclabel": "ndc", "gtinlabel": "gtin"}.get(match.lastgroup or "", "other")
        return Token(match[0], "word", role="other label")

    def _dash(self, match: re.Match[str]) -> Token:
        """A dash beside a label separates; between two codes it may mean a range."""
        follows = _NEXT_DATE_LABEL.match(self.text, match.end())
        return Token(match[0], "word", is_clear=bool(follows) or self.last in _LABEL_ROLES, role="space")

    def _is_table_head(self) -> bool:
        return self.last == "table head"

    def _dates(self, match: re.Match[str]) -> Token:
        is_clear = self.label == "expiry"
        self.label = self.list_label
        return Token(match[0], "date", is_clear=is_clear, role="dates")

    def _date(self, match: re.Match[str]) -> Token:
        if not is_date(match[0]):
            return self._code(match)
        role = self.label if self.label in ("expiry", "made") else "date"
        is_clear = self.last not in ("lot label", "other label") or role != "date"
        self.label = self.list_label
        return Token(match[0], "date", is_clear=is_clear, role=role)

    def _ndc(self, match: re.Match[str]) -> Token:
        is_shaped = tuple(len(part) for part in match[0].split("-")) in NDC_SHAPES
        is_clear = is_shaped and (self.label != "lot" or self.last != "lot label")
        if self.label == "ndc":
            self.last = "ndc"
        return Token(match[0], "ndc" if is_shaped else "unknown", match[0] if is_shaped else "", is_clear, role="ndc")

    def _range(self, match: re.Match[str]) -> Token:
        first, last = (part.strip(" #") for part in re.split(r"\s(?:to|through|thru)\s", match[0], flags=re.IGNORECASE))
        entry = range_entry(first, last) if self.label == "lot" and not self._is_joined(match) else ""
        return Token(match[0], "range" if entry else "unknown", entry, bool(entry), role="lot" if entry else "unknown")

    def _code(self, match: re.Match[str]) -> Token:
        text = match[0]
        code = text.lstrip("# ")
        if self._is_joined(match):
            return Token(text, "unknown", is_clear=False, role="unknown")
        if self.label == "ndc" and _SPELLED_NDC.fullmatch(code):
            return Token(text, "ndc", code, role="ndc")
        if self.label == "other":
            is_next = self.last == "other" and not _SEPARATOR.search(self.gap)
            return Token(text, "unknown", is_clear=is_next or self.last == "other label", role="other")
        if self._is_lot(code) and not _MEASURE.match(self.text, match.end()):
            self.label = self.list_label
            return Token(text, "lot", code, role="lot")
        return Token(text, "unknown", is_clear=False, role="unknown")

    def _is_lot(self, code: str) -> bool:
        label = self.list_label if self._is_table_head() else self.label
        if not may_be_lot(code, self._other_numbers) or self._is_named_in_description(code):
            return False
        if label == "lot":
            return not self._is_table_head() or not is_date(code) or not code.isdecimal()
        return not label and may_be_unlabelled_lot(code)

    def _is_named_in_description(self, code: str) -> bool:
        """Part of the product's name or an article number: `OMEGA-3`, unless the word “lot” stands right before it."""
        if self.last != "lot label" and code.casefold() in self._described_numbers:
            return True
        return any(len(part) > 3 and part.casefold() in self._described_words for part in _WORD.findall(code))

    def _is_joined(self, match: re.Match[str]) -> bool:
        """The code goes on after its end, as in `A12*`, or is cut out of something longer."""
        start, end = match.span()
        before = self.text[start - 1 : start]
        return self.text[end : end + 1] in ("*", "%", "_", "@", "-", "/") or (
            before in ("*", "-", "/", "_", "@", "+", "=") and before != ""
        )

    def _word(self, match: re.Match[str]) -> Token:
        word = match[0].casefold()
        if word in labels.DOUBTFUL:
            return Token(match[0], "word", is_clear=False, role="word")
        if word in labels.HARMLESS:
            return Token(match[0], "word", role="harmless")
        may_be_code = match[0].isupper() and len(word) <= 8 and self.label == "lot"
        return Token(match[0], "word", is_clear=word in self._described_words and not may_be_code, role="word")

    @cached_property
    def _described_words(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in _WORD.findall(self.description))

    @cached_property
    def _described_numbers(self) -> frozenset[str]:
        pieces = (piece.strip(".-/:").casefold() for piece in _PIECE.findall(self.description))
        return frozenset(piece for piece in pieces if any(character.isdigit() for character in piece))

    @cached_property
    def _other_numbers(self) -> frozenset[str]:
        """Digits of NDCs and bar codes in the description."""
        return frozenset(re.sub(r"[ -]", "", match[0]) for match in _BARE_DIGITS.finditer(self.description))
