"""What the page is called: the name before the bars, the first line, or what the first question asks about."""

import re
from collections import Counter
from collections.abc import Sequence

from conditions.importing.banner import is_link_phrase
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import begins_small, ends_sentence
from conditions.importing.unreadable import Unreadable
from conditions.importing.words import address_in
from conditions.kinds import is_whole_name, kind_of, may_end_with_tab, same_name

LONGEST_TITLE = 120
LONGEST_TAB = 60
"""Characters that fit into the fields of a condition and of its tabs."""

_MOST_WORDS = 16
_LONGEST_NAME = 4
"""Words of a tab's name that stands without its bar."""

_WHOLE, _PART, _OTHER, _ENOUGH = 3, 2, 1, 2
"""What a known tab's name, half of one, and other words after a bar say for the words before it; and what suffices."""

_SEPARATORS = " -–—:,·/"
_WHAT_IS = re.compile(
    r"(?:¿\s*Qué (?:es|son)|What(?: is| are|[’']s)) (?:an? |el |la |los |las |una? )?(.+?)\s*\?", re.IGNORECASE
)
_ASPECT = re.compile(
    r"\b(?:it|this|that|they|these|the|symptom|sign|cause|treatment|option|test|risk|difference|outlook|diagnosis|next)s?\b"
    r"|\b(?:eso|esto|síntoma|causa|tratamiento|prueba|riesgo|diferencia|diagnóstico)s?\b",
    re.IGNORECASE,
)
"""What a question asks about that is not the name of a condition."""


def title_of(blocks: Sequence[Block]) -> str:
    """Empty where the page does not say its name."""
    blocks = [block for block in blocks if block.kind != BlockKind.PICTURE]
    ways = (named_before_bars, _before_tab_names, _on_first_line, _asked_about)
    return next((name for find in ways if (name := find(blocks))), "")


def checked_title(title: str, blocks: Sequence[Block]) -> str:
    """The same title. Raises `Unreadable` without one, with one that no page can have, or with nothing else."""
    if not title:
        raise Unreadable(
            "it has no title. Write the page's name alone on the first line, or before each tab's name: "
            "“Asthma | Symptoms & Causes”."
        )
    if len(title) > LONGEST_TITLE:
        raise Unreadable(
            f"its title has {len(title)} characters, and at most {LONGEST_TITLE} fit: “{title[:60]}…”. Shorten it."
        )
    if all(is_same_title(block.text, title) for block in blocks):
        raise Unreadable(f"it has a title (“{title}”) and no text. Add the page's text under it.")
    return title


def bar_of(block: Block) -> tuple[str, str] | None:
    """The words before and after the last bar of a paragraph; None where it has none."""
    if block.kind not in (BlockKind.TEXT, BlockKind.HEADING) or "|" not in block.text:
        return None
    left, _bar, right = block.text.rpartition("|")
    return left.strip(_SEPARATORS + "|"), right.strip(_SEPARATORS)


def split_at_tab_name(text: str) -> tuple[str, str] | None:
    """“Asthma Symptoms & Causes” as the words before a known tab's name, and that name; None for other words.

    The name begins with a capital letter, as headings of the page's own sentences do not.
    """
    if len(text) > LONGEST_TITLE + LONGEST_TAB or ends_sentence(text) or not may_end_with_tab(text):
        return None
    words = text.split(" ")
    for start in range(max(len(words) - _LONGEST_NAME - 1, 0), len(words)):
        name = " ".join(words[start:])
        if name[0].isalnum() and kind_of(name) and not begins_small(name):
            return " ".join(words[:start]).strip(_SEPARATORS), name
    return None


def is_same_title(first: str, second: str) -> bool:
    are_short = max(len(first), len(second)) <= LONGEST_TITLE * 2
    return are_short and same_name(first) == same_name(second) != ""


def named_before_bars(blocks: Sequence[Block]) -> str:
    """The words that stand before the most bars; a known tab's name after them counts for more than other words."""
    found = dict.fromkeys(bar for block in blocks if (bar := bar_of(block)) and bar[0])
    weights: Counter[str] = Counter()
    for left, right in found:
        weights[left] += _WHOLE if is_whole_name(right) else _PART if kind_of(right) else _OTHER
    title, weight = max(weights.items(), key=lambda item: item[1], default=("", 0))
    return title if weight >= _ENOUGH else ""


def _before_tab_names(blocks: Sequence[Block]) -> str:
    """The same where the bars were lost. Words that stand there once must be found elsewhere as a name, too."""
    texts = [block.text for block in blocks if block.kind in (BlockKind.TEXT, BlockKind.HEADING)]
    parts = [split for text in texts if (split := split_at_tab_name(text))]
    found = Counter(prefix for prefix, name in parts if prefix and is_whole_name(name))
    if not found:
        return ""
    title, count = found.most_common(1)[0]
    is_asked = any(title.casefold() in text.casefold() for text in texts if text.endswith("?"))
    return title if count > 1 or is_asked or is_same_title(texts[0], title) else ""


def _on_first_line(blocks: Sequence[Block]) -> str:
    first = next(iter(blocks), None)
    return first.text if first and _may_be_title(first) else ""


def _may_be_title(block: Block) -> bool:
    text = block.text
    if block.kind not in (BlockKind.TEXT, BlockKind.HEADING) or begins_small(text) or not text[-1:].isprintable():
        return False
    is_name = len(text.split()) <= _MOST_WORDS and not (ends_sentence(text) and "|" not in text)
    is_other = kind_of(text) or is_link_phrase(text) or address_in(text) or block.doubt
    return is_name and not is_other and any(sign.isalpha() for sign in text)


def _asked_about(blocks: Sequence[Block]) -> str:
    """“What is asthma?” as the first words of a page names it; “What is it?” and “What are the signs?” do not."""
    first = next(iter(blocks), None)
    match = _WHAT_IS.fullmatch(first.text) if first and len(first.text) <= LONGEST_TITLE else None
    if not match or _ASPECT.search(match[1]):
        return ""
    return match[1][:1].upper() + match[1][1:]
