"""Sample answers: what families would read for a listed number, one with a slip, and one that is not listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from alerts.checker.answer import Answer, Outcome, Row, check_rows
from alerts.checker.characters import fold
from alerts.checker.entries import EntryKind, read_entry
from alerts.packages import Package

_TURNED = str.maketrans("0123456789", "7402951836")


class Sample(NamedTuple):
    """A number that a family might type, and the answer after “Is this exactly what is printed?”."""

    typed: str
    answer: Answer


def samples_of(package: Package) -> list[Sample]:
    """At most three: listed, with a slip, not listed. The row is taken as a whole list, as if the box were ticked."""
    rows = [Row.of(replace(package, is_list_complete=True))]
    listed = _listed_number(package)
    if not listed:
        return []
    typed = [listed, _with_slip(listed)]
    samples = [Sample(number, check_rows(number, rows, is_confirmed=True)) for number in typed if number]
    others = (Sample(number, check_rows(number, rows, is_confirmed=True)) for number in _unlisted(listed))
    found = list(others)
    unlisted = next((sample for sample in found if sample.answer.outcome is Outcome.NO), found[0])
    return [*samples, unlisted]


def _listed_number(package: Package) -> str:
    for lot in package.lots:
        entry = read_entry(lot)
        if entry.kind is EntryKind.SINGLE:
            return entry.folded
        if entry.kind is EntryKind.RANGE:
            return f"{entry.prefix}{entry.low:0{entry.width}}{entry.suffix}"
    return next(iter((*package.ndcs, *package.gtins)), "")


def _with_slip(number: str) -> str:
    """Two neighbours swapped, the last ones that differ; empty where all characters are the same."""
    for place in range(len(number) - 2, -1, -1):
        one, other = number[place], number[place + 1]
        if one != other and one.isalnum() and other.isalnum():
            return number[:place] + other + one + number[place + 2 :]
    return ""


def _unlisted(number: str) -> Iterator[str]:
    """Numbers that look alike and are far from a slip."""
    turned = number.translate(_TURNED)
    yield turned
    yield turned[::-1]
    yield f"ZX{fold(turned)}"
