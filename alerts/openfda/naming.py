"""The product of a record in few words: without maker, code numbers and other words of the trade."""

from __future__ import annotations

import re
from typing import NamedTuple

from alerts.openfda.record import POSTING, Record

_TRADE_TAIL = re.compile(
    r"[\s,;(\[]*\b(?:NDC|UPC|GTIN|EAN|SKU|Rx only|Rx|OTC|Manufactured|Manufacturer|Mfd|Mfg|Mfr|Made (?:in|by|for)"
    r"|Distributed|Dist|Packaged|Repackaged|Relabeled|Repackager|Marketed|Produced|Ingredients|Supplement Facts"
    r"|Net Wt|Net Weight|Bulk active|Item (?:#|no|number)|Product (?:code|#|number)|Lot)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_POSTED = re.compile(
    r"\brecall(?:s|ing)?\s+(?:(?:of|for)\s+)?(?:(?:one|two|three|four|five|\d+|all|certain|select|some|specific|multiple)\s+)*"
    r"(?:(?:lots?|batch(?:es)?|units?)\s+of\s+)?(?P<product>.+?)(?:\s+(?:due to|because|after|over)\b.*)?",
    re.IGNORECASE,
)
"""The title of a posting: “A firm issues voluntary recall of two lots of a product due to a reason”."""
_TRADE_WORD = re.compile(r"[\s,]*\b(?:USP|NF|C-?(?:II|III|IV|V)|JP|BP)\b\.?(?!-)|[®™]", re.IGNORECASE)
_PACKAGING = re.compile(
    r"\d+[ -]?(?:count|ct|capsules?|tablets?|caplets?|pack|vials?|bottles?|bags?|cartons?|units?|cans?|oz|fl|lbs?|x)\b"
    r"|\b(?:per|in) (?:an? )?(?:bottle|carton|box|case|bag|vial|tub|jar|can)|\b(?:bottles?|cartons?|blisters?|boxes"
    r"|cases?|bags|pouches|packages?|packets?|sold|unit[- ]dose|single[- ]dose|single[- ]use)\b|\d\)|^[a-z]\)",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"\d[\d.,]*\s?(?:mg|mcg|g|grams?|mL|%|units?|mEq|IU)(?:\s?/\s?(?:[\d.]+\s?)?(?:mL|mg|g|hr?|hour|actuation|spray|dose))?"
    r"(?:\s(?:tablets?|capsules?|caplets?|injection|solution|suspension|cream|ointment|gel|syrup))?",
    re.IGNORECASE,
)
_LONGEST_NAME = 120


class Name(NamedTuple):
    product: str
    strength: str
    """Empty where the description does not give exactly one."""


def product_of(record: Record) -> str:
    """The description up to the words of the trade (maker, code numbers, “Rx only”); of a posting, its title's part."""
    if record.product_type == POSTING:
        place = re.search(r"\brecall", record.description, re.IGNORECASE)
        posted = _POSTED.fullmatch(record.description, place.start()) if place else None
        return posted["product"] if posted else record.description
    return _TRADE_TAIL.sub("", record.description).strip(" ,;:.") or record.description


def name_of(record: Record) -> Name:
    """Product and strength apart, where the strength stands in a part of its own: “Amlodipine tablets, 10 mg”."""
    product = product_of(record)
    parts = _parts(product)
    strengths = [part for part in parts[1:] if _STRENGTH.fullmatch(part)]
    if len(strengths) != 1 or len(_STRENGTH.findall(product)) != 1:
        return Name(product, "")
    place = parts.index(strengths[0])
    return Name(", ".join(parts[:place]), strengths[0])


def plain_product(record: Record) -> str:
    """A short name for a headline: “Potassium chloride capsules, 750 mg”; empty where there is none."""
    kept: list[str] = []
    for part in _parts(product_of(record)):
        if kept and _PACKAGING.search(part):
            break
        kept.append(_sentence_case(part, is_first=not kept))
    while len(kept) > 1 and len(", ".join(kept)) > _LONGEST_NAME:
        kept.pop()
    name = ", ".join(kept)
    return name if len(name) <= _LONGEST_NAME else ""


def _parts(text: str) -> list[str]:
    """Split at commas and semicolons that are not inside a number, without “USP”, “CII” and the like."""
    cleaned = (_TRADE_WORD.sub("", part).strip(" ,.:") for part in re.split(r"[,;](?!\d)\s*", text))
    return [part for part in cleaned if part]


def _sentence_case(part: str, *, is_first: bool) -> str:
    """Several words all in capitals are set in small letters, with the first one capital."""
    if not part.isupper() or " " not in part:
        return part
    return part.capitalize() if is_first else part.lower()
