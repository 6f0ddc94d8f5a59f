"""Text that a document marks as no longer valid is taken out before the page is read, and told in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from soupsieve import SelectorSyntaxError

from conditions.importing.html.account import Account
from conditions.importing.html.furniture import CODE, EMBEDDED
from conditions.importing.html.panels import openable
from conditions.importing.lines import visible
from publishing.sanitizer.invalid import STRUCK, Reason, declarations, is_struck, seam, visibility, why_invalid
from publishing.sanitizer.policy import allowed_value
from publishing.sanitizer.symbols import PRIVATE, font_of, readable

_NO_TEXT = CODE | EMBEDDED
_MARKS = frozenset({"style", "hidden", "role"})
_CELLS = ("td", "th")
_ROWS = ("tr", "thead", "tbody", "tfoot")
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_MOST_RULES = 50


def leave_out_invalid(soup: BeautifulSoup, account: Account) -> None:
    """Take out struck-through and hidden text. What a reader can open stays: panels of tabs and accordions."""
    body = soup.body or soup
    struck = {id(element) for element in _struck_by_style_sheet(soup)}
    marked = [element for element in body.find_all(True) if id(element) in struck or _is_marked(element)]
    opened = openable(soup) if marked else set()
    gaps: list[NavigableString] = []
    for element in marked:
        if not element.decomposed and not any(parent.name in _NO_TEXT for parent in element.parents):
            reason = Reason.STRUCK if id(element) in struck else why_invalid(element.name, attributes_of(element))
            gaps += _without(element, reason, opened, account)
    _close(body, gaps)
    for items in body.find_all("ol"):
        _keep_numbers(items)


def _is_marked(element: Tag) -> bool:
    """A quick look, for most elements say nothing of the kind."""
    return element.name not in _NO_TEXT and (element.name in STRUCK or not _MARKS.isdisjoint(element.attrs))


def _without(element: Tag, reason: Reason | None, opened: set[int], account: Account) -> Iterable[NavigableString]:
    if reason is Reason.STRUCK:
        return _left_out(element, reason, account)
    is_hidden = reason is Reason.HIDDEN and element.name != "dialog"
    is_invisible = visibility(attributes_of(element)) is False
    if not (is_hidden or is_invisible) or _holds(element, opened):
        return ()
    return _left_out(element, Reason.HIDDEN, account) if is_hidden else _invisible_left_out(element, account)


def read_symbols(soup: BeautifulSoup) -> None:
    """Put the signs of symbol fonts into letters that every font has."""
    for text in soup.find_all(string=PRIVATE):
        fonts = (font_of(attributes_of(parent)) for parent in text.parents)
        text.replace_with(readable(str(text), next((font for font in fonts if font is not None), "")))


def attributes_of(element: Tag) -> dict[str, str]:
    return {
        name: " ".join(value) if isinstance(value, list) else str(value or "") for name, value in element.attrs.items()
    }


def _holds(element: Tag, opened: set[int]) -> bool:
    return id(element) in opened or any(id(inner) in opened for inner in element.find_all(True))


def _left_out(element: Tag, reason: Reason, account: Account) -> list[NavigableString]:
    """Account for an element and put a gap in its place. Cells of a table stay, for those after them."""
    if visible(element.get_text()) or element.find("img"):
        account.leave_out(element, reason.value)
    cells = [element] if element.name in _CELLS else element.find_all(_CELLS) if element.name in _ROWS else []
    if reason is Reason.STRUCK and cells:
        for cell in cells:
            cell.clear()
        return []
    gap = NavigableString("")
    element.replace_with(gap)
    element.decompose()
    return [gap]


def _invisible_left_out(element: Tag, account: Account) -> Iterator[NavigableString]:
    """The same for each text that the element makes invisible, and no element inside it shows again."""
    for text in list(element.find_all(string=True)):
        shown = (visibility(attributes_of(parent)) for parent in text.parents)
        if visible(text) and next((one for one in shown if one is not None), True) is False:
            account.leave_out(element, Reason.HIDDEN.value, visible(text))
            gap = NavigableString("")
            text.replace_with(gap)
            yield gap


def _close(body: Tag, gaps: list[NavigableString]) -> None:
    """Put a space into each gap where words would join without it."""
    waiting = {id(gap) for gap in gaps}
    texts = [text for text in body.descendants if isinstance(text, NavigableString) and _counts(text, waiting)]
    after: list[str] = []
    following = ""
    for text in reversed(texts):
        after.append(following)
        following = str(text)[:2] or following
    before = ""
    for text, right in zip(texts, reversed(after), strict=True):
        space = seam(before, right) if id(text) in waiting else str(text)
        if id(text) in waiting and space:
            text.replace_with(space)
        before = space[-1:] or before


def _counts(text: NavigableString, waiting: set[int]) -> bool:
    return id(text) in waiting or not isinstance(text, PreformattedString)


def _keep_numbers(items: Tag) -> None:
    """The item after one without words keeps the number that it has in the document."""
    step = -1 if "reversed" in items.attrs else 1
    entries = items.find_all("li", recursive=False)
    number = int(allowed_value("start", str(items.get("start", ""))) or (len(entries) if step < 0 else 1))
    is_missing = False
    for item in entries:
        number = int(allowed_value("value", str(item.get("value", ""))) or number)
        has_words = bool(visible(item.get_text()) or item.find("img"))
        if has_words and is_missing:
            item["value"] = str(number)
        number, is_missing = number + step, not has_words


def _struck_by_style_sheet(soup: BeautifulSoup) -> Iterator[Tag]:
    """The elements that a rule of the document's own style sheets strikes through."""
    sheet = "\n".join(str(element.string or "") for element in soup.find_all("style"))
    if "line-through" not in sheet.lower():
        return
    selectors = [selector for selector, style in _rules(sheet) if is_struck(declarations(style))]
    for selector in selectors[:_MOST_RULES]:
        try:
            yield from soup.select(selector)
        except (SelectorSyntaxError, NotImplementedError, ValueError):
            continue  # A browser would not understand it either, or it is about no element.


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of each rule that counts on a screen."""
    around: list[str] = []
    selector = ""
    for piece in re.split(r"([{}])", _COMMENT.sub(" ", sheet)):
        if piece == "{":
            around.append(selector)
        elif piece == "}":
            del around[-1:]
        elif around and not around[-1].startswith("@") and not any("print" in one for one in around):
            yield around[-1], piece
        selector = piece.rpartition(";")[2].strip()
