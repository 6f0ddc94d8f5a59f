"""Measure how often the recall checker is right, over the lots of many recalls in many spellings.

Every list is taken as complete, which only a person may say: otherwise no answer would be “no”.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tqdm import tqdm

from alerts.checker.answer import Outcome, Row, check_rows
from alerts.checker.characters import fold
from alerts.checker.entries import Entry, EntryKind, read_entry
from alerts.packages import Package

LEAST_NO = 0.85
"""Of the lots of other recalls, how many must be answered “no” after confirmation."""
OTHER = "lot of another recall"
_OTHER_LOTS = 20
"""Lots of other recalls that are compared with each recall."""
_LOOK_ALIKES = {
    "zero as O": ("0", "O"), "zero as D": ("0", "D"), "zero as Q": ("0", "Q"), "one as I": ("1", "I"),
    "one as l": ("1", "l"), "five as S": ("5", "S"), "two as Z": ("2", "Z"), "eight as B": ("8", "B"),
    "six as G": ("6", "G"), "seven as T": ("7", "T"), "U as V": ("U", "V"),
}  # fmt: skip
_FULL_WIDTH = {ord(character): ord(character) + 0xFEE0 for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}
_CYRILLIC = str.maketrans("ABEKMHOPCTX", "АВЕКМНОРСТХ")  # noqa: RUF001
_EXAMPLES = 20


class Recall(NamedTuple):
    """A recall's entries, the numbers that a bottle may bear, and its products' bar codes."""

    lots: tuple[str, ...]
    bar_codes: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[str]:
        """Single lots, and of a range its first, middle and last number."""
        return list(dict.fromkeys(number for lot in self.lots for number in _numbers_of(read_entry(lot))))


def _numbers_of(entry: Entry) -> list[str]:
    if entry.kind is not EntryKind.RANGE:
        return [entry.text.removeprefix("lot ")]
    counts = (entry.low, (entry.low + entry.high) // 2, entry.high)
    return [f"{entry.prefix}{count:0{entry.width}}{entry.suffix}" for count in counts]


@dataclass
class Figures:
    """Answers by way of typing, and the typed texts that were wrongly answered “no”."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, way: str, outcome: Outcome, where: str) -> None:
        self.answers[way, outcome.value] += 1
        if outcome is Outcome.NO and way != OTHER:
            self.wrong.append(where)

    def merge(self, other: Figures) -> None:
        self.answers += other.answers
        self.wrong += other.wrong

    def table(self) -> str:
        """A line for each way of typing: yes, ask, no."""
        ways = dict.fromkeys(way for way, _outcome in self.answers)
        lines = ["| typed | yes | ask | no |", "| --- | ---: | ---: | ---: |"]
        lines += [
            f"| {way} | " + " | ".join(str(self.answers[way, outcome]) for outcome in ("yes", "ask", "no")) + " |"
            for way in ways
        ]
        return "\n".join([*lines, *(f"wrongly answered no: {where}" for where in self.wrong[:_EXAMPLES])])

    @property
    def share_of_others_answered_no(self) -> float:
        counts = [self.answers[OTHER, outcome] for outcome in ("yes", "ask", "no")]
        return counts[2] / sum(counts) if sum(counts) else 0.0


def spellings(lot: str) -> Mapping[str, str]:
    """A listed lot as somebody may type it, without any slip."""
    spelled = {
        "as listed": lot,
        "lower case": lot.lower(),
        "capitals": lot.upper(),
        "spaces between": " ".join(lot),
        "in groups of three": " ".join(lot[start : start + 3] for start in range(0, len(lot), 3)),
        "dots between": ".".join(lot),
        "hyphens between": "-".join(lot),
        "long dashes between": "–".join(lot),
        "slashes between": "/".join(lot),
        "underscores between": "_".join(lot),
        "without hyphens": lot.replace("-", ""),
        "slash for hyphen": lot.replace("-", "/"),
        "Lot # before": f"Lot # {lot}",
        "LOT: before": f"LOT:{lot}",
        "LOT without a space": f"LOT{lot}",
        "Lote before": f"Lote {lot}",
        "batch no. before": f"batch no. {lot}",
        "number sign before": f"#{lot}",
        "in brackets": f"({lot})",
        "full stop after": f"{lot}.",
        "expiry after": f"{lot} EXP 04/2028",
        "full width": lot.upper().translate(_FULL_WIDTH),
        "Cyrillic letters": lot.upper().translate(_CYRILLIC),
        "outer spaces": f"  {lot}\t",
    }
    looks = {way: lot.upper().replace(*pair) for way, pair in _LOOK_ALIKES.items() if pair[0] in lot.upper()}
    return spelled | looks


