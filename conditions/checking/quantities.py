"""Phone numbers and doses in a text, so that two ways of writing one are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publishing.comparison.risks import looks_like_medicine

_PHONE = re.compile(r"(?<![\d-])(?:\+?1[-. ]?)?\(?(\d{3})\)?[-. ]{1,2}(\d{3})[-. ](\d{4})(?![\d-])")
_DOSE = re.compile(
    r"(?<![\d.,/])(\d+(?:,\d{3})*(?:\.\d+)?)\s?(mg|mcg|µg|μg|g|mL|ml|milligrams?|micrograms?|milliliters?|units?|"
    r"IU|mEq|puffs?|drops?)"
    r"(?:\s?(?:/|per|for each|for every)\s?(kg|kilogram|day|dose|mL|ml|pound|lb)s?)?\b"
)
_UNITS = {
    "milligram": "mg",
    "microgram": "mcg",
    "µg": "mcg",
    "μg": "mcg",
    "milliliter": "ml",
    "kilogram": "kg",
    "pound": "lb",
}
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Dose:
    medicine: str
    amount: str
    unit: str
    per: str
    as_written: str

    def is_about_same_as(self, other: Dose) -> bool:
        return (self.medicine, self.unit, self.per) == (other.medicine, other.unit, other.per)


def phones_in(text: str) -> Iterator[tuple[str, str]]:
    """The ten figures of each, and how it is written."""
    for found in _PHONE.finditer(text):
        yield found[1] + found[2] + found[3], found[0].strip()


def doses_in(sentence: str) -> Iterator[Dose]:
    """Those of the one medicine that a sentence names; with two, whose dose is whose cannot be told."""
    medicines = {word.casefold() for word in _WORD.findall(sentence) if looks_like_medicine(word)}
    for found in _DOSE.finditer(sentence) if len(medicines) == 1 else ():
        amount = found[1].replace(",", "")
        yield Dose(next(iter(medicines)), f"{float(amount):g}", _unit(found[2]), _unit(found[3] or ""), found[0])


def _unit(written: str) -> str:
    unit = written.casefold()
    unit = unit if unit in ("", "µg", "μg") else unit.removesuffix("s")
    return _UNITS.get(unit, unit)
