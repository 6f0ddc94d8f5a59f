"""Is yours one of them? The answer to what a family typed, from the packages of a recall.

A wrong “no” can harm a child; a needless “ask” costs a phone call. So “no” is given only to a well-formed number of a
kind that every row of the recall lists completely, that is no slip away from a listed one, and that a person confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from rapidfuzz.distance import OSA

from alerts.checker.characters import Piece, difference, fold, groups_of, is_slip, skeleton
from alerts.checker.codes import ndcs_of_gtin, read_gtin, read_ndc, upce_of
from alerts.checker.entries import Entry, EntryKind, read_entry
from alerts.checker.typed import Kind, Typed, read_typed
from alerts.packages import Package

_LEAST_PART = 3
"""Characters that a part of a number must have to tell anything."""
_LEAST_PART_OF_CODE = 4


class Outcome(Enum):
    YES = "yes"
    NO = "no"
    ASK = "ask"


class Reason(Enum):
    """Grounds of an answer."""

    LOT_LISTED = "lot listed"
    LOT_IN_RANGE = "lot in range"
    WHOLE_PRODUCT = "every lot of the product"
    NOT_LISTED = "not listed"
    CONFIRM = "confirm"
    """It would be “no”: is this exactly what is printed?"""
    SIMILAR = "similar number listed"
    WHICH_LOT = "product listed, lot needed"
    OTHER_PRODUCT = "lot listed, for another product code"
    COMPARE_PRODUCT = "every lot of some product"
    """A lot alone cannot tell: every lot of one of the products is recalled."""
    INCOMPLETE = "list may be incomplete"
    DATE = "date"
    PHONE = "phone number"
    WORDS = "words"
    BAR_CODE = "bar code"
    BAD_BAR_CODE = "mistyped bar code"
    NDC = "NDC"
    DIGITS = "lot, NDC or phone number"
    SHORT = "too short"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Answer:
    """The outcome, with what a family needs to compare. `package` is the row that it is about."""

    outcome: Outcome
    reason: Reason
    typed: Typed
    package: Package | None = None
    listed: str = ""
    """The entry or code of the recall that the answer is about."""
    others: Sequence[Package] = field(default=())
    """Further rows that list the same number."""

    @property
    def groups(self) -> list[str]:
        """The number in groups of four, for the question before a “no”."""
        return groups_of(self.typed.folded or self.typed.text)

    @cached_property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """The typed number and the listed one, with their difference marked."""
        return difference(self.typed.folded or self.typed.text, self.listed)


@dataclass(frozen=True)
class Row:
    """A package with its numbers ready to be compared."""

    package: Package
    entries: Sequence[Entry]
    ndcs: frozenset[str]
    gtins: frozenset[str]

    @classmethod
    def of(cls, package: Package) -> Row:
        gtins = frozenset(code for gtin in package.gtins if (code := read_gtin("".join(filter(str.isdigit, gtin)))))
        ndcs = frozenset(code for ndc in package.ndcs for code in read_ndc(ndc))
        return cls(package, [read_entry(lot) for lot in package.lots], ndcs, gtins)

    def has(self, kind: EntryKind) -> bool:
        return any(entry.kind is kind for entry in self.entries)

    def lists_product(self, typed: Typed) -> bool:
        """True where the typed NDC or bar code is one of this row's."""
        bar_code_ndcs = frozenset(code for gtin in self.gtins for code in ndcs_of_gtin(gtin))
        items = {_item_of(gtin) for gtin in self.gtins}
        is_item = bool(typed.gtin) and _item_of(typed.gtin) in items
        return is_item or _is_same_product(typed.ndcs, self.ndcs | bar_code_ndcs)

    def lists_all(self, kind: Kind) -> bool:
        """True where this row lists all its numbers of a kind, each of them clear."""
        if not self.package.is_list_complete or self.has(EntryKind.UNCLEAR):
            return False
        if kind in (Kind.LOT, Kind.ELEMENT_STRING):
            return bool(self.entries) and not self.has(EntryKind.ALL)
        if kind is Kind.NDC:
            return bool(self.package.ndcs) and all(map(read_ndc, self.package.ndcs))
        return kind is Kind.BAR_CODE and bool(self.gtins) and len(self.gtins) == len(set(self.package.gtins))


def check(text: str, packages: Iterable[Package], *, is_confirmed: bool = False) -> Answer:
    """Compare what somebody typed with the rows of a recall.

    `is_confirmed`: a person was shown exactly this text and said that it is what is printed.
    """
    return check_rows(text, [Row.of(package) for package in packages], is_confirmed=is_confirmed)


