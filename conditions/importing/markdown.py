"""A condition page from Markdown."""

import re
from collections.abc import Iterable
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from conditions.importing.html.account import LINE
from conditions.importing.html.page import read_html
from conditions.importing.lines import visible
from conditions.importing.outline import Outline
from conditions.importing.report import Entry, Fate

_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_FACTS = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)


def is_markdown(content: str) -> bool:
    """By its headings: one on the first line that has words, or several."""
    return bool(_HEADING.match(content.lstrip("\ufeff\n\r"))) or len(_HEADING.findall(content)) > 1


def read_markdown(content: str, title: str = "") -> Outline:
    """Raises `Unreadable` as HTML does. What stands before the text as facts about it is no part of the page.

    `title` is for a page that states none.
    """
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    facts = _FACTS.match(content)
    remarks = []
    stated = ""
    if facts:
        named = _TITLE.search(facts[1])
        stated = f'<h1 {LINE}="1">{escape(named[1])}</h1>' if named else ""
        remarks = [Entry(1, visible(facts[1]), Fate.LEFT_OUT, "", "facts about the file, not text of the page")]
        content = "\n" * facts[0].count("\n") + content[facts.end() :]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(content)
    _number(tokens)
    return read_html(stated + parser.renderer.render(tokens, parser.options, {}), remarks=remarks, title=title)


def _number(tokens: Iterable[Token]) -> None:
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet(LINE, str(token.map[0] + 1))
