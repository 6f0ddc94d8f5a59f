"""What writers of HTML do by hand: bullets typed as signs, bold lines as headings, headings of any level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.headings import HIGH, LOW
from conditions.importing.html.inline import plain
from conditions.importing.html.writing import is_balanced
from conditions.importing.lines import ends_sentence

_TYPED = "bullets typed as signs: made a list"
_BOLD = "bold words on a line of their own: made a heading"
_LOWEST = 6
_LONGEST_HEADING = 90
_BULLET = re.compile(r"(?:[•‣◦▪●○■]|·(?=\s))\s*(?=\S)")
_ALL_BOLD = re.compile(r"<strong>([^<]*)</strong>")


def retouched(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, with the lists and headings that they were meant to have."""
    listed = list(_with_lists([part for block in blocks for part in _divided(block)]))
    return [_bold_heading(block, after) for block, after in zip_longest(listed, listed[1:])]


def with_levels(blocks: Sequence[Block]) -> Iterator[Block]:
    """In each tab the highest headings are of one level, and all others of the next; none comes before the first."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind == BlockKind.TAB:
            parts.append([])
        parts[-1].append(block)
    for part in parts:
        highest = min((block.level for block in part if block.kind == BlockKind.HEADING), default=0)
        has_high = False
        for block in part:
            if block.kind == BlockKind.HEADING:
                is_high = block.level == highest or not has_high
                has_high = True
                yield replace(block, level=HIGH if is_high else LOW)
            else:
                yield block


def _divided(block: Block) -> Iterator[Block]:
    """The lines of a paragraph whose later ones all begin with a bullet: its words, and then its items."""
    lines = block.html.split("<br>") if block.kind == BlockKind.TEXT else []
    items = [line for line in lines if _BULLET.match(line)]
    begins = 0 if lines and lines[0] in items[:1] else 1
    if not items or len(items) != len(lines) - begins or not all(is_balanced(line) for line in lines):
        yield block
        return
    if begins:
        yield replace(block, html=lines[0], text=plain(lines[0]))
    for item in items:
        words = _BULLET.sub("", item, count=1)
        yield replace(block, kind=BlockKind.LIST, html=f"<li>{words}</li>", text=plain(words), doubt=_TYPED)


def _with_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    for is_typed, run in groupby(blocks, key=lambda block: block.doubt == _TYPED):
        found = list(run)
        if not is_typed:
            yield from found
            continue
        html = "".join(block.html for block in found)
        lines = tuple(dict.fromkeys(line for block in found for line in block.lines))
        text = " ".join(block.text for block in found)
        yield replace(found[0], html=f"<ul>{html}</ul>", text=text, lines=lines)


def _bold_heading(block: Block, after: Block | None) -> Block:
    """A short bold line with text under it."""
    found = _ALL_BOLD.fullmatch(block.html) if block.kind == BlockKind.TEXT else None
    has_text = after is not None and after.kind not in (BlockKind.TAB, BlockKind.HEADING)
    is_heading = len(block.text) <= _LONGEST_HEADING and (not ends_sentence(block.text) or block.text.endswith("?"))
    if not found or not has_text or not is_heading:
        return block
    return replace(block, kind=BlockKind.HEADING, html=found[1], level=_LOWEST, doubt=block.doubt or _BOLD)
