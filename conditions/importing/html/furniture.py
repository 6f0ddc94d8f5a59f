"""Which part of a document is the page, and which elements are never part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from conditions.importing.lines import visible

CODE = frozenset({"script", "style", "template", "link", "meta", "base", "head"})
EMBEDDED = frozenset({"iframe", "object", "embed", "video", "audio", "canvas", "svg", "math", "map", "noscript"})
CONTROLS = frozenset({"input", "select", "textarea", "option", "datalist", "button", "progress", "meter"})
PICTURES = frozenset({"img", "picture", "image"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_BY_NAME = {
    "nav": "navigation",
    "form": "a form",
    "dialog": "a dialog",
}
_BY_ROLE = {
    "navigation": "navigation",
    "search": "a form",
    "banner": "the site's header",
    "contentinfo": "the site's footer",
    "dialog": "a dialog",
}
_NAVIGATION = re.compile(r"(?:^|[-_])(?:breadcrumbs?|skip-?(?:link|nav|to-content))(?:$|[-_])", re.IGNORECASE)
_ALERT = re.compile(r"(?:^|[-_])(?:alerts?|recall)(?:$|[-_])", re.IGNORECASE)
_CONTENT = ("main", "article", "section")


@dataclass(frozen=True)
class Page:
    """The element that holds the page, and the heading that names it."""

    element: Tag
    heading: Tag | None
    length: int

    @classmethod
    def of(cls, soup: BeautifulSoup) -> Page:
        element = _main_part(soup)
        return cls(element, _heading(element) or _heading(soup), _length(element))

    def why_left_out(self, element: Tag) -> str:
        """What an element is that is no part of the page; empty for one that may be."""
        if element.name in CODE | EMBEDDED:
            return f"<{element.name}>: not text of the page"
        role = str(element.get("role", ""))
        why = _BY_NAME.get(element.name) or _BY_ROLE.get(role) or _by_place(element)
        if not why and any(_NAVIGATION.search(name) for name in names_of(element)):
            why = "navigation"
        return "" if why and self._is_in(element) else why

    def _is_in(self, element: Tag) -> bool:
        """Some sites wrap the page in a form: an element with the page, its heading or most of its words is kept."""
        inside = [place for place in (self.element, self.heading) if place is not None]
        if any(is_inside(place, element) for place in inside):
            return True
        return element.name == "form" and _length(element) * 2 > self.length


def _main_part(soup: BeautifulSoup) -> Tag:
    """`main`, else the one `article`, else the whole body."""
    body = soup.body or soup
    mains = soup.find_all("main") or soup.find_all(role="main")
    articles = soup.find_all("article")
    candidates = mains or (articles if len(articles) == 1 else [])
    best = max(candidates, key=_length, default=body)
    return best if _length(best) * 4 >= _length(body) or best.find("h1") else body


def _heading(element: Tag) -> Tag | None:
    """The first heading of the first rank that has words, and does not stand in the site's header if another does."""
    found = [heading for heading in element.find_all("h1") if visible(heading.get_text())]
    return min(found, key=lambda heading: bool(heading.find_parent("header")), default=None)


def is_inside(inner: Tag, outer: Tag) -> bool:
    """True for the element itself, too. (`in` would compare what the elements say.)"""
    return inner is outer or any(parent is outer for parent in inner.parents)


def is_alert(element: Tag) -> bool:
    """A box that its role or class calls an alert."""
    return element.get("role") in ("alert", "alertdialog") or any(_ALERT.search(name) for name in names_of(element))


def names_of(element: Tag) -> list[str]:
    """Its classes and id."""
    classes: str | list[str] = element.get("class") or []
    return [*([classes] if isinstance(classes, str) else classes), str(element.get("id", ""))]


def _by_place(element: Tag) -> str:
    """A header or footer of the site, not of an article."""
    if element.name not in ("header", "footer") or element.find_parent(_CONTENT):
        return ""
    return f"the site's {element.name}"


def _length(element: Tag) -> int:
    return len(element.get_text())
