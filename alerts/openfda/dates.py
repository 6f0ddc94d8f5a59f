"""Days in recall records: the date fields, and dates within free text."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(?P<year>\d{4})(?P<hyphen>-?)(?P<month>\d\d)(?P=hyphen)(?P<day>\d\d)", re.ASCII)
_AMERICAN_DAY = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})", re.ASCII)
_EARLIEST_YEAR, _LATEST_YEAR = 1995, 2045
"""Years that a production, expiration or use-by date of a recalled product may have."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:\d{4}|\d{2})(?!\d)"
_END = r"(?![a-z0-9@_#/*%])(?!-\w)(?!:\d)(?!\.\d)"
_DATE = (
    r"(?:"
    rf"\d{{1,2}}/\d{{1,2}}/{_YEAR}|\d{{1,2}}-\d{{1,2}}-\d{{4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\d{{1,2}}/{_YEAR}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}/\d{1,2}"
    rf"|\d{{4}}[-/ ]?{_MONTH}[-/ ]?\d{{1,2}}"
    rf"|{_MONTH}[ .-]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?[, -]{{1,3}}{_YEAR}"
    rf"|(?:\d{{1,2}}[ ./-]{{0,2}})?{_MONTH}[ .,:/'-]{{0,3}}{_YEAR}"
    r")"
)
CLEAR_DATE = _DATE + _END
"""A date wherever it stands."""
DATE_RANGE = rf"{_DATE}\s?(?:-|–|to|through|thru|and)\s?{CLEAR_DATE}"
LABELLED_DATE = re.compile(
    r"(?:"
    rf"\d{{1,2}}-\d{{1,2}}-\d{{2}}|\d{{1,2}}[- ]{_YEAR}|\d{{1,2}}[ ]\d{{1,2}}[ ]\d{{4}}|\d{{4}}[-.]\d{{1,2}}"
    rf"|\d{{2}}[ ]?-[ ]?{_MONTH}|20\d\d|\d{{8}}|\d{{6}}"
    rf"){_END}",
    re.IGNORECASE | re.ASCII,
)
"""Texts that are dates only beside a label: `exp 08 2020`, `Exp 22- Apr`."""


def read_day(text: str) -> date | None:
    """`20260331`, `2026-03-31` or `3/31/2026` as a day; None where the text is no day of the calendar."""
    match = _DAY.fullmatch(text) or _AMERICAN_DAY.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def is_date(text: str) -> bool:
    """True where the numbers of a date pattern are a possible month, day and year."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if re.search(_MONTH, text, re.IGNORECASE):
        return all(part <= 31 or _is_year(part) for part in parts)
    if len(parts) == 1:
        return is_packed_date(str(re.sub(r"\D", "", text))) or _is_year(parts[0])
    years = [part for part in parts if part > 99]
    small = [part for part in parts if part <= 99]
    if len(years) > 1 or not all(_is_year(year) for year in years):
        return False
    return _has_month_and_day(small[:-1] if not years else small)


def is_packed_date(digits: str) -> bool:
    """Eight or six digits that read as a date: `09162015`, `20150916`, `092015`."""
    if len(digits) == 8:
        orders = ((digits[4:], digits[:2], digits[2:4]), (digits[:4], digits[4:6], digits[6:]))
        return any(_is_year(int(year)) and _has_month_and_day([int(one), int(two)]) for year, one, two in orders)
    if len(digits) == 6:
        return (_is_year(int(digits[2:])) and 1 <= int(digits[:2]) <= 12) or _is_short_date(digits)
    return False


def _is_short_date(digits: str) -> bool:
    one, two, three = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    return (_has_month_and_day([one, two]) and 10 <= three <= 45) or (
        10 <= one <= 45 and _has_month_and_day([two, three])
    )


def _is_year(number: int) -> bool:
    return _EARLIEST_YEAR <= number <= _LATEST_YEAR


def _has_month_and_day(numbers: list[int]) -> bool:
    if len(numbers) == 1:
        return 1 <= numbers[0] <= 12
    return len(numbers) == 2 and min(numbers) >= 1 and min(numbers) <= 12 and max(numbers) <= 31
