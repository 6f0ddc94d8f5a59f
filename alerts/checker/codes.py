"""Codes printed on packages: NDC, bar codes with check digits, GS1 element strings, and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

NDC_SHAPES = frozenset({(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)})
"""Digits of labeler, product and package (21 CFR 207.33; 5-4-2 is the form of claims)."""
_PRODUCT_SHAPES = frozenset({(4, 4), (5, 3), (5, 4)})
_DASHES = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_SEPARATOR = "\x1d"
_SYMBOLOGY = re.compile(r"^\](?:d2|C1|Q3|e0|J1)", re.IGNORECASE)
_FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}
"""GS1 application identifiers whose values have a fixed length (GS1 General Specifications, section 3)."""
_BRACKETED = re.compile(r"\((\d{2,4})\)([^()]*)")
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    "|ene|abr|ago|dic|fev|mai|set|out|dez|avr|aou|okt"  # Spanish, Portuguese, French, German.
)
_DATE = re.compile(
    rf"(?:\d{{1,2}}\s?[/.\-\s]\s?)?\d{{1,2}}\s?[/.\-\s]\s?(?:20)?\d{{2}}|20\d{{2}}\s?[/.\-\s]\s?\d{{1,2}}(?:\s?[/.\-\s]\s?\d{{1,2}})?"
    rf"|(?:\d{{1,2}}[\s.\-/]{{0,2}})?(?:{_MONTHS})[a-z]{{0,7}}[\s.,\-/]{{0,2}}(?:\d{{1,2}}[\s.,\-/]{{1,2}})?(?:20)?\d{{2}}"
    rf"|20\d{{2}}[\s.\-/]{{0,2}}(?:{_MONTHS})[a-z]{{0,7}}(?:[\s.\-/]{{0,2}}\d{{1,2}})?",
    re.IGNORECASE,
)
_BARE_DATES = (
    re.compile(r"(?P<y>20[2-3]\d)(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<m>\d\d)(?P<d>\d\d)(?P<y>20[2-3]\d)"),
    re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>20[2-3]\d)"),
    re.compile(r"(?P<m>\d\d)(?P<y>20[2-3]\d)"),
    re.compile(r"(?P<y>20[2-3]\d)(?P<m>\d\d)"),
    re.compile(r"(?P<y>2[4-9]|3[0-5])(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<m>\d\d)(?P<d>\d\d)(?P<y>2[4-9]|3[0-5])"),
    re.compile(r"(?P<m>\d\d)(?P<y>2[4-9]|3[0-5])"),
    re.compile(r"(?P<y>20[1-3]\d)"),
)
_LONGEST_DATE = 24


class ElementString(NamedTuple):
    """The parts of a GS1 element string, DataMatrix or digital link; empty where a part is missing."""

    gtin: str
    lot: str
    expiry: str
    serial: str


def read_ndc(text: str) -> frozenset[str]:
    """The eleven digits that an NDC stands for (nine, where it names no package); several where it is ambiguous.

    Hyphens tell which part is short. Ten bare digits may be any of three forms. Anything else is no NDC.
    """
    groups = [part for part in _DASHES.split(text) if part]
    if not all(part.isascii() and part.isdigit() for part in groups):
        return frozenset()
    shape = tuple(map(len, groups))
    if shape in NDC_SHAPES or shape in _PRODUCT_SHAPES:
        return frozenset({_padded(groups)})
    digits = groups[0] if len(groups) == 1 else ""
    return frozenset({digits}) if len(digits) == 11 else ndcs_of_ten_digits(digits)


def is_hyphenated_ndc(text: str) -> bool:
    """True where a text is a whole NDC with both hyphens."""
    groups = [part for part in _DASHES.split(text) if part]
    return bool(read_ndc(text)) and tuple(map(len, groups)) in NDC_SHAPES


def ndcs_of_ten_digits(digits: str) -> frozenset[str]:
    """The eleven-digit forms of an NDC of ten bare digits: its three cuts; none where there are not ten."""
    if len(digits) != 10:
        return frozenset()
    cuts = [(4, 8), (5, 8), (5, 9)]
    return frozenset(_padded((digits[:first], digits[first:second], digits[second:])) for first, second in cuts)


def read_gtin(digits: str) -> str:
    """The fourteen digits of a UPC, EAN or GTIN whose check digit is right; empty for anything else."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in _GTIN_LENGTHS):
        return ""
    code = digits.zfill(14)
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(code))
    return code if weighted % 10 == 0 else ""


