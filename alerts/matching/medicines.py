"""Brand names and other names of medicines, from `medicines.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alerts.matching.names import Alias, AliasKind, Name, Part, merged, names_in

MEDICINES = Path(__file__).with_name("medicines.toml")
_ORAL_SOLIDS = frozenset({"tablet", "capsule"})
"""Families do not tell a brand's tablet from its capsule."""


@dataclass(frozen=True)
class Medicine:
    """A nonproprietary name with brands that are sold in the same forms."""

    generic: str
    brands: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    loose_names: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    """The dose forms of the brands; empty where they come in all that the generic is sold in."""
    release: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        return _parts_of(self.generic)


@cache
def medicines() -> tuple[Medicine, ...]:
    entries = tomllib.loads(MEDICINES.read_text(encoding="utf-8"))["medicine"]
    return tuple(
        Medicine(
            entry["generic"],
            tuple(entry.get("brands", ())),
            tuple(entry.get("other_names", ())),
            tuple(entry.get("loose_names", ())),
            frozenset(entry.get("forms", ())),
            entry.get("release", ""),
        )
        for entry in entries
    )


def all_names(names: Iterable[Name]) -> list[Name]:
    """The names of a record or an alert, then the other names under which a page may speak of the same medicine.

    A recall of one brand leads to the nonproprietary name, and not to other brands.
    """
    own = merged(names)
    branded = {medicine.generic for medicine in medicines() if any(_is_brand_of(medicine, name) for name in own)}
    return merged([*own, *(other for name in own for other in _other_names(name, branded))])


def _other_names(name: Name, branded: Container[str]) -> Iterator[Name]:
    if loose := _without_salt(name):
        yield loose
    for medicine in medicines():
        if not _is_same(name.parts, medicine.parts):
            yield from _generic_of(medicine, name)
            continue
        if medicine.generic not in branded and _has_brands_like(medicine, name):
            for brand in medicine.brands:
                yield _renamed(name, _as_parts(brand), Alias(brand, medicine.generic, AliasKind.BRAND))
        yield from _unbranded(medicine, name)


def _unbranded(medicine: Medicine, name: Name) -> Iterator[Name]:
    for other in medicine.other_names:
        yield _renamed(name, _parts_of(other), Alias(other, medicine.generic, AliasKind.OTHER_NAME))
    for loose in medicine.loose_names if name.forms else ():
        alias = Alias(loose, medicine.generic, AliasKind.LOOSE)
        yield _renamed(name, _parts_of(loose), alias, is_loose=True)


def _generic_of(medicine: Medicine, name: Name) -> Iterator[Name]:
    """For a recall under a brand name, or under another name of the medicine."""
    for brand in medicine.brands:
        if name.parts == _as_parts(brand):
            yield _renamed(name, medicine.parts, Alias(brand, medicine.generic, AliasKind.BRAND))
    for other in medicine.other_names:
        if _is_same(name.parts, _parts_of(other)):
            yield _renamed(name, medicine.parts, Alias(other, medicine.generic, AliasKind.OTHER_NAME))


def _without_salt(name: Name) -> Name | None:
    """“Potassium capsules” for potassium chloride capsules; other salts are told apart by their own names."""
    part = name.parts[0]
    if len(name.parts) != 1 or not part.needs_salt or not part.salts or not name.forms:
        return None
    whole = " ".join((*part.words, *part.salts))
    return _renamed(name, (Part(part.words),), Alias(part.words[0], whole, AliasKind.LOOSE), is_loose=True)


def _renamed(name: Name, parts: tuple[Part, ...], alias: Alias, *, is_loose: bool = False) -> Name:
    return Name(parts, name.forms, name.releases, is_loose=is_loose, alias=alias)


def _is_brand_of(medicine: Medicine, name: Name) -> bool:
    return any(name.parts == _as_parts(brand) for brand in medicine.brands)


@cache
def _parts_of(name: str) -> tuple[Part, ...]:
    return names_in(name)[0].parts


def _as_parts(brand: str) -> tuple[Part, ...]:
    return (Part(tuple(brand.casefold().split())),)


def _is_same(parts: tuple[Part, ...], others: tuple[Part, ...]) -> bool:
    """The same ingredients in any order."""
    by_words = {part.words: part for part in others}
    return len(parts) == len(others) and all(
        part.words in by_words and _salts_agree(part, by_words[part.words]) for part in parts
    )


def _salts_agree(part: Part, other: Part) -> bool:
    """A salt counts where both name one, and where the ingredient is no product without it."""
    may_lack_it = not part.needs_salt and not (part.salts and other.salts)
    return part.salts == other.salts or may_lack_it


def _has_brands_like(medicine: Medicine, name: Name) -> bool:
    """The brands come in a recalled form, and let the medicine out in the same way."""
    if medicine.release and name.forms and medicine.release not in name.releases:
        return False
    forms = medicine.forms | (_ORAL_SOLIDS if medicine.forms & _ORAL_SOLIDS else frozenset())
    return not forms or not name.forms or bool(forms & name.forms)
