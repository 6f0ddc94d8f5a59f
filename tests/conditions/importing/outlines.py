"""Reading outlines in tests: samples, and which words of a file are where."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

from conditions.importing.lines import visible
from conditions.importing.outline import Outline, SectionOutline
from conditions.importing.report import Entry, Fate
from conditions.importing.source import read_file
from publishing.html import plain_text

SAMPLES = Path(__file__).parent / "samples"
_ITEM = re.compile(r"(?:\(?\d{1,2}[.)]|[-*+–—−o](?=\s|$))")  # noqa: RUF001 - a minus sign


def sample(name: str) -> Outline:
    return read_file(SAMPLES / name)


def body(outline: Outline, title: str) -> str:
    return tab(outline, title).body


def tab(outline: Outline, title: str) -> SectionOutline:
    return next(section for section in outline.sections if section.title == title)


def headings(html: str) -> list[str]:
    return [unescape(heading) for heading in re.findall(r"<h[34]>(.*?)</h[34]>", html)]


def paragraphs(html: str) -> list[str]:
    return re.findall(r"<p>(.*?)</p>", html)


def bodies(outline: Outline) -> list[str]:
    return [outline.introduction, *(section.body for section in outline.sections)]


def words_lost(outline: Outline) -> Counter[str]:
    """The words that stand on the page less often than the report says."""
    signs = [found[0] for entry in _on_page(outline) if entry.why == "list" and (found := _ITEM.match(entry.text))]
    return _accounted(outline) - _shown(outline) - _words(" ".join(signs))


def words_added(outline: Outline) -> Counter[str]:
    """The words that stand on the page more often than the report says."""
    return _shown(outline) - _accounted(outline)


def _shown(outline: Outline) -> Counter[str]:
    return _words("\n".join(plain_text(html) for html in bodies(outline)))


def _accounted(outline: Outline) -> Counter[str]:
    return _words("\n".join(_said(entry) for entry in _on_page(outline)))


def _on_page(outline: Outline) -> list[Entry]:
    return [entry for entry in outline.report.entries if entry.fate in (Fate.PLACED, Fate.UNCERTAIN)]


def why(outline: Outline, text: str) -> Entry:
    """The account of the line that holds these words."""
    return next(entry for entry in outline.report.entries if text in entry.text)


def left_out(outline: Outline) -> list[str]:
    return [entry.text for entry in outline.report.of(Fate.LEFT_OUT)]


def uncertain(outline: Outline) -> list[str]:
    return [entry.text for entry in outline.report.of(Fate.UNCERTAIN)]


def _said(entry: Entry) -> str:
    """The line; of one that begins a tab or is the title only what stays in the text."""
    if entry.where == "title":
        return ""
    if "kept as a paragraph" in entry.why:
        return entry.text.rpartition("|")[0]
    if re.match(r"(?:the same )?tab\b|the tab's name again", entry.why):
        return ""
    return entry.text


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", visible(text)))
