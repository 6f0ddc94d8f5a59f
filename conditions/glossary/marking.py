"""Terms in the text of a page as buttons that show their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conditions.glossary.entries import Entry, Glossary
from publishing.alphabet import sort_key

_PIECE = re.compile(r'<(/?)([a-z0-9]+)(?:[^">]|"[^"]*")*>|[^<]+')
_LEFT_ALONE = frozenset({"a", "abbr", "button", "caption", "h2", "h3", "h4", "th"})
"""Within these no word is a button: they are links, headings, or explained already."""


class Explainer:
    """Marks the terms of one page, and remembers which. What the page itself is about needs no mark."""

    def __init__(self, glossary: Glossary, own_names: Iterable[str] = ()) -> None:
        self._glossary = glossary
        own = filter(None, map(glossary.whole, own_names))
        self._own = {entry.pk for entry in own}
        self._words: dict[int, Entry] = {}

    @property
    def words(self) -> list[Entry]:
        """The terms that were marked, in the order of the alphabet."""
        return sorted(self._words.values(), key=lambda entry: sort_key(entry.title, entry.language))

    def mark(self, html: str) -> str:
        """Clean HTML with each term at its first use as a button, which opens the element `_w-<slug>`."""
        if not self._glossary.entries:
            return html
        told = set(self._own)
        inside = 0
        pieces = []
        for piece in _PIECE.finditer(html):
            if piece[2] in _LEFT_ALONE:
                inside += -1 if piece[1] else 1
            is_text = piece[2] is None and not inside
            pieces.append(self._text(piece[0], told) if is_text else piece[0])
        return "".join(pieces)

    def _text(self, text: str, told: set[int]) -> str:
        pieces = []
        done = 0
        for start, end, entry in self._glossary.find(text):
            if entry.pk in told:
                continue
            told.add(entry.pk)
            self._words[entry.pk] = entry
            button = f'<button type="button" class="term" popovertarget="_w-{entry.slug}">{text[start:end]}</button>'
            pieces += [text[done:start], button]
            done = end
        return "".join([*pieces, text[done:]])
