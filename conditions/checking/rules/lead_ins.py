"""A line that announces a list, and no list after it. What follows decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.page import WORD, CheckedPage
from conditions.checking.passages import Passage, Shape
from conditions.checking.rule import Problem, at, rule
from conditions.checking.site import Site

_WHY = gettext_lazy("The list that was promised is missing: it was lost, or families cannot see it as one.")
_SOURCE = "Seen on real hospital pages, where lists were lost between two systems."

_ONE_THING = re.compile(
    r"\b(?:like )?(?:this|that|so)\s*:$|\b(?:the|one|our|a|an|her|his|their) (?:[\w-]+ ){0,2}(?:news|point|"
    r"promise|idea|truth|"
    r"reason|answer|rule|thing|message|tip|advice|wish|goal|story|example|picture|difference|problem|question|fact|way)"
    r"(?: (?:to|for|of|about) [\w ]+)?\s*:$|\b(?:told|tells?|said|says?|asked|asks|wrote|explained|explains|put it)"
    r"(?: (?:us|me|you|them|it))?\s*:$",
    re.IGNORECASE,
)
"""A sentence, and no list, may follow."""
_OPEN_END = re.compile(r"\b(?:including|such as|the following|as follows|namely)\s*[,–—-]?\s*$", re.IGNORECASE)
"""Nothing may end with these words, with a colon or without."""
_LABEL = re.compile(
    r"^(?:(?:please )?(?:note|remember)|(?:good|nice|important) to know|important|tips?|hints?|reminder|caution|"
    r"warning|"
    r"example|for example|in short|in brief|summary|answer|question|q|a|more|update|key point|the good news|"
    r"bottom line|"
    r"in (?:other words|general|summary|practice)|(?:a|some|few|a few) words? (?:about|on) \w+|"
    r"(?:why|how|what|who|when|where) [\w’' ]+)"
    r"(?: \w+){0,2}:$",
    re.IGNORECASE,
)
"""A label of what follows, and no promise of a list."""
_MARKER = re.compile(r"^(?:[•◦▪·‣*–—-]\s|o\s|\(?(?:\d{1,2}|[a-z])[.)]\s)")
_IS_CONTACT = re.compile(
    r"\d{3}[-. ]\d{4}|@|https?://|www\.|\d{5}\b|\d+ \w+ (?:street|avenue|road|lane|drive|way)\b", re.I
)
_IS_QUOTED = re.compile(r"^[“\"‘«]")
_IS_FORMULA = re.compile(r"[=÷×]")
_SHORT = 12
"""Words: a longer line without a full stop is a sentence that lacks one."""
_FEWEST_LINES = 3


class After(Enum):
    """What comes after a lead-in."""

    LIST = auto()
    HEADINGS = auto()
    UNMARKED = auto()
    NOTHING = auto()


@rule(
    "lead-in-without-list", level=Level.ERROR, title=gettext_lazy("Lead-in without its list"), why=_WHY, source=_SOURCE
)
def lead_in_without_list(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage in _lead_ins(page, After.NOTHING):
        yield at(passage, _("A list should follow this line, and none does. Add the list, or end the sentence."))


@rule(
    "lead-in-before-headings",
    level=Level.ADVICE,
    title=gettext_lazy("Lead-in answered by headings"),
    why=_WHY,
    source=_SOURCE,
)
def lead_in_before_headings(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage in _lead_ins(page, After.HEADINGS):
        yield at(
            passage, _("A list should follow this line. Do the headings below answer it? Then end it with a full stop.")
        )


@rule(
    "unmarked-list", level=Level.ADVICE, title=gettext_lazy("List that is not marked as one"), why=_WHY, source=_SOURCE
)
def unmarked_list(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage in _lead_ins(page, After.UNMARKED):
        yield at(passage, _("The lines below look like a list. Mark them and choose “Bulleted list” in the toolbar."))


def _lead_ins(page: CheckedPage, wanted: After) -> Iterator[Passage]:
    for part in page.parts:
        told = [one for one in part.passages if one.text or one.shape == Shape.PICTURE]
        level = 2
        for number, passage in enumerate(told):
            if passage.shape == Shape.HEADING:
                level = passage.level
            elif _announces(passage):
                rest = [one for one in told[number + 1 :] if one.field == passage.field]
                if _after(passage, rest, level) == wanted:
                    yield passage


def _announces(passage: Passage) -> bool:
    if passage.shape not in (Shape.PARAGRAPH, Shape.ITEM, Shape.QUOTE):
        return False
    text = passage.text.rstrip()
    return bool(_OPEN_END.search(text)) or text.endswith(":")


def _after(passage: Passage, rest: list[Passage], level: int) -> After:
    if not rest:
        return After.NOTHING
    follows: dict[Shape, Callable[[], After]] = {
        Shape.ITEM: lambda: _before_item(passage, rest[0]),
        Shape.HEADING: lambda: _before_headings(rest, level),
        Shape.PARAGRAPH: lambda: _before_paragraphs(passage, rest),
    }
    decide = follows.get(rest[0].shape)
    return decide() if decide else After.LIST


def _before_item(passage: Passage, item: Passage) -> After:
    """A point that ends with a colon is answered by the points below it, be they deeper or not."""
    return After.NOTHING if passage.shape == Shape.ITEM and item.level < passage.level else After.LIST


def _before_headings(rest: list[Passage], level: int) -> After:
    """Several headings one level down may be the list; a question, or one heading alone, begins something else."""
    inner = rest[0].level
    same = [one.text for one in rest if one.shape == Shape.HEADING and one.level == inner]
    is_answered = inner > level and len(same) > 1 and not any(text.endswith("?") for text in same)
    return After.HEADINGS if is_answered else After.NOTHING


def _before_paragraphs(passage: Passage, rest: list[Passage]) -> After:
    first = rest[0].text
    if _LABEL.match(passage.text) or _IS_QUOTED.match(first) or _IS_FORMULA.search(first):
        return After.LIST
    if _is_short(first) and (_IS_CONTACT.search(first) or rest[0].links):
        return After.LIST
    run = _while(rest, lambda one: one.shape == Shape.PARAGRAPH and _is_listed(one))
    if run >= 2 and (_MARKER.match(first) or rest[0].starts_bold):
        return After.UNMARKED
    lines = _while(rest, lambda one: one.shape == Shape.PARAGRAPH and _is_short(one.text))
    if lines >= _FEWEST_LINES:
        return After.UNMARKED
    return After.NOTHING if _promises(passage.text) else After.LIST


def _promises(text: str) -> bool:
    """“It comes down to this:” before a sentence promises none; “Symptoms include:” does."""
    return not _ONE_THING.search(text)


def _is_listed(passage: Passage) -> bool:
    return bool(_MARKER.match(passage.text)) or passage.starts_bold


def _is_short(text: str) -> bool:
    return not text.endswith((".", "!", "?", ":")) and len(WORD.findall(text)) <= _SHORT


def _while(passages: list[Passage], holds: Callable[[Passage], bool]) -> int:
    count = 0
    for passage in passages:
        if not holds(passage):
            break
        count += 1
    return count
