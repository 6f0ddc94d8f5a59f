"""Two people's forms of one page become one: what only one of them changed is taken, what both changed is asked about.

A form's fields map names to what the browser posts. The base is what the form said when it was opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Values = list[str]
Row = dict[str, Values]
Same = Callable[[str, Values, Values], bool]
"""Whether two values of a field say the same, however they are written."""

ID, DELETE = "id", "DELETE"


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A field that somebody changed. `side` says who; where both did, mine stands until somebody chooses."""

    name: str
    side: Side
    base: Values
    mine: Values
    theirs: Values
    row: str = ""
    """The key of the inline row that it is in; empty for the page's own fields."""


@dataclass
class Merged:
    """The form that holds both, and what was different."""

    fields: Row
    rows: list[Row] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def asked(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.side == Side.BOTH]


def merge_fields(base: Row, mine: Row, theirs: Row, same: Same, row: str = "") -> tuple[Row, list[Difference]]:
    """Field by field; a field that the base or the others do not know is mine."""
    merged: Row = dict(mine)
    found = []
    for name, value in theirs.items():
        own, before = mine.get(name, value), base.get(name, value)
        if same(name, own, value):
            continue
        if same(name, own, before):
            side, merged[name] = Side.THEIRS, value
        else:
            side = Side.MINE if same(name, value, before) else Side.BOTH
        found.append(Difference(name, side, before, own, value, row))
    return merged, found


def merge_rows(
    base: Mapping[str, Row], mine: Iterable[Row], theirs: Mapping[str, Row], same: Same
) -> tuple[list[Row], list[Difference]]:
    """Inline rows by their key. A row that one removed and the other changed stays, and is asked about."""
    rows: list[Row] = []
    found: list[Difference] = []
    seen = set()
    for row in mine:
        key = "".join(row.get(ID, []))
        seen.add(key)
        kept, differences = _merged_row(key, row, base.get(key), theirs, same)
        rows += [kept] if kept is not None else []
        found += differences
    for key, row in theirs.items():
        if key not in seen and not _is_among(row, rows, same):
            rows.append({**row, ID: [key]})
            found.append(Difference("", Side.THEIRS, [], [], _words(row), key))
    return rows, found


def _merged_row(
    key: str, mine: Row, before: Row | None, theirs: Mapping[str, Row], same: Same
) -> tuple[Row | None, list[Difference]]:
    if not key:
        return (None if _is_among(mine, list(theirs.values()), same) else mine), []
    before = before or {}
    if key not in theirs:
        if all(same(name, mine.get(name, value), value) for name, value in before.items()):
            return None, [Difference("", Side.THEIRS, _words(before), _words(mine), [], key)]
        return {**mine, ID: [""]}, [Difference("", Side.BOTH, _words(before), _words(mine), [], key)]
    if not mine.get(DELETE):
        return merge_fields(before, mine, theirs[key], same, key)
    changed = [name for name, value in theirs[key].items() if not same(name, before.get(name, value), value)]
    if not changed:
        return mine, []
    kept = {name: value for name, value in mine.items() if name != DELETE} | theirs[key]
    return kept, [Difference("", Side.BOTH, _words(before), [], _words(theirs[key]), key)]


def _is_among(row: Row, others: list[Row], same: Same) -> bool:
    """The same words were added by both: one tab is enough."""
    names = [name for name in row if name not in (ID, DELETE, "order")]
    return any(all(same(name, row[name], other.get(name, [])) for name in names) for other in others)


def _words(row: Row) -> Values:
    return [value for name, values in row.items() if name not in (ID, DELETE, "order") for value in values]
