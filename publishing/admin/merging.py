"""Three-way merge of two people's forms. Asks only about what both changed. Knows no database.

A form's fields map names to what the browser posts. The base is what the form said when it was opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from publishing.merge import TextMerge, merge_lines, merge_rich

Values = list[str]
Row = dict[str, Values]

ID, DELETE = "id", "DELETE"


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    MERGED = "merged"
    """Both changed it, at different places."""

    BOTH = "both"
    """A collision: somebody must choose."""


class Kind(StrEnum):
    ONE = "one"
    """A value that cannot be merged: a line of text, a choice, a date."""

    SET = "set"
    LINES = "lines"
    RICH = "rich"


@dataclass(frozen=True)
class Rules:
    """The meaning of the fields of a form."""

    kind: Callable[[str], Kind]
    same: Callable[[str, Values, Values], bool]
    """True where two values of a field say the same, however they are written."""

    text: Callable[[str, Values], str]
    """The value of a field of the kinds `LINES` and `RICH`, the latter clean."""


@dataclass(frozen=True)
class Difference:
    """A field that somebody changed, and who."""

    name: str
    side: Side
    base: Values
    mine: Values
    theirs: Values
    row: str = ""
    """The key of the inline row that it is in; empty for the page's own fields."""

    text: TextMerge | None = None
    """The collisions of a text that both changed."""


@dataclass
class Merged:
    """The form that holds both, and what was different."""

    fields: Row
    rows: list[Row] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def asked(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.side == Side.BOTH]

    @property
    def brought_in(self) -> list[Difference]:
        """Another person's changes that were merged without a question."""
        return [one for one in self.differences if one.side in (Side.THEIRS, Side.MERGED) and one.name != "order"]


def merge_fields(base: Row, mine: Row, theirs: Row, rules: Rules, row: str = "") -> tuple[Row, list[Difference]]:
    """Field by field; a field that the base or the others do not know is mine."""
    merged: Row = dict(mine)
    found = []
    for name, value in theirs.items():
        own, before = mine.get(name, value), base.get(name, value)
        if rules.same(name, own, value):
            continue
        if rules.same(name, own, before):
            merged[name] = value
            found.append(Difference(name, Side.THEIRS, before, own, value, row))
        elif rules.same(name, value, before):
            found.append(Difference(name, Side.MINE, before, own, value, row))
        else:
            merged[name], difference = _both(Difference(name, Side.BOTH, before, own, value, row), rules)
            found.append(difference)
    return merged, found


def _both(difference: Difference, rules: Rules) -> tuple[Values, Difference]:
    """The value of a field that both changed; both versions of a text, and mine of what holds only one."""
    name, facts = difference.name, (difference.base, difference.mine, difference.theirs)
    kind = rules.kind(name)
    if kind == Kind.ONE:
        return difference.mine, difference
    if kind == Kind.SET:
        return _merged_sets(*facts), Difference(name, Side.MERGED, *facts, difference.row)
    merge = merge_rich if kind == Kind.RICH else merge_lines
    text = merge(*(rules.text(name, values) for values in facts))
    side = Side.BOTH if text.collisions else Side.MERGED
    return [text.resolved()], Difference(name, side, *facts, difference.row, text)


def _merged_sets(base: Values, mine: Values, theirs: Values) -> Values:
    """Values that either person added, without those that either removed."""
    removed = set(base) - (set(mine) & set(theirs))
    return [value for value in dict.fromkeys([*mine, *theirs]) if value not in removed]


def merge_rows(
    base: Mapping[str, Row], mine: Iterable[Row], theirs: Mapping[str, Row], rules: Rules
) -> tuple[list[Row], list[Difference]]:
    """Inline rows by their key. A row that one removed and the other changed stays, and is asked about."""
    rows: list[Row] = []
    found: list[Difference] = []
    seen = set()
    for row in mine:
        key = "".join(row.get(ID, []))
        seen.add(key)
        kept, differences = _merged_row(key, row, base.get(key), theirs, rules)
        rows += [kept] if kept is not None else []
        found += differences
    for key, row in theirs.items():
        if key not in seen and not _is_among(row, rows, rules):
            rows.append({**row, ID: [key]})
            found.append(Difference("", Side.THEIRS, [], [], _words(row), key))
    return rows, found


def _merged_row(
    key: str, mine: Row, before: Row | None, theirs: Mapping[str, Row], rules: Rules
) -> tuple[Row | None, list[Difference]]:
    if not key:
        return (None if _is_among(mine, list(theirs.values()), rules) else mine), []
    before = before or {}
    if key not in theirs:
        if mine.get(DELETE) or all(rules.same(name, mine.get(name, value), value) for name, value in before.items()):
            return None, [Difference("", Side.THEIRS, _words(before), _words(mine), [], key)]
        return {**mine, ID: [""]}, [Difference("", Side.BOTH, _words(before), _words(mine), [], key)]
    if not mine.get(DELETE):
        return merge_fields(before, mine, theirs[key], rules, key)
    changed = [name for name, value in theirs[key].items() if not rules.same(name, before.get(name, value), value)]
    if not changed:
        return mine, []
    kept = {name: value for name, value in mine.items() if name != DELETE} | theirs[key]
    return kept, [Difference("", Side.BOTH, _words(before), [], _words(theirs[key]), key)]


def _is_among(row: Row, others: list[Row], rules: Rules) -> bool:
    """The same words were added by both: one tab is enough."""
    names = [name for name in row if name not in (ID, DELETE, "order")]
    return any(all(rules.same(name, row[name], other.get(name, [])) for name in names) for other in others)


def _words(row: Row) -> Values:
    return [value for name, values in row.items() if name not in (ID, DELETE, "order") for value in values]
