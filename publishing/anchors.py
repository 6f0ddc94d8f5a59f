"""Addresses inside a page, and what else the public page adds to clean HTML before it is frozen.

The sanitizer takes all of it off again, so that `clean(prepare(html)) == clean(html)`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from django.utils.text import slugify
from django.utils.translation import gettext

from publishing.html import plain_text

_HEADING = re.compile(r"<(?P<tag>h[34])(?P<language>(?: [^>]*)?)>(?P<inner>.*?)</(?P=tag)>", re.DOTALL)
_TABLE = re.compile(r"<table(?: [^>]*)?>(?P<inner>.*?)</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption(?: [^>]*)?>(.*?)</caption>", re.DOTALL)


class Anchors:
    """Hands out ids that are unique on one page: the slug of a title, with a number where it is taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._names: Counter[str] = Counter()

    def claim(self, title: str, otherwise: str = "part") -> str:
        slug = slugify(title) or otherwise
        for anchor in self._candidates(slug):
            if anchor not in self._taken:
                self._taken.add(anchor)
                return anchor
        raise AssertionError("unreachable: there is always a next number")

    def name_once(self, name: str) -> str:
        """A label for a region of the page, with a number where another region has it already."""
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name} {self._names[name]}"

    @staticmethod
    def _candidates(slug: str) -> Iterator[str]:
        yield slug
        number = 2
        while True:
            yield f"{slug}-{number}"
            number += 1


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