def slips(lot: str, chance: random.Random) -> Mapping[str, str]:
    """A listed lot with one slip of the finger, and with parts missing or added."""
    place = chance.randrange(len(lot))
    other = chance.choice([character for character in "0123456789ABCDEFGHKXY" if character != lot[place].upper()])
    pair = chance.randrange(len(lot) - 1) if len(lot) > 1 else 0
    return {
        "one character wrong": lot[:place] + other + lot[place + 1 :],
        "two neighbours swapped": lot[:pair] + lot[pair : pair + 2][::-1] + lot[pair + 2 :],
        "last two swapped": lot[:-2] + lot[-2:][::-1],
        "one character missing": lot[:place] + lot[place + 1 :],
        "one character too many": lot[:place] + other + lot[place:],
        "00 before": f"00{lot}",
        "first half": lot[: len(lot) // 2 + 1],
        "second half": lot[len(lot) // 2 :],
        "with the next number on the label": f"{lot} {other}{other}1",
    }


NO_LOTS = ("04/2028", "EXP 04/2028", "Apr 2028", "I do not know", "my child took 3 capsules", "1-800-555-0123", "5 mg")
"""Texts that parents type when they do not find the lot."""


def measure(recalls: Sequence[Recall], seed: int = 1) -> Figures:
    """Type every number of every recall in every way, its own bar codes, what is no lot, and lots of other recalls."""
    chance = random.Random(seed)  # noqa: S311 - samples, no secrets
    everything = [number for recall in recalls for number in recall.numbers]
    figures = Figures()
    for recall in tqdm(recalls, unit="recall", leave=False, disable=None):
        rows = [Row.of(Package(lots=recall.lots, is_list_complete=True))]
        for way, typed in _typed(recall, everything, chance):
            figures.add(way, check_rows(typed, rows, is_confirmed=True).outcome, f"{typed!r}, of {recall.lots[0]!r} …")
    return figures


def report(recalls: Sequence[Recall]) -> bool:
    """Print the figures; true where no listed number is answered “no”, and enough of the others are."""
    figures = measure(recalls)
    print(f"Recalls: {len(recalls):,}; numbers: {sum(len(recall.numbers) for recall in recalls):,}\n")
    print(figures.table())
    share = figures.share_of_others_answered_no
    print(f"\nListed numbers answered “no”: {len(figures.wrong)} (target: 0)")
    print(f"Lots of other recalls answered “no” after confirmation: {share:.1%} (target: at least {LEAST_NO:.0%})")
    return not figures.wrong and share >= LEAST_NO


def _typed(recall: Recall, everything: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    for number in recall.numbers:
        yield from spellings(number).items()
        yield from slips(number, chance).items()
    yield from (("the product's own bar code", code) for code in recall.bar_codes)
    yield from (("no lot at all", text) for text in NO_LOTS)
    yield from ((OTHER, number) for number in _others(recall, everything, chance))


def _others(recall: Recall, everything: Sequence[str], chance: random.Random) -> Iterable[str]:
    """Lots of other recalls that are none of this one's."""
    entries = [read_entry(lot) for lot in recall.lots]
    drawn = (chance.choice(everything) for _number in range(_OTHER_LOTS))
    return (number for number in drawn if not any(entry.contains(fold(number)) for entry in entries))
