"""Blocks as HTML inside another element: an item, a cell, a quotation."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bs4 import Tag

from conditions.importing.assembly import element_html
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.headings import LOW


def inner_html(blocks: Sequence[Block]) -> str:
    """Words with lists under them stand as they are; what has several paragraphs, or a heading, keeps its elements."""
    if not blocks:
        return ""
    first, *others = blocks
    if first.kind == BlockKind.TEXT and all(block.kind == BlockKind.LIST for block in others):
        return "".join([first.html, *(block.html for block in others)])
    return "".join(element_html(replace(block, level=LOW)) for block in blocks)


def list_html(element: Tag, items: Sequence[str]) -> str:
    """A list; the numbers of one that does not begin at 1 become words, for its `start` is not kept."""
    start = str(element.get("start", "1"))
    if element.name == "ol" and start.isascii() and start.isdigit() and start not in ("0", "1"):
        items = [f"{number}. {item}" for number, item in enumerate(items, start=int(start[:6]))]
        return _list("ul", items)
    return _list("ol" if element.name == "ol" else "ul", items)


def is_balanced(html: str) -> bool:
    """True where each element that begins in it ends in it."""
    ends = Counter(_TAG.findall(html))
    return all(
        count == ends["" if slash else "/", tag] for (slash, tag), count in ends.items() if tag not in ("br", "img")
    )


def _list(tag: str, items: Sequence[str]) -> str:
    inner = "".join(f"<li>{item}</li>" for item in items)
    return f"<{tag}>{inner}</{tag}>"


_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
