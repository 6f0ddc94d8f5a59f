"""What the records of one recall say together, in the fields of an alert."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.openfda.numbers import lots_in, ndcs_in
from alerts.openfda.record import POSTING, Record

MOST_LOTS, MOST_NDCS, LONGEST_PRODUCT, LONGEST_FIRM, LONGEST_NUMBER = 2000, 200, 300, 200, 30
"""What an alert's fields hold."""

TO_REWRITE = "[To be rewritten]"
"""Stands before what was made of a record, until a person has said it for families. Such an alert cannot be posted."""

_LONGEST_HEADLINE = 160
_TRADE_WORDS = re.compile(
    r"[\s,;(\[]*\b(?:NDC|UPC|Rx only|Rx|Manufactured|Mfd|Made (?:in|by)|Distributed|Dist|Packaged|Repackaged|Marketed"
    r"|Bulk active)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_POSTED = re.compile(
    r"\brecall(?:s|ing)?\s+(?:(?:of|for)\s+)?(?:(?:one|two|three|four|five|\d+|all|certain|select|some|specific|multiple)\s+)*"
    r"(?:(?:lots?|batch(?:es)?|units?)\s+of\s+)?(?P<product>.+?)(?:\s+(?:due to|because|after|over)\b.*)?",
    re.IGNORECASE,
)
"""The title of a posting: “A firm issues voluntary recall of two lots of a product due to a reason”."""

Facts = dict[str, Any]


def facts_of(records: Iterable[Record]) -> Facts:
    """In any order of the records the same. A list of numbers is whole, or empty."""
    ordered = sorted(records, key=lambda record: record.key)
    return {
        "product": _joined([product_of(record) for record in ordered], LONGEST_PRODUCT),
        "firm": _joined([record.firm for record in ordered], LONGEST_FIRM),
        "recall_number": _numbers(ordered),
        "classification": min((record.known_class for record in ordered if record.known_class), key=len, default=""),
        "initiative": _only([record.known_initiative for record in ordered]),
        "lots": _lots(ordered),
        "ndcs": _ndcs(ordered),
        "reason": _joined([record.reason for record in ordered], 2000),
        "classified": _joined([record.classification for record in ordered], 300),
        "status": _joined([record.status for record in ordered], 300),
        "distribution": _joined([record.distribution for record in ordered], 1000),
    }


def product_of(record: Record) -> str:
    """The description up to the words of the trade (maker, code numbers, “Rx only”); of a posting, its title's part."""
    if record.product_type == POSTING:
        place = re.search(r"\brecall", record.description, re.IGNORECASE)
        posted = _POSTED.fullmatch(record.description, place.start()) if place else None
        return posted["product"] if posted else record.description
    return _TRADE_WORDS.sub("", record.description).strip(" ,;:.") or record.description


def draft_texts(records: Sequence[Record], facts: Facts) -> dict[str, str]:
    """Headline and account for a draft, plainly marked as words that no family should read yet."""
    first = min(records, key=lambda record: record.key)
    if facts["firm"] and facts["product"]:
        headline = _("%(firm)s is recalling %(product)s.") % facts
    else:
        headline = first.description or facts["firm"] or first.recall_number
    happened = _("The record says: %(reason)s") % facts if facts["reason"] else ""
    return {
        "headline": Truncator(f"{TO_REWRITE} {headline}").chars(_LONGEST_HEADLINE),
        "what_happened": f"{TO_REWRITE} {happened}".strip(),
    }


def _joined(texts: Iterable[str], longest: int) -> str:
    """The different texts in one, as many as fit; the others are counted."""
    different = list(dict.fromkeys(text for text in texts if text))
    for kept in range(len(different), 0, -1):
        more = len(different) - kept
        said = "; ".join(different[:kept]) + (_("; and %(more)s more") % {"more": more} if more else "")
        if len(said) <= longest:
            return said
    return Truncator(different[0]).chars(longest) if different else ""


def _numbers(records: Sequence[Record]) -> str:
    numbers = list(dict.fromkeys(record.recall_number for record in records if record.product_type != POSTING))
    if not numbers:
        return ""
    more = len(numbers) - 1
    tail = ngettext(" and %(more)s more", " and %(more)s more", more) % {"more": more} if more else ""
    said = numbers[0] + tail
    return said if len(said) <= LONGEST_NUMBER else ""


def _only(values: Iterable[str]) -> str:
    """The value that all share; nothing where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def _lots(records: Sequence[Record]) -> list[str]:
    """Those of all records; none where those of one of them are not understood."""
    found = [lots_in(record.code_info) for record in records]
    lots = list(dict.fromkeys(lot for each in found for lot in each))
    return lots if all(found) and len(lots) <= MOST_LOTS else []


def _ndcs(records: Sequence[Record]) -> list[str]:
    drugs = [record for record in records if record.product_type == "Drugs"]
    found = [ndcs_in(record.description) for record in drugs]
    ndcs = list(dict.fromkeys(ndc for each in found for ndc in each))
    return ndcs if all(found) and len(ndcs) <= MOST_NDCS else []
