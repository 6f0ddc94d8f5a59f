"""A condition page from a Word document."""

import io
import re
from contextlib import suppress
from itertools import count
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth
from bs4 import BeautifulSoup, Tag

from conditions.importing.html.account import LINE
from conditions.importing.html.page import read_html
from conditions.importing.lines import visible
from conditions.importing.outline import Outline
from conditions.importing.unreadable import Unreadable
from conditions.importing.word.markup import Markup
from conditions.importing.word.numbering import NUMBER_BEGINS, NUMBER_ENDS
from conditions.importing.word.package import open_word

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='caption'] => p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
"""
"""Beside what mammoth knows of itself. Word's own styles of inner lists say how deep they are by their names alone."""

_MARK = re.compile(f"{NUMBER_BEGINS}([0-9]+)([1aAiI]){NUMBER_ENDS}")
_NUMBERED = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr"]
"""What counts as a line of a Word document."""


def read_word(content: bytes, title: str = "") -> Outline:
    """`title` is for a document that states none.

    Raises `Unreadable` for what is no safe, whole Word document, or no page.
    """
    file = open_word(content)
    try:
        entries = Markup(file).entries
        pictures: dict[str, bytes] = {}
        html = _html(file.as_file(), pictures)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError, ExpatError) as error:
        raise Unreadable(
            "a part of it is not what Word writes. Open it in Word, save it again as a Word document, and import that."
        ) from error
    except RecursionError as error:
        raise Unreadable("its parts stand too deep in one another. Copy its text into a new document.") from error
    return read_html(_numbered(html), files=pictures, remarks=entries, title=title)


def _html(file: io.BytesIO, pictures: dict[str, bytes]) -> str:
    """The document as HTML, whose pictures are named by numbers. One that is not in the document has only a name."""

    def keep(image: Any) -> dict[str, str]:
        name = f"document:{next(numbers)}"
        with suppress(LookupError, ValueError, OSError), image.open() as source:
            pictures[name] = source.read()
        return {"src": name}

    numbers = count()
    take = mammoth.images.img_element(keep)
    converted = mammoth.convert_to_html(file, style_map=_STYLES, convert_image=take, external_file_access=False)
    return str(converted.value)


def _numbered(html: str) -> str:
    """Each paragraph, item and row with its number, and the first row of a table in bold as its head."""
    soup = BeautifulSoup(html, "html.parser")
    for back in soup.find_all(
        "a", href=lambda address: address and address.startswith(("#footnote-ref", "#endnote-ref"))
    ):
        back.decompose()
    _number_items(soup)
    numbers = count(1)
    for element in soup.find_all(_NUMBERED):
        if element.name == "p" and element.find_parent(["li", "tr"]):
            continue
        element[LINE] = str(next(numbers))
    for table in soup.find_all("table"):
        _mark_head(table)
    return str(soup)


def _number_items(soup: BeautifulSoup) -> None:
    """Give each numbered list its beginning, and the items their numbers where those do not follow one another."""
    for text in soup.find_all(string=_MARK):
        found = _MARK.search(text)
        item = text.find_parent("li")
        if found and item and item.parent and item.parent.name == "ol" and "value" not in item.attrs:
            item["value"] = found[1]
            item.parent["type"] = found[2]
        text.replace_with(_MARK.sub("", text))
    for items in soup.find_all("ol"):
        if items.get("type") == "1":
            del items["type"]
        expected = 1
        for place, item in enumerate(items.find_all("li", recursive=False)):
            number = int(str(item.attrs.pop("value", expected)))
            if number != expected:
                (item if place else items)["start" if not place else "value"] = str(number)
            expected = number + 1


def _mark_head(table: Tag) -> None:
    first = table.find("tr")
    cells = first.find_all("td", recursive=False) if first and not table.find("th") else []
    if len(cells) > 1 and all(_is_bold(cell) for cell in cells):
        for cell in cells:
            cell.name = "th"
            for bold in cell.find_all("strong"):
                bold.unwrap()


def _is_bold(cell: Tag) -> bool:
    words = visible(cell.get_text())
    return bool(words) and words == visible("".join(bold.get_text() for bold in cell.find_all("strong")))
