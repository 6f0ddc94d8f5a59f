"""Which lines begin a tab: “Asthma | Symptoms & Causes”, and what is left of that on other pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import begins_small
from conditions.importing.titles import LONGEST_TAB, bar_of, is_same_title, split_at_tab_name
from conditions.importing.words import as_html
from conditions.kinds import is_whole_name, kind_of

_NOT_SURE = "a bar, but no known tab's name after it and not the page's name before it"
_TOO_LONG = f"it would begin a tab, but its name is longer than {LONGEST_TAB} characters"
_OTHER_NAME = "it begins a tab, but the words before the bar are not the page's name: kept as a paragraph"
_ALONE = "a tab's name, alone on its line, where other tabs have the page's name before it"


def mark_tabs(blocks: Sequence[Block], title: str) -> list[Block]:
    """The same blocks; those that begin a tab say so, and those that only might have a doubt.

    A line with a bar begins a tab where the words after it are a known tab's name, or those before it the page's.
    A tab's name on a line of its own counts where no tab of the page has more.
    """
    marked = [_with_bar(block, title) or _with_title(block, title) or block for block in blocks]
    has_tabs = any(block.kind == BlockKind.TAB for block in marked)
    return [_bare(block, has_tabs=has_tabs) for block in marked]


def mark_tab_headings(blocks: Sequence[Block], title: str) -> list[Block]:
    """The same for a page with headings of its own: those with a known tab's name begin a tab.

    Half a name (“Treatment”) counts where no heading above it does. Where the document marks its tabs, only they count.
    """
    if any(block.kind == BlockKind.TAB for block in blocks):
        return list(_with_repeated_names(blocks))
    named = [_with_bar(block, title) or _with_title(block, title) or block for block in blocks]
    known = [block for block in blocks if block.kind == BlockKind.HEADING and kind_of(block.text)]
    top = min((block.level for block in known if is_whole_name(block.text)), default=0)
    top = top or min((block.level for block in known), default=0)
    tabs = {block for block in known if is_whole_name(block.text) or block.level <= top}
    marked = [as_tab(block, block.text) if block in tabs else other for block, other in zip(blocks, named, strict=True)]
    return marked if any(block.kind == BlockKind.TAB for block in marked) else mark_tabs(blocks, title)


def _with_repeated_names(blocks: Sequence[Block]) -> Iterator[Block]:
    """A heading that only says the name of its tab again is no heading."""
    name = ""
    for block in blocks:
        name = block.text if block.kind == BlockKind.TAB else name
        is_repeated = block.kind == BlockKind.HEADING and name and is_same_title(block.text, name)
        yield as_tab(block, name) if is_repeated else block


def as_tab(block: Block, name: str, *, doubt: str = "", left: str = "") -> Block:
    return replace(block, kind=BlockKind.TAB, text=name, html=as_html(left), doubt=doubt)


def _with_bar(block: Block, title: str) -> Block | None:
    bar = bar_of(block)
    if not bar or is_same_title(block.text, title):
        return None
    left, right = bar
    is_ours = is_same_title(left, title) or not left
    is_name = any(sign.isalpha() for sign in right) and not right.endswith("?")
    if (is_ours and left and is_name) or (is_ours and kind_of(right)):
        return as_tab(block, right) if len(right) <= LONGEST_TAB else replace(block, doubt=_TOO_LONG)
    if is_whole_name(right) and "|" not in left:
        return as_tab(block, right, doubt=_OTHER_NAME, left=left)
    return replace(block, doubt=_NOT_SURE)


def _with_title(block: Block, title: str) -> Block | None:
    """A tab's name that follows the page's without a bar."""
    if block.kind not in (BlockKind.TEXT, BlockKind.HEADING):
        return None
    split = split_at_tab_name(block.text)
    return as_tab(block, split[1]) if split and is_same_title(split[0], title) else None


def _bare(block: Block, *, has_tabs: bool) -> Block:
    if block.kind != BlockKind.TEXT or not is_whole_name(block.text) or begins_small(block.text):
        return block
    return replace(block, doubt=_ALONE) if has_tabs else as_tab(block, block.text)
