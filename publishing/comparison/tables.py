"""A compared table as a table. Where its rows or columns were joined, split or moved, both tables are shown whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing.comparison.blocks import CELL, Block, Mark
from publishing.comparison.pages import Change, Row
from publishing.comparison.rendering import ShownRow, Side, inline
from publishing.comparison.wording import Fate, Piece, joined

_STAYED = {Change.NONE, Change.CHANGED}


def table_html(rows: Sequence[ShownRow]) -> SafeString:
    """The rows and the caption of one table, in the order in which they are shown."""
    sides = [side for side in (Side.BEFORE, Side.AFTER) if any(_stands_on(row.row, side) for row in rows)]
    if len(sides) == 1 or _has_one_grid([row.row for row in rows]):
        return _table(rows, Side.BOTH)
    tables = ((_NAMES[side](), _table(rows, side)) for side in sides)
    return format_html_join("", '<p class="note">{}</p>{}', tables)


_NAMES = {
    Side.BEFORE: lambda: _("The rows or columns of this table changed. The table before:"),
    Side.AFTER: lambda: _("The table now:"),
}


def _stands_on(row: Row, side: Side) -> bool:
    """True where the row is one of that version of the table. What moved stood where it left."""
    if side == Side.BEFORE:
        return row.before is not None and row.change != Change.MOVED
    return side == Side.BOTH or row.after is not None


def _has_one_grid(rows: Sequence[Row]) -> bool:
    """True where both versions fit into one table, so that every cell stands in its own column and row.

    Cells that stayed have the same spans; a row can be added or removed where no cell spans rows.
    """
    rows = [row for row in rows if _kind(row) == "tr"]
    if any(row.change in _STAYED and _spans(row.before) != _spans(row.after) for row in rows):
        return False
    if all(row.change in _STAYED for row in rows):
        return True
    grids = [_spans(block) for row in rows for block in (row.before, row.after) if block]
    has_tall_cells = any(tall > 1 for grid in grids for _wide, tall in grid)
    return not has_tall_cells and len({sum(wide for wide, _tall in grid) for grid in grids}) == 1


def _kind(row: Row) -> str:
    block = row.after or row.before
    return block.kind if block else ""


def _spans(block: Block | None) -> list[tuple[int, int]]:
    """The number of columns and rows that each cell covers."""
    sizes = [_sizes(cell[0].marks) for cell in (block.cells if block else ())]
    return [(size.get("colspan", 1), size.get("rowspan", 1)) for size in sizes]


def _sizes(marks: tuple[Mark, ...]) -> dict[str, int]:
    pairs = (pair.split("=") for mark in marks for pair in mark.value.split())
    return {name: int(value) for name, value in pairs}


def _table(rows: Iterable[ShownRow], side: Side) -> SafeString:
    shown = [row for row in rows if _stands_on(row.row, side)]
    captions = format_html_join("", "{}", ((_caption(row, side),) for row in shown if _kind(row.row) != "tr"))
    lines = format_html_join("", "{}", ((_line(row, side),) for row in shown if _kind(row.row) == "tr"))
    box = '<div class="table" role="group" aria-label="{}" tabindex="0"><table>{}{}</table></div>'
    return format_html(box, _("Table"), captions, lines)


def _caption(row: ShownRow, side: Side) -> SafeString:
    return format_html("<caption{}>{}</caption>", _attributes(row, side), inline(row.pieces, side))


def _line(row: ShownRow, side: Side) -> SafeString:
    cells = _cells(row.pieces, side)
    if cells and side != Side.BEFORE:
        cells[-1].notes = row.notes
    return format_html(
        "<tr{}>{}</tr>", _attributes(row, side), format_html_join("", "{}", ((_cell(cell, side),) for cell in cells))
    )


def _attributes(row: ShownRow, side: Side) -> SafeString:
    """The class, and the id to which links to the change lead: once, where the row is shown twice."""
    is_its_place = side != Side.BEFORE or row.row.after is None
    anchor = format_html(' id="change-{}"', row.row.number) if row.row.number and is_its_place else ""
    return format_html(' class="row-{}"{}', row.row.change, anchor)


@dataclass
class _Cell:
    marks: tuple[Mark, ...]
    fate: Fate
    former: tuple[Mark, ...]
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _cells(pieces: Iterable[Piece], side: Side) -> list[_Cell]:
    """The pieces of a row, cut where a cell begins."""
    cells: list[_Cell] = []
    for piece in pieces:
        if (side, piece.fate) in ((Side.BEFORE, Fate.ADDED), (Side.AFTER, Fate.REMOVED)):
            continue
        for place in range(len(piece.before or piece.after)):
            one = Piece(piece.fate, piece.before[place : place + 1], piece.after[place : place + 1])
            former, now = (shown[0] if shown else None for shown in (one.before, one.after))
            own = (former or now) if side == Side.BEFORE else (now or former)
            if own and own.word.text == CELL:
                cells.append(_Cell(own.word.marks, one.fate, former.word.marks if former else ()))
            elif cells:
                cells[-1].pieces.append(one)
    return cells


def _cell(cell: _Cell, side: Side) -> SafeString:
    tag = "th" if any(mark.tag == "th" for mark in cell.marks) else "td"
    sizes = format_html_join("", ' {}="{}"', _sizes(cell.marks).items())
    html = SafeString(inline(joined(cell.pieces), side).removeprefix("<br>"))
    notes = list(cell.notes)
    if side == Side.BOTH and cell.fate == Fate.REMARKED and {mark.tag for mark in cell.former} != {tag}:
        notes.append(_("now a heading cell") if tag == "th" else _("no heading cell any more"))
    said = format_html_join("", ' <span class="note">({})</span>', ((note,) for note in notes))
    return format_html("<{0}{1}>{2}{3}</{0}>", SafeString(tag), sizes, html, said)
