"""`make measure-recalls`: how well recall records are read, over real records. docs/recalls.md keeps the figures.

RECALLS=folder takes the JSON files of another folder than ../shared/data. The exit code is 1 where a target is missed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import django
from tqdm import tqdm

from alerts.checker.codes import read_gtin
from alerts.openfda.numbers import ALL_LOTS, lots_in
from alerts.openfda.reading import read_values
from alerts.openfda.record import Record, read_record
from alerts.openfda.remarks import Rejected, Unreadable
from benchmarks import recall_answers
from benchmarks.recall_answers import Recall
from benchmarks.second_lot_reader import second_lots

ROOT = Path(__file__).resolve().parent.parent
LEAST_PARSED = 0.75
"""Of the drug records that list lots, how many must be parsed."""


@dataclass
class Parsing:
    """Counts of parsed and unparsed lots."""

    records: int = 0
    drugs: int = 0
    all_lots: int = 0
    listing: int = 0
    """Drug records that list lots, by either reader."""
    parsed: int = 0
    """Records of which the portal takes the lots."""
    lots: int = 0
    left_out: int = 0
    """Lots that only the second reader finds in a record whose lots the portal takes."""
    wrong: list[str] = field(default_factory=list)
    """Lots of any record that the second reader does not find."""

    @property
    def share(self) -> float:
        return self.parsed / self.listing if self.listing else 1.0

    @property
    def is_right(self) -> bool:
        return not self.wrong and self.share >= LEAST_PARSED


def measure_parsing(records: Iterable[Record]) -> Parsing:
    measured = Parsing()
    for record in records:
        lots = lots_in(record.code_info, record.description)
        measured.records += 1
        measured.drugs += record.product_type == "Drugs"
        if lots == [ALL_LOTS]:
            measured.all_lots += 1
            continue
        single = {end for lot in lots for end in lot.split(" to ")}
        second = second_lots(record.code_info)
        measured.lots += len(lots)
        measured.left_out += len(second - single) if lots else 0
        measured.wrong += [f"{record.key[1]}: {lot} in “{record.code_info[:200]}”" for lot in sorted(single - second)]
        if record.product_type == "Drugs" and (second or lots):
            measured.listing += 1
            measured.parsed += bool(lots)
    return measured


def report_parsing(records: Iterable[Record]) -> bool:
    """Print the figures; true where the targets are met."""
    measured = measure_parsing(records)
    print(f"Records read: {measured.records:,}, {measured.drugs:,} of them drugs; all lots: {measured.all_lots:,}")
    print(f"Drug records that list lots: {measured.listing:,}")
    print(f"  parsed: {measured.parsed:,} ({measured.share:.1%}; target: at least {LEAST_PARSED:.0%})")
    print(f"Lots taken: {measured.lots:,}; left out of parsed records: {measured.left_out:,}")
    print(f"Lots that the second reader does not find: {len(measured.wrong)} (target: 0)")
    for wrong in measured.wrong[:50]:
        print(f"  {wrong}")
    return measured.is_right


def report_answers(records: Iterable[Record]) -> bool:
    """Print how the checker answers; true where the targets are met."""
    recalls = [Recall(lots, _bar_codes(record)) for record in records if (lots := tuple(_listed(record)))]
    return recall_answers.report(recalls)


def _listed(record: Record) -> list[str]:
    lots = lots_in(record.code_info, record.description)
    return [] if lots == [ALL_LOTS] else lots


def _bar_codes(record: Record) -> tuple[str, ...]:
    digits = re.findall(r"(?<!\d)\d{12,14}(?!\d)", re.sub(r"(?<=\d)[ -](?=\d)", "", record.description))
    return tuple(code for code in digits if read_gtin(code))


MEASURES: dict[str, Callable[[Iterable[Record]], bool]] = {"Parsing": report_parsing, "Answers": report_answers}
"""Each part of the measure, by its title."""


def records_of(folder: Path) -> Iterator[Record]:
    """Every record of the folder's JSON files that can be read."""
    for file in sorted(folder.glob("**/*.json")):
        try:
            values = read_values(file.read_bytes())
        except Unreadable as error:
            print(f"{file.name}: {error}", file=sys.stderr)
            continue
        for number, value in enumerate(tqdm(values, desc=file.name, unit="record", leave=False, disable=None), start=1):
            try:
                yield read_record(value, number)
            except Rejected as rejected:
                print(f"{file.name}: left out: {rejected.remark}", file=sys.stderr)


def main() -> int:
    import_module("tests.environment")  # Its own settings, and none of the developer's.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    folder = Path(os.environ.get("RECALLS") or ROOT.parent / "shared" / "data")
    records = list(records_of(folder)) if folder.is_dir() else []
    if not records:
        print(f"No recall records in {folder}. RECALLS=folder names another folder.", file=sys.stderr)
        return 1
    results = []
    for title, measure in MEASURES.items():
        print(f"{title}\n")
        results.append(measure(records))
        print()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
