"""A compared part as the page shows it: tables, lists in lists and pictures, with each change marked in its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing.comparison.blocks import Block, Opened
from publishing.comparison.pages import Change, ComparedPart, Row
from publishing.comparison.rendering import ShownRow
from publishing.comparison.tables import table_html

_SHORT = 2
"""So many unchanged units, or fewer, are not folded."""

_STAYED = {Change.NONE, Change.CHANGED}
_HEADINGS = {"h3", "h4"}


@dataclass(frozen=True)
class Stretch:
    """Neighbouring units (paragraphs, whole lists, whole tables) that all changed or all stayed the same."""

    html: SafeString
    units: int
    is_folded: bool


def marked(part: ComparedPart) -> list[Stretch]:
    """The text as it is, with what was added and removed; long stretches without a change are folded."""
    stretches = []
    for is_changed, group in groupby(_tree(part.rows).children, key=_is_changed):
        units = list(group)
        is_folded = not is_changed and len(units) > _SHORT
        stretches.append(Stretch(_joined(units), len(units), is_folded))
    return stretches


def as_it_stands(part: ComparedPart) -> SafeString:
    """The text as it is, without a mark."""
    rows = [Row(Change.NONE, row.after, row.after) for row in part.rows if row.after]
    return _joined(_tree(rows).children)


@dataclass
class _Node:
    """An element of the page with what stands in it."""

    key: Hashable
    opened: Opened
    children: list[_Node | ShownRow] = field(default_factory=list)


Step = tuple[Hashable, Opened]


def _tree(rows: Sequence[Row]) -> _Node:
    root = _Node(None, Opened("", -1))
    stack = [root]
    for row, path in zip(rows, _paths(rows), strict=True):
        shared = len(list(takewhile(lambda pair: pair[0].key == pair[1][0], zip(stack[1:], path, strict=False))))
        del stack[shared + 1 :]
        for key, opened in path[shared:]:
            stack.append(_Node(key, opened))
            stack[-2].children.append(stack[-1])
        stack[-1].children.append(ShownRow(row))
    return root


def _paths(rows: Sequence[Row]) -> Iterator[list[Step]]:
    """The elements around each row. What was removed stands in the element that its neighbours are in now."""
    now: dict[int, Opened] = {}
    for row in rows:
        if row.before and row.after and row.change in _STAYED:
            for old, new in zip(row.before.path, row.after.path, strict=False):
                if old.tag != new.tag:
                    break
                now.setdefault(old.place, new)
    for row in rows:
        yield _path(row.after) if row.after else _former_path(row.before, now)


def _path(block: Block) -> list[Step]:
    return [(opened.place, opened) for opened in block.path]


def _former_path(block: Block | None, now: dict[int, Opened]) -> list[Step]:
    path: list[Step] = []
    for opened in block.path if block else ():
        is_there = opened.place in now and all(isinstance(key, int) for key, _opened in path)
        path.append((now[opened.place].place, now[opened.place]) if is_there else (("before", opened.place), opened))
    return path


def _is_changed(child: _Node | ShownRow) -> bool:
    if isinstance(child, ShownRow):
        return child.row.change != Change.NONE
    return any(map(_is_changed, child.children))


def _joined(children: Iterable[_Node | ShownRow]) -> SafeString:
    return format_html_join("", "{}", ((_html(child),) for child in children))


def _html(child: _Node | ShownRow) -> SafeString:
    if isinstance(child, ShownRow):
        return _block(child)
    tag, number = child.opened.tag, child.opened.number
    if tag == "table":
        return table_html([row for row in child.children if isinstance(row, ShownRow)])
    inner = _joined(child.children)
    if number is not None:
        return format_html('<li value="{}">{}</li>', number, inner)
    return format_html("<{0}>{1}</{0}>", SafeString(tag), inner)


def _block(shown: ShownRow) -> SafeString:
    """A paragraph, heading or item; its tag is that of the page, its id is where links to the change lead."""
    block = shown.row.after or shown.row.before
    kind = block.kind if block else ""
    tag = SafeString(kind if kind in _HEADINGS else "div" if kind == "li" else "p")
    anchor = format_html(' id="change-{}"', shown.row.number) if shown.row.number else ""
    classes = f"block-{kind} row-{shown.row.change}"
    return format_html('<{0} class="{1}"{2}>{3}</{0}>', tag, classes, anchor, shown.html)
