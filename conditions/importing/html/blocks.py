"""The elements of a document as blocks, in the order a reader meets them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from conditions.importing.assembly import element_html
from conditions.importing.banner import BANNER, alert_of
from conditions.importing.blocks import Block, BlockKind, private_use
from conditions.importing.headings import LOW
from conditions.importing.html.account import Account
from conditions.importing.html.furniture import CODE, EMBEDDED, HEADINGS, PICTURES, Page, is_alert, is_inside
from conditions.importing.html.inline import INLINE, inline_html, is_opener, link_of, plain
from conditions.importing.html.panels import Panels
from conditions.importing.html.tables import is_layout, table_block
from conditions.importing.html.writing import inner_html, is_balanced, list_html
from conditions.importing.lines import Line, visible
from conditions.importing.outline import AlertOutline
from conditions.importing.report import Fate
from conditions.importing.words import as_html

_LOWEST = 6
OUTSIDE = "outside the page's main part"
_AFTER_TABS = "it stands after the tabs: added to the last of them"
_BREAKS = re.compile(r"(?:<br>)+")
_PAUSE = re.compile(r"(?:<br>){2,}")
_FIRST_LINK = re.compile(r'<a href="([^"]*)"')


class Reader:
    """Reads the elements of one document."""

    def __init__(self, soup: BeautifulSoup, page: Page, account: Account) -> None:
        self._page = page
        self._panels = Panels.of(soup)
        self._account = account
        self._holders = _holders_of_blocks(soup)
        self._has_tabs = False
        self._is_after_tabs = False
        self._has_begun = False
        self.alerts: list[AlertOutline] = []

    def blocks_of(self, element: Tag, link: str = "") -> Iterator[Block]:
        """The blocks inside an element; `link` is where all of it leads."""
        sentence: list[PageElement] = []
        for child in element.children:
            if self._is_inline(child):
                sentence.append(child)
                continue
            yield from self._paragraphs(element, sentence, link)
            sentence = []
            if isinstance(child, Tag):
                yield from self._element(child, link)
        yield from self._paragraphs(element, sentence, link)

    def page(self, element: Tag) -> Iterator[Block]:
        """The blocks of the page, read inward from an element that holds it; all around it is left out."""
        if element is self._page.element:
            self._has_begun = self._page.heading is None or not is_inside(self._page.heading, element)
            yield from self.blocks_of(element)
            return
        for child in element.children:
            if isinstance(child, Tag) and is_inside(self._page.element, child):
                yield from self.page(child)
            elif isinstance(child, Tag):
                self._leave_out(child, self._page.why_left_out(child) or OUTSIDE)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString) and visible(child):
                self._account.leave_out(element, OUTSIDE, visible(child))

    def _is_inline(self, node: PageElement) -> bool:
        if not isinstance(node, Tag):
            return True
        is_special = is_opener(node) or id(node) in self._panels.labels or id(node) in self._panels.names
        return node.name in INLINE and id(node) not in self._holders and not is_special

    def _element(self, element: Tag, link: str) -> Iterator[Block]:
        if why := self._page.why_left_out(element):
            self._leave_out(element, why)
        elif is_alert(element) and not self._has_begun:
            yield from self._alert(element, link)
        elif name := self._panels.labels.get(id(element)):
            line = self._account.line(element, visible(element.get_text(" ")))
            self._account.ledger.enter((line,), Fate.PLACED, name, "heading" if name.endswith("?") else "tab")
        elif name := self._panels.names.get(id(element)):
            yield from self._panel(element, name)
        else:
            yield from self._by_name(element, link)

    def _leave_out(self, element: Tag, why: str) -> None:
        """Leave out an element, but for the alerts in it."""
        boxes = [element] if is_alert(element) else element.find_all(is_alert)
        inside = {id(box) for box in boxes}
        for box in boxes:
            if not any(id(parent) in inside for parent in box.parents):
                for block in self._alert(box, ""):
                    self._account.ledger.leave_out(block.lines, why)
                box.clear()
        if not element.contents and element.name not in CODE | EMBEDDED | PICTURES:
            return
        self._account.leave_out(element, why)

    def _alert(self, element: Tag, link: str) -> Iterator[Block]:
        """The blocks of a box that only looks like an alert."""
        blocks = list(self._by_name(element, link))
        alert = alert_of(blocks)
        if not alert:
            yield from blocks
            return
        self.alerts.append(alert)
        for block in blocks:
            self._account.ledger.leave_out(block.lines, BANNER, "draft alert")

    def _panel(self, element: Tag, name: str) -> Iterator[Block]:
        """A tab. Some sites mark questions and their answers in the same way: those are headings."""
        lines = () if self._panels.has_label(name) else (self._account.line(element, name),)
        self._is_after_tabs = False
        if name.endswith("?"):
            yield Block(BlockKind.HEADING, name, as_html(name), lines, level=_LOWEST)
        else:
            self._has_tabs = True
            yield Block(BlockKind.TAB, name, "", lines)
        yield from self._by_name(element, "")
        self._is_after_tabs = self._has_tabs

    def _by_name(self, element: Tag, link: str) -> Iterator[Block]:
        match element.name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                yield from self._heading(element, int(element.name[1]), link)
            case "summary" | "button" | "dt" if not element.find(HEADINGS):
                yield from self._heading(element, _LOWEST, link)
            case "ul" | "ol":
                yield from self._list(element)
            case "table" if not is_layout(element):
                yield table_block(element, self.blocks_of, self._account)
            case "blockquote":
                yield from self._quotation(element)
            case "pre":
                lines = (as_html(visible(line)) for line in element.get_text().splitlines())
                yield from self._text(element, "<br>".join(line for line in lines if line))
            case _:
                yield from self.blocks_of(element, link or (link_of(element) if element.name == "a" else ""))

    def _heading(self, element: Tag, level: int, link: str) -> Iterator[Block]:
        html = _BREAKS.sub(" ", inline_html(element.children, self._account, link))
        if text := plain(html):
            self._has_begun = self._has_begun or element is self._page.heading
            line = self._account.line(element, text)
            yield self._block(BlockKind.HEADING, text, html, (line,), level=level)

    def _paragraphs(self, parent: Tag, sentence: Sequence[PageElement], link: str) -> Iterator[Block]:
        if not sentence:
            return
        html = inline_html(sentence, self._account, link)
        parts = _PAUSE.split(html)
        first = next((node for node in sentence if isinstance(node, Tag)), parent)
        for part in parts if all(is_balanced(part) for part in parts) else [_PAUSE.sub("<br>", html)]:
            yield from self._text(first, part)

    def _text(self, element: Tag, html: str) -> Iterator[Block]:
        if text := plain(html):
            yield self._block(BlockKind.TEXT, text, html, (self._account.line(element, text),))
        elif "<img" in html:
            yield self._block(BlockKind.PICTURE, "", f"<p>{html}</p>", ())

    def _list(self, element: Tag) -> Iterator[Block]:
        items: list[list[Block]] = []
        numbers: list[str] = []
        for child in element.children:
            if not (found := self._item(child)):
                continue
            if items and _goes_with_item(child):
                items[-1].extend(found)
            else:
                items.append(found)
                numbers.append(str(child.get("value", "")) if isinstance(child, Tag) and child.name == "li" else "")
        if any(block.kind == BlockKind.TAB for item in items for block in item) or all(
            item[0].kind == BlockKind.HEADING for item in items
        ):
            yield from (block for item in items for block in item)  # An accordion.
            return
        blocks = [block for item in items for block in item]
        yield self._block(
            BlockKind.LIST,
            " ".join(block.text for block in blocks),
            list_html(element, [*zip(numbers, map(inner_html, items), strict=True)]),
            tuple(line for block in blocks for line in block.lines),
        )

    def _item(self, child: PageElement) -> list[Block]:
        """Content beside the items belongs to the item before it; without one it becomes an item."""
        if isinstance(child, Tag):
            return list(self.blocks_of(child) if child.name == "li" else self._element(child, ""))
        return list(self._paragraphs(child.parent, [child], "")) if child.parent else []

    def _quotation(self, element: Tag) -> Iterator[Block]:
        blocks = list(self.blocks_of(element))
        if not blocks or any(block.kind in (BlockKind.TAB, BlockKind.QUOTE) for block in blocks):
            yield from blocks
            return
        html = "".join(element_html(replace(block, level=LOW)) for block in blocks)
        lines = tuple(line for block in blocks for line in block.lines)
        text = " ".join(block.text for block in blocks)
        yield self._block(BlockKind.QUOTE, text, f"<blockquote>{html}</blockquote>", lines)

    def _block(self, kind: BlockKind, text: str, html: str, lines: tuple[Line, ...], level: int = 0) -> Block:
        found = _FIRST_LINK.search(html)
        doubt = private_use(text) or (_AFTER_TABS if self._is_after_tabs else "")
        lines += self._account.lines_of_pictures()
        return Block(kind, text, html, lines, level, doubt, unescape(found[1]) if found else "")


def _goes_with_item(child: PageElement) -> bool:
    return not isinstance(child, Tag) or child.name in INLINE | {"ul", "ol", "p"}


def _holders_of_blocks(soup: BeautifulSoup) -> set[int]:
    """The identities of all elements that hold one that is no part of a sentence, such as a link around a heading."""
    holders: set[int] = set()
    for element in soup.find_all(True):
        if element.name in INLINE:
            continue
        for parent in element.parents:
            if id(parent) in holders:
                break
            holders.add(id(parent))
    return holders