def ndcs_of_gtin(gtin: str) -> frozenset[str]:
    """The NDCs in a drug's bar code: fourteen digits that hold ten after the prefix 03."""
    return ndcs_of_ten_digits(gtin[3:13]) if gtin[1:3] == "03" else frozenset()


def upce_of(gtin: str) -> str:
    """The eight digits that a small package prints for a UPC-A; empty where it has no such form (GS1, UPC-E)."""
    if gtin[:2] != "00" or gtin[2] not in "01":
        return ""
    maker, item, check = gtin[3:8], gtin[8:13], gtin[13]
    if maker[2:] in ("000", "100", "200") and item[:2] == "00":
        middle = maker[:2] + item[2:] + maker[2]
    elif maker[3:] == "00" and item[:3] == "000":
        middle = maker[:3] + item[3:] + "3"
    elif maker[4] == "0" and item[:4] == "0000":
        middle = maker[:4] + item[4] + "4"
    elif item[:4] == "0000" and item[4] >= "5":
        middle = maker + item[4]
    else:
        return ""
    return gtin[2] + middle + check


def looks_like_date(text: str) -> bool:
    """A day or month as packages write it; bare digits only where they make a day or month of these years."""
    text = text.strip(" .")
    if len(text) > _LONGEST_DATE:
        return False
    return bool(_DATE.fullmatch(text)) or (text.isascii() and text.isdigit() and is_bare_date(text))


def is_bare_date(digits: str) -> bool:
    """Four, six or eight digits without separators that make a calendar day, month or year."""
    return any(_is_calendar(found) for pattern in _BARE_DATES if (found := pattern.fullmatch(digits)))


def read_element_string(text: str) -> ElementString | None:
    """The parts of a GS1 element string, the text of a DataMatrix or a GS1 digital link; None for any other text."""
    found = {identifier: value.strip() for identifier, value in _elements(text.strip())}
    if not read_gtin(found.get("01", "")):
        return None
    return ElementString(
        gtin=read_gtin(found["01"]),
        lot=found.get("10", ""),
        expiry=found.get("17", "") or found.get("15", ""),
        serial=found.get("21", ""),
    )


def _elements(text: str) -> Iterator[tuple[str, str]]:
    if text.startswith(("https://", "http://")):
        parts = [unquote(part) for part in urlsplit(text).path.split("/")]
        return pairwise(parts)
    if text.startswith("("):
        return iter(_BRACKETED.findall(text))
    return _unbracketed(_SYMBOLOGY.sub("", text).lstrip(_SEPARATOR))


def _unbracketed(text: str) -> Iterator[tuple[str, str]]:
    """Identifiers and values of a scanned text; it must begin with a GTIN, so that no lot is taken for one."""
    rest = text
    if not re.match(r"01\d{14}", rest):
        return
    while len(rest) > 2:
        identifier, rest = rest[:2], rest[2:]
        if length := _FIXED.get(identifier):
            value, rest = rest[:length], rest[length:].lstrip(_SEPARATOR + " ")
        else:
            value, _separator, rest = rest.partition(_SEPARATOR)
        yield identifier, value


def _padded(groups: Sequence[str]) -> str:
    return "".join(group.zfill(length) for group, length in zip(groups, (5, 4, 2), strict=False))


def _is_calendar(found: re.Match[str]) -> bool:
    parts = found.groupdict()
    return 1 <= int(parts.get("m") or 1) <= 12 and 1 <= int(parts.get("d") or 1) <= 31
