"""What stands inside a paragraph: words, links and emphasis, as clean HTML."""

import re
from collections.abc import Iterable
from html import escape, unescape

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from conditions.importing.html.account import Account
from conditions.importing.html.furniture import CODE, CONTROLS, EMBEDDED, HEADINGS, PICTURES
from conditions.importing.lines import visible
from conditions.importing.words import as_html
from publishing.html import is_safe_address

_RENAMED = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
_FLOWING = frozenset(
    {"a", "abbr", "acronym", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "font", "ins", "kbd", "label"}
    | {"mark", "q", "s", "samp", "small", "span", "strike", "time", "tt", "u", "var", "wbr", "center", "nobr"}
    | _RENAMED.keys()
)
INLINE = _FLOWING | CODE | EMBEDDED | CONTROLS | PICTURES | {"br"}
"""Elements that may stand in the middle of a sentence."""

_SPACE = re.compile(r"\s+")
_SPACED_BREAK = re.compile(r" ?<br> ?")
_EMPTY = re.compile(r"<(strong|em|sub|sup)>(\s?)</\1>")
_TAG = re.compile(r"<[^>]*>")


def inline_html(nodes: Iterable[PageElement], account: Account, link: str = "") -> str:
    """Clean HTML with `<br>` where a line or a block inside ends; all of it leads to the link, where one is given."""
    html = "".join(_node(node, account, is_linked=bool(link)) for node in nodes)
    lines = _SPACED_BREAK.sub("<br>", _EMPTY.sub(r"\2", _SPACE.sub(" ", html))).strip().split("<br>")
    said = [index for index, line in enumerate(lines) if line]
    html = "<br>".join(lines[said[0] : said[-1] + 1]) if said else ""
    return _linked(html, link) if link and html else html


def plain(html: str) -> str:
    """The words of inline HTML."""
    return visible(unescape(_TAG.sub("", html.replace("<br>", " "))))


def link_of(element: Tag) -> str:
    """Where a link leads; empty for one that leads nowhere outside its own page, or that nobody should follow.

    A place on the same page is such a one: its name does not come along.
    """
    address = _SPACE.sub("%20", str(element.get("href") or "").strip())
    return "" if address.startswith("#") or not is_safe_address(address) else address


def is_opener(element: Tag) -> bool:
    """A button that opens the text under it: its words are a heading."""
    attributes = element.attrs
    return element.name == "button" and ("aria-expanded" in attributes or "aria-controls" in attributes)


def _node(node: PageElement, account: Account, *, is_linked: bool) -> str:
    if isinstance(node, NavigableString):
        return "" if isinstance(node, PreformattedString) else _text(str(node), is_linked=is_linked)
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "<br>"
    if node.name in PICTURES:
        return account.take_pictures(node)
    if _is_wordless(node, account):
        return ""
    link = link_of(node) if node.name == "a" and not is_linked else ""
    inner = "".join(_node(child, account, is_linked=is_linked or bool(link)) for child in node.children)
    return _wrapped(node, inner, link)


def _text(text: str, *, is_linked: bool) -> str:
    words = visible(text)
    if not words:
        return " " if text else ""
    html = escape(words, quote=False) if is_linked else as_html(words)
    return f"{' ' * text[0].isspace()}{html}{' ' * text[-1].isspace()}"


def _is_wordless(element: Tag, account: Account) -> bool:
    """True for what is left out of a sentence; its account is written."""
    if element.name in CODE | EMBEDDED:
        account.leave_out(element, f"<{element.name}>: not text of the page")
        return True
    if element.name in CONTROLS and not is_opener(element) and not element.find_parent(HEADINGS):
        account.leave_out(element, "a control")
        return True
    return False


def _wrapped(element: Tag, inner: str, link: str) -> str:
    if not inner.strip():
        return inner
    if link:
        return _linked(inner, link)
    if tag := _RENAMED.get(element.name):
        return f"<{tag}>{inner}</{tag}>"
    if element.name == "abbr" and element.get("title"):
        return f'<abbr title="{escape(visible(str(element["title"])))}">{inner}</abbr>'
    if element.name == "q":
        return f"“{inner}”"
    return inner if element.name in INLINE else f"<br>{inner}<br>"


def _linked(html: str, link: str) -> str:
    return f'<a href="{escape(link)}">{html}</a>'
