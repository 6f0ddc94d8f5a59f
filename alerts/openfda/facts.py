"""What the records of one recall say together, in the fields of an alert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from alerts.openfda.naming import name_of, product_of
from alerts.openfda.numbers import gtins_in, lots_in, ndcs_in, use_by_in
from alerts.openfda.record import POSTING, Record
from alerts.openfda.tokens import tokens_of
from alerts.packages import Package

LONGEST_PRODUCT, LONGEST_STRENGTH, LONGEST_FIRM, LONGEST_NUMBER = 300, 200, 200, 2000
"""Maximum lengths of an alert's and a row's fields."""
_MOST_LOTS, _MOST_CODES = 2000, 200
_PRODUCT_TYPES = {"Drugs": "medicine", "Devices": "device", "Food": "food"}
_FORMULA = re.compile(r"\binfant\b.{0,60}\bformula|\bformula\b.{0,60}\binfants?\b", re.IGNORECASE | re.DOTALL)

Facts = dict[str, Any]


def facts_of(records: Iterable[Record]) -> Facts:
    """Facts as JSON holds them, the same in any order of the records. `packages` has one row a record."""
    ordered = sorted(records, key=lambda record: record.key)
    return {
        "product": _joined([product_of(record) for record in ordered], LONGEST_PRODUCT),
        "product_type": _only([_product_type(record) for record in ordered]),
        "firm": _joined([record.firm for record in ordered], LONGEST_FIRM),
        "recall_number": _numbers(ordered),
        "initiated_on": _first_day(ordered),
        "classification": min((record.known_class for record in ordered if record.known_class), key=len, default=""),
        "initiative": _only([record.known_initiative for record in ordered]),
        "packages": [package_of(record).as_json() for record in ordered],
        "reason": _joined([record.reason for record in ordered], 2000),
        "classified": _joined([record.classification for record in ordered], 300),
        "status": _joined([record.status for record in ordered], 300),
        "distribution": _joined([record.distribution for record in ordered], 1000),
    }


def package_of(record: Record) -> Package:
    """The record's row. It is never marked as complete: only a person can say that a list is whole."""
    product, strength = name_of(record)
    texts = (record.description, record.code_info)
    tokens = tokens_of(record.code_info, record.description)
    lots = lots_in(record.code_info, record.description)
    ndcs = ndcs_in(" ".join(texts)) if record.product_type == "Drugs" else []
    gtins = gtins_in(*texts)
    return Package(
        product=_fitting(product, LONGEST_PRODUCT),
        strength=strength if len(strength) <= LONGEST_STRENGTH else "",
        ndcs=tuple(ndcs) if len(ndcs) <= _MOST_CODES else (),
        gtins=tuple(gtins) if len(gtins) <= _MOST_CODES else (),
        lots=tuple(lots) if len(lots) <= _MOST_LOTS else (),
        use_by=use_by_in(tokens),
        recall_number="" if record.product_type == POSTING else record.recall_number,
    )


def _fitting(text: str, longest: int) -> str:
    """As many whole words as fit."""
    return text if len(text) <= longest else text[: longest + 1].rpartition(" ")[0] or text[:longest]


def _product_type(record: Record) -> str:
    kind = _PRODUCT_TYPES.get(record.product_type, "")
    return "formula" if kind == "food" and _FORMULA.search(f"{record.description} {record.reason}") else kind


def _first_day(records: Sequence[Record]) -> str:
    """The day the firm started the recall; the earliest where records differ."""
    name = "recall_initiation_date"
    day = min((record.days[name] for record in records if name in record.days), default=None)
    return day.isoformat() if isinstance(day, date) else ""


def _joined(texts: Iterable[str], longest: int, separator: str = "; ") -> str:
    """The different texts in one, as many as fit; the others are counted."""
    different = list(dict.fromkeys(text for text in texts if text))
    for kept in range(len(different), 0, -1):
        more = len(different) - kept
        said = separator.join(different[:kept]) + (_("; and %(more)s more") % {"more": more} if more else "")
        if len(said) <= longest:
            return said
    return Truncator(different[0]).chars(longest) if different else ""


def _numbers(records: Sequence[Record]) -> str:
    numbers = [record.recall_number for record in records if record.product_type != POSTING]
    return _joined(numbers, LONGEST_NUMBER, separator=", ")


def _only(values: Iterable[str]) -> str:
    """The value that all share; nothing where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""
