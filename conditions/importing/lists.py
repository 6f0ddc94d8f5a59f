"""Items as lists inside lists, by their signs and indentation."""

from __future__ import annotations

from dataclasses import dataclass, field

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import Line, ends_sentence
from conditions.importing.markers import NUMBER, Marker
from conditions.importing.passages import Passage
from conditions.importing.words import as_html, with_bold_lead_ins

_DEEPEST = 6
"""Lists inside one another; what is indented further stands in the innermost."""

_INNER_SIGNS = "o◦▪"

_HEADING_LENGTH = 80


@dataclass
class Item:
    text: str
    parts: list[str | ItemList] = field(default_factory=list)
    """The paragraphs and lists that follow inside the item."""


@dataclass
class ItemList:
    sign: str
    indent: int
    items: list[Item]


class ListBuilder:
    """Takes the passages of one outermost list, one after the other."""

    def __init__(self) -> None:
        self._open: list[ItemList] = []
        self._lines: list[Line] = []
        self._words: list[str] = []

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    @property
    def indent(self) -> int:
        """Of the outermost list."""
        return self._open[0].indent

    def expects(self, number: int) -> bool:
        """True where the outermost list is numbered and this is the number of its next item."""
        return self.is_open and self._open[0].sign == NUMBER and len(self._open[0].items) + 1 == number

    def takes(self, passage: Passage, marker: Marker) -> bool:
        """False for an item that must begin a list of its own."""
        if not self._open:
            return True
        found = self._list_at(passage.indent, marker.sign)
        if marker.sign == NUMBER:
            counts_on = found is not None and len(found.items) + 1 == marker.number
            begins_inside = found is None and marker.number == 1 and passage.indent > self._open[0].indent + 1
            return counts_on or begins_inside
        follows = passage.lines[0].number == self._lines[-1].number + 1
        is_inner = marker.sign in _INNER_SIGNS or passage.indent > self._open[0].indent + 1
        return bool(found) or follows or is_inner or marker.sign == self._open[0].sign

    def add_item(self, passage: Passage, marker: Marker) -> None:
        self._account(passage)
        item = Item(passage.text.strip())
        while len(self._open) > 1 and self._open[-1].indent > passage.indent + 1:
            self._open.pop()
        if not self._open:
            self._open = [ItemList(marker.sign, passage.indent, [item])]
        elif found := self._list_at(passage.indent, marker.sign):
            del self._open[self._open.index(found) + 1 :]
            found.items.append(item)
        elif len(self._open) < _DEEPEST and self._is_deeper(passage, marker):
            inner = ItemList(marker.sign, passage.indent, [item])
            self._open[-1].items[-1].parts.append(inner)
            self._open.append(inner)
        else:
            self._open[-1].items.append(item)

    def add_paragraph(self, passage: Passage) -> None:
        """Put a paragraph inside the item that it is indented under, or else inside the outermost list's last item."""
        self._account(passage)
        while len(self._open) > 1 and self._open[-1].indent + 1 >= passage.indent:
            self._open.pop()
        self._open[-1].items[-1].parts.append(passage.text.strip())

    def close(self) -> Block:
        """The list as a block. The builder is empty again."""
        text = " ".join(filter(None, self._words))
        block = Block(BlockKind.LIST, text, _list_html(self._open[0]), tuple(self._lines))
        self._open, self._lines, self._words = [], [], []
        return block

    def _account(self, passage: Passage) -> None:
        self._lines += passage.lines
        self._words.append(passage.text.strip())

    def _list_at(self, indent: int, sign: str) -> ItemList | None:
        """The innermost open list with this sign and about this indentation."""
        near = (found for found in reversed(self._open) if abs(found.indent - indent) <= 1 and found.sign == sign)
        return next(near, None)

    def _is_deeper(self, passage: Passage, marker: Marker) -> bool:
        """Further to the right, or another sign under an item's own: “o” under “•”."""
        innermost = self._open[-1]
        return passage.indent > innermost.indent + 1 or marker.sign != innermost.sign


def _list_html(items: ItemList) -> str:
    tag = "ol" if items.sign == NUMBER else "ul"
    said = [item for item in items.items if item.text or item.parts]
    texts = with_bold_lead_ins([item.text for item in said])
    inner = "".join(_item_html(item, text) for item, text in zip(said, texts, strict=True))
    return f"<{tag}>{inner}</{tag}>"


def _item_html(item: Item, text: str) -> str:
    parts = [item.text, *item.parts] if item.text else item.parts
    written = [_list_html(part) if isinstance(part, ItemList) else as_html(part) for part in parts]
    if item.text:
        written[0] = text
    if sum(1 for part in parts if isinstance(part, str)) > 1:
        tags = ["h4" if _is_heading(parts) else "p", *(["p"] * len(parts))]
        written = [
            f"<{tag}>{html}</{tag}>" if isinstance(part, str) else html
            for tag, part, html in zip(tags, parts, written, strict=False)
        ]
    return "<li>" + "".join(written) + "</li>"


def _is_heading(parts: list[str | ItemList]) -> bool:
    """The first words of an item with text under them, as an accordion has them."""
    first, second = parts[:2]
    if not isinstance(first, str) or not isinstance(second, str) or len(first) > _HEADING_LENGTH:
        return False
    return first.endswith("?") or not ends_sentence(first)
