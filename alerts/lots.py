"""Is yours one of them? A number typed from a package, compared with the numbers of a recall.

A wrong "no" can harm a child; a needless "ask" costs a phone call. So where anything is in doubt, the answer is to ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import NamedTuple

LONGEST_NUMBER = 60

_DASHES = r"\-\u2010-\u2015\u2212"
_BETWEEN = re.compile(rf"[\s{_DASHES}]+")
_WORD_BEFORE = re.compile(
    r"^\W*(?:(?:lot|batch|ndc|upc|gtin)\b\W*(?:(?:no|nr|number|code)\b)?[\s.:#]*)+", re.IGNORECASE
)
_LOOKALIKES = str.maketrans("OQILZSB", "0011258")
_PERHAPS_RANGE = re.compile(rf"^\s*([a-z]*\d+[a-z]*)\s*[{_DASHES}]\s*([a-z]*\d+[a-z]*)\s*$", re.IGNORECASE)
_READABLE_LOT = re.compile(r"^(?=.*\d)[A-Z0-9]{3,}$")
_NDC_FORMS = {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2), (4, 4), (5, 3), (5, 4)}


class Outcome(Enum):
    YES = "yes"
    NO = "no"
    ASK = "ask"


class Reason(Enum):
    """What the answer rests on."""

    LOT_LISTED = "lot"
    WHOLE_PRODUCT = "product"
    NOT_LISTED = "not listed"
    PRODUCT_LISTED = "which lot"
    LOOKS_LIKE = "looks like"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


class Answer(NamedTuple):
    outcome: Outcome
    reason: Reason
    listed: str = ""
    """The number of the recall that the answer is about."""


class Numbers(NamedTuple):
    """What a recall says of its product's numbers. Where it is complete and names no lot, it means every lot."""

    lots: Sequence[str]
    ndcs: Sequence[str]
    is_complete: bool


def is_mine(typed: str, recall: Numbers) -> Answer:
    """Compare what somebody typed from a package: a lot number, an NDC, or the digits under the bar code."""
    lot = plain_lot(typed)
    if not re.search(r"[A-Z0-9]", lot) or len(typed) > LONGEST_NUMBER:
        return Answer(Outcome.ASK, Reason.UNREADABLE)
    if listed := _first(recall.lots, lambda one: plain_lot(one) == lot):
        return Answer(Outcome.YES, Reason.LOT_LISTED, listed)
    if ndcs := read_ndc(typed):
        if listed := _first(recall.ndcs, lambda one: _is_same_product(ndcs, read_ndc(one))):
            return _product_listed(recall, listed)
        if len(_groups(typed)) == 3 and recall.is_complete and recall.ndcs and all(map(read_ndc, recall.ndcs)):
            return Answer(Outcome.NO, Reason.NOT_LISTED)
    return _not_listed(lot, recall)


def plain_lot(text: str) -> str:
    """A lot number as it is compared: capitals, without the word before it, without spaces and hyphens."""
    return _BETWEEN.sub("", _WORD_BEFORE.sub("", text)).upper()


def read_ndc(text: str) -> frozenset[str]:
    """The eleven digits that an NDC stands for (nine, where it names no package); several where it is ambiguous.

    Hyphens tell which part is short. Ten bare digits may be any of three forms; twelve to fourteen are a bar code's,
    which holds the ten only where it begins with 3 and its check digit is right. Anything else is no NDC.
    """
    groups = _groups(text)
    if not all(part.isascii() and part.isdigit() for part in groups):
        return frozenset()
    if tuple(map(len, groups)) in _NDC_FORMS:
        return frozenset({_padded(groups)})
    digits = "".join(groups)
    if 12 <= len(digits) <= 14:
        return _forms_of_ten(_ten_of_bar_code(digits))
    if len(groups) > 1:
        return frozenset()
    return frozenset({digits}) if len(digits) == 11 else _forms_of_ten(digits)


def _groups(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(_WORD_BEFORE.sub("", text)) if part]


def _padded(groups: Sequence[str]) -> str:
    return "".join(group.zfill(length) for group, length in zip(groups, (5, 4, 2), strict=False))


def _forms_of_ten(digits: str) -> frozenset[str]:
    if len(digits) != 10:
        return frozenset()
    cuts = [(4, 8), (5, 8), (5, 9)]
    return frozenset(_padded((digits[:first], digits[first:second], digits[second:])) for first, second in cuts)


def _ten_of_bar_code(digits: str) -> str:
    """The ten digits in a drug's bar code (GTIN-12, -13 or -14); none where it is another code or mistyped."""
    code = digits.zfill(14)
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(code))
    return code[3:13] if code[1:3] == "03" and weighted % 10 == 0 else ""


def _is_same_product(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in some for other in others)


def _product_listed(recall: Numbers, listed: str) -> Answer:
    if recall.is_complete and not recall.lots:
        return Answer(Outcome.YES, Reason.WHOLE_PRODUCT, listed)
    return Answer(Outcome.ASK, Reason.PRODUCT_LISTED, listed)


def _not_listed(lot: str, recall: Numbers) -> Answer:
    if alike := _first(recall.lots, lambda one: _looks_like(lot, plain_lot(one))):
        return Answer(Outcome.ASK, Reason.LOOKS_LIKE, alike)
    if not (recall.is_complete and recall.lots and all(map(_is_one_lot, recall.lots))):
        return Answer(Outcome.ASK, Reason.INCOMPLETE)
    if len(lot) < min(len(plain_lot(one)) for one in recall.lots) - 1:
        return Answer(Outcome.ASK, Reason.UNREADABLE)
    return Answer(Outcome.NO, Reason.NOT_LISTED)


def _looks_like(lot: str, listed: str) -> bool:
    """Equal but for letters and digits that are easily taken for one another, or one a part of the other."""
    mine, theirs = lot.translate(_LOOKALIKES), listed.translate(_LOOKALIKES)
    shorter, longer = sorted((mine, theirs), key=len)
    return len(shorter) >= 3 and shorter in longer


def _is_one_lot(listed: str) -> bool:
    """False for what may be a range, such as “A100-A150”, or is no number at all, such as “all lots”."""
    ends = _PERHAPS_RANGE.match(listed)
    return bool(_READABLE_LOT.match(plain_lot(listed))) and not (ends and len(ends[1]) == len(ends[2]))


def _first(listed: Iterable[str], fits: Callable[[str], bool]) -> str:
    return next(filter(fits, listed), "")
