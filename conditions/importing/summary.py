"""An outline and its report as a person reads them in a terminal."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from conditions.importing.outline import Outline
from conditions.importing.report import Entry, Fate
from publishing.html import plain_text

_LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic"}
_LONGEST = 100
"""Characters of a line that are shown."""

_HEADING = re.compile(r"<(h[34])>(.*?)</\1>", re.DOTALL)
_COUNTED = (
    ("heading", ("<h3>", "<h4>")),
    ("paragraph", ("<p>",)),
    ("list", ("<ul", "<ol")),
    ("table", ("<table>",)),
)


def outline_tree(outline: Outline) -> str:
    """The page: its title, tabs and headings, with what stands under them."""
    parts = [f"{outline.title} ({_LANGUAGES.get(outline.language, outline.language)})"]
    parts += _part("Introduction", outline.introduction)
    for section in outline.sections:
        parts += _part(f"Tab “{section.title}”", section.body)
    for alert in outline.alerts:
        words = " · ".join(filter(None, (alert.label, alert.headline, alert.link_text, alert.link)))
        parts.append(f"  Alert, for a draft: {_short(words)}")
    return "\n".join(parts)


def remarks(outline: Outline) -> str:
    """What was left out and why, what is on the page but should be looked at, and empty tabs; or nothing."""
    left_out = list(_listed("Left out", outline.report.of(Fate.LEFT_OUT)))
    uncertain = list(_listed("On the page, but look at it", outline.report.of(Fate.UNCERTAIN)))
    empty = [f"    {section.title}" for section in outline.sections if not section.body]
    if empty:
        empty.insert(0, f"  Tabs without text, kept for later; readers do not see them ({len(empty)})")
    return "\n".join([*left_out, *uncertain, *empty])


def _part(name: str, html: str) -> Iterator[str]:
    counts = [(sum(html.count(tag) for tag in tags), word) for word, tags in _COUNTED]
    said = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)
    yield f"  {name}: {said or 'empty'}"
    for level, heading in _HEADING.findall(html):
        yield f"    {'  ' if level == 'h4' else ''}{_short(plain_text(heading))}"


def _listed(name: str, entries: Iterable[Entry]) -> Iterator[str]:
    found = sorted(entries, key=lambda entry: entry.why)
    if found:
        yield f"  {name} ({len(found)})"
    for why, alike in groupby(found, key=lambda entry: entry.why):
        yield f"    {why}"
        yield from (f"      {_place(entry)}{_short(entry.text)}" for entry in alike)


def _place(entry: Entry) -> str:
    """Tracked changes and comments have no line of their own."""
    return f"line {entry.number}: " if entry.number else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
