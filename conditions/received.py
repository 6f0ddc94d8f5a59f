"""The signed fields of a public page, read back from the HTML that families receive.

A field that a page does not show (clinical codes, the kind of a tab) is not here. One that the page lacks is empty, and
so differs from what was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from django.utils.translation import gettext as _

from conditions.glossary.models import Term
from conditions.models import Condition, Program
from publishing.html import TAGS, is_blank
from publishing.languages import speaking
from publishing.models import Revision

Fields = dict[str, Any]
Parts = dict[str, Fields]

_VOID = frozenset({"br", "img"})


def received_parts(revision: Revision, html: str) -> Parts:
    """By the key of each signed part: its fields as `html`, the page at the revision's address, shows them."""
    page = BeautifulSoup(html, "html5lib")
    with speaking(revision.language):
        return _READERS[revision.kind](page, revision)


def _condition(page: BeautifulSoup, revision: Revision) -> Parts:
    content = revision.content
    around = {
        "title": _text(page.select_one("h1")),
        "other_names": _joined(page.select_one(".other-names"), content["other_names"], _("Also called") + " %s"),
        "summary": _text(page.select_one(".hero .summary")),
        "introduction": _inner(page.select_one("[aria-labelledby=_about] > .text")),
        "questions_to_ask": _lines(page, "[aria-labelledby=_questions] li"),
        "sources": [f"{_text(link)} {link['href']}" for link in page.select("[aria-labelledby=_sources] li > a")],
    }
    around |= {f"call_{level}_when": _lines(page, f".help .level-{level} li") for level in ("us", "today", "911")}
    if "news" in content:
        around["news"] = _news(page, content["news"])
    tabs = {f"tab-{tab['key']}": _tab(page, tab) for tab in content["sections"]}
    return {"page": around} | tabs


def _tab(page: BeautifulSoup, tab: Mapping[str, Any]) -> Fields:
    """A tab without a word is not shown, so there is nothing of it to read."""
    section = page.find("section", id=tab["anchor"], attrs={"data-tab": True})
    if not isinstance(section, Tag):
        return {} if is_blank(tab["body"]) else {"title": "", "body": ""}
    return {"title": _text(section.find("h2")), "body": _inner(section.find("div", class_="text", recursive=False))}


def _program(page: BeautifulSoup, revision: Revision) -> Parts:
    return {
        "page": {
            "title": _text(page.select_one("h1")),
            "summary": _text(page.select_one(".hero .summary")),
            "body": _inner(page.select_one("[aria-labelledby=_about] > .text")),
        }
    }


def _term(page: BeautifulSoup, revision: Revision) -> Parts:
    entry = page.find("div", id=revision.slug)
    word, meaning = (entry.find(name) if isinstance(entry, Tag) else None for name in ("dt", "dd"))
    spoken, forms = (part.find("span", class_="soft") if isinstance(part, Tag) else None for part in (word, meaning))
    content = revision.content
    said = _("(say: %(how)s)") % {"how": "%s"}
    written = _("Also written: %(forms)s.") % {"forms": "%s"}
    return {
        "page": {
            "title": _own_text(word),
            "pronunciation": "".join(_joined(spoken, list(filter(None, [content["pronunciation"]])), said)),
            "definition": _own_text(meaning),
            "other_forms": _joined(forms, content["other_forms"], written),
        }
    }


_READERS: dict[str, Callable[[BeautifulSoup, Revision], Parts]] = {
    Condition.kind(): _condition,
    Program.kind(): _program,
    Term.kind(): _term,
}


def _text(element: Any) -> str:
    return " ".join(element.get_text().split()) if isinstance(element, Tag) else ""


def _own_text(element: Any) -> str:
    """The words of an element without those of the elements in it."""
    if not isinstance(element, Tag):
        return ""
    return " ".join("".join(element.find_all(string=True, recursive=False)).split())


def _lines(page: BeautifulSoup, selector: str) -> list[str]:
    return [_text(item) for item in page.select(selector)]


def _joined(element: Any, lines: list[str], sentence: str) -> list[str]:
    """The lines where the page has exactly them in its sentence; else its own words, as one line."""
    text = _text(element)
    shown = sentence % ", ".join(lines) if lines else ""
    return lines if text == " ".join(shown.split()) else [text]


def _news(page: BeautifulSoup, lines: list[str]) -> list[str]:
    """The sentences without their days. Readers get the newest first: the order in itself is not signed."""
    items = page.select("footer.review details li")
    found = ["".join(item.find_all(string=True, recursive=False)).strip().removeprefix(":").strip() for item in items]
    shown = [" ".join(line.split()) for line in lines]
    return lines if sorted(found) == sorted(shown) else found


def _inner(element: Any) -> str:
    """The HTML in an element as it was frozen: without the buttons that explain words, and without boxes."""
    return "".join(map(_html, element.children)) if isinstance(element, Tag) else ""


def _html(node: Any) -> str:
    if isinstance(node, PreformattedString):
        return ""  # A comment.
    if isinstance(node, NavigableString):
        return escape(str(node), quote=False)
    inner = "".join(map(_html, node.children))
    if node.name not in TAGS:
        return inner
    attributes = "".join(f' {name}="{escape(_value(value))}"' for name, value in node.attrs.items())
    return f"<{node.name}{attributes}>" + ("" if node.name in _VOID else f"{inner}</{node.name}>")


def _value(value: str | list[str]) -> str:
    return value if isinstance(value, str) else " ".join(value)
