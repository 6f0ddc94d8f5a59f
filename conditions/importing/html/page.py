"""A condition page from HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bs4 import BeautifulSoup

from conditions.importing.assembly import assemble, without_title
from conditions.importing.banner import without_banner
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.headings import mark_headings
from conditions.importing.html.account import Account
from conditions.importing.html.blocks import Reader
from conditions.importing.html.furniture import Page
from conditions.importing.html.invalid import leave_out_invalid, read_symbols
from conditions.importing.html.retouch import retouched, with_levels
from conditions.importing.language import language_of
from conditions.importing.lines import visible
from conditions.importing.outline import Outline
from conditions.importing.pictures import Album
from conditions.importing.report import Entry, Report
from conditions.importing.tabs import mark_tab_headings
from conditions.importing.titles import checked_title, named_before_bars, title_of
from conditions.importing.unreadable import Unreadable

MAX_ELEMENTS = 40_000
"""Reading takes about 0.1 ms an element, and the door for HTML lets half as many into a whole tab."""

MAX_DEPTH = 150
"""Elements inside one another: real pages have about thirty, and reading takes time quadratic in them."""

_TOO_DEEP = (
    f"its elements stand too deep in one another; at most {MAX_DEPTH} levels are read. "
    "Save the page's text alone, as plain text."
)
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-z][a-z0-9]*)|<!--")
_CODE = {"script": "</script", "style": "</style", "svg": "</svg", "math": "</math", None: "-->"}
"""What is skipped, and how it ends. The name of a comment is None."""

_UNCLOSED = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}
)
_TABLE_PARTS = frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"})
_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
"""Keeps the length of a text, which `str.lower` does not."""

_SITE_NAME = re.compile(r"\s+(?:[|–—»·-]|::)\s+")
_WINDOW_TITLE = "the window's title"


def read_html(
    content: str, *, files: Mapping[str, bytes] | None = None, remarks: Sequence[Entry] = (), title: str = ""
) -> Outline:
    """`files` are the pictures that came along, by their addresses; `remarks` what else the report is to tell.

    `title` is for a page that states none.

    Raises `Unreadable` for a page too large or deep to read, without a name, or with no text.
    """
    _refuse_monsters(content)
    try:
        soup = BeautifulSoup(_with_cells_apart(content) if "<" in content else f"<p>{content}", "html5lib")
        return _read(soup, files or {}, remarks, title)
    except RecursionError as error:  # Tables in tables are deeper than their tags tell.
        raise Unreadable(_TOO_DEEP) from error


def _read(soup: BeautifulSoup, files: Mapping[str, bytes], remarks: Sequence[Entry], title: str) -> Outline:
    account = Account(Album(files))
    read_symbols(soup)
    leave_out_invalid(soup, account)
    page = Page.of(soup)
    reader = Reader(soup, page, account)
    read = retouched(list(reader.page(soup.body or soup)))
    blocks, alerts = without_banner(read, account.ledger)
    title = checked_title(_title(soup, page, blocks, account) or title, blocks)
    marked = mark_tab_headings(list(without_title(blocks, title, account.ledger)), title)
    if not any(block.kind == BlockKind.HEADING for block in marked):
        marked = list(mark_headings(marked))
    final = tuple(with_levels(marked))
    introduction, sections = assemble(final, account.ledger)
    declared = str((soup.html or soup).get("lang", "")).casefold()[:2]
    language = language_of(" ".join(block.text for block in blocks), declared if declared in ("es", "ar") else "en")
    report = Report((*account.report().entries, *remarks))
    found = (*reader.alerts, *alerts)
    return Outline(title, language, introduction, sections, found, report, final, tuple(account.album.found))


def _refuse_monsters(content: str) -> None:
    depth = deepest = elements = 0
    for tag in _tags(content):
        is_end, name = bool(tag["slash"]), tag["name"]
        step = 0 if name in _UNCLOSED else 1
        depth = max(depth - step, 0) if is_end else depth + step
        deepest = max(deepest, depth)
        elements += not is_end
    if elements > MAX_ELEMENTS:
        raise Unreadable(f"it has {elements:,} elements, and at most {MAX_ELEMENTS:,} are read. Divide it into pages.")
    if deepest > MAX_DEPTH:
        raise Unreadable(_TOO_DEEP)


def _with_cells_apart(content: str) -> str:
    """Parts of tables that stand in no table as paragraphs: a parser drops their tags and joins their words."""
    pieces, place, tables = [], 0, 0
    for tag in _tags(content):
        if tag["name"] == "table":
            tables = max(tables - 1, 0) if tag["slash"] else tables + 1
        elif tag["name"] in _TABLE_PARTS and not tables:
            pieces += [content[place : tag.start("name")], "p"]
            place = tag.end("name")
    return "".join([*pieces, content[place:]])


def _tags(content: str) -> Iterator[re.Match[str]]:
    """All tags outside code and comments, with their names in lower case."""
    content = content.translate(_LOWER)
    place = 0
    ends = dict(_CODE)
    while tag := _TAG.search(content, place):
        place = tag.end()
        if tag["name"]:
            yield tag
        if tag["name"] in ends and not tag["slash"]:
            end = content.find(ends[tag["name"]], place)
            if end < 0:
                del ends[tag["name"]]  # It never ends: the search is not made again.
            place = max(end, place)


def _title(soup: BeautifulSoup, page: Page, blocks: list[Block], account: Account) -> str:
    """What stands before the tabs' names, else the first heading, else the window's title without the site's name."""
    element = soup.head.title if soup.head else None
    window = visible(element.get_text()) if element else ""
    heading = visible(page.heading.get_text(" ")) if page.heading else ""
    name = named_before_bars(blocks) or heading or title_of(blocks) or _SITE_NAME.split(window)[0]
    if element and window:
        account.leave_out(element, _WINDOW_TITLE)
    return name
