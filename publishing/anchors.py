"""Addresses inside a page, and what else the public page adds to clean HTML before it is frozen.

The sanitizer takes all of it off again, so that `clean(prepare(html)) == clean(html)`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext

from publishing.addresses import slug_from
from publishing.html import plain_text

_HEADING = re.compile(r"<(?P<tag>h[34])(?P<language>(?: [^>]*)?)>(?P<inner>.*?)</(?P=tag)>", re.DOTALL)
_TABLE = re.compile(r"<table(?: [^>]*)?>(?P<inner>.*?)</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption(?: [^>]*)?>(.*?)</caption>", re.DOTALL)
_LONGEST = 400
"""Characters of an id."""


class Anchors:
    """Hands out ids that are unique on one page: the slug of a title, with a number where it is taken.

    `publishing.heading_ids` lets a heading keep the one that it was published with.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: Counter[str] = Counter()
        self._names: Counter[str] = Counter()

    def claim(self, title: str, otherwise: str = "part") -> str:
        return self.claim_id(slug_from(title, longest=_LONGEST, otherwise=otherwise))

    def claim_id(self, wanted: str) -> str:
        """This id, with the next free number where it is taken."""
        anchor = wanted
        while anchor in self._taken:
            self._last[wanted] += 1
            anchor = f"{wanted}-{self._last[wanted] + 1}"
        self._taken.add(anchor)
        return anchor

    def name_once(self, name: str) -> str:
        """A label for a region of the page, with a number where another region has it already."""
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name} {self._names[name]}"


def prepare(html: str, anchors: Anchors) -> str:
    """Clean HTML with an id on each heading, and each table in a box that scrolls sideways and has a name.

    Pictures are fetched when a reader comes near them.
    """

    def heading(found: re.Match[str]) -> str:
        anchor = anchors.claim(plain_text(found["inner"]), otherwise="question")
        return f'<{found["tag"]} id="{anchor}"{found["language"]}>{found["inner"]}</{found["tag"]}>'

    def table(found: re.Match[str]) -> str:
        caption = _CAPTION.search(found["inner"])
        name = plain_text(caption[1]) if caption else gettext("Table")
        label = escape(anchors.name_once(name))
        return f'<div class="table" role="region" aria-label="{label}" tabindex="0">{found[0]}</div>'

    html = html.replace("<img ", '<img loading="lazy" decoding="async" ')
    return _TABLE.sub(table, _HEADING.sub(heading, html))
