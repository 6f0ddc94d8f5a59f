"""What is missing or broken in the build of a page: tabs, headings, pictures, leftovers."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.page import WORD, CheckedPage, CheckedPart
from conditions.checking.passages import Passage, Shape
from conditions.checking.rule import Problem, about, at, rule
from conditions.checking.site import Site
from conditions.kinds import SectionKind

_FEWEST_WORDS = 20
"""With fewer a tab says too little to stand alone."""
_LONGEST_HEADING = 10
"""Words: a longer bold line is a paragraph that somebody wanted to stress."""

_LEFTOVERS = re.compile(
    r"^(?:current environment:?(?: ?(?:production|staging|development|dev|test))?|lorem ipsum\b.*|view alerts|close|"
    r"skip to (?:main )?content|(?:click|tap) (?:here )?to (?:edit|add|enter)\b.*|(?:add|enter|insert|"
    r"type) (?:your )?text"
    r"(?: here)?\.?|\[?(?:tbd|tbc|todo|fixme)\b.*|x{4,}|share this(?: page)?|print this page|back to top|loading\.*|"
    r"undefined|null|nan|untitled|advertisement|accept (?:all )?cookies)$|"
    r"\[(?:insert|add|todo|tbd|tk|placeholder|name|link|phone)\b[^\]]*\]|\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|"
    r"error! bookmark not defined",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp)$|^(?:img|dsc|image|screenshot)[-_ ]?\d+", re.IGNORECASE
)
_SAYS_NOTHING = re.compile(r"^(?:image|photo|picture|graphic|logo|icon)s?(?: of)?$", re.IGNORECASE)


@rule(
    "empty-tab",
    level=Level.ERROR,
    title=gettext_lazy("Empty tab"),
    why=gettext_lazy("A family that looks for this tab finds nothing; empty tabs are not shown to readers."),
    source="GOV.UK Design System, tabs https://design-system.service.gov.uk/components/tabs/",
)
def empty_tab(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for tab in page.tabs:
        if _is_empty(tab) and not _is_filled_by_programs(tab, page):
            yield about(tab, _("This tab is empty. Write its text, or delete the tab."), field="body")


@rule(
    "near-empty-tab",
    level=Level.WARNING,
    title=gettext_lazy("Tab with hardly any text"),
    why=gettext_lazy("Who opens a tab expects an answer; a sentence alone fits better into another tab."),
    source="Nielsen Norman Group, Tabs, Used Right https://www.nngroup.com/articles/tabs-used-right/",
)
def near_empty_tab(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for tab in page.tabs:
        words = sum(len(WORD.findall(passage.text)) for passage in tab.prose)
        is_short = words < _FEWEST_WORDS and not tab.images and not _is_empty(tab)
        if is_short and not _is_filled_by_programs(tab, page):
            said = _("This tab has only %(count)s words. Write more, or move them to another tab.")
            yield about(tab, said % {"count": words}, field="body")


@rule(
    "empty-heading",
    level=Level.ERROR,
    title=gettext_lazy("Heading without words"),
    why=gettext_lazy("Screen readers announce a heading and then say nothing."),
    source="WCAG 2.2, 1.3.1 and 2.4.6 https://www.w3.org/TR/WCAG22/#headings-and-labels",
)
def empty_heading(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in page.parts:
        for passage in part.passages:
            if passage.shape == Shape.HEADING and not passage.text:
                yield about(part, _("A heading here has no words. Delete the empty line."), field=passage.field)


@rule(
    "heading-without-text",
    level=Level.ERROR,
    title=gettext_lazy("Question without an answer"),
    why=gettext_lazy("A family reads the question and finds no answer below it."),
    source="WCAG 2.2, 2.4.6 https://www.w3.org/TR/WCAG22/#headings-and-labels",
)
def heading_without_text(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage, following in _pairs(page):
        if passage.shape != Shape.HEADING or not passage.text:
            continue
        is_answered = following is not None and (following.shape != Shape.HEADING or following.level > passage.level)
        if not is_answered:
            yield at(passage, _("Nothing stands below this heading. Write the answer, or delete the heading."))


@rule(
    "heading-order",
    level=Level.WARNING,
    title=gettext_lazy("Small heading without a large one above it"),
    why=gettext_lazy("Screen readers jump from heading to heading; a missing level sounds like a missing part."),
    source="WCAG 2.2, 1.3.1, technique G141 https://www.w3.org/WAI/WCAG22/Techniques/general/G141",
)
def heading_order(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in page.parts:
        levels = {"": 0}
        for passage in part.passages:
            if passage.shape != Shape.HEADING or not passage.text:
                continue
            if passage.level == 4 and not levels.get(passage.field):
                yield at(passage, _("This is a small heading, and no large one stands before it. Make it a large one."))
            levels[passage.field] = 3


@rule(
    "bold-line-as-heading",
    level=Level.ADVICE,
    title=gettext_lazy("Bold line that looks like a heading"),
    why=gettext_lazy("Only real headings are found by screen readers and get an address of their own."),
    source="WCAG 2.2, failure F2 https://www.w3.org/WAI/WCAG22/Techniques/failures/F2",
)
def bold_line_as_heading(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage, following in _pairs(page):
        looks_so = passage.shape == Shape.PARAGRAPH and passage.is_bold and not passage.text.endswith((".", "!", ":"))
        if looks_so and following and len(WORD.findall(passage.text)) <= _LONGEST_HEADING:
            yield at(passage, _("This bold line looks like a heading. Make it one, with “Format” in the toolbar."))


@rule(
    "leftover-line",
    level=Level.ERROR,
    title=gettext_lazy("Leftover of a template or another system"),
    why=gettext_lazy("It says nothing to families, and makes them doubt the rest."),
    source="Seen on real hospital pages (“Current Environment:”, “Lorem ipsum”).",
)
def leftover_line(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage in page.passages:
        if found := _LEFTOVERS.search(passage.text):
            said = _("“%(what)s” is a leftover of a template or another system. Delete it, or write what belongs here.")
            yield at(passage, said % {"what": found[0][:60]})


@rule(
    "picture-without-alternative",
    level=Level.ERROR,
    title=gettext_lazy("Picture without a text in its place"),
    why=gettext_lazy("Who cannot see the picture does not learn what it shows."),
    source="WCAG 2.2, 1.1.1 https://www.w3.org/TR/WCAG22/#non-text-content",
)
def picture_without_alternative(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in page.parts:
        for number, image in enumerate(part.images, start=1):
            if image.alternative is None:
                said = _("Picture %(number)s has no text in its place. Say what it shows, or that it is decoration.")
                yield about(part, said % {"number": number}, field=image.field)


@rule(
    "picture-badly-described",
    level=Level.WARNING,
    title=gettext_lazy("Picture described by its file's name"),
    why=gettext_lazy("A screen reader reads out the name of a file instead of what the picture shows."),
    source="WCAG 2.2, failure F30 https://www.w3.org/WAI/WCAG22/Techniques/failures/F30",
)
def picture_badly_described(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in page.parts:
        for number, image in enumerate(part.images, start=1):
            said = (image.alternative or "").strip()
            if _FILE_NAME.search(said) or _SAYS_NOTHING.match(said):
                message = _("The text for picture %(number)s, “%(said)s”, does not say what it shows.")
                yield about(part, message % {"number": number, "said": said}, field=image.field)


def _is_empty(tab: CheckedPart) -> bool:
    return not tab.prose and not tab.images


def _is_filled_by_programs(tab: CheckedPart, page: CheckedPage) -> bool:
    return tab.kind == SectionKind.PROGRAMS_SERVICES and bool(page.content.get("programs"))


def _pairs(page: CheckedPage) -> Iterator[tuple[Passage, Passage | None]]:
    """Each passage of a rich text with the one after it, empty headings left out."""
    for part in page.parts:
        told = [one for one in part.passages if one.text or one.shape == Shape.PICTURE]
        for passage, following in zip_longest(told, told[1:]):
            yield passage, following if following and following.field == passage.field else None
