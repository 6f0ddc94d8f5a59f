"""Blocks as an outline: which tab each belongs to, and the account of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import Line
from conditions.importing.outline import SectionOutline
from conditions.importing.report import Fate, Ledger
from conditions.importing.titles import is_same_title
from conditions.kinds import SectionKind, kind_of, same_name

INTRODUCTION = "introduction"


@dataclass
class _Part:
    """The introduction or a tab, as it fills."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    """Those that begin it."""

    @property
    def html(self) -> str:
        return "".join(element_html(block) for block in self.blocks)


def assemble(blocks: Sequence[Block], ledger: Ledger) -> tuple[str, tuple[SectionOutline, ...]]:
    """The introduction and the tabs."""
    introduction = _Part(INTRODUCTION)
    tabs: dict[str, _Part] = {}
    current = introduction
    for block in blocks:
        if block.kind == BlockKind.TAB:
            current = _tab(block, tabs, current, ledger)
        else:
            current.blocks.append(block)
            ledger.enter(block.lines, Fate.UNCERTAIN if block.doubt else Fate.PLACED, current.title, _why(block))
    for tab in tabs.values():
        if not tab.blocks:
            ledger.enter(tuple(tab.lines), Fate.PLACED, tab.title, "nothing stands under it")
    sections = (SectionOutline(kind_of(tab.title) or SectionKind.OTHER, tab.title, tab.html) for tab in tabs.values())
    return introduction.html, tuple(sections)


def without_title(blocks: Sequence[Block], title: str, ledger: Ledger) -> Iterator[Block]:
    """The same blocks but for the first line before the tabs that is the title: the page has it as its heading."""
    found = False
    for block in blocks:
        if not found and block.kind in (BlockKind.TEXT, BlockKind.HEADING) and is_same_title(block.text, title):
            found = True
            ledger.enter(block.lines, Fate.PLACED, "title", "")
        else:
            found = found or block.kind == BlockKind.TAB
            yield block


def _tab(block: Block, tabs: dict[str, _Part], current: _Part, ledger: Ledger) -> _Part:
    """The tab that a block begins, or goes on with where the name was met before."""
    key = same_name(block.text) or block.text
    is_again = key in tabs
    tab = tabs.setdefault(key, _Part(block.text))
    tab.lines += block.lines
    if block.html:
        tab.blocks.append(replace(block, kind=BlockKind.TEXT))
    why = "tab"
    if is_again and tab is not current:
        why = "the same tab again: what follows is added to it"
    elif is_again:
        why = "the tab's name again"
    fate = Fate.UNCERTAIN if block.doubt or (is_again and tab is not current) else Fate.PLACED
    ledger.enter(block.lines, fate, tab.title, "; ".join(filter(None, [why, block.doubt])))
    return tab


def _why(block: Block) -> str:
    return block.doubt or block.kind.value


def element_html(block: Block) -> str:
    match block.kind:
        case BlockKind.TEXT:
            return f"<p>{block.html}</p>"
        case BlockKind.HEADING:
            return f"<h{block.level}>{block.html}</h{block.level}>"
        case _:
            return block.html