def check_rows(text: str, rows: Sequence[Row], *, is_confirmed: bool = False) -> Answer:
    """As `check`, for rows that are read once and compared with many texts."""
    typed = read_typed(text)
    if typed.kind is Kind.UNREADABLE:
        return Answer(Outcome.ASK, Reason.UNREADABLE, typed)
    return (
        _listed(typed, rows)
        or _product_listed(typed, rows)
        or _similar(typed, rows)
        or _cannot_tell(typed, rows)
        or Answer(*((Outcome.NO, Reason.NOT_LISTED) if is_confirmed else (Outcome.ASK, Reason.CONFIRM)), typed)
    )


def _listed(typed: Typed, rows: Sequence[Row]) -> Answer | None:
    """The number is on the list, or lies in a range of it."""
    numbers = [number for number in (typed.folded, typed.serial) if number]
    found = [(row, entry) for row in rows for entry in row.entries if any(map(entry.contains, numbers))]
    if not found:
        return None
    if typed.kind in (Kind.DATE, Kind.PHONE) and all(entry.text != typed.text for _row, entry in found):
        return Answer(Outcome.ASK, Reason.SIMILAR, typed, found[0][0].package, found[0][1].text)
    fitting = [(row, entry) for row, entry in found if _may_be_of(typed, row)]
    row, entry = (fitting or found)[0]
    if not fitting:
        return Answer(Outcome.ASK, Reason.OTHER_PRODUCT, typed, row.package, entry.text)
    reason = Reason.LOT_IN_RANGE if entry.kind is EntryKind.RANGE else Reason.LOT_LISTED
    others = list(dict.fromkeys(other.package for other, _entry in fitting if other is not row))
    return Answer(Outcome.YES, reason, typed, row.package, entry.text, others)


def _may_be_of(typed: Typed, row: Row) -> bool:
    """False only where a scanned product code is none of those that the row lists."""
    is_scanned = typed.kind is Kind.ELEMENT_STRING and (row.ndcs or row.gtins)
    return not is_scanned or row.lists_product(typed)


def _product_listed(typed: Typed, rows: Sequence[Row]) -> Answer | None:
    """The product is on the list: every lot of it, or the lot must be compared as well."""
    found = [row for row in rows if (typed.ndcs or typed.gtin) and row.lists_product(typed)]
    if whole := [row for row in found if row.has(EntryKind.ALL)]:
        return Answer(Outcome.YES, Reason.WHOLE_PRODUCT, typed, whole[0].package, _code_of(typed, whole[0]))
    models = [row for row in rows for model in row.package.model_numbers if groups_of(model) == groups_of(typed.folded)]
    if models and not found:
        whole_models = [row for row in models if row.has(EntryKind.ALL)]
        outcome, reason = (Outcome.YES, Reason.WHOLE_PRODUCT) if whole_models else (Outcome.ASK, Reason.WHICH_LOT)
        return Answer(outcome, reason, typed, (whole_models or models)[0].package, typed.text)
    if not found or typed.kind is Kind.ELEMENT_STRING:
        return None
    return Answer(Outcome.ASK, Reason.WHICH_LOT, typed, found[0].package, _code_of(typed, found[0]))


def _similar(typed: Typed, rows: Sequence[Row]) -> Answer | None:
    """A number of the list is one slip away, looks like this one, or one is a part of the other."""
    if typed.kind in (Kind.DATE, Kind.PHONE):
        return None
    for row in rows:
        for entry in row.entries:
            if _is_slip_from(typed, entry):
                return Answer(Outcome.ASK, Reason.SIMILAR, typed, row.package, entry.text)
        for listed in (*row.package.ndcs, *row.package.gtins, *row.package.model_numbers):
            if _is_slip_from_code(typed, listed):
                return Answer(Outcome.ASK, Reason.SIMILAR, typed, row.package, listed)
    return None


def _is_slip_from(typed: Typed, entry: Entry) -> bool:
    if entry.kind is EntryKind.ALL:
        return False
    is_number = typed.kind in (Kind.LOT, Kind.NDC, Kind.DIGITS)
    within = (number for number in typed.within if len(number) <= entry.longest + 1) if is_number else ()
    whole = (skeleton(number) for number in (typed.folded, typed.serial))
    return any(_is_slip(mine, typed, entry) for mine in whole) or any(_is_near(mine, entry) for mine in within)


def _is_near(mine: str, entry: Entry) -> bool:
    """True where one of several typed numbers is a slip away; a part of it alone says nothing."""
    if entry.width and abs(len(mine) - entry.length) <= 1 and any(map(entry.contains_skeleton, _slips_of(mine, entry))):
        return True
    return bool(entry.folded) and OSA.distance(mine, skeleton(entry.folded), score_cutoff=1) <= 1


def _is_slip(mine: str, typed: Typed, entry: Entry) -> bool:
    if len(mine) < _LEAST_PART:
        return False
    if typed.kind is Kind.WORDS:
        return len(entry.folded) > _LEAST_PART and skeleton(entry.folded) in mine
    if entry.width and _is_slip_from_range(mine, entry):
        return True
    return bool(entry.folded) and is_slip(mine, skeleton(entry.folded))


