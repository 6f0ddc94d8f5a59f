"""Shapes of the numbers on a package: which may be a lot, and which look like something else."""

from __future__ import annotations

import re
from collections.abc import Set

from alerts.openfda.dates import CLEAR_DATE, LABELLED_DATE, is_packed_date

SHORTEST_LOT, LONGEST_LOT = 3, 30
NDC_SHAPES = {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)}
GTIN_LENGTHS = (8, 12, 13, 14)

_DATE = re.compile(CLEAR_DATE, re.IGNORECASE | re.ASCII)
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}", re.ASCII)
_TIME = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
_PHONE = re.compile(r"(?:1-)?\d{3}-\d{3}-\d{4}", re.ASCII)
_RECALL_NUMBER = re.compile(r"[DFHZ]-\d{3,4}-\d{2,4}", re.IGNORECASE | re.ASCII)
_NDC = re.compile(r"\d{4,5}-\d{3,4}(?:-\d{1,2})?", re.ASCII)
_LETTERS_AFTER_SLASH = re.compile(r"[^/]*/[a-z]{1,3}", re.IGNORECASE)
_TAIL = re.compile(r"\d*\Z", re.ASCII)
_ENDS = re.compile(r"(?P<prefix>.*?)(?P<digits>\d+)(?P<suffix>\D*)", re.DOTALL | re.ASCII)
_LABEL_INSIDE = re.compile(r"exp|lot|bud|ndc|upc|batch|number|code|date|use$|best$|sell$", re.IGNORECASE)
_LARGEST_RANGE = 10_000


def has_valid_check_digit(digits: str) -> bool:
    """GS1 check digit of a GTIN-8, UPC (12), EAN (13) or GTIN-14."""
    if len(digits) not in GTIN_LENGTHS or not digits.isdecimal():
        return False
    weighted = (int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return (sum(weighted) + int(digits[-1])) % 10 == 0


def may_be_lot(code: str, other_numbers: Set[str] = frozenset()) -> bool:
    """False where the code is too short or long, or looks like a date, an NDC, a bar code, a phone number or a range.

    `other_numbers` are digits that the product's description gives to something else, such as its NDC or UPC.
    """
    if not SHORTEST_LOT <= len(code) <= LONGEST_LOT or not any(character.isdigit() for character in code):
        return False
    looks_otherwise = (
        any(shape.fullmatch(code) for shape in (_DATE, _DECIMAL, _TIME, _PHONE, _NDC, _RECALL_NUMBER))
        or ("-" in code and LABELLED_DATE.fullmatch(code))
        or ("/" in code and not _LETTERS_AFTER_SLASH.fullmatch(code))
        or _LABEL_INSIDE.search(code)
        or _is_other_number(code, other_numbers)
    )
    return not (looks_otherwise or _has_doubtful_dots(code) or _may_be_hyphenated_range(code))


def may_be_unlabelled_lot(code: str) -> bool:
    """A stricter shape for codes in a list that nowhere says “lot”."""
    if code.isdecimal():
        return 5 <= len(code) <= 9 and not is_packed_date(code) and not has_valid_check_digit(code)
    return len(code) >= 4


def pattern_of(code: str) -> str:
    """The kinds of characters in their order: `9@9` for 01052015@12, `A9` for AB123."""
    return re.sub(r"[a-z]+", "A", re.sub(r"[0-9]+", "9", code.casefold()))


def range_entry(first: str, last: str) -> str:
    """`A100 to A150` where prefix, suffix and number of digits agree and the numbers rise; else nothing."""
    one, two = _ENDS.fullmatch(first), _ENDS.fullmatch(last)
    if not (one and two) or (one["prefix"], one["suffix"]) != (two["prefix"], two["suffix"]):
        return ""
    if one["suffix"] or len(one["digits"]) != len(two["digits"]) or not (may_be_lot(first) and may_be_lot(last)):
        return ""
    return f"{first} to {last}" if 0 < int(two["digits"]) - int(one["digits"]) <= _LARGEST_RANGE else ""


def _is_other_number(code: str, other_numbers: Set[str]) -> bool:
    if not code.isdecimal():
        return False
    if len(code) == 4:
        return 2000 <= int(code) <= 2035
    is_day = len(code) == 8 and is_packed_date(code)
    return is_day or (len(code) >= 12 and has_valid_check_digit(code)) or code in other_numbers


def _has_doubtful_dots(code: str) -> bool:
    """A dot may belong to the lot or separate two lots: two long parts of one length are probably two lots."""
    parts = code.split(".")
    return len(parts) > 2 or (len(parts) == 2 and len(parts[0]) == len(parts[1]) > 3)


def _may_be_hyphenated_range(code: str) -> bool:
    """`10231-10240`, `A100-150`, and `17230001-20` unless the first part is a day, as in `160215-30`."""
    parts = re.split(r"[-]", code)
    if len(parts) < 2 or not parts[-1]:
        return False
    first, last = parts[-2], parts[-1]
    if len(first) == len(last) and len(parts) == 2:
        return True
    tail = str(_TAIL.search(first)[0])  # type: ignore[index]  # It matches every text.
    if not (last.isdecimal() and 0 < len(last) <= len(tail)):
        return False
    if len(parts) == 2 and len(tail) == len(first) and is_packed_date(first):
        return False
    return int(last) > int(tail[-len(last) :])
