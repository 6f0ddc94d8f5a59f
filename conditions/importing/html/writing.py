"""Blocks as HTML inside another element: an item, a cell, a quotation."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bs4 import Tag

from conditions.importing.assembly import element_html
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.headings import LOW
from publishing.sanitizer.policy import allowed_value


def inner_html(blocks: Sequence[Block]) -> str:
    """Words with lists under them stand as they are; what has several paragraphs, or a heading, keeps its elements."""
    if not blocks:
        return ""
    first, *others = blocks
    if first.kind == BlockKind.TEXT and all(block.kind == BlockKind.LIST for block in others):
        return "".join([first.html, *(block.html for block in others)])
    return "".join(element_html(replace(block, level=LOW)) for block in blocks)


def list_html(element: Tag, items: Sequence[tuple[str, str]]) -> str:
    """A list of items, each with the number that the document gives it, or none. A list keeps where it begins."""
    if element.name != "ol":
        return "".join(["<ul>", *(f"<li>{html}</li>" for _number, html in items), "</ul>"])
    kept = {
        name: allowed_value(name, str(element[name])) for name in ("start", "type", "reversed") if name in element.attrs
    }
    said = "".join(f' {name}="{value}"' for name, value in kept.items() if value is not None)
    numbers = [(allowed_value("value", number), html) for number, html in items]
    inner = (f'<li value="{number}">{html}</li>' if number else f"<li>{html}</li>" for number, html in numbers)
    return "".join([f"<ol{said}>", *inner, "</ol>"])


def is_balanced(html: str) -> bool:
    """True where each element that begins in it ends in it."""
    ends = Counter(_TAG.findall(html))
    return all(
        count == ends["" if slash else "/", tag] for (slash, tag), count in ends.items() if tag not in ("br", "img")
    )


_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
