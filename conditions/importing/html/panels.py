"""Tabs that a document marks as such: which element is the panel of which tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from conditions.importing.html.furniture import names_of
from conditions.importing.lines import visible
from conditions.importing.titles import LONGEST_TAB

_PANEL = re.compile(r"(?:^|[-_])(?:tab-?pane|tab-?panel|tabs-?panel|tab-?content-?item)(?:$|[-_])", re.IGNORECASE)
_OPENED = re.compile(
    r"(?:^|[-_])(?:accordion|collaps(?:e|ed|ible)|expand(?:able|ed|er)?|toggle|tab|tabs|panel)(?:$|[-_])", re.IGNORECASE
)
_REFERENCES = ("aria-controls", "data-target", "data-bs-target", "href", "data-tab", "data-tab-target")


@dataclass(frozen=True)
class Panels:
    names: dict[int, str]
    """By the identity of the panel's element, what its tab is called."""
    labels: dict[int, str]
    """By the identity of the element with a tab's label, the same."""

    def has_label(self, name: str) -> bool:
        return name in self.labels.values()

    @classmethod
    def of(cls, soup: BeautifulSoup) -> Panels:
        panels = list(soup.find_all(_is_panel))
        if not panels:
            return cls({}, {})
        by_id = {str(element["id"]): element for element in soup.find_all(id=True)}
        referring = {reference: element for element, reference in _references(soup)}
        names: dict[int, str] = {}
        labels: dict[int, str] = {}
        for panel in panels:
            label = by_id.get(str(panel.get("aria-labelledby", ""))) or referring.get(str(panel.get("id", "")))
            name = visible(label.get_text(" ")) if label else visible(str(panel.get("aria-label", "")))
            if name and len(name) <= LONGEST_TAB:
                names[id(panel)] = name
                if label and not any(parent is panel for parent in label.parents):
                    labels[id(label)] = name
        return cls(names, labels)


def openable(soup: BeautifulSoup) -> set[int]:
    """The identities of the elements that something on the page opens: panels of tabs and accordions."""
    places = {place for _element, place in _references(soup)}
    return {
        id(element)
        for element in soup.find_all(True)
        if _is_panel(element)
        or str(element.get("id", "")) in places
        or any(_OPENED.search(name) for name in names_of(element))
    }


def _is_panel(element: Tag) -> bool:
    return element.get("role") == "tabpanel" or any(_PANEL.search(name) for name in names_of(element))


def _references(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Links and buttons with the place on the page that each of them opens."""
    for element in soup.find_all(["a", "button", "li", "div", "span"]):
        for name in _REFERENCES:
            place = str(element.get(name) or "")
            if place and (place.startswith("#") or name not in ("href", "data-target", "data-bs-target")):
                yield element, place.removeprefix("#")
