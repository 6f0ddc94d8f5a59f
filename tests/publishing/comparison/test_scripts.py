"""200 edit scripts: the comparison reports all changed blocks and only those."""

from collections import Counter

import pytest

from publishing.comparison import Block, Change, Part, Row, compare
from publishing.comparison.blocks import CELL
from tests.publishing.comparison.scripts import make_script


def rows_of(before: str, after: str) -> tuple[Row, ...]:
    (part,) = compare([Part.rich("body", "Text", before)], [Part.rich("body", "Text", after)]).parts
    return part.rows


def told(row: Row) -> tuple[str, str]:
    block = row.after or row.before
    assert block is not None
    return row.change.value, words(block)


def words(block: Block) -> str:
    return " ".join(word.text for word in block.words if word.text != CELL).removeprefix("Head ")


@pytest.mark.parametrize("seed", range(200))
def test_an_edit_script_is_reported_block_by_block_and_nothing_else_is(seed: int) -> None:
    script = make_script(seed)
    rows = rows_of(script.before, script.after)
    assert Counter(told(row) for row in rows if row.number) == script.done


@pytest.mark.parametrize("seed", range(200))
def test_both_versions_can_be_read_off_the_comparison(seed: int) -> None:
    script = make_script(seed)
    part = Part.rich("body", "Text", script.before), Part.rich("body", "Text", script.after)
    rows = rows_of(script.before, script.after)
    read = [row.before for row in rows if row.before and row.change != Change.MOVED]
    assert (read, [row.after for row in rows if row.after]) == (list(part[0].blocks), list(part[1].blocks))


def test_the_scripts_hold_every_kind_of_edit() -> None:
    kinds = {kind for seed in range(200) for kind, _words in make_script(seed).done}
    assert kinds == {"added", "removed", "changed", "moved"}
