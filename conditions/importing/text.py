"""A condition page from plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from conditions.importing.assembly import assemble, without_title
from conditions.importing.banner import without_banner
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.headings import mark_headings
from conditions.importing.language import language_of
from conditions.importing.layout import blocks_of
from conditions.importing.lines import split_lines
from conditions.importing.markers import markers_of
from conditions.importing.outline import Outline
from conditions.importing.passages import passages_of
from conditions.importing.report import Ledger
from conditions.importing.tabs import mark_tabs
from conditions.importing.titles import checked_title, title_of
from conditions.importing.words import has_lead_in, with_bold_lead_ins


def read_text(content: str, title: str = "") -> Outline:
    """`title` is for a page that states none.

    Raises `Unreadable` where there is no title, or no text beside it.
    """
    lines = split_lines(content)
    markers = markers_of(lines)
    ledger = Ledger()
    passages = list(passages_of(lines, markers))
    blocks, alerts = without_banner(list(blocks_of(passages, ledger)), ledger)
    title = checked_title(title_of(blocks) or title, blocks)
    marked = mark_tabs(list(without_title(blocks, title, ledger)), title)
    final = tuple(_with_lead_ins(list(mark_headings(marked))))
    introduction, sections = assemble(final, ledger)
    language = language_of(" ".join(line.text for line in lines))
    return Outline(title, language, introduction, sections, tuple(alerts), ledger.report(lines), final)


def _with_lead_ins(blocks: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs side by side that read “Name: meaning” get their names in bold."""

    def begins_so(block: Block) -> bool:
        return block.kind == BlockKind.TEXT and has_lead_in(block.text)

    for is_so, run in groupby(blocks, key=begins_so):
        found = list(run)
        htmls = with_bold_lead_ins([block.text for block in found]) if is_so else [block.html for block in found]
        yield from (replace(block, html=html) for block, html in zip(found, htmls, strict=True))