def _is_slip_from_code(typed: Typed, listed: str) -> bool:
    """True where the text is a slip away from a code of the recall in any of its forms, a part of it or contains it."""
    if typed.kind in (Kind.ELEMENT_STRING, Kind.WORDS):
        return False
    mine = {form for form in (skeleton(typed.folded), *typed.ndcs, typed.gtin) if len(form) >= _LEAST_PART}
    return any(_is_slip_from_form(one, form) for one in mine for form in _forms_of(listed))


def _is_slip_from_form(mine: str, form: str) -> bool:
    is_part = min(len(mine), len(form)) >= _LEAST_PART_OF_CODE and (mine in form or form in mine)
    return is_part or OSA.distance(mine, form, score_cutoff=1) <= 1


def _forms_of(code: str) -> set[str]:
    """A listed NDC, bar code or model as it is written, with all its digits, and as a small package prints it."""
    gtin = read_gtin(fold(code))
    return {form for form in (skeleton(fold(code)), *read_ndc(code), gtin, upce_of(gtin)) if form}


def _is_slip_from_range(mine: str, entry: Entry) -> bool:
    """True where a member of the range is one slip away from a skeleton, a part of it, or may contain it."""
    if len(mine) < entry.length:
        return _may_be_part(mine, entry) or any(map(entry.contains_skeleton, _slips_of(mine, entry)))
    parts = (mine[start : start + entry.length] for start in range(len(mine) - entry.length + 1))
    if any(map(entry.contains_skeleton, parts)):
        return True
    return len(mine) - entry.length <= 1 and any(map(entry.contains_skeleton, _slips_of(mine, entry)))


def _may_be_part(mine: str, entry: Entry) -> bool:
    """True where a number shaped like those of the range, of any count, contains the text."""
    shape = skeleton(entry.prefix) + "#" * entry.width + skeleton(entry.suffix)
    places = (shape[start : start + len(mine)] for start in range(len(shape) - len(mine) + 1))
    return any(
        all(wanted == given or (wanted == "#" and given.isdigit()) for wanted, given in zip(place, mine, strict=True))
        for place in places
    )


def _slips_of(mine: str, entry: Entry) -> Iterator[str]:
    """All texts one slip away that a range with this prefix and suffix could contain."""
    alphabet = sorted(set("0123456789" + skeleton(entry.prefix + entry.suffix)))
    for place in range(len(mine) + 1):
        head, tail = mine[:place], mine[place:]
        yield from (head + character + tail for character in alphabet)
        if tail:
            yield head + tail[1:]
            yield from (head + character + tail[1:] for character in alphabet)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


_ASKS = {
    Kind.DATE: Reason.DATE,
    Kind.PHONE: Reason.PHONE,
    Kind.WORDS: Reason.WORDS,
    Kind.SHORT: Reason.SHORT,
    Kind.DIGITS: Reason.DIGITS,
    Kind.BAD_BAR_CODE: Reason.BAD_BAR_CODE,
}
_EAN_8 = 8
_UNLISTED_KIND = {Kind.NDC: Reason.NDC, Kind.BAR_CODE: Reason.BAR_CODE}


def _cannot_tell(typed: Typed, rows: Sequence[Row]) -> Answer | None:
    """Why “no” cannot be said; None where every row lists all numbers of this kind."""
    if reason := _ASKS.get(typed.kind):
        return Answer(Outcome.ASK, reason, typed)
    if typed.serial and not typed.folded:
        return Answer(Outcome.ASK, Reason.INCOMPLETE, typed)  # The list may be one of lots.
    if rows and all(row.lists_all(kind) for row in rows for kind in _kinds_of(typed)):
        return None
    if reason := _UNLISTED_KIND.get(typed.kind):
        return Answer(Outcome.ASK, reason, typed)
    whole = [row.package for row in rows if row.has(EntryKind.ALL)]
    if whole:
        return Answer(Outcome.ASK, Reason.COMPARE_PRODUCT, typed, whole[0], others=whole[1:])
    return Answer(Outcome.ASK, Reason.INCOMPLETE, typed)


def _kinds_of(typed: Typed) -> Sequence[Kind]:
    """The kinds of number that the text may be. Eight digits that pass for a bar code may as well be a lot."""
    is_either = typed.kind is Kind.BAR_CODE and len(typed.folded) == _EAN_8
    return (typed.kind, Kind.LOT) if is_either else (typed.kind,)


def _code_of(typed: Typed, row: Row) -> str:
    """The row's code that the typed one is, as it is listed."""
    is_same: Callable[[str], bool] = lambda ndc: _is_same_product(typed.ndcs, read_ndc(ndc))  # noqa: E731
    return next(filter(is_same, row.package.ndcs), typed.gtin.lstrip("0") or typed.text)


def _item_of(gtin: str) -> str:
    """A GTIN without its first and last digit, which differ between a product and the case that holds it."""
    return gtin[1:13]


def _is_same_product(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in some for other in others)
