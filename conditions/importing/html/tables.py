"""Tables: those that hold facts are kept, those that only place text are taken apart."""

from collections.abc import Callable, Iterable, Sequence

from bs4 import Tag

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.html.account import Account
from conditions.importing.html.furniture import HEADINGS
from conditions.importing.html.inline import inline_html, plain
from conditions.importing.html.writing import inner_html

_MOST_SPANNED = 50
"""Cells: what the door for HTML lets through."""

_SCOPES = ("col", "row", "colgroup", "rowgroup")

Reading = Callable[[Tag], Iterable[Block]]


def is_layout(table: Tag) -> bool:
    """True for a table that holds no facts in rows and columns, but parts of the page."""
    rows = table.find_all("tr")
    is_single = all(len(_cells(row)) < 2 for row in rows)
    return is_single or table.get("role") in ("presentation", "none") or bool(table.find(["table", *HEADINGS]))


def table_block(table: Tag, read: Reading, account: Account) -> Block:
    found: list[Block] = []
    head: list[str] = []
    body: list[str] = []
    for row in table.find_all("tr"):
        cells = _cells(row)
        read_cells = [list(read(cell)) for cell in cells]
        found += [block for blocks in read_cells for block in blocks]
        html = "".join(_cell_html(cell, blocks) for cell, blocks in zip(cells, read_cells, strict=True))
        is_head = not body and all(cell.name == "th" for cell in cells)
        (head if is_head else body).append(f"<tr>{html}</tr>")
    caption = _caption(table, account)
    parts = [f"<caption>{block.html}</caption>" for block in caption]
    parts += [f"<{part}>{''.join(rows)}</{part}>" for part, rows in (("thead", head), ("tbody", body)) if rows]
    return Block(
        BlockKind.TABLE,
        " ".join(block.text for block in [*caption, *found]),
        "".join(["<table>", *parts, "</table>"]),
        tuple(line for block in [*caption, *found] for line in block.lines),
    )


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["th", "td"], recursive=False)


def _caption(table: Tag, account: Account) -> Sequence[Block]:
    element = table.find("caption")
    html = inline_html(element.children, account) if element else ""
    if not element or not plain(html):
        return []
    return [Block(BlockKind.TEXT, plain(html), html, (account.line(element, plain(html)),))]


def _cell_html(cell: Tag, blocks: Sequence[Block]) -> str:
    attributes = ""
    for name in ("colspan", "rowspan"):
        value = str(cell.get(name, ""))
        if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= _MOST_SPANNED:
            attributes += f' {name}="{int(value[:4])}"'
    if cell.name == "th" and cell.get("scope") in _SCOPES:
        attributes += f' scope="{cell["scope"]}"'
    return f"<{cell.name}{attributes}>{inner_html(blocks)}</{cell.name}>"
